"""The tables of a shard that are not its events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from osteon.record.fhir.rules import IGNORE_RULES
from osteon.record.store.patterns import NO_DAY
from osteon.record.store.schema import PATIENTS
from osteon.record.store.templates import REFUSED, USED
from osteon.record.timeline import Patient

__all__ = ["ACCOUNTS", "ACCOUNT_NUMBER", "patients_table", "table_of"]

ACCOUNTS: Final = (USED, REFUSED, *IGNORE_RULES)
ACCOUNT_NUMBER: Final = {name: number for number, name in enumerate(ACCOUNTS)}


def patients_table(people: list[Patient], accounts: np.ndarray, newest: np.ndarray) -> pa.Table:
    """One row for each patient; `accounts` has a column for each of ACCOUNTS, `newest` days since 1970-01-01."""
    rules = accounts[:, 2:]
    where, which = np.nonzero(rules)
    offsets = np.searchsorted(where, np.arange(len(people) + 1)).astype(np.int32)
    ignored = pa.MapArray.from_arrays(
        pa.array(offsets), pa.array(ACCOUNTS[2:]).take(pa.array(which)), pa.array(rules[where, which], pa.int32())
    )
    columns = {
        "patient": np.arange(len(people), dtype=np.int32),
        "newest": pa.array(newest.astype(np.int32), mask=newest == NO_DAY).cast(pa.date32()),
        "read": accounts.sum(axis=1).astype(np.int32),
        "used": accounts[:, 0].astype(np.int32),
        "refused": accounts[:, 1].astype(np.int32),
        "ignored": ignored,
    }
    arrays = []
    for field in PATIENTS:
        if field.name in columns:
            arrays.append(pa.array(columns[field.name]))
            continue
        values = pa.array([getattr(person, field.name) for person in people], _plain(field.type))
        arrays.append(values.dictionary_encode() if pa.types.is_dictionary(field.type) else values)
    return pa.table(arrays, schema=PATIENTS)


def _plain(kind: pa.DataType) -> pa.DataType:
    return kind.value_type if pa.types.is_dictionary(kind) else kind


def table_of(schema: pa.Schema, rows: Sequence[tuple[Any, ...]]) -> pa.Table:
    """Rows as a table."""
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = []
    for field, values in zip(schema, columns, strict=True):
        array = pa.array(values, _plain(field.type))
        arrays.append(array.dictionary_encode() if pa.types.is_dictionary(field.type) else array)
    return pa.table(arrays, schema=schema)
