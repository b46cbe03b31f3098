"""Hours since.

Clocks of 24 or 48 hours need moments. Where the record wrote only a day, or the review is of a day, the hours have bounds.
"""

from datetime import date, datetime

import pytest

from osteon.engine.events import Events, latest
from osteon.engine.nodes import Fact, HoursSince, unknown
from spec.small import DAY, Answer, ask, event, limit, somebody

MOMENT = Fact(id="x", label="x", reads=latest(Events(concepts=("x",)), "moment"), absence=unknown("may be elsewhere"))
HOURS = HoursSince(of=MOMENT)

NOON = datetime(2025, 6, 1, 12)


def test_moment_to_moment():
    """Both moments known: an exact number of hours, with fractions."""
    assert ask(HOURS, somebody(event("x", datetime(2025, 5, 31, 12))), at=NOON) == Answer(24, set())
    assert ask(HOURS, somebody(event("x", datetime(2025, 6, 1, 11, 30))), at=NOON).value * 2 == 1


@pytest.mark.parametrize(("minute", "over"), [(1, False), (0, False)])
def test_up_to_the_limit(minute, over):
    """24 hours are not more than 24 hours."""
    who = somebody(event("x", datetime(2025, 5, 31, 12, minute)))
    assert ask(HOURS > limit(24, "h"), who, at=NOON) == Answer(over, set())


def test_beyond_the_limit():
    """One minute more is."""
    assert ask(HOURS > limit(24, "h"), somebody(event("x", datetime(2025, 5, 31, 11, 59))), at=NOON).value is True


def test_only_the_day_was_written():
    """The entry may be of any hour of its day."""
    assert ask(HOURS, somebody(event("x", date(2025, 5, 31))), at=NOON) == Answer((12, 36), {"x"})


def test_review_of_a_day():
    """A review of a day may stand at any hour of it."""
    assert ask(HOURS, somebody(event("x", datetime(2025, 5, 31, 12))), at=DAY) == Answer((12, 36), {"x"})


def test_bounds_decide_where_they_can():
    """Three days ago is more than 48 hours ago, at whatever hour."""
    who = somebody(event("x", date(2025, 5, 29)))
    assert ask(HOURS > limit(47, "h"), who, at=DAY) == Answer(True, set())
    assert ask(HOURS > limit(48, "h"), who, at=DAY) == Answer(None, {"x"})
    assert ask(HOURS > limit(96, "h"), who, at=DAY) == Answer(False, set())


def test_a_month():
    """A partial date has the bounds of its first and its last hour."""
    value, missing = ask(HOURS, somebody(event("x", date(2025, 4, 1), precision="month")), at=datetime(2025, 5, 2))
    assert (value, missing) == ((24, 31 * 24), {"x"})


def test_no_moment():
    """Without a date there are no hours."""
    assert ask(HOURS) == Answer(None, {"x"})
