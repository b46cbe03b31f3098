"""The bones of the drawing: where each lies, seen from the front and from the back.

Units are those of the drawing (about 5 to a centimetre); x = 0 is the middle of the body. Paired bones are written
once, at x > 0, and mirrored. Seen from the front, x > 0 is the person's left; from the back, her right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

from osteon.drawing.lines import (
    Point,
    closed_path,
    ellipse,
    mirrored,
    open_path,
    placed,
    points,
    ribbon,
    symmetric,
)

__all__ = ["VERTEBRAE", "Shape", "shapes"]

Line = tuple[Point, ...]


class Shape(NamedTuple):
    """One bone, or a piece or line of one, as it is seen from one side."""

    site: str
    """Skeletal site, or empty for a line that only helps the drawing."""
    path: str
    tone: str
    """`bone`, `far` (behind the rest), `part` (an area of a bone, drawn only when affected), `void` (an opening), `line`."""
    side: str = ""
    """`left`, `right`, or empty for a bone of the middle line."""
    anchor: tuple[float, float] = (0.0, 0.0)
    """Where a marker sits."""
    clip: str = ""
    """The area of the bone that a part covers."""


def _spine() -> dict[str, tuple[float, float, float, float]]:
    """Top, height, half width of the body and half width with its processes, for each vertebra."""
    found = {}
    top = 99.0
    for number in range(1, 8):
        height = 8.4
        found[f"C{number}"] = (top, height, 7.4 + number * 0.25, (17.0, 13.5, 12, 12, 12.4, 13.2, 15)[number - 1])
        top += height
    for number in range(1, 13):
        height = 10.4 + number * 0.31
        found[f"T{number}"] = (top, height, 7.8 + abs(number - 3.5) * 0.33, 18.5 - number * 0.55)
        top += height
    for number in range(1, 6):
        height = 18.4
        found[f"L{number}"] = (top, height, 11.4 + number * 0.4, (19.5, 21.5, 23, 21.5, 20.5)[number - 1])
        top += height
    return found


VERTEBRAE = _spine()


def _middle(name: str) -> float:
    top, height, _, _ = VERTEBRAE[name]
    return top + height / 2


def _vertebra(name: str) -> Line:
    top, h, body, process = VERTEBRAE[name]
    gap = 0.5 if name[0] == "C" else 0.8 if name[0] == "T" else 1.3
    h -= gap
    return symmetric(
        (
            Point(0, top + 0.05 * h),
            Point(body * 0.8, top),
            Point(body, top + 0.1 * h),
            Point(body * 0.9, top + 0.3 * h),
            Point(process * 0.95, top + 0.2 * h),
            Point(process, top + 0.46 * h),
            Point(body * 0.98, top + 0.62 * h),
            Point(body * 0.9, top + 0.76 * h),
            Point(body * 1.02, top + 0.9 * h),
            Point(body * 0.82, top + h),
            Point(0, top + 0.97 * h),
        )
    )


SACRUM = symmetric(points("0,399 11,398 14,402 22,401 27,406 25,417 20,426 14,438 8,447 0,449"))
COCCYX = symmetric(points("0,449 5,450 4,455 2.5,461 0,464"))

# Ribs: vertebra, widest point, joint with the cartilage, joint with the breastbone.
RIB_WIDEST = {
    1: (33, 169), 2: (48, 184), 3: (58, 200), 4: (65, 216), 5: (70, 232), 6: (73.5, 248),
    7: (75.5, 264), 8: (76, 280), 9: (74.5, 294), 10: (70, 307),
}  # fmt: skip
RIB_JOINT = {
    1: (21, 180), 2: (29, 200), 3: (33, 217), 4: (36, 234), 5: (40, 251), 6: (45, 268),
    7: (50, 285), 8: (55, 300), 9: (60, 312), 10: (64, 321),
}  # fmt: skip
RIB_STERNUM = {
    1: (12, 176), 2: (10.5, 193), 3: (9.5, 206), 4: (9.5, 218), 5: (9.5, 230), 6: (9, 241), 7: (8, 249),
    8: (21, 271), 9: (33, 289), 10: (45, 304),
}  # fmt: skip
RIB_FLOATING = {11: (64, 322), 12: (47, 331)}

MANUBRIUM = symmetric(points("0,168 7,165 15,168 16,174 12,182 10.5,192 0,193"))
STERNUM = symmetric(points("0,194 10,194 8.5,206 10,219 10.5,232 9.5,245 5,251 3.5,259 1.5,268 0,269"))
CLAVICLE = ribbon(points("7,167 20,162 36,163 54,159 72,152 88,153"), (9, 6, 5.5, 5.5, 6.5, 7))
SCAPULA = points(
    "43,164 56,160 68,163 78,162 86,156 95,152 102,157 99,164 92,165 90,173 88,184 80,195 72,213 65,233 58,240 53,233 47,208 42,184"
)
SCAPULA_RIDGE = ribbon(points("44,183 60,178 76,170 90,160 99,157"), (4, 5, 6, 7, 9))
HUMERUS = points(
    "95,163 104,164 111,170 112,181 110,196 111,225 115,265 119,293 124,310 128,320 125,329 118,331 113,329 107,333 102,328"
    " 101,319 106,308 107,294 104,265 100,230 97,206 93,192 86,186 83,176 87,167"
)
RADIUS = ribbon(points("121,335 122,345 127,375 133,410 138,438 139,450"), (10, 7, 7.5, 7.5, 11, 13))
ULNA = ribbon(points("109,326 111,340 116,375 121,410 126,438 127,448"), (12, 11, 7.5, 6.5, 6, 7))
HIP = points(
    "19,397 23,385 33,375 47,369 60,371 70,378 76,390* 75,399 70,407 68,414 69,420 65,427 66,438 63,449 55,458"
    " 49,466 46,478 43,489 36,497 27,494 20,486 12,479 5,477 2.4,474* 2.4,455* 10,451 20,446 30,438 33,428 28,415 22,406"
)
HIP_OPENING = points("17,463 26,457 34,460 36,470 32,481 24,481 16,472")
FEMUR = points(
    "43,428 51,430 56,436 62,438 67,432 75,434 79,443 78,456 73,478 66,520 59,570 54,610 52,628 54,640 52,651 46,657"
    " 39,655 34,651 29,656 22,658 16,651 15,640 20,630 31,612 41,570 51,520 56,484 55,475 50,469 53,462 50,455 43,452 36,450 31,441 35,431"
)
PATELLA = points("34,625 42,628 45,636 40,644 34,649 28,644 23,636 26,628")
TIBIA = points(
    "17,663 25,661 34,662 43,661 51,663 52,670 46,681 42,698 40.5,730 38.5,770 37.5,806 40,824 41,834 34,837 29,838 26,846 22,844"
    " 21,834 23,815 26,780 27,740 26,706 23,687 17,673"
)
FIBULA = ribbon(points("52,673 51,688 49,735 47,785 45.5,825 44.5,847"), (9, 5, 4.5, 4.5, 6, 7.5))
TALUS = points("26,847 34,840 41,842 43,851 36,856 27,854")
TARSALS = points("25,853 34,856 44,851 51,860 50,867 38,866 27,868 22,862")
CALCANEUS = points("27,848 34,845 41,848 45,862 43,874 35,878 27,875 24,862")

HUMERUS_PARTS = {
    "humerus.proximal": ("70,150 130,150 130,202 70,202", (98, 180)),
    "humerus.shaft": ("70,202 150,202 150,300 70,300", (107, 250)),
    "humerus.distal": ("70,300 150,300 150,345 70,345", (114, 319)),
}
FEMUR_PARTS = {
    "femur.head": ("20,415 56,415 56,430 47,460 20,460", (42, 440)),
    "femur.neck": ("56,430 63,424 68,432 58,466 47,462", (56, 446)),
    "femur.trochanter": ("64,415 95,415 95,486 40,486 40,462 47,460 58,466 68,432", (67, 457)),
    "femur.shaft": ("20,486 95,486 95,606 20,606", (57, 545)),
    "femur.distal": ("0,606 95,606 95,670 0,670", (34, 618)),
}
HIP_PARTS = {
    "ilium": ("0,360 90,360 90,426 62,424 48,420 34,424 0,440", (50, 393)),
    "acetabulum": ("34,426 48,420 62,424 72,430 70,452 56,462 40,460 31,446", (50, 440)),
    "pubis": ("0,440 31,440 33,452 28,460 22,470 22,500 0,500", (9, 464)),
    "ischium": ("22,470 30,458 40,458 56,462 70,452 70,510 22,510", (41, 480)),
}
SACRUM_PARTS = {f"vertebra.S{n}": (396 + (n - 1) * 10.6, 396 + n * 10.6) for n in range(1, 6)}


def _hand() -> Iterator[tuple[str, Line]]:
    for u, v, r in (
        (-8, 5, 3.6),
        (-1.5, 4, 3.9),
        (5, 4, 4),
        (11, 7, 3.6),
        (-9, 12, 3.8),
        (-2.5, 12, 4),
        (3.5, 12, 3.8),
        (10, 14, 3.8),
    ):
        yield "carpal", ellipse(u, v, r, r * 0.95)
    rays = (
        ("14,17 23,34", "24.5,37 30,50", "31,53 34,62"),
        ("7,18 10.5,47", "11,50 13.5,70", "14,72.5 15,84", "15.2,86.5 15.6,94"),
        ("0.5,18 1.5,49", "1.6,52 2.4,74", "2.5,76.5 2.8,90", "2.9,92.5 3,101"),
        ("-5,18 -7,46", "-7.2,49 -9,70", "-9.2,72.5 -10,85", "-10.2,87.5 -10.8,95"),
        ("-10.5,17 -14.5,42", "-15,45 -18,60", "-18.4,62.5 -20,71", "-20.3,73.5 -21.6,80"),
    )
    for ray in rays:
        for index, bone in enumerate(ray):
            a, b = points(bone)
            middle = Point((a.x + b.x) / 2, (a.y + b.y) / 2)
            width = 5.2 - index * 0.45
            yield (
                ("metacarpal" if index == 0 else "hand.phalanges"),
                ribbon((a, middle, b), (width, width * 0.62, width)),
            )


def _foot() -> Iterator[tuple[str, Line]]:
    for index, (a, b, c) in enumerate((("27,866", "24,880", "23,891"), ("32,865", "31,879", "31,889"), ("37,865", "38,878", "39,887"),
                                       ("43,865", "45,877", "47,885"), ("48,864", "52,875", "55,882"))):  # fmt: skip
        width = 6.4 if index == 0 else 4.6
        (p, q, r) = points(f"{a} {b} {c}")
        yield "metatarsal", ribbon((p, Point((p.x + q.x) / 2, (p.y + q.y) / 2), q), (width, width * 0.7, width))
        start = Point(q.x + (r.x - q.x) * 0.22, q.y + (r.y - q.y) * 0.22)
        yield (
            "foot.phalanges",
            ribbon((start, Point((start.x + r.x) / 2, (start.y + r.y) / 2), r), (width, width * 0.75, width * 0.8)),
        )


def _rib_behind(number: int) -> Line:
    y = _middle(f"T{number}")
    if number in RIB_FLOATING:
        tip, end = RIB_FLOATING[number]
        line = (Point(9, y - 2), Point(tip * 0.45, y - 1), Point(tip * 0.8, (y + end) / 2 - 1), Point(tip, end))
        return ribbon(line, (5, 5.4, 5, 3))
    x, widest = RIB_WIDEST[number]
    drop = widest - y
    arch = (Point(9, y - 2), Point(x * 0.36, y - (5 if number < 3 else 7)), Point(x * 0.7, y - 1 + drop * 0.16))
    return ribbon((*arch, Point(x * 0.94, y + drop * 0.55), Point(x, widest)), (5, 5.4, 5.6, 5.6, 5.4))


def _rib_before(number: int) -> Line:
    x, widest = RIB_WIDEST[number]
    jx, jy = RIB_JOINT[number]
    y = _middle(f"T{number}")
    return ribbon((Point(x * 0.95, y + (widest - y) * 0.6), Point(x, widest), Point(x * 0.96, widest + (jy - widest) * 0.4),
                   Point((x + jx) / 2 + 2, jy - 1.5), Point(jx, jy)), (4.6, 5.6, 6, 6.2, 6))  # fmt: skip


def _rib_anchor(number: int) -> tuple[float, float]:
    x, y = RIB_WIDEST.get(number) or RIB_FLOATING[number]
    return (x, y) if number in RIB_WIDEST else (x - 14, y - 6)


def _cartilage(number: int) -> Line:
    jx, jy = RIB_JOINT[number]
    sx, sy = RIB_STERNUM[number]
    dip = 0 if number < 3 else 2 if number < 5 else 4
    bend = Point(jx * 0.72 + sx * 0.28, jy + dip * 0.4)
    rise = Point(jx * 0.35 + sx * 0.65, (jy + sy) / 2 + dip * 0.5)
    return ribbon((Point(jx - 0.5, jy), bend, rise, Point(sx, sy)), (5.4, 4.8, 4.4, 4))


def _centre(line: Line) -> tuple[float, float]:
    xs, ys = [p.x for p in line], [p.y for p in line]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _sides(view: str) -> tuple[tuple[str, bool], tuple[str, bool]]:
    """The person's side at x < 0 (mirrored) and at x > 0."""
    return (("right", True), ("left", False)) if view == "front" else (("left", True), ("right", False))


