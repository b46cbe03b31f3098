"""The part of a fact's view that is the same for every patient."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from osteon.engine.evaluate import Evaluator
from osteon.engine.nodes import AnyLesion, CountLesions, Fact, Node, children
from osteon.engine.situation import EPOCH
from osteon.review.stencil import HOLE, stencil

__all__ = ["FixedFact", "asked_of_lesions", "fixed_facts"]


class FixedFact:
    """One fact: its words, its unit, its JSON with holes for what a patient brings."""

    __slots__ = (
        "because", "computed", "dated", "id", "kind", "label", "lacking", "listed", "needs", "of_lesions", "per_lesion", "plain",
        "silent", "unit",
    )  # fmt: skip

    def __init__(self, fact: Fact, needs: int) -> None:
        kind, unit = fact.kind, fact.unit
        self.id, self.label, self.kind, self.per_lesion = fact.id, fact.label, kind, fact.per_lesion
        self.computed = fact.computes is not None
        self.dated = unit == "date" or unit == "moment"
        self.unit = unit if kind == "number" and not self.dated and unit != "1" else None
        self.plain: Callable[[Any], float | int | str] = _plain(unit, fact.digits) if kind == "number" else str
        self.needs = needs
        """What it may rest on; where the record holds none of it, there are no entries behind it."""
        self.because = stencil(
            {"fact": fact.id, "label": fact.label, "value": HOLE, "unit": self.unit, "sources": HOLE, "at": HOLE}
        )
        self.of_lesions = () if self.per_lesion or fact.computes is None else asked_of_lesions(fact.computes)
        """What is asked of each lesion to find a fact about the patient."""
        self.lacking: dict[str, bytes] = {}
        """The fact as a missing one, by cause."""
        self.silent: Any = None
        """The reason that it is for every record that says nothing about it."""
        self.listed: bytes | None = None
        """The line in the list of facts that it is for every such record."""


def asked_of_lesions(node: Node) -> tuple[Node, ...]:
    """The conditions that a statement about the patient asks of each lesion, those inside other facts left out."""
    if isinstance(node, AnyLesion | CountLesions):
        return (node.of,)
    return tuple(asked for part in children(node) if not isinstance(part, Fact) for asked in asked_of_lesions(part))


class _FixedFacts(dict[int, FixedFact]):
    """What is the same for every patient, by fact; each made when a review first needs it."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._facts, self._needs = evaluator.facts, evaluator.needs

    def __missing__(self, index: int) -> FixedFact:
        fact = self._facts[index]
        found = self[index] = FixedFact(fact, self._needs.of(fact))
        return found


_FIXED: WeakKeyDictionary[Evaluator, _FixedFacts] = WeakKeyDictionary()


def fixed_facts(evaluator: Evaluator) -> _FixedFacts:
    found = _FIXED.get(evaluator)
    if found is None:
        found = _FIXED[evaluator] = _FixedFacts(evaluator)
    return found


def _plain(unit: str | None, digits: int) -> Callable[[Any], float | int | str]:
    """How a number is written in the JSON; rounding is for readers, never for comparisons."""
    if unit == "date":
        return lambda value: date.fromordinal(int(value)).isoformat()
    if unit == "moment":
        return lambda value: (EPOCH + timedelta(hours=float(value))).isoformat(timespec="minutes")
    if unit in ("d", "a", "{count}", "{score}"):
        return int
    return lambda value: round(float(value), digits)
