"""What a reader sees of each fact in one review: value, unit, date, entries; what stands behind it; why it is missing.

Facts are named by their position in `Evaluator.facts`, as the bits of a set are. Each is written as JSON at most once per
review, and one that the record says nothing about once per evaluator.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from orjson import dumps

from osteon.engine.evaluate import bits
from osteon.engine.nodes import Node
from osteon.review.fixed_facts import FixedFact, fixed_facts
from osteon.review.stencil import day_written, joined, truth, written

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["Reason", "Reasons"]


class Entries:
    """The entries of the record behind a fact, and the day of the newest; both also as JSON."""

    __slots__ = ("at", "at_json", "sources", "sources_json")

    def __init__(self, sources: list[str], at: str | None, at_json: bytes) -> None:
        self.sources, self.at, self.at_json = sources, at, at_json
        self.sources_json = written(sources)


NO_ENTRIES: Final = Entries([], None, b"null")


class Reason:
    """A fact as a reason. `value` where it is exact, else `span` of a number, or neither; all of it as JSON."""

    __slots__ = ("entries", "json", "span", "value")

    def __init__(self, json: bytes, value: Any, span: tuple[Any, Any] | None, entries: Entries) -> None:
        self.json, self.value, self.span, self.entries = json, value, span, entries


class Reasons:
    """The facts of one review as reasons; each is put into words at most once."""

    __slots__ = (
        "_entries", "_lesion_facts", "_lesion_missing", "_lesion_places", "_lesion_reasons", "_lesion_rests", "_missing", "_quoted",
        "_reasons", "_rests", "_speakers", "_spoken", "_told", "evaluator", "fixed", "lesions", "situation",
    )  # fmt: skip

    def __init__(self, review: Review) -> None:
        self.evaluator, self.situation = review.evaluator, review.situation
        self.fixed = fixed_facts(review.evaluator)
        self.lesions = [lesion.id for lesion in review.situation.lesions]
        self._spoken = ~review.situation.looked
        """What the record says something about, and what was not looked at so far."""
        # What belongs to the patient is kept by fact, what belongs to a lesion by fact and lesion: most is the patient's.
        facts = len(self.evaluator.facts)
        self._reasons: list[Reason | None] = [None] * facts
        self._lesion_reasons: dict[tuple[int, str | None], Reason] = {}
        self._missing: dict[int, bytes] = {}
        self._lesion_missing: dict[tuple[int, str | None], bytes] = {}
        self._rests: list[int | None] = [None] * facts
        self._lesion_rests: dict[tuple[int, str], int] = {}
        self._told: dict[tuple[int, str | None], list[int]] = {}
        self._quoted: dict[int, str] = {}
        self._entries: dict[int, Entries] = {}
        self._speakers: dict[tuple[Node, ...], list[str]] = {}
        # In sets of facts that rest on entries, a fact of one lesion has a bit of its own, behind those of all facts.
        self._lesion_facts: list[tuple[int, str]] = []
        self._lesion_places: dict[tuple[int, str], int] = {}

    def value(self, index: int, lesion: str | None = None) -> tuple:
        """The evaluator's value of a fact; of a fact about lesions, without a lesion named, the first value that is known."""
        found = self.situation.memo[index]
        if found is not None:
            return found
        if not self.fixed.of(index).per_lesion:
            return self.evaluator.value(self.situation, self.evaluator.facts[index])
        return self._of_lesion(index, self._lesion(index, lesion))

    def _of_lesion(self, index: int, lesion: str) -> tuple:
        memory = self.situation.lesion_memory.get(lesion)
        found = memory[0].get(index) if memory is not None else None
        return found or self.evaluator.value(self.situation, self.evaluator.facts[index], lesion)

    def _lesion(self, index: int, lesion: str | None) -> str:
        """The lesion that a statement about the whole patient quotes: one where the fact holds, else one where it is known."""
        if lesion is not None:
            return lesion
        found = self._quoted.get(index)
        if found is None:
            values = {name: self._of_lesion(index, name)[0] for name in self.lesions}
            found = min(self.lesions, key=lambda name: (values[name] is not True, values[name] is None))
            self._quoted[index] = found
        return found

    def speakers(self, asked: tuple[Node, ...]) -> list[str]:
        """The lesions that a statement about the patient rests on: those for which most of what it asks of each lesion holds.

        Where nothing holds for any, those for which something is open; else all of them.
        """
        found = self._speakers.get(asked)
        if found is None:
            value, situation = self.evaluator.value, self.situation
            answers = {name: [value(situation, node, name)[0] for node in asked] for name in self.lesions}
            holds = {name: values.count(True) for name, values in answers.items()}
            most = max(holds.values(), default=0)
            found = [name for name in self.lesions if holds[name] == most] if most else []
            found = found or [name for name in self.lesions if None in answers[name]] or self.lesions
            self._speakers[asked] = found
        return found

    def speaker(self, asked: tuple[Node, ...]) -> str | None:
        """The first of these lesions; None where nothing is asked of lesions."""
        return self.speakers(asked)[0] if asked and self.lesions else None

    def whose(self, index: int, lesion: str | None) -> str | None:
        """The lesion that speaks behind a fact: that of the statement, or the one that a fact about the patient rests on."""
        asked = self.fixed.of(index).of_lesions
        return self.speaker(asked) if asked else lesion

    def quoted(self, facts: dict[int, str | None]) -> bytes:
        """Facts as reasons, each with the lesion that it is quoted from, as a JSON list."""
        return joined([self.reason(index, lesion).json for index, lesion in facts.items()])

    def because(self, mask: int, lesion: str | None = None) -> bytes:
        """A set of facts as reasons, as a JSON list."""
        return joined([self.reason(index, lesion).json for index in bits(mask)]) if mask else b"[]"

    def reason(self, index: int, lesion: str | None = None) -> Reason:
        """A fact as a reason."""
        found = self._reasons[index]
        if found is not None:
            return found
        fixed = self.fixed.of(index)
        if not fixed.per_lesion:
            found = self._reasons[index] = self._reason(index, fixed, lesion)
            return found
        found = self._lesion_reasons.get((index, lesion))
        if found is None:
            found = self._lesion_reasons[index, lesion] = self._reason(index, fixed, lesion)
        return found

    def _reason(self, index: int, fixed: FixedFact, lesion: str | None) -> Reason:
        value = self.value(index, lesion)
        if fixed.spoken_of(self.situation.said):
            return _reason(fixed, value, self._said_by(self._rests_on(index, lesion)))
        found: Reason | None = fixed.silent
        if found is None:
            found = fixed.silent = _reason(fixed, value, NO_ENTRIES)
        return found

    def read(self, shown: tuple[int, ...]) -> bytes:
        """The facts that findings rest on or wait for, and of those `shown` for their own sake the ones that were looked at.

        In the order of the pathway, as JSON. What no rule needed for this patient is not computed for the list alone.
        """
        memo, looked = self.situation.memo, self.situation.looked
        named = {index for index, reason in enumerate(self._reasons) if reason is not None}
        named.update(self._missing)
        named.update([index for index in shown if memo[index] is not None or looked >> index & 1])
        said, lines = self.situation.said, []
        for index in sorted(named):
            fixed = self.fixed.of(index)
            if fixed.spoken_of(said):
                lines.append(self._line(index))
                continue
            line = fixed.listed
            if line is None:
                line = fixed.listed = self._line(index)
            lines.append(line)
        return joined(lines)

    def _line(self, index: int) -> bytes:
        """A fact in the list of facts: as a reason, under its id, with what it lacks."""
        lacks = self.value(index)[-2]
        missing = self.lacking(lacks) if lacks else b"null"
        return b'{"id"%b,"missing":%b}' % (self.reason(index).json[len('{"fact"') : -1], missing)

    def lacking(self, mask: int, lesion: str | None = None) -> bytes:
        """A set of facts that are missing, and why, as a JSON list."""
        return joined([self.missing(index, lesion) for index in bits(mask)]) if mask else b"[]"

    def missing(self, index: int, lesion: str | None = None) -> bytes:
        """A fact that is missing, and why, as JSON."""
        found = self._missing.get(index)
        if found is not None:
            return found
        fixed = self.fixed.of(index)
        if not fixed.per_lesion:
            found = self._missing[index] = self._lacking(index, fixed, lesion)
            return found
        found = self._lesion_missing.get((index, lesion))
        if found is None:
            found = self._lesion_missing[index, lesion] = self._lacking(index, fixed, lesion)
        return found

    def _lacking(self, index: int, fixed: FixedFact, lesion: str | None) -> bytes:
        cause = self.cause(index, lesion)
        found = fixed.lacking.get(cause)
        if found is None:
            found = fixed.lacking[cause] = dumps({"fact": fixed.id, "label": fixed.label, "cause": cause})
        return found

    def cause(self, index: int, lesion: str | None = None) -> str:
        """Why a fact is missing."""
        self.value(index, lesion)
        return self._memory(index, lesion)[0].get(index, "not-computable")

    def told(self, index: int, lesion: str | None = None) -> list[int]:
        """What stands behind a computed condition that holds, or a category: the figures, and the conditions that hold.

        Two conditions that rest on the same entries are told once.
        """
        fixed = self.fixed.of(index)
        if fixed.kind == "number" or not fixed.computed:
            return []
        key = (index, lesion)
        found = self._told.get(key)
        if found is None:
            found, entries = [], set()
            for part in self._behind(index, lesion):
                rests: Any = part
                if self.fixed.of(part).kind == "boolean":
                    rests = self.reason(part, lesion).entries.sources_json
                if rests not in entries:
                    entries.add(rests)
                    found.append(part)
            self._told[key] = found
        return found

    def _behind(self, index: int, lesion: str | None) -> dict[int, None]:
        found: dict[int, None] = {}
        kind, holds = self.fixed.of(index).kind, self.value(index, lesion)[0]
        if not holds:
            return found
        lesion = self.whose(index, lesion)
        for part in bits(self._inner(index, lesion)):
            fixed = self.fixed.of(part)
            if fixed.kind == "boolean":
                if kind == "boolean" and self.value(part, lesion)[0]:
                    found.update(dict.fromkeys(self.told(part, lesion) or (part,)))
            elif fixed.kind == "number" and not fixed.dated and self.value(part, lesion)[0] is not None:
                found[part] = None
        return found

    def _inner(self, index: int, lesion: str | None) -> int:
        """What a computed fact rests on."""
        if self.fixed.of(index).spoken_of(self.situation.said):
            return self._memory(index, lesion)[2].get(index, 0)
        return self.evaluator.silences[index].inner

    def sources(self, mask: int) -> list[str]:
        """The entries that a set of facts rests on."""
        rests = 0
        for index in bits(mask):
            self.value(index)
            rests |= self._rests_on(index, None)
        return self._said_by(rests).sources

    def _rests_on(self, index: int, lesion: str | None) -> int:
        """The facts with entries in the record that a fact comes from, as a set. The fact has been evaluated before."""
        found = self._rests[index]
        if found is not None:
            return found
        fixed = self.fixed.of(index)
        if fixed.per_lesion:
            return self._lesion_rests_on(index, self._lesion(index, lesion))
        _, chosen, inner = self.situation.of_patient
        parts = inner.get(index)
        if parts is None:
            found = 1 << index if index in chosen else 0
        else:
            found = 0
            # Behind what the record says nothing about there are no entries.
            for part in bits(parts & self._spoken):
                if self.fixed.of(part).per_lesion:
                    for name in self.speakers(fixed.of_lesions):
                        found |= self._lesion_rests_on(part, name)
                else:
                    found |= self._rests_on(part, None)
        self._rests[index] = found
        return found

    def _lesion_rests_on(self, index: int, lesion: str) -> int:
        """The same for a fact of one lesion."""
        key = (index, lesion)
        found = self._lesion_rests.get(key)
        if found is not None:
            return found
        self._of_lesion(index, lesion)
        _, chosen, inner = self.situation.lesion_memory[lesion][1:]
        parts = inner.get(index)
        found = 0
        if parts is not None:
            for part in bits(parts & self._spoken):
                found |= self._lesion_rests_on(part, lesion) if self.fixed.of(part).per_lesion else self._rests_on(part, None)
        elif index in chosen:
            place = self._lesion_places.setdefault(key, len(self._lesion_facts))
            if place == len(self._lesion_facts):
                self._lesion_facts.append(key)
            found = 1 << len(self.evaluator.facts) + place
        self._lesion_rests[key] = found
        return found

    def _said_by(self, rests: int) -> Entries:
        """The entries behind facts that were read, in the order of the pathway, and the day of the newest.

        Many facts rest on the same entries, so each set is looked up once.
        """
        if not rests:
            return NO_ENTRIES
        found = self._entries.get(rests)
        if found is None:
            chosen, facts = self.situation.of_patient[1], len(self.evaluator.facts)
            events: list[Any] = []
            for index in bits(rests):
                if index < facts:
                    events += chosen[index]
                else:
                    fact, lesion = self._lesion_facts[index - facts]
                    events += self.situation.lesion_memory[lesion][2][fact]
            names = [event.source for event in events]
            if len(names) > 1:
                names = list(dict.fromkeys(names))
            newest: date | None = None
            for event in events:
                start = event.start
                if start is not None and (newest is None or start > newest):
                    newest = start
            if newest is None:
                found = Entries(names, None, b"null")
            else:
                at = day_written(newest)
                found = Entries(names, at, b'"%b"' % at.encode())
            self._entries[rests] = found
        return found

    def _memory(self, index: int, lesion: str | None) -> tuple[dict, dict, dict]:
        """Causes, chosen events and inner sets: of the patient, or of the lesion that speaks."""
        if self.fixed.of(index).per_lesion:
            return self.situation.lesion_memory[self._lesion(index, lesion)][1:]
        return self.situation.of_patient


def _reason(fixed: FixedFact, value: tuple, entries: Entries) -> Reason:
    """`value` when it is exact, else `low` and `high`, or the words still `possible`."""
    first: Any = value[0]
    if first is None or fixed.kind == "boolean":
        return Reason(fixed.because(truth(first), entries.sources_json, entries.at_json, b"}"), first, None, entries)
    span: tuple[Any, Any] | None = None
    if fixed.kind == "category":
        if len(first) == 1:
            return Reason(
                fixed.because(dumps(first[0]), entries.sources_json, entries.at_json, b"}"), first[0], None, entries
            )
        more: dict[str, Any] = {"possible": first}
    elif first == value[1]:
        said = fixed.plain(first)
        return Reason(fixed.because(dumps(said), entries.sources_json, entries.at_json, b"}"), said, None, entries)
    else:
        span = (fixed.plain(first), fixed.plain(value[1]))
        more = {"low": span[0], "high": span[1]}
    return Reason(
        fixed.because(b"null", entries.sources_json, entries.at_json, b",%b" % dumps(more)[1:]), None, span, entries
    )
