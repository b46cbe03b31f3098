"""Every case through the columns: the patients of all cases as populations, one for each setting that cases use."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from pathlib import Path

from agreement import compare
from osteon.engine.evaluate import Evaluator
from osteon.engine.situation import AsOf
from osteon.pathway.cases import load_cases, run_example
from osteon.record.timeline import Timeline

CASES = load_cases(Path(__file__).parent)


def test_columns_say_what_the_one_patient_evaluator_says():
    """Verdicts, missing facts and what decided: each patient on the day of the case, or at its moment."""
    by_day: dict[Evaluator, list[tuple[Timeline, int]]] = defaultdict(list)
    by_moment: dict[tuple[Evaluator, datetime], list[tuple[Timeline, AsOf]]] = defaultdict(list)
    for case in CASES:
        example = run_example(case)
        if isinstance(case.as_of, datetime):
            by_moment[example.evaluator, case.as_of].append((case.timeline, example.at))
        else:
            by_day[example.evaluator].append((case.timeline, example.at.ordinal))
    assert max(map(len, by_day.values())) > 1000 and by_moment
    differences = []
    for evaluator, people in by_day.items():
        differences += compare(evaluator, [one for one, _ in people], [day for _, day in people])
    for (evaluator, _), people in by_moment.items():
        differences += compare(evaluator, [one for one, _ in people], people[0][1])
    assert differences == []
