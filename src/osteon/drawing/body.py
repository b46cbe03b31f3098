"""The whole skeleton as a drawing: its bones in grey, which of them stand for a site, and one of them filled."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from osteon.drawing.shapes import VERTEBRAE, Shape, shapes

__all__ = ["BOTTOM", "STANDS_FOR", "TOP", "VIEWS", "anchors", "bones", "bones_of", "filled", "sides"]

VIEWS = ("front", "back")
TOP, BOTTOM = -8, 906
"""Where the drawing begins and ends; x = 0 is the middle of the body, and arms reach to about 165 on both sides."""
TONES = {
    "bone": 'fill="#fdfbf6" stroke="#56616f" stroke-width="1.1"',
    "far": 'fill="#efede8" stroke="#aab1ba" stroke-width=".8"',
    "cartilage": 'fill="#e8edf1" stroke="#929ca8" stroke-width=".8"',
    "void": 'fill="#98a0aa" stroke="#56616f" stroke-width=".8"',
    "line": 'fill="none" stroke="#929ca8" stroke-width=".8"',
}
UPPER_LIMB = ("humerus", "radius", "ulna", "carpal", "metacarpal", "hand.phalanges")
LOWER_LIMB = ("femur", "patella", "tibia", "fibula", "tarsal", "talus", "metatarsal", "foot.phalanges")
SPINE = tuple(f"vertebra.{name}" for name in VERTEBRAE)
STANDS_FOR = {
    "spine": (*SPINE, "sacrum", "coccyx"),
    "spine.cervical": SPINE[:7],
    "spine.thoracic": SPINE[7:19],
    "spine.lumbar": SPINE[19:],
    "rib": tuple(f"rib.{number}" for number in range(1, 13)),
    "sternum": ("sternum", "sternum.manubrium"),
    "femur.proximal": ("femur.head", "femur.neck", "femur.trochanter"),
    "femur.lesser-trochanter": ("femur.trochanter",),
    "femur.greater-trochanter": ("femur.trochanter",),
    "face": ("mandible", "maxilla", "orbit"),
    "tarsal": ("tarsal", "talus"),
    "forearm": ("radius", "ulna"),
    "lower-leg": ("tibia", "fibula"),
    "hand": ("carpal", "metacarpal", "hand.phalanges"),
    "foot": ("tarsal", "talus", "metatarsal", "foot.phalanges"),
    "upper-limb": UPPER_LIMB,
    "lower-limb": LOWER_LIMB,
}
"""A site that the drawing has no single shape for: the shapes that stand for it."""


def bones_of(site: str, side: str, view: str) -> tuple[Shape, ...]:
    """The shapes of one view that stand for a site; of both sides where `side` is empty, `bilateral` or `midline`."""
    wanted = STANDS_FOR.get(site, (site,))
    found = [one for one in shapes(view) if one.site and one.site in wanted]
    return tuple(
        one for one in found if not side or side in ("bilateral", "midline") or not one.side or one.side == side
    )


def anchors(drawn: Sequence[Shape]) -> tuple[tuple[float, float], ...]:
    """Where a marker of these shapes sits: one place for each side that they lie on."""
    found = []
    for side in dict.fromkeys(one.side for one in drawn):
        places = [one.anchor for one in drawn if one.side == side]
        xs, ys = [x for x, _ in places], [y for _, y in places]
        found.append(((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2))
    return tuple(found)


@cache
def bones(view: str) -> str:
    """All bones of one view, with nothing on them."""
    return "".join(
        f'<path d="{one.path}" {TONES[one.tone]}{" fill-rule=" + chr(34) + "evenodd" + chr(34) if "ZM" in one.path else ""}/>'
        for one in shapes(view)
        if one.tone != "part"
    )


def filled(shape: Shape, paint: str, stroke: str, name: str) -> str:
    """One shape filled; a part of a bone is cut out of that bone. `stroke`: attributes; `name`: an id that no other shape has."""
    stroke = f'fill-rule="evenodd" {stroke}'
    if not shape.clip:
        return f'<path d="{shape.path}" fill="{paint}" {stroke}/>'
    return (
        f'<clipPath id="{name}-bone"><path d="{shape.path}" clip-rule="evenodd"/></clipPath>'
        f'<clipPath id="{name}-area"><polygon points="{shape.clip}"/></clipPath>'
        f'<polygon points="{shape.clip}" fill="{paint}" {stroke} clip-path="url(#{name}-bone)"/>'
        f'<path d="{shape.path}" fill="none" {stroke} clip-path="url(#{name}-area)"/>'
    )


def sides(view: str) -> tuple[str, str]:
    """Which side of the person lies to the left, and which to the right, of the drawing."""
    return ("Right", "Left") if view == "front" else ("Left", "Right")
