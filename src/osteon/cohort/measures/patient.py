"""The measures for one patient: rows of her own, by the one-patient evaluator."""

from __future__ import annotations

from datetime import date

from osteon.cohort.measures.asked import Asked, evaluator_of, measures_of
from osteon.engine.measuring import Judgement, judged
from osteon.engine.situation import last_day
from osteon.record.timeline import Timeline
from osteon.record.until import timeline_until

__all__ = ["end_of_follow_up", "judged_patient"]


def judged_patient(asked: Asked, timeline: Timeline) -> dict[str, Judgement]:
    """For each measure the rows of one patient: the day, the outcome, and the facts behind it. `asked.store` is not looked at."""
    evaluator = evaluator_of(asked)
    end = end_of_follow_up(timeline, asked.as_of)
    seen = timeline if asked.as_of is None else timeline_until(timeline, asked.as_of)
    return {one.id: judged(evaluator, one, seen, end, asked.since, asked.until) for one in measures_of(asked)}


def end_of_follow_up(timeline: Timeline, as_of: date | None) -> date | None:
    """The last day of a patient, as `osteon.cohort.outcomes` counts it: of death, else of the newest entry, not beyond `as_of`.

    A death of which only the month or year is written is on the first day that it may mean, though not before the newest entry that may
    still come before it. None where nothing is dated.
    """
    person, end = timeline.patient, timeline.newest
    if person.death_date is not None:
        last = last_day(person.death_date, person.death_precision)
        death = min(max(timeline.newest or date.min, person.death_date), last)
        if as_of is None or death <= as_of:
            end = death
    return end if as_of is None or end is None else min(end, as_of)
