"""The skeletal events of the patients of some shards, each by the reference (`pathway.skeletal_events`), as rows of tables.

Some patients have an entry that may be one. Of these entries alone timelines are made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.cohort.evaluation import ShardData
from osteon.cohort.outcomes.follow_up import PRECISIONS, FollowUp, precision_of
from osteon.cohort.outcomes.schema import ASIDES, EVENTS
from osteon.engine.columns.population import Words
from osteon.pathway.skeletal_events.counting import Aside, Occurrence, SkeletalEvent, Tally, count_events
from osteon.pathway.skeletal_events.definitions import Definition
from osteon.pathway.skeletal_events.reading import CONCEPTS, occurrences
from osteon.record.timeline import Event, Patient, Timeline

__all__ = ["Happened", "happened"]

AFTER_END = "after the end of follow-up"


class Happened(NamedTuple):
    """What happened, as tables; and how many events each patient has after the index day, and had on it or before, (patients,)."""

    tables: dict[str, pa.Table]
    events: np.ndarray
    low: np.ndarray
    high: np.ndarray
    prevalent: np.ndarray


class _Rows(NamedTuple):
    after: list[tuple]
    before: list[tuple]
    possible: list[tuple]
    aside: list[tuple]


def happened(data: ShardData, followed: FollowUp, definition: Definition, anchor: str, as_of: date | None) -> Happened:
    """The events of all who are followed. The whole record is counted, so that an event soon after the index day that belongs to one
    before it is none of its own; then the index day parts them."""
    people = data.population.patients
    events, low, high, prevalent = (np.zeros(people, np.int32) for _ in range(4))
    rows = _Rows([], [], [], [])
    for row, name, timeline in _candidates(data, followed):
        index, end = int(followed.index[row]), date.fromordinal(int(followed.end[row]))
        found, late = _tally(timeline, end, definition, anchor, as_of)
        after, before = _parted(found.events, index)
        possible = after if found.possible is found.events else _parted(found.possible, index)[0]
        rows.after.extend(_event_rows(name, definition, index, after))
        rows.before.extend(_event_rows(name, definition, index, before))
        rows.possible.extend(_event_rows(name, definition, index, possible))
        rows.aside.extend(_aside_row(name, definition, one) for one in (*found.aside, *late))
        events[row], prevalent[row] = len(after), len(before)
        low[row], high[row] = sorted((len(after), len(possible)))
    tables = {
        "skeletal_events": _table(rows.after, EVENTS),
        "prevalent_events": _table(rows.before, EVENTS),
        "possible_events": _table(rows.possible, EVENTS),
        "asides": _table(rows.aside, ASIDES),
    }
    return Happened(tables, events, low, high, prevalent)


def _candidates(data: ShardData, followed: FollowUp) -> Iterator[tuple[int, str, Timeline]]:
    """Those who are followed and have an entry that may be an event, with a timeline of these entries alone."""
    columns = data.population.events
    of_concepts = [places for concept, places in data.population.places.items() if concept in CONCEPTS]
    places = np.sort(np.concatenate([np.zeros(0, np.int32), *of_concepts]))
    places = places[followed.followed[columns.patient[places]]]
    owners = columns.patient[places]
    edges = np.flatnonzero(np.diff(owners, prepend=-1, append=-1)).tolist()
    names = data.patients.take(pa.array(owners[edges[:-1]])).to_pylist()
    entries = _events(data, places)
    for name, first, last in zip(names, edges, edges[1:], strict=False):
        found: dict[str, tuple[Event, ...]] = {}
        for event in entries[first:last]:
            found[event.concept] = (*found.get(event.concept, ()), event)
        yield int(owners[first]), name, Timeline(Patient(id=name), found)


def _events(data: ShardData, places: NDArray) -> list[Event]:
    """Some of the events, as far as skeletal events are read from them. The places are in the order of patients and time."""
    columns = data.population.events
    words = (
        columns.concept,
        columns.kind,
        columns.status,
        columns.answer,
        columns.site,
        columns.laterality,
        columns.indication,
    )
    concept, kind, status, answer, site, laterality, indication = (_told(one, places) for one in words)
    lesion = [str(one) if one >= 0 else None for one in columns.lesion[places].tolist()]
    start, end = _days(columns.start[places]), _days(columns.end[places])
    written = _precision(columns.start[places], columns.last_day[places])
    sources = data.sources.take(pa.array(places)).to_pylist()
    rows = zip(
        concept, sources, kind, status, start, written, end, answer, site, laterality, indication, lesion, strict=True
    )
    return [
        Event(
            concept=one[0], source=one[1], kind=one[2], status=one[3], start=one[4], precision=one[5], end=one[6],
            answer=one[7], site=one[8], laterality=one[9], indication=one[10], lesion=one[11],
        )
        for one in rows
    ]  # fmt: skip


def _told(words: Words, places: NDArray) -> list[Any]:
    """A column of words at some places; None where there is none."""
    # The last place of the list is that of -1.
    table = [*words.words, None]
    return [table[code] for code in words.codes[places].tolist()]


def _days(days: NDArray) -> list[date | None]:
    """Dates out of day numbers; None for 0."""
    known: dict[int, date | None] = {0: None}
    for day in np.unique(days).tolist():
        if day:
            known[day] = date.fromordinal(day)
    return [known[day] for day in days.tolist()]


def _precision(first: NDArray, last: NDArray) -> list[str]:
    return [PRECISIONS[code] for code in precision_of(first, last).tolist()]


def _tally(
    timeline: Timeline, end: date, definition: Definition, anchor: str, as_of: date | None
) -> tuple[Tally, list[Aside]]:
    """The events up to the end of follow-up, and what the record dates after it (a death that an entry outlived)."""
    within: list[Occurrence] = []
    late: list[Aside] = []
    for one in occurrences(timeline, as_of or date.max):
        if one.day is not None and one.day > end:  # type: ignore[operator]
            late.append(Aside(one, "not-counted", None, AFTER_END))
        else:
            within.append(one)
    return count_events(within, definition, anchor), late


def _parted(events: Iterable[SkeletalEvent], index: int) -> tuple[list[SkeletalEvent], list[SkeletalEvent]]:
    """Events after the index day, and those on it or before."""
    after: list[SkeletalEvent] = []
    before: list[SkeletalEvent] = []
    for event in events:
        (after if event.day.toordinal() > index else before).append(event)  # type: ignore[union-attr]
    return after, before


def _event_rows(name: str, definition: Definition, index: int, events: list[SkeletalEvent]) -> Iterable[tuple]:
    for number, event in enumerate(events, 1):
        days = event.day.toordinal() - index  # type: ignore[union-attr]
        yield (
            name, definition.id, number, event.day, days, event.components[0], event.components, event.site,
            event.laterality, event.precision, event.sources,
        )  # fmt: skip


def _aside_row(name: str, definition: Definition, aside: Aside) -> tuple:
    one = aside.occurrence
    return (
        name, definition.id, one.day, one.component, one.site, one.laterality, aside.became, aside.into, aside.why,
        one.precision, one.sources,
    )  # fmt: skip


def _table(rows: list[tuple], columns: pa.Schema) -> pa.Table:
    values: Any = zip(*rows, strict=True) if rows else [()] * len(columns)
    arrays = [pa.array(list(one), field.type) for one, field in zip(values, columns, strict=True)]
    return pa.Table.from_arrays(arrays, schema=columns)
