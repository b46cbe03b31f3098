"""Swim-lanes: what happened, one kind below the other, on one time axis. Days are whole numbers; what they count from is the caller's.

Kinds of things differ in shape and pattern, never in colour alone, and each says in words what it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from osteon.drawing.frame import SIZE, Head, clean, fitted, width_of, written
from osteon.drawing.ink import FONT, GRID, INK, LINE, QUIET
from osteon.drawing.measured_lane import Measured, draw_measured, measured_height
from osteon.drawing.time_axis import Axis, Ticks

__all__ = ["Bar", "Break", "Lane", "Mark", "pattern_sample", "shape_sample", "swim_lanes"]

ROW, TITLE, GAP = 26.0, 20.0, 10.0
BAR = 15.0
AXIS_HEIGHT = 46.0
TARGET = 24.0
"""Least width and height of what can be pressed."""
TICK_ROOM = 62.0
MOST_ROWS = 6
"""A lane that would be higher is drawn with short labels, and if that does not help with none."""
MOST_TICKS = 400
"""More marks inside one bar than a picture can show: the nearest are drawn as one."""
PALE, SOFT = "#ffffff", "#5b6470"
PATTERNS = {
    "solid": "",
    "striped": '<path d="M-2 2L2-2M0 8L8 0M6 10L10 6"/>',
    "dotted": '<path d="M2 2h.01M6 6h.01" stroke-width="2.6" stroke-linecap="round"/>',
}
SHAPES = {
    "circle": '<circle r="6"/>',
    "square": '<path d="M-5.5-5.5h11v11h-11z"/>',
    "diamond": '<path d="M0-8L8 0L0 8L-8 0Z"/>',
    "triangle": '<path d="M0-7.5L7.5 6H-7.5Z"/>',
    "cross": '<path d="M-6-6L6 6M-6 6L6-6" stroke-width="3"/>',
    "flag": '<path d="M-4 8V-8L7-4L-4 0"/>',
}


class Bar(NamedTuple):
    """Something that went on from one day to another."""

    first: int
    last: int
    label: str
    says: str
    href: str = ""
    pattern: str = "solid"
    """One of `PATTERNS`."""
    goes_on: bool = False
    stopped: bool = False
    sure_first: int | None = None
    """From here on it is certain; before, the record gives no more than a month or a year."""
    sure_last: int | None = None
    ticks: tuple[int, ...] = ()
    """Days inside the bar that matter, such as single doses."""


class Mark(NamedTuple):
    """Something that happened on a day. `last`: the record only says that it was between the two."""

    at: int
    label: str
    says: str
    href: str = ""
    shape: str = "circle"
    """One of `SHAPES`."""
    hollow: bool = False
    last: int | None = None
    short: str = ""
    """A shorter label, for where the long ones of a lane take too much room; those that have none keep theirs."""


class Lane(NamedTuple):
    """One kind of things: its title, and what happened, in any order."""

    title: str
    things: tuple[Bar | Mark, ...]


class Break(NamedTuple):
    """Words of a stretch that was taken out of the axis: (first day, last day) to what is written and said."""

    written: str
    said: str


class Placed(NamedTuple):
    """A thing, its row in the lane, and its label beside it where it finds room (x, anchor)."""

    thing: Bar | Mark
    row: int
    label: tuple[float, str, str] | None


def swim_lanes(
    head: Head,
    lanes: Sequence[Lane | Measured],
    axis: Axis,
    ticks: Ticks,
    *,
    width: float,
    today: str,
    breaks: Sequence[Break] = (),
) -> str:
    """Lanes from top to bottom, with the axis below. The last day of the axis is today, and `today` what is written there."""
    name = f"{head.name}-{width:.0f}"
    top, parts, edges = 22.0, [], []
    for place, lane in enumerate(lanes):
        edges.append(top)
        if isinstance(lane, Measured):
            parts.append(draw_measured(lane, axis, top, width, f"{name}-{place}"))
            top += measured_height(lane)
            continue
        placed = _fitting(lane.things, axis, width)
        parts.append(written(2, top + 14, lane.title, ink=INK, bold=True))
        parts += [_drawn(one, axis, top + TITLE + one.row * ROW + ROW / 2, name) for one in placed]
        top += TITLE + (max((one.row for one in placed), default=-1) + 1) * ROW + GAP
    height = top + AXIS_HEIGHT
    lines = "".join(f'<path d="M0 {edge:.1f}H{width:.0f}" stroke="{GRID}"/>' for edge in edges)
    return (
        f'<svg class="chart lanes" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' height="{height:.0f}" role="group" aria-labelledby="{name}-title {name}-desc" font-family="{FONT}" font-size="{SIZE}"'
        f' fill="{QUIET}"><title id="{name}-title">{escape(clean(head.title))}</title>'
        f'<desc id="{name}-desc">{escape(clean(head.says))}</desc><defs>{_patterns(name)}</defs>'
        f"{_across(axis, ticks, top, breaks)}{lines}{_today(axis, top, today)}{''.join(parts)}</svg>"
    )


def _patterns(name: str) -> str:
    return "".join(
        f'<pattern id="{name}-{pattern}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<rect width="8" height="8" fill="{PALE}"/><g stroke="{LINE}" stroke-width="1.8" fill="none">{tile}</g></pattern>'
        for pattern, tile in PATTERNS.items()
        if tile
    )


def _across(axis: Axis, ticks: Ticks, bottom: float, breaks: Sequence[Break]) -> str:
    """The axis: a line for each label from top to bottom, and a zigzag where time was taken out."""
    parts = [f'<g aria-hidden="true"><path d="M{axis.left:.1f} {bottom:.1f}H{axis.right:.1f}" stroke="{INK}"/>']
    said = iter(breaks)
    for piece in axis.pieces:
        if piece.empty:
            one = next(said, Break("", ""))
            middle = (piece.left + piece.right) / 2
            parts.append(
                f'<path d="M{piece.left + 8:.1f} 22V{bottom:.1f}H{piece.right - 8:.1f}V22z" fill="#f1f3f5"/>'
                f'<path d="M{middle - 8:.1f} {bottom + 5:.1f}l5-10m6 10l5-10" stroke="{INK}" stroke-width="1.6" fill="none"/>'
                f"{written(middle, bottom + 36, one.written, at='middle', ink=INK)}"
            )
            continue
        most = int((piece.right - piece.left) / TICK_ROOM)
        edge = -1000.0
        for day, words in ticks(piece.first, piece.last, most) if most else []:
            x, half = piece.x(day), width_of(words) / 2
            if x - half < max(edge + 6, 2) or x + half > axis.right + 14:
                continue
            edge = x + half
            parts.append(
                f'<path d="M{x:.1f} 22V{bottom + 4:.1f}" stroke="{GRID}"/>'
                f"{written(x, bottom + 18, words, at='middle')}"
            )
    return "".join((*parts, "</g>"))


def _today(axis: Axis, bottom: float, words: str) -> str:
    x = axis.right
    return (
        f'<path d="M{x:.1f} 16V{bottom + 6:.1f}" stroke="{INK}" stroke-width="1.6" stroke-dasharray="5 3"/>'
        f"{written(x + 12, 12, words, at='end', ink=INK, bold=True)}"
    )


def _extent(thing: Bar | Mark, axis: Axis) -> tuple[float, float]:
    """From where to where a thing is drawn, without its label."""
    if isinstance(thing, Bar):
        left, right = axis.x(thing.first), axis.x(thing.last)
        right = max(right, left + 6) + (10 if thing.stopped else 0)
        return left, right
    left, right = axis.x(thing.at), axis.x(thing.at if thing.last is None else thing.last)
    return min(left, right) - TARGET / 2, right + TARGET / 2


def _fitting(things: Sequence[Bar | Mark], axis: Axis, width: float) -> list[Placed]:
    """The things of a lane in few rows: the longer labels give way first, then all labels of marks."""
    short = [one._replace(label=one.short or one.label) if isinstance(one, Mark) else one for one in things]
    bare = [one._replace(label="") if isinstance(one, Mark) else one for one in things]
    for tried in (things, short, bare):
        placed = _placed(tried, axis, width)
        if max((one.row for one in placed), default=0) < MOST_ROWS:
            break
    return placed


def _placed(things: Sequence[Bar | Mark], axis: Axis, width: float) -> list[Placed]:
    """Each thing in the highest row where it touches no other."""
    rows: list[list[tuple[float, float]]] = []
    found = []
    for thing in sorted(things, key=lambda one: (one.first if isinstance(one, Bar) else one.at)):
        left, right = _extent(thing, axis)
        label = _label(thing, left, right, width)
        taken = _reach(left, right, label)
        row = next((place for place, row in enumerate(rows) if _free(row, taken)), len(rows))
        if row == len(rows):
            rows.append([])
        rows[row].append(taken)
        found.append(Placed(thing, row, label))
    return found


def _free(row: Sequence[tuple[float, float]], taken: tuple[float, float]) -> bool:
    return all(taken[1] < left or right < taken[0] for left, right in row)


def _label(thing: Bar | Mark, left: float, right: float, width: float) -> tuple[float, str, str] | None:
    """Where a label goes: to the right if it fits, else to the left, else upon the bar, else cut short where there is more room."""
    if not thing.label:
        return None
    need = width_of(thing.label)
    after, before = width - right - 8, left - 8
    if need <= after:
        return right + 4, "start", thing.label
    if need <= before:
        return left - 4, "end", thing.label
    if isinstance(thing, Bar) and need <= right - left - 12:
        return left + 8, "start", thing.label
    room, x, at = (after, right + 4, "start") if after >= before else (before, left - 4, "end")
    return x, at, fitted(thing.label, max(room, 20), 1)[0]


def _reach(left: float, right: float, label: tuple[float, str, str] | None) -> tuple[float, float]:
    if label is None:
        return left - 2, right + 2
    x, at, words = label
    long = width_of(words)
    return (left - 2, max(x + long + 4, right + 2)) if at == "start" else (x - long - 4, right + 2)


def _drawn(placed: Placed, axis: Axis, y: float, name: str) -> str:
    thing = placed.thing
    left, right = _extent(thing, axis)
    body = _bar(thing, axis, y, name) if isinstance(thing, Bar) else _mark(thing, axis, y)
    if placed.label is not None:
        x, at, words = placed.label
        body += written(x, y + SIZE * 0.36, words, at=at, ink=INK, halo=True)
    said = escape(clean(thing.says))
    # Nothing to see: it makes the target of the link large enough for a finger.
    middle, wide = (left + right) / 2, max(right - left, TARGET)
    box = (
        f'<rect x="{middle - wide / 2:.1f}" y="{y - TARGET / 2:.1f}" width="{wide:.1f}" height="{TARGET:.0f}"'
        f' fill="#fff" fill-opacity="0"/>'
    )
    if thing.href:
        return f'<a href="{escape(thing.href)}" aria-label="{said}"><title>{said}</title>{box}{body}</a>'
    return f"<g><title>{said}</title>{box}{body}</g>"


def _bar(bar: Bar, axis: Axis, y: float, name: str) -> str:
    left, right = axis.x(bar.first), max(axis.x(bar.last), axis.x(bar.first) + 6)
    top = y - BAR / 2
    fill = LINE if bar.pattern == "solid" else f"url(#{name}-{bar.pattern})"
    sure_left = axis.x(bar.first if bar.sure_first is None else bar.sure_first)
    sure_right = max(right if bar.sure_last is None else axis.x(bar.sure_last), sure_left + 4)
    parts = []
    if (bar.sure_first, bar.sure_last) != (None, None):
        parts.append(
            f'<rect x="{left:.1f}" y="{top:.1f}" width="{right - left:.1f}" height="{BAR:.0f}" fill="{PALE}" stroke="{LINE}"'
            ' stroke-dasharray="3 3"/>'
        )
    shade = "#cfe0f0" if bar.ticks and bar.pattern == "solid" else fill
    parts.append(
        f'<rect x="{sure_left:.1f}" y="{top:.1f}" width="{sure_right - sure_left:.1f}" height="{BAR:.0f}" fill="{shade}"'
        f' stroke="{LINE}" stroke-width="1.2"/>'
    )
    if bar.ticks:
        parts.append(f'<path d="{_tick_path(bar.ticks, axis, top)}" stroke="{LINE}" stroke-width="2"/>')
    if bar.goes_on:
        parts.append(f'<path d="M{right:.1f} {top - 2:.1f}l9 {BAR / 2 + 2:.1f}l-9 {BAR / 2 + 2:.1f}z" fill="{LINE}"/>')
    if bar.stopped:
        parts.append(
            f'<path d="M{right:.1f} {top - 3:.1f}h9v{BAR + 6:.0f}h-9z" fill="{INK}"/>'
            f'<path d="M{right + 2:.1f} {y - 2.5:.1f}l5 5m0-5l-5 5" stroke="#fff" stroke-width="1.5"/>'
        )
    return "".join(parts)


def _tick_path(days: Sequence[int], axis: Axis, top: float) -> str:
    places = dict.fromkeys(f"{axis.x(day):.0f}" for day in days)
    return "".join(f"M{x} {top:.1f}v{BAR:.0f}" for x in list(places)[:MOST_TICKS])


def _mark(mark: Mark, axis: Axis, y: float) -> str:
    hollow = mark.hollow and mark.shape != "cross"
    ink = f'fill="{PALE}" stroke="{INK}" stroke-width="1.8"' if hollow else f'fill="{INK}" stroke="{INK}"'
    x, parts = axis.x(mark.at), ""
    if mark.last is not None:
        right = axis.x(mark.last)
        ends = f"M{x:.1f} {y - 7:.1f}v14M{right:.1f} {y - 7:.1f}v14M{x:.1f} {y:.1f}H{right:.1f}"
        parts = f'<path d="{ends}" stroke="{INK}" stroke-width="1.6"/>'
        x = (x + right) / 2
    return f'{parts}<g transform="translate({x:.1f} {y:.1f})" {ink}>{SHAPES[mark.shape]}</g>'


def shape_sample(shape: str, *, hollow: bool = False) -> str:
    """A shape as a small picture for a legend; the words beside it say what it stands for."""
    ink = f'fill="{PALE}" stroke="{INK}" stroke-width="1.8"' if hollow else f'fill="{INK}" stroke="{INK}"'
    return f'<svg class="swatch" viewBox="-10 -10 20 20" aria-hidden="true" focusable="false"><g {ink}>{SHAPES[shape]}</g></svg>'


def pattern_sample(pattern: str, *, ticks: bool = False) -> str:
    """A bar as a small picture for a legend."""
    name = f"sample-{pattern}"
    fill = LINE if pattern == "solid" else f"url(#{name}-{pattern})"
    fill = "#cfe0f0" if ticks else fill
    inside = f'<path d="M7 2v12M13 2v12M19 2v12" stroke="{LINE}" stroke-width="2"/>' if ticks else ""
    return (
        f'<svg class="swatch" viewBox="0 0 26 16" aria-hidden="true" focusable="false"><defs>{_patterns(name)}</defs>'
        f'<rect x="1" y="2" width="24" height="12" fill="{fill}" stroke="{LINE}"/>{inside}</svg>'
    )
