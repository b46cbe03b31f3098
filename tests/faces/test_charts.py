"""Trend charts: right with one value and with many, the same in words as in lines."""

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from faces.samples import RICH
from osteon.drawing.ticks import value_ticks
from osteon.review.charts import HEIGHT, WIDTH, date_ticks, time_span, trend_chart

SVG = "{http://www.w3.org/2000/svg}"
START = date(2020, 1, 15)


def trend(*values: float, every: int = 30, low: float | None = 2.15, high: float | None = 2.55, **more: object) -> dict:
    days = [(START + timedelta(days=every * index)).isoformat() for index in range(len(values))]
    points = [{"at": day, "value": value, "source": ""} for day, value in zip(days, values, strict=True)]
    fixed = {"id": "calcium-corrected", "label": "Corrected calcium", "unit": "mmol/L"}
    return {**fixed, "points": points, "low": low, "high": high, **more}


def drawn(one: dict, **more: object) -> ElementTree.Element:
    return ElementTree.fromstring(trend_chart(one, **more))


def titles(root: ElementTree.Element, tag: str) -> list[str]:
    return [title.text for shape in root.iter(f"{SVG}{tag}") for title in shape.findall(f"{SVG}title")]


def test_words_beside_the_picture():
    root = drawn(RICH["trends"][0], doses=RICH["agent_doses"])
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Corrected calcium (mmol/L)"
    said = root.find(f"{SVG}desc").text
    assert "5 values; latest 3.3 mmol/L on 30 May 2025" in said
    assert "reference range 2.15 to 2.55 mmol/L" in said and "6 doses" in said


def test_values_outside_the_range_are_triangles_and_those_within_are_dots():
    root = drawn(trend(2.3, 3.0, 1.9))
    assert titles(root, "circle") == ["15 January 2020: 2.3"]
    assert titles(root, "path") == ["14 February 2020: 3", "15 March 2020: 1.9"]


def test_a_value_on_the_limit_is_within():
    assert len(titles(drawn(trend(2.55, 2.15)), "circle")) == 2


@pytest.mark.parametrize("count", [1, 2, 200])
def test_everything_lies_on_the_sheet(count: int):
    values = [2.2 + (index * 37 % 11) / 10 for index in range(count)]
    root = drawn(trend(*values), doses=[{"at": "2020-02-01", "label": "Denosumab", "dose": "120 mg"}])
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.get("x")) <= WIDTH and 0 <= float(text.get("y")) <= HEIGHT
    marks = titles(root, "circle") + titles(root, "path")
    assert len([name for name in marks if "Denosumab" not in name]) == count


def test_doses_are_ticks_on_the_time_axis():
    root = drawn(RICH["trends"][1], doses=RICH["agent_doses"], span=time_span(RICH["trends"], RICH["agent_doses"]))
    assert [name for name in titles(root, "path") if "Zoledronic" in name][0] == "15 March 2024: Zoledronic acid 4 mg"


def test_charts_of_one_page_share_their_time_axis():
    span = time_span(RICH["trends"], RICH["agent_doses"])
    assert span == (date(2024, 3, 15), date(2025, 5, 30))
    assert time_span([], []) is None


def test_a_second_series_is_dashed():
    assert 'stroke-dasharray="5 3"' in trend_chart(RICH["trends"][0])
    assert "stroke-dasharray" not in trend_chart(RICH["trends"][1])


def test_pain_shows_its_whole_scale():
    root = drawn(RICH["trends"][3])
    assert {"0", "10"} <= {text.text for text in root.iter(f"{SVG}text")}


def test_what_cannot_be_drawn_is_left_to_the_table():
    assert trend_chart({"points": []}) == "" and trend_chart({}) == ""
    assert (
        trend_chart(
            {"points": [{"at": "soon", "value": 1}, {"at": "2025-01-01", "value": "high"}, {"at": None, "value": None}]}
        )
        == ""
    )
    assert trend_chart({"points": [{"at": "2025", "value": 1}, {"at": "2025-03", "value": float("nan")}]})


def test_equal_values_and_one_limit():
    for values, low, high in (((5, 5, 5), None, None), ((0, 0), None, None), ((98,), None, 120.0), ((20,), 35.0, None)):
        drawn(trend(*values, low=low, high=high))


def test_hostile_text_stays_text():
    dose = {"at": "2020-01-15", "label": "<i>", "dose": "<u>"}
    text = trend_chart(trend(2.3) | {"label": "<script>x</script>", "unit": '"<b>'}, doses=[dose])
    assert not any(tag in text for tag in ("<script", "<b>", "<i>", "<u>"))
    ElementTree.fromstring(text)


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 10, [0, 2.5, 5, 7.5, 10]), (2.15, 3.3, [2, 2.5, 3, 3.5]), (45, 168, [0, 50, 100, 150, 200]), (5, 5, [4, 6])],
)
def test_value_ticks_are_round_and_cover_the_values(low: float, high: float, expected: list[float]):
    ticks = value_ticks(low, high)
    assert ticks == expected
    assert ticks[0] <= low and ticks[-1] >= high
    assert 2 <= len(ticks) <= 7


@pytest.mark.parametrize(
    ("first", "last", "labels"),
    [
        (date(2025, 5, 1), date(2025, 5, 5), ["1 May 2025", "2 May", "3 May", "4 May", "5 May"]),
        (date(2024, 3, 15), date(2025, 5, 30), ["Apr 2024", "Jul", "Oct", "Jan 2025", "Apr"]),
        (date(2015, 3, 4), date(2026, 1, 26), ["2016", "2018", "2020", "2022", "2024", "2026"]),
    ],
)
def test_date_ticks_are_those_a_reader_would_choose(first: date, last: date, labels: list[str]):
    assert [label for _, label in date_ticks(first, last)] == labels


@pytest.mark.parametrize("days", [1, 3, 20, 40, 74, 75, 100, 200, 400, 900, 3000, 9000, 30000])
def test_date_ticks_are_few_and_inside(days: int):
    last = START + timedelta(days=days)
    ticks = date_ticks(START, last)
    assert 1 <= len(ticks) <= 7
    assert all(START <= at <= last for at, _ in ticks)
