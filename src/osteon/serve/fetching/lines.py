"""Cuts the stream of an NDJSON file into parts of whole lines, always at the same places, so that a later run can go on at one of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import orjson

from osteon.serve.failures import Issue
from osteon.serve.fetching.failures import CutError, RemoteError

__all__ = ["LONGEST_LINE", "PART_BYTES", "PART_LINES", "START", "ChangedError", "Part", "Place", "parts"]

PART_BYTES: Final = 4 << 20
PART_LINES: Final = 2000
LONGEST_LINE: Final = 16 << 20


class ChangedError(Exception):
    """A file does not begin any more with what was taken in of it."""


class Place(NamedTuple):
    """How far a file is dealt with: unpacked bytes, the SHA-256 of these, and how many lines (without empty ones) they are."""

    position: int
    digest: str
    lines: int


START: Final = Place(0, hashlib.sha256().hexdigest(), 0)


class Part(NamedTuple):
    """Some whole lines. `after`: the place behind them; `issues`: lines that are left out of `body` already; `last`: the file ends here."""

    body: bytes
    after: Place
    issues: tuple[Issue, ...]
    last: bool


class _Piece(NamedTuple):
    """A line, or of one that is too long a piece; `ends`: whether the line ends with it."""

    data: bytes
    ends: bool
    long: bool


def parts(pieces: Iterator[bytes], place: Place, most_bytes: int) -> Iterator[Part]:
    """The parts of a file from a place on. The last one is marked; it may be empty.

    Raises CutError when the file ends within a line, ChangedError when it does not begin as it did, RemoteError when it is too large.
    """
    running = hashlib.sha256()
    rest = _behind(pieces, place, running)
    position, number = place.position, place.lines
    taken: list[bytes] = []
    size = here = 0
    issues: list[Issue] = []

    def made(*, last: bool) -> Part:
        part = Part(b"".join(taken), Place(position, running.hexdigest(), number), tuple(issues), last)
        taken.clear()
        issues.clear()
        return part

    for piece in _lines(rest):
        if here and (piece.long or size + len(piece.data) > PART_BYTES or here >= PART_LINES):
            yield made(last=False)
            size = here = 0
        running.update(piece.data)
        position += len(piece.data)
        if position > most_bytes:
            raise RemoteError("A file of the export is larger than fetch_megabytes allows.")
        if piece.long and piece.ends:
            number += 1
            issues.append(Issue(f"line {number}", "A line is longer than is allowed; it was left out.", "too-costly"))
        elif not piece.long:
            number += bool(piece.data.strip())
            taken.append(piece.data)
            size += len(piece.data)
            here += 1
    yield made(last=True)


def _behind(pieces: Iterator[bytes], place: Place, running: Any) -> Iterator[bytes]:
    """What comes after a place; what is before it only goes into the hash. Raises ChangedError."""
    left = place.position
    for piece in pieces:
        before, piece = piece[:left], piece[left:]
        running.update(before)
        left -= len(before)
        if left == 0:
            break
    else:
        piece = b""
    if left or running.hexdigest() != place.digest:
        raise ChangedError
    yield piece
    yield from pieces


def _lines(pieces: Iterator[bytes]) -> Iterator[_Piece]:
    waiting = bytearray()
    searched, long = 0, False
    for piece in pieces:
        waiting += piece
        while True:
            end = waiting.find(b"\n", searched) + 1
            if not end:
                searched = len(waiting)
                break
            long = long or end > LONGEST_LINE
            yield _Piece(bytes(waiting[:end]), True, long)
            del waiting[:end]
            searched, long = 0, False
        if long or len(waiting) > LONGEST_LINE:
            long = True
            yield _Piece(bytes(waiting), False, True)
            waiting.clear()
            searched = 0
    if long:
        raise CutError("A file of the export ends within a line.")
    if waiting.strip():
        try:
            orjson.loads(waiting)
        except orjson.JSONDecodeError:
            raise CutError("A file of the export ends within a line.") from None
    if waiting:
        yield _Piece(bytes(waiting), True, False)
