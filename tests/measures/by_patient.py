"""The measures for one patient after the other, in the form of the rows of a store: what the columns are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from osteon.cohort.measures import Asked
from osteon.cohort.measures.asked import evaluator_of, measures_of
from osteon.engine.measuring import judged
from osteon.record.timeline import Timeline
from osteon.record.until import timeline_until

__all__ = ["end_of", "rows_by_columns", "rows_by_patient"]


def end_of(timeline: Timeline, as_of: date | None) -> date | None:
    """The day on which follow-up ends."""
    days = [day for day in (timeline.newest, timeline.patient.death_date, as_of) if day is not None]
    return min(days) if timeline.newest is not None else None


def rows_by_patient(asked: Asked, timelines: Sequence[Timeline]) -> tuple[list[tuple], dict[str, int]]:
    """Every row of every measure: measure, patient, anchor, exact, lesion, outcome, why, sources, strata."""
    evaluator = evaluator_of(asked)
    rows, undated = [], {}
    for one in measures_of(asked):
        undated[one.id] = 0
        for timeline in timelines:
            end = end_of(timeline, asked.as_of)
            seen = timeline if asked.as_of is None else timeline_until(timeline, asked.as_of)
            found = judged(evaluator, one, seen, end, asked.since, asked.until)
            undated[one.id] += found.undated
            for row in found.rows:
                why = tuple(fact.id for fact in evaluator.facts_in(row.why))
                rows.append(
                    (one.id, timeline.patient.id, row.anchor, row.exact, row.lesion, row.outcome, why, row.sources, *row.strata)
                )
    return rows, undated


def rows_by_columns(table: Any) -> list[tuple]:
    """The rows of a store in the same form."""
    names = ("measure", "patient", "anchor", "exact", "lesion", "outcome", "why", "sources", "age-band", "sex", "subtype")
    return [
        tuple(tuple(row[name]) if isinstance(row[name], list) else row[name] for name in names) for row in table.to_pylist()
    ]
