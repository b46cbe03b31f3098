"""Swim-lanes: days become places, empty stretches are taken out, nothing overlaps, and what is seen is also said."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from osteon.drawing.frame import Head
from osteon.drawing.lanes import PATTERNS, SHAPES, Bar, Break, Lane, Mark, swim_lanes
from osteon.drawing.measured_lane import Measured
from osteon.drawing.time_axis import BREAK_WIDTH, SHORTEST_BREAK, time_axis

HEAD = Head("t", "History", "what it shows")
SVG = "{http://www.w3.org/2000/svg}"


def ticks(first: int, last: int, most: int) -> list[tuple[int, str]]:
    step = max((last - first) // max(most, 1), 1)
    return [(day, str(day)) for day in range(first, last + 1, step)][:most]


def drawn(*lanes: Lane | Measured, days: tuple[int, ...] = (), first: int = 0, last: int = 1000, width: float = 860):
    axis = time_axis(days, first, last, 46.0, width - 16)
    text = swim_lanes(HEAD, lanes, axis, ticks, width=width, today="Review", breaks=[Break("9 y", "9 years without an entry")])
    return ElementTree.fromstring(text), axis


# --- the axis ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("gap", "broken"), [(SHORTEST_BREAK - 1, False), (SHORTEST_BREAK, False), (SHORTEST_BREAK + 1, True)])
def test_an_empty_stretch_is_taken_out_only_when_it_is_longer_than_the_limit(gap, broken):
    axis = time_axis((0, 100, 100 + gap, 600), 0, 600, 0.0, 800.0)
    assert any(piece.empty for piece in axis.pieces) is broken


def test_an_axis_with_a_break_is_whole_and_to_scale_outside_of_it():
    axis = time_axis((0, 30, 4000, 4100, 4200), 0, 4200, 46.0, 844.0)
    assert [piece.empty for piece in axis.pieces] == [False, True, False]
    for one, other in zip(axis.pieces, axis.pieces[1:], strict=False):
        assert (one.last, one.right) == (other.first, other.left)
    assert axis.pieces[1].right - axis.pieces[1].left == BREAK_WIDTH
    scales = [(piece.right - piece.left) / (piece.last - piece.first) for piece in axis.pieces if not piece.empty]
    assert scales[0] == pytest.approx(scales[1])
    places = [axis.x(day) for day in range(-10, 4300, 7)]
    assert places == sorted(places)
    assert (places[0], places[-1]) == (46.0, pytest.approx(844.0))


def test_what_happened_lies_outside_the_breaks():
    days = (0, 30, 4000, 4100, 9000)
    axis = time_axis(days, 0, 9000, 46.0, 844.0)
    empty = [piece for piece in axis.pieces if piece.empty]
    assert len(empty) == 2
    assert not [day for day in days for piece in empty if piece.first < day < piece.last]


def test_a_history_of_one_day_is_drawn():
    svg, axis = drawn(Lane("Turning points", (Mark(5, "here", "here, 5"),)), days=(5,), first=5, last=5)
    assert axis.x(5) == pytest.approx(46.0)
    assert "here" in "".join(svg.itertext())


# --- lanes ------------------------------------------------------------------------------------------------------------


def test_each_thing_says_what_it_is_and_leads_somewhere():
    svg, _ = drawn(
        Lane("Drugs", (Bar(0, 900, "letrozole", "letrozole, since 0", "#row", "striped", goes_on=True),)),
        Lane("Events", (Mark(500, "fracture", "fracture on 500", "/finding/x", "diamond"),)),
    )
    links = {link.get("href"): link for link in svg.iter(f"{SVG}a")}
    assert set(links) == {"#row", "/finding/x"}
    assert links["#row"].get("aria-label") == "letrozole, since 0"
    for link in links.values():
        box = next(link.iter(f"{SVG}rect"))
        assert float(box.get("width")) >= 24 and float(box.get("height")) >= 24
    assert svg.get("role") == "group"
    assert [svg.find(f"{SVG}{name}").text for name in ("title", "desc")] == ["History", "what it shows"]


def test_things_that_would_overlap_stand_in_rows_of_their_own():
    many = tuple(Mark(100 + 3 * n, "CT", f"CT {n}", f"#{n}") for n in range(12))
    svg, _ = drawn(Lane("Pictures", many))
    boxes = []
    for link in svg.iter(f"{SVG}a"):
        box = next(link.iter(f"{SVG}rect"))
        boxes.append(tuple(float(box.get(name)) for name in ("x", "y", "width", "height")))
    assert len(boxes) == 12
    for number, (x, y, width, _height) in enumerate(boxes):
        for other_x, other_y, other_width, _other in boxes[number + 1 :]:
            assert y != other_y or x + width <= other_x or other_x + other_width <= x


def test_labels_stay_inside_the_picture():
    things = tuple(Bar(first, last, "zoledronic acid, end not recorded", "x") for first, last in ((0, 10), (0, 1000), (990, 1000)))
    for width in (860.0, 330.0):
        svg, _ = drawn(Lane("Bone agents", things), width=width)
        for text in svg.iter(f"{SVG}text"):
            x, words = float(text.get("x")), text.text or ""
            wide = 6.2 * len(words)
            left = {"start": x, "middle": x - wide / 2, "end": x - wide}[text.get("text-anchor", "start")]
            assert left > -12, (words, left)
            assert x <= width + 1


def test_a_lane_that_would_be_very_high_gives_up_long_labels_first():
    marks = tuple(Mark(10 * n, "CT: bone metastasis, vertebra T8", f"CT {n}", short="CT") for n in range(60))
    svg, _ = drawn(Lane("Pictures", marks))
    words = "".join(text.text or "" for text in svg.iter(f"{SVG}text"))
    assert "metastasis" not in words
    assert len([one for one in svg.iter(f"{SVG}title") if one.text and one.text.startswith("CT ")]) == 60


def test_a_date_that_is_only_a_month_is_a_range_with_two_ends():
    svg, axis = drawn(Lane("Events", (Mark(100, "", "in that month", last=130),)))
    path = next(path.get("d") for path in svg.iter(f"{SVG}path") if "H" in path.get("d") and path.get("d").count("M") == 3)
    assert f"M{axis.x(100):.1f}" in path and f"M{axis.x(130):.1f}" in path


def test_kinds_differ_in_shape_and_pattern_not_in_colour():
    assert len(set(SHAPES.values())) == len(SHAPES)
    assert len(set(PATTERNS.values())) == len(PATTERNS)


def test_doses_are_ticks_of_one_bar():
    days = tuple(range(0, 1000, 4))
    svg, _ = drawn(Lane("Drugs", (Bar(0, 996, "paclitaxel", "250 doses", ticks=days),)), days=days)
    assert len(list(svg.iter(f"{SVG}path"))) < 60
    assert max(path.get("d").count("M") for path in svg.iter(f"{SVG}path")) > 200


# --- measured ---------------------------------------------------------------------------------------------------------


def test_values_outside_the_band_have_another_shape():
    svg, _ = drawn(Measured("Calcium", "mg/dL", ((0, 9.0), (500, 11.0), (1000, 8.0)), 8.5, 10.5, "three values", "8"))
    paths = [path.get("d") for path in svg.iter(f"{SVG}path")]
    assert len([d for d in paths if re.fullmatch(r"(M\d+ \d+h\.01)+", d) and "M2 2h" not in d]) == 1
    assert len([d for d in paths if re.fullmatch(r"(M\d+ -?\d+l4 7h-8z)+", d)]) == 1
    assert len([d for d in paths if re.fullmatch(r"(M\d+ -?\d+l4-7h-8z)+", d)]) == 1


def test_a_line_does_not_cross_a_break():
    svg, _ = drawn(Measured("ALP", "U/L", ((0, 90.0), (30, 95.0), (4000, 120.0), (4030, 130.0))), days=(0, 30, 4000, 4030), last=4030)
    lines = [path for path in svg.iter(f"{SVG}path") if path.get("stroke-linejoin") == "round"]
    assert len(lines) == 2


def test_many_values_stay_small():
    values = tuple((n, 100.0 + n % 37) for n in range(2000))
    axis = time_axis((), 0, 2000, 46.0, 844.0)
    text = swim_lanes(HEAD, [Measured("ALP", "U/L", values, 30, 120)], axis, ticks,
                      width=860.0, today="Review")  # fmt: skip
    assert len(text) < 30_000
    heights = [float(part.split()[1]) for path in re.findall(r'd="(M[^"]*)" fill="none"', text) for part in path[1:].split("L")]
    assert max(heights) - min(heights) > 10
