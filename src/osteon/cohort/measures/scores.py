"""Scores out of counts: shares with limits, what the undecided could make of them, and small cells kept from sight."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.cohort.measures.rows import ALL, strata_of
from osteon.cohort.measures.suppression import hidden
from osteon.cohort.statistics import prevalence
from osteon.engine.measures import OUTCOMES, Measure

__all__ = ["SCORES", "scores"]

NUMBERS = ("population", "excluded", "open", "undecided", "denominator", "numerator")
LIMITS = ("score", "lower", "upper", "low", "high")
SCORES = pa.schema(
    [
        ("measure", pa.string()),
        ("stratifier", pa.string()),
        ("stratum", pa.string()),
        *((name, pa.int64()) for name in NUMBERS),
        *((name, pa.float64()) for name in LIMITS),
        ("suppressed", pa.bool_()),
    ]
)
"""One row for each measure and stratum; stratifier and stratum are `all` for the whole, and a stratum that is not known is null.

population = excluded + open + undecided + denominator. `score` = numerator / denominator with limits of Wilson (95 %), null where nobody
is in the denominator; `low` and `high`: the score if none and if all of the undecided had got it. `suppressed`: counts were kept back.
"""


def scores(wanted: Sequence[Measure], counts: pa.Table, *, smallest_cell: int = 1) -> pa.Table:
    """The table of measures. `counts` has a row for each measure, stratifier and stratum, and a column for each outcome.

    Counts from 1 to `smallest_cell` - 1 are null, and so are others from which they could be computed back.
    """
    rows = _in_order(wanted, counts)
    outcomes = np.array([[row[name] for name in OUTCOMES] for row in rows], np.int64).reshape(-1, len(OUTCOMES))
    numerator, failed, excluded, open_, undecided = outcomes.T
    denominator = numerator + failed
    numbers = np.stack([outcomes.sum(axis=1), excluded, open_, undecided, denominator, numerator], axis=1)
    told = prevalence(numerator, denominator)
    reach = denominator + undecided
    with np.errstate(invalid="ignore"):
        low, high = numerator / reach, (numerator + undecided) / reach
    gone = hidden([(row["measure"], row["stratifier"]) for row in rows], outcomes, smallest_cell)
    shares = np.stack([told.share, told.lower, told.upper, low, high], axis=1)
    return _table(rows, numbers, shares, gone)


def _in_order(wanted: Sequence[Measure], counts: pa.Table) -> list[dict[str, Any]]:
    """Rows by measure, stratifier and stratum, in the order of the pathway and of the words; unknown strata last."""
    found = {(row["measure"], row["stratifier"], row["stratum"]): row for row in counts.to_pylist()}
    ordered = []
    for one in wanted:
        nothing = {"measure": one.id, "stratifier": ALL, "stratum": ALL, **dict.fromkeys(OUTCOMES, 0)}
        ordered.append(found.get((one.id, ALL, ALL), nothing))
        words = {stratifier.id: stratifier.of.categories for stratifier in one.stratifiers}
        for name in strata_of(one):
            here = [row for (measure, stratifier, _), row in found.items() if (measure, stratifier) == (one.id, name)]
            ordered += sorted(here, key=lambda row: _place(row["stratum"], words.get(name, ())))
    return ordered


def _place(word: str | None, words: Sequence[str]) -> tuple:
    if word is None:
        return (2, 0, "")
    return (0, words.index(word), word) if word in words else (1, 0, word)


def _table(
    rows: list[dict[str, Any]], numbers: NDArray[np.int64], shares: NDArray[np.float64], gone: NDArray[np.bool_]
) -> pa.Table:
    names = ("measure", "stratifier", "stratum")
    columns: list[pa.Array] = [pa.array([row[name] for row in rows], pa.string()) for name in names]
    numerator, failed, excluded, open_, undecided = gone.T
    of_score = numerator | failed
    masks = {
        "population": gone.any(axis=1),
        "excluded": excluded,
        "open": open_,
        "undecided": undecided,
        "denominator": of_score,
        "numerator": numerator,
    }
    columns += [pa.array(numbers[:, place], mask=masks[name]) for place, name in enumerate(NUMBERS)]
    for place, name in enumerate(LIMITS):
        back = of_score | undecided if name in ("low", "high") else of_score
        columns.append(pa.array(shares[:, place], mask=np.isnan(shares[:, place]) | back))
    columns.append(pa.array(gone.any(axis=1)))
    return pa.Table.from_arrays(columns, schema=SCORES)
