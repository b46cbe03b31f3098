"""Shares of groups against their sizes, inside the limits that chance alone would keep; and the same over time."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan, log10, sqrt
from typing import NamedTuple

from osteon.drawing.axes import Field, across, below, grid, spread, upright
from osteon.drawing.frame import NARROW, SIZE, Head, fitted, picture, width_of, written
from osteon.drawing.ink import INK, LINE
from osteon.drawing.numbers import counted, percent
from osteon.drawing.ticks import value_ticks

__all__ = ["Limits", "Spot", "control", "funnel"]

ALARM = "#a3161a"
HEIGHT = 250
TWO, THREE = "95", "99.8"


class Spot(NamedTuple):
    """One group, or one stretch of time: how many people, which share of them; nan where nobody was."""

    label: str
    people: float
    share: float


class Limits(NamedTuple):
    """Between which shares so many people lie by chance, in 95 % and in 99.8 % of all cases."""

    people: float
    lower: float
    upper: float
    outer_lower: float
    outer_upper: float


def _outside(spot: Spot, limits: Limits) -> int:
    """0 within all limits, 1 beyond the inner, 2 beyond the outer ones."""
    if spot.share < limits.outer_lower or spot.share > limits.outer_upper:
        return 2
    return 1 if spot.share < limits.lower or spot.share > limits.upper else 0


def _mark(x: float, y: float, outside: int) -> str:
    """A dot within the limits, a hollow diamond beyond the inner, a filled diamond beyond the outer ones."""
    if not outside:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{LINE}" stroke="#fff"/>'
    fill = f'fill="{ALARM}" stroke="#fff"' if outside == 2 else f'fill="#fff" stroke="{ALARM}" stroke-width="2"'
    return f'<path d="M{x:.1f} {y - 6.5:.1f}l6.5 6.5l-6.5 6.5l-6.5 -6.5z" {fill}/>'


def _key(y: float, width: float, words: str) -> tuple[str, float]:
    """What the marks and lines mean, below the chart, and where that ends."""
    signs = (
        (f'<path d="M0 0h26" stroke="{INK}" stroke-width="1.6"/>', words),
        (f'<path d="M0 0h26" stroke="{INK}" stroke-dasharray="6 3"/>', f"{TWO} % limits"),
        (f'<path d="M0 0h26" stroke="{INK}" stroke-dasharray="2 3"/>', f"{THREE} % limits"),
        (f'<g transform="translate(13 0)">{_mark(0, 0, 0)}</g>', "within the limits"),
        (f'<g transform="translate(13 0)">{_mark(0, 0, 1)}</g>', f"beyond {TWO} %"),
        (f'<g transform="translate(13 0)">{_mark(0, 0, 2)}</g>', f"beyond {THREE} %"),
    )
    parts, x = [], 0.0
    for sign, name in signs:
        needed = 34 + width_of(name)
        if x and x + needed > width:
            x, y = 0.0, y + 20
        parts.append(f'<g transform="translate({x:.1f} {y - 4.5:.1f})">{sign}</g>{written(x + 32, y, name)}')
        x += needed + 14
    return "".join(parts), y + 8


def _bounds(spots: Sequence[Spot], limits: Sequence[Limits], overall: float) -> tuple[float, float]:
    """The lowest and the highest share that are worth room: all groups, and the limits of most."""
    shares = [spot.share for spot in spots if not isnan(spot.share)]
    inner = [_nearest(limits, spot.people) for spot in spots if spot.people > 0]
    low = min([*shares, overall, *(one.outer_lower for one in inner)])
    high = max([*shares, overall, *(one.outer_upper for one in inner)])
    return max(low - 0.02, 0.0), min(high + 0.02, 1.0)


def _scale(low: float, high: float) -> list[float]:
    ticks = value_ticks(low, high, 5)
    return [tick for tick in ticks if -1e-9 <= tick <= 1 + 1e-9]


def funnel(
    head: Head, spots: Sequence[Spot], limits: Sequence[Limits], overall: float, words: str, *, width: float = NARROW
) -> str:
    """Each group as a spot over its size; groups beyond the limits are named.

    `limits`: of ascending numbers of people, from the smallest group or less to the largest or more. `overall`: the share of all
    groups together, around which the limits lie. `words`: what is counted on the axis, such as "patients in the denominator".
    """
    shown = [spot for spot in spots if spot.people > 0 and not isnan(spot.share)]
    steps = _scale(*_bounds(shown, limits, overall))
    first, last = limits[0].people, max(limits[-1].people, limits[0].people + 1)
    # Groups of very different sizes are told apart on the scale of the root, on which the limits are straighter.
    field = Field(
        upright(steps, True),
        width - 14,
        12,
        12 + HEIGHT - (0 if width > NARROW else 30),
        sqrt(first),
        sqrt(last),
        steps[0],
        steps[-1],
    )
    parts = [grid(field, steps, True), across(field, _sizes(field, first, last), words)]
    parts.append(
        f'<path d="M{field.left:.1f} {field.y(overall):.1f}H{field.right:.1f}" stroke="{INK}" stroke-width="1.6"/>'
    )
    for name, dash in (("lower", "6 3"), ("upper", "6 3"), ("outer_lower", "2 3"), ("outer_upper", "2 3")):
        edge = [(one.people, getattr(one, name)) for one in limits]
        path = "L".join(
            f"{field.x(sqrt(n)):.1f} {field.y(one):.1f}" for n, one in edge if field.low <= one <= field.high
        )
        parts.append(f'<path d="M{path}" fill="none" stroke="{INK}" stroke-dasharray="{dash}"/>' if path else "")
    taken: list[tuple[float, float, float, float]] = []
    places = [(spot, field.x(sqrt(spot.people)), field.y(spot.share)) for spot in shown]
    beyond = [_outside(spot, _nearest(limits, spot.people)) for spot in shown]
    for (_, x, y), out in zip(places, beyond, strict=True):
        parts.append(_mark(x, y, out))
        taken.append((x - 7, y - 7, x + 7, y + 7))
    every = len(shown) <= 8
    for (spot, x, y), out in sorted(zip(places, beyond, strict=True), key=lambda one: -one[1]):
        if out or every:
            parts.append(_name(spot.label, x, y, field, taken))
    key, height = _key(below(field, words) + 24, width, f"all groups: {percent(overall)}")
    return picture(head, width, height, "".join(parts) + key)


def _nearest(limits: Sequence[Limits], people: float) -> Limits:
    return min(limits, key=lambda one: abs(one.people - people))


def _sizes(field: Field, first: float, last: float) -> list[tuple[float, str]]:
    """Round numbers of people that stand apart on the scale of the root."""
    found: list[tuple[float, str]] = []
    room = -1e9
    for power in range(int(log10(last)) + 1):
        for factor in (1, 2, 5):
            size = factor * 10.0**power
            if first <= size <= last:
                x, half = field.x(sqrt(size)), width_of(counted(size)) / 2
                if x - half > room and x + half < field.right + 14:
                    found.append((sqrt(size), counted(size)))
                    room = x + half + 10
    return found


def _name(words: str, x: float, y: float, field: Field, taken: list[tuple[float, float, float, float]]) -> str:
    """A label beside a spot, where it covers no other; none if there is no such place."""
    (short,) = fitted(words, 180, 1)
    wide = width_of(short)
    for left, up in (
        (x + 10, y),
        (x - 10 - wide, y),
        (x - wide / 2, y - 15),
        (x - wide / 2, y + 16),
        (x + 10, y - 13),
        (x + 10, y + 13),
    ):
        box = (left, up - SIZE / 2, left + wide, up + SIZE / 2)
        if box[0] < field.left + 2 or box[2] > field.right + 12 or box[1] < 0 or box[3] > field.bottom:
            continue
        if all(box[2] < a or box[0] > c or box[3] < b or box[1] > d for a, b, c, d in taken):
            taken.append(box)
            return written(left, up + SIZE * 0.35, short, ink=INK, halo=True)
    return ""


def control(
    head: Head, spots: Sequence[Spot], limits: Sequence[Limits], overall: float, words: str, *, width: float = NARROW
) -> str:
    """Share by stretch of time (p-chart), with limits for each stretch's own number of people; `limits` are in the order of `spots`.

    A stretch in which nobody was counted breaks the line.
    """
    steps = _scale(*_bounds(spots, limits, overall))
    field = Field(
        upright(steps, True),
        width - 14,
        12,
        12 + HEIGHT - (0 if width > NARROW else 30),
        -0.5,
        len(spots) - 0.5,
        steps[0],
        steps[-1],
    )
    room = (field.right - field.left) / max(len(spots), 1)
    every = 1
    # Doubled, so that of quarters the labels fall on the same one of each year.
    while every < spread(len(spots), room, [width_of(spot.label) for spot in spots]):
        every *= 2
    parts = [
        grid(field, steps, True),
        across(field, [(place, spot.label) for place, spot in enumerate(spots)], words, every),
    ]
    parts.append(
        f'<path d="M{field.left:.1f} {field.y(overall):.1f}H{field.right:.1f}" stroke="{INK}" stroke-width="1.6"/>'
    )
    for name, dash in (("lower", "6 3"), ("upper", "6 3"), ("outer_lower", "2 3"), ("outer_upper", "2 3")):
        pieces = [
            f"M{field.x(place - 0.5):.1f} {field.y(getattr(one, name)):.1f}H{field.x(place + 0.5):.1f}"
            for place, one in enumerate(limits)
            if one.people > 0
        ]
        parts.append(
            f'<path d="{"".join(pieces)}" fill="none" stroke="{INK}" stroke-dasharray="{dash}" stroke-opacity=".8"/>'
        )
    path, pen = "", "M"
    for place, spot in enumerate(spots):
        if isnan(spot.share):
            pen = "M"
            continue
        path += f"{pen}{field.x(place):.1f} {field.y(spot.share):.1f}"
        pen = "L"
    parts.append(f'<path d="{path}" fill="none" stroke="{LINE}" stroke-width="1.5"/>' if path else "")
    parts += [
        _mark(field.x(place), field.y(spot.share), _outside(spot, limit))
        for place, (spot, limit) in enumerate(zip(spots, limits, strict=True))
        if not isnan(spot.share)
    ]
    key, height = _key(below(field, words) + 24, width, f"whole time: {percent(overall)}")
    return picture(head, width, height, "".join(parts) + key)
