"""Sentences of the report: days and counts as a reader writes them, and curves read off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from osteon.cohort.report.small_cells import is_coarse
from osteon.drawing.numbers import counted, percent, plain, ranged
from osteon.drawing.ticks import YEAR

__all__ = ["at_years", "how_many", "of_group", "read_at", "spelt_day", "years_of"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def spelt_day(day: date | None) -> str:
    """A day as a reader writes it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}" if day else "not known"


def how_many(number: float | None, one: str, many: str) -> str:
    """A count with its noun: "1 patient", "1,234 patients"; of a withheld one nothing but that."""
    if number is None:
        return f"a withheld number of {many}"
    return f"{counted(number)} {one if number == 1 else many}"


def years_of(days: float | None) -> str:
    """Days as years or months, as a reader says them."""
    if days is None:
        return "not reached"
    return f"{days / YEAR:.1f} years" if days >= YEAR else f"{days / YEAR * 12:.1f} months"


def of_group(table: pa.Table, group: str) -> pa.Table:
    """The rows of one group of a table of curves."""
    return table.filter(pa.array([one == group for one in table["group"].to_pylist()], pa.bool_()))


def read_at(rows: pa.Table, days: float) -> tuple[float, float | None, float | None] | None:
    """Estimate and limits of one curve on a day; None before its first row and after its last."""
    when = rows["days"].cast(pa.float64()).to_numpy()
    place = int(np.searchsorted(when, days, side="right")) - 1
    if place < 0 or days > when[-1]:
        return None
    # Between the points of a coarser curve nobody is told how it goes.
    if is_coarse(rows) and when[place] < int(days):
        return None
    row = rows.slice(place, 1).to_pylist()[0]
    return (row["estimate"], row["lower"], row["upper"]) if row["estimate"] is not None else None


def at_years(rows: pa.Table, years: Sequence[int], *, share: bool = True) -> str:
    """A curve read off at some years: "after 1 year 12.3 % (10.1 to 14.9 %); after 3 years ..."; empty where it does not reach any."""
    found = []
    for number in years:
        read = read_at(rows, number * YEAR)
        if read is None:
            continue
        limits = ranged(read[1], read[2], "percent" if share else "plain")
        value = percent(read[0]) if share else plain(read[0])
        found.append(f"after {number} {'year' if number == 1 else 'years'} {value}{f' ({limits})' if limits else ''}")
    return "; ".join(found)
