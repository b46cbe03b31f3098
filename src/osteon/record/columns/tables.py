"""The tables of a shard of the store as arrays. Needs NumPy and Arrow."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.engine.columns.population import (
    NO_MOMENT,
    EventColumns,
    GapColumns,
    LesionColumns,
    Population,
    Words,
)
from osteon.record.columns.one import one_of_tables
from osteon.record.columns.timelines import SEXES, by_word

__all__ = ["columns_read", "population_of_tables"]

EPOCH_DAY = 719_163
"""1 January 1970 as a day number."""
WHOLE_DAYS = ("day", "time")

UNREAD = {"patients": ("read", "used", "ignored"), "events": ("from_text", "tier", "label"), "lesions": ("structure", "joined")}
"""Columns of a store that no rule asks for, nor what is told about its answer."""

MANY_WORDS = np.iinfo(np.int16).max
"""Columns of fewer words have numbers of half the size: less to move."""

Table = Any
"""An Arrow table."""


def columns_read(tables: Mapping[str, pa.Schema]) -> dict[str, pa.Schema]:
    """The columns of the tables of a store that a population is made of."""
    return {
        name: pa.schema([field for field in columns if field.name not in UNREAD.get(name, ())])
        for name, columns in tables.items()
    }


def population_of_tables(tables: Mapping[str, Table]) -> Population:
    """A shard as a population; the tables are those of the store (docs/store.md), by name."""
    patients, events, lesions, gaps = (tables[name] for name in ("patients", "events", "lesions", "gaps"))
    sex = _words(patients["sex"])
    table = _events(events, lesions)
    return Population(
        patients=patients.num_rows,
        sex=np.array([*(SEXES.get(word, 0) for word in sex.words), 0], np.int8)[sex.codes],
        birth=_span(patients, "birth_date", "birth_precision"),
        death=_span(patients, "death_date", "death_precision"),
        events=table,
        places=by_word(table.concept),
        lesions=_lesions(lesions),
        gaps=_gaps(gaps),
        one=one_of_tables(tables, table),
    )


def _events(events: Table, lesions: Table) -> EventColumns:
    patient = _numbers(events["patient"], np.int32, -1)
    start, last = _span(events, "start", "precision")
    instant, recorded = (_moments(events[name]) for name in ("instant", "recorded"))
    replaces = _words(events["replaces"])
    words = {name: _words(events[name]) for name in ("unit", "reported_unit", "answer", "route", "site", "laterality")}
    return EventColumns(
        patient=patient,
        rank=_ranks(patient, start, instant, recorded),
        start=start,
        last_day=last,
        instant=instant,
        end=_days(events["end"]),
        lesion=_lesion_rows(patient, events["lesion"], lesions),
        value=_figures(events["value"]),
        reported=_figures(events["reported"]),
        low=_figures(events["low"]),
        high=_figures(events["high"]),
        dose=_figures(events["dose"]),
        duration_minutes=_figures(events["duration_minutes"]),
        interval_days=_figures(events["interval_days"]),
        rate=_figures(events["rate"]),
        per_day=_figures(events["per_day"]),
        fractions=_figures(events["fractions"]),
        as_needed=_flags(events["as_needed"]),
        dose_open=_flags(events["dose_open"]),
        exact=_words(events["exact"]) if "exact" in events.column_names else Words(np.full(len(patient), -1, np.int32), ()),
        concept=_words(events["concept"]),
        kind=_words(events["kind"]),
        status=_words(events["status"]),
        unit=words["unit"],
        reported_unit=words["reported_unit"],
        answer=words["answer"],
        route=words["route"],
        site=words["site"],
        laterality=words["laterality"],
        indication=_words(events["indication"]),
        source=events["source"],
        replaces={place: replaces.words[replaces.codes[place]] for place in np.flatnonzero(replaces.codes >= 0).tolist()},
    )


def _ranks(*times: NDArray) -> NDArray[np.int32]:
    """Rows are in the order of time: a row that no column tells from the row before has the same rank."""
    new = np.zeros(len(times[0]), bool)
    for column in times:
        new[1:] |= column[1:] != column[:-1]
    return np.cumsum(new, dtype=np.int32)


def _lesion_rows(patient: NDArray[np.int32], named: Any, lesions: Table) -> NDArray[np.int32]:
    """For each event the row of the lesion that it is about; -1 for none."""
    rows = np.full(len(patient), -1, np.int32)
    if not lesions.num_rows or named.null_count == len(named):
        return rows
    names = _words(named)
    number = {word: place for place, word in enumerate(names.words)}
    owners = _numbers(lesions["patient"], np.int64, -1)
    width = len(names.words) + 1
    keys = owners * width + np.array([number.get(name, width - 1) for name in lesions["id"].to_pylist()])
    order = np.argsort(keys, kind="stable")
    about = np.flatnonzero(names.codes >= 0)
    wanted = patient[about].astype(np.int64) * width + names.codes[about]
    place = np.minimum(np.searchsorted(keys[order], wanted), len(keys) - 1)
    found = order[place]
    rows[about] = np.where(keys[found] == wanted, found, -1)
    return rows


def _lesions(lesions: Table) -> LesionColumns:
    return LesionColumns(
        patient=_numbers(lesions["patient"], np.int32, -1),
        first_seen=_days(lesions["first_seen"]),
        id=lesions["id"].to_pylist(),
        site=_words(lesions["site"]),
        laterality=_words(lesions["laterality"]),
    )


def _gaps(gaps: Table) -> dict[str, GapColumns]:
    patient, start = _numbers(gaps["patient"], np.int32, -1), _days(gaps["start"])
    return {
        concept: GapColumns(patient[places], start[places]) for concept, places in by_word(_words(gaps["concept"])).items()
    }


# --- columns ----------------------------------------------------------------------------------------------------------


def _chunks(column: Any) -> list[Any]:
    """The arrays that a column consists of."""
    return column.chunks if isinstance(column, pa.ChunkedArray) else [column]


def _filled(column: Any, kind: Any, of_chunk: Callable[[Any], NDArray]) -> NDArray:
    """An array, filled chunk by chunk."""
    found, end = np.empty(len(column), kind), 0
    for chunk in _chunks(column):
        found[end : end + len(chunk)] = of_chunk(chunk)
        end += len(chunk)
    return found


def _numbers(column: Any, kind: Any, none: int) -> NDArray:
    if column.null_count == len(column):
        return np.full(len(column), none, kind)

    def of_chunk(chunk: Any) -> NDArray:
        return (chunk.fill_null(none) if chunk.null_count else chunk).to_numpy()

    return _filled(column, kind, of_chunk)


def _figures(column: Any) -> NDArray[np.float64]:
    if column.null_count == len(column):
        return np.full(len(column), np.nan)
    return _filled(column, np.float64, lambda chunk: chunk.to_numpy(zero_copy_only=False))


def _flags(column: Any) -> NDArray[np.bool_]:
    def of_chunk(chunk: Any) -> NDArray:
        return (chunk.fill_null(False) if chunk.null_count else chunk).to_numpy(zero_copy_only=False)

    return _filled(column, bool, of_chunk)


def _days(column: Any) -> NDArray[np.int32]:
    def of_chunk(chunk: Any) -> NDArray:
        days = chunk.view(pa.int32())
        return (days.fill_null(-EPOCH_DAY) if days.null_count else days).to_numpy() + np.int32(EPOCH_DAY)

    if column.null_count == len(column):
        return np.zeros(len(column), np.int32)
    return _filled(column, np.int32, of_chunk)


def _moments(column: Any) -> NDArray[np.int64]:
    def of_chunk(chunk: Any) -> NDArray:
        moments = chunk.view(pa.int64())
        return (moments.fill_null(int(NO_MOMENT)) if moments.null_count else moments).to_numpy()

    return _filled(column, np.int64, of_chunk)


def _words(column: Any) -> Words:
    """Words by their places in one list for all chunks."""
    if column.null_count == len(column):
        return Words(np.full(len(column), -1, np.int16), ())
    chunks = [chunk if pa.types.is_dictionary(chunk.type) else chunk.dictionary_encode() for chunk in _chunks(column)]
    number: dict[str, int] = {}
    # The last place is that of no word.
    places = [
        np.array([-1 if word is None else number.setdefault(word, len(number)) for word in (*chunk.dictionary.to_pylist(), None)])
        for chunk in chunks
    ]
    kind: Any = np.int16 if len(number) < MANY_WORDS else np.int32
    codes, end = np.empty(len(column), kind), 0
    for chunk, place in zip(chunks, places, strict=True):
        indices = chunk.indices.fill_null(-1) if chunk.indices.null_count else chunk.indices
        codes[end : end + len(chunk)] = place.astype(kind)[indices.to_numpy()]
        end += len(chunk)
    return Words(codes, tuple(number))


def _span(table: Table, date: str, precision: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """First and last day that each date may mean; 0 for none."""
    first, written = _days(table[date]), _words(table[precision])
    last = first
    if all(word in WHOLE_DAYS for word in written.words):
        return first, last
    partial = (first != 0) & ~np.array([*(word in WHOLE_DAYS for word in written.words), True])[written.codes]
    rows = np.flatnonzero(partial)
    if len(rows):
        last = first.copy()
        day = (first[rows].astype(np.int64) - EPOCH_DAY).astype("datetime64[D]")
        year = np.array([*(word == "year" for word in written.words), False])[written.codes[rows]]
        months, years = day.astype("datetime64[M]") + 1, day.astype("datetime64[Y]") + 1
        ends = np.where(year, years.astype("datetime64[D]"), months.astype("datetime64[D]"))
        last[rows] = (ends.astype(np.int64) - 1 + EPOCH_DAY).astype(np.int32)
    return first, last
