"""The tables of a shard of the store as arrays. Needs NumPy and Arrow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
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

__all__ = ["population_of_tables"]

EPOCH_DAY = 719_163
"""1 January 1970 as a day number."""
WHOLE_DAYS = ("day", "time")

Table = Any
"""An Arrow table."""


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
    replaces = events["replaces"]
    replacing: Any = np.flatnonzero(~_nulls(replaces)) if replaces.null_count < events.num_rows else []
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
        replaces={int(place): replaces[int(place)].as_py() for place in replacing},
    )


def _ranks(patient: NDArray, *times: NDArray) -> NDArray[np.int32]:
    """Rows are in the order of time: a row that no column tells from the row before has the same rank."""
    new = np.zeros(len(patient), np.int32)
    for column in (patient, *times):
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


def _whole(column: Any) -> Any:
    """One array out of its chunks."""
    if isinstance(column, pa.ChunkedArray):
        if column.num_chunks == 1:
            return column.chunk(0)
        if pa.types.is_dictionary(column.type):
            column = column.unify_dictionaries()
        column = column.combine_chunks()
    return column


def _nulls(column: Any) -> NDArray[np.bool_]:
    return _whole(pc.is_null(column)).to_numpy(zero_copy_only=False)


def _numbers(column: Any, kind: Any, none: int) -> NDArray:
    whole = _whole(column)
    if whole.null_count:
        whole = pc.fill_null(whole, none)
    return whole.to_numpy(zero_copy_only=False).astype(kind, copy=False)


def _figures(column: Any) -> NDArray[np.float64]:
    return _whole(column).to_numpy(zero_copy_only=False).astype(np.float64, copy=False)


def _flags(column: Any) -> NDArray[np.bool_]:
    whole = _whole(column)
    return (pc.fill_null(whole, False) if whole.null_count else whole).to_numpy(zero_copy_only=False)


def _days(column: Any) -> NDArray[np.int32]:
    whole = _whole(column)
    days = _numbers(whole.view(pa.int32()), np.int32, -EPOCH_DAY)
    return (days + np.int32(EPOCH_DAY)).astype(np.int32, copy=False)


def _moments(column: Any) -> NDArray[np.int64]:
    return _numbers(_whole(column).view(pa.int64()), np.int64, int(NO_MOMENT))


def _words(column: Any) -> Words:
    whole = _whole(column)
    if not pa.types.is_dictionary(whole.type):
        whole = whole.dictionary_encode()
    return Words(_numbers(whole.indices, np.int32, -1), tuple(whole.dictionary.to_pylist()))


def _span(table: Table, date: str, precision: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """First and last day that each date may mean; 0 for none."""
    first, written = _days(table[date]), _words(table[precision])
    last = first
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
