"""Arithmetic.

Sums, differences, products, quotients and powers of exact numbers are exact decimals. Of intervals they are intervals that
hold every possible result.
"""

import pytest

from osteon.engine.nodes import constant
from spec.small import Answer, ask, between, event, measurement, question, somebody

A, B, W, H = question("a"), question("b"), measurement("w"), measurement("h", "m")


def test_exact_numbers():
    """A formula of exact numbers gives an exact number. Products and quotients name their unit, because the engine does
    not guess it."""
    index = W.per(H.power(constant(2)), "kg/m2")
    assert index.unit == "kg/m2"
    assert ask(index, somebody(event("h", value=2, unit="m"), w=80)) == Answer(20, set())


INTERVALS = [
    ("+", between(1, 2, A) + between(10, 20, B), (11, 22)),
    ("-", between(1, 2, A) - between(10, 20, B), (-19, -8)),
    ("*", between(-1, 2, A).times(between(10, 20, B), "kg2"), (-20, 40)),
    ("/", between(1, 2, A).per(between(10, 20, B), "1"), ("0.05", "0.2")),
    ("^", between(2, 3, A).power(constant(2)), (4, 9)),
    ("^ negative", between(2, 4, A).power(constant(-1)), ("0.25", "0.5")),
]


@pytest.mark.parametrize(
    ("name", "tree", "expected"), INTERVALS, ids=lambda part: part if isinstance(part, str) else ""
)
def test_intervals(name, tree, expected):
    """The result runs from the smallest to the largest that the ends can give."""
    value = ask(tree).value
    assert tuple(str(end) for end in value) == tuple(str(end) for end in expected)


def test_missing_facts_of_both_sides():
    """A number that is not exact misses what its parts miss."""
    assert ask(between(1, 2, A) + between(3, 4, B)).missing == {"a", "b"}
    assert ask(W + between(1, 2, A), somebody(w=70)) == Answer((71, 72), {"a"})


def test_a_part_that_is_not_known_at_all():
    """Without any bound on one part there is none on the result."""
    assert ask(W + between(1, 2, A)) == Answer(None, {"w", "a"})


def test_division_by_zero():
    """A recorded zero where none can be meant makes the result not known, and the entry is named among the missing."""
    assert ask(constant(1, "kg").per(W, "1"), somebody(w=0)) == Answer(None, {"w"})


def test_intervals_around_zero():
    """A quotient has no bounds while its divisor may be zero, and a power none while its base may be negative."""
    assert ask(constant(1, "kg").per(between(-1, 1, A), "1")) == Answer(None, {"a"})
    assert ask(between(-2, 3, A).power(constant(2))) == Answer(None, {"a"})


def test_an_exact_result_misses_nothing():
    """When the open part does not matter, nobody is asked for it."""
    assert ask(between(3, 7, A).times(constant(0), "kg")) == Answer(0, set())


def test_the_same_fact_twice():
    """An interval minus itself is an interval around zero: the engine does not see that both sides are one."""
    number = between(3, 7, A)
    assert ask(number - number) == Answer((-4, 4), {"a"})
