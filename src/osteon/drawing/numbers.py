"""Numbers as a reader wants them: counts with separators, shares in per cent, rates with the digits that they bear."""

from __future__ import annotations

from math import isfinite, isnan

__all__ = ["NOTHING", "counted", "percent", "plain", "ranged"]

NOTHING = "\N{EN DASH}"
"""Stands where there is no number."""
SPACE = "\N{NO-BREAK SPACE}"


def counted(number: float | None) -> str:
    """A count: 1,234,567."""
    return NOTHING if number is None or isnan(number) else f"{number:,.0f}"


def percent(share: float | None, digits: int = 1) -> str:
    """A share from 0 to 1 in per cent. What is not quite 0 or 100 does not become it."""
    if share is None or not isfinite(share):
        return NOTHING
    least = 10.0**-digits
    if 0 < share * 100 < least / 2:
        return f"<{SPACE}{least:.{digits}f}{SPACE}%"
    if 100 - least / 2 < share * 100 < 100:
        return f">{SPACE}{100 - least:.{digits}f}{SPACE}%"
    whole = share in (0, 1)
    return f"{share * 100:.{0 if whole else digits}f}{SPACE}%"


def plain(number: float | None) -> str:
    """A rate or a ratio, with three figures that count: 12.3, 1.23, 0.123; from 100 on whole."""
    if number is None or not isfinite(number):
        return NOTHING
    if number == 0:
        return "0"
    size = abs(number)
    if size >= 100:
        return f"{number:,.0f}"
    digits = 1 if size >= 10 else 2 if size >= 1 else 3
    return f"{number:.{digits}f}" if size >= 0.0005 else f"{number:.1g}"


def ranged(lower: float | None, upper: float | None, written: str = "percent") -> str:
    """Limits: "12.3 to 15.6 %"; empty where there are none."""
    if lower is None or upper is None or isnan(lower) or isnan(upper):
        return ""
    if written != "percent":
        return f"{plain(lower)} to {plain(upper)}"
    low, high = percent(lower), percent(upper)
    unit = f"{SPACE}%"
    return f"{low.removesuffix(unit) if low[0] not in '<>' else low} to {high}"
