"""Asking whether something is known.

`known()` is the one condition that is never open. It is for rules about the record itself ("weigh her") and for choosing
between two sources of the same number.
"""

from osteon.engine.nodes import known
from spec.small import Answer, ask, between, happening, measurement, question, somebody

A, W = question("a"), measurement("w")

YES, NO = Answer(True, set()), Answer(False, set())


def test_a_condition_is_known_when_it_is_decided():
    """Both yes and no are knowledge."""
    assert ask(known(A), somebody(a=True)) == YES
    assert ask(known(A), somebody(a=False)) == YES
    assert ask(known(A)) == NO


def test_not_known_misses_nothing():
    """That a value is not known is itself certain, so nothing is asked for."""
    assert ask(~known(A)) == YES
    assert ask(known(A) & A) == NO


def test_a_number_is_known_when_it_is_exact():
    """Bounds alone are not knowledge of the number."""
    assert ask(known(W), somebody(w=70)) == YES
    assert ask(known(W)) == NO
    assert ask(known(between(3, 7, A))) == NO


def test_silence_that_means_no_is_knowledge():
    """A fact whose absence policy reads silence as `no` is always known."""
    assert ask(known(happening("h"))) == YES


def test_known_sees_through_a_tree():
    """A condition over several facts is known as soon as they decide it."""
    tree = known(A & question("b"))
    assert ask(tree, somebody(a=False)) == YES
    assert ask(tree, somebody(a=True)) == NO
