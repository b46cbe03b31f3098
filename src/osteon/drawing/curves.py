"""Step curves over time with their confidence bands, named where they end, and the numbers at risk below."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan
from typing import NamedTuple

from osteon.drawing.axes import Field, across, below, grid, spread, upright
from osteon.drawing.frame import BOLD, NARROW, SIZE, Head, fitted, label, picture, width_of, written
from osteon.drawing.ink import INK
from osteon.drawing.numbers import counted
from osteon.drawing.ticks import value_ticks

__all__ = ["MOST_LINES", "AtRisk", "Line", "curves"]

MOST_LINES = 6
"""More curves than this nobody tells apart."""
INKS = ("#1b5a94", "#b14a00", "#4b2e83", "#1f6b45", "#8a1538", "#5b6470")
DASHES = ("", "9 4", "2 3.5", "13 3 3 3", "5 5", "1 6")
LETTERS = "ABCDEF"
HEIGHT = 250
Numbers = Sequence[float]


class Line(NamedTuple):
    """One curve: its value holds from each day to the next. nan where a limit is not known."""

    label: str
    days: Numbers
    values: Numbers
    lower: Numbers = ()
    upper: Numbers = ()
    start: float = 0.0
    """The value before the first day."""
    until: float = 0.0
    """How far the last value holds; the last day, if that is later."""
    joined: bool = False
    """The values are known on these days only: points joined by straight lines, and no steps."""

    @property
    def end(self) -> float:
        """The last day that the curve reaches."""
        return max([self.until, *self.days[-1:]])


class AtRisk(NamedTuple):
    """A row of the table below the curves: one number for each tick, None where there is none to show."""

    label: str
    numbers: Sequence[float | None]
    line: int | None = None
    """The curve that it belongs to; None for all of them."""


def curves(
    head: Head,
    lines: Sequence[Line],
    risk: Sequence[AtRisk],
    ticks: Sequence[tuple[float, str]],
    words: str,
    *,
    share: bool = True,
    top: float | None = None,
    width: float = NARROW,
) -> str:
    """Curves from day 0 on. `ticks`: days with their labels, which the numbers at risk stand under; `words`: what is counted in them.

    `share`: values are shares and are written in per cent. `top`: the upper end of the axis, else what the curves need.
    Raises ValueError with more than `MOST_LINES` lines, or a row at risk that has not one number for each tick.
    """
    if len(lines) > MOST_LINES:
        raise ValueError(f"{len(lines)} curves in one chart; at most {MOST_LINES} can be told apart")
    if any(len(row.numbers) != len(ticks) for row in risk):
        raise ValueError("each row at risk needs one number for each tick")
    wide = width > NARROW
    steps = value_ticks(0.0, _top(lines, top, share), 5)
    names = [fitted(line.label, 165, 3 if len(lines) < 5 else 2, BOLD) for line in lines] if len(lines) > 1 else []
    widest = max((width_of(counted(one)) for row in risk for one in row.numbers), default=0.0)
    beside = (
        max((width_of(part, BOLD) for name in names for part in name), default=0.0) + 13 if wide else 18 if names else 0
    )
    key, above = _key(lines, width) if names and not wide else ("", 8.0)
    last = max([ticks[-1][0] if ticks else 0.0, *(line.end for line in lines)])
    field = Field(
        left=max(upright(steps, share), widest / 2 + 3),
        right=width - max(beside, widest / 2 + 3, 10),
        top=above + 6,
        bottom=above + 6 + HEIGHT - (0 if wide else 40),
        first=0.0,
        last=last or 1.0,
        low=0.0,
        high=steps[-1],
    )
    room = (field.right - field.left) * (ticks[1][0] / field.last) if len(ticks) > 1 else width
    every = spread(len(ticks), room, [max(widest, 14.0)])
    drawn = [_band(line, place, field) for place, line in enumerate(lines)]
    drawn += [_stair(line, place, field) for place, line in enumerate(lines)]
    named = _names(lines, names, field) if wide else _letters(lines, field) if names else ""
    table, height = _risk(risk, ticks, field, every, below(field, words) + 15, width)
    body = f"{key}{grid(field, steps, share)}{across(field, ticks, words, every)}{''.join(drawn)}{named}{table}"
    return picture(head, width, height, body)


def _top(lines: Sequence[Line], top: float | None, share: bool) -> float:
    if top is not None:
        return top
    highest = max(
        (one for line in lines for one in (*line.values, *line.upper, line.start) if not isnan(one)), default=0.0
    )
    return min(max(highest, 0.05), 1.0) if share else highest or 1.0


def _corners(field: Field, days: Numbers, values: Numbers, start: float) -> list[tuple[float, float]]:
    """Where the steps are, as fine as can be seen: a step that lies on the one before takes its place."""
    found = [(field.x(0.0), field.y(start))]
    for day, value in zip(days, values, strict=True):
        x, y = field.x(day), field.y(value)
        if x - found[-1][0] < 0.4 and len(found) > 1:
            found[-1] = (found[-1][0], y)
        elif abs(y - found[-1][1]) >= 0.05:
            found.append((x, y))
    return found


def _steps(corners: Sequence[tuple[float, float]], end: float) -> str:
    return "".join(f"H{x:.1f}V{y:.1f}" for x, y in corners[1:]) + f"H{end:.1f}"


def _stair(line: Line, place: int, field: Field) -> str:
    corners = _corners(field, line.days, line.values, line.start)
    x, y = corners[0]
    dash = f' stroke-dasharray="{DASHES[place]}"' if DASHES[place] else ""
    if line.joined:
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in corners)
        return f'<path d="M{path}" fill="none" stroke="{INKS[place]}" stroke-width="2"{dash}/>'
    return (
        f'<path d="M{x:.1f} {y:.1f}{_steps(corners, field.x(line.end))}" fill="none" stroke="{INKS[place]}"'
        f' stroke-width="2"{dash}/>'
    )


def _band(line: Line, place: int, field: Field) -> str:
    if not len(line.lower):
        return ""
    lower = [value if isnan(low) else low for low, value in zip(line.lower, line.values, strict=True)]
    upper = [value if isnan(high) else high for high, value in zip(line.upper, line.values, strict=True)]
    over, under = _corners(field, line.days, upper, line.start), _corners(field, line.days, lower, line.start)
    if line.joined:
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in (*over, *reversed(under)))
        return f'<path d="M{path}Z" fill="{INKS[place]}" fill-opacity=".13"/>'
    end = field.x(line.end)
    x, y = over[0]
    back = f"V{under[-1][1]:.1f}"
    for place_before in range(len(under) - 1, 0, -1):
        back += f"H{under[place_before][0]:.1f}V{under[place_before - 1][1]:.1f}"
    return f'<path d="M{x:.1f} {y:.1f}{_steps(over, end)}{back}Z" fill="{INKS[place]}" fill-opacity=".13"/>'


def _last(line: Line) -> float:
    known = [one for one in line.values if not isnan(one)]
    return known[-1] if known else line.start


def _apart(wanted: Sequence[float], heights: Sequence[float], top: float, bottom: float) -> list[float]:
    """Middles of labels as near to where they are wanted as they can be without touching."""
    order = sorted(range(len(wanted)), key=lambda place: wanted[place])
    found = list(wanted)
    floor = top
    for place in order:
        found[place] = max(found[place], floor + heights[place] / 2)
        floor = found[place] + heights[place] / 2 + 3
    ceiling = bottom
    for place in reversed(order):
        found[place] = min(found[place], ceiling - heights[place] / 2)
        ceiling = found[place] - heights[place] / 2 - 3
    return found


def _names(lines: Sequence[Line], names: Sequence[list[str]], field: Field) -> str:
    if not names:
        return ""
    ends = [field.y(_last(line)) for line in lines]
    middles = _apart(ends, [SIZE * 1.25 * len(name) for name in names], field.top - 8, field.bottom + 4)
    parts = []
    for place, (name, middle) in enumerate(zip(names, middles, strict=True)):
        x = field.x(lines[place].end)
        parts.append(
            f'<path d="M{x:.1f} {ends[place]:.1f}L{field.right + 8:.1f} {middle:.1f}" stroke="{INKS[place]}" fill="none"'
            f' stroke-width=".8"/>{label(field.right + 11, middle, name, ink=INKS[place], bold=True)}'
        )
    return "".join(parts)


def _letters(lines: Sequence[Line], field: Field) -> str:
    ends = [field.y(_last(line)) for line in lines]
    middles = _apart(ends, [SIZE] * len(lines), field.top - 8, field.bottom + 4)
    return "".join(
        f'<path d="M{field.x(lines[place].end):.1f} {ends[place]:.1f}L{field.right + 4:.1f} {middle:.1f}" stroke="{INKS[place]}"'
        f' fill="none" stroke-width=".8"/>{label(field.right + 6, middle, [LETTERS[place]], ink=INKS[place], bold=True)}'
        for place, middle in enumerate(middles)
    )


def _sample(place: int, x: float, y: float) -> str:
    dash = f' stroke-dasharray="{DASHES[place]}"' if DASHES[place] else ""
    return f'<path d="M{x:.1f} {y:.1f}h26" stroke="{INKS[place]}" stroke-width="2"{dash}/>'


def _key(lines: Sequence[Line], width: float) -> tuple[str, float]:
    """Letter, line and name of each curve, above the chart; and how high that is."""
    parts, y = [], 14.0
    for place, line in enumerate(lines):
        parts.append(written(2, y, LETTERS[place], ink=INKS[place], bold=True) + _sample(place, 16, y - 4.5))
        for words in fitted(line.label, width - 52, 2):
            parts.append(written(48, y, words, ink=INK))
            y += 17
    return "".join(parts), y - 6


def _risk(
    risk: Sequence[AtRisk], ticks: Sequence[tuple[float, str]], field: Field, every: int, y: float, width: float
) -> tuple[str, float]:
    """The numbers at risk, each under its tick, and where they end."""
    if not risk:
        return "", y - 10
    parts = [f'<path d="M0 {y - 6:.1f}H{width:.0f}" stroke="#d5dae0"/>']
    y += 12
    for row in risk:
        sample = _sample(row.line, 0, y - 4.5) if row.line is not None else ""
        start = 32 if sample else 0
        parts += [sample, written(start, y, fitted(row.label, width - start, 1, BOLD)[0], ink=INK, bold=True)]
        y += 17
        parts += [
            written(field.x(day), y, counted(number), at="middle")
            for place, ((day, _), number) in enumerate(zip(ticks, row.numbers, strict=True))
            if place % every == 0
        ]
        y += 21
    return "".join(parts), y - 12
