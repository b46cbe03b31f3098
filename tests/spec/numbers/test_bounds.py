"""Bounds that are known while the number is not.

`Hull` is the smallest interval around two numbers. It says "whatever the missing fact turns out to be, the result lies
between these", so that a threshold far away is decided without it.
"""

from osteon.engine.nodes import Hull, constant, first_known
from spec.small import Answer, ask, computed, limit, measurement, question, somebody

TOTAL, SHIFT = measurement("total"), measurement("shift")

FORMULA = first_known(
    TOTAL + SHIFT, Hull(low=TOTAL + constant(-1, "kg"), high=TOTAL + constant(2, "kg"), missing_of=SHIFT)
)
"""A total that is corrected by a shift; a shift lies between -1 and 2."""


def test_bounds_while_a_part_is_missing():
    """While the shift is not known the result lies between the bounds and misses the shift."""
    assert ask(FORMULA, somebody(total=10)) == Answer((9, 12), {"shift"})


def test_bounds_give_way_to_the_number():
    """Once the shift is known the bounds are not read."""
    assert ask(FORMULA, somebody(total=10, shift=1)) == Answer(11, set())


def test_bounds_decide_a_comparison():
    """A threshold outside the bounds is decided and nothing is missing; one between them asks for the shift."""
    assert ask(FORMULA < limit(13), somebody(total=10)) == Answer(True, set())
    assert ask(FORMULA < limit(9), somebody(total=10)) == Answer(False, set())
    assert ask(FORMULA < limit(11), somebody(total=10)) == Answer(None, {"shift"})


def test_no_bounds_without_the_rest():
    """The bounds of something that is not known are not known. Both facts are missing then."""
    assert ask(FORMULA) == Answer(None, {"total", "shift"})


def test_order_does_not_matter():
    """The lower bound is whichever is lower."""
    tree = Hull(low=constant(7, "kg"), high=constant(3, "kg"), missing_of=question("a"))
    assert ask(tree) == Answer((3, 7), {"a"})


def test_bounds_that_meet():
    """Two equal bounds are an exact number."""
    tree = Hull(low=constant(3, "kg"), high=constant(3, "kg"), missing_of=question("a"))
    assert ask(tree) == Answer(3, set())


def test_bounds_pass_through_a_computed_fact():
    """A fact computed from bounds is missing at its base: the shift is asked for, not the fact that is computed."""
    assert ask(computed("result", FORMULA) < limit(11), somebody(total=10)) == Answer(None, {"shift"})
