"""Which events a fact means: the filters of an `Events`, made into one search over a patient's timeline."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, datetime
from operator import attrgetter
from typing import Any, Final

from osteon.engine.events import Events
from osteon.engine.nodes import Node
from osteon.engine.situation import Situation
from osteon.engine.undecided import Undecided

__all__ = ["selection", "sort_key"]

Compile = Callable[[Node], Callable[[Situation], tuple]]
Select = Callable[[Situation], list]
Narrow = Callable[[Situation, list], list]

FIRST_DAY: Final = date.min
FIRST_MOMENT: Final = datetime.min
LAST_MOMENT: Final = datetime.max

NOT_YET: Final = frozenset({"planned", "suspected", "not-done"})
"""Statuses that are no fact about the patient unless a rule asks for them by name."""


def sort_key(event: Any) -> tuple:
    """Order of events in time; the last one is the latest. An hour beats a bare day, a later recording an earlier one."""
    instant = event.instant
    return (event.start or FIRST_DAY, instant is not None, instant or FIRST_MOMENT, event.recorded or FIRST_MOMENT)


def selection(events: Events, compile_node: Compile, selections: dict[Events, int]) -> Select:
    """The events that are meant. Facts that mean the same events (a value, its unit, its date) share one search."""
    narrow = _narrowed(events, compile_node)
    settled = not events.statuses
    if len(events.concepts) == 1:
        search = _of_one(events.concepts[0], settled, narrow)
        if narrow is None:
            return search
    else:
        search = _of_several(events.concepts, settled, narrow)
    if events.per_lesion or any(node.per_lesion for node in events.nodes()):
        return search
    number = selections.setdefault(events, len(selections))

    def select(situation: Situation) -> list:
        found = situation.found.get(number)
        if found is None:
            found = situation.found[number] = search(situation)
        return found

    return select


def _of_one(concept: str, settled: bool, narrow: Narrow | None) -> Select:
    """The events of one concept, which nearly every selection asks for."""

    def select(situation: Situation) -> list:
        found = (situation.settled if settled else situation.seen).get(concept)
        if found is None:
            if concept not in situation.concepts:
                return []
            look(situation, concept)
            found = (situation.settled if settled else situation.seen)[concept]
        if narrow is None or not (found or situation.seen[concept]):
            return found
        return narrow(situation, found)

    return select


def _of_several(concepts: tuple[str, ...], settled: bool, narrow: Narrow | None) -> Select:
    """The events of several concepts in the order of time, those of the same moment in the order of the concepts."""
    order = {concept: position for position, concept in enumerate(concepts)}
    named = frozenset(concepts)

    def select(situation: Situation) -> list:
        # A record speaks of few of the many drugs that a selection may name.
        spoken: Collection[str] = named & situation.concepts
        if not spoken:
            return []
        seen = situation.settled if settled else situation.seen
        found: list = []
        for concept in sorted(spoken, key=order.__getitem__) if len(spoken) > 1 else spoken:
            rows = seen.get(concept)
            if rows is None:
                look(situation, concept)
                rows = seen[concept]
            found += rows
        if narrow is not None and (found or any(situation.seen[concept] for concept in spoken)):
            found = narrow(situation, found)
        if len(found) > 1:
            found.sort(key=sort_key)
        return found

    return select


def _narrowed(events: Events, compile_node: Compile) -> Narrow | None:
    """What takes events out of a selection; None when nothing does."""
    members, tests = _members(events), _tests(events)
    timed = [
        (name, compile_node(node))
        for name, node in (("within", events.within), ("since", events.since), ("before", events.before))
        if node is not None
    ]
    doses = [
        (above, compile_node(node))
        for above, node in ((True, events.dose_above), (False, events.dose_below))
        if node is not None
    ]
    per_lesion = events.per_lesion
    if not (members or tests or timed or doses or per_lesion):
        return None

    def narrow(situation: Situation, found: list) -> list:
        if found:
            for field, wanted in members:
                found = [event for event in found if field(event) in wanted]
            for test in tests:
                found = test(found)
            if per_lesion:
                lesion = situation.lesion
                found = [event for event in found if event.lesion == lesion]
        for name, value in timed:
            low, high, lacking, _ = value(situation)
            if low is None:
                return Undecided(lacking) if found else found
            day = situation.at.day
            found = [
                event for event in found if event.start is not None and _in_time(name, event.start, day, low, high)
            ]
        for above, value in doses:
            low, high, _, _ = value(situation)
            found = [
                event
                for event in found
                if event.dose is not None and (event.dose > high if above else event.dose < low)
            ]
        return found

    return narrow


def look(situation: Situation, concept: str) -> None:
    """Look up the events of a concept that can be seen on the date of the review: what lies ahead is seen only as a plan.

    A bare day covers the whole wall-clock day, though its late entries may fall on the next day in UTC.
    """
    at = situation.at
    day, last = at.day, at.last if at.first == at.last else LAST_MOMENT
    rows, settled = [], []
    for event in situation.timeline.events[concept]:
        start, status = event.start, event.status
        if start is not None and status != "planned" and start >= day:
            if start > day:
                continue
            instant = event.instant
            if instant is not None and instant > last:
                continue
        rows.append(event)
        if status not in NOT_YET:
            settled.append(event)
    situation.seen[concept], situation.settled[concept] = rows, settled


def _in_time(name: str, start: date, day: date, low: Any, high: Any) -> bool:
    if name == "within":
        return (day - start).days <= high
    if name == "since":
        return start.toordinal() >= low
    return start.toordinal() < high


def _members(events: Events) -> list[tuple[Callable[[Any], Any], frozenset[str]]]:
    """Fields of which one of some values is asked for."""
    asked = (
        ("status", events.statuses),
        ("kind", events.kinds),
        ("answer", events.answers),
        ("route", events.routes),
        ("site", events.sites),
        ("indication", events.indications),
    )
    return [(attrgetter(name), frozenset(wanted)) for name, wanted in asked if wanted]


def _tests(events: Events) -> list[Callable[[list], list]]:
    tests: list[Callable[[list], list]] = []
    if events.not_answers:
        unwanted = frozenset(events.not_answers)
        tests.append(lambda rows: [event for event in rows if event.answer not in unwanted])
    if events.as_needed is not None:
        needed = events.as_needed
        tests.append(lambda rows: [event for event in rows if event.as_needed is needed])
    if events.with_value:
        tests.append(lambda rows: [event for event in rows if event.value is not None])
    return tests
