"""What the statistics accept, checked in words: how many rows are wrong and where the first is, never a value of a patient."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "Floats",
    "Happened",
    "Watched",
    "added",
    "check_limits",
    "codes",
    "flags",
    "happened",
    "labels",
    "numbers",
    "refuse",
    "times",
    "watched",
    "weights_of",
]

Floats = NDArray[np.float64]


class Watched(NamedTuple):
    """Follow-up of each patient: at risk in (entry, end], or from the very start where `entry` is None."""

    end: Floats
    entry: Floats | None


class Happened(NamedTuple):
    """Events, one a row: whose (a row of `Watched`) and when, sorted by patient and then by time."""

    patient: NDArray[np.intp]
    time: Floats


def numbers(values: ArrayLike, name: str, rows: int | None = None) -> Floats:
    """One finite number a row, as an array."""
    try:
        found = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        raise ValueError(f"{name} must be numbers, one for each row") from None
    if found.ndim != 1:
        raise ValueError(f"{name} must be one column of numbers, not an array of {found.ndim} dimensions")
    if rows is not None and len(found) != rows:
        raise ValueError(f"{name} has {len(found)} rows where {rows} are needed: give one for each")
    refuse(~np.isfinite(found), f"{name}: not a number, or infinite", "leave these rows out or mend them")
    return found


def times(values: ArrayLike, name: str, rows: int | None = None) -> Floats:
    """Times since the start of follow-up, none of them negative."""
    found = numbers(values, name, rows)
    refuse(found < 0, f"{name}: before the start of follow-up (negative)", "count time from the start of follow-up")
    return found


def flags(values: ArrayLike, name: str, rows: int) -> NDArray[np.bool_]:
    """Yes or no for each row: booleans, or 1 and 0."""
    if isinstance(values, np.ndarray) and values.dtype == np.bool_ and values.shape == (rows,):
        return values
    found = numbers(values, name, rows)
    refuse((found != 0) & (found != 1), f"{name}: neither 0 nor 1", "write 1 where it happened and 0 where it did not")
    return found == 1


def codes(values: ArrayLike, name: str, rows: int | None = None) -> NDArray[np.intp]:
    """Whole numbers from 0 on."""
    found = numbers(values, name, rows)
    refuse((found < 0) | (found != np.floor(found)), f"{name}: not a whole number from 0 on", "give a code to each")
    return found.astype(np.intp)


def labels(values: ArrayLike, name: str, rows: int) -> NDArray[np.intp]:
    """Any kind of label, as whole numbers from 0 on in their sorted order."""
    found = np.asarray(values)
    if found.ndim != 1 or len(found) != rows:
        raise ValueError(f"{name} must have one label for each of the {rows} rows")
    return np.unique(found, return_inverse=True)[1].astype(np.intp, copy=False)


def weights_of(values: ArrayLike | None, rows: int) -> Floats | None:
    """Weights above 0, or None where every row counts once."""
    if values is None:
        return None
    found = numbers(values, "weights", rows)
    refuse(found <= 0, "weights: 0 or less", "leave out who shall not count")
    return found


def watched(end: ArrayLike, entry: ArrayLike | None, name: str = "end") -> Watched:
    """The follow-up of patients; who enters late must be watched for some time after it."""
    last = times(end, name)
    if entry is None:
        return Watched(last, None)
    first = times(entry, "entry", len(last))
    refuse(last <= first, f"{name}: not after entry", "leave out who was not watched at all")
    return Watched(last, first)


def happened(patient: ArrayLike, time: ArrayLike, follow_up: Watched) -> Happened:
    """The events of patients, each inside the follow-up of its patient."""
    when = times(time, "time")
    whose = codes(patient, "patient", len(when))
    people = len(follow_up.end)
    refuse(whose >= people, f"patient: beyond the {people} rows of follow-up", "number patients by their row, from 0")
    refuse(when > follow_up.end[whose], "time: after the end of the patient's follow-up", "an event ends no later than it")
    if follow_up.entry is not None:
        refuse(when <= follow_up.entry[whose], "time: not after the patient's entry", "leave out what came before entry")
    order = np.lexsort((when, whose))
    return Happened(whose[order], when[order])


def added(where: NDArray[np.intp], values: Floats | None, size: int) -> Floats:
    """The sum of the values (or the number of rows) at each of `size` places."""
    return np.bincount(where, values, minlength=size).astype(np.float64, copy=False)


def check_limits(level: float, limits: str, known: tuple[str, ...]) -> None:
    """Whether confidence limits can be made in this way."""
    if not 0 < level < 1:
        raise ValueError(f"level is a share between 0 and 1, such as 0.95, not {level}")
    if limits not in known:
        raise ValueError(f"limits is one of {', '.join(known)}, not {limits}")


def refuse(wrong: NDArray[np.bool_], what: str, remedy: str) -> None:
    """Stop with the number of rows that are wrong and the first of them."""
    count = int(np.count_nonzero(wrong))
    if count:
        raise ValueError(f"{what} in {count} of {wrong.size} rows, first in row {int(np.argmax(wrong))}; {remedy}")
