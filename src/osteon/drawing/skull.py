"""The skull of the drawing, from the front and from the back."""

from __future__ import annotations

from osteon.drawing.lines import Point, closed_path, mirrored, open_path, points, symmetric
from osteon.drawing.shapes import Shape

__all__ = ["skull"]

FRONT = symmetric(
    points(
        "0,8 16,9.5 28,17 35.5,31 37,46 34.5,57 32,63 33.5,70 34,76 30,82 24,85.5 18.5,89 16,95 14.5,101 8,103 0,103.5"
    )
)
BACK = symmetric(points("0,8 15,9.5 28,18 35.5,33 37,50 35,64 31,74 30,86 25,89 20,84 11,90 0,92"))
JAW_FRONT = symmetric(
    points("0,106 8,105.5 14.5,103 20,97 25,89 27,80 31,80 30,91 27,102 21,111 13.5,118.5 8,122 0,122.5")
)
JAW_BACK = symmetric(points("0,112 14,108 23,98 26,80 31,82 30,96 26,108 17,118 0,121"))
ORBIT = points("5.5,61 9,55.5 17,53.5 24.5,57 25.5,63 21,69.5 12,70.5 6.5,67.5")
NOSE = symmetric(points("0,67 3,71 5.5,79 4.5,83.5 1.5,82.5 0,84"))
CHEEK = points("32,69 27,72.5 22,76 17,81 17.5,88")
TEMPLE = points("30,48 28.5,56 29.5,64")
PARTS_FRONT = {
    "skull.frontal": ("-31,0 31,0 31,40 28,56 -28,56 -31,40", (0, 34)),
    "maxilla": ("-20,70 20,70 22,106 -22,106", (0, 92)),
}
SIDE_PARTS_FRONT = {
    "skull.parietal": ("20,0 45,0 45,38 31,38 26,18", (31, 26)),
    "skull.temporal": ("31,38 45,38 45,76 32,76", (35, 56)),
    "skull.sphenoid": ("28,54 34,54 33,68 27,68", (30, 61)),
    "orbit": ("3,50 29,50 29,73 3,73", (15, 62)),
}
PARTS_BACK = {"skull.occipital": ("0,52 16,60 31,72 31,100 -31,100 -31,72 -16,60", (0, 76))}
SIDE_PARTS_BACK = {
    "skull.parietal": ("0,0 45,0 45,60 31,72 16,60 0,52", (19, 36)),
    "skull.temporal": ("31,60 45,56 45,92 24,92 31,72", (32, 78)),
}


def _line(line: tuple[Point, ...]) -> tuple[Shape, Shape]:
    return Shape("", open_path(line), "line"), Shape("", open_path(mirrored(line)), "line")


def _areas(outline: tuple[Point, ...], middle: dict[str, tuple[str, tuple[int, int]]],
           paired: dict[str, tuple[str, tuple[int, int]]], sides: tuple[str, str]) -> list[Shape]:  # fmt: skip
    path = closed_path(outline)
    found = [Shape(site, path, "part", "", anchor, area) for site, (area, anchor) in middle.items()]
    for site, (area, (x, y)) in paired.items():
        for sign, side in zip((-1, 1), sides, strict=True):
            found.append(
                Shape(
                    site, path, "part", side, (sign * x, y), " ".join(f"{sign * p.x:g},{p.y:g}" for p in points(area))
                )
            )
    return found


def _teeth() -> tuple[Shape, Shape]:
    between = (-12.4, -10, -7.2, -3.9, 0, 3.9, 7.2, 10, 12.4)
    uprights = "".join(f"M{x:g} {98.5 - abs(x) * 0.12:.1f}V{110 - abs(x) * 0.2:.1f}" for x in between)
    bite = open_path(points("-14.3,102.4 -7,104.6 0,104.8 7,104.6 14.3,102.4"))
    return Shape("", uprights, "line"), Shape("", bite, "line")


def skull(view: str) -> tuple[Shape, ...]:
    """The shapes of the skull in one view, the farthest first."""
    if view == "back":
        return (
            Shape("mandible", closed_path(JAW_BACK), "far", "", (0, 115)),
            Shape("skull", closed_path(BACK), "bone", "", (0, 44)),
            *_areas(BACK, PARTS_BACK, SIDE_PARTS_BACK, ("left", "right")),
            Shape("", open_path(points("0,9 0.8,20 -0.6,32 0.6,44 0,52")), "line"),
            *_line(points("0,52 8,55 16,60.5 24,65 31,72")),
            *_line(points("0,78 8,76 17,78 24,82")),
        )
    return (
        Shape("mandible", closed_path(JAW_FRONT), "bone", "", (0, 116)),
        Shape("skull", closed_path(FRONT), "bone", "", (0, 32)),
        *_areas(FRONT, PARTS_FRONT, SIDE_PARTS_FRONT, ("right", "left")),
        Shape("", closed_path(ORBIT), "void"),
        Shape("", closed_path(mirrored(ORBIT)), "void"),
        Shape("", closed_path(NOSE), "void"),
        *_line(CHEEK),
        *_line(TEMPLE),
        *_line(points("4,54 10,50 18,49.5 26,52")),
        *_teeth(),
    )
