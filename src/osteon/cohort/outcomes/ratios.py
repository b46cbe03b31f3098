"""Regressions of outcomes on strata: hazard ratios of the first event, rate ratios of all events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.cohort.outcomes.arrays import NOT_KNOWN, Arrays, arrays_of, groups_of
from osteon.cohort.outcomes.outcomes import Outcomes
from osteon.cohort.statistics import Hazards, andersen_gill, cox, intervals

__all__ = ["ALL_EVENTS", "FIRST_EVENT", "ratios"]

FIRST_EVENT, ALL_EVENTS = "first-event", "all-events"

RATIOS = pa.schema(
    [
        ("label", pa.string()),
        ("stratum", pa.string()),
        ("group", pa.string()),
        ("reference", pa.string()),
        ("patients", pa.int32()),
        ("events", pa.int32()),
        ("estimate", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("p", pa.float64()),
        ("note", pa.string()),
    ]
)
NO_EVENT = "without any event no ratio can be given; these patients are left out of the model"
NOTHING_KNOWN = "not in the model"


class _Stratum(NamedTuple):
    name: str
    codes: NDArray[np.intp]
    words: list[str]


def ratios(found: Outcomes, strata: Sequence[str], what: str = FIRST_EVENT) -> pa.Table:
    """One model with all the strata in it: of the first event (`first-event`, Cox, the hazard specific to it, death censored) or of
    all events (`all-events`, Andersen-Gill, robust variance, the rate while alive).

    Groups are compared with the largest one of their stratum. Patients of whom a stratum is not known are left out, as are groups
    without events, which have no finite ratio; each has a row that says so. Several events of one patient on one day count once.
    """
    whole = arrays_of(found)
    some = [_Stratum(name, *groups_of(found, name)) for name in strata]
    kept, silent = _kept(whole, some)
    one = whole.of(kept)
    columns, meant = _design([item._replace(codes=item.codes[kept]) for item in some])
    fitted, fault = _fit(one, columns, what)
    rows = []
    for item in some:
        codes = item.codes[kept]
        sizes = np.bincount(codes, minlength=len(item.words))
        events = np.bincount(
            codes[one.patient] if what == ALL_EVENTS else codes[one.cause == 1], minlength=len(item.words)
        )
        reference = item.words[int(np.argmax(sizes))]
        for number, word in enumerate(item.words):
            row = {
                "label": f"{item.name}: {word}", "stratum": item.name, "group": word, "reference": reference,
                "patients": int(sizes[number]), "events": int(events[number]),
            }  # fmt: skip
            if word == NOT_KNOWN or (item.name, word) in silent:
                inside = item.codes == number
                row["patients"] = int(inside.sum())
                row["events"] = (
                    int(whole.of(inside).counts.sum()) if what == ALL_EVENTS else int((whole.cause[inside] == 1).sum())
                )
                row["note"] = NOTHING_KNOWN if word == NOT_KNOWN else NO_EVENT
            elif word == reference:
                row["estimate"] = 1.0
            elif fitted is not None:
                place = meant.index((item.name, word))
                row |= {
                    "estimate": float(fitted.ratio[place]), "lower": float(fitted.lower[place]),
                    "upper": float(fitted.upper[place]), "p": float(fitted.p[place]),
                }  # fmt: skip
            else:
                row["note"] = fault
            rows.append(row)
    return pa.Table.from_pylist(rows, schema=RATIOS)


def _kept(whole: Arrays, some: list[_Stratum]) -> tuple[NDArray[np.bool_], set[tuple[str, str]]]:
    """The patients in the model, and the groups that are out of it because nobody in them has an event."""
    kept = np.ones(len(whole.days), bool)
    for item in some:
        if item.words[-1] == NOT_KNOWN:
            kept &= item.codes != len(item.words) - 1
    silent: set[tuple[str, str]] = set()
    # Who is left out of one stratum may have held the only event of a group of another.
    while True:
        before = len(silent)
        for item in some:
            events = np.bincount(item.codes[kept & (whole.counts > 0)], minlength=len(item.words))
            for number in np.flatnonzero(events == 0).tolist():
                if item.words[number] != NOT_KNOWN:
                    silent.add((item.name, item.words[number]))
                    kept &= item.codes != number
        if len(silent) == before:
            return kept, silent


def _design(some: list[_Stratum]) -> tuple[NDArray[np.float64], list[tuple[str, str]]]:
    """A column of 0 and 1 for each group but the largest of its stratum, and what each column means."""
    columns, meant = [], []
    for item in some:
        sizes = np.bincount(item.codes, minlength=len(item.words))
        for number, word in enumerate(item.words):
            if sizes[number] and number != int(np.argmax(sizes)):
                columns.append(item.codes == number)
                meant.append((item.name, word))
    whole = np.stack(columns, axis=1).astype(np.float64) if columns else np.zeros((0, 0))
    return whole, meant


def _fit(one: Arrays, columns: NDArray[np.float64], what: str) -> tuple[Hazards | None, str]:
    """The fitted model, or why there is none."""
    if not columns.size:
        return None, "there are no two groups with events to compare"
    try:
        if what == FIRST_EVENT:
            return cox(one.first, one.cause == 1, columns), "there is no event"
        once = np.unique(np.stack([one.patient.astype(np.float64), one.time]), axis=1)
        rows = intervals(one.days, once[0], once[1])
        return andersen_gill(
            rows.patient, rows.start, rows.stop, rows.event, columns[rows.patient]
        ), "there is no event"
    except ValueError as fault:
        return None, f"no finite ratio: {fault}"
