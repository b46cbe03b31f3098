"""FHIR dates: partial dates keep their precision, times keep the wall-clock day and give a moment in UTC."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

__all__ = ["Moment", "as_instant", "last_day", "read_instant", "read_moment"]


class Moment(NamedTuple):
    day: date
    precision: str
    instant: datetime | None


@lru_cache(maxsize=2048)
def read_moment(text: str) -> Moment | None:
    """None when the text is no FHIR date. Python reads more forms than FHIR allows, hence the checks of the dashes."""
    length = len(text)
    try:
        if length == 10:
            return Moment(date.fromisoformat(text), "day", None) if text[4] == "-" == text[7] else None
        if length > 10:
            return _read_time(text) if text[4] == "-" == text[7] and text[10] == "T" else None
        if length == 7:
            year, dash, month = text.partition("-")
            if len(year) == 4 and dash and year.isdecimal() and month.isdecimal():
                return Moment(date(int(year), int(month), 1), "month", None)
        elif length == 4 and text.isdecimal():
            return Moment(date(int(text), 1, 1), "year", None)
    except (ValueError, OverflowError):
        pass
    return None


def _read_time(text: str) -> Moment:
    if text[16:19] == ":60":  # a leap second, which Python does not know
        text = text[:16] + ":59" + text[19:]
    moment = datetime.fromisoformat(text)
    zone = moment.tzinfo
    if zone is None:
        return Moment(moment.date(), "time", None)
    return Moment(moment.date(), "time", moment.astimezone(UTC).replace(tzinfo=None))


def as_instant(moment: Moment) -> datetime:
    return moment.instant or datetime(moment.day.year, moment.day.month, moment.day.day)


@lru_cache(maxsize=4096)
def read_instant(text: str) -> datetime | None:
    """The moment in UTC, for the time of a last change: many entries of a record share it."""
    moment = read_moment(text)
    return None if moment is None else as_instant(moment)


def last_day(moment: Moment) -> date:
    """Last day that a partial date can mean."""
    day = moment.day
    if moment.precision == "year":
        return date(day.year, 12, 31)
    if moment.precision == "month":
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1) if day.year < 9999 else date.max
        return date.fromordinal(following.toordinal() - 1)
    return day
