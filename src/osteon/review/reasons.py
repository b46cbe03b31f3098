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
    needs: int
    """What it may rest on; where the record holds none of it, there are no entries behind it."""


class _FixedFacts(dict[int, FixedFact]):
    """What is the same for every patient, by fact; each made when a review first needs it."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._facts, self._needs = evaluator.facts, evaluator.needs

    def __missing__(self, index: int) -> FixedFact:
        fact = self._facts[index]
        found = self[index] = _fixed_fact(fact, self._needs.of(fact))
        return found


_FIXED: WeakKeyDictionary[Evaluator, _FixedFacts] = WeakKeyDictionary()


def _fixed_facts(evaluator: Evaluator) -> _FixedFacts:
    found = _FIXED.get(evaluator)
    if found is None:
        found = _FIXED[evaluator] = _FixedFacts(evaluator)
    return found


def _fixed_fact(fact: Fact, needs: int) -> FixedFact:
    kind, unit = fact.kind, fact.unit
    dated = unit == "date" or unit == "moment"
    shown = unit if kind == "number" and not dated and unit != "1" else None
    reason = {"fact": fact.id, "label": fact.label, "value": None, "unit": shown}
    plain = _plain(unit, fact.digits) if kind == "number" else str
    return FixedFact(fact.id, fact.label, kind, fact.per_lesion, dated, plain, reason, needs)


def _plain(unit: str | None, digits: int) -> Callable[[Any], float | int | str]:
    """How a number is written in the JSON; rounding is for readers, never for comparisons."""
    if unit == "date":
        return lambda value: date.fromordinal(int(value)).isoformat()
    if unit == "moment":
        return lambda value: (EPOCH + timedelta(hours=float(value))).isoformat(timespec="minutes")
    if unit in ("d", "a", "{count}", "{score}"):
        return int
    return lambda value: round(float(value), digits)


class Reasons:
    """The facts of one review as reasons; each is put into words at most once."""

    __slots__ = (
        "_because", "_entries", "_lesion_because", "_lesion_missing", "_missing", "_rests", "_told", "evaluator", "fixed",
        "lesions", "situation",
    )  # fmt: skip

    def __init__(self, review: Review) -> None:
        self.evaluator, self.situation = review.evaluator, review.situation
        self.fixed = _fixed_facts(review.evaluator)
        self.lesions = [lesion.id for lesion in review.situation.lesions]
        # What belongs to the patient is kept by fact, what belongs to a lesion by fact and lesion: most is the patient's.
        self._because: dict[int, dict[str, Any]] = {}
        self._lesion_because: dict[tuple[int, str | None], dict[str, Any]] = {}
        self._missing: dict[int, dict[str, Any]] = {}
        self._lesion_missing: dict[tuple[int, str | None], dict[str, Any]] = {}
        self._rests: dict[int | tuple[int, str | None], int] = {}
        self._told: dict[tuple[int, str | None], list[int]] = {}
        self._entries: dict[tuple[int, str | None], tuple[list[str], str | None]] = {}

    def value(self, index: int, lesion: str | None = None) -> tuple:
        """The evaluator's value of a fact; of a fact about lesions, without a lesion named, the first value that is known."""
        found = self.situation.memo[index]
        if found is not None:
            return found
        place = self._lesion(index, lesion) if self.fixed[index].per_lesion else None
        return self.evaluator.value(self.situation, self.evaluator.facts[index], place)

    def _lesion(self, index: int, lesion: str | None) -> str:
        """The lesion that a statement about the whole patient quotes: one where the fact holds, else one where it is known."""
        if lesion is not None:
            return lesion
        fact = self.evaluator.facts[index]
        values = {name: self.evaluator.value(self.situation, fact, name)[0] for name in self.lesions}
        return min(self.lesions, key=lambda name: (values[name] is not True, values[name] is None))

    def because(self, index: int, lesion: str | None = None) -> dict[str, Any]:
        """A fact as a reason."""
        found = self._because.get(index)
        if found is not None:
            return found
        fixed = self.fixed[index]
        if not fixed.per_lesion:
            found = self._because[index] = self._reason(index, fixed, lesion)
            return found
        found = self._lesion_because.get((index, lesion))
        if found is None:
            found = self._lesion_because[index, lesion] = self._reason(index, fixed, lesion)
        return found

    def _reason(self, index: int, fixed: FixedFact, lesion: str | None) -> dict[str, Any]:
        value = self.situation.memo[index] or self.value(index, lesion)
        found = fixed.reason.copy()
        if value[0] is not None:
            _show(found, fixed, value)
        if fixed.needs & self.situation.said:
            found["sources"], found["at"] = self._said_by(self._rests_on(index, lesion), lesion)
        else:
            found["sources"], found["at"] = [], None
        return found

    def read(self, shown: tuple[int, ...]) -> list[dict[str, Any]]:
        """The facts that findings rest on or wait for, and of those `shown` for their own sake the ones that were looked at.

        In the order of the pathway. What no rule needed for this patient is not computed for the list alone.
        """
        memo, looked = self.situation.memo, self.situation.looked
        named = self._because.keys() | self._missing.keys()
        named.update([index for index in shown if memo[index] is not None or looked >> index & 1])
        fixed = self.fixed
        return [self._listed(index) for index in sorted(named) if not fixed[index].per_lesion]

    def _listed(self, index: int) -> dict[str, Any]:
        entry = self.because(index).copy()
        entry["id"] = entry.pop("fact")
        lacking = self.value(index)[-2]
        entry["missing"] = [self.missing(position) for position in bits(lacking)] if lacking else None
        return entry

    def missing(self, index: int, lesion: str | None = None) -> dict[str, Any]:
        """A fact that is missing, and why."""
        found = self._missing.get(index)
        if found is not None:
            return found
        fixed = self.fixed[index]
        if not fixed.per_lesion:
            found = self._missing[index] = {"fact": fixed.id, "label": fixed.label, "cause": self.cause(index)}
            return found
        found = self._lesion_missing.get((index, lesion))
        if found is None:
            found = {"fact": fixed.id, "label": fixed.label, "cause": self.cause(index, lesion)}
            self._lesion_missing[index, lesion] = found
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
        memo = self.situation.memo
        for part in bits(self._memory(index, lesion)[2].get(index, 0)):
            fixed = self.fixed[part]
            if fixed.kind == "boolean":
                if kind == "boolean" and (memo[part] or self.value(part, lesion))[0]:
                    found.update(dict.fromkeys(self.told(part, lesion) or (part,)))
            elif fixed.kind == "number" and not fixed.dated and (memo[part] or self.value(part, lesion))[0] is not None:
                found[part] = None
        return found

    def sources(self, mask: int) -> list[str]:
        """The entries that a set of facts rests on."""
        rests = 0
        for index in bits(mask):
            self.value(index)
            rests |= self._rests_on(index, None)
        return self._said_by(rests, None)[0]

    def _rests_on(self, index: int, lesion: str | None) -> int:
        """The facts read from the record that a fact comes from, as a set. The fact has been evaluated before."""
        key = (index, lesion) if self.fixed[index].per_lesion else index
        found = self._rests.get(key)
        if found is None:
            inner = self._memory(index, lesion)[2].get(index)
            if inner is None:
                found = 1 << index
            else:
                found = 0
                for part in bits(inner):
                    found |= self._rests_on(part, lesion)
            self._rests[key] = found
        return found

    def _said_by(self, rests: int, lesion: str | None) -> tuple[list[str], str | None]:
        """The entries behind facts that were read, in the order of the pathway, and the day of the newest.

        Many facts rest on the same entries, so each set is looked up once.
        """
        found = self._entries.get((rests, lesion))
        if found is None:
            sources: dict[str, None] = {}
            newest: date | None = None
            fixed, chosen = self.fixed, self.situation.of_patient[1]
            for index in bits(rests):
                events = self._memory(index, lesion)[1] if fixed[index].per_lesion else chosen
                for event in events.get(index, ()):
                    sources[event.source] = None
                    start = event.start
                    if start is not None and (newest is None or start > newest):
                        newest = start
            found = (list(sources), newest.isoformat() if newest is not None else None)
            self._entries[rests, lesion] = found
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
