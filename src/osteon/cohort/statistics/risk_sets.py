"""Who is at risk when something happens: rows and event times as positions, so that a sum over a risk set is a running sum."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from osteon.cohort.statistics.inputs import Floats, added

__all__ = ["RiskSets", "Ties", "over_risk_sets", "risk_sets", "ties_of"]


class RiskSets(NamedTuple):
    """The distinct event times, each stratum its own, in order; and of each row at which of them it is at risk."""

    size: int
    first: NDArray[np.intp]
    """The row is at risk at the event times first <= k < last."""
    last: NDArray[np.intp]
    died: NDArray[np.intp]
    """The rows that had an event."""
    died_at: NDArray[np.intp]
    """Its event time, for each row of `died`."""


class Ties(NamedTuple):
    """Sums over the events of one time, for each event time; f = j/d for the j-th of d tied events (Efron), 0 in Breslow's way.

    With D the risk at the time and E that of those with the event, `one` is the sum of 1 / (D - f E), `part` of f / (D - f E),
    and the squared ones of 1, f and f^2 over (D - f E)^2.
    """

    log: Floats
    one: Floats
    part: Floats
    square: Floats
    square_part: Floats
    square_parts: Floats


def risk_sets(start: Floats | None, stop: Floats, event: NDArray[np.bool_], strata: NDArray[np.intp] | None) -> RiskSets:
    """Rows at risk in (start, stop], within their stratum; `start` None: from the beginning."""
    values = stop if start is None else np.concatenate((start, stop))
    place = np.unique(values, return_inverse=True)[1].astype(np.intp, copy=False) + 1
    begin = np.zeros(len(stop), np.intp) if start is None else place[: len(stop)]
    end = place[-len(stop) :] if len(stop) else place
    if strata is not None:
        # Each stratum has its own stretch of positions, so that its rows never meet those of another.
        stretch = strata * (int(place.max(initial=0)) + 1)
        begin, end = begin + stretch, end + stretch
    moments, died_at = np.unique(end[event], return_inverse=True)
    return RiskSets(
        size=len(moments),
        first=np.searchsorted(moments, begin, side="right"),
        last=np.searchsorted(moments, end, side="right"),
        died=np.flatnonzero(event),
        died_at=died_at,
    )


def over_risk_sets(sets: RiskSets, values: Floats) -> Floats:
    """The sum of `values` over the rows at risk, at each event time. Summed from the end, where few are left."""
    leave, enter = added(sets.last, values, sets.size + 1), added(sets.first, values, sets.size + 1)
    return np.cumsum((leave - enter)[::-1])[::-1][1:]


def ties_of(sets: RiskSets, risk: Floats, died_risk: Floats, efron: bool) -> Ties:
    """The sums that Efron's or Breslow's way with tied events needs; `risk`, `died_risk`: shape (event times,)."""
    deaths = added(sets.died_at, None, sets.size)
    if not efron or deaths.max(initial=0) <= 1:
        one, none = deaths / risk, np.zeros(sets.size)
        return Ties(deaths * np.log(risk), one, none, deaths / risk**2, none, none)
    where = np.repeat(np.arange(sets.size), deaths.astype(np.intp))
    begins = np.cumsum(deaths) - deaths
    f = (np.arange(len(where)) - begins[where]) / deaths[where]
    denominator = risk[where] - f * died_risk[where]
    one = 1 / denominator

    def summed(values: Floats) -> Floats:
        return added(where, values, sets.size)

    return Ties(
        log=summed(np.log(denominator)),
        one=summed(one),
        part=summed(f * one),
        square=summed(one**2),
        square_part=summed(f * one**2),
        square_parts=summed(f**2 * one**2),
    )
