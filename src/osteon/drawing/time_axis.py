"""A time axis for a long history: days from left to right, with the empty stretches between them taken out and marked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Axis", "Piece", "Ticks", "time_axis"]

SHORTEST_BREAK = 270
"""Days: an empty stretch that is shorter is always drawn as long as it was."""
BREAK_SHARE = 0.16
"""Of the whole time: so long must an empty stretch be to be taken out."""
BREAK_WIDTH = 40.0
MARGIN_SHARE = 0.02
"""Of the time that is drawn: so much stays of an empty stretch at either end, so that no mark touches the break."""

Ticks = Callable[[int, int, int], list[tuple[int, str]]]
"""Labels for the days from the first to the second, at most so many as the third says: (day, words)."""


class Piece(NamedTuple):
    """A stretch of days, and where it is drawn. `empty`: nothing happened in it, and it is not drawn to scale."""

    first: int
    last: int
    left: float
    right: float
    empty: bool = False

    def x(self, day: float) -> float:
        """Where a day lies; beyond an end is at the end."""
        part = (day - self.first) / max(self.last - self.first, 1)
        return self.left + (self.right - self.left) * min(max(part, 0.0), 1.0)


class Axis(NamedTuple):
    """The pieces of a time axis from left to right, without a hole between them."""

    pieces: tuple[Piece, ...]

    @property
    def first(self) -> int:
        """The first day."""
        return self.pieces[0].first

    @property
    def last(self) -> int:
        """The last day."""
        return self.pieces[-1].last

    @property
    def left(self) -> float:
        """Where the first day is drawn."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where the last day is drawn."""
        return self.pieces[-1].right

    def x(self, day: float) -> float:
        """Where a day lies; beyond the axis is at its edge."""
        piece = next((one for one in self.pieces if day <= one.last), self.pieces[-1])
        return piece.x(day)


def time_axis(days: Iterable[int], first: int, last: int, left: float, right: float) -> Axis:
    """An axis from the `first` to the `last` day between two places, broken where no day of `days` lies for long."""
    kept = sorted({first, last, *(day for day in days if first <= day <= last)})
    whole = max(last - first, 1)
    longest = max(SHORTEST_BREAK, whole * BREAK_SHARE)
    gaps = [(one, other) for one, other in pairwise(kept) if other - one > longest]
    drawn = whole - sum(other - one for one, other in gaps)
    margin = max(round(drawn * MARGIN_SHARE), 10)
    cut = [(one + margin, other - margin) for one, other in gaps]
    return Axis(_pieces(cut, first, last, left, right))


def _pieces(cut: list[tuple[int, int]], first: int, last: int, left: float, right: float) -> tuple[Piece, ...]:
    drawn = max(last - first - sum(other - one for one, other in cut), 1)
    scale = (right - left - BREAK_WIDTH * len(cut)) / drawn
    pieces, at, x = [], first, left
    for one, other in cut:
        edge = x + (one - at) * scale
        pieces += [Piece(at, one, x, edge), Piece(one, other, edge, edge + BREAK_WIDTH, empty=True)]
        at, x = other, edge + BREAK_WIDTH
    return (*pieces, Piece(at, last, x, right))
