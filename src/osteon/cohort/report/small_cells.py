"""Counts of very few people are withheld, and with them what would let them be worked out.

Null stands for what is withheld. The rules hold within one table: whoever publishes several tables of one small cohort must look at
them together.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from osteon.drawing.ticks import MONTH

__all__ = ["coarser_curves", "hide_rows", "is_coarse", "merge_stations", "words_of"]

COARSE = b"steps"
"""Key in the description of a table of coarser curves."""


def words_of(smallest: int) -> str:
    """What a reader must know of withheld counts; empty where none are."""
    if smallest < 2:
        return ""
    least = "Counts of 1" if smallest == 2 else f"Counts from 1 to {smallest - 1}"
    return f"{least} are withheld, with what would let them be worked out."


def _small(counts: np.ndarray, smallest: int) -> np.ndarray:
    return (counts > 0) & (counts < smallest)


def hide_rows(
    table: pa.Table,
    smallest: int,
    counts: Sequence[str],
    hidden: Sequence[str],
    *,
    parts: Sequence[tuple[str, str]] = (),
    together: Sequence[str] | None = (),
) -> pa.Table:
    """The table with the columns `hidden` null in each row that tells of too few.

    A row tells of too few where one of `counts` is 1 .. smallest-1, or where the rest of one of `parts` (a whole and a part of it)
    is. `together`: rows with the same values in these columns add up to a known total, so of those never one alone is withheld but
    the one with the next smallest count as well; with None the rows overlap and no total tells anything. Without rows or with a
    `smallest` below 2 nothing is withheld.
    """
    if smallest < 2 or not table.num_rows:
        return table
    values = {name: _numbers(table, name) for name in {*counts, *(name for pair in parts for name in pair)}}
    tells = np.zeros(table.num_rows, bool)
    for name in counts:
        tells |= _small(values[name], smallest)
    for whole, part in parts:
        tells |= _small(values[whole] - values[part], smallest)
    if together is not None:
        keys = (
            list(zip(*(table[name].to_pylist() for name in together), strict=True))
            if together
            else [()] * table.num_rows
        )
        first = values[counts[0]]
        for key in set(keys):
            rows = np.array([one == key for one in keys])
            if (tells & rows).sum() == 1:
                others = np.flatnonzero(rows & ~tells & (first > 0))
                if len(others):
                    tells[others[np.argmin(first[others])]] = True
    return _null(table, tells, hidden)


def _numbers(table: pa.Table, name: str) -> np.ndarray:
    """A column as floats; what is null already counts as nothing."""
    return np.nan_to_num(table[name].cast(pa.float64()).to_numpy(zero_copy_only=False))


def _null(table: pa.Table, rows: np.ndarray, names: Sequence[str]) -> pa.Table:
    if not rows.any():
        return table
    for name in names:
        place, column = table.schema.get_field_index(name), table[name]
        values = [None if gone else one for one, gone in zip(column.to_pylist(), rows.tolist(), strict=True)]
        table = table.set_column(place, table.schema.field(place), pa.chunked_array([pa.array(values, column.type)]))
    return table


def merge_stations(table: pa.Table, smallest: int) -> pa.Table:
    """An attrition (`label`, `count`, `left_out` before the next) in which no step is of too few: such a step is one with its neighbour.

    Where there is no neighbour left, and where a station itself is too small, its number is null and so is the step to it.
    """
    if smallest < 2:
        return table
    rows = table.select(["label", "count"]).to_pylist()
    place = 0
    while place + 1 < len(rows) and len(rows) > 2:
        if not 0 < rows[place]["count"] - rows[place + 1]["count"] < smallest:
            place += 1
            continue
        # The last station stays, since everything else is about it; the first, since it is the whole store.
        gone = place + 1 if place + 2 < len(rows) else place
        rows[gone + 1]["label"] = f"{rows[gone]['label']}, {rows[gone + 1]['label']}"
        del rows[gone]
        place = 0
    counts: list[int | None] = [row["count"] for row in rows]
    left: list[int | None] = [before - after for before, after in zip(counts, counts[1:], strict=False)] + [None]  # type: ignore[operator]
    for place, (count, gone_after) in enumerate(zip(list(counts), list(left), strict=True)):
        if count is not None and 0 < count < smallest:
            counts[place] = left[place] = None
            if place:
                left[place - 1] = None
        elif gone_after is not None and 0 < gone_after < smallest:
            counts[place] = left[place] = None
    kinds = [table.schema.field(name).type for name in ("label", "count", "left_out")]
    columns = ([row["label"] for row in rows], counts, left)
    return pa.table(
        [pa.array(values, kind) for values, kind in zip(columns, kinds, strict=True)], ["label", "count", "left_out"]
    )


def coarser_curves(table: pa.Table, smallest: int) -> pa.Table:
    """Curves in steps of whole months in which nobody, or not too few, had the event, had a competing one, or left.

    Rows of `group`, `days`, `at_risk`, `events` and `competing` where there is one; the other columns are those of the last row of
    each step, and its day the last one of that month; `at_risk` is at the beginning of the step. A curve ends where fewer than `smallest`
    would be at risk.
    """
    if smallest < 2 or not table.num_rows:
        return table
    groups: dict[object, list[int]] = {}
    for row, name in enumerate(table["group"].to_pylist()):
        groups.setdefault(name, []).append(row)
    found = [_coarser(table.take(pa.array(rows)), smallest) for rows in groups.values()]
    return pa.concat_tables(found).replace_schema_metadata({COARSE: b"months"})


def is_coarse(table: pa.Table) -> bool:
    """Whether the rows of curves are coarser steps, and not the days on which something happened."""
    return COARSE in (table.schema.metadata or {})


def _coarser(table: pa.Table, smallest: int) -> pa.Table:
    days, risk, events = (_numbers(table, name) for name in ("days", "at_risk", "events"))
    has_competing = "competing" in table.column_names
    competing = _numbers(table, "competing") if has_competing else np.zeros(len(days))
    total, ended = np.concatenate(([0.0], np.cumsum(events))), np.concatenate(([0.0], np.cumsum(competing)))
    months = np.ceil(days / MONTH)
    kept: list[tuple[int, float]] = []
    start, at_start = 0, risk[0] if len(risk) else 0.0
    for last in range(len(days)):
        if last + 1 < len(days) and months[last + 1] == months[last]:
            continue
        # Who is at risk in the next row has neither had the event by now nor left.
        after = risk[last + 1] if last + 1 < len(days) else 0.0
        gained, lost = total[last + 1] - total[start], ended[last + 1] - ended[start]
        left = at_start - after - gained - lost
        if at_start < smallest:
            break
        if any(0 < round(one) < smallest for one in (gained, lost, left)) or (0 < after < smallest):
            continue
        kept.append((last, at_start))
        start, at_start = last + 1, after
    rows = [row for row, _ in kept]
    steps = [number for _, number in kept]
    bounds = [0, *(row + 1 for row in rows)]
    changed = {
        "days": [float(np.floor(months[row] * MONTH)) for row in rows],
        "at_risk": steps,
        "events": [total[after] - total[before] for before, after in zip(bounds, bounds[1:], strict=False)],
        "competing": [ended[after] - ended[before] for before, after in zip(bounds, bounds[1:], strict=False)],
    }
    found = table.take(pa.array(rows, pa.int64()))
    for name, values in changed.items():
        if name in table.column_names:
            place = table.schema.get_field_index(name)
            column = pa.array(values, pa.float64()).cast(table.schema.field(place).type)
            found = found.set_column(place, table.schema.field(place), pa.chunked_array([column]))
    return found
