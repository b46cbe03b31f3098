"""Figures that a reader would choose for an axis."""

from __future__ import annotations

from math import floor, log10

__all__ = ["MONTH", "YEAR", "time_ticks", "value_ticks"]

YEAR = 365.25
MONTH = YEAR / 12


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


def time_ticks(last: float, most: int = 6) -> tuple[str, list[tuple[float, str]]]:
    """The unit to count time in, and at most `most` days from 0 to at or before `last`, each with its number of that unit.

    Days up to two months, then months up to three years, then years.
    """
    if last <= 60:
        return _time_ticks("days", 1.0, (1, 2, 5, 10, 20, 30), last, most)
    if last <= 36.5 * MONTH:
        return _time_ticks("months", MONTH, (1, 2, 3, 6, 12), last, most)
    return _time_ticks("years", YEAR, (1, 2, 5, 10, 20, 50, 100), last, most)


def _time_ticks(
    unit: str, days: float, steps: tuple[int, ...], last: float, most: int
) -> tuple[str, list[tuple[float, str]]]:
    step = next((step for step in steps if last / (step * days) < most), steps[-1])
    return unit, [(number * days, str(number)) for number in range(0, int(last / days + 1e-9) + 1, step)]
