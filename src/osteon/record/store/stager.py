"""Blocks of one type gathered in a file in memory, and what DuckDB makes of them: few large queries are faster than many small ones."""

from __future__ import annotations

import mmap
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

import duckdb
import numpy as np
import pyarrow as pa

from osteon.record.limits import MEGABYTE
from osteon.record.store.blocks import Block
from osteon.record.store.fields import query

__all__ = ["Stager"]

GATHERED: Final = 12 * MEGABYTE
"""Bytes of one query, unless one block has more."""
NEWLINE: Final = 10


class _Piece(NamedTuple):
    """One block, whose text is in the file from `start` to `end`."""

    block: Block
    start: int
    end: int


class Stager:
    """One worker's DuckDB, and the file through which it is given what has been gathered."""

    def __init__(self, folder: Path) -> None:
        self._connection = duckdb.connect(
            config={"threads": 1, "memory_limit": "100MB", "temp_directory": os.fspath(folder)}
        )
        self._connection.execute("SET enable_progress_bar = false")
        if hasattr(os, "memfd_create") and Path("/proc/self/fd").is_dir():
            self._file = os.memfd_create("osteon-block")
            self._path = f"/proc/self/fd/{self._file}"
        else:
            self._path = os.fspath(folder / f"block-{os.getpid()}")
            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        weakref.finalize(self, os.close, self._file)
        self.clear()

    def clear(self) -> None:
        """Nothing has been gathered."""
        self.kind = ""
        self._pieces: list[_Piece] = []
        self._size = 0

    def takes(self, block: Block) -> bool:
        """Whether a block can be gathered together with what is there."""
        return not self._pieces or (block.kind == self.kind and self._size + block.size <= GATHERED)

    def add(self, block: Block) -> None:
        """Gather a block. Sets its `lines`, if nobody has counted them."""
        self.kind = block.kind
        start = self._size
        self._copy(block)
        if block.lines is None:
            block.lines = range(block.first_line, block.first_line + block.count())
        self._pieces.append(_Piece(block, start, self._size))
        if os.pread(self._file, 1, self._size - 1) != b"\n":
            self._size += os.pwrite(self._file, b"\n", self._size)

    def _copy(self, block: Block) -> None:
        if block.held is None and block.place is not None:
            start, end = block.place.start, block.place.end
            os.lseek(self._file, self._size, os.SEEK_SET)
            while start < end and (sent := os.sendfile(self._file, block.place.file, start, end - start)):
                start += sent
                self._size += sent
        else:
            view = memoryview(block.text)
            while len(view):
                written = os.pwrite(self._file, view, self._size)
                self._size += written
                view = view[written:]

    @property
    def empty(self) -> bool:
        """Whether nothing has been gathered."""
        return not self._pieces

    def inputs(self) -> np.ndarray:
        """Number of the input of each line."""
        counts = [len(piece.block.lines or ()) for piece in self._pieces]
        return np.repeat(np.array([piece.block.input for piece in self._pieces], np.int32), counts)

    def lines(self) -> np.ndarray:
        """Place of each line in its input."""
        return np.concatenate([np.array(piece.block.lines, np.int32) for piece in self._pieces])

    def columns(self) -> pa.Table:
        """What has been gathered as columns; duckdb.Error when any line is not as declared."""
        os.ftruncate(self._file, self._size)
        return self._connection.sql(query(self.kind, self._path)).to_arrow_table()

    @contextmanager
    def view(self) -> Iterator[tuple[memoryview, np.ndarray]]:
        """(the text, where each line of it ends)."""
        with mmap.mmap(self._file, self._size, access=mmap.ACCESS_READ) as mapped, memoryview(mapped) as view:
            yield view, np.flatnonzero(np.frombuffer(view, np.uint8) == NEWLINE)

    def apart(self) -> list[Block]:
        """The blocks again, each by itself; nothing is gathered any more."""
        pieces = self._pieces
        for piece in pieces:
            piece.block.held = os.pread(self._file, piece.end - piece.start, piece.start)
        self.clear()
        return [piece.block for piece in pieces]
