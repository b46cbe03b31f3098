"""How far a share may lie from the one expected by chance alone: exact limits for funnel plots and control charts."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from osteon.cohort.statistics.inputs import Floats, codes

__all__ = ["binomial_limits"]

FAR = 12.0
"""Standard deviations, and 40 people more, beyond which the tails of the distribution weigh nothing."""


def binomial_limits(people: ArrayLike, share: float, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Between which shares of so many people lie with the probability `level` if each has the probability `share`; (n,) each.

    Exact limits for funnel plots as Spiegelhalter asks for them (2005, doi:10.1002/sim.1970; abstract and introduction read, not the
    appendix): quantiles of the binomial distribution itself, here interpolated between neighbouring counts. With r the
    smallest count for which P(R <= r) >= p, the limit is (r - (P(R <= r) - p) / P(R = r)) / n, for p = (1 -+ level) / 2. Where r is
    nobody or everybody the limit is 0 or 1: no count lies beyond it. nan where there are no people.
    """
    if not 0 < level < 1:
        raise ValueError(f"level is a share between 0 and 1, such as 0.95, not {level}")
    if not 0 <= share <= 1:
        raise ValueError(f"share is between 0 and 1, not {share}")
    sizes = codes(people, "people")
    lower, upper = np.full(len(sizes), np.nan), np.full(len(sizes), np.nan)
    distinct, place = np.unique(sizes, return_inverse=True)
    for number, size in enumerate(distinct.tolist()):
        if size:
            lower[place == number], upper[place == number] = _limits(size, share, level)
    return lower, upper


def _limits(size: int, share: float, level: float) -> tuple[float, float]:
    if share in (0.0, 1.0):
        return share, share
    deviation = np.sqrt(size * share * (1 - share))
    first = max(int(size * share - FAR * deviation) - 40, 0)
    last = min(int(size * share + FAR * deviation) + 40, size)
    counts = np.arange(first, last + 1)
    # P(k) / P(k - 1), from which the distribution follows without factorials.
    ratios = np.log((size - counts[1:] + 1) / counts[1:]) + np.log(share / (1 - share))
    logs = np.concatenate(([0.0], np.cumsum(ratios)))
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    below = np.cumsum(weights)

    def at(probability: float) -> float:
        place = min(int(np.searchsorted(below, probability)), len(below) - 1)
        count = int(counts[place])
        if count in (0, size):
            return count / size
        return float(count - (below[place] - probability) / weights[place]) / size

    return at((1 - level) / 2), at((1 + level) / 2)
