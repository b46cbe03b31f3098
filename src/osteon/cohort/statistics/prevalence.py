"""How many have it: shares with limits, in groups and by time since diagnosis."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from osteon.cohort.statistics.curve import deviate
from osteon.cohort.statistics.inputs import Floats, codes, flags, numbers, refuse, times, watched

__all__ = ["Share", "prevalence", "prevalence_in_groups", "prevalence_over_time"]


class Share(NamedTuple):
    """`cases` of `people`, with limits; nan where there are no people. Arrays of one shape."""

    cases: NDArray[np.intp]
    people: NDArray[np.intp]
    share: Floats
    lower: Floats
    upper: Floats


def prevalence(cases: ArrayLike, people: ArrayLike, *, level: float = 0.95) -> Share:
    """Share with limits of Wilson's score (1927): `prop.test(cases, people, correct = FALSE)` of R. Counts of any one shape."""
    if not 0 < level < 1:
        raise ValueError(f"level is a share between 0 and 1, such as 0.95, not {level}")
    some, whole = np.asarray(cases), np.asarray(people)
    if some.shape != whole.shape:
        raise ValueError(f"cases has the shape {some.shape} and people {whole.shape}: give one count of each")
    k, n = codes(some.ravel(), "cases"), codes(whole.ravel(), "people")
    refuse(k > n, "cases: more than people", "count each person once")
    z2 = deviate(level) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        share = k / n
        middle = (k + z2 / 2) / (n + z2)
        half = np.sqrt(z2 * (k * (n - k) / n + z2 / 4)) / (n + z2)
        # At the ends the formula is exactly 0 or 1, which rounding would miss.
        lower = np.where(k == 0, 0.0, middle - half)
        upper = np.where(k == n, 1.0, middle + half)
    nobody = n == 0
    lower[nobody] = upper[nobody] = np.nan
    shape = some.shape
    return Share(k.reshape(shape), n.reshape(shape), share.reshape(shape), lower.reshape(shape), upper.reshape(shape))


def prevalence_in_groups(has: ArrayLike, group: ArrayLike, groups: int, *, level: float = 0.95) -> Share:
    """Prevalence in each of so many groups. Shape of the answer: (groups,), or (groups, columns) where `has` has columns.

    `has`: yes or no for each patient, (patients,); or (patients, columns), one column for each site, of which a patient may have
    several. `group`: 0 .. groups-1 for each patient, such as a subtype, or years since diagnosis cut into bands.
    """
    every = np.asarray(has)
    columns = every[:, np.newaxis] if every.ndim == 1 else every
    if columns.ndim != 2:
        raise ValueError("has must be one column of yes or no for the patients, or several columns")
    whose = codes(group, "group", len(columns))
    refuse(whose >= groups, f"group: beyond the {groups} groups", "number groups from 0")
    people = np.bincount(whose, minlength=groups)
    cases = np.empty((groups, columns.shape[1]), np.intp)
    for index in range(columns.shape[1]):
        yes = flags(columns[:, index], f"has, column {index}", len(columns))
        cases[:, index] = np.bincount(whose[yes], minlength=groups)
    if every.ndim == 1:
        return prevalence(cases[:, 0], people, level=level)
    return prevalence(cases, np.repeat(people[:, np.newaxis], columns.shape[1], axis=1), level=level)


def prevalence_over_time(
    end: ArrayLike, onset: ArrayLike, at: ArrayLike, *, entry: ArrayLike | None = None, level: float = 0.95
) -> Share:
    """Of those alive and watched at each of the times `at` since diagnosis, the share who had it by then, (times,).

    `end`: end of each patient's follow-up; `onset`: when it began, nan where it did not, both (patients,); `entry`: when watching
    began. A patient is watched at t where entry <= t < end. What began after the end is an error.
    """
    follow_up, wanted = watched(end, entry), times(at, "at")
    began = np.asarray(onset, dtype=np.float64)
    if began.shape != follow_up.end.shape:
        raise ValueError(f"onset has the shape {began.shape} where ({len(follow_up.end)},) is needed")
    ill = ~np.isnan(began)
    numbers(began[ill], "onset")
    refuse(ill & (began > follow_up.end), "onset: after the end of follow-up", "write nan where it was not seen")
    first = np.zeros(len(began)) if follow_up.entry is None else follow_up.entry

    def present(since: Floats, until: Floats) -> NDArray[np.intp]:
        started = np.searchsorted(np.sort(since), wanted, side="right")
        return started - np.searchsorted(np.sort(until), wanted, side="right")

    until = follow_up.end
    since = np.maximum(began[ill], first[ill])
    return prevalence(present(since, until[ill]), present(first, until), level=level)
