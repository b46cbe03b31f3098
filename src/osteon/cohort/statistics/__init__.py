"""Statistics of skeletal events and survival over many patients: functions of NumPy arrays, without input or output.

Every row of an argument is a patient (or, for events, an event with the row of its patient); times are in one unit, from an
index day on. Each function names the function of R that it equals. See docs/decisions/0012-statistics-of-our-own.md.
"""

from __future__ import annotations

from osteon.cohort.statistics.curve import Curve, Median, Reading, median, numbers_at_risk, read_off
from osteon.cohort.statistics.limits import binomial_limits
from osteon.cohort.statistics.prevalence import Share, prevalence, prevalence_in_groups, prevalence_over_time
from osteon.cohort.statistics.rates import PERIOD_DAYS, Rate, morbidity_rate, period_rate, periods_with_event
from osteon.cohort.statistics.recurrent import Intervals, ghosh_lin, intervals, mean_cumulative_function
from osteon.cohort.statistics.regression import Hazards, andersen_gill, cox
from osteon.cohort.statistics.survival import RestrictedMean, cumulative_incidence, kaplan_meier, restricted_mean

__all__ = [
    "PERIOD_DAYS",
    "Curve",
    "Hazards",
    "Intervals",
    "Median",
    "Rate",
    "Reading",
    "RestrictedMean",
    "Share",
    "andersen_gill",
    "binomial_limits",
    "cox",
    "cumulative_incidence",
    "ghosh_lin",
    "intervals",
    "kaplan_meier",
    "mean_cumulative_function",
    "median",
    "morbidity_rate",
    "numbers_at_risk",
    "period_rate",
    "periods_with_event",
    "prevalence",
    "prevalence_in_groups",
    "prevalence_over_time",
    "read_off",
    "restricted_mean",
]
