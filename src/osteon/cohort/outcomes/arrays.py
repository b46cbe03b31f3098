"""The tables of outcomes as the arrays that statistics take: one row for each patient who is followed beyond her index day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from osteon.cohort.job import JobError
from osteon.cohort.outcomes.outcomes import Outcomes
from osteon.pathway.skeletal_events.strata import STRATA

__all__ = ["ALL", "NOT_KNOWN", "Arrays", "arrays_of", "followed_rows", "groups_of", "numbers"]

ALL, NOT_KNOWN = "all", "not known"

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Arrays:
    """Patients, and their events. Times are days from the index day."""

    days: NDArray[np.float64]
    """End of follow-up, above 0."""
    died: NDArray[np.bool_]
    """Whether it ended in death."""
    patient: Rows
    """Of each event the row of its patient, ascending."""
    time: NDArray[np.float64]
    """Of each event when it was; ascending within a patient."""

    @cached_property
    def first(self) -> NDArray[np.float64]:
        """When the first event of each patient was; the end of follow-up for those without."""
        found = self.days.copy()
        # Backwards, so that the first of a patient stays.
        found[self.patient[::-1]] = self.time[::-1]
        return found

    @cached_property
    def counts(self) -> Rows:
        """Events of each patient."""
        return np.bincount(self.patient, minlength=len(self.days))

    @cached_property
    def cause(self) -> NDArray[np.int8]:
        """What came first: 0 nothing, 1 an event, 2 death without one. An event on the day of death came before it."""
        return np.where(self.counts > 0, 1, np.where(self.died, 2, 0)).astype(np.int8)

    def of(self, rows: NDArray[np.bool_]) -> Arrays:
        """Some of the patients."""
        place = np.cumsum(rows) - 1
        mine = rows[self.patient]
        return Arrays(self.days[rows], self.died[rows], place[self.patient[mine]], self.time[mine])


def followed_rows(found: Outcomes) -> NDArray[np.bool_]:
    """The rows of `follow_up` that are in the curves."""
    return numbers(found.follow_up["days"]) > 0


def arrays_of(found: Outcomes, events: pa.Table | None = None) -> Arrays:
    """Patients with follow-up after the index day, and their events: those that count, or those of another table of events."""
    table = found.skeletal_events if events is None else events
    rows = followed_rows(found)
    place = np.cumsum(rows) - 1
    whose = numbers(pc.index_in(table["patient"], found.follow_up["patient"].combine_chunks()))
    return Arrays(
        days=numbers(found.follow_up["days"])[rows].astype(np.float64),
        died=_codes(found.follow_up["ended_by"], ("death",))[rows] == 0,
        patient=place[whose],
        time=numbers(table["days"]).astype(np.float64),
    )


def groups_of(found: Outcomes, stratum: str | None) -> tuple[Rows, list[str]]:
    """The group of each row of `Arrays`, as places in a list of words; those of whom it is not known are the last one.

    Raises JobError for a stratum that does not exist.
    """
    rows = followed_rows(found)
    if stratum is None:
        return np.zeros(int(rows.sum()), np.intp), [ALL]
    if stratum not in STRATA:
        raise JobError(f"the stratum is one of {', '.join(STRATA)}, not {stratum!r}.")
    column = found.follow_up[stratum]
    # In the order of the pathway, which is that of age and number, and not of the letters.
    order = [word for word in _order(stratum) if word in set(pc.unique(column.cast(pa.string())).to_pylist())]
    codes = _codes(column, tuple(order))[rows]
    words = [*order, NOT_KNOWN] if (codes == len(order)).any() else order
    kept = [number for number in range(len(words)) if (codes == number).any()]
    place = np.full(len(words) + 1, -1, np.intp)
    place[kept] = np.arange(len(kept))
    return place[codes], [words[number] for number in kept]


def _order(stratum: str) -> tuple[str, ...]:
    return STRATA[stratum].categories


def _codes(column: pa.ChunkedArray, words: tuple[str, ...]) -> Rows:
    """Places in a list of words; its length for what is none of them."""
    places = pc.index_in(column.cast(pa.string()), pa.array(words, pa.string()))
    return numbers(pc.fill_null(places, len(words))).astype(np.intp)


def numbers(column: pa.ChunkedArray | pa.Array) -> NDArray:
    """A column without nulls as an array."""
    return column.to_numpy() if isinstance(column, pa.ChunkedArray) else column.to_numpy(zero_copy_only=False)
