"""Mistakes in numbers and words."""

from decimal import Decimal

import pytest

from osteon.engine.events import Events, earliest, latest
from osteon.engine.nodes import (
    Arithmetic,
    Band,
    BuildError,
    DaysSince,
    Fact,
    HoursSince,
    Hull,
    Parameter,
    Points,
    choose,
    constant,
    stale,
    unknown,
)
from spec.small import limit, measurement, question

A, W, H = question("a"), measurement("w"), measurement("h", "m")
WHY = unknown("may not be measured")
DAY = Fact(id="day", label="day", reads=earliest(Events(concepts=("x",))), absence=WHY)
WORD = Fact(
    id="word", label="word", reads=latest(Events(concepts=("x",)), "answer", categories=("red", "green")), absence=WHY
)


def refusal(write) -> str:
    with pytest.raises(BuildError) as refused:
        write()
    return str(refused.value)


@pytest.mark.parametrize("write", [lambda: W > 30, lambda: W <= Decimal("1.5"), lambda: 30 < W, lambda: W >= "heavy"])
def test_bare_numbers(write):
    """A number in a rule needs a unit, a source and a date."""
    message = refusal(write)
    assert "stands bare in a rule: a number needs a unit, a source and a date" in message
    assert "Write a Parameter, or `constant(...)`" in message


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda: W < H, "w is in kg and h in m: convert one of them"),
        (lambda: W < limit(3, "g"), "w is in kg and LIMIT in g: convert one of them"),
        (lambda: W + H, "cannot + kg and m"),
        (lambda: W - H, "cannot - kg and m"),
        (lambda: DAY < W, "day is in date and w in kg: convert one of them"),
        (lambda: W.power(H), "an exponent is a pure number"),
        (lambda: Hull(low=W, high=H, missing_of=A), "bounds in kg and m"),
        (
            lambda: Band(of=W, edges=(limit(3, "g"),), labels=("a", "b"), upper_inclusive=True),
            "cut-point in g, number in kg",
        ),
        (lambda: choose((A, W), otherwise=H), "choose() mixes units kg, m"),
    ],
)
def test_units_that_do_not_fit(write, message):
    """Units are compared when the rule is written; the engine converts nothing by itself."""
    assert refusal(write) == message


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda: W < A, "only numbers can be compared, not a boolean (a); use one_of()"),
        (lambda: WORD < W, "only numbers can be compared, not a category (word); use one_of()"),
        (lambda: W + WORD, "arithmetic needs numbers, not a category (word)"),
        (lambda: choose((A, W), otherwise="light"), "choose() mixes category and number"),
        (lambda: WORD.one_of("blue", "red"), "blue: not among red, green"),
        (lambda: Points(of=WORD, table=(("red", 1),)), "no points for green"),
        (lambda: Points(of=W, table=()), "points are given for a category"),
        (lambda: Arithmetic(operator="%", left=W, right=W, result="kg"), "% is not arithmetic"),
    ],
)
def test_kinds_that_do_not_fit(write, message):
    """Conditions, numbers and words do not mix; a word is one of those that its fact can take."""
    assert refusal(write) == message


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda: DaysSince(of=W), "days are counted from a date, not from w"),
        (lambda: HoursSince(of=DAY), "hours are counted from a moment, not from day"),
        (lambda: stale(limit(3, "h"), "changes"), "parameter LIMIT: an age limit is in days (`d`)"),
    ],
)
def test_dates_and_times(write, message):
    """Days are counted from dates, hours from moments, and ages in days."""
    assert refusal(write) == message


def test_bands():
    """Two cut-points make three bands."""
    write = lambda: Band(of=W, edges=(limit(1), limit(2)), labels=("low", "high"), upper_inclusive=True)  # noqa: E731
    assert refusal(write) == "bands need one label more than cut-points"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": 3.5}, "parameter P: write the value as text or Decimal, not float"),
        ({"in_unit": ""}, "parameter P has no unit; a pure number has the unit `1`"),
        ({"source": ""}, "parameter P has no source"),
        ({"checked": "guessed"}, "parameter P: checked is one of primary, secondary, derived, memory"),
    ],
)
def test_parameters(changes, message):
    """A parameter is a decimal with a unit, a source and a mark."""
    whole = {
        "id": "P",
        "value": Decimal("3.5"),
        "in_unit": "kg",
        "source": "TEXTBOOK",
        "locator": "p. 1",
        "date": "2020",
        "checked": "primary",
    }
    assert refusal(lambda: Parameter(**{**whole, **changes})) == message
    assert Parameter(**whole).unit == "kg"


def test_constants():
    """A constant is for arithmetic that nobody argues about. It has a unit like any number; without one it is a pure number."""
    assert constant(140, "a").unit == "a"
    assert constant("0.85").unit == "1"
