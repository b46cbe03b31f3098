"""Charts of the drawing room: well-formed, told in words, nothing outside the picture, nothing by colour alone."""

import re
from math import nan
from xml.etree import ElementTree

import pytest

from osteon.drawing.curves import MOST_LINES, AtRisk, Line, curves
from osteon.drawing.frame import NARROW, WIDE, Head, fitted, width_of
from osteon.drawing.funnel import Limits, Spot, control, funnel
from osteon.drawing.numbers import counted, percent, plain, ranged
from osteon.drawing.rows import Bar, Interval, Step, bars, flow, intervals
from osteon.drawing.skeleton_map import Place, skeleton_map
from osteon.drawing.ticks import MONTH, YEAR, time_ticks

SVG = "{http://www.w3.org/2000/svg}"
HEAD = Head("chart", "A <title> & more", 'It says "much".')
HOSTILE = '<script>alert("x")</script>&\x00\ud800'
TICKS = [(0.0, "0"), (YEAR, "1"), (2 * YEAR, "2")]


def line(label: str = "all", end: float = 700.0, top: float = 0.5, start: float = 0.0) -> Line:
    days = [one * end / 40 for one in range(1, 41)]
    values = [start + (top - start) * one / 40 for one in range(1, 41)]
    return Line(label, days, values, [one * 0.9 for one in values], [min(one * 1.1, 1) for one in values], start)


def limit(people: float, share: float = 0.6) -> Limits:
    half = (share * (1 - share) / people) ** 0.5 if people else 1.0
    return Limits(
        people, max(share - 2 * half, 0), min(share + 2 * half, 1), max(share - 3 * half, 0), min(share + 3 * half, 1)
    )


SPOTS = [Spot(f"age {one}0 to {one}9", 40.0 * one**2, 0.6 + 0.02 * (-1) ** one) for one in range(2, 9)]
DRAW = {
    "one curve": lambda width: curves(HEAD, [line()], [AtRisk("At risk", [10, 9, 8])], TICKS, "years since", width=width),
    "six curves": lambda width: curves(
        HEAD,
        [line(f"{one} hormone receptor positive, HER2 negative", 600 + 20 * one, 0.3 + 0.02 * one) for one in range(MOST_LINES)],
        [AtRisk(f"{one} hormone receptor positive", [1_000_000, 99_999, 9], one) for one in range(MOST_LINES)],
        TICKS,
        "years since the first recorded bone metastasis",
        width=width,
    ),
    "survival": lambda width: curves(HEAD, [line(start=1.0, top=0.2)], [], TICKS, "years", top=1.0, width=width),
    "numbers": lambda width: curves(HEAD, [line(top=2.4)], [], TICKS, "years", share=False, width=width),
    "nobody": lambda width: curves(HEAD, [], [], [(0.0, "0")], "days", width=width),
    "one step": lambda width: curves(HEAD, [Line("x", [3.0], [1.0], [nan], [nan])], [], [(0.0, "0")], "days", width=width),
    "funnel": lambda width: funnel(HEAD, SPOTS, [limit(10.0 * one) for one in range(5, 300)], 0.6, "patients", width=width),
    "funnel of one": lambda width: funnel(HEAD, SPOTS[:1], [limit(160)], 0.6, "patients", width=width),
    "funnel of many": lambda width: funnel(
        HEAD, [Spot("all", 1e6, 0.61)], [limit(1e4 * one) for one in range(1, 120)], 0.6, "patients", width=width
    ),
    "control": lambda width: control(
        HEAD, [*SPOTS, Spot("none", 0, nan)], [limit(one.people) for one in [*SPOTS, Spot("none", 0, nan)]], 0.6, "quarter", width=width
    ),
    "bars": lambda width: bars(
        HEAD, [Bar("A long name of something that happened to someone", 1_000_000, 0.99), Bar("b", 1, 0.0), Bar("c", None)], width=width
    ),
    "shares": lambda width: intervals(HEAD, [Interval("a", 0.4, 0.3, 0.5, "4 of 10", 0.1, 0.9)], "share", kind="share", width=width),
    "rates": lambda width: intervals(HEAD, [Interval("a", 0.4, 0.3, 0.5), Interval("b", nan, nan, nan)], "a year", width=width),
    "ratios": lambda width: intervals(HEAD, [Interval("a", 1, nan, nan), Interval("b", 30, 0.02, 90)], "ratio", kind="ratio", width=width),
    "flow": lambda width: flow(
        HEAD, [Step("all of them", 1_000_000, [("without anything at all that one could name", 3), ("w", None)]), Step("rest", 5)],
        width=width,
    ),
    "front": lambda width: skeleton_map(HEAD, [Place("pelvis", "Pelvis", 0.4), Place("rib", "Ribs", None)], "front", width=width),
    "back": lambda width: skeleton_map(HEAD, [Place("spine.thoracic", "Thoracic spine", 0.4)], "back", width=width),
}  # fmt: skip


