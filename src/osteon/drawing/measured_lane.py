"""A lane of measured values: a line with its reference band and the unit, on the time axis of the lanes around it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import NamedTuple

from osteon.drawing.frame import BOLD, SIZE, clean, fitted, width_of, written
from osteon.drawing.ink import BAND, GRID, INK, LINE
from osteon.drawing.ticks import value_ticks
from osteon.drawing.time_axis import Axis

__all__ = ["Measured", "draw_measured", "measured_height"]

TITLE, PLOT, GAP = 22.0, 64.0, 12.0
OUTSIDE = "#a3161a"
CROWD = 60
"""From so many values on, values within the band have no dot of their own."""
CROWDED_STEP = 7
"""Least distance of two marks of the same kind, where values are many."""


Height = Callable[[float], float]
"""How high in the lane a value lies."""


class Measured(NamedTuple):
    """A series of values, oldest first, with its unit and its reference band, each limit if there is one."""

    title: str
    unit: str
    values: tuple[tuple[int, float], ...]
    low: float | None = None
    high: float | None = None
    says: str = ""
    latest: str = ""
    """The newest value as it is written."""
    href: str = ""
    bounds: tuple[float, float] | None = None
    """The ends of the scale where they are fixed, such as 0 and 10."""


def measured_height(lane: Measured) -> float:
    """How much room a lane takes from top to bottom."""
    return TITLE + PLOT + GAP


def draw_measured(lane: Measured, axis: Axis, top: float, width: float, name: str) -> str:
    """The lane, with its upper edge at `top`."""
    inside = [(day, value) for day, value in lane.values if axis.first <= day <= axis.last]
    title = fitted(" ".join(part for part in (lane.title, lane.unit and f"({lane.unit})") if part), width - 8, 1, BOLD)[0]
    said = escape(clean(lane.says))
    heading = written(2, top + 15, title, ink=INK, bold=True)
    if lane.href:
        wide = min(width_of(title, BOLD) + 8, width)
        box = f'<rect x="0" y="{top:.1f}" width="{wide:.0f}" height="24" fill="#fff" fill-opacity="0"/>'
        heading = f'<a href="{escape(lane.href)}" aria-label="{said}">{box}{heading}</a>'
    parts = [f"<g><title>{said}</title>"]
    low, high = _ends(lane, [value for _, value in inside])
    upper, lower = top + TITLE + 4, top + TITLE + PLOT - 4

    def y(value: float) -> float:
        return lower - (lower - upper) * min(max((value - low) / ((high - low) or 1.0), 0.0), 1.0)

    parts += [_band(lane, axis, y, upper, lower), _edges(axis, y, low, high)]
    parts += [_line(run, axis, y) for run in _runs(inside, axis)]
    parts.append(_marks(lane, inside, axis, y))
    if inside and lane.latest:
        day, value = inside[-1]
        parts.append(_latest(lane.latest, axis.x(day), y(value), upper, axis.right))
    return f"{heading}{''.join(parts)}</g>"


def _ends(lane: Measured, values: Sequence[float]) -> tuple[float, float]:
    if lane.bounds is not None:
        return lane.bounds
    shown = [*values, *(one for one in (lane.low, lane.high) if one is not None)] or [0.0, 1.0]
    ticks = value_ticks(min(shown), max(shown), 2)
    return ticks[0], ticks[-1] if ticks[-1] > ticks[0] else ticks[0] + 1.0


def _band(lane: Measured, axis: Axis, y: Height, upper: float, lower: float) -> str:
    if lane.low is None and lane.high is None:
        return ""
    top = upper if lane.high is None else y(lane.high)
    bottom = lower if lane.low is None else y(lane.low)
    wide, high = axis.right - axis.left, max(bottom - top, 0)
    rect = f'<rect x="{axis.left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{high:.1f}" fill="{BAND}"/>'
    # A line at each limit, so that the band is told by more than its tone.
    limits = [y(one) for one in (lane.low, lane.high) if one is not None]
    return rect + "".join(
        f'<path d="M{axis.left:.1f} {at:.1f}H{axis.right:.1f}" stroke="#7a93ab" stroke-dasharray="2 3"/>' for at in limits
    )


def _edges(axis: Axis, y: Height, low: float, high: float) -> str:
    return "".join(
        f'<path d="M{axis.left:.1f} {y(value):.1f}H{axis.right:.1f}" stroke="{GRID}"/>'
        f"{written(axis.left - 5, y(value) + SIZE * 0.35, f'{value:g}', at='end')}"
        for value in (low, high)
    )


def _runs(values: Sequence[tuple[int, float]], axis: Axis) -> list[list[tuple[float, float]]]:
    """Values as places, not joined across a break; of many at one place the lowest and the highest."""
    runs: list[list[tuple[float, float]]] = []
    ends = [piece.last for piece in axis.pieces if piece.empty]
    before = -1
    for day, value in values:
        part = sum(day >= end for end in ends)
        if part != before:
            runs.append([])
            before = part
        runs[-1].append((axis.x(day), value))
    return [_thinned(run) for run in runs]


def _thinned(run: list[tuple[float, float]]) -> list[tuple[float, float]]:
    columns: dict[int, list[float]] = {}
    for x, value in run:
        columns.setdefault(round(x), []).append(value)
    if len(columns) == len(run):
        return run
    return [
        (float(x), value) for x, values in columns.items() for value in dict.fromkeys((min(values), max(values)))
    ]


def _line(run: Sequence[tuple[float, float]], axis: Axis, y: Height) -> str:
    if len(run) < 2:
        return ""
    path = "M" + "L".join(f"{x:.0f} {y(value):.1f}" for x, value in run)
    return f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.6" stroke-linejoin="round"/>'


def _marks(lane: Measured, values: Sequence[tuple[int, float]], axis: Axis, y: Height) -> str:
    """A dot within the band while there is room, a triangle pointing up above it or down below it; one at each place."""
    crowded = len(values) > CROWD
    found: dict[str, dict[int, tuple[int, float]]] = {"within": {}, "above": {}, "below": {}}
    for day, value in values:
        where = "within"
        if lane.high is not None and value > lane.high:
            where = "above"
        elif lane.low is not None and value < lane.low:
            where = "below"
        if where == "within" and crowded:
            continue
        x = round(axis.x(day))
        # Of many that lie side by side, the one that is furthest out stands for all.
        place = x // CROWDED_STEP if crowded else len(found[where])
        known = found[where].get(place)
        if known is None or (value > known[1] if where == "above" else value < known[1]):
            found[where][place] = (x, value)
    paths = {where: [(x, round(y(value))) for x, value in marks.values()] for where, marks in found.items()}
    within = "".join(f"M{x} {at}h.01" for x, at in paths["within"])
    above = "".join(f"M{x} {at - 5}l4 7h-8z" for x, at in paths["above"])
    below = "".join(f"M{x} {at + 5}l4-7h-8z" for x, at in paths["below"])
    return "".join(
        (
            f'<path d="{within}" stroke="{LINE}" stroke-width="6" stroke-linecap="round"/>' if within else "",
            f'<path d="{above}" fill="{OUTSIDE}"/>' if above else "",
            f'<path d="{below}" fill="{OUTSIDE}"/>' if below else "",
        )
    )


def _latest(words: str, x: float, y: float, upper: float, edge: float) -> str:
    """The newest value, above its mark or below it; beside the edge to its left, clear of the line that is drawn there."""
    above = y - 9 if y - 9 > upper + 2 else y + 20
    near = x + width_of(words) / 2 > edge - 4
    return written(x - 4 if near else x, above, words, at="end" if near else "middle", ink=INK, bold=True, halo=True)
