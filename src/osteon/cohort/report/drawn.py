"""The table of a figure as a chart: what its columns mean to the functions that draw."""

from __future__ import annotations

from collections.abc import Callable
from math import isnan, nan

import numpy as np
import pyarrow as pa

from osteon.cohort.report.figure import Figure
from osteon.cohort.report.small_cells import is_coarse
from osteon.cohort.statistics import binomial_limits
from osteon.drawing.body import VIEWS
from osteon.drawing.curves import MOST_LINES, AtRisk, Line, curves
from osteon.drawing.frame import NARROW, WIDE, Head
from osteon.drawing.funnel import Limits, Spot, control, funnel
from osteon.drawing.rows import Bar, Interval, Step, bars, flow, intervals
from osteon.drawing.skeleton_map import Place, skeleton_map
from osteon.drawing.ticks import MONTH, time_ticks

__all__ = ["FEWEST_AT_RISK", "MOST_PERIODS", "curve_groups", "drawings", "ticks_of"]

FEWEST_AT_RISK = 10
"""A curve is drawn as long as so many are at risk (all of it, where it began with fewer than twice as many)."""
MOST_ROWS = 24
"""Bars and intervals beyond so many are in the table only."""
AXES = {"share": "share of patients", "rate": "per person-year", "ratio": "ratio, each step alike large in proportion"}
MOST_PERIODS = 40
"""A control chart shows the last ones."""
REGIONS = frozenset(
    (
        "skull", "face", "spine.cervical", "spine.thoracic", "spine.lumbar", "sacrum", "clavicle", "scapula", "sternum", "rib", "humerus",
        "forearm", "hand", "pelvis", "femur.proximal", "femur.shaft", "femur.distal", "lower-leg", "foot",
    )
)  # fmt: skip
"""Sites that are drawn: they do not overlap, and hold what is inside them."""
Draw = Callable[[Figure, Head, float], list[str]]


def drawings(figure: Figure) -> dict[str, list[str]]:
    """The chart of a figure as SVG: `wide` for a desk and for paper and `narrow` for a telephone, or pictures for `any` of them.

    Empty where there is nothing to draw.
    """
    draw = _DRAW.get(figure.chart or "")
    if draw is None or not figure.table.num_rows:
        return {}
    head = Head(figure.id, figure.title, figure.says)
    if draw is _skeleton:
        # Large, and as legible on a telephone, so it is on the page once.
        return {"any": _skeleton(figure, head, NARROW)}
    return {"wide": draw(figure, head, WIDE), "narrow": draw(figure, head, NARROW)}


def _numbers(table: pa.Table, name: str) -> np.ndarray:
    """A column as floats, nan for null."""
    return table[name].cast(pa.float64()).to_numpy(zero_copy_only=False)


def _floats(table: pa.Table, name: str) -> list[float]:
    return _numbers(table, name).tolist()


def _known(value: float) -> float | None:
    return None if isnan(value) else value


def curve_groups(table: pa.Table) -> dict[str, pa.Table]:
    """The rows of each group of a table of curves, in the order in which the groups come first."""
    names = table["group"].to_pylist()
    found: dict[str, list[int]] = {}
    for row, name in enumerate(names):
        found.setdefault(str(name if name is not None else "not known"), []).append(row)
    return {name: table.take(pa.array(rows)) for name, rows in found.items()}


def ticks_of(table: pa.Table) -> tuple[str, list[tuple[float, str]]]:
    """The unit of time of a table of curves, and the days (with their number of that unit) at which it is read off."""
    return time_ticks(max([_shown_until(group) for group in curve_groups(table).values()], default=0.0))


def _shown_until(group: pa.Table) -> float:
    """The last day of a curve that is drawn."""
    days, risk = _numbers(group, "days"), _numbers(group, "at_risk")
    if not len(days):
        return 0.0
    if np.nan_to_num(risk[0]) < 2 * FEWEST_AT_RISK:
        return float(days[-1])
    enough = np.flatnonzero(np.nan_to_num(risk) >= FEWEST_AT_RISK)
    return float(days[enough[-1]])


def _curve(figure: Figure, head: Head, width: float) -> list[str]:
    groups = curve_groups(figure.table)
    at_start = {name: np.nan_to_num(_numbers(group, "at_risk")[0]) for name, group in groups.items()}
    largest = sorted(groups, key=lambda name: -at_start[name])[:MOST_LINES]
    shown = {name: group for name, group in groups.items() if name in largest}
    unit, ticks = ticks_of(pa.concat_tables(shown.values()))
    lines, rows = [], []
    for place, (name, group) in enumerate(shown.items()):
        days, until = _numbers(group, "days"), _shown_until(group)
        kept = group.filter(pa.array(days <= until))
        line = Line(
            name,
            _floats(kept, "days"),
            _floats(kept, "estimate"),
            _floats(kept, "lower"),
            _floats(kept, "upper"),
            1.0 if figure.chart == "survival" else 0.0,
            joined=is_coarse(group),
        )
        lines.append(line)
        risk = [_at_risk(group, day) for day, _ in ticks]
        rows.append(AtRisk(name if len(shown) > 1 else "Patients at risk", risk, place if len(shown) > 1 else None))
    rows = _once(rows)
    share = figure.chart != "mean-number"
    top = 1.0 if figure.chart == "survival" else None
    return [curves(head, lines, rows, ticks, f"{unit} {figure.axis}".strip(), share=share, top=top, width=width)]


