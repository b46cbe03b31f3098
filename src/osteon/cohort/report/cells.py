"""The table of a figure as rows of words: headings, numbers as a reader wants them, and not more rows than one reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from osteon.cohort.report.drawn import MOST_PERIODS, curve_groups, ticks_of
from osteon.cohort.report.figure import Figure
from osteon.drawing.numbers import counted, percent, plain

__all__ = ["MOST_ROWS", "Shown", "shown_table"]

MOST_ROWS = 60
SHORT = 14
HEADINGS = {
    "at_risk": "At risk",
    "competing": "Died before it",
    "lower": "Lower limit",
    "upper": "Upper limit",
    "lower_95": "Lower 95 % limit",
    "upper_95": "Upper 95 % limit",
    "lower_998": "Lower 99.8 % limit",
    "upper_998": "Upper 99.8 % limit",
    "low": "Score, no undecided one counted in",
    "high": "Score, every undecided one counted in",
    "open": "Open: too short a follow-up",
    "undecided": "Undecided: a fact is missing",
    "left_out": "Left out",
    "centre": "All together",
}
SHARES = ("share", "score", "centre", "lower_95", "upper_95", "lower_998", "upper_998", "low", "high")
LIMITED = ("estimate", "lower", "upper")
CURVES = ("incidence", "survival", "mean-number")


class Shown(NamedTuple):
    """The rows of a figure that a page shows. `kinds`: of each column `n` for numbers, `k` for short words; `left_away`: rows that it
    does not show."""

    headings: list[str]
    kinds: list[str]
    rows: list[list[str]]
    left_away: int
    why: str


def shown_table(figure: Figure) -> Shown:
    """The table of a figure for the page: a curve at its ticks, anything else in its first rows."""
    table, why = figure.table, ""
    if figure.chart in CURVES:
        table, why = _at_ticks(figure.table), "The page shows the curve at some times; "
    if figure.chart == "control" and table.num_rows > MOST_PERIODS:
        table, why = table.slice(table.num_rows - MOST_PERIODS), f"The page shows the last {MOST_PERIODS} rows; "
    if table.num_rows > MOST_ROWS:
        table, why = table.slice(0, MOST_ROWS), f"The page shows the first {MOST_ROWS} rows; "
    names = table.column_names
    columns = [
        [_writer(figure, name, table.schema.field(name).type)(one) for one in table[name].to_pylist()] for name in names
    ]
    return Shown(
        headings=[HEADINGS.get(name, name.replace("_", " ").capitalize()) for name in names],
        kinds=[
            "n"
            if _is_number(table.schema.field(name).type)
            else "k"
            if max(map(len, column), default=0) <= SHORT
            else ""
            for name, column in zip(names, columns, strict=True)
        ],
        rows=[list(row) for row in zip(*columns, strict=True)],
        left_away=figure.table.num_rows - table.num_rows,
        why=why,
    )


def _is_number(kind: pa.DataType) -> bool:
    return pa.types.is_integer(kind) or pa.types.is_floating(kind)


def _at_ticks(table: pa.Table) -> pa.Table:
    """The rows of each curve that hold at the ticks of its axis, and its last one."""
    if not table.num_rows:
        return table
    _, ticks = ticks_of(table)
    found = []
    for group in curve_groups(table).values():
        days = group["days"].cast(pa.float64()).to_numpy()
        places = {int(np.searchsorted(days, day, side="right")) - 1 for day, _ in ticks if day <= days[-1]}
        found.append(group.take(pa.array(sorted({place for place in places if place >= 0} | {len(days) - 1}))))
    return pa.concat_tables(found)


def _writer(figure: Figure, name: str, kind: pa.DataType) -> Callable[[Any], str]:
    """How a column is written: shares in per cent, counts with separators, days as they are."""
    if _is_number(kind):
        return _number(figure, name, kind)
    return _said


def _said(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return str(value)


def _number(figure: Figure, name: str, kind: pa.DataType) -> Callable[[Any], str]:
    share = name in SHARES or (name in LIMITED and _of_shares(figure))
    if share:
        return percent
    return counted if pa.types.is_integer(kind) or name in ("at_risk", "events", "competing") else plain


def _of_shares(figure: Figure) -> bool:
    """Whether the estimates and limits of a figure are shares."""
    if figure.chart is None:
        return bool({"score", "share"} & set(figure.table.column_names))
    return figure.chart not in ("mean-number", "rates", "ratios")
