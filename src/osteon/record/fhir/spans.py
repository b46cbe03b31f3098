"""When an entry happened: `effective[x]`, `performed[x]`, `onset[x]` in all their spellings."""

from __future__ import annotations

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


def read_span(resource: dict[str, Any], stem: str, reading: Reading) -> Span:
    key = f"{stem}DateTime"
    value = resource.get(key)
    if value is not None:
        moment = reading.moment(value, key)
        return Span(moment, None, moment is None)
    key = f"{stem}Period"
    if key in resource:
        return read_period(resource, key, reading)
    key = f"{stem}Instant"
    value = resource.get(key)
    if value is not None:
        moment = reading.moment(value, key)
        return Span(moment, None, moment is None)
    return UNDATED


def read_period(parent: dict[str, Any], key: str, reading: Reading) -> Span:
    period = member(parent, key, reading, key)
    if period is None:
        return Span(None, None, parent.get(key) is not None)
    start = reading.moment(period.get("start"), f"{key}.start")
    end = reading.moment(period.get("end"), f"{key}.end")
    spoiled = (start is None and period.get("start") is not None) or (end is None and period.get("end") is not None)
    if start is not None and end is not None and end.day < start.day and end.precision == "day":
        reading.problem(f"{key}.end", "the period ends before it starts; the end was not used")
        end = None
    if start is None and end is not None and not spoiled:
        start = end  # only the end is known: nothing earlier can be said
    return Span(start, end, spoiled and start is None)
