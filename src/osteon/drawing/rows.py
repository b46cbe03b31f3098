"""Charts in rows: bars with counts, estimates with limits, and the way from all patients to those who are counted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite, isnan, log10, nan
from typing import NamedTuple

from osteon.drawing.axes import value_words
from osteon.drawing.frame import NARROW, SIZE, Head, fitted, label, picture, width_of, written
from osteon.drawing.ink import BAND, GRID, INK, LINE
from osteon.drawing.numbers import NOTHING, counted, percent, plain, ranged
from osteon.drawing.ticks import value_ticks

__all__ = ["Bar", "Interval", "Step", "bars", "flow", "intervals"]

LINE_HEIGHT = SIZE * 1.25
SPAN = "#dfe3e8"


class Bar(NamedTuple):
    """A count with its name; None where it is withheld. `share`: written behind it, if there is one."""

    label: str
    number: float | None
    share: float | None = None


def bars(head: Head, rows: Sequence[Bar], *, width: float = NARROW) -> str:
    """Horizontal bars in the order given, each with its count written behind it."""
    most = max((row.number for row in rows if row.number is not None), default=0.0)
    room = width * 0.44 if width > NARROW else width
    figures = [_figure(row) for row in rows]
    names = [fitted(row.label, room - 12, 2) for row in rows]
    left = max((width_of(part) for name in names for part in name), default=0.0) + 12 if width > NARROW else 0.0
    behind = max((width_of(figure) for figure in figures), default=0.0) + 12
    longest = max(width - left - behind, 20.0)
    parts, y = [], 2.0
    for row, name, figure in zip(rows, names, figures, strict=True):
        if width > NARROW:
            height = max(24.0, LINE_HEIGHT * len(name) + 6)
            parts.append(label(left - 10, y + height / 2, name, at="end"))
        else:
            parts.append(label(0, y + LINE_HEIGHT * len(name) / 2, name))
            y += LINE_HEIGHT * len(name)
            height = 22.0
        bar = longest * (row.number or 0) / most if most else 0.0
        if row.number:
            bar = max(bar, 1.5)
            parts.append(f'<path d="M{left:.1f} {y + height / 2 - 7:.1f}h{bar:.1f}v14h-{bar:.1f}z" fill="{LINE}"/>')
        parts.append(f'<path d="M{left:.1f} {y + 1:.1f}v{height - 2:.1f}" stroke="{INK}"/>')
        parts.append(written(left + bar + 7, y + height / 2 + SIZE * 0.35, figure, ink=INK))
        y += height + (2 if width > NARROW else 4)
    return picture(head, width, y + 2, "".join(parts))


def _figure(row: Bar) -> str:
    words = counted(row.number) if row.number is not None else "withheld"
    return f"{words} ({percent(row.share)})" if row.share is not None and not isnan(row.share) else words


class Interval(NamedTuple):
    """An estimate with its limits; nan where there are none. `note`: written behind the numbers, such as events and years.

    `low`, `high`: a wider span that is possible, drawn as a grey bar behind.
    """

    label: str
    value: float
    lower: float
    upper: float
    note: str = ""
    low: float = nan
    high: float = nan


def intervals(head: Head, rows: Sequence[Interval], words: str, *, kind: str = "rate", width: float = NARROW) -> str:
    """A dot with its limits for each row, on one axis, with the numbers beside it.

    `kind`: `share` (0 to 1, in per cent), `rate` (from 0), or `ratio` (on the scale of the logarithm, with a line at 1).
    """
    known = [
        one
        for row in rows
        for one in (row.value, row.lower, row.upper, row.low, row.high)
        if isfinite(one) and (kind != "ratio" or one > 0)
    ]
    share, ratio = kind == "share", kind == "ratio"
    highest = max(known, default=1.0) or 1.0
    ticks = _ratio_ticks(known) if ratio else value_ticks(0.0, min(highest, 1.0) if share else highest)
    wide = width > NARROW
    figures = [_numbers(row, kind) for row in rows]
    names = [fitted(row.label, 205 if wide else width, 3) for row in rows]
    left = max((width_of(part) for name in names for part in name), default=0.0) + 14 if wide else 20.0
    right = width - (max((width_of(figure) for figure in figures), default=0.0) + 14 if wide else 20.0)
    low, high = ticks[0], ticks[-1]

    def x(value: float) -> float:
        part = (log10(value) - log10(low)) / (log10(high) - log10(low)) if ratio else (value - low) / (high - low)
        return left + (right - left) * min(max(part, 0.0), 1.0)

    parts, y = [], 4.0
    for row, name, figure in zip(rows, names, figures, strict=True):
        if wide:
            height = max(26.0, LINE_HEIGHT * len(name) + 8)
            parts.append(label(left - 14, y + height / 2, name, at="end"))
            parts.append(written(right + 14, y + height / 2 + SIZE * 0.35, figure, ink=INK))
        else:
            for line in (*name, figure):
                parts.append(written(0, y + SIZE, line, ink=INK if line is figure else ""))
                y += LINE_HEIGHT
            height = 20.0
        parts.append(_dot(row, x, y + height / 2, ratio))
        y += height + (0 if wide else 6)
    lines = ""
    if wide:
        inks = [INK if ratio and tick == 1 else GRID for tick in ticks]
        lines = "".join(
            f'<path d="M{x(tick):.1f} 2V{y:.1f}" stroke="{ink}"/>' for tick, ink in zip(ticks, inks, strict=True)
        )
    axis = [f'<path d="M{left:.1f} {y:.1f}H{right:.1f}" stroke="{INK}"/>']
    every = max(1, -(-len(ticks) * 46 // int(right - left)))
    said = [f"{tick:g}" for tick in ticks] if ratio else value_words(ticks, share)
    for place, tick in enumerate(ticks):
        axis.append(f'<path d="M{x(tick):.1f} {y:.1f}v5" stroke="{INK}"/>')
        if place % every == 0 or (ratio and tick == 1):
            axis.append(written(x(tick), y + 18, said[place], at="middle"))
    middle = max((left + right) / 2, width_of(words) / 2 + 2)
    axis.append(written(min(middle, width - width_of(words) / 2 - 2), y + 37, words, at="middle"))
    return picture(head, width, y + 44, lines + "".join(parts) + "".join(axis))


def _numbers(row: Interval, kind: str) -> str:
    if not isfinite(row.value):
        return f"{NOTHING}; {row.note}" if row.note else NOTHING
    if kind == "share":
        value, limits = percent(row.value), ranged(row.lower, row.upper)
    elif kind == "ratio":
        value = f"{row.value:.2f}"
        limits = f"{row.lower:.2f} to {row.upper:.2f}" if isfinite(row.lower) and isfinite(row.upper) else ""
    else:
        value, limits = plain(row.value), ranged(row.lower, row.upper, "plain")
    return value + (f" ({limits})" if limits else "") + (f"; {row.note}" if row.note else "")


def _dot(row: Interval, x: Callable[[float], float], y: float, ratio: bool) -> str:
    if not isfinite(row.value) or (ratio and row.value <= 0):
        return ""
    bar = ""
    if isfinite(row.low) and isfinite(row.high):
        left, right = x(row.low), x(row.high)
        bar = f'<path d="M{left:.1f} {y - 5:.1f}H{right:.1f}v10H{left:.1f}z" fill="{SPAN}" stroke="#8a94a0"/>'
    if isfinite(row.lower) and isfinite(row.upper) and (not ratio or row.lower > 0):
        bar += f'<path d="M{x(row.lower):.1f} {y:.1f}H{x(row.upper):.1f}" stroke="{LINE}" stroke-width="2"/>'
    return f'{bar}<circle cx="{x(row.value):.1f}" cy="{y:.1f}" r="4.5" fill="{LINE}" stroke="#fff"/>'


def _ratio_ticks(known: Sequence[float]) -> list[float]:
    steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100]
    low, high = min([*known, 0.5]), max([*known, 2.0])
    first = max((place for place, step in enumerate(steps) if step <= low), default=0)
    last = min((place for place, step in enumerate(steps) if step >= high), default=len(steps) - 1)
    return steps[first : last + 1]


class Step(NamedTuple):
    """A station on the way: how many are still there, and who left before the next. None: withheld."""

    label: str
    number: float | None
    left: Sequence[tuple[str, float | None]] = ()


def flow(head: Head, steps: Sequence[Step], *, width: float = NARROW) -> str:
    """From all patients to those who are counted: boxes from top to bottom, and beside them who was left out and why."""
    wide = width > NARROW
    main = min(width * 0.5, 300) if wide else width - 2
    parts, y = [], 1.0
    for place, step in enumerate(steps):
        words = fitted(step.label, main - 24, 2)
        height = LINE_HEIGHT * (len(words) + 1) + 14
        parts.append(
            f'<rect x="1" y="{y:.1f}" width="{main:.1f}" height="{height:.1f}" rx="4" fill="{BAND}" stroke="{LINE}"/>'
        )
        parts.append(written(13, y + 20, _people(step.number), ink=INK, bold=True))
        parts += [written(13, y + 20 + LINE_HEIGHT * (row + 1), line) for row, line in enumerate(words)]
        y += height
        if place == len(steps) - 1:
            break
        left = main * 0.5 if wide else 26.0
        side = main + 30 if wide else 54.0
        room = width - side - 14
        rows = [(number, fitted(why, room, 2)) for why, number in step.left]
        gap = sum(LINE_HEIGHT * (len(lines) + 1) + 8 for _, lines in rows) + 14 if rows else 22.0
        top = y + 12
        for number, lines in rows:
            tall = LINE_HEIGHT * (len(lines) + 1)
            parts.append(f'<path d="M{left:.1f} {top + 10:.1f}H{side - 8:.1f}" stroke="{INK}" stroke-dasharray="4 3"/>')
            parts.append(written(side, top + 14, _left_out(number), ink=INK))
            parts += [written(side, top + 14 + LINE_HEIGHT * (row + 1), line) for row, line in enumerate(lines)]
            top += tall + 8
        parts.append(f'<path d="M{left:.1f} {y:.1f}v{gap:.1f}" stroke="{INK}"/>')
        parts.append(f'<path d="M{left:.1f} {y + gap:.1f}l-4.5 -8h9z" fill="{INK}"/>')
        y += gap
    return picture(head, width, y + 2, "".join(parts))


def _people(number: float | None) -> str:
    return counted(number) if number is not None else "number withheld"


def _left_out(number: float | None) -> str:
    return f"{counted(number)} left out" if number is not None else "left out, number withheld"
