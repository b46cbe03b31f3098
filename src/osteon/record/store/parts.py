"""The tables of a part: one row for each resource, and a sample of each shape."""

from __future__ import annotations

from typing import Final

import numpy as np
import pyarrow as pa

from osteon.record.store.fields import DATE_SLOTS, KINDS, REFERENCES

__all__ = [
    "BROKEN", "EDGES", "KIND_NUMBER", "NUMBERS", "ODD", "ROWS", "SAMPLES_AT_ONCE", "SHAPES", "TEXT_COLUMNS", "shape_numbers",
]  # fmt: skip

ODD: Final = 1
"""Mark of a row that only the ordinary reader can tell: its resource stands in `raw` whole."""
BROKEN: Final = 2
"""Mark of a row that is no JSON; `raw` holds the message."""
KIND_NUMBER: Final = {name: number for number, name in enumerate(KINDS)}
TEXT_COLUMNS: Final = (*DATE_SLOTS, "version", "figure", "identifier", *REFERENCES)

ROWS: Final = pa.schema(
    [
        ("input", pa.int32()),
        ("line", pa.int32()),
        ("kind", pa.int16()),
        ("mark", pa.int8()),
        ("owner", pa.string()),
        ("id", pa.string()),
        ("shape", pa.uint64()),
        ("names", pa.uint64()),
        ("corrects", pa.bool_()),
        *((name, pa.string()) for name in TEXT_COLUMNS),
        ("raw", pa.binary()),
        ("url", pa.string()),
        ("where", pa.string()),
    ]
)
SHAPES: Final = pa.schema([("sample", pa.binary())])
"""In the order of their `shape_numbers`, which stand in the metadata of the schema under NUMBERS."""
NUMBERS: Final = b"numbers"
EDGES: Final = b"edges"
"""Where the rows of each shard begin, in the metadata of their file; one more at the end. A column that holds nothing has the
type of nothing there."""
SAMPLES_AT_ONCE: Final = 128
"""Samples of one batch: who looks for a few unpacks no more than he has to."""


def shape_numbers(kind: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """One number for a kind and a shape."""
    return np.asarray(shape ^ (kind.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15)))
