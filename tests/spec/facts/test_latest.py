"""The newest value, and what newest means.

`latest` takes the newest entry at or before the day of the review. `earliest` takes the oldest dated one.
"""

from datetime import date, datetime
from decimal import Decimal

import pytest

from osteon.engine.events import Events, earliest, latest
from osteon.engine.nodes import Fact, constant, unknown
from spec.small import DAY, Answer, ago, ask, cause, event, measurement, somebody

W = measurement("w")


def test_newest_day():
    """A later day beats an earlier one."""
    assert ask(W, somebody(event("w", ago(9), value=70), event("w", ago(3), value=80))).value == 80


def test_the_future_is_not_seen():
    """An entry after the day of the review does not exist for it. An entry of that day does."""
    who = somebody(event("w", ago(3), value=70), event("w", date(2025, 6, 2), value=80))
    assert ask(W, who).value == 70
    assert ask(W, who, at=date(2025, 6, 2)).value == 80


def test_newest_hour():
    """On one day, a later hour beats an earlier one."""
    morning, evening = datetime(2025, 6, 1, 8), datetime(2025, 6, 1, 20)
    assert ask(W, somebody(event("w", evening, value=80), event("w", morning, value=70))).value == 80


@pytest.mark.parametrize("hour", [0, 8, 23])
def test_an_hour_beats_a_bare_day(hour):
    """On one day, an entry that wrote its hour beats one that did not, whatever the hour."""
    assert ask(W, somebody(event("w", value=70), event("w", datetime(2025, 6, 1, hour), value=80))).value == 80


def test_an_hour_of_the_evening_before_in_utc_beats_a_bare_day():
    """The day is the day on the wall; half past midnight in Berlin is still yesterday in UTC and beats a bare day all the same."""
    after_midnight = event("w", DAY, instant=datetime(2025, 5, 31, 22, 30), value=80)
    assert ask(W, somebody(event("w", value=70), after_midnight)).value == 80


def test_recorded_later():
    """At the same moment, the entry that was recorded later wins: it is the correction."""
    first, second = datetime(2025, 6, 1, 9), datetime(2025, 6, 1, 10)
    who = somebody(event("w", value=80, recorded=second), event("w", value=70, recorded=first))
    assert ask(W, who).value == 80


def test_otherwise_conflicting():
    """When neither hour nor time of recording tells two values apart, neither is taken."""
    who = somebody(event("w", value=70), event("w", value=80))
    assert ask(W, who) == Answer(None, {"w"})
    assert cause(W, who) == "conflicting"


def test_undated_entries_come_first():
    """An entry without a date is older than every dated one; it counts while there is no other."""
    assert ask(W, somebody(event("w", None, value=70))).value == 70
    assert ask(W, somebody(event("w", None, value=70), event("w", ago(900), value=80))).value == 80


def test_entries_without_a_value_are_passed_over():
    """The newest entry that has what is asked for is taken."""
    who = somebody(event("w", ago(3), value=70), event("w", ago(1), value=None))
    assert ask(W, who).value == 70


def test_several_concepts():
    """A selection may name several concepts; the newest of all is taken."""
    either = Fact(
        id="w", label="w", absence=unknown("may not be measured"), reads=latest(Events(concepts=("v", "w")), unit="kg")
    )
    assert ask(either, somebody(event("v", ago(1), value=70), event("w", ago(3), value=80))).value == 70


def test_other_parts_of_the_entry():
    """Besides the value, any part of an entry can be read: its dose, its day, its answer."""
    dose = Fact(
        id="d", label="d", absence=unknown("may be elsewhere"), reads=latest(Events(concepts=("x",)), "dose", unit="mg")
    )
    day = Fact(
        id="day", label="day", absence=unknown("may be elsewhere"), reads=latest(Events(concepts=("x",)), "start")
    )
    times = Fact(
        id="n",
        label="n",
        absence=unknown("may be elsewhere"),
        reads=latest(Events(concepts=("x",)), "fractions", unit="{fraction}"),
    )
    who = somebody(event("x", ago(2), dose=Decimal(4), fractions=5), event("x", ago(30), dose=Decimal(3)))
    assert ask(dose, who).value == 4
    assert ask(times.per(constant(10, "{fraction}"), "1"), who).value == Decimal("0.5")
    assert ask(day, who).value == ago(2).toordinal()


def test_oldest():
    """`earliest` passes over entries without a date, since they cannot be put in order."""
    first = Fact(id="f", label="f", absence=unknown("may be elsewhere"), reads=earliest(Events(concepts=("x",))))
    assert ask(first, somebody(event("x", ago(9)), event("x", ago(3)), event("x", None))).value == ago(9).toordinal()
    assert ask(first, somebody(event("x", None))) == Answer(None, {"f"})


def test_word():
    """A category is the answer of the newest entry."""
    grade = Fact(
        id="g",
        label="g",
        absence=unknown("may not be graded"),
        reads=latest(Events(concepts=("g",)), "answer", categories=("one", "two")),
    )
    assert ask(grade, somebody(event("g", ago(9), answer="one"), event("g", ago(3), answer="two"))).value == "two"


def test_a_word_that_is_not_expected():
    """An answer outside the words of the category is not guessed at, unless `other` is one of the words."""

    def grade(*words: str) -> Fact:
        return Fact(
            id="g",
            label="g",
            absence=unknown("may not be graded"),
            reads=latest(Events(concepts=("g",)), "answer", categories=words),
        )

    assert ask(grade("one", "two"), somebody(event("g", answer="three"))) == Answer(None, {"g"})
    assert ask(grade("one", "other"), somebody(event("g", answer="three"))).value == "other"