def _pair(view: str, site: str, tone: str, *lines: Line, anchor: tuple[float, float] | None = None) -> Iterator[Shape]:
    x, y = anchor or _centre(lines[0])
    for side, flip in _sides(view):
        drawn = tuple(mirrored(line) if flip else line for line in lines)
        path = open_path(*drawn) if tone == "line" else closed_path(*drawn)
        yield Shape(site, path, tone, side if site else "", (-x if flip else x, y))


def _parts(view: str, areas: Mapping[str, tuple[str, tuple[float, float]]], *lines: Line) -> Iterator[Shape]:
    for site, (area, (x, y)) in areas.items():
        for side, flip in _sides(view):
            clip = " ".join(f"{-p.x if flip else p.x:g},{p.y:g}" for p in points(area))
            drawn = tuple(mirrored(line) if flip else line for line in lines)
            yield Shape(site, closed_path(*drawn), "part", side, (-x if flip else x, y), clip)


def _one(site: str, tone: str, *lines: Line) -> Shape:
    path = open_path(*lines) if tone == "line" else closed_path(*lines)
    return Shape(site, path, tone, "", _centre(lines[0]))


def _column(view: str) -> Iterator[Shape]:
    for name in VERTEBRAE:
        yield _one(f"vertebra.{name}", "bone", _vertebra(name))
        if view == "back":
            top, h, body, _ = VERTEBRAE[name]
            yield _one("", "line", (Point(0, top + 0.25 * h), Point(-body * 0.28, top + 0.7 * h), Point(0, top + h * 1.02),
                                    Point(body * 0.28, top + 0.7 * h), Point(0, top + 0.25 * h)))  # fmt: skip


