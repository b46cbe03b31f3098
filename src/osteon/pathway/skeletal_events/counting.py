"""Counts skeletal events under a definition, and says of each one that does not count what became of it.

Steps: repeats of one fracture and fractions of one course fall together; what happens on one day is one event; radiotherapy
or surgery of a fracture or a compression within the window belongs to it; an event counts when it is far enough from the one
before. What hangs on something that the record does not say (whether a fracture gave symptoms) is left `undecided` and in
view: the number of events is then a range.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from osteon.pathway.skeletal_events.definitions import (
    COMPONENTS,
    COMPRESSION,
    FRACTURE,
    RADIATION,
    SURGERY,
    Definition,
)
from osteon.terminology import is_within

__all__ = ["ANCHORS", "Aside", "Occurrence", "SkeletalEvent", "Tally", "count_events"]

Day = date | int
ANCHORS = ("last_counted", "last_any")
"""From which event the window runs: the last one that counted, or the last one of any kind. The label's words allow both."""


class Occurrence(NamedTuple):
    """Something that may be a skeletal event, before it is counted. `day`: a date, or days from a start; None: not dated."""

    day: Day | None
    component: str
    sources: tuple[str, ...] = ()
    site: str | None = None
    laterality: str | None = None
    symptomatic: bool | None = None
    """Of a fracture: whether it gave symptoms. Of radiotherapy: whether it was for pain. None where nobody said."""
    follow_up: bool = False
    """An entry about an earlier fracture."""
    end: Day | None = None
    treats: str | None = None
    """Of radiotherapy and surgery: the component that the record names as its reason."""
    doubt: str = ""
    """Why it is not certain that this is a skeletal event at all."""
    precision: str = "day"
    """How much of the day was written; of a month or a year its first day stands for it."""


class Aside(NamedTuple):
    """An occurrence that is no counted event of its own. `into`: the day of the event that it belongs to or follows."""

    occurrence: Occurrence
    became: str
    """`merged`, `not-counted` or `undecided`."""
    into: Day | None
    why: str


class SkeletalEvent(NamedTuple):
    """One counted event. The first component names it."""

    day: Day
    components: tuple[str, ...]
    sources: tuple[str, ...]
    site: str | None = None
    laterality: str | None = None
    precision: str = "day"


class Tally(NamedTuple):
    """The events that count, and what became of the rest. `low`, `high`: how many, if no or every undecided one counts."""

    events: tuple[SkeletalEvent, ...]
    aside: tuple[Aside, ...]
    low: int
    high: int
    possible: tuple[SkeletalEvent, ...]
    """The events, if every undecided one counts."""

    @property
    def first(self) -> SkeletalEvent | None:
        """The first event that counts for certain."""
        return self.events[0] if self.events else None


def count_events(
    occurrences: Iterable[Occurrence | tuple], definition: Definition, anchor: str = "last_counted"
) -> Tally:
    """The events of one patient. Plain `(day, component, sources)` will do where the place does not matter."""
    if anchor not in ANCHORS:
        raise ValueError(f"anchor is {' or '.join(ANCHORS)}, not {anchor}")
    every = [Occurrence(*item) for item in occurrences]
    undated = tuple(Aside(item, "not-counted", None, "it has no date") for item in every if item.day is None)
    ordered = sorted((item for item in every if item.day is not None), key=_order)
    groups = [ordered] if definition.unit == "patient" else _by_place(ordered)
    tallies = [_tally(group, definition, anchor) for group in groups]
    return Tally(
        events=tuple(sorted((event for tally in tallies for event in tally.events), key=lambda event: event.day)),
        aside=(*(item for tally in tallies for item in tally.aside), *undated),
        low=sum(tally.low for tally in tallies),
        high=sum(tally.high for tally in tallies),
        possible=tuple(sorted((event for tally in tallies for event in tally.possible), key=lambda event: event.day)),
    )


def _order(item: Occurrence) -> tuple:
    return (item.day, COMPONENTS.index(item.component), item.follow_up)


def _by_place(ordered: list[Occurrence]) -> list[list[Occurrence]]:
    groups: dict[tuple, list[Occurrence]] = {}
    for item in ordered:
        groups.setdefault((item.site, item.laterality), []).append(item)
    return list(groups.values())


def _tally(ordered: list[Occurrence], definition: Definition, anchor: str) -> Tally:
    kept, aside = _without_repeats(ordered, definition)
    certain, undecided = [], []
    for item in kept:
        open_, left_out = _judge(item, definition)
        if left_out:
            aside.append(Aside(item, "not-counted", None, left_out))
        elif open_:
            undecided.append(Aside(item, "undecided", None, open_))
        else:
            certain.append(item)
    events, late = _spaced(certain, definition, anchor)
    if not undecided:
        counted = tuple(events)
        return Tally(counted, (*aside, *late), len(events), len(events), counted)
    every, _ = _spaced(sorted((*certain, *(item.occurrence for item in undecided)), key=_order), definition, anchor)
    low, high = sorted((len(events), len(every)))
    return Tally(tuple(events), (*aside, *late, *undecided), low, high, tuple(every))


# --- what the definition says of one occurrence -------------------------------------------------------------------------


