"""Time to a first event: Kaplan-Meier, its restricted mean, and the cumulative incidence of one of several causes."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from osteon.cohort.statistics.curve import SHARE_LIMITS, Curve, bounds, deviate
from osteon.cohort.statistics.influence import mean_of_process
from osteon.cohort.statistics.inputs import Happened, check_limits, codes, flags, numbers, watched, weights_of

__all__ = ["RestrictedMean", "cumulative_incidence", "kaplan_meier", "restricted_mean"]


class RestrictedMean(NamedTuple):
    """Mean time without the event up to `until`, in the unit of the times."""

    mean: float
    se: float
    lower: float
    upper: float
    until: float


def kaplan_meier(
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    limits: str = "log-log",
    level: float = 0.95,
) -> Curve:
    """Share of patients without the event by time (Kaplan and Meier 1958), who dies or leaves being censored.

    `time`: end of each patient's follow-up, `event`: whether it was the event, both (patients,), in any one unit of time.
    `entry`: when watching began (left truncation); at risk in (entry, time]. A patient censored at the time of an event is at
    risk for it. Standard error: Greenwood's formula; with `weights` the robust one (sum of squared influences, infinitesimal
    jackknife). `limits`: log-log (Kalbfleisch and Prentice), log (R's default) or plain; nan where the curve is at 0.
    With death as another way out this overstates the share with the event: show `cumulative_incidence` beside it.

    R: `survival::survfit(Surv(entry, time, event) ~ 1, conf.type=)`; with weights `robust = TRUE`.
    """
    check_limits(level, limits, SHARE_LIMITS)
    follow_up = watched(time, entry, "time")
    had = flags(event, "event", len(follow_up.end))
    weight = weights_of(weights, len(follow_up.end))
    whose = np.flatnonzero(had)
    found = mean_of_process(follow_up, Happened(whose, follow_up.end[whose]), had, weight, product_limit=True)
    if weight is None:
        with np.errstate(divide="ignore", invalid="ignore"):
            parts = found.ends / (found.at_risk * (found.at_risk - found.ends))
            se = found.free * np.sqrt(np.cumsum(parts))
    else:
        se = np.where(found.free > 0, np.sqrt(found.variance), np.nan)
    lower, upper = bounds(found.free, se, level, limits, ceiling=1.0)
    return Curve(
        found.time, found.at_risk, found.events, np.zeros(len(found.time)), found.free, se, lower, upper, 1.0, level, limits
    )


def cumulative_incidence(
    time: ArrayLike,
    cause: ArrayLike,
    *,
    of: int = 1,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    limits: str = "log-log",
    level: float = 0.95,
) -> Curve:
    """Share of patients whose first event was of the cause `of`, by time, other causes competing (Aalen and Johansen 1978).

    `time`: end of each patient's follow-up, `cause`: what ended it, 0 for nothing (censored), both (patients,); for the first
    skeletal event 1 event, 2 death before it. F(t) = sum of S(u-) dN(u) / Y(u), S being free of every cause; causes of one time
    share its patients at risk. The curves of all causes and the event-free share add up to 1.
    Standard error: sum of squared influences of the patients; without weights and late entry it is Greenwood's formula for the
    Aalen-Johansen estimator (Andersen, Borgan, Gill, Keiding 1993) and, with one cause, that of Kaplan-Meier.

    R: `survival::survfit(Surv(time, factor(cause)) ~ 1)` for value, se and limits; `cmprsk::cuminc` has the same value, and a
    variance (Aalen 1978) that differs in small groups.
    """
    check_limits(level, limits, SHARE_LIMITS)
    follow_up = watched(time, entry, "time")
    causes = codes(cause, "cause", len(follow_up.end))
    if of < 1:
        raise ValueError(f"of is the number of a cause, from 1 on, not {of}; 0 stands for who was censored")
    whose = np.flatnonzero(causes == of)
    found = mean_of_process(
        follow_up, Happened(whose, follow_up.end[whose]), causes > 0, weights_of(weights, len(causes)), product_limit=True
    )
    se = np.sqrt(found.variance)
    lower, upper = bounds(found.mean, se, level, limits, ceiling=1.0)
    others = found.ends - found.events
    return Curve(found.time, found.at_risk, found.events, others, found.mean, se, lower, upper, 0.0, level, limits)


def restricted_mean(
    time: ArrayLike, event: ArrayLike, until: float, *, entry: ArrayLike | None = None, level: float = 0.95
) -> RestrictedMean | None:
    """Mean time without the event between 0 and `until`: the area below the Kaplan-Meier curve. None without patients.

    Arguments as for `kaplan_meier`. Variance: sum of dD(u) / (Y(u) (Y(u) - dD(u))) times the squared area after u, up to
    `until` (Irwin 1949; Royston and Parmar 2013); limits plain. Nobody watched until then, nothing to say: an error.

    R: `print(survfit(...), rmean = until)`.
    """
    curve = kaplan_meier(time, event, entry=entry, level=level)
    (last,) = numbers([until], "until")
    if last <= 0:
        raise ValueError("until must be after the start of follow-up")
    if not len(curve.time):
        return None
    if last > curve.time[-1] and curve.estimate[-1] > 0:
        raise ValueError("until is later than anybody was watched: choose a time that some patients have reached")
    kept = curve.time <= last
    edges = np.concatenate(([0.0], curve.time[kept], [last]))
    areas = np.diff(edges) * np.concatenate(([1.0], curve.estimate[kept]))
    after = np.cumsum(areas[::-1])[::-1][1:]
    risk, events = curve.at_risk[kept], curve.events[kept]
    stay = risk - events
    parts = np.divide(events, risk * stay, out=np.zeros(len(risk)), where=stay > 0)
    mean, se = float(areas.sum()), float(np.sqrt(np.sum(after**2 * parts)))
    z = deviate(level)
    return RestrictedMean(mean, se, mean - z * se, mean + z * se, float(last))
