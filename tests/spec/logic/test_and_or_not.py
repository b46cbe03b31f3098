"""Yes, no, and not known.

A condition is true, false or not known. Not known is not a kind of no: it carries the facts that are missing, so that a
reader can be asked for exactly these.
"""

import pytest

from osteon.engine.nodes import ALWAYS, all_of, any_of
from spec.small import Answer, ask, question, reasons, somebody

A, B, C = question("a"), question("b"), question("c")

YES, NO = Answer(True, set()), Answer(False, set())


def open_(*missing: str) -> Answer:
    return Answer(None, set(missing))


AND = [
    ({"a": True, "b": True}, YES),
    ({"a": True, "b": False}, NO),
    ({"a": False, "b": True}, NO),
    ({"a": False, "b": False}, NO),
    ({"a": True}, open_("b")),
    ({"b": True}, open_("a")),
    ({"a": False}, NO),
    ({"b": False}, NO),
    ({}, open_("a", "b")),
]


@pytest.mark.parametrize(("answers", "expected"), AND)
def test_and(answers, expected):
    """`a & b` is false as soon as one side is false, whatever the other side may be: nobody needs to ask for it.
    Otherwise it is open as long as one side is open, and misses what the open sides miss."""
    assert ask(A & B, somebody(**answers)) == expected


OR = [
    ({"a": True, "b": True}, YES),
    ({"a": True, "b": False}, YES),
    ({"a": False, "b": True}, YES),
    ({"a": False, "b": False}, NO),
    ({"a": True}, YES),
    ({"b": True}, YES),
    ({"a": False}, open_("b")),
    ({"b": False}, open_("a")),
    ({}, open_("a", "b")),
]


@pytest.mark.parametrize(("answers", "expected"), OR)
def test_or(answers, expected):
    """`a | b` is true as soon as one side is true. Otherwise it is open as long as one side is open."""
    assert ask(A | B, somebody(**answers)) == expected


@pytest.mark.parametrize(("answers", "expected"), [({"a": True}, NO), ({"a": False}, YES), ({}, open_("a"))])
def test_not(answers, expected):
    """`~a` turns true and false round. What is not known stays not known and misses the same facts."""
    assert ask(~A, somebody(**answers)) == expected


def test_missing_facts_of_a_decided_side_are_forgotten():
    """Only open sides count. Here `a & b` is decided by `a`, so `b` is not asked for although nobody knows it."""
    assert ask((A & B) | C, somebody(a=False)) == open_("c")


def test_nesting():
    """Each bracket is decided by itself, from the inside out."""
    tree = (A | B) & ~(B & C)
    assert ask(tree, somebody(b=True)) == open_("c")
    assert ask(tree, somebody(c=False)) == open_("a", "b")
    assert ask(tree, somebody(b=True, c=True)) == NO
    assert ask(tree, somebody(a=True, b=False)) == YES


def test_more_than_two_sides():
    """`all_of()` and `any_of()` join as many conditions as there are. Chains of `&` and of `|` mean the same."""
    assert ask(all_of(A, B, C), somebody(a=True)) == ask(A & B & C, somebody(a=True)) == open_("b", "c")
    assert ask(any_of(A, B, C), somebody(c=True)) == ask(A | B | C, somebody(c=True)) == YES


def test_always():
    """`ALWAYS` is the condition without sides: it holds for everybody."""
    assert ask(ALWAYS) == YES
    assert ask(ALWAYS & A, somebody(a=False)) == NO


def test_the_same_fact_twice():
    """The engine looks at the shape of a condition, not through it: `a | ~a` is open while `a` is. It names `a`, which
    would decide it; that any answer would do is not seen."""
    assert ask(A | ~A) == open_("a")
    assert ask(A & ~A) == open_("a")


def test_support():
    """A decided condition rests on the facts that decided it: on the true sides of an `or` that is true, on the one side
    that made an `and` false."""
    assert reasons(A | B, somebody(a=True, b=False)) == {"a"}
    assert reasons(A & B, somebody(a=True, b=False)) == {"b"}
    assert reasons(A & B, somebody(a=True, b=True)) == {"a", "b"}
    assert reasons(A | B, somebody(a=False, b=False)) == {"a", "b"}