def words(picture: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(picture).iter(f"{SVG}text")]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("name", DRAW)
class TestEveryChart:
    def test_has_a_title_and_a_description_that_it_is_labelled_by(self, name: str, width: int):
        root = ElementTree.fromstring(DRAW[name](width))
        title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert title.text.startswith(HEAD.title) and desc.text == HEAD.says
        assert root.get("role") == "img"
        assert root.get("aria-labelledby").split() == [title.get("id"), desc.get("id")]

    def test_keeps_its_words_inside_the_picture(self, name: str, width: int):
        root = ElementTree.fromstring(DRAW[name](width))
        _, _, wide, high = map(float, root.get("viewBox").split())
        for text in root.iter(f"{SVG}text"):
            x, y, size = float(text.get("x")), float(text.get("y")), width_of(text.text or "")
            # What is moved as a whole stands in a group of its own and has no place here.
            left = {"middle": x - size / 2, "end": x - size}.get(text.get("text-anchor", "start"), x)
            # Widths are those of the widest font, and a bold letter is wider still: a little over the edge is none.
            assert left >= -6 and left + size <= wide + 14 and 0 <= y <= high, text.text

    def test_has_no_number_that_is_none(self, name: str, width: int):
        assert not re.search(r"\b(nan|inf|None)\b", re.sub(r"<(title|desc|text).*?</\1>", "", DRAW[name](width)))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_what_a_record_says_stays_words(width: int):
    head = Head("x", HOSTILE, HOSTILE)
    pictures = [
        curves(head, [line(HOSTILE), line(HOSTILE)], [AtRisk(HOSTILE, [1, 2, 3], 0)], TICKS, HOSTILE, width=width),
        funnel(head, [Spot(HOSTILE, 100, 0.1)], [limit(90), limit(110)], 0.6, HOSTILE, width=width),
        control(head, [Spot(HOSTILE, 100, 0.1)], [limit(100)], 0.6, HOSTILE, width=width),
        bars(head, [Bar(HOSTILE, 1)], width=width),
        intervals(head, [Interval(HOSTILE, 1, 0, 2, HOSTILE)], HOSTILE, width=width),
        flow(head, [Step(HOSTILE, 1, [(HOSTILE, 1)]), Step("b", 0)], width=width),
        skeleton_map(head, [Place("rib", HOSTILE, 0.5)], "front", width=width),
    ]
    for picture in pictures:
        assert "<script" not in picture
        assert "script" not in {one.tag.removeprefix(SVG) for one in ElementTree.fromstring(picture).iter()}


def test_curves_differ_in_their_dashes_and_are_named_where_they_end():
    picture = DRAW["six curves"](WIDE)
    root = ElementTree.fromstring(picture)
    dashes = [
        one.get("stroke-dasharray")
        for one in root.iter(f"{SVG}path")
        if one.get("stroke-width") == "2" and "H" in one.get("d", "")
    ]
    assert len(set(dashes)) == MOST_LINES
    for one in range(MOST_LINES):
        assert any(said.startswith(f"{one} hormone") for said in words(picture))
    # Where there is no room for names, letters stand at the ends and in the key.
    assert all(words(DRAW["six curves"](NARROW)).count(letter) == 2 for letter in "ABCDEF")


def test_a_seventh_curve_is_refused():
    with pytest.raises(ValueError, match="at most 6"):
        curves(HEAD, [line()] * 7, [], TICKS, "years")


def test_numbers_at_risk_stand_under_their_ticks():
    picture = ElementTree.fromstring(DRAW["one curve"](WIDE))
    at = {text.text: float(text.get("x")) for text in picture.iter(f"{SVG}text") if text.get("text-anchor") == "middle"}
    assert [at["10"], at["9"], at["8"]] == [at["0"], at["1"], at["2"]]
    with pytest.raises(ValueError, match="one number for each tick"):
        curves(HEAD, [line()], [AtRisk("At risk", [1, 2])], TICKS, "years")


def test_a_curve_of_many_steps_is_drawn_as_finely_as_can_be_seen():
    days = [float(one) for one in range(1, 100_001)]
    picture = curves(HEAD, [Line("all", days, [one / 1e5 for one in days])], [], [(0.0, "0")], "days", width=WIDE)
    assert len(picture) < 60_000


def test_a_curve_ends_at_its_last_value():
    picture = curves(HEAD, [Line("all", [100.0], [0.5])], [], [(0.0, "0"), (200.0, "200")], "days", top=1.0, width=WIDE)
    path = next(
        one.get("d") for one in ElementTree.fromstring(picture).iter(f"{SVG}path") if one.get("stroke-width") == "2"
    )
    (top, bottom) = (float(y) for y in re.findall(r" ([\d.]+)H3?\d", picture)[:2])
    assert path.count("V") == 1 and path.startswith("M") and top > bottom


