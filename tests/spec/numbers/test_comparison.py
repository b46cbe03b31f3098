"""Comparing numbers.

A number is an interval from its lowest to its highest possible value, exact when both are equal. A comparison is decided
when every number of one interval lies on the same side of every number of the other.
"""

from decimal import Decimal

import pytest

from spec.small import Answer, ask, between, limit, measurement, question, somebody

W, LIMIT, A = measurement("w"), limit(30), question("a")

YES, NO = Answer(True, set()), Answer(False, set())
OPEN = Answer(None, {"a"})


@pytest.mark.parametrize(
    ("weight", "less", "at_most", "more", "at_least"),
    [
        ("29.999", True, True, False, False),
        ("30", False, True, False, True),
        ("30.000", False, True, False, True),
        ("30.001", False, False, True, True),
    ],
)
def test_below_at_and_above(weight, less, at_most, more, at_least):
    """`<` and `>` leave the threshold out, `<=` and `>=` take it in. Numbers are decimals and never rounded first:
    29.999 is below 30."""
    who = somebody(w=weight)
    assert ask(W < LIMIT, who).value is less
    assert ask(W <= LIMIT, who).value is at_most
    assert ask(W > LIMIT, who).value is more
    assert ask(W >= LIMIT, who).value is at_least


@pytest.mark.parametrize(
    ("low", "high", "less", "at_most"),
    [
        (10, 29, YES, YES),
        (10, 30, OPEN, YES),
        (10, 31, OPEN, OPEN),
        (30, 31, NO, OPEN),
        (30, 30, NO, YES),
        (31, 40, NO, NO),
    ],
)
def test_bounds_against_a_threshold(low, high, less, at_most):
    """Bounds decide a comparison when they lie on one side of the threshold. A bound that touches it decides the strict
    and the other comparison differently."""
    number = between(low, high, A)
    assert ask(number < LIMIT) == less
    assert ask(number <= LIMIT) == at_most


@pytest.mark.parametrize(
    ("low", "high", "more", "at_least"),
    [
        (31, 40, YES, YES),
        (30, 40, OPEN, YES),
        (29, 40, OPEN, OPEN),
        (10, 30, NO, OPEN),
        (10, 29, NO, NO),
    ],
)
def test_bounds_from_above(low, high, more, at_least):
    """`>` and `>=` are `<` and `<=` seen from the other side."""
    number = between(low, high, A)
    assert ask(number > LIMIT) == more
    assert ask(number >= LIMIT) == at_least


def test_two_intervals():
    """Two intervals are compared when they do not overlap; otherwise both sides are asked for."""
    b = question("b")
    assert ask(between(1, 2, A) < between(3, 4, b)) == YES
    assert ask(between(3, 4, A) < between(1, 2, b)) == NO
    assert ask(between(1, 3, A) < between(2, 4, b)) == Answer(None, {"a", "b"})
    assert ask(between(1, 2, A) <= between(2, 4, b)) == YES
    assert ask(between(1, 2, A) < between(2, 4, b)) == Answer(None, {"a", "b"})


def test_a_number_that_is_not_known():
    """Nothing is compared with nothing: the number is asked for."""
    assert ask(W < LIMIT) == Answer(None, {"w"})
    assert ask(LIMIT < W) == Answer(None, {"w"})


def test_decimals_at_a_threshold():
    """1.4 - 0.9 is 0.5, not 0.49999999999999989: a difference that reaches a threshold exactly reaches it."""
    later = measurement("later")
    who = somebody(w="0.9", later="1.4")
    assert ask(later - W, who).value == Decimal("0.5")
    assert ask(later - W >= limit("0.5"), who) == YES
