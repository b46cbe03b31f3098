"""What has been read of the input, line by line, before it is put together by patient: the file of a part.

A file holds one frame for each shard, compressed by itself, so that whoever builds a shard reads no other one, and behind them
where each frame begins.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
import pyarrow as pa

from osteon.record.fhir.bundle import KNOWN_TYPES

__all__ = ["Row", "read_rows", "write_part"]

CODEC: Final = pa.Codec("lz4")
LENGTH: Final = 8
"""Bytes before each frame that say how long it is when it is unpacked."""


class Row(msgspec.Struct, array_like=True, gc=False, omit_defaults=True):
    """One resource: the number of its input, its place there, the patient whose it is, and itself as it was written.

    `where` and `url` are what a document says of it; of a line of NDJSON its number says where it stands. The `raw` of what is
    `broken` says why it could not be read.
    """

    input: int
    line: int
    owner: str | None
    raw: bytes
    where: str | None = None
    url: str | None = None
    broken: bool = False

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"line {self.line + 1}" if self.where is None else self.where

    def source(self, value: Any) -> str:
        """`Type/id` of the resource, which is `value`; or where it stands."""
        kind = value.get("resourceType") if isinstance(value, dict) else None
        if not isinstance(kind, str) or kind not in KNOWN_TYPES:
            return self.place or "resource"
        name = value.get("id")
        if isinstance(name, str) and name:
            return f"{kind}/{name}"
        return self.url or f"{kind} ({self.place})"


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(list[Row])


def write_part(path: Path, shards: list[list[Row]]) -> None:
    """Write the rows of each shard; the file is there, whole, once its name is."""
    waiting = path.with_suffix(".new")
    edges = [0]
    with waiting.open("wb") as file:
        for rows in shards:
            if rows:
                text = _ENCODER.encode(rows)
                file.write(len(text).to_bytes(LENGTH, "little"))
                file.write(CODEC.compress(text))
                rows.clear()
            edges.append(file.tell())
        file.write(np.array(edges, np.int64).tobytes())
    os.replace(waiting, path)


def read_rows(path: Path, shard: int, shards: int, first_line: int = 0) -> list[Row]:
    """The rows of one shard in a part of a store that has so many shards, and one more for what belongs to nobody. `first_line`
    is the place of the part in its file."""
    opened = os.open(path, os.O_RDONLY)
    try:
        size = np.dtype(np.int64).itemsize
        table = os.fstat(opened).st_size - size * (shards + 2)
        begin, end = np.frombuffer(os.pread(opened, 2 * size, table + size * shard), np.int64).tolist()
        if begin == end:
            return []
        frame = memoryview(os.pread(opened, end - begin, begin))
    finally:
        os.close(opened)
    length = int.from_bytes(frame[:LENGTH], "little")
    rows: list[Row] = _DECODER.decode(CODEC.decompress(frame[LENGTH:], length))
    if first_line:
        for row in rows:
            row.line += first_line
    return rows