def _once(rows: list[AtRisk]) -> list[AtRisk]:
    """Curves of the same people have their numbers at risk once."""
    same: dict[tuple[float | None, ...], list[AtRisk]] = {}
    for row in rows:
        same.setdefault(tuple(row.numbers), []).append(row)
    if len(same) == 1:
        return [AtRisk("Patients at risk", rows[0].numbers)]
    return [
        some[0] if len(some) == 1 else AtRisk("; ".join(one.label for one in some), some[0].numbers)
        for some in same.values()
    ]


def _at_risk(group: pa.Table, day: float) -> float | None:
    """Who is still at risk just before a day: the number of the next row, as nobody leaves in between.

    In a curve of coarser steps that number is of the beginning of the step, so it is told only where that is about the day.
    """
    days, risk = _numbers(group, "days"), _numbers(group, "at_risk")
    place = int(np.searchsorted(days, day))
    coarse = is_coarse(group)
    if place == len(days):
        return None if coarse else 0.0
    began = days[place - 1] if place else 0.0
    return None if coarse and day - began > MONTH else _known(float(risk[place]))


def _limits(table: pa.Table) -> list[Limits]:
    names = ("denominator", "lower_95", "upper_95", "lower_998", "upper_998")
    return [Limits(*row) for row in zip(*(_floats(table, name) for name in names), strict=True)]


def _spots(table: pa.Table, name: str) -> list[Spot]:
    people = [0.0 if isnan(one) else one for one in _floats(table, "denominator")]
    words = [str(one if one is not None else "not known") for one in table[name].to_pylist()]
    return [Spot(*row) for row in zip(words, people, _floats(table, "score"), strict=True)]


def _funnel(figure: Figure, head: Head, width: float) -> list[str]:
    spots = [spot for spot in _spots(figure.table, "stratum") if spot.people > 0 and not isnan(spot.share)]
    centre = _floats(figure.table, "centre")[0]
    if not spots or isnan(centre):
        return []
    sizes = [spot.people for spot in spots]
    first, last = max(min(sizes) * 0.7, 1), max(sizes) * 1.1 + 1
    people = np.unique(np.concatenate((np.geomspace(first, last, 100), sizes)).astype(int))
    inner, outer = (binomial_limits(people, centre, level=level) for level in (0.95, 0.998))
    limits = [Limits(*row) for row in zip(people.tolist(), *map(list, inner), *map(list, outer), strict=True)]
    return [funnel(head, spots, limits, centre, figure.axis or "patients in the denominator", width=width)]


def _control(figure: Figure, head: Head, width: float) -> list[str]:
    table = figure.table.slice(max(figure.table.num_rows - MOST_PERIODS, 0))
    spots, centre = _spots(table, "period"), _floats(table, "centre")[0]
    if isnan(centre) or not any(spot.people > 0 and not isnan(spot.share) for spot in spots):
        return []
    return [control(head, spots, _limits(table), centre, figure.axis, width=width)]


def _intervals(figure: Figure, head: Head, width: float) -> list[str]:
    table = figure.table
    there = set(table.column_names)
    notes = [one or "" for one in table["note"].to_pylist()] if "note" in there else [""] * table.num_rows
    columns = (_floats(table, name) for name in ("estimate", "lower", "upper"))
    spans = (_floats(table, name) if name in there else [nan] * table.num_rows for name in ("low", "high"))
    rows = [Interval(*row) for row in zip(_words(table), *columns, notes, *spans, strict=True)]
    if all(isnan(row.value) for row in rows):
        return []
    kind = {"shares": "share", "rates": "rate", "ratios": "ratio"}[figure.chart or ""]
    return [intervals(head, rows[:MOST_ROWS], figure.axis or AXES[kind], kind=kind, width=width)]


def _words(table: pa.Table) -> list[str]:
    return [str(one if one is not None else "not known") for one in table["label"].to_pylist()]


def _bars(figure: Figure, head: Head, width: float) -> list[str]:
    table = figure.table
    shares = _floats(table, "share") if "share" in table.column_names else [nan] * table.num_rows
    counts = [_known(one) for one in _floats(table, "count")]
    rows = [Bar(*row) for row in zip(_words(table), counts, map(_known, shares), strict=True)]
    rows = rows[:MOST_ROWS]
    return [bars(head, rows, width=width)] if any(row.number for row in rows) else []


def _flow(figure: Figure, head: Head, width: float) -> list[str]:
    table = figure.table
    words, counts = _words(table), [_known(one) for one in _floats(table, "count")]
    left = table["left_out"].to_pylist()
    steps = []
    for place, (name, count) in enumerate(zip(words, counts, strict=True)):
        following = words[place + 1 : place + 2]
        # Nobody left: nothing to say. A number that is withheld is said to be.
        gone = [(f"without {following[0]}", left[place])] if following and left[place] != 0 else []
        steps.append(Step(name, count, gone))
    return [flow(head, steps, width=width)] if steps else []


def _skeleton(figure: Figure, head: Head, width: float) -> list[str]:
    table = figure.table
    shares = [_known(one) for one in _floats(table, "share")]
    rows = zip(table["site"].to_pylist(), _words(table), shares, strict=True)
    places = [Place(*row) for row in rows if row[0] in REGIONS]
    if not any(place.share for place in places):
        return []
    return [skeleton_map(head, places, view, width=width) for view in VIEWS]


_DRAW: dict[str, Draw] = {
    "incidence": _curve,
    "survival": _curve,
    "mean-number": _curve,
    "funnel": _funnel,
    "control": _control,
    "shares": _intervals,
    "rates": _intervals,
    "ratios": _intervals,
    "bars": _bars,
    "flow": _flow,
    "skeleton": _skeleton,
}
