"""From files to blocks: some megabytes of resources, one a line, with the place that each came from."""

from __future__ import annotations

import errno
import os
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import orjson

from osteon.record.fhir.documents import Item, items_of
from osteon.record.limits import MEGABYTE, Limits, RecordError
from osteon.record.sources import BYTE_ORDER_MARK, GZIP_MAGIC, parse_source
from osteon.record.store.inputs import DOCUMENT, PROBE, Input

__all__ = ["BLOCK", "PACKED", "PART", "Block", "Broken", "Task", "plan_tasks", "read_blocks"]

BLOCK: Final = 2 * MEGABYTE
PART: Final = 24 * MEGABYTE
"""Bytes of input that one task reads; a part of the store holds as many, or a block more."""
PACKED: Final = 14
"""How many times as long as its gzip NDJSON is, more or less."""
LONGEST_LINE: Final = 8 * MEGABYTE
DOCUMENTS_PER_TASK: Final = 500
DOCUMENT_LIMITS: Final = Limits(bytes=256 * MEGABYTE, decompressed=256 * MEGABYTE, resources=1_000_000)


class Span(NamedTuple):
    """Bytes `start` to `end` of an input; lines belong to the span in which they begin."""

    number: int
    """Number of the input in the store."""
    input: Input
    start: int
    end: int


class Task(NamedTuple):
    """What one worker stages at a time. It becomes one part of the store, or several: nobody knows how much a gzip file holds."""

    spans: tuple[Span, ...]

    @property
    def size(self) -> int:
        return sum(span.end - span.start for span in self.spans)


class Broken(NamedTuple):
    """A line, or a whole document, that could not be read."""

    input: int
    line: int
    message: str


class Block(NamedTuple):
    """Whole lines of an input, each a resource."""

    input: int
    text: bytes
    first_line: int = 0
    """Place of the first line in the input, counted within the span."""
    ends: int = 0
    """How many lines end in it."""
    items: list[Item] | None = None
    """What a document says of each resource, where they came in one."""
    places: list[int] | None = None
    """Place of each line in the input, where they do not follow each other."""
    broken: tuple[Broken, ...] = ()

    def line_of(self, place: int) -> int:
        """The place in the input of a line of the text."""
        return self.first_line + place if self.places is None else self.places[place]


def _read_at(file: int, start: int, end: int) -> bytes:
    pieces = []
    while start < end and (piece := os.pread(file, end - start, start)):
        pieces.append(piece)
        start += len(piece)
    return b"".join(pieces) if len(pieces) != 1 else pieces[0]


def plan_tasks(inputs: list[tuple[int, Input]]) -> list[Task]:
    """Long files in pieces, short ones together."""
    tasks: list[Task] = []
    waiting: list[Span] = []
    filled = 0
    for number, one in inputs:
        size = one.size * PACKED if one.packed else one.size
        divisible = not one.packed and one.form != DOCUMENT
        if divisible and one.size > PART:
            edges = [*range(0, one.size, PART), one.size]
            tasks += [Task((Span(number, one, start, end),)) for start, end in zip(edges, edges[1:], strict=False)]
            continue
        if waiting and (filled + size > PART or len(waiting) >= DOCUMENTS_PER_TASK):
            tasks.append(Task(tuple(waiting)))
            waiting, filled = [], 0
        waiting.append(Span(number, one, 0, one.size))
        filled += size
    if waiting:
        tasks.append(Task(tuple(waiting)))
    return tasks


def read_blocks(span: Span) -> Iterator[Block]:
    """The blocks of one span. What cannot be read comes as `broken` in a block without text."""
    if span.input.form == DOCUMENT:
        yield _read_document(span)
        return
    line = 0
    try:
        for piece in _unpacked_pieces(span) if span.input.packed else _pieces(span):
            if piece is None:
                yield _no_block(span, line, f"longer than {LONGEST_LINE // MEGABYTE} MB; the line was left out")
                line += 1
                continue
            ends = piece.count(b"\n")
            yield Block(span.number, piece, line, ends)
            line += ends
    except RecordError as error:
        yield _no_block(span, line, f"{error} What stands before this place was read.")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        yield _no_block(
            span, line, f"The file cannot be read: {error.strerror}. What stands before this place was read."
        )


def _no_block(span: Span, line: int, message: str) -> Block:
    return Block(span.number, b"", line, broken=(Broken(span.number, line, message),))


