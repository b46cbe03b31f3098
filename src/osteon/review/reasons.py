"""What a reader sees of each fact in one review: value, unit, date, entries; what stands behind it; why it is missing.

Facts are named by their position in `Evaluator.facts`, as the bits of a set are.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from osteon.engine.evaluate import Evaluator, bits
from osteon.engine.nodes import Fact
from osteon.engine.situation import EPOCH
from osteon.engine.words import number, unit_words

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["Reasons", "why"]


class FixedFact(NamedTuple):
    """The part of a fact's view that is the same for every patient."""

    id: str
    label: str
    kind: str
    per_lesion: bool
    dated: bool
    plain: Callable[[Any], float | int | str]
    reason: dict[str, Any]


_FIXED: WeakKeyDictionary[Evaluator, tuple[FixedFact, ...]] = WeakKeyDictionary()


def _fixed_facts(evaluator: Evaluator) -> tuple[FixedFact, ...]:
    found = _FIXED.get(evaluator)
    if found is None:
        found = _FIXED[evaluator] = tuple(_fixed_fact(fact) for fact in evaluator.facts)
    return found


def _fixed_fact(fact: Fact) -> FixedFact:
    unit = fact.unit if fact.kind == "number" and fact.unit not in ("date", "moment", "1") else None
    reason = {"fact": fact.id, "label": fact.label, "value": None, "unit": unit}
    return FixedFact(
        fact.id, fact.label, fact.kind, fact.per_lesion, fact.unit in ("date", "moment"), _plain(fact), reason
    )


def _plain(fact: Fact) -> Callable[[Any], float | int | str]:
    """How a number is written in the JSON; rounding is for readers, never for comparisons."""
    if fact.kind != "number":
        return str
    if fact.unit == "date":
        return lambda value: date.fromordinal(int(value)).isoformat()
    if fact.unit == "moment":
        return lambda value: (EPOCH + timedelta(hours=float(value))).isoformat(timespec="minutes")
    if fact.unit in ("d", "a", "{count}", "{score}"):
        return int
    digits = fact.digits
    return lambda value: round(float(value), digits)


class Reasons:
    """The facts of one review as reasons; each is put into words at most once."""

    __slots__ = ("_asked", "_because", "_found", "_missing", "_rests", "_told", "evaluator", "fixed", "lesions", "situation")

    def __init__(self, review: Review) -> None:
        self.evaluator, self.situation = review.evaluator, review.situation
        self.fixed = _fixed_facts(review.evaluator)
        self.lesions = [lesion.id for lesion in review.situation.lesions]
        self._because: dict[tuple[int, str | None], dict[str, Any]] = {}
        self._rests: dict[tuple[int, str | None], int] = {}
        self._told: dict[tuple[int, str | None], list[int]] = {}
        self._asked: set[int] = set()
        self._missing: dict[tuple[int, str | None], dict[str, Any]] = {}
        self._found: dict[int, tuple[list[str], str | None]] = {}

    def value(self, index: int, lesion: str | None = None) -> tuple:
        """The evaluator's value of a fact; of a fact about lesions, without a lesion named, the first value that is known."""
        if not self.fixed[index].per_lesion:
            found = self.situation.memo[index]
            return found if found is not None else self.evaluator.readers[index](self.situation)
        return self.evaluator.value(self.situation, self.evaluator.facts[index], self._lesion(index, lesion))

    def _lesion(self, index: int, lesion: str | None) -> str:
        """The lesion that a statement about the whole patient quotes: one where the fact holds, else one where it is known."""
        if lesion is not None:
            return lesion
        fact = self.evaluator.facts[index]
        values = {name: self.evaluator.value(self.situation, fact, name)[0] for name in self.lesions}
        return min(self.lesions, key=lambda name: (values[name] is not True, values[name] is None))

    def because(self, index: int, lesion: str | None = None) -> dict[str, Any]:
        """A fact as a reason."""
        fixed = self.fixed[index]
        key = (index, lesion if fixed.per_lesion else None)
        found = self._because.get(key)
        if found is None:
            value = self.value(index, lesion)
            found = self._because[key] = fixed.reason.copy()
            if value[0] is not None:
                _show(found, fixed, value)
            found["sources"], found["at"] = self._entries(self._rests_on(index, lesion), lesion)
        return found

    def read(self, shown: tuple[int, ...]) -> list[dict[str, Any]]:
        """The facts that findings rest on or wait for, and of those `shown` for their own sake the ones that were looked at.

        In the order of the pathway. What no rule needed for this patient is not computed for the list alone.
        """
        memo = self.situation.memo
        named = {index for index, _ in self._because} | self._asked | {index for index in shown if memo[index] is not None}
        return [self._listed(index) for index in sorted(named) if not self.fixed[index].per_lesion]

    def _listed(self, index: int) -> dict[str, Any]:
        entry = self.because(index).copy()
        entry["id"] = entry.pop("fact")
        lacking = self.value(index)[-2]
        entry["missing"] = [self.missing(position) for position in bits(lacking)] if lacking else None
        return entry

    def missing(self, index: int, lesion: str | None = None) -> dict[str, Any]:
        """A fact that is missing, and why."""
        key = (index, lesion)
        found = self._missing.get(key)
        if found is None:
            self._asked.add(index)
            fixed = self.fixed[index]
            found = self._missing[key] = {"fact": fixed.id, "label": fixed.label, "cause": self.cause(index, lesion)}
        return found

    def cause(self, index: int, lesion: str | None = None) -> str:
        """Why a fact is missing."""
        self.value(index, lesion)
        return self._memory(index, lesion)[0].get(index, "not-computable")

    def told(self, index: int, lesion: str | None = None) -> list[int]:
        """What stands behind a computed condition that holds, or a category: the figures, and the conditions that hold.

        Two conditions that rest on the same entries are told once.
        """
        key = (index, lesion)
        found = self._told.get(key)
        if found is None:
            found, entries = [], set()
            for part in self._behind(index, lesion):
                rests = tuple(self.because(part, lesion)["sources"]) if self.fixed[part].kind == "boolean" else part
                if rests not in entries:
                    entries.add(rests)
                    found.append(part)
            self._told[key] = found
        return found

    def _behind(self, index: int, lesion: str | None) -> dict[int, None]:
        found: dict[int, None] = {}
        kind, holds = self.fixed[index].kind, self.value(index, lesion)[0]
        if kind == "number" or not holds:
            return found
        for part in bits(self._memory(index, lesion)[2].get(index, 0)):
            fixed = self.fixed[part]
            if fixed.kind == "boolean":
                if kind == "boolean" and self.value(part, lesion)[0]:
                    found.update(dict.fromkeys(self.told(part, lesion) or (part,)))
            elif fixed.kind == "number" and not fixed.dated and self.value(part, lesion)[0] is not None:
                found[part] = None
        return found

    def sources(self, mask: int) -> list[str]:
        """The entries that a set of facts rests on."""
        rests = 0
        for index in bits(mask):
            self.value(index)
            rests |= self._rests_on(index, None)
        return self._entries(rests, None)[0]

    def _rests_on(self, index: int, lesion: str | None) -> int:
        """The facts read from the record that a fact comes from, as a set. The fact has been evaluated before."""
        key = (index, lesion if self.fixed[index].per_lesion else None)
        found = self._rests.get(key)
        if found is None:
            inner = self._memory(index, lesion)[2].get(index)
            if inner is None:
                found = 1 << index
            else:
                found = 0
                while inner:
                    lowest = inner & -inner
                    found |= self._rests_on(lowest.bit_length() - 1, lesion)
                    inner ^= lowest
            self._rests[key] = found
        return found

    def _entries(self, rests: int, lesion: str | None) -> tuple[list[str], str | None]:
        """The entries behind facts that were read, in the order of the pathway, and the day of the newest.

        Many facts rest on the same entries, so what belongs to the patient alone is looked up once.
        """
        found = self._found.get(rests) if lesion is None else None
        if found is None:
            sources: dict[str, None] = {}
            newest: date | None = None
            left = rests
            while left:
                lowest = left & -left
                left ^= lowest
                index = lowest.bit_length() - 1
                for event in self._memory(index, lesion)[1].get(index, ()):
                    sources[event.source] = None
                    start = event.start
                    if start is not None and (newest is None or start > newest):
                        newest = start
            found = (list(sources), newest.isoformat() if newest is not None else None)
            if lesion is None:
                self._found[rests] = found
        return found

    def _memory(self, index: int, lesion: str | None) -> tuple[dict, dict, dict]:
        """Causes, chosen events and inner sets: of the patient, or of the lesion that speaks."""
        if self.fixed[index].per_lesion:
            return self.situation.lesion_memory[self._lesion(index, lesion)][1:]
        return self.situation.of_patient


