"""Resources that are in a store more than once, or that replace each other: which rows say nothing new, and who is read whole."""

from __future__ import annotations

from typing import Any

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from osteon.record.store.fields import KINDS
from osteon.record.store.parts import ODD, ROWS
from osteon.record.store.rows import ShardRows

__all__ = ["find_whole", "texts_of"]


def find_whole(rows: ShardRows) -> tuple[set[int], list[int]]:
    """Patients whose resources have to be read together, and positions of rows that say the same as an earlier one."""
    whole: set[int] = set()
    bundles = (rows.kind == 0) & (rows.mark == ODD)
    for position in np.flatnonzero(bundles & (rows.patient >= 0)).tolist():
        raw = rows.sample(position).lstrip()
        if raw[:1] == b"[" or b'"Bundle"' in raw[:4096] or b'"entry"' in raw:
            whole.add(int(rows.patient[position]))
    encoded = texts_of(rows, np.arange(len(rows.kind)), "id").dictionary_encode()
    codes = pc.fill_null(encoded.indices, -1).to_numpy().astype(np.int64)
    named = np.flatnonzero((codes >= 0) & (rows.kind > 0))
    key = (codes[named] * len(KINDS) + rows.kind[named]) * (len(rows.owners) + 1) + rows.patient[named]
    order = np.argsort(key, kind="stable")
    again = np.flatnonzero(key[order][1:] == key[order][:-1]) + 1
    dropped: list[int] = []
    for place in again.tolist():
        position = int(named[order[place]])
        if rows.patient[position] in whole:
            continue
        if _content(rows, int(named[order[place - 1]])) == _content(rows, position):
            dropped.append(position)
        else:
            whole.add(int(rows.patient[position]))
    whole |= _corrected(rows)
    return whole, [position for position in dropped if rows.patient[position] not in whole]


def _content(rows: ShardRows, position: int) -> Any:
    row = rows.table.slice(int(rows.place[position]), 1).to_pylist()[0]
    raw = row.pop("raw")
    for name in ("input", "line", "where", "mark"):
        del row[name]
    return row, orjson.loads(raw) if raw is not None and not row["shape"] else None


def _corrected(rows: ShardRows) -> set[int]:
    """Patients with a correction that shares its identifier with another result."""
    kinds = np.isin(rows.kind, [KINDS.index("Observation"), KINDS.index("DiagnosticReport")])
    positions = np.flatnonzero(kinds)
    names = texts_of(rows, positions, "names")
    named = positions[pc.is_valid(names).to_numpy(zero_copy_only=False) | (rows.mark[positions] != 0)]
    if not len(named):
        return set()
    maybe = np.flatnonzero(rows.table["corrects"].to_numpy()[rows.place[named]] | (rows.mark[named] != 0))
    rows.fetch_samples(named[maybe])
    corrects = np.zeros(len(named), bool)
    corrects[maybe] = [_corrects(rows.sample(position)) for position in named[maybe].tolist()]
    if not corrects.any():
        return set()
    concerned = np.unique(rows.patient[named[corrects]])
    found: set[int] = set()
    several = pc.is_valid(texts_of(rows, named, "identifier")).to_numpy(zero_copy_only=False) | (rows.mark[named] != 0)
    texts = pc.fill_null(texts_of(rows, named, "names"), 0).to_numpy()
    for number in concerned.tolist():
        mine = np.flatnonzero(rows.patient[named] == number)
        other = mine[~corrects[mine]]
        if several[mine].any() or np.isin(texts[other], texts[mine[corrects[mine]]]).any():
            found.add(number)
    return found


def _corrects(sample: bytes) -> bool:
    if b"amended" not in sample and b"corrected" not in sample and b"\\u" not in sample:
        return False
    return orjson.loads(sample).get("status") in ("amended", "corrected")


def texts_of(rows: ShardRows, positions: np.ndarray, name: str) -> pa.Array:
    """One column of `rows`, at these positions."""
    column = rows.table[name]
    if column.null_count == len(column):
        return pa.nulls(len(positions), ROWS.field(name).type)
    return column.chunk(0).take(pa.array(rows.place[positions]))
