"""Days since.

A date is a number of days; so two dates can be subtracted and compared. `DaysSince` counts whole days from a date to the day
of the review.
"""

from datetime import date, datetime

import pytest

from osteon.engine.events import Events, earliest, latest
from osteon.engine.nodes import DaysSince, Fact, unknown
from spec.small import Answer, ago, ask, event, limit, somebody


def day_of(name: str, how=latest, **filters) -> Fact:
    return Fact(
        id=name,
        label=name,
        reads=how(Events(concepts=(name,), **filters), "start"),
        absence=unknown("may be elsewhere"),
    )


LAST = day_of("x")


@pytest.mark.parametrize("days", [0, 1, 84, 400])
def test_whole_days(days):
    """An entry of the day of the review is 0 days old."""
    assert ask(DaysSince(of=LAST), somebody(event("x", ago(days)))) == Answer(days, set())


def test_hours_do_not_count():
    """Days are days of the calendar: from yesterday evening to this morning is one day."""
    who = somebody(event("x", datetime(2025, 5, 31, 23)))
    assert ask(DaysSince(of=LAST), who, at=datetime(2025, 6, 1, 1)).value == 1


@pytest.mark.parametrize(("age", "older"), [(27, False), (28, False), (29, True)])
def test_a_limit_in_days(age, older):
    """A number of days is compared with a parameter in days."""
    assert ask(DaysSince(of=LAST) > limit(28, "d"), somebody(event("x", ago(age)))).value is older


def test_between_two_dates():
    """One date minus another is a number of days."""
    first = day_of("y", earliest)
    who = somebody(event("x", date(2025, 3, 1)), event("y", date(2025, 2, 1)))
    assert (LAST - first).unit == "d"
    assert ask(LAST - first, who) == Answer(28, set())


def test_days_after_a_date():
    """A number of days added to a date is a date: a window may begin or end so many days after an event."""
    later = LAST + limit(28, "d")
    assert later.unit == "date"
    assert ask(later, somebody(event("x", date(2025, 2, 1)))) == Answer(date(2025, 3, 1).toordinal(), set())
    assert ask(later) == Answer(None, {"x"})


def test_dates_are_compared():
    """The earlier date is the smaller one."""
    who = somebody(event("x", date(2025, 3, 1)), event("y", date(2025, 2, 1)))
    assert ask(day_of("y") < LAST, who) == Answer(True, set())


def test_no_date():
    """Without a date there is no number of days."""
    assert ask(DaysSince(of=LAST)) == Answer(None, {"x"})
    assert ask(DaysSince(of=LAST), somebody(event("x", None))) == Answer(None, {"x"})


def test_a_plan_ahead():
    """The day of a plan lies ahead: the number of days is negative."""
    plan = day_of("x", statuses=("planned",))
    assert ask(DaysSince(of=plan), somebody(event("x", date(2025, 6, 11), status="planned"))).value == -10
