"""Figures that a reader would choose for an axis."""

from __future__ import annotations

from math import floor, log10

__all__ = ["value_ticks"]


def value_ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Round figures from at or below `low` to at or above `high`."""
    spread = (high - low) or abs(high) or 1.0
    raw = spread / wanted
    size = 10.0 ** floor(log10(raw))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw * 0.999)
    first = floor(low / step + 1e-9)
    ticks = [round(first * step, 10)]
    while ticks[-1] < high - 1e-9 * spread:
        first += 1
        ticks.append(round(first * step, 10))
    return ticks
