"""Generated patients: each row of each measure, for one patient after the other and in columns."""

from __future__ import annotations

import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from measures.by_patient import rows_by_columns, rows_by_patient
from osteon.cohort.measures import Asked, measured_timelines
from osteon.engine.measures import OUTCOMES
from osteon.pathway import pathway
from osteon.record import read_record
from osteon.record.timeline import Timeline

sys.path.insert(0, str(Path(__file__).parents[2]))

PATIENTS, STEP = 600, 31


@pytest.fixture(scope="module")
def timelines() -> list[Timeline]:
    """Some hundred people of the made-up cohort."""
    from benchmarks.population import bundle

    return [read_record(bundle(number)) for number in range(0, PATIENTS * STEP, STEP)]


@pytest.mark.parametrize(
    ("asked", "outcomes"),
    [
        (Asked(store=""), set(OUTCOMES)),
        (Asked(store="", as_of=date(2025, 1, 15)), set(OUTCOMES)),
        (Asked(store="", since=date(2024, 4, 1), until=date(2025, 3, 31)), set(OUTCOMES)),
    ],
    ids=["all", "as-of", "period"],
)
def test_rows_are_the_same_both_ways(asked: Asked, outcomes: set[str], timelines: list[Timeline]):
    table, counted = measured_timelines(asked, timelines)
    expected, undated = rows_by_patient(asked, timelines)
    found = rows_by_columns(table)
    assert found == expected
    assert counted.undated == undated
    # Agreement is worth little where nothing happens.
    assert {row[5] for row in expected} == outcomes
    said = Counter(row[0] for row in expected)
    assert set(said) == {one.id for one in pathway().measures}
