"""Parquet files of one schema put together into one, without decoding what is in them.

A Parquet file is its column chunks, one after the other, and a footer that says where each of them is. So the chunks are copied as
they are, and the footers are rewritten with the places moved. The footer is Thrift in its compact form: only the fields that hold
a place or a count are looked at, the rest is copied byte by byte.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

__all__ = ["stitch"]

MAGIC = b"PAR1"
COPY = 1 << 22

BINARY, LIST, SET, MAP, STRUCT, BYTE, DOUBLE = 8, 9, 10, 11, 12, 3, 7
NUM_ROWS, ROW_GROUPS, NOTES = 3, 4, 5
"""Fields of the footer."""
MUST_AGREE = (2, NOTES)
"""Fields of the footer: the schema, and what the writer noted about it."""
ORDINAL = 7
"""Field of a row group: which one it is. It may be left out, and would be wrong here."""


def stitch(parts: Sequence[Path], whole: BinaryIO, notes: Mapping[str, bytes] | None = None) -> int:
    """Write the row groups of all parts, in their order, into one Parquet file; gives back the number of rows.

    At least one part is needed. `notes` takes the place of what the writer noted beside the schema. Raises ValueError when a part is
    no Parquet file or has other columns than the first.
    """
    whole.write(MAGIC)
    first: dict[int, bytes] = {}
    rows, groups, counted = 0, 0, bytearray()
    for path in parts:
        with path.open("rb") as file:
            footer = _footer(file, path)
            fields = _Fields(footer)
            told = {number: (start, end) for number, _, start, end in fields}
            said = {number: footer[slice(*told[number])] for number in MUST_AGREE if number in told}
            first = first or {**said, 0: footer}
            if any(first.get(number) != said.get(number) for number in MUST_AGREE):
                raise ValueError(f"{path.name}: its columns differ from those of {parts[0].name}.")
            rows += _number(footer, told[NUM_ROWS][0])[0]
            shift = whole.tell() - len(MAGIC)
            more, moved = _moved_groups(footer, told[ROW_GROUPS][0], shift)
            groups, counted = groups + more, counted + moved
            file.seek(len(MAGIC))
            _copy(file, whole, os.fstat(file.fileno()).st_size - len(footer) - 8 - len(MAGIC))
    values = {NUM_ROWS: _written(rows), ROW_GROUPS: _list_header(groups) + bytes(counted)}
    if notes is not None:
        values[NOTES] = _notes(notes)
    footer = _with(first[0], values)
    whole.write(footer + len(footer).to_bytes(4, "little") + MAGIC)
    return rows


def _footer(file: BinaryIO, path: Path) -> bytes:
    file.seek(0, os.SEEK_END)
    size = file.tell()
    if size >= 12:
        file.seek(size - 8)
        tail = file.read(8)
        length = int.from_bytes(tail[:4], "little")
        if tail[4:] == MAGIC and length <= size - 12:
            file.seek(size - 8 - length)
            return file.read(length)
    raise ValueError(f"{path.name}: this is no whole Parquet file.")


def _copy(file: BinaryIO, whole: BinaryIO, size: int) -> None:
    while size > 0:
        block = file.read(min(size, COPY))
        if not block:
            raise ValueError("a part ends before its footer says so.")
        whole.write(block)
        size -= len(block)


def _with(footer: bytes, values: Mapping[int, bytes]) -> bytes:
    """A footer with other values in some of its fields."""
    return _struct((number, kind, values.get(number, footer[start:end])) for number, kind, start, end in _Fields(footer))


def _notes(notes: Mapping[str, bytes]) -> bytes:
    """Names and values as a list of structs."""
    told = [
        _struct([(1, BINARY, _unsigned_written(len(name)) + name.encode()), (2, BINARY, _unsigned_written(len(value)) + value)])
        for name, value in notes.items()
    ]
    return _list_header(len(told)) + b"".join(told)


def _moved_groups(footer: bytes, at: int, shift: int) -> tuple[int, bytes]:
    """The row groups of a footer, how many and as bytes, with every place moved by `shift`."""
    count, _, at = _list(footer, at)
    moved = []
    for _ in range(count):
        group, at = _moved(footer, at, shift, _GROUP)
        moved.append(group)
    return count, b"".join(moved)


PLACE = object()
"""A field that holds a place in the file."""
_CHUNK_DETAILS = {9: PLACE, 10: PLACE, 11: PLACE, 14: PLACE}
_CHUNK = {2: PLACE, 3: _CHUNK_DETAILS, 4: PLACE, 6: PLACE}
_GROUP = {1: [_CHUNK], 5: PLACE}
"""Which fields of a row group, of its column chunks and of their details hold a place."""


def _moved(data: bytes, at: int, shift: int, places: dict) -> tuple[bytes, int]:
    """A struct with its places moved, and where it ends."""
    told = []
    fields = _Fields(data, at)
    for number, kind, start, end in fields:
        what = places.get(number)
        if what is None:
            if places is not _GROUP or number != ORDINAL:
                told.append((number, kind, data[start:end]))
        elif what is PLACE:
            # 0 is a writer's way to say "not told".
            place = _number(data, start)[0]
            told.append((number, kind, _written(place + shift if place else 0)))
        elif isinstance(what, list):
            count, element, inside = _list(data, start)
            parts = [_list_header(count)]
            for _ in range(count):
                part, inside = _moved(data, inside, shift, what[0])
                parts.append(part)
            told.append((number, kind, b"".join(parts)))
        else:
            told.append((number, kind, _moved(data, start, shift, what)[0]))
    return _struct(told), fields.end


# --- Thrift, compact ---------------------------------------------------------------------------------------------------


class _Fields:
    """The fields of a struct: number, kind, and where the value starts and ends. `end` is known when all have been seen."""

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.end = data, at

    def __iter__(self) -> Iterator[tuple[int, int, int, int]]:
        data, at, number = self.data, self.end, 0
        while data[at]:
            kind, step = data[at] & 15, data[at] >> 4
            at += 1
            if step:
                number += step
            else:
                number, at = _number(data, at)
            start, at = at, _after(data, at, kind)
            yield number, kind, start, at
        self.end = at + 1


def _struct(fields: Iterable[tuple[int, int, bytes]]) -> bytes:
    """A struct out of (number, kind, bytes of the value), by ascending number."""
    out, before = [], 0
    for number, kind, value in fields:
        step = number - before
        out.append(bytes((step << 4 | kind,)) if step < 16 else bytes((kind,)) + _written(number))
        out.append(value)
        before = number
    out.append(b"\0")
    return b"".join(out)


def _after(data: bytes, at: int, kind: int) -> int:
    """Where a value ends. True and false (kinds 1 and 2) have no bytes of their own inside a struct."""
    if kind <= 2:
        return at
    if kind == BYTE:
        return at + 1
    if kind <= 6:
        while data[at] & 128:
            at += 1
        return at + 1
    if kind == DOUBLE:
        return at + 8
    if kind == BINARY:
        size, at = _unsigned(data, at)
        return at + size
    if kind in (LIST, SET):
        count, element, at = _list(data, at)
        step: Callable[[bytes, int, int], int] = _after if element > 2 else lambda data, at, kind: at + 1
        for _ in range(count):
            at = step(data, at, element)
        return at
    if kind == STRUCT:
        while data[at]:
            inner = data[at] & 15
            at = at + 1 if data[at] >> 4 else _number(data, at + 1)[1]
            at = _after(data, at, inner)
        return at + 1
    raise ValueError("the footer of a part holds something that Parquet does not have.")


def _list(data: bytes, at: int) -> tuple[int, int, int]:
    """How many elements a list has, of which kind, and where the first one starts."""
    count, element = data[at] >> 4, data[at] & 15
    at += 1
    if count == 15:
        count, at = _unsigned(data, at)
    return count, element, at


def _list_header(count: int) -> bytes:
    """The beginning of a list of structs."""
    return bytes((count << 4 | STRUCT,)) if count < 15 else bytes((15 << 4 | STRUCT,)) + _unsigned_written(count)


def _unsigned(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A whole number with a sign, and where it ends."""
    value, at = _unsigned(data, at)
    return (value >> 1) ^ -(value & 1), at


def _unsigned_written(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def _written(value: int) -> bytes:
    return _unsigned_written(value << 1 if value >= 0 else (-value << 1) - 1)