@pytest.mark.parametrize(
    ("share", "shape"),
    [(0.6, "circle"), (0.505, "circle"), (0.71, "hollow"), (0.48, "hollow"), (0.9, "filled"), (0.1, "filled")],
)
def test_a_group_beyond_the_limits_has_another_shape_and_a_name(share: float, shape: str):
    # 100 people at 0.6: the inner limits are 0.50 and 0.70, the outer ones 0.45 and 0.75.
    others = [Spot(str(one), 100, 0.6) for one in range(9)]
    picture = funnel(HEAD, [*others, Spot("here", 100, share)], [limit(90), limit(100), limit(110)], 0.6, "n")
    chart = picture.split('<g transform="translate(0.0')[0]
    assert chart.count("<circle") == (10 if shape == "circle" else 9)
    assert ('z" fill="#fff"' in chart) == (shape == "hollow")
    assert ('z" fill="#a3161a"' in chart) == (shape == "filled")
    assert ("here" in words(picture)) == (shape != "circle")


def test_labels_of_a_funnel_do_not_lie_upon_each_other():
    crowd = [Spot(f"group {one}", 100.0 + one, 0.9) for one in range(30)]
    picture = funnel(HEAD, crowd, [limit(90.0 + one) for one in range(60)], 0.6, "patients", width=WIDE)
    boxes = [
        (float(text.get("x")), float(text.get("y")), width_of(text.text))
        for text in ElementTree.fromstring(picture).iter(f"{SVG}text")
        if (text.text or "").startswith("group ")
    ]
    assert boxes
    for place, (x, y, wide) in enumerate(boxes):
        for other, high, across in boxes[place + 1 :]:
            assert abs(y - high) >= 13 or x + wide <= other or other + across <= x


def test_a_stretch_without_anybody_breaks_the_line():
    spots = [Spot("a", 10, 0.5), Spot("b", 0, nan), Spot("c", 10, 0.6)]
    picture = control(HEAD, spots, [limit(one.people) for one in spots], 0.55, "quarter")
    path = next(
        one.get("d") for one in ElementTree.fromstring(picture).iter(f"{SVG}path") if one.get("stroke-width") == "1.5"
    )
    assert path.count("M") == 2 and "L" not in path


def test_a_withheld_count_is_said_to_be():
    assert "withheld" in words(bars(HEAD, [Bar("a", None), Bar("b", 20)]))
    assert "left out, number withheld" in words(flow(HEAD, [Step("a", 9, [("w", None)]), Step("b", None)]))
    assert "withheld" in words(
        skeleton_map(HEAD, [Place("rib", "Ribs", None), Place("pelvis", "Pelvis", 0.5)], "front", width=NARROW)
    )


def test_the_most_frequent_site_is_the_darkest_and_none_is_left_white():
    places = [Place("pelvis", "Pelvis", 0.5), Place("rib", "Ribs", 0.05), Place("skull", "Skull", 0.0)]
    picture = skeleton_map(HEAD, places, "front", width=NARROW)
    assert picture.count('fill="#1b4f83"') == 2  # both sides of the pelvis
    assert "Ribs" in words(picture) and "Skull" not in words(picture)


@pytest.mark.parametrize(
    ("last", "unit", "labels"),
    [
        (0, "days", ["0"]), (9, "days", ["0", "2", "4", "6", "8"]), (60, "days", ["0", "20", "40", "60"]),
        (61, "months", ["0", "1", "2"]), (MONTH * 36, "months", ["0", "12", "24", "36"]), (MONTH * 37, "years", ["0", "1", "2", "3"]),
        (YEAR * 40, "years", ["0", "10", "20", "30", "40"]),
    ],
)  # fmt: skip
def test_time_ticks_are_those_a_reader_would_choose(last: float, unit: str, labels: list[str]):
    found, ticks = time_ticks(last)
    assert (found, [label for _, label in ticks]) == (unit, labels)
    assert all(day <= last + 1e-6 for day, _ in ticks)


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0 %"), (1, "100 %"), (0.5, "50.0 %"), (0.1234, "12.3 %"), (0.0001, "< 0.1 %"), (0.99999, "> 99.9 %"),
        (None, "–"), (nan, "–"),
    ],
)  # fmt: skip
def test_shares_in_words(share: float | None, said: str):
    assert percent(share).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0"), (0.1234, "0.123"), (1.234, "1.23"), (12.34, "12.3"), (1234.5, "1,234"), (nan, "–")]
)
def test_rates_in_words(number: float, said: str):
    assert plain(number) == said


def test_counts_and_limits_in_words():
    assert (counted(1_000_000), counted(None)) == ("1,000,000", "–")
    assert ranged(0.123, 0.456).replace("\N{NO-BREAK SPACE}", " ") == "12.3 to 45.6 %"
    assert ranged(None, 0.5) == "" and ranged(0.5, 1.25, "plain") == "0.500 to 1.25"


def test_words_are_cut_where_there_is_no_room():
    assert fitted("bone metastasis", 400) == ["bone metastasis"]
    assert fitted("bone metastasis", 110) == ["bone", "metastasis"]
    (cut,) = fitted("bone metastasis", 90, 1)
    assert cut.endswith("…") and width_of(cut) <= 90