def _sacrum() -> Iterator[Shape]:
    yield _one("sacrum", "bone", SACRUM)
    for site, (top, bottom) in SACRUM_PARTS.items():
        yield Shape(
            site,
            closed_path(SACRUM),
            "part",
            "",
            (0, (top + bottom) / 2),
            f"-40,{top} 40,{top} 40,{bottom} -40,{bottom}",
        )
    for row, (x, y) in enumerate(((11, 412), (9.4, 421.5), (7.6, 430.5), (5.6, 438.5))):
        for sign in (-1, 1):
            yield _one("", "void", ellipse(sign * x, y, 2.5 - row * 0.3, 1.8 - row * 0.2))
    yield _one("coccyx", "bone", COCCYX)


def _ribs(view: str, near: bool) -> Iterator[Shape]:
    """The half of the rib cage that faces the viewer, or the half behind it."""
    tone = "bone" if near else "far"
    if (view == "front") == near:
        for number in range(10, 0, -1):
            yield from _pair(view, "", tone if not near else "cartilage", _cartilage(number))
            yield from _pair(view, f"rib.{number}", tone, _rib_before(number), anchor=_rib_anchor(number))
    else:
        for number in range(12, 0, -1):
            yield from _pair(view, f"rib.{number}", tone, _rib_behind(number), anchor=_rib_anchor(number))


