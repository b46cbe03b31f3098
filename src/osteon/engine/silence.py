"""What a record answers by saying nothing, worked out once for all patients.

The pathway asks about far more than any one record speaks of. A fact whose entries do not occur in a record, nor those of any
fact below it, has the value that it has for a patient of whom nothing is known: there is nothing to look for again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from osteon.engine.events import Reduction
from osteon.engine.nodes import Absence, AnyLesion, Constant, CountLesions, Fact, Node, Parameter, children
from osteon.engine.situation import PatientData

__all__ = ["ANYTHING", "Needs", "Nobody", "Silence", "silent"]

ZERO: Final = Decimal(0)

PERSON, LESIONS = 1, 2
"""Bits of what a value may rest on beside the entries: the person or the date of the review; whether there are lesions."""


ANYTHING: Final = -1
"""All bits: of a record that may speak of whatever is asked."""


class Nobody:
    """A patient of whom nothing is known."""

    def __init__(self) -> None:
        self.events: Mapping[str, Sequence[Any]] = {}
        self.gaps: Mapping[str, Sequence[Any]] = {}
        self.lesions: Sequence[Any] = ()
        self.patient: Any = None


class Silence:
    """The value of a fact of which the record says nothing, with what looking it up leaves behind.

    `looked`: the facts that were looked at on the way, as a set; `inner`: those that a computed one rests on. `causes`: why facts
    about the patient are missing; `causes_of_lesion`: why those about the lesion are.
    """

    __slots__ = ("causes", "causes_of_lesion", "inner", "looked", "value")

    def __init__(
        self,
        value: tuple,
        looked: int,
        causes: dict[int, str],
        inner: int = 0,
        causes_of_lesion: dict[int, str] | None = None,
    ) -> None:
        self.value, self.looked, self.inner = value, looked, inner
        self.causes, self.causes_of_lesion = causes, causes_of_lesion or {}


def silent(reads: Reduction, absence: Absence, bit: int) -> tuple:
    """The value of a fact for which the record holds no entry; what is unknown then is so because it is not recorded."""
    if absence.means == "absent":
        if reads.kind == "boolean":
            return (False, 0, bit)
        if reads.how in ("count", "daily_dose"):
            return (ZERO, ZERO, 0, bit)
        if reads.kind == "category" and "none" in reads.categories:
            return (("none",), 0, bit)
    return (None, None, bit, 0) if reads.kind == "number" else (None, bit, 0)


class Needs:
    """What the value of a node may rest on, as a set: one bit for each concept that the facts of a pathway read."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self._bits: dict[str, int] = {}
        self._of: dict[int, int] = {}
        bits = self._bits
        for fact in facts:
            if fact.reads is not None:
                for concept in fact.reads.events.concepts:
                    if concept not in bits:
                        bits[concept] = 4 << len(bits)

    def of(self, node: Node) -> int:
        """All that a node may rest on, through the facts below it."""
        found = self._of.get(id(node))
        if found is not None:
            return found
        if isinstance(node, Fact):
            reads = node.reads
            if reads is None:
                found = self.of(node.computes)  # type: ignore[arg-type]
            else:
                found = PERSON if reads.how in ("patient", "lesion") else self.of_concepts(reads.events.concepts)
        elif isinstance(node, (Parameter, Constant)):
            # A fixed day is a different number of days ago on each date of a review.
            found = PERSON if node.in_unit in ("date", "moment") else 0
        else:
            found = LESIONS if isinstance(node, (AnyLesion, CountLesions)) else 0
            for child in children(node):
                found |= self.of(child)
        self._of[id(node)] = found
        return found

    def of_concepts(self, concepts: Iterable[str]) -> int:
        """The bits of some concepts; those that no fact reads have none."""
        found, bits = 0, self._bits
        for concept in concepts:
            found |= bits.get(concept, 0)
        return found

    def met_by(self, timeline: PatientData, lesions: tuple) -> int:
        """What a record speaks of."""
        found = self.of_concepts(timeline.events) | self.of_concepts(timeline.gaps)
        return found | PERSON | LESIONS if lesions else found | PERSON
