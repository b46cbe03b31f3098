"""How often, for a time at risk: the skeletal morbidity rate of a cohort and of its patients, and the period rate."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.cohort.statistics.curve import deviate
from osteon.cohort.statistics.inputs import codes, happened, refuse, times, watched
from osteon.pathway.skeletal_events.rates import YEAR

__all__ = ["PERIOD_DAYS", "Rate", "morbidity_rate", "period_rate", "periods_with_event"]

DAYS_A_YEAR = float(YEAR)
PERIOD_DAYS = 84.0
"""Twelve weeks, the period of the trials of ibandronate."""


class Rate(NamedTuple):
    """A rate a year with limits. `pooled`: all events over all years; `mean`: mean of the patients' own rates. Name the one shown."""

    patients: int
    """With time at risk; others have no rate."""
    events: int
    years: float
    pooled: float | None
    pooled_se: float | None
    pooled_lower: float | None
    pooled_upper: float | None
    mean: float | None
    mean_se: float | None
    mean_lower: float | None
    mean_upper: float | None


NOBODY = Rate(0, 0, 0.0, None, None, None, None, None, None, None, None)


def morbidity_rate(events: ArrayLike, days: ArrayLike, *, level: float = 0.95) -> Rate:
    """Skeletal morbidity rate: counted events per year at risk, of the cohort and as mean of the patients.

    `events`: counted events of each patient, `days`: from her index day to the last assessment or death, both (patients,).
    The rates are those of `osteon.pathway.skeletal_events.rates.morbidity_rates`; patients without time at risk have none,
    and None stands where nobody has. An event of a patient without time at risk is an error.
    Pooled: se = root of the sum of (n_i - rate T_i)^2, over the sum of T_i, robust to patients who differ (a Poisson model with
    robust variance gives the same); limits on the log scale, none without events. Mean: se = sd / root n; limits plain, not below 0.
    """
    if not 0 < level < 1:
        raise ValueError(f"level is a share between 0 and 1, such as 0.95, not {level}")
    at_risk = times(days, "days")
    counted = codes(events, "events", len(at_risk))
    refuse((at_risk == 0) & (counted > 0), "events: without any time at risk", "leave out who was not watched")
    some = at_risk > 0
    years, count = at_risk[some] / DAYS_A_YEAR, counted[some].astype(np.float64)
    if not len(years):
        return NOBODY
    z = deviate(level)
    total, number = float(years.sum()), int(count.sum())
    pooled = number / total
    pooled_se = float(np.sqrt(np.sum((count - pooled * years) ** 2))) / total
    factor = float(np.exp(z * pooled_se / pooled)) if number else None
    own = count / years
    mean = float(own.mean())
    mean_se = float(own.std(ddof=1) / np.sqrt(len(own))) if len(own) > 1 else None
    return Rate(
        patients=len(years),
        events=number,
        years=total,
        pooled=pooled,
        pooled_se=pooled_se if number else None,
        pooled_lower=pooled / factor if factor else None,
        pooled_upper=pooled * factor if factor else None,
        mean=mean,
        mean_se=mean_se,
        mean_lower=None if mean_se is None else max(mean - z * mean_se, 0.0),
        mean_upper=None if mean_se is None else mean + z * mean_se,
    )


def periods_with_event(
    end: ArrayLike, patient: ArrayLike, time: ArrayLike, *, period: float = PERIOD_DAYS
) -> NDArray[np.intp]:  # fmt: skip
    """In how many periods each patient had an event, (patients,).

    Arguments as for `mean_cumulative_function`, in days; the k-th period of a patient is ((k-1) `period`, k `period`] after the
    index day, which itself belongs to the first.
    """
    if not period > 0:
        raise ValueError(f"period is a number of days above 0, not {period}")
    follow_up = watched(end, None)
    events = happened(patient, time, follow_up)
    number = np.maximum(np.ceil(events.time / period), 1.0)
    new = np.concatenate(([True], (events.patient[1:] != events.patient[:-1]) | (number[1:] != number[:-1])))
    whose = events.patient[new[: len(number)]]
    return np.bincount(whose, minlength=len(follow_up.end))


def period_rate(
    end: ArrayLike, patient: ArrayLike, time: ArrayLike, *, period: float = PERIOD_DAYS, level: float = 0.95
) -> Rate:  # fmt: skip
    """Skeletal morbidity period rate: periods with an event (of 12 weeks) per year at risk, so that a cluster counts once.

    As in the trials of ibandronate (Body and others 2004: "number of 12-week periods with new skeletal complications").
    Arguments as for `periods_with_event`; the time at risk is the whole follow-up, a last period that is cut short included.
    """
    found = periods_with_event(end, patient, time, period=period)
    return morbidity_rate(found, end, level=level)
