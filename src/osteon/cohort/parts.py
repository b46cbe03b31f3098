"""Part files: each appears under its name when it is whole, and not at all when the work on it fails."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

__all__ = ["part_file"]

FORM: dict[str, Any] = {
    "compression": "zstd",
    "compression_level": 1,
    # They would only help a search by value inside a row group, and cost a fifth of the time.
    "write_statistics": False,
    # Words keep the dictionary that they come with, however large it is.
    "dictionary_pagesize_limit": 1 << 26,
}


@contextmanager
def part_file(path: Path, columns: pa.Schema) -> Iterator[pq.ParquetWriter]:
    """A Parquet file of these columns, open for writing. Another process may write the same file at the same time."""
    begun = path.with_name(f"{path.name}.{uuid.uuid4().hex}")
    try:
        with pq.ParquetWriter(begun, columns, **FORM) as sink:
            yield sink
        os.replace(begun, path)
    finally:
        begun.unlink(missing_ok=True)
