"""A curve over time with its numbers at risk and confidence limits, and how to read it off."""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.cohort.statistics.inputs import Floats, times, watched

__all__ = ["Curve", "Median", "Reading", "bounds", "deviate", "median", "numbers_at_risk", "read_off"]

MEAN_LIMITS = ("log", "plain")
SHARE_LIMITS = ("log-log", "log", "plain")
CLOSE = 2**-26
"""Two values of a curve nearer than this are the same (R's tolerance, the square root of the machine's precision)."""


class Curve(NamedTuple):
    """A step function: the value at `time[j]` holds until the next time. All arrays have one entry for each distinct time.

    The times are all at which something ended or happened, also where the curve does not move. Without patients: no entry.
    """

    time: Floats
    at_risk: Floats
    """Patients (their weight) watched just before the time and free of what ends the risk."""
    events: Floats
    """Events (their weight) at the time, of the kind that the curve counts."""
    competing: Floats
    """Patients (their weight) whose risk was ended at the time by something else than the end of watching."""
    estimate: Floats
    se: Floats
    lower: Floats
    upper: Floats
    start: float
    """The value before the first time: 1 of a survival curve, else 0."""
    level: float
    limits: str


class Reading(NamedTuple):
    """A curve at chosen times; nan after the last time at which anybody was watched."""

    time: Floats
    estimate: Floats
    se: Floats
    lower: Floats
    upper: Floats


class Median(NamedTuple):
    """The median time with its confidence limits; None where the curve does not come so far."""

    time: float | None
    lower: float | None
    upper: float | None


def deviate(level: float) -> float:
    """The standard normal deviate of two-sided limits: 1.96 for 0.95."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def bounds(value: Floats, se: Floats, level: float, limits: str, ceiling: float = np.inf) -> tuple[Floats, Floats]:
    """Pointwise lower and upper limits, as `survfit_confint` of R's survival makes them.

    plain: value -+ z se. log: exp(log value -+ z se / value). log-log: exp(-exp(log(-log value) -+ z se / (value log value))),
    for shares only. Never below 0 or above `ceiling`; nan where the transformed value is not finite (log-log of 0 and 1).
    """
    z = deviate(level)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        if limits == "plain":
            return np.maximum(value - z * se, 0.0), np.minimum(value + z * se, ceiling)
        if limits == "log":
            positive = np.where(value > 0, value, np.nan)
            factor = np.exp(z * se / positive)
            return positive / factor, np.minimum(positive * factor, ceiling)
        inner = np.where((value > 0) & (value < 1), value, np.nan)
        log = np.log(inner)
        width = z * se / (inner * log)
        one, other = np.exp(log * np.exp(width)), np.exp(log * np.exp(-width))
        return np.minimum(one, other), np.maximum(one, other)


def read_off(curve: Curve, at: ArrayLike) -> Reading:
    """The curve at the times `at` (any order): `summary(survfit, times=)` of R, with nan where R would say nothing."""
    wanted = times(at, "at")
    if not len(curve.time):
        nothing = np.full(len(wanted), np.nan)
        return Reading(wanted, nothing, nothing, nothing, nothing)
    place = np.searchsorted(curve.time, wanted, side="right")
    first = np.array([curve.start])
    low, high = bounds(first, np.zeros(1), curve.level, curve.limits)
    beyond = wanted > curve.time[-1]

    def pick(before: Floats, values: Floats) -> Floats:
        return np.where(beyond, np.nan, np.concatenate((before, values))[place])

    return Reading(
        time=wanted,
        estimate=pick(first, curve.estimate),
        se=pick(np.zeros(1), curve.se),
        lower=pick(low, curve.lower),
        upper=pick(high, curve.upper),
    )


def numbers_at_risk(end: ArrayLike, at: ArrayLike, *, entry: ArrayLike | None = None) -> NDArray[np.intp]:
    """How many patients are still watched just before each of the times `at`: the row of figures below a curve.

    `end`: the last time of each patient's risk, event or not, shape (patients,). A patient counts at t where entry < t <= end;
    who enters at 0, or has no entry, counts from 0 on. Shape of the answer: that of `at`. R: `summary(survfit, times=)$n.risk`.
    """
    follow_up, wanted = watched(end, entry), times(at, "at")
    ended = np.searchsorted(np.sort(follow_up.end), wanted, side="left")
    if follow_up.entry is None:
        return len(follow_up.end) - ended
    first = np.where(follow_up.entry > 0, follow_up.entry, -1.0)
    return np.searchsorted(np.sort(first), wanted, side="left") - ended


def median(curve: Curve) -> Median:
    """The time at which a survival curve first falls to one half, with the times at which its limits do.

    Brookmeyer and Crowley 1982; where the curve lies exactly on one half, the middle of that stretch, as R prints it.
    """
    return Median(
        _half(curve.time, curve.estimate), _half(curve.time, curve.lower), _half(curve.time, curve.upper)
    )  # fmt: skip


def _half(time: Floats, value: Floats) -> float | None:
    below = np.flatnonzero(value < 0.5 + CLOSE)
    if not len(below):
        return None
    first = below[0]
    later = np.flatnonzero(value < value[first])
    if abs(value[first] - 0.5) < CLOSE and len(later):
        return float(time[first] + time[later[0]]) / 2
    return float(time[first])
