"""Small cells kept from sight, and whatever would let them be computed back."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from osteon.cohort.measures.rows import ALL

__all__ = ["hidden"]

Flags = NDArray[np.bool_]


def hidden(keys: Sequence[tuple[str, str]], counts: NDArray[np.int64], smallest: int) -> Flags:
    """Which counts (one row for each measure and stratum, one column for each outcome) are kept back.

    `keys`: measure and stratifier of each row. Counts from 1 to `smallest` - 1 are small. An outcome that is small in the whole measure
    is kept back in all its strata, since these add up to it. A stratum with a small count is kept back as a whole; and so are further
    ones, the smallest first, until what is left over from the whole gives away no small count. A sum of a row may be shown only where
    none of its parts is kept back.
    """
    gone = np.zeros(counts.shape, bool)
    if smallest < 2:
        return gone
    small = (counts > 0) & (counts < smallest)
    for measure in dict.fromkeys(name for name, _ in keys):
        rows = np.array([name == measure for name, _ in keys])
        whole = next(row for row, key in enumerate(keys) if key == (measure, ALL))
        gone[np.ix_(rows, small[whole])] = True
        shown = ~small[whole]
        for stratifier in dict.fromkeys(name for found, name in keys if found == measure and name != ALL):
            here = np.flatnonzero([key == (measure, stratifier) for key in keys])
            gone[here[_strata(counts[here][:, shown], smallest)]] = True
    return gone


def _strata(counts: NDArray[np.int64], smallest: int) -> Flags:
    """Strata (rows) that are kept back."""
    back: Flags = np.any((counts > 0) & (counts < smallest), axis=1)
    while back.any() and not back.all():
        left = counts[back].sum(axis=0)
        if back.sum() > 1 and not ((left > 0) & (left < smallest)).any():
            break
        others = np.flatnonzero(~back)
        back[others[np.argmin(counts[others].sum(axis=1))]] = True
    return back
