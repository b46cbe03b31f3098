"""What silence means.

A record that does not mention a thing says one of two things about it: nothing, or no. Every fact that is read from the
record has to say which, and why. There is no default.
"""

import pytest

from osteon.engine.events import Events, count, exists, latest
from osteon.engine.nodes import BuildError, Fact, absent, stale, unknown
from spec.small import NOBODY, Answer, ago, ask, cause, event, happening, limit, measurement, question, somebody


def test_silence_that_says_nothing():
    """`unknown(why)`: the fact is missing."""
    assert ask(question("a"), NOBODY) == Answer(None, {"a"})


def test_silence_that_says_no():
    """`absent(why)`: it would have been recorded here. The fact is false, and known."""
    assert ask(happening("h"), NOBODY) == Answer(False, set())


def test_a_count_of_nothing():
    """A count under `absent` is zero; under `unknown` it is missing."""
    events = Events(concepts=("h",))
    closed = Fact(id="n", label="n", reads=count(events), absence=absent("it would be on record"))
    open_ = Fact(id="n", label="n", reads=count(events), absence=unknown("may be elsewhere"))
    assert ask(closed, NOBODY) == Answer(0, set())
    assert ask(open_, NOBODY) == Answer(None, {"n"})


def test_a_word_for_nothing():
    """A category that has the word `none` takes it under `absent`."""
    fact = Fact(
        id="k",
        label="k",
        absence=absent("it would be on record"),
        reads=latest(Events(concepts=("k",)), "answer", categories=("some", "none")),
    )
    assert ask(fact, NOBODY) == Answer("none", set())


def test_a_number_has_no_value_for_nothing():
    """A measurement that was never taken is not zero: a closed number is refused when the rule is written."""
    with pytest.raises(BuildError, match="absence cannot be closed for a number"):
        Fact(id="w", label="w", reads=latest(Events(concepts=("w",)), unit="kg"), absence=absent("no"))


def test_a_reason_is_required():
    """The policy needs a reason that a reader can argue with."""
    with pytest.raises(BuildError, match="needs a reason"):
        Fact(id="h", label="h", reads=exists(Events(concepts=("h",))), absence=absent(""))


def test_no_policy_no_fact():
    """A fact that is read from the record without saying what silence means cannot be written."""
    with pytest.raises(BuildError, match="say what absence means"):
        Fact(id="h", label="h", reads=exists(Events(concepts=("h",))))


@pytest.mark.parametrize(("age", "value"), [(6, 70), (7, 70), (8, None)])
def test_stale(age, value):
    """`stale(after, why)`: a value older than the limit says nothing any more. On the day of the limit it still counts."""
    weight = measurement("w", absence=stale(limit(7, "d"), "weights change"))
    who = somebody(event("w", ago(age), value=70))
    assert ask(weight, who).value == value
    assert cause(weight, who) == (None if value else "stale")


def test_a_site_can_move_the_limit():
    """The limit is a parameter."""
    weight = measurement("w", absence=stale(limit(7, "d"), "weights change"))
    who = somebody(event("w", ago(30), value=70))
    assert ask(weight, who, settings={"parameters": {"LIMIT": 30}}) == Answer(70, set())
