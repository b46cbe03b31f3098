"""What an evaluator gives for one shard on one date: arrays only, so that a million rows cost what a million numbers cost.

A fact is its position in `Evaluator.facts`; a recommendation its position among those that take part; a patient is her row in
the shard, a lesion its row among the lesions of the shard (-1: none). Days are counted as by `date.toordinal`, 0 for none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["MET", "NOT_APPLICABLE", "NOT_MET", "UNKNOWN", "VERDICTS", "Facts", "Findings", "ShardResult"]

VERDICTS = ("not-applicable", "not-met", "unknown", "met")
"""A verdict by its code. The highest code of a patient's lesions is that of the patient."""
NOT_APPLICABLE, NOT_MET, UNKNOWN, MET = range(4)

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Facts:
    """Answers to facts, one row each; a row stands for one fact of one patient (or of one of her lesions)."""

    patient: Rows
    fact: NDArray[np.int16]
    lesion: Rows
    low: NDArray[np.float64]
    """The lowest value possible: a number in the fact's unit, a date as a day, a moment in hours since 1970; NaN for words."""
    high: NDArray[np.float64]
    """The highest value possible; equal to `low` when the value is exact."""
    answer: Rows
    """Words: a place in `ShardResult.answers`; -1 for numbers, dates and moments."""
    at: Rows
    """Day of the newest entry behind it."""
    source_offsets: Rows
    """One longer than the rest: where the entries of each row begin in `sources`. Only rows that are a reason have entries."""
    sources: Rows
    """Entries: places in `ShardResult.source_names`."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Verdicts with their reasons, one row each, ordered by patient, recommendation, lesion."""

    patient: Rows
    finding: NDArray[np.int16]
    lesion: Rows
    verdict: NDArray[np.int8]
    missing_offsets: Rows
    """One longer than the rest."""
    missing: NDArray[np.int16]
    """The facts that keep it undecided."""
    because_offsets: Rows
    """One longer than the rest."""
    because: Rows
    """The facts that decided it: rows of `Facts`."""


@dataclass(frozen=True, slots=True)
class ShardResult:
    """One shard on one date."""

    as_of: Rows
    """Day of the review, one per patient."""
    verdicts: NDArray[np.int8]
    """Codes in VERDICTS, recommendations x patients."""
    findings: Findings
    facts: Facts
    answers: Sequence[str]
    lesion_names: Any
    """Ids of the lesions of the shard, one for each: an Arrow array of words."""
    source_names: Any
    """References of resources: an Arrow array of words."""
