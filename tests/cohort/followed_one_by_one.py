"""What happened to one patient, asked of the one-patient evaluator and counted by the reference: what the cohort must say of her."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from osteon.engine.evaluate import Evaluator
from osteon.engine.situation import as_of as moment
from osteon.pathway.skeletal_events.counting import count_events
from osteon.pathway.skeletal_events.definitions import Definition
from osteon.pathway.skeletal_events.reading import occurrences
from osteon.pathway.skeletal_events.strata import FOLLOWED, INDEX_DAYS, SINCE, STRATA
from osteon.record.timeline import Timeline

__all__ = ["followed_one_by_one"]


def followed_one_by_one(
    evaluator: Evaluator, timeline: Timeline, definition: Definition, anchor: str, as_of: date | None, index: str
) -> dict[str, Any] | None:
    """Her row of `follow_up` (without the entry of the index day), with the lists `after`, `before`, `possible` and `aside`; None for
    one who is not followed."""
    end, ended_by = _end(timeline, as_of)
    last = evaluator.situation(timeline, moment(end or date(1, 1, 1)))
    if not all(evaluator.value(last, fact)[0] is True for fact in FOLLOWED.values()):
        return None
    known = [evaluator.value(last, fact)[:2] for fact in (SINCE["bone metastasis"], INDEX_DAYS[index])]
    if any(low is None for low, _ in known):
        return None
    low, high = known[0] if known[0][0] > known[1][0] else known[1]
    start, latest = (date.fromordinal(int(one)) for one in (low, high))
    then = evaluator.situation(timeline, moment(start))
    within = [one for one in occurrences(timeline, as_of or date.max) if one.day is None or one.day <= end]
    tally = count_events(within, definition, anchor)
    row = {
        "patient": timeline.patient.id,
        "index": start,
        "index_precision": "day" if start == latest else "month" if (latest - start).days < 31 else "year",
        "end": end,
        "ended_by": ended_by,
        "days": (end - start).days,
        "after": [_event(one, start) for one in tally.events if one.day > start],
        "before": [_event(one, start) for one in tally.events if one.day <= start],
        "possible": [_event(one, start) for one in tally.possible if one.day > start],
        "aside": [(one.occurrence.day, one.occurrence.component, one.became, one.into, one.why) for one in tally.aside],
        "late": sum(one.day is not None and one.day > end for one in occurrences(timeline, as_of or date.max)),
    }
    for name, node in STRATA.items():
        words = evaluator.value(then, node)[0]
        row[name] = words[0] if words is not None and len(words) == 1 else None
    return row


def _end(timeline: Timeline, as_of: date | None) -> tuple[date | None, str]:
    person, newest = timeline.patient, timeline.newest
    if person.death_date is not None:
        died = person.death_date
        last = _last(died, person.death_precision)
        if newest is not None and died < newest <= last:
            died = newest
        elif newest is not None and newest > last:
            died = last
        if as_of is None or died <= as_of:
            return died, "death"
    if newest is not None and as_of is not None and newest > as_of:
        return as_of, "as-of"
    return newest, "last-entry"


def _last(day: date, precision: str | None) -> date:
    if precision == "year":
        return date(day.year, 12, 31)
    if precision == "month":
        return day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day


def _event(event: Any, start: date) -> tuple:
    return (event.day, (event.day - start).days, event.components, event.site, event.laterality, event.sources)
