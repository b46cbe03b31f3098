"""Labels of a time axis: calendar dates, or the time since a day that was chosen (a diagnosis, a birth)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date
from typing import Final

from osteon.drawing.time_axis import Ticks
from osteon.language import translated
from osteon.review.charts import date_ticks

__all__ = ["AGE", "elapsed", "plus_months", "ticks_for"]

AGE: Final = "birth"
STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 240)
"""Months between two labels."""
MONTH: Final = 30.44


def plus_months(day: date, months: int) -> date:
    """The same day some months later, or earlier; the last of the month where that has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    if not 1 <= year <= 9999:
        return date.min if year < 1 else date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(first: date, last: date) -> int:
    """Whole months from one day to a later one."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (plus_months(first, months) > last)


def elapsed(first: date, last: date, language: str) -> str:
    """How long it was, short: `4 y 9 m`, `9 m`, `12 d`; before the first day with a minus."""
    if last < first:
        return f"\N{MINUS SIGN}{elapsed(last, first, language)}"
    years, months = divmod(months_between(first, last), 12)
    if years and months:
        return translated(language, "{years} y {months} m", years=years, months=months)
    if years:
        return translated(language, "{years} y", years=years)
    if months:
        return translated(language, "{months} m", months=months)
    return translated(language, "{days} d", days=(last - first).days)


def ticks_for(zero: tuple[str, date] | None, language: str) -> Ticks:
    """Labels of days: of the calendar, or of the time since `zero` (its name, its day)."""
    if zero is None:
        return _calendar
    return _since(zero[1], language)


def _calendar(first: int, last: int, most: int) -> list[tuple[int, str]]:
    found = date_ticks(date.fromordinal(first), date.fromordinal(last), most)
    return [(day.toordinal(), words) for day, words in found]


def _since(origin: date, language: str) -> Callable[[int, int, int], list[tuple[int, str]]]:
    def ticks(first: int, last: int, most: int) -> list[tuple[int, str]]:
        start, end = date.fromordinal(first), date.fromordinal(last)
        step = next((size for size in STEPS if (last - first) / (MONTH * size) < max(most, 1)), STEPS[-1])
        count = -(-_months_signed(origin, start) // step) * step
        found = []
        while (day := plus_months(origin, count)) <= end:
            if day >= start:
                found.append((day.toordinal(), elapsed(origin, day, language)))
            count += step
        return found

    return ticks


def _months_signed(first: date, last: date) -> int:
    return months_between(first, last) if last >= first else -months_between(last, first) - 1
