"""Rates, times and ratios of outcomes as small tables."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from osteon.cohort.outcomes.arrays import Arrays, arrays_of, groups_of
from osteon.cohort.outcomes.outcomes import Outcomes
from osteon.cohort.statistics import (
    Rate,
    kaplan_meier,
    median,
    morbidity_rate,
    period_rate,
    restricted_mean,
)

__all__ = ["DAYS_A_YEAR", "SURVIVING", "rates", "times"]

DAYS_A_YEAR = 365.25
HORIZONS = (5, 3, 2, 1)
"""Years up to which a restricted mean may go: the longest that is followed in every group."""
STILL_FOLLOWED = 10
SURVIVING = "overall survival"

RATES = pa.schema(
    [
        ("label", pa.string()),
        ("group", pa.string()),
        ("measure", pa.string()),
        ("patients", pa.int32()),
        ("events", pa.int32()),
        ("years", pa.float64()),
        ("estimate", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
    ]
)
TIMES = pa.schema(
    [
        ("group", pa.string()),
        ("measure", pa.string()),
        ("patients", pa.int32()),
        ("ended", pa.int32()),
        ("median", pa.float64()),
        ("median_lower", pa.float64()),
        ("median_upper", pa.float64()),
        ("until", pa.int32()),
        ("mean", pa.float64()),
        ("mean_lower", pa.float64()),
        ("mean_upper", pa.float64()),
    ]
)


def rates(found: Outcomes, stratum: str | None = None) -> pa.Table:
    """Skeletal morbidity rate and period rate, each of the cohort and as mean of the patients, in all or in each group."""
    whole = arrays_of(found)
    codes, words = groups_of(found, stratum)
    rows = []
    for number, word in enumerate(words):
        one = whole.of(codes == number)
        said = (
            ("events per person-year", morbidity_rate(one.counts, one.days)),
            ("12-week periods with an event per person-year", period_rate(one.days, one.patient, one.time)),
        )
        for measure, rate in said:
            rows.append(_rate(word, f"{measure}, cohort", rate, rate.pooled, rate.pooled_lower, rate.pooled_upper))
            rows.append(_rate(word, f"{measure}, mean of patients", rate, rate.mean, rate.mean_lower, rate.mean_upper))
    return pa.Table.from_pylist(rows, schema=RATES)


def _rate(
    group: str, measure: str, rate: Rate, estimate: float | None, lower: float | None, upper: float | None
) -> dict[str, object]:
    return {
        "label": f"{group}: {measure}", "group": group, "measure": measure, "patients": rate.patients,
        "events": rate.events, "years": rate.years, "estimate": estimate, "lower": lower, "upper": upper,
    }  # fmt: skip


def times(found: Outcomes, stratum: str | None = None) -> pa.Table:
    """Median and restricted mean, in days, of survival and of the time free of events, in all or in each group."""
    whole = arrays_of(found)
    codes, words = groups_of(found, stratum)
    groups = [(word, whole.of(codes == number)) for number, word in enumerate(words)]
    until = _horizon([one for _, one in groups])
    rows = []
    for word, one in groups:
        free = one.cause > 0
        for measure, time, ended in (
            (SURVIVING, one.days, one.died),
            ("without a skeletal event or death", one.first, free),
        ):
            middle = median(kaplan_meier(time, ended))
            mean = restricted_mean(time, ended, until) if until is not None else None
            rows.append(
                {
                    "group": word, "measure": measure, "patients": len(time), "ended": int(np.sum(ended)),
                    "median": middle.time, "median_lower": middle.lower, "median_upper": middle.upper,
                    "until": None if until is None else round(until), "mean": mean and mean.mean,
                    "mean_lower": mean and mean.lower, "mean_upper": mean and mean.upper,
                }
            )  # fmt: skip
    return pa.Table.from_pylist(rows, schema=TIMES)


def _horizon(groups: Sequence[Arrays]) -> float | None:
    """The longest span of whole years after which in every group some are still followed, by what is asked of all of them alike."""
    for years in HORIZONS:
        until = round(years * DAYS_A_YEAR)
        if groups and all(int(np.sum(one.first > until)) >= STILL_FOLLOWED for one in groups):
            return float(until)
    return None
