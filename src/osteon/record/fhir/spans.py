"""When an entry happened: `effective[x]`, `performed[x]`, `onset[x]` in all their spellings."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from osteon.record.fhir.dates import Moment
from osteon.record.fhir.elements import member
from osteon.record.fhir.reading import Reading

__all__ = ["UNDATED", "Span", "read_period", "read_span"]


class Span:
    """From when to when, as far as it was written. `spoiled`: a date was written, but it cannot be used."""

    __slots__ = ("end", "spoiled", "start")

    def __init__(self, start: Moment | None, end: Moment | None, spoiled: bool) -> None:
        self.start, self.end, self.spoiled = start, end, spoiled


UNDATED: Final = Span(None, None, False)


@lru_cache(maxsize=16)
def _keys(stem: str) -> tuple[str, str, str]:
    return f"{stem}DateTime", f"{stem}Period", f"{stem}Instant"


def read_span(resource: dict[str, Any], stem: str, reading: Reading) -> Span:
    date_time, period, instant = _keys(stem)
    key, value = date_time, resource.get(date_time)
    if value is None:
        if period in resource:
            return read_period(resource, period, reading)
        key, value = instant, resource.get(instant)
        if value is None:
            return UNDATED
    moment = reading.moment(value, key)
    return Span(moment, None, moment is None)


def read_period(parent: dict[str, Any], key: str, reading: Reading) -> Span:
    period = member(parent, key, reading, key)
    if period is None:
        return Span(None, None, parent.get(key) is not None)
    first, last = period.get("start"), period.get("end")
    start = reading.moment(first, f"{key}.start") if first is not None else None
    end = reading.moment(last, f"{key}.end") if last is not None else None
    spoiled = (start is None and first is not None) or (end is None and last is not None)
    if start is not None and end is not None and end.day < start.day and end.precision == "day":
        reading.problem(f"{key}.end", "the period ends before it starts; the end was not used")
        end = None
    if start is None and end is not None and not spoiled:
        start = end  # only the end is known: nothing earlier can be said
    return Span(start, end, spoiled and start is None)
