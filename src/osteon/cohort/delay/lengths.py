"""Delay analysis: when a recommendation was first met, when it was answered, and how long that took.

A recommendation is looked at on a row of dates. It *begins* on the first date on which it is met, and is *answered* on the first
later date on which it is decided and no longer met: `not-met` where its condition has gone, `not-applicable` where it is no longer
asked (somebody with a bone agent is not asked whether to start one). A date on which it is undecided ends nothing. Who is no
longer watched before it was answered is `open`: censored, not dropped. Death competes.
The truth lies between two dates: each length comes with the shortest and the longest that it can be.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.cohort.result import MET, NOT_APPLICABLE, NOT_MET
from osteon.cohort.statistics import Curve, cumulative_incidence

__all__ = ["ANSWERED", "DIED", "OPEN", "OUTCOMES", "Delays", "curve_of", "delays"]

OUTCOMES = ("not-met", "not-applicable", "died", "open")
CONDITION_GONE, NOT_ASKED, DIED, OPEN = range(4)
ANSWERED = (CONDITION_GONE, NOT_ASKED)

Days = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Delays:
    """One row for each patient for whom the recommendation was met on any of the dates. Days are day numbers, 0 for none."""

    patient: Days
    """Row of the patient."""
    not_before: Days
    """The date before: it was not met yet. 0 where it was met on the first date that was looked at."""
    met: Days
    """The first date on which it was met."""
    outcome: NDArray[np.int8]
    """A place in `OUTCOMES`."""
    still: Days
    """The last date before the end on which it was not ended yet; for the open the last date they were watched."""
    ended: Days
    """The date on which it had ended, or the day of death; 0 for the open."""

    @property
    def seen_to_begin(self) -> NDArray[np.bool_]:
        """Whether the beginning lies between two dates. Where it was met from the first date on, nobody knows for how long."""
        return self.not_before > 0

    @property
    def days(self) -> Days:
        """From the first date on which it was met to the date on which it had ended, or was last watched."""
        return np.where(self.ended > 0, self.ended, self.still) - self.met

    @property
    def shortest(self) -> Days:
        """The fewest days that it can have been open."""
        return np.maximum(self.still - self.met, 0)

    @property
    def longest(self) -> Days:
        """The most days that it can have been open; -1 where nothing bounds them."""
        bounded = (self.not_before > 0) & (self.ended > 0)
        return np.where(bounded, self.ended - self.not_before, -1)


def delays(verdicts: NDArray[np.int8], dates: Days, last: Days, died: NDArray[np.bool_]) -> Delays:
    """The delays of one recommendation.

    `verdicts`: codes of `cohort.result.VERDICTS`, dates x patients; `dates`: day numbers, ascending; `last`: the last day on which
    each patient was watched; `died`: whether she died on it. A date after a patient's `last` is not looked at.
    """
    if len(dates) != len(verdicts):
        raise ValueError(f"{len(dates)} dates for {len(verdicts)} rows of verdicts: give one row for each date")
    if np.any(np.diff(dates) <= 0):
        raise ValueError("dates must ascend")
    watched = dates[:, np.newaxis] <= last
    met = (verdicts == MET) & watched
    whose = np.flatnonzero(met.any(axis=0))
    first = met[:, whose].argmax(axis=0)
    later = np.arange(len(dates))[:, np.newaxis] > first
    ends = np.isin(verdicts[:, whose], (NOT_MET, NOT_APPLICABLE)) & watched[:, whose] & later
    has_ended = ends.any(axis=0)
    end = np.where(has_ended, ends.argmax(axis=0), 0)
    dead = died[whose] & ~has_ended & (last[whose] <= dates[-1])
    outcome = np.where(has_ended, np.where(verdicts[end, whose] == NOT_MET, CONDITION_GONE, NOT_ASKED), np.where(dead, DIED, OPEN))
    until = np.minimum(last[whose], dates[-1])
    return Delays(
        patient=whose.astype(np.int32),
        not_before=np.where(first > 0, dates[first - 1], 0).astype(np.int32),
        met=dates[first].astype(np.int32),
        outcome=outcome.astype(np.int8),
        still=np.where(has_ended, dates[end - 1], until).astype(np.int32),
        ended=np.where(has_ended, dates[end], np.where(dead, until, 0)).astype(np.int32),
    )


def curve_of(found: Delays) -> Curve:
    """Share with an answer by days since the recommendation was first met; death competes, the open are censored.

    Only those who were seen to begin: of the others nobody knows since when they waited. Aalen and Johansen's estimator.
    """
    counted = found.seen_to_begin
    cause = np.select([np.isin(found.outcome, ANSWERED), found.outcome == DIED], [1, 2])[counted]
    return cumulative_incidence(found.days[counted], cause)
