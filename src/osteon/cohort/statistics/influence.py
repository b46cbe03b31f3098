"""The mean of a counting process that something may end, and the spread of it, in one pass over patients and events.

One estimator stands behind four curves. With Y(u) patients at risk just before u, dN(u) events and dD(u) ends at u,

    S(u) = prod_{v<=u} (1 - dD(v) / Y(v)),    mu(t) = sum_{u<=t} S(u-) dN(u) / Y(u).

Events that are also ends (first events by cause): Aalen-Johansen. Any events, ends are deaths: Ghosh-Lin. No ends: Nelson.

The variance is the sum over patients of the squared influence of each. Written out, a patient's influence at t is

    U(t) = a + b mu(t) + c R(t),

where (a, b, c) change only when the patient enters, has an event, or leaves, and mu and R are the same for all. So the sum of
squares needs six running sums over the times and no table of patients by times: time and memory grow with the rows alone.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from osteon.cohort.statistics.inputs import Floats, Happened, Watched, added

__all__ = ["Mean", "mean_of_process"]

NOISE = 1e-13


class Mean(NamedTuple):
    """The process at each distinct time."""

    time: Floats
    at_risk: Floats
    events: Floats
    ends: Floats
    free: Floats
    """S: the share that nothing has ended so far."""
    mean: Floats
    variance: Floats


def mean_of_process(
    follow_up: Watched,
    events: Happened,
    ended: NDArray[np.bool_] | None,
    weights: Floats | None,
    *,
    product_limit: bool,
) -> Mean:
    """The mean number of events by time, with the sum of squared influences as variance.

    `ended`: whose risk something ended at `end`. `product_limit`: the influence on S is the exact derivative of the
    product-limit estimate (it then equals Greenwood's formula); otherwise that of its logarithm's leading term, dM/Y, as
    Ghosh and Lin (2000) write it.
    """
    people = len(follow_up.end)
    time, place = np.unique(np.concatenate((follow_up.end, events.time)), return_inverse=True)
    end_at, event_at = place[:people], place[people:]
    entry_at = (
        np.zeros(people, np.intp)
        if follow_up.entry is None
        else np.searchsorted(time, follow_up.entry, side="right")
    )  # fmt: skip
    size = len(time)
    end_at_ended = end_at[ended] if ended is not None else end_at[:0]

    count = added(event_at, None if weights is None else weights[events.patient], size)
    ends = added(end_at_ended, None if weights is None or ended is None else weights[ended], size)
    left, entered = added(end_at, weights, size), added(entry_at, weights, size)
    # Summed from the end, so that the few who are left at last are counted exactly.
    at_risk = np.cumsum((left - np.append(entered[1:], 0.0))[::-1])[::-1] if size else left
    stay = at_risk - ends
    stay[stay < 1e-12 * at_risk] = 0.0
    free = np.cumprod(stay / at_risk, dtype=np.float64)
    before = np.concatenate(([1.0], free[:-1])) if size else free
    step = before * count / at_risk
    mean = np.cumsum(step)
    return Mean(
        time, at_risk, count, ends, free, mean,
        _variance(
            _Shared(mean, step, before / at_risk, at_risk, ends, stay, product_limit),
            entry_at, end_at, event_at, events.patient, ended, weights,
        ),
    )  # fmt: skip


class _Shared(NamedTuple):
    """What the influence of every patient is made of, by time."""

    mean: Floats
    step: Floats
    jump: Floats
    """What one event adds to the influence of its patient: S(u-) / Y(u)."""
    at_risk: Floats
    ends: Floats
    stay: Floats
    product_limit: bool


def _variance(
    shared: _Shared,
    entry_at: NDArray[np.intp],
    end_at: NDArray[np.intp],
    event_at: NDArray[np.intp],
    patient: NDArray[np.intp],
    ended: NDArray[np.bool_] | None,
    weights: Floats | None,
) -> Floats:
    mean, size = shared.mean, len(shared.mean)
    # G: by how much being at risk for an end lowers the logarithm of S; H: the same for the events themselves.
    lost = shared.stay if shared.product_limit else shared.at_risk
    share = np.divide(1.0, lost, out=np.zeros(size), where=lost > 0)
    fall = np.cumsum(shared.ends / shared.at_risk * share)
    before = np.concatenate(([0.0], fall[:-1])) if size else fall
    drift = np.cumsum((before - 1 / shared.at_risk) * shared.step)
    # While at risk U = a + b mu + R, and it is 0 at entry.
    entry_fall, entry_mean, entry_drift = (_just_before(values, entry_at) for values in (fall, mean, drift))
    b = -entry_fall
    a_entry = -entry_drift - b * entry_mean
    a_last = a_entry + added(patient, shared.jump[event_at], len(end_at))
    a_event = a_entry[patient] + _earlier(shared.jump[event_at], patient)
    # After the end U = a + b mu: what the patient's own end, or having stayed, does to S for all that follows.
    b_after = fall[end_at] - entry_fall
    if ended is not None:
        b_after -= np.where(ended, share[end_at], 0.0)
    a_after = a_last + (b - b_after) * mean[end_at] + drift[end_at]

    square = np.ones(len(end_at)) if weights is None else weights**2
    jump, squared = shared.jump[event_at], square[patient]

    def running(entry: Floats, event: Floats | None, end: Floats) -> Floats:
        change = added(entry_at, square * entry, size) + added(end_at, square * end, size)
        if event is not None:
            change += added(event_at, squared * event, size)
        return np.cumsum(change)

    aa = running(a_entry**2, (2 * a_event + jump) * jump, a_after**2 - a_last**2)
    ab = running(a_entry * b, jump * b[patient], a_after * b_after - a_last * b)
    ac = running(a_entry, jump, -a_last)
    bb = running(b**2, None, b_after**2 - b**2)
    bc = running(b, None, -b)
    cc = running(np.ones(len(b)), None, -np.ones(len(b)))
    spread = aa + mean * (2 * ab + mean * bb) + drift * (2 * ac + 2 * mean * bc + drift * cc)
    # What is left after rounding where the true variance is 0.
    return np.where(spread > NOISE * (aa + mean**2 * bb + drift**2 * cc), spread, 0.0)


def _just_before(values: Floats, place: NDArray[np.intp]) -> Floats:
    return np.concatenate(([0.0], values))[place]


def _earlier(jumps: Floats, patient: NDArray[np.intp]) -> Floats:
    """Of each event the sum over the earlier events of the same patient; rows are sorted by patient."""
    if not len(jumps):
        return jumps
    so_far = np.concatenate(([0.0], np.cumsum(jumps)[:-1]))
    first = np.concatenate(([True], patient[1:] != patient[:-1]))
    return so_far - so_far[np.maximum.accumulate(np.where(first, np.arange(len(jumps)), 0))]
