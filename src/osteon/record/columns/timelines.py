"""Timelines as arrays: what `engine.columns` works on. Needs NumPy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from osteon.engine.columns.population import (
    NO_MOMENT,
    EventColumns,
    GapColumns,
    LesionColumns,
    Population,
    Words,
)
from osteon.engine.select import sort_key
from osteon.engine.situation import EPOCH, last_day
from osteon.record.timeline import Event, Timeline

__all__ = ["SEXES", "by_word", "population"]

SEXES = {"female": 1, "male": 2}
FIGURES = ("value", "reported", "low", "high", "dose", "duration_minutes", "interval_days", "rate", "per_day", "fractions")
WORDS = (
    "concept", "kind", "status", "unit", "reported_unit", "answer", "route", "site", "laterality", "indication",
)  # fmt: skip
MICROSECOND = timedelta(microseconds=1)
EXACT_DIGITS = 15


def population(timelines: Sequence[Timeline]) -> Population:
    """Timelines as one population; row `i` is the patient of timeline `i`."""
    rows = [
        (number, event)
        for number, timeline in enumerate(timelines)
        for event in sorted(chain.from_iterable(timeline.events.values()), key=sort_key)
    ]
    people = [timeline.patient for timeline in timelines]
    events, places = _events(rows, timelines)
    return Population(
        patients=len(timelines),
        sex=np.array([SEXES.get(person.sex or "", 0) for person in people], np.int8),
        birth=_spans((person.birth_date, person.birth_precision) for person in people),
        death=_spans((person.death_date, person.death_precision) for person in people),
        events=events,
        places=places,
        lesions=_lesions(timelines),
        gaps=_gaps(timelines),
        one=timelines.__getitem__,
    )


def _events(
    rows: list[tuple[int, Event]], timelines: Sequence[Timeline]
) -> tuple[EventColumns, dict[str, NDArray[np.intp]]]:
    events = [event for _, event in rows]
    columns: dict[str, Any] = {name: _words(getattr(event, name) for event in events) for name in WORDS}
    hard: dict[int, dict[str, str]] = {}
    columns |= {name: _figures(name, [getattr(event, name) for event in events], hard) for name in FIGURES}
    start, last = _spans((event.start, event.precision) for event in events)
    table = EventColumns(
        patient=np.array([number for number, _ in rows], np.int32),
        rank=_ranks(rows),
        start=start,
        last_day=last,
        instant=np.array([_micros(event.instant) for event in events], np.int64),
        end=np.array([event.end.toordinal() if event.end else 0 for event in events], np.int32),
        lesion=_lesion_rows(rows, timelines),
        as_needed=np.array([event.as_needed for event in events], bool),
        dose_open=np.array([event.dose_open for event in events], bool),
        exact=_words(orjson.dumps(hard[row]).decode() if row in hard else None for row in range(len(events))),
        source=[event.source for event in events],
        replaces={place: event.replaces for place, event in enumerate(events) if event.replaces is not None},
        **columns,
    )
    return table, by_word(table.concept)


def by_word(column: Words) -> dict[str, NDArray[np.intp]]:
    """For each word, where it stands, in ascending order."""
    narrow = len(column.words) < np.iinfo(np.int16).max
    # Narrow numbers are sorted by their digits, in one pass.
    order = np.argsort(column.codes.astype(np.int16) if narrow else column.codes, kind="stable")
    ends = np.cumsum(np.bincount(column.codes.astype(np.int32) + 1, minlength=len(column.words) + 1))
    return {
        word: order[ends[number] : ends[number + 1]]
        for number, word in enumerate(column.words)
        if ends[number] < ends[number + 1]
    }


def _words(values: Iterable[str | None]) -> Words:
    number: dict[str | None, int] = {None: -1}
    codes = [number.setdefault(value, len(number) - 1) for value in values]
    del number[None]
    return Words(np.array(codes, np.int32), tuple(word for word in number if word is not None))


def _figures(name: str, values: list[Any], hard: dict[int, dict[str, str]]) -> NDArray[np.float64]:
    """Decimals as floats; all digits of those that a float does not tell exactly are added to `hard`, by row and name."""
    figures = np.array([np.nan if value is None else float(value) for value in values], np.float64)
    for row in np.flatnonzero(~np.isnan(figures)).tolist():
        text = str(values[row])
        # Up to fifteen digits a float always tells.
        if (len(text) > EXACT_DIGITS or "E" in text) and Decimal(repr(float(figures[row]))) != values[row]:
            hard.setdefault(row, {})[name] = text
    return figures


def _spans(days: Iterable[tuple[date | None, str]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """First and last day that each date may mean; 0 for none."""
    pairs = [(0, 0) if day is None else (day.toordinal(), last_day(day, written).toordinal()) for day, written in days]
    first, last = np.array(pairs, np.int32).reshape(-1, 2).T
    return np.ascontiguousarray(first), np.ascontiguousarray(last)


def _micros(moment: datetime | None) -> int:
    return int(NO_MOMENT) if moment is None else (moment - EPOCH) // MICROSECOND


def _ranks(rows: list[tuple[int, Event]]) -> NDArray[np.int32]:
    found, rank, before = [], -1, None
    for number, event in rows:
        key = (number, sort_key(event))
        rank += key != before
        before = key
        found.append(rank)
    return np.array(found, np.int32)


def _lesion_rows(rows: list[tuple[int, Event]], timelines: Sequence[Timeline]) -> NDArray[np.int32]:
    number = {
        (patient, lesion.id): row
        for row, (patient, lesion) in enumerate(
            (patient, lesion) for patient, timeline in enumerate(timelines) for lesion in timeline.lesions
        )
    }
    return np.array([number.get((patient, event.lesion or ""), -1) for patient, event in rows], np.int32)


def _lesions(timelines: Sequence[Timeline]) -> LesionColumns:
    rows = [(number, lesion) for number, timeline in enumerate(timelines) for lesion in timeline.lesions]
    return LesionColumns(
        patient=np.array([number for number, _ in rows], np.int32),
        first_seen=np.array([item.first_seen.toordinal() if item.first_seen else 0 for _, item in rows], np.int32),
        id=[item.id for _, item in rows],
        site=_words(item.site for _, item in rows),
        laterality=_words(item.laterality for _, item in rows),
    )


def _gaps(timelines: Sequence[Timeline]) -> dict[str, GapColumns]:
    found: dict[str, list[tuple[int, int]]] = {}
    for number, timeline in enumerate(timelines):
        for concept, gaps in timeline.gaps.items():
            found.setdefault(concept, []).extend((number, gap.start.toordinal() if gap.start else 0) for gap in gaps)
    return {
        concept: GapColumns(*np.array(pairs, np.int32).reshape(-1, 2).T) for concept, pairs in found.items()
    }  # fmt: skip
