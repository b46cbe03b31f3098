"""Facts that are computed from others.

A computed fact has a name of its own in the reasons. When it is missing, what is named is what it lacks at its base, because
that is what somebody can supply.
"""

import pytest

from osteon.engine.nodes import BuildError, Fact, constant
from spec.small import Answer, ask, computed, limit, measurement, question, reasons, somebody

A, B, W = question("a"), question("b"), measurement("w")
TWICE = computed("twice", W.times(constant(2), "kg"))
BOTH = computed("both", A & B)


def test_value():
    """It has the value, the kind and the unit of what it computes."""
    assert ask(TWICE, somebody(w=35)) == Answer(70, set())
    assert (TWICE.kind, TWICE.unit, BOTH.kind) == ("number", "kg", "boolean")


def test_missing_at_its_base():
    """The base facts are missing, not the computed one."""
    assert ask(TWICE < limit(70)) == Answer(None, {"w"})
    assert ask(BOTH, somebody(a=True)) == Answer(None, {"b"})


def test_reasons_by_its_own_name():
    """A decided condition rests on the computed fact."""
    assert reasons(TWICE < limit(100), somebody(w=35)) == {"twice"}
    assert reasons(BOTH, somebody(a=False)) == {"both"}


def test_either_read_or_computed():
    """A fact is one or the other."""
    with pytest.raises(BuildError, match="give `reads` or `computes`, one of them"):
        Fact(id="neither", label="neither")


def test_entries_of_its_own():
    """The entries that it reads are asked of a fact that reads some."""
    assert W.events.concepts == W.reads.events.concepts != ()
    with pytest.raises(BuildError, match="fact twice is computed"):
        assert TWICE.events
