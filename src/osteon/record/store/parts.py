"""The tables of a part: one row for each resource, and a sample of each shape."""

from __future__ import annotations

from typing import Final

import pyarrow as pa

from osteon.record.store.fields import DATE_SLOTS, KINDS, REFERENCES

__all__ = ["BROKEN", "KIND_NUMBER", "ODD", "ROWS", "SHAPES", "TEXT_COLUMNS"]

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
SHAPES: Final = pa.schema([("kind", pa.int16()), ("shape", pa.uint64()), ("sample", pa.binary())])