def _arms(view: str) -> Iterator[Shape]:
    upper = (("humerus", HUMERUS),)
    for site, line in upper:
        yield from _pair(view, site, "bone", line)
    yield from _parts(view, HUMERUS_PARTS, HUMERUS)
    yield from _pair(view, "radius", "bone", RADIUS)
    yield from _pair(view, "ulna", "bone", ULNA)
    if view == "front":
        yield from _pair(
            view,
            "",
            "bone",
            points("101,319 106,316 112,318 118,315 125,316 128,320 125,329 118,331 113,329 107,333 102,328"),
        )
    for site, line in _hand():
        yield from _pair(view, site, "bone", placed(line, 133, 453, -9))


def _legs(view: str) -> Iterator[Shape]:
    yield from _pair(view, "fibula", "bone", FIBULA)
    yield from _pair(view, "tibia", "bone", TIBIA)
    yield from _pair(view, "femur", "bone", FEMUR)
    yield from _parts(view, FEMUR_PARTS, FEMUR)
    if view == "front":
        yield from _pair(view, "patella", "bone", PATELLA)
    yield from _pair(view, "tarsal", "bone", TARSALS)
    for site, line in _foot():
        yield from _pair(view, site, "bone", line)
    yield from _pair(view, "talus", "bone", TALUS)
    if view == "back":
        yield from _pair(view, "tarsal", "bone", CALCANEUS)


