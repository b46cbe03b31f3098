"""Smooth outlines from a few points: the pen that draws the skeleton.

A bone is a short list of points in the units of the drawing. A closed Catmull-Rom curve through them
gives calm lines; a ribbon gives a bone that is long and thin, such as a rib, from its middle line and its widths.
"""

from __future__ import annotations

from math import cos, hypot, radians, sin
from typing import NamedTuple

__all__ = ["Point", "closed_path", "ellipse", "mirrored", "open_path", "placed", "points", "ribbon", "symmetric"]


class Point(NamedTuple):
    """A place on an outline."""

    x: float
    y: float
    sharp: bool = False
    """A corner: the curve does not round it."""


def points(text: str) -> tuple[Point, ...]:
    """Reads "12,20 14,25* 10,30"; a star marks a corner."""
    found = []
    for word in text.split():
        x, y = word.rstrip("*").split(",")
        found.append(Point(float(x), float(y), word.endswith("*")))
    return tuple(found)


def mirrored(line: tuple[Point, ...]) -> tuple[Point, ...]:
    """The line on the other side of the body."""
    return tuple(Point(-p.x, p.y, p.sharp) for p in line)


def symmetric(half: tuple[Point, ...]) -> tuple[Point, ...]:
    """A whole outline from its half at x >= 0, drawn from the top of the middle line to its bottom."""
    return half + tuple(p for p in reversed(mirrored(half)) if p.x != 0)


def placed(line: tuple[Point, ...], x: float, y: float, degrees: float) -> tuple[Point, ...]:
    """The line turned about the origin, then moved so that the origin is at (x, y)."""
    c, s = cos(radians(degrees)), sin(radians(degrees))
    return tuple(Point(x + c * p.x - s * p.y, y + s * p.x + c * p.y, p.sharp) for p in line)


def ellipse(x: float, y: float, rx: float, ry: float) -> tuple[Point, ...]:
    """The outline of an ellipse about (x, y)."""
    return tuple(Point(x + rx * cos(radians(a)), y + ry * sin(radians(a))) for a in range(0, 360, 45))


def _number(value: float) -> str:
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def _slope(line: tuple[Point, ...], index: int, closed: bool) -> tuple[float, float]:
    count = len(line)
    if line[index].sharp:
        return 0.0, 0.0
    if closed:
        before, after = line[index - 1], line[(index + 1) % count]
    else:
        before, after = line[max(index - 1, 0)], line[min(index + 1, count - 1)]
    return (after.x - before.x) / 6, (after.y - before.y) / 6


def _curve(line: tuple[Point, ...], closed: bool) -> str:
    parts = [f"M{_number(line[0].x)} {_number(line[0].y)}"]
    for index in range(len(line) if closed else len(line) - 1):
        here, there = line[index], line[(index + 1) % len(line)]
        ax, ay = _slope(line, index, closed)
        bx, by = _slope(line, (index + 1) % len(line), closed)
        numbers = (here.x + ax, here.y + ay, there.x - bx, there.y - by, there.x, there.y)
        parts.append("C" + " ".join(_number(n) for n in numbers))
    return "".join(parts)


def closed_path(*lines: tuple[Point, ...]) -> str:
    """One path through every line, each closed; a second line inside the first is a hole."""
    return "".join(_curve(line, True) + "Z" for line in lines)


def open_path(*lines: tuple[Point, ...]) -> str:
    """One path through every line, each from its first point to its last."""
    return "".join(_curve(line, False) for line in lines)


def _sampled(line: tuple[Point, ...], steps: int) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for index in range(len(line) - 1):
        p, q = line[index], line[index + 1]
        ax, ay = _slope(line, index, False)
        bx, by = _slope(line, index + 1, False)
        for step in range(steps):
            t = step / steps
            u = 1 - t
            found.append(
                (
                    u**3 * p.x + 3 * u * u * t * (p.x + ax) + 3 * u * t * t * (q.x - bx) + t**3 * q.x,
                    u**3 * p.y + 3 * u * u * t * (p.y + ay) + 3 * u * t * t * (q.y - by) + t**3 * q.y,
                )
            )
    found.append((line[-1].x, line[-1].y))
    return found


def ribbon(middle: tuple[Point, ...], widths: tuple[float, ...], steps: int = 2) -> tuple[Point, ...]:
    """The outline of a thin bone from its middle line and its width at each point of that line."""
    line = _sampled(middle, steps)
    left, right = [], []
    for index, (x, y) in enumerate(line):
        at, rest = divmod(index, steps)
        width = widths[at] if rest == 0 else widths[at] + (widths[at + 1] - widths[at]) * rest / steps
        (px, py), (nx, ny) = line[max(index - 1, 0)], line[min(index + 1, len(line) - 1)]
        length = hypot(nx - px, ny - py) or 1.0
        ox, oy = -(ny - py) / length * width / 2, (nx - px) / length * width / 2
        left.append(Point(x + ox, y + oy))
        right.append(Point(x - ox, y - oy))
    ends = []
    for (x, y), (fx, fy), width in ((line[-1], line[-2], widths[-1]), (line[0], line[1], widths[0])):
        length = hypot(x - fx, y - fy) or 1.0
        ends.append(Point(x + (x - fx) / length * width * 0.28, y + (y - fy) / length * width * 0.28))
    return (*left, ends[0], *right[::-1], ends[1])
