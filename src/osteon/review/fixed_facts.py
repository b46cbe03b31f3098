"""The part of a fact's view that is the same for every patient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from orjson import dumps

from osteon.engine.evaluate import Evaluator
from osteon.engine.nodes import AnyLesion, CountLesions, Fact, Node, children
from osteon.engine.situation import EPOCH
from osteon.review.stencil import HOLE, day_written

__all__ = ["FixedFact", "FixedFacts", "asked_of_lesions", "fixed_facts"]


class FixedFact:
    """One fact: its words, its unit, its JSON with holes for what a patient brings."""

    __slots__ = (
        "_because", "_needs", "computed", "dated", "id", "kind", "label", "lacking", "listed", "of_lesions", "per_lesion", "plain",
        "silent", "unit",
    )  # fmt: skip

    def __init__(self, fact: Fact, needs: int) -> None:
        kind, unit = fact.kind, fact.unit
        self.id, self.label, self.kind, self.per_lesion = fact.id, fact.label, kind, fact.per_lesion
        self.computed = fact.computes is not None
        self.dated = unit == "date" or unit == "moment"
        self.unit = unit if kind == "number" and not self.dated and unit != "1" else None
        self.plain: Callable[[Any], float | int | str] = _plain(unit, fact.digits) if kind == "number" else str
        self._needs = needs
        self._because = dumps(
            {"fact": fact.id, "label": fact.label, "value": HOLE, "unit": self.unit, "sources": HOLE, "at": HOLE}
        ).split(b"\0")
        self.of_lesions = () if self.per_lesion or fact.computes is None else asked_of_lesions(fact.computes)
        """What is asked of each lesion to find a fact about the patient."""
        self.lacking: dict[str, bytes] = {}
        """The fact as a missing one, by cause."""
        self.silent: Any = None
        """The reason that it is for every record that says nothing about it."""
        self.listed: bytes | None = None
        """The line in the list of facts that it is for every such record."""

    def spoken_of(self, said: int) -> bool:
        """Whether a record that speaks of this (`Situation.said`) may hold entries behind the fact."""
        return self._needs & said != 0

    def because(self, value: bytes, sources: bytes, at: bytes, end: bytes) -> bytes:
        """The fact as a reason: a JSON object, or one without its end to which more is added."""
        before, unit, dated, _ = self._because
        return b"%b%b%b%b%b%b%b" % (before, value, unit, sources, dated, at, end)


def asked_of_lesions(node: Node) -> tuple[Node, ...]:
    """The conditions that a statement about the patient asks of each lesion, those inside other facts left out."""
    if isinstance(node, AnyLesion | CountLesions):
        return (node.of,)
    return tuple(asked for part in children(node) if not isinstance(part, Fact) for asked in asked_of_lesions(part))


class FixedFacts:
    """What is the same for every patient, by fact; each made when a review first needs it."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._facts, self._needs = evaluator.facts, evaluator.needs
        self._made: list[FixedFact | None] = [None] * len(evaluator.facts)

    def of(self, index: int) -> FixedFact:
        """The fact at a position among those of the evaluator."""
        found = self._made[index]
        if found is None:
            fact = self._facts[index]
            found = self._made[index] = FixedFact(fact, self._needs.of(fact))
        return found


def fixed_facts(evaluator: Evaluator) -> FixedFacts:
    """What is the same for every patient, kept with the evaluator."""
    found: FixedFacts | None = evaluator.beside.get(__name__)
    if found is None:
        found = evaluator.beside[__name__] = FixedFacts(evaluator)
    return found


def _plain(unit: str | None, digits: int) -> Callable[[Any], float | int | str]:
    """How a number is written in the JSON; rounding is for readers, never for comparisons."""
    if unit == "date":
        return lambda value: day_written(date.fromordinal(int(value)))
    if unit == "moment":
        return lambda value: (EPOCH + timedelta(hours=float(value))).isoformat(timespec="minutes")
    if unit in ("d", "a", "{count}", "{score}"):
        return int
    return lambda value: round(float(value), digits)
