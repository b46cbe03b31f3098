"""The generated cohort through both evaluators: a record as large as life, and every recommendation of the pathway.

A short run looks at some hundred patients; `-m long` looks at twenty thousand.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

import numpy as np
import pytest
from benchmarks.population import bundle

from agreement import compare
from osteon.engine.columns import VERDICTS, verdicts
from osteon.engine.evaluate import Evaluator, compile_pathway
from osteon.engine.settings import Settings
from osteon.pathway import pathway
from osteon.record import read_record
from osteon.record.columns import population
from osteon.record.timeline import Timeline

LATER = 500
"""Days after the newest entry: by then much is stale, and plans have passed."""
SHARD = 500
UNDATED = date(2025, 1, 1)
SEEN_IN_HUNDREDS = {"met": 0.6, "not-met": 0.65, "unknown": 0.3, "not-applicable": 0.95}
SEEN_IN_THOUSANDS = {"met": 0.85, "not-met": 0.8, "unknown": 0.45, "not-applicable": 0.95}
"""Of all recommendations, the share that has each verdict somewhere. Many cannot be open: what they ask is known from silence."""


@pytest.mark.parametrize(
    ("patients", "step", "seen"),
    [(300, 67, SEEN_IN_HUNDREDS), pytest.param(20_000, 1, SEEN_IN_THOUSANDS, marks=pytest.mark.long)],
    ids=["hundreds", "thousands"],
)
def test_both_evaluators_say_the_same(patients: int, step: int, seen: dict[str, float], capsys: pytest.CaptureFixture[str]):
    evaluator = compile_pathway(pathway(), Settings(), drafts=True)
    numbers = range(0, patients * step, step)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for first in range(0, patients, SHARD):
        shard = [read_record(bundle(number)) for number in numbers[first : first + SHARD]]
        days = [(one.newest or UNDATED).toordinal() for one in shard]
        assert compare(evaluator, shard, days) == []
        # The same records on one date for all, which is long past for some and far ahead for others.
        assert compare(evaluator, shard[::10], date.fromordinal(sorted(days)[len(days) // 2])) == []
        assert compare(evaluator, shard[1::10], [day + LATER for day in days[1::10]]) == []
        _count(evaluator, shard, days, counts)
    total = sum(counts.values(), Counter())
    with capsys.disabled():
        told = ", ".join(f"{number} {verdict}" for verdict, number in sorted(total.items()))
        print(f"\n{patients} patients, {len(counts)} recommendations: {told}", end="")
    # Agreement is worth little where nothing happens.
    for verdict, share in seen.items():
        somewhere = sum(count[verdict] > 0 for count in counts.values())
        assert somewhere >= share * len(counts), f"{verdict}: {somewhere} of {len(counts)} recommendations"


def _count(evaluator: Evaluator, shard: list[Timeline], days: list[int], counts: dict[str, Counter[str]]) -> None:
    """How often each recommendation has each verdict."""
    for one in verdicts(evaluator, population(shard), np.array(days, np.int32))[1]:
        often = np.bincount(one.codes, minlength=len(VERDICTS)).tolist()
        counts[one.recommendation.id].update(dict(zip(VERDICTS, often, strict=True)))