def _pieces(span: Span) -> Iterator[bytes | None]:
    """Whole lines of a plain file, about BLOCK bytes at a time; None for a line that is longer than LONGEST_LINE."""
    with Path(span.input.path).open("rb") as opened:
        file = opened.fileno()
        size = os.fstat(file).st_size
        start = _line_start(file, span.start, size)
        if not start and os.pread(file, 3, 0) == BYTE_ORDER_MARK:
            start = 3
        end = _line_start(file, span.end, size)
        while start < end:
            piece = _read_at(file, start, min(start + BLOCK, end))
            if not piece:
                return
            cut = len(piece) if start + len(piece) >= end else piece.rfind(b"\n") + 1
            if not cut:
                stop = _line_start(file, start + BLOCK, size)
                if stop - start > LONGEST_LINE:
                    yield None
                    start = stop
                    continue
                piece = _read_at(file, start, stop)
                cut = len(piece)
            yield piece[:cut]
            start += cut


def _line_start(file: int, near: int, size: int) -> int:
    """Where the first line begins that does not begin before `near`."""
    if near <= 0 or near >= size:
        return min(max(near, 0), size)
    place = near - 1
    while place < size:
        found = os.pread(file, PROBE, place)
        cut = found.find(b"\n")
        if cut >= 0:
            return place + cut + 1
        place += len(found) or size
    return size


def _unpacked_pieces(span: Span) -> Iterator[bytes | None]:
    """Whole lines of a gzip file, about BLOCK bytes at a time; None for a line that is longer than LONGEST_LINE."""
    with Path(span.input.path).open("rb") as file:
        source = _Unpacked(file)
        rest = b""
        first, dropping = True, False
        while True:
            data = source.read(BLOCK)
            if not data:
                if rest and not dropping:
                    yield rest + b"\n"
                return
            if first and data.startswith(BYTE_ORDER_MARK):
                data = data[len(BYTE_ORDER_MARK) :]
            first = False
            if dropping:
                _, ended, data = data.partition(b"\n")
                if not ended:
                    continue
                dropping = False
            cut = data.rfind(b"\n") + 1
            if cut:
                yield rest + data[:cut] if rest else data[:cut]
                rest = data[cut:]
                continue
            rest += data
            if len(rest) > LONGEST_LINE:
                yield None
                rest, dropping = b"", True


class _Unpacked:
    """Reads a gzip file, also one of several members, a piece at a time."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._unpacker = zlib.decompressobj(wbits=31)
        self._waiting = b""

    def read(self, size: int) -> bytes:
        pieces: list[bytes] = []
        wanted = size
        while wanted > 0:
            if not self._waiting:
                self._waiting = self._file.read(MEGABYTE)
                if not self._waiting:
                    break
            if self._unpacker.eof:
                self._waiting = self._waiting.lstrip(b"\x00")
                if not self._waiting:
                    continue
                if self._waiting[:2] != GZIP_MAGIC:
                    raise RecordError("The gzip file is damaged. Send it again.")
                self._unpacker = zlib.decompressobj(wbits=31)
            try:
                piece = self._unpacker.decompress(self._waiting, wanted)
            except zlib.error:
                raise RecordError("The gzip file is damaged. Send it again.") from None
            self._waiting = self._unpacker.unconsumed_tail or self._unpacker.unused_data
            pieces.append(piece)
            wanted -= len(piece)
        if wanted > 0 and not self._unpacker.eof:
            raise RecordError("The gzip file is truncated. Send it again.")
        return b"".join(pieces)


def _read_document(span: Span) -> Block:
    try:
        parsed = parse_source(Path(span.input.path), DOCUMENT_LIMITS)
    except RecordError as error:
        return _no_block(span, 0, str(error))
    if len(parsed.roots) > 1 or (parsed.roots and parsed.roots[0][0]):  # lines after all
        broken = tuple(Broken(span.number, line.number, line.message) for line in parsed.broken)
        places = [int(where.removeprefix("line ")) - 1 for where, _ in parsed.roots]
        return Block(span.number, _lines([value for _, value in parsed.roots]), 0, 0, None, places, broken)
    items = items_of(parsed.roots[0][1])
    return Block(span.number, _lines([item.resource for item in items]), items=items)


def _lines(resources: list[Any]) -> bytes:
    return b"\n".join(map(orjson.dumps, resources))
