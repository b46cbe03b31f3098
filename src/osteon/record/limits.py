"""How much a record may ask of the machine, and the one error that a reader raises."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["Limits", "RecordError"]

MEGABYTE: Final = 1024 * 1024


class RecordError(Exception):
    """The record cannot be read at all. The message is for a reader: what is wrong, where, how to mend it."""


class Limits(NamedTuple):
    """Bounds of one record. What is larger is refused before it is read in full.

    The defaults leave room for the longest hospital record seen (tens of megabytes) and keep a crafted file
    from filling the memory. The JSON parser has a bound of its own: 1,024 levels of nesting.
    """

    bytes: int = 50 * MEGABYTE
    """Size of the file or text as it was sent."""
    decompressed: int = 50 * MEGABYTE
    """Size of a gzip file after unpacking."""
    depth: int = 32
    """Levels of bundles in bundles, and of questions in questions."""
    resources: int = 200_000
    """Resources in one record."""
