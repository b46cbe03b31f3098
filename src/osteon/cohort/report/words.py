"""Sentences of the report: what was asked, read off a curve, and how a definition is told."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pyarrow as pa

from osteon.drawing.numbers import counted, percent, plain, ranged
from osteon.drawing.ticks import YEAR
from osteon.pathway.skeletal_events.definitions import Definition

__all__ = ["MONTHS", "at_years", "counts_as", "how_many", "of_group", "read_at", "spelt_day", "years_of"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
INDEX_WORDS = {
    "bone-metastasis": "the day on which bone metastasis was first recorded",
    "metastatic-disease": "the day on which metastatic disease was first recorded",
    "breast-cancer": "the day on which breast cancer was first recorded",
    "bone-agent": "the day of the first dose of a bone agent",
}
SINCE_WORDS = {
    "bone-metastasis": "since bone metastasis was first recorded",
    "metastatic-disease": "since metastatic disease was first recorded",
    "breast-cancer": "since breast cancer was first recorded",
    "bone-agent": "since the first dose of a bone agent",
}


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
    if place < 0 or days > when[-1] + 31:
        return None
    row = rows.slice(place, 1).to_pylist()[0]
    return (row["estimate"], row["lower"], row["upper"]) if row["estimate"] is not None else None


def at_years(rows: pa.Table, years: Sequence[int], *, share: bool = True) -> str:
    """A curve read off at some years: "12.3 % (10.1 to 14.9 %) by 1 year and ..."; empty where it does not reach the first."""
    found = []
    for number in years:
        read = read_at(rows, number * YEAR)
        if read is None:
            continue
        limits = ranged(read[1], read[2], "percent" if share else "plain")
        value = percent(read[0]) if share else plain(read[0])
        found.append(f"{value}{f' ({limits})' if limits else ''} by {number} {'year' if number == 1 else 'years'}")
    return " and ".join([", ".join(found[:-1]), found[-1]]) if len(found) > 1 else "".join(found)


def counts_as(definition: Definition, anchor: str) -> str:
    """What counts as an event under a definition, with its source."""
    parts = ", ".join(one.replace("-", " ") for one in definition.components)
    silent = "with" if definition.asymptomatic_fractures_counted else "without"
    before = "the last one that counted" if anchor == "last_counted" else "the last one of any kind"
    return (
        f"{definition.title}: {parts}; {silent} fractures that gave no symptoms; a further event counts from "
        f"{definition.window_days} days after {before}. Source: {definition.source}, {definition.locator}."
    )
