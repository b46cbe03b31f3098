"""JSON that is the same for every patient, written once with holes for what is this patient's.

Most of a review is text of the pathway: titles, advice, sources. Writing it anew for each patient would cost more than the
whole evaluation. So it is written once per evaluator, and a review only fills the holes.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import orjson

__all__ = ["HOLE", "Stencil", "day_written", "joined", "truth", "written"]

HOLE: Final = orjson.Fragment(b"\0")
"""The place of a value that each patient brings; JSON itself never holds this byte."""


class Stencil:
    """JSON with holes."""

    __slots__ = ("_pieces",)

    def __init__(self, entry: Any) -> None:
        parts = orjson.dumps(entry).split(b"\0")
        self._pieces = [b""] * (2 * len(parts) - 1)
        self._pieces[::2] = parts

    def filled(self, values: list[bytes]) -> bytes:
        """The JSON with its holes filled, in their order, with JSON."""
        pieces = self._pieces.copy()
        pieces[1::2] = values
        return b"".join(pieces)


def written(value: Any) -> bytes:
    """What the record says, as JSON. Half a surrogate pair, which a record given as Python objects may hold, cannot be written."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(_writable(value))


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_writable(key): _writable(one) for key, one in value.items()}
    return [_writable(one) for one in value] if isinstance(value, (list, tuple)) else value


def truth(value: bool | None) -> bytes:
    """What holds, does not hold or is not known, as JSON."""
    return b"null" if value is None else b"true" if value else b"false"


def joined(items: list[bytes]) -> bytes:
    """A JSON list of what is JSON already."""
    return b"[%b]" % b",".join(items)


_DAYS: Final[dict[date, str]] = {}
_MOST_DAYS: Final = 8192


def day_written(day: date) -> str:
    """A day as YYYY-MM-DD. The days of one record come again and again, and so do those of the next one."""
    found = _DAYS.get(day)
    if found is None:
        if len(_DAYS) >= _MOST_DAYS:
            _DAYS.clear()
        found = _DAYS[day] = day.isoformat()
    return found
