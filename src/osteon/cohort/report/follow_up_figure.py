"""How long the patients were followed, and what ended it."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa

from osteon.cohort.outcomes import Outcomes
from osteon.cohort.outcomes.arrays import arrays_of, followed_rows
from osteon.cohort.report.figure import Figure
from osteon.cohort.report.words import how_many, spelt_day, years_of
from osteon.cohort.statistics import kaplan_meier, median

__all__ = ["follow_up_figure"]

ENDED = {
    "death": "death",
    "last-entry": "last entry of the record",
    "as-of": "still followed on the last day of the data",
}


def follow_up_figure(found: Outcomes) -> Figure:
    """What ended the follow-up of those who are in the curves."""
    one = arrays_of(found)
    ways = Counter(found.follow_up.filter(pa.array(followed_rows(found)))["ended_by"].to_pylist())
    whole = sum(ways.values())
    table = pa.table(
        {
            "label": pa.array(list(ENDED.values()), pa.string()),
            "count": pa.array([ways[name] for name in ENDED], pa.int64()),
            "share": pa.array([ways[name] / whole if whole else None for name in ENDED], pa.float64()),
        }
    )
    says = "Nobody was followed beyond the index day."
    if whole:
        middle = median(kaplan_meier(one.days, ~one.died)).time
        says = f"Median follow-up {years_of(middle)}; {how_many(ways['death'], 'patient', 'patients')} died."
    return Figure(
        id="follow-up",
        title="How follow-up ended",
        says=says,
        definition="Those who are followed beyond the index day. Median: Kaplan-Meier with death as censoring and the "
        "end of follow-up as the "
        f"event. Data up to {spelt_day(found.data_until)}.",
        table=table,
        chart="bars",
    )
