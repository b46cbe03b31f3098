"""The skeleton with a share at each site: darker where more, and the figure beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from osteon.drawing.body import BOTTOM, TOP, anchors, bones, bones_of, filled
from osteon.drawing.frame import NARROW, SIZE, Head, fitted, picture, written
from osteon.drawing.ink import INK
from osteon.drawing.numbers import percent
from osteon.drawing.shapes import Shape

__all__ = ["Place", "skeleton_map"]

TONES = ("#e6eef6", "#bcd3e8", "#86afd4", "#4a82b6", "#1b4f83")
"""From few to many: each is darker than the one before, also without colour."""
HALF = 165
"""Half the width of the bones, in the units of their drawing."""


class Place(NamedTuple):
    """A site of the skeleton by its id, its name, and the share of patients who have it; None: withheld."""

    site: str
    label: str
    share: float | None


def skeleton_map(head: Head, places: Sequence[Place], view: str, *, width: float) -> str:
    """The skeleton from the `front` or the `back`. Each site that this view shows is filled and named, with its share.

    The site with the highest share has the darkest tone, five steps in all; a site that is withheld is white with a broken line.
    """
    most = max((one.share for one in places if one.share), default=0.0)
    middle, scale = width / 2, 0.6 if width > NARROW else 0.46
    parts: list[str] = []
    names: list[tuple[float, float, str, str]] = []
    # Larger areas first, so that a region never hides a bone within it.
    drawn = [(one, bones_of(one.site, "", view)) for one in places]
    for order, (place, shapes) in enumerate(sorted(drawn, key=lambda each: -len(each[1]))):
        if not shapes or place.share == 0:
            continue
        tone = "#fff" if place.share is None else TONES[min(int(place.share / most * len(TONES)), len(TONES) - 1)]
        dash = ' stroke-dasharray="4 3"' if place.share is None else ""
        parts += [
            filled(
                shape,
                tone,
                f'stroke="{INK}" stroke-width="1.2"{dash}',
                f"{head.name}-{view}-{width:.0f}-{order}-{index}",
            )
            for index, shape in enumerate(shapes)
        ]
        names.append(
            (*_anchor(shapes, scale), place.label, percent(place.share) if place.share is not None else "withheld")
        )
    columns = _columns(names, middle - HALF * scale - 10)
    height = max([(BOTTOM - TOP) * scale + 6, *(sum(one.tall for one in column) for column in columns.values())])
    body = (
        f'<g transform="translate({middle:.1f} {-TOP * scale:.1f}) scale({scale})" stroke-linejoin="round"'
        f' stroke-linecap="round">{bones(view)}{"".join(parts)}</g>'
    )
    named = head._replace(name=f"{head.name}-{view}", title=f"{head.title}, from the {view}")
    return picture(named, width, height, body + _names(columns, middle, HALF * scale, height))


def _anchor(shapes: Sequence[Shape], scale: float) -> tuple[float, float]:
    """Where a line to the name begins: on the side of the body to the right of the picture."""
    x, y = max(anchors(shapes))
    return x * scale, (y - TOP) * scale


class _Name(NamedTuple):
    """Where a line to a name begins, its rows of words, and its height with the gap below."""

    x: float
    y: float
    rows: tuple[str, ...]
    tall: float


def _columns(names: Sequence[tuple[float, float, str, str]], room: float) -> dict[int, list[_Name]]:
    """Names from top to bottom, by turns in the column on the right (1) and on the left (-1)."""
    columns: dict[int, list[_Name]] = {1: [], -1: []}
    for x, y, words, share in sorted(names, key=lambda each: each[1]):
        rows = (share, *fitted(words, room, 2))
        lower = min(columns, key=lambda sign: sum(one.tall for one in columns[sign]))
        columns[lower].append(_Name(x, y, rows, SIZE * 1.25 * len(rows) + 5))
    return columns


def _names(columns: dict[int, list[_Name]], middle: float, reach: float, height: float) -> str:
    parts = []
    for sign, column in columns.items():
        floor, rest, edge = 0.0, sum(one.tall for one in column), middle + sign * (reach + 8)
        for one in column:
            top = max(floor, min(one.y - one.tall / 2, height - rest))
            floor, rest = top + one.tall, rest - one.tall
            x = middle + sign * abs(one.x)
            line = f'd="M{x:.1f} {one.y:.1f}L{edge - sign * 4:.1f} {top + SIZE * 0.7:.1f}" fill="none"'
            parts.append(
                f'<path {line} stroke="#fff" stroke-width="3"/><path {line} stroke="{INK}" stroke-width=".9"/>'
            )
            at = "start" if sign > 0 else "end"
            for row, said in enumerate(one.rows):
                parts.append(
                    written(edge, top + SIZE * (1 + 1.25 * row), said, at=at, ink=INK, bold=not row, halo=True)
                )
    return "".join(parts)
