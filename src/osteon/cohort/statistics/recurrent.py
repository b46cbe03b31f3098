"""Events that come back: the mean number of them by time, with death as censoring or as the end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.cohort.statistics.curve import MEAN_LIMITS, Curve, bounds
from osteon.cohort.statistics.influence import Mean, mean_of_process
from osteon.cohort.statistics.inputs import Floats, check_limits, flags, happened, refuse, watched, weights_of

__all__ = ["Intervals", "ghosh_lin", "intervals", "mean_cumulative_function"]


class Intervals(NamedTuple):
    """The follow-up of patients cut at their events: one row for each stretch (start, stop], sorted by patient and time."""

    patient: NDArray[np.intp]
    """The row of the patient in the follow-up."""
    start: Floats
    stop: Floats
    event: NDArray[np.bool_]
    """Whether the stretch ended with an event."""


def mean_cumulative_function(
    end: ArrayLike,
    patient: ArrayLike,
    time: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    limits: str = "log",
    level: float = 0.95,
) -> Curve:
    """Mean number of events by time had everybody stayed under watch: sum of dN(u) / Y(u) (Nelson 1988, Nelson-Aalen).

    `end`: end of each patient's follow-up, (patients,). `patient`, `time`: one entry for each event, (events,): the row of its
    patient, and when, within (entry, end]. Death is taken as censoring: where death is common use `ghosh_lin`, which is lower.
    Standard error: robust to the dependence of a patient's events, sum over patients of the squared
    sum of (dN_i(u) - Y_i(u) dN(u) / Y(u)) / Y(u) (Lawless and Nadeau 1995). `limits`: log or plain.

    R: `survival::survfit(Surv(start, stop, event) ~ 1, id = patient, cluster = patient)`, `cumhaz` and `std.chaz`.
    """
    return _curve(end, None, patient, time, entry, weights, limits, level)


def ghosh_lin(
    end: ArrayLike,
    died: ArrayLike,
    patient: ArrayLike,
    time: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    limits: str = "log",
    level: float = 0.95,
) -> Curve:
    """Mean number of events by time when death ends them: sum of S(u-) dN(u) / Y(u), S of Kaplan-Meier for death.

    Ghosh and Lin 2000 (Cook and Lawless 1997). Arguments as for `mean_cumulative_function`, and `died`: whether the follow-up
    ended in death, (patients,). Times that are equal share their patients at risk; an event on the day of death counts.
    Standard error: sum over patients of the squared
    integral of S(u-) dM_i(u) / Y(u) - (mu(t) - mu(u)) dM_i^D(u) / Y(u) (Ghosh and Lin 2000).

    R, where no two times are equal: `mets::recurrentMarginal`, `mu` and `se.mu`; with equal times mets steps through them one by one.
    """
    return _curve(end, died, patient, time, entry, weights, limits, level)


def _curve(
    end: ArrayLike,
    died: ArrayLike | None,
    patient: ArrayLike,
    time: ArrayLike,
    entry: ArrayLike | None,
    weights: ArrayLike | None,
    limits: str,
    level: float,
) -> Curve:
    check_limits(level, limits, MEAN_LIMITS)
    follow_up = watched(end, entry)
    people = len(follow_up.end)
    ended = None if died is None else flags(died, "died", people)
    events = happened(patient, time, follow_up)
    found: Mean = mean_of_process(follow_up, events, ended, weights_of(weights, people), product_limit=False)
    se = np.sqrt(found.variance)
    lower, upper = bounds(found.mean, se, level, limits)
    return Curve(found.time, found.at_risk, found.events, found.ends, found.mean, se, lower, upper, 0.0, level, limits)


def intervals(
    end: ArrayLike, patient: ArrayLike, time: ArrayLike, *, entry: ArrayLike | None = None
) -> Intervals:  # fmt: skip
    """The rows that `andersen_gill` wants, out of follow-up and events as `mean_cumulative_function` takes them.

    A patient's covariates are brought to the rows by `covariates[rows.patient]`. Every stretch must last: an event at the very
    start, or two of one patient at one time, is an error (count days from the day after the start; merge events of one day).
    """
    follow_up = watched(end, entry)
    people = len(follow_up.end)
    first = np.zeros(people) if follow_up.entry is None else follow_up.entry
    refuse(follow_up.end <= first, "end: at the very start", "leave out who was not watched at all")
    events = happened(patient, time, follow_up)
    # The last stretch of a patient, unless it ended with an event.
    ends_with_event = np.zeros(people, np.bool_)
    ends_with_event[events.patient[events.time == follow_up.end[events.patient]]] = True
    open_ = np.flatnonzero(~ends_with_event)
    whose = np.concatenate((events.patient, open_))
    stop = np.concatenate((events.time, follow_up.end[open_]))
    event = np.concatenate((np.ones(len(events.time), np.bool_), np.zeros(len(open_), np.bool_)))
    order = np.lexsort((~event, stop, whose))
    whose, stop, event = whose[order], stop[order], event[order]
    start = np.empty(len(stop))
    start[1:] = stop[:-1]
    new = np.concatenate(([True], whose[1:] != whose[:-1])) if len(whose) else np.zeros(0, np.bool_)
    start[new] = first[whose[new]]
    refuse(stop <= start, "time: no time since the start or the event before", "merge events that happen at one time")
    return Intervals(whose, start, stop, event)
