"""Which entries count: time.

A selection can be bounded by an age (`within`) and by dates (`since`, `before`). The bounds are nodes: a parameter, or a fact
such as the day of the first dose.
"""

import pytest

from osteon.engine.events import Events, earliest, latest
from osteon.engine.nodes import Fact, unknown
from spec.small import Answer, ago, ask, event, happening, limit, measurement, somebody

START = Fact(
    id="start", label="start", reads=earliest(Events(concepts=("start",))), absence=unknown("may be elsewhere")
)


@pytest.mark.parametrize(("age", "seen"), [(0, True), (89, True), (90, True), (91, False)])
def test_within(age, seen):
    """`within` 90 days takes in the day 90 days ago and leaves out the day before."""
    assert ask(happening("h", within=limit(90, "d")), somebody(event("h", ago(age)))).value is seen


@pytest.mark.parametrize(("age", "since", "before"), [(29, True, False), (30, True, False), (31, False, True)])
def test_since_and_before(age, since, before):
    """`since` a day takes that day in, `before` leaves it out: every dated entry passes one of them, none passes both."""
    who = somebody(event("start", ago(30)), event("h", ago(age)))
    assert ask(happening("h", since=START), who).value is since
    assert ask(happening("h", before=START), who).value is before


def test_all_bounds_hold():
    """Every bound that is given must hold."""
    fact = happening("h", since=START, within=limit(10, "d"))
    assert ask(fact, somebody(event("start", ago(30)), event("h", ago(10)))).value is True
    assert ask(fact, somebody(event("start", ago(30)), event("h", ago(11)))).value is False
    assert ask(fact, somebody(event("start", ago(5)), event("h", ago(6)))).value is False


def test_undated_entries_pass_no_bound():
    """An entry without a date is neither recent, nor since, nor before anything."""
    who = somebody(event("start", ago(30)), event("h", None))
    for bounds in ({"within": limit(90, "d")}, {"since": START}, {"before": START}):
        assert ask(happening("h", **bounds), who).value is False
    assert ask(happening("h"), who).value is True


def test_a_bound_that_is_not_known():
    """While a bound is not known it is open which entries are meant: silence then means nothing, even where it would mean no,
    and what is missing is the bound. Without any entry that could be meant, silence keeps its meaning."""
    who = somebody(event("h"), w=70)
    assert ask(measurement("w", since=START), who) == Answer(None, {"w"})
    assert ask(happening("h", since=START), who) == Answer(None, {"start"})
    assert ask(happening("h", since=START), somebody(w=70)) == Answer(False, set())


def test_the_bound_decides_what_is_newest():
    """`latest` takes the newest among the entries selected: with `before`, the last value before a day."""
    baseline = Fact(
        id="baseline",
        label="baseline",
        absence=unknown("may not be measured"),
        reads=latest(Events(concepts=("w",), before=START), unit="kg"),
    )
    who = somebody(
        event("start", ago(30)),
        event("w", ago(40), value=70),
        event("w", ago(31), value=71),
        event("w", ago(30), value=72),
    )
    assert ask(baseline, who).value == 71


def test_a_site_can_move_the_window():
    """A window is a parameter like any other."""
    fact = happening("h", within=limit(90, "d"))
    assert ask(fact, somebody(event("h", ago(100))), settings={"parameters": {"LIMIT": 120}}).value is True
