"""The first value that is known.

`first_known()` takes a number from its best source and falls back on the next: the value that the laboratory computed, else
the one that we compute.
"""

from osteon.engine.nodes import first_known
from spec.small import Answer, ask, between, measurement, question, somebody

REPORTED, OURS = measurement("reported"), measurement("ours")
TREE = first_known(REPORTED, OURS)


def test_the_first_wins():
    """When both are known the first is taken, whatever the second says."""
    assert ask(TREE, somebody(reported=1, ours=2)) == Answer(1, set())


def test_the_second_steps_in():
    """When the first is not known the second is taken."""
    assert ask(TREE, somebody(ours=2)) == Answer(2, set())


def test_neither():
    """When neither is known the second is the one to ask for: the first would have been better, but cannot be supplied by
    the reader."""
    assert ask(TREE) == Answer(None, {"ours"})


def test_bounds_are_not_known():
    """Only an exact number counts as known. Bounds on the first give way to the second."""
    assert ask(first_known(between(1, 9, question("a")), OURS), somebody(ours=2)) == Answer(2, set())
