"""Many patients as arrays: what the column compiler works on. `record.columns` makes it from timelines or from a store.

A row number names a patient (0 to `patients` - 1) or a lesion. Dates are day numbers as of `date.toordinal` with 0 for none,
moments are microseconds since 1970 (UTC) with `NO_MOMENT` for none, decimals are floats with NaN for none, and words are
numbers into a list of words with -1 for none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from osteon.engine.situation import PatientData

__all__ = ["NO_MOMENT", "Days", "EventColumns", "GapColumns", "LesionColumns", "Numbers", "Population", "Words"]

NO_MOMENT = np.iinfo(np.int64).min

Days = NDArray[np.int32]
Rows = NDArray[np.int32]
Numbers = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Words(NamedTuple):
    """A column of words: `codes` are places in `words`; -1 where there is none."""

    codes: NDArray[np.int16] | NDArray[np.int32]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventColumns:
    """The events of all patients, in the order of (patient, time); the fields are those of `record.timeline.Event`.

    `rank` is equal for neighbours of one patient that time cannot tell apart (`engine.select.sort_key`), and grows with time.
    `last_day` is the last day that a partial `start` may mean. `lesion` is a row of `Population.lesions`, -1 for none.
    """

    patient: Rows
    rank: Rows
    start: Days
    last_day: Days
    instant: NDArray[np.int64]
    end: Days
    lesion: Rows
    value: Numbers
    reported: Numbers
    low: Numbers
    high: Numbers
    dose: Numbers
    duration_minutes: Numbers
    interval_days: Numbers
    rate: Numbers
    per_day: Numbers
    fractions: Numbers
    as_needed: Flags
    dose_open: Flags
    exact: Words
    """JSON of the figures, by their names, of which the float's own text says something else (`Decimal(repr(float))` is another number):
    two events with the same floats and the same word here have the same figures."""
    concept: Words
    kind: Words
    status: Words
    unit: Words
    reported_unit: Words
    answer: Words
    route: Words
    site: Words
    laterality: Words
    indication: Words
    source: Sequence[str]
    """Reference of the entry, by position."""
    replaces: Mapping[int, str]
    """By position, for the few orders that take the place of another one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LesionColumns:
    """The lesions of all patients, in the order of patients."""

    patient: Rows
    first_seen: Days
    id: Sequence[str]
    site: Words
    laterality: Words


class GapColumns(NamedTuple):
    """Values of one concept that were promised but cannot be used."""

    patient: Rows
    start: Days


@dataclass(frozen=True, slots=True, kw_only=True)
class Population:
    """Patients as arrays. `sex`: 0 not known, 1 female, 2 male; a partial birth or death is a first and a last day."""

    patients: int
    sex: NDArray[np.int8]
    birth: tuple[Days, Days]
    death: tuple[Days, Days]
    events: EventColumns
    places: Mapping[str, NDArray[np.intp]]
    """By concept, where its events are, in ascending order."""
    lesions: LesionColumns
    gaps: Mapping[str, GapColumns]
    one: Callable[[int], PatientData]
    """The timeline of one patient, for the few answers that need exact decimals."""
