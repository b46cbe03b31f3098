"""The measures for one patient after the other, in the form of the rows of a store: what the columns are compared with."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from osteon.cohort.measures import Asked, judged_patient
from osteon.cohort.measures.asked import evaluator_of, measures_of
from osteon.record.timeline import Timeline

__all__ = ["rows_by_columns", "rows_by_patient"]


def rows_by_patient(asked: Asked, timelines: Sequence[Timeline]) -> tuple[list[tuple], dict[str, int]]:
    """Every row of every measure: measure, patient, anchor, exact, lesion, outcome, why, sources, strata; and how many were undated."""
    evaluator = evaluator_of(asked)
    people = [(timeline.patient.id, judged_patient(asked, timeline)) for timeline in timelines]
    rows, undated = [], {}
    for one in measures_of(asked):
        undated[one.id] = sum(found[one.id].undated for _, found in people)
        for patient, found in people:
            for row in found[one.id].rows:
                why = tuple(fact.id for fact in evaluator.facts_in(row.why))
                rows.append(
                    (one.id, patient, row.anchor, row.exact, row.lesion, row.outcome, why, row.sources, *row.strata)
                )
    return rows, undated


def rows_by_columns(table: Any) -> list[tuple]:
    """The rows of a store in the same form."""
    names = ("measure", "patient", "anchor", "exact", "lesion", "outcome", "why", "sources", "sex", "age", "subtype")
    return [
        tuple(tuple(row[name]) if isinstance(row[name], list) else row[name] for name in names) for row in table.to_pylist()
    ]
