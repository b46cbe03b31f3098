"""A field with two axes: where values lie in it, its grid and its labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from osteon.drawing.frame import SIZE, fitted, width_of, written
from osteon.drawing.ink import GRID, INK
from osteon.drawing.numbers import percent

__all__ = ["Field", "across", "below", "grid", "spread", "upright", "value_words"]


LINE = SIZE * 1.3


class Field(NamedTuple):
    """The rectangle of a chart, and the values at its edges."""

    left: float
    right: float
    top: float
    bottom: float
    first: float
    last: float
    low: float
    high: float

    def x(self, value: float) -> float:
        """Where a value lies from left to right; beyond the edge is at the edge."""
        part = (value - self.first) / ((self.last - self.first) or 1.0)
        return self.left + (self.right - self.left) * min(max(part, 0.0), 1.0)

    def y(self, value: float) -> float:
        """Where a value lies from bottom to top; beyond the edge is at the edge."""
        part = (value - self.low) / ((self.high - self.low) or 1.0)
        return self.bottom - (self.bottom - self.top) * min(max(part, 0.0), 1.0)


def value_words(ticks: Sequence[float], share: bool) -> list[str]:
    """Ticks in words, all with equally many digits: per cent of shares, else numbers."""
    scaled = [tick * 100 if share else tick for tick in ticks]
    digits = max((len(f"{one:.6f}".rstrip("0").partition(".")[2]) for one in scaled), default=0)
    return [f"{one:,.{digits}f}{percent(1.0)[-2:] if share else ''}" for one in scaled]


def grid(field: Field, ticks: Sequence[float], share: bool) -> str:
    """Lines across the field at values, each with its label on the left; the lowest is the axis."""
    parts = []
    for tick, words in zip(ticks, value_words(ticks, share), strict=True):
        y = field.y(tick)
        ink = INK if tick == ticks[0] else GRID
        parts.append(f'<path d="M{field.left:.1f} {y:.1f}H{field.right:.1f}" stroke="{ink}"/>')
        parts.append(written(field.left - 7, y + SIZE * 0.35, words, at="end"))
    return "".join(parts)


def upright(ticks: Sequence[float], share: bool) -> float:
    """How much room the labels of a value axis need."""
    return max((width_of(words) for words in value_words(ticks, share)), default=0.0) + 10


def spread(count: int, room: float, widths: Sequence[float]) -> int:
    """Every how-many-th of `count` labels can be shown so that none touches its neighbour, when each has so much room."""
    widest = max(widths, default=0.0) + 6
    step = 1
    while step < count and room * step < widest:
        step += 1
    return step


def across(field: Field, ticks: Sequence[tuple[float, str]], words: str, every: int = 1) -> str:
    """Marks and labels below the field, and what they are."""
    parts = [f'<path d="M{field.left:.1f} {field.bottom:.1f}H{field.right:.1f}" stroke="{INK}"/>']
    for place, (value, tick) in enumerate(ticks):
        x = field.x(value)
        parts.append(f'<path d="M{x:.1f} {field.bottom:.1f}v5" stroke="{INK}"/>')
        if place % every == 0:
            parts.append(written(x, field.bottom + 18, tick, at="middle"))
    for place, line in enumerate(_axis_lines(field, words)):
        # In the middle of the field, unless it would run over the edge of the picture.
        half = width_of(line) / 2
        middle = min(max((field.left + field.right) / 2, half + 2), max(field.right + 12 - half, half + 2))
        parts.append(written(middle, field.bottom + 36 + place * LINE, line, at="middle"))
    return "".join(parts)


def _axis_lines(field: Field, words: str) -> list[str]:
    return fitted(words, field.right + 8, 2) if words else []


def below(field: Field, words: str) -> float:
    """Where the axis below the field, with the words on it, ends."""
    return field.bottom + 22 + LINE * len(_axis_lines(field, words))
