"""Frames in memory as shards: tables of any library that speaks Arrow, in the columns of a store (docs/store.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pyarrow as pa

from osteon.cohort.evaluation import ShardData, of_tables
from osteon.cohort.job import JobError
from osteon.record.store.schema import TABLES

__all__ = ["shards_of_frames"]

AT_ONCE = 16_384
"""Patients reviewed together: enough that the work on arrays outweighs the work around it, few enough to stay in the caches."""
NEEDED = ("patients", "events")


def shards_of_frames(frames: Mapping[str, Any]) -> Iterator[ShardData]:
    """The patients of some frames, in their order, some thousands at a time. Columns that have the type of the store are not copied.

    Raises JobError when a frame is wanting, or a column cannot be read as what it should be.
    """
    strangers, wanting = sorted(set(frames) - set(TABLES)), [name for name in NEEDED if name not in frames]
    if strangers:
        raise JobError(f"no frame is called {strangers[0]!r}; they are {', '.join(TABLES)}.")
    if wanting:
        raise JobError(f"the frame {wanting[0]!r} is wanting; {' and '.join(NEEDED)} are needed.")
    tables = {name: _table(name, frames.get(name)) for name in TABLES}
    people = tables.pop("patients")
    starts = {name: _starts(name, table, people.num_rows) for name, table in tables.items()}
    for first in range(0, people.num_rows, AT_ONCE):
        last = min(first + AT_ONCE, people.num_rows)
        some = {
            name: _moved(table, int(starts[name][first]), int(starts[name][last]), first) for name, table in tables.items()
        }
        yield of_tables({"patients": people.slice(first, last - first), **some})


def _table(name: str, frame: Any) -> pa.Table:
    """A frame in the columns of the store; those that it does not have are empty."""
    columns = TABLES[name]
    if frame is None:
        return columns.empty_table()
    try:
        given = frame if isinstance(frame, pa.Table) else pa.table(frame)
    except (TypeError, ValueError) as fault:
        raise JobError(f"{name}: this is no frame that speaks Arrow (it has no __arrow_c_stream__).") from fault
    rows = given.num_rows
    found = []
    for field in columns:
        if field.name in given.column_names:
            found.append(_column(name, field, given[field.name]))
        elif field.name == "patient" and name == "patients":
            found.append(pa.chunked_array([pa.array(np.arange(rows, dtype=np.int32))]))
        elif field.name in ("patient", "id", "concept"):
            raise JobError(f"{name}: the column {field.name!r} is wanting.")
        else:
            found.append(pa.chunked_array([pa.nulls(rows, field.type)]))
    return pa.Table.from_arrays(found, schema=columns)


def _column(name: str, field: pa.Field, column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.type == field.type:
        return column
    try:
        if not pa.types.is_dictionary(field.type):
            return column.cast(field.type)
        if not pa.types.is_dictionary(column.type):
            column = column.cast(pa.string()).dictionary_encode()
        words = [
            pa.DictionaryArray.from_arrays(one.indices.cast(pa.int32()), one.dictionary.cast(pa.string()))
            for one in column.chunks
        ]
        return pa.chunked_array(words, field.type)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, pa.ArrowTypeError) as fault:
        raise JobError(f"{name}: the column {field.name!r} is {column.type}, and should be {field.type}.") from fault


def _starts(name: str, table: pa.Table, patients: int) -> np.ndarray:
    """Where the rows of each patient begin in a table, and where those of the last one end."""
    numbers = table["patient"]
    if numbers.null_count:
        if name != "problems":
            raise JobError(f"{name}: each row needs the number of its patient.")
        numbers = numbers.fill_null(-1)
    owners = numbers.to_numpy()
    if len(owners) and (owners.max() >= patients or (np.diff(owners) < 0).any()):
        raise JobError(f"{name}: rows are sorted by `patient`, and a patient is her place in `patients`, counted from 0.")
    return np.searchsorted(owners, np.arange(patients + 1))


def _moved(table: pa.Table, start: int, end: int, first: int) -> pa.Table:
    """The rows of some patients, the first of whom is patient 0 then."""
    some = table.slice(start, end - start)
    if not first:
        return some
    numbers = pa.chunked_array([pa.array(some["patient"].to_numpy() - first, pa.int32())])
    return some.set_column(0, "patient", numbers)
