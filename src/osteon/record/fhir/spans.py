"""When an entry happened: `effective[x]`, `performed[x]`, `onset[x]` in all their spellings."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, NamedTuple

from osteon.record.fhir.dates import Moment
from osteon.record.fhir.elements import member
from osteon.record.fhir.reading import Reading

__all__ = ["UNDATED", "Span", "read_period", "read_span"]


class Span(NamedTuple):
    start: Moment | None
    end: Moment | None
    spoiled: bool
    """A date was written, but it cannot be used."""


UNDATED = Span(None, None, False)
_span: Callable[[tuple], Span] = partial(tuple.__new__, Span)


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
    return _span((moment, None, moment is None))


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
