"""Choosing by condition.

`choose()` gives the value beside the first condition that holds, like a row of a printed table. While a condition is open,
every value that may still be reached remains possible.
"""

from osteon.engine.nodes import choose, constant
from spec.small import Answer, ask, limit, measurement, question, somebody

A, B, W = question("a"), question("b"), measurement("w")

NUMBER = choose((A, constant(1, "kg")), (B, constant(2, "kg")), otherwise=constant(3, "kg"))
WORD = choose((A, "first"), (B, "second"), otherwise="third")


def test_the_first_that_holds():
    """Order matters: later rows are only read when the earlier ones do not hold."""
    assert ask(NUMBER, somebody(a=True, b=True)) == Answer(1, set())
    assert ask(NUMBER, somebody(a=False, b=True)) == Answer(2, set())
    assert ask(WORD, somebody(a=True, b=False)) == Answer("first", set())


def test_rows_after_the_first_that_holds_are_not_asked():
    """When the first row holds, nobody needs to know about the second."""
    assert ask(NUMBER, somebody(a=True)) == Answer(1, set())


def test_otherwise():
    """When no row holds, `otherwise` is the value."""
    assert ask(NUMBER, somebody(a=False, b=False)) == Answer(3, set())
    assert ask(WORD, somebody(a=False, b=False)) == Answer("third", set())


def test_without_otherwise():
    """When no row holds and there is no `otherwise`, nothing is known. What ruled the rows out is named as missing, so that a
    reader sees which entries to doubt."""
    tree = choose((A, "first"), (B, "second"))
    assert ask(tree, somebody(a=False, b=False)) == Answer(None, {"a", "b"})


def test_an_open_condition_leaves_the_span_of_what_is_possible():
    """A row whose condition is open may or may not be the one: its value and all that follow stay possible."""
    assert ask(NUMBER, somebody(b=True)) == Answer((1, 2), {"a"})
    assert ask(NUMBER) == Answer((1, 3), {"a", "b"})
    assert ask(WORD, somebody(b=False)) == Answer(("first", "third"), {"a"})


def test_an_open_condition_that_makes_no_difference():
    """When all that is still possible agrees, the value is known and nothing is missing."""
    tree = choose((A, "same"), otherwise="same")
    assert ask(tree) == Answer("same", set())
    assert ask(choose((A, constant(2)), otherwise=constant(2))) == Answer(2, set())


def test_an_open_condition_before_an_unknown_value():
    """A possible value that is not known at all takes the bounds away, and is asked for too."""
    assert ask(choose((A, W), otherwise=limit(3))) == Answer(None, {"a", "w"})


def test_choosing_between_conditions():
    """The values may be conditions themselves."""
    tree = choose((A, B), otherwise=question("c"))
    assert ask(tree, somebody(a=True, b=False)) == Answer(False, set())
    assert ask(tree, somebody(b=True, c=True)) == Answer(True, set())
    assert ask(tree, somebody(b=True, c=False)) == Answer(None, {"a"})