def _hips(view: str) -> Iterator[Shape]:
    yield from _pair(view, "pelvis", "bone", HIP, HIP_OPENING)
    yield from _parts(view, HIP_PARTS, HIP, HIP_OPENING)
    yield from _pair(view, "", "line", points("24,392 36,382 50,379 64,384"))


@cache
def shapes(view: str) -> tuple[Shape, ...]:
    """All shapes of one view, from the one farthest from the viewer to the nearest."""
    from osteon.drawing.skull import skull

    if view == "front":
        return (
            *_pair(view, "scapula", "bone", SCAPULA, anchor=(84, 176)), *_ribs(view, False), *_column(view), *_sacrum(),
            *_hips(view), *_legs(view), *_ribs(view, True),
            _one("sternum", "bone", STERNUM), _one("sternum.manubrium", "bone", MANUBRIUM),
            *_pair(view, "clavicle", "bone", CLAVICLE), *_arms(view), *skull(view),
        )  # fmt: skip
    return (
        *_ribs(view, False), *_pair(view, "clavicle", "far", CLAVICLE), *_legs(view), *_hips(view), *_sacrum(),
        *_ribs(view, True), *_column(view), *_arms(view),
        *_pair(view, "scapula", "bone", SCAPULA, anchor=(66, 195)), *_pair(view, "", "bone", SCAPULA_RIDGE), *skull(view),
    )  # fmt: skip
