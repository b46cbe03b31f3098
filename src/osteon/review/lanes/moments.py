"""Days of the record as they are drawn: a date that is only a month or a year is a range, and nothing lies after the review."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from osteon.record.timeline import Event, Timeline

__all__ = ["Moment", "event_moment", "iso", "moment_of", "known_by", "seen"]


class Moment(NamedTuple):
    """The first and the last day that a date can mean."""

    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.first == self.last


def moment_of(start: date, precision: str, today: date) -> Moment:
    """The days that a date means, none of them after today."""
    last = start
    if precision == "year":
        last = date(start.year, 12, 31)
    elif precision == "month":
        last = date(start.year, start.month, monthrange(start.year, start.month)[1])
    return Moment(start, min(last, today))


def event_moment(event: Event, today: date) -> Moment | None:
    """When an event was; None when the record gives no date, or one after today."""
    if event.start is None or event.start > today:
        return None
    return moment_of(event.start, event.precision, today)


def known_by(event: Event, today: date) -> bool:
    """Whether an event belongs to the history up to today: no plan, nothing denied, nothing later."""
    return event.status != "planned" and event.answer not in ("absent", "negative") and (event.start is None or event.start <= today)


def seen(timeline: Timeline, concepts: Sequence[str], today: date) -> Iterator[tuple[str, Event]]:
    """The events of concepts up to today, with their concept."""
    for concept in concepts:
        for event in timeline.events.get(concept, ()):
            if known_by(event, today):
                yield concept, event


def iso(moment: Moment | None) -> dict[str, Any]:
    """A moment as data: `at`, and `until` when it is a range."""
    if moment is None:
        return {"at": None}
    return {"at": moment.first.isoformat()} | ({} if moment.exact else {"until": moment.last.isoformat()})