def _show(entry: dict[str, Any], fixed: FixedFact, value: tuple) -> None:
    """Put a value in: `value` when it is exact, else `low` and `high`, or the words still `possible`."""
    first = value[0]
    if fixed.kind == "boolean":
        entry["value"] = first
    elif fixed.kind == "category":
        if len(first) == 1:
            entry["value"] = first[0]
        else:
            entry["possible"] = list(first)
    elif first == value[1]:
        entry["value"] = fixed.plain(first)
    else:
        entry["low"], entry["high"] = fixed.plain(first), fixed.plain(value[1])


def why(reasons: Reasons, decisive: list[int], lesion: str | None) -> str:
    """One line out of the decisive facts: figures first, then what holds; what does not hold only if nothing else speaks."""
    known = [(index, reasons.because(index, lesion)) for index in decisive]
    told = sorted((item for item in known if item[1]["value"] is not False), key=lambda item: item[1]["value"] is True)
    said = []
    for index, part in told or known:
        behind = _behind(reasons, index, lesion)
        own = part["label"] if part["value"] is True else _reason(part)
        said.append(f"{own}: {', '.join(behind)}" if behind else _reason(part))
    return _line([text for text in said if text])


LONGEST_LINE = 280


def _line(said: list[str]) -> str:
    """As many of the reasons as one line holds, and how many more there are; the first one always."""
    line, rest = "", len(said)
    for text in said:
        if line and len(line) + len(text) > LONGEST_LINE:
            break
        line, rest = f"{line}; {text}" if line else text, rest - 1
    return f"{line}; and {rest} more" if rest else line


def _behind(reasons: Reasons, index: int, lesion: str | None) -> list[str]:
    """What stands behind a condition, at most three things."""
    texts = (_reason(reasons.because(inner, lesion)) for inner in reasons.told(index, lesion))
    return [text for text in dict.fromkeys(texts) if text][:3]


def _reason(part: dict[str, Any]) -> str:
    value, label = part["value"], part["label"]
    at = f" ({part['at']})" if part["at"] else ""
    if value is True:
        return f"{label}{at}"
    if value is False:
        return f"{label}: no"
    if value is None:
        if "low" not in part:
            return ""
        return f"{label} between {part['low']} and {part['high']}{unit_words(part['unit'])}{at}"
    if isinstance(value, (int, float)):
        return f"{label} {number(Decimal(str(value)))}{unit_words(part['unit'])}{at}"
    return f"{label}: {value}{at if value != part['at'] else ''}"
