"""One measure over some patients, by both evaluators: `rows()` says what it comes to, and fails where the two differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from osteon.cohort.evaluation import concepts_of
from osteon.engine.columns.judging import anchors, judge
from osteon.engine.evaluate import Evaluator
from osteon.engine.measures import OUTCOMES, Measure
from osteon.engine.measuring import judged
from osteon.engine.nodes import Node
from osteon.record.columns import population
from osteon.record.columns.repeated import repeated, repeated_lesions
from osteon.record.timeline import Timeline

__all__ = ["Row", "rows"]


class Row(NamedTuple):
    """One row: whose (place among the patients), when, which lesion, what, by which facts, of which groups."""

    patient: int
    day: date
    lesion: str | None
    exact: bool
    outcome: str
    why: frozenset[str]
    strata: tuple[str | None, ...]


def rows(
    evaluator: Evaluator,
    measure: Measure,
    people: Sequence[Timeline],
    ends: Sequence[date | None],
    since: date | None = None,
    until: date | None = None,
) -> tuple[list[Row], int]:
    """All rows, and how many entries without a date there are."""
    found, undated = [], 0
    for place, (one, end) in enumerate(zip(people, ends, strict=True)):
        said = judged(evaluator, measure, one, end, since, until)
        undated += said.undated
        for row in said.rows:
            why = frozenset(fact.id for fact in evaluator.facts_in(row.why))
            found.append(Row(place, row.anchor, row.lesion, row.exact, row.outcome, why, row.strata))
    assert _in_columns(evaluator, measure, people, ends, since, until) == (found, undated)
    return found, undated


def _in_columns(
    evaluator: Evaluator, measure: Measure, people: Sequence[Timeline], ends: Sequence[date | None], since: Any, until: Any
) -> tuple[list[Row], int]:
    whole = population(people)
    end = np.array([day.toordinal() if day else 0 for day in ends], np.int32)
    last = end if until is None else np.minimum(end, until.toordinal()).astype(np.int32)
    found = anchors(evaluator, whole, measure, last)

    def repeat(some: Any, day: Any, nodes: Iterable[Node]) -> tuple[Any, Any]:
        patients = found.patient[some]
        return repeated(whole, patients, concepts_of(nodes), day), repeated_lesions(whole, patients, found.lesion[some])

    said = judge(evaluator, measure, found, repeat, end[found.patient], since, until)
    why = {evaluator.facts[fact].id: flags for fact, flags in said.why().items()}
    told = []
    for place, row in enumerate(said.rows.tolist()):
        lesion = int(found.lesion[row])
        told.append(
            Row(
                int(found.patient[row]),
                date.fromordinal(int(found.day[row])),
                whole.lesions.id[lesion] if lesion >= 0 else None,
                bool(found.day[row] == found.latest[row]),
                OUTCOMES[int(said.outcome[place])],
                frozenset(name for name, flags in why.items() if flags[place]),
                tuple(words[codes[place]] if codes[place] >= 0 else None for _, codes, words in said.strata),
            )
        )
    return told, found.undated