def _judge(item: Occurrence, definition: Definition) -> tuple[str, str]:
    """Why it is open whether it counts, and why it does not; both empty where it counts."""
    if item.component not in definition.components:
        return "", f"{item.component} is no part of this definition"
    if item.component == FRACTURE and not definition.asymptomatic_fractures_counted:
        if item.symptomatic is False:
            return "", "a fracture without symptoms does not count here"
        if item.symptomatic is None:
            return item.doubt or "the record does not say whether the fracture gave symptoms", ""
    if item.component == RADIATION and definition.radiation_for_pain_only:
        if item.symptomatic is False:
            return "", "radiotherapy that was not for pain does not count here"
        if item.symptomatic is None:
            return item.doubt or "the record does not say whether the radiotherapy was for pain", ""
    return item.doubt, ""


# --- one fracture, one course -------------------------------------------------------------------------------------------


def _without_repeats(ordered: list[Occurrence], definition: Definition) -> tuple[list[Occurrence], list[Aside]]:
    """Each fracture and each course of radiotherapy once, at its start."""
    kept: list[Occurrence] = []
    aside: list[Aside] = []
    courses: list[tuple[Occurrence, Day]] = []
    for item in ordered:
        if item.component == FRACTURE:
            earlier = next((old for old in kept if old.component == FRACTURE and _same_fracture(old, item)), None)
            if earlier is not None:
                aside.append(Aside(item, "merged", earlier.day, "the same fracture, entered again"))
                continue
            if item.follow_up:
                aside.append(Aside(item, "not-counted", None, "follow-up of a fracture whose own day is not recorded"))
                continue
        if item.component == RADIATION:
            found = next((place for place, old in enumerate(courses) if _same_course(old, item, definition)), None)
            if found is not None:
                start, last = courses[found]
                courses[found] = (start, max(last, _last(item)))
                aside.append(Aside(item, "merged", start.day, "a fraction of the same course of radiotherapy"))
                continue
            courses.append((item, _last(item)))
        kept.append(item)
    return kept, aside


def _same_fracture(old: Occurrence, new: Occurrence) -> bool:
    if new.site is None:
        return new.follow_up
    return (old.site, old.laterality) == (new.site, new.laterality) or (new.follow_up and _same_place(old, new))


def _same_course(course: tuple[Occurrence, Day], new: Occurrence, definition: Definition) -> bool:
    start, last = course
    same = (start.site, start.laterality) == (new.site, new.laterality)
    return same and _days(last, new.day) <= definition.course_gap_days


def _last(item: Occurrence) -> Day:
    return item.day if item.end is None else item.end  # type: ignore[return-value]


def _same_place(one: Occurrence, other: Occurrence) -> bool:
    """Whether two entries may speak of one place: one lies in the other, and the sides do not contradict."""
    if one.site is None or other.site is None:
        return False
    sides = {one.laterality, other.laterality} - {None}
    return len(sides) <= 1 and (is_within(one.site, other.site) or is_within(other.site, one.site))


# --- one day, one window ------------------------------------------------------------------------------------------------


def _spaced(items: list[Occurrence], definition: Definition, anchor: str) -> tuple[list[SkeletalEvent], list[Aside]]:
    """The events that are far enough apart, and what happened to the others."""
    aside: list[Aside] = []
    days: dict[Day, list[Occurrence]] = {}
    for item in items:
        cause = next((old for old in reversed(items) if _treats(item, old, definition)), None)
        if cause is not None:
            aside.append(Aside(item, "merged", cause.day, f"{item.component} of the {_plain(cause.component)}"))
        else:
            days.setdefault(item.day, []).append(item)  # type: ignore[arg-type]
    events: list[SkeletalEvent] = []
    before: Day | None = None
    for day, together in sorted(days.items()):
        near = before is not None and _days(before, day) < definition.window_days
        if near:
            aside += [
                Aside(item, "not-counted", before, f"less than {definition.window_days} days after another event")
                for item in together
            ]
        else:
            events.append(_event(day, together))
            aside += [Aside(item, "merged", day, "of the same day") for item in together[1:]]
        if not near or anchor == "last_any":
            before = day
    return events, aside


def _event(day: Day, together: list[Occurrence]) -> SkeletalEvent:
    return SkeletalEvent(
        day=day,
        components=tuple(dict.fromkeys(item.component for item in together)),
        sources=tuple(dict.fromkeys(source for item in together for source in item.sources)),
        site=together[0].site,
        laterality=together[0].laterality,
        precision=together[0].precision,
    )


def _treats(item: Occurrence, old: Occurrence, definition: Definition) -> bool:
    """Whether radiotherapy or surgery is the treatment of an earlier fracture or compression within the window."""
    if item.component not in (RADIATION, SURGERY) or old.component not in (FRACTURE, COMPRESSION):
        return False
    if not 0 < _days(old.day, item.day) < definition.window_days:
        return False
    if old.component == COMPRESSION:
        return item.treats == COMPRESSION or (item.site is not None and is_within(item.site, "spine"))
    return _same_place(old, item) or (item.treats == FRACTURE and None in (old.site, item.site))


def _days(earlier: Day | None, later: Day | None) -> int:
    distance = later - earlier  # type: ignore[operator]
    return distance if isinstance(distance, int) else distance.days


def _plain(component: str) -> str:
    return component.replace("-", " ")
