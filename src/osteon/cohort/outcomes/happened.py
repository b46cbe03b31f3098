"""The skeletal events of the patients of some shards, each by the reference (`pathway.skeletal_events`), as rows of tables.

Few patients have an entry that may be one. Only of these a timeline is made.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from osteon.cohort.evaluation import ShardData
from osteon.cohort.outcomes.follow_up import FollowUp
from osteon.cohort.outcomes.schema import ASIDES, EVENTS
from osteon.pathway.skeletal_events.counting import Aside, Occurrence, SkeletalEvent, Tally, count_events
from osteon.pathway.skeletal_events.definitions import Definition
from osteon.pathway.skeletal_events.reading import CONCEPTS, occurrences

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
    names = data.patients
    for row in _candidates(data, followed).tolist():
        index, end = int(followed.index[row]), date.fromordinal(int(followed.end[row]))
        found, late = _tally(data, row, end, definition, anchor, as_of)
        name = names[row].as_py()
        after, before = _parted(found.events, index)
        possible, _ = _parted(found.possible, index)
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


def _candidates(data: ShardData, followed: FollowUp) -> np.ndarray:
    """Those who are followed and have an entry that may be an event."""
    some = np.zeros(data.population.patients, bool)
    for concept, places in data.population.places.items():
        if concept in CONCEPTS:
            some[data.population.events.patient[places]] = True
    return np.flatnonzero(some & followed.followed)


def _tally(
    data: ShardData, row: int, end: date, definition: Definition, anchor: str, as_of: date | None
) -> tuple[Tally, list[Aside]]:
    """The events up to the end of follow-up, and what the record dates after it (a death that an entry outlived)."""
    within: list[Occurrence] = []
    late: list[Aside] = []
    for one in occurrences(data.population.one(row), as_of or date.max):  # type: ignore[arg-type]
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
