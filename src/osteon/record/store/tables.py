"""The tables of a shard, made of what the readers gave for each patient."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
import orjson
import pyarrow as pa

from osteon.record.store.schema import DECIMALS, EVENTS, PATIENTS
from osteon.record.timeline import Event

__all__ = ["events_table", "patients_table", "table_of"]

SURE: Final = 15
"""A decimal of so many figures is what the shortest text of its double says."""
LARGEST_COUNT: Final = np.iinfo(np.int32).max
BEFORE_ALL: Final = {"start": np.iinfo(np.int32).min, "instant": np.iinfo(np.int64).min, "recorded": np.iinfo(np.int64).min}
PROBES: Final = 16
DECIMAL_PLACES: Final = tuple(Event._fields.index(name) for name in DECIMALS)
FRACTIONS: Final = Event._fields.index("fractions")


def patients_table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """One row for each patient."""
    return table_of(PATIENTS, [tuple(row[name] for name in PATIENTS.names) for row in rows])


def table_of(schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Rows as a table."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    return pa.table([_array(values, field.type) for field, values in zip(schema, columns, strict=True)], schema=schema)


def _array(values: Sequence[Any], kind: pa.DataType) -> pa.Array:
    if _is_empty(values):
        return pa.nulls(len(values), kind)
    if pa.types.is_dictionary(kind):
        return pa.array(values, kind.value_type).dictionary_encode()
    return pa.array(values, kind)


def _is_empty(values: Sequence[Any]) -> bool:
    # Counting compares all values that are there, so a few are looked at before.
    few = values[:: len(values) // PROBES + 1]
    return few.count(None) == len(few) and values.count(None) == len(values)


def events_table(found: Sequence[tuple[int, Sequence[Event]]]) -> pa.Table:
    """The events of some patients, each with her number, in the order of the numbers: sorted by patient and then by time."""
    events = [event for _, some in found for event in some]
    if not events:
        return EVENTS.empty_table()
    numbers = np.repeat([number for number, _ in found], [len(some) for _, some in found])
    columns: dict[str, Any] = dict(zip(Event._fields, zip(*events, strict=True), strict=True))
    exact: dict[int, dict[str, str]] = {}
    for name in DECIMALS:
        columns[name] = _doubles(name, columns[name], exact)
    columns["fractions"] = _counts(columns["fractions"], exact)
    columns["exact"] = _texts(exact, len(events))
    arrays = {
        field.name: _array(columns[field.name], field.type) for field in EVENTS if field.name != "patient"
    }
    arrays["patient"] = pa.array(numbers, pa.int32())
    order = np.lexsort([_numbers(arrays[name], name) for name in ("recorded", "instant", "start")] + [numbers])
    return pa.table([arrays[name] for name in EVENTS.names], schema=EVENTS).take(pa.array(order))


def _numbers(column: pa.Array, name: str) -> np.ndarray:
    whole = column.cast(pa.int32() if name == "start" else pa.int64())
    return whole.fill_null(BEFORE_ALL[name]).to_numpy()


def _doubles(name: str, values: Sequence[Decimal | None], exact: dict[int, dict[str, str]]) -> Sequence[float | None]:
    """The doubles of decimals; where the shortest text of one says something else, the decimal itself is noted by place."""
    found: list[float | None] = []
    if _is_empty(values):
        return [None] * len(values)  # as most columns
    for place, value in enumerate(values):
        if value is None:
            found.append(None)
            continue
        text = str(value)
        number = float(text)
        if (len(text) > SURE or "E" in text) and Decimal(repr(number)) != value:
            exact.setdefault(place, {})[name] = text
        found.append(number)
    return found


def _counts(values: Sequence[int | None], exact: dict[int, dict[str, str]]) -> Sequence[int | None]:
    found = list(values)
    for place, value in enumerate(values):
        if value is not None and value > LARGEST_COUNT:
            exact.setdefault(place, {})["fractions"] = str(value)
            found[place] = None
    return found


def _texts(exact: dict[int, dict[str, str]], count: int) -> list[str | None]:
    found: list[str | None] = [None] * count
    for place, told in exact.items():
        found[place] = orjson.dumps(told).decode()
    return found
