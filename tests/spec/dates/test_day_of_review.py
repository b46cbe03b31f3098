"""The day of the review.

There is no "today" inside. Whoever asks says for which day, and the same question about the same day always has the same answer.
"""

from datetime import date, datetime, timedelta, timezone

from osteon.engine.situation import as_of
from spec.small import ago, ask, event, measurement, somebody

W = measurement("w")


def test_the_same_record_on_different_days():
    """A review of an earlier day says what could be known then."""
    who = somebody(event("w", ago(20), value=70), event("w", ago(10), value=80))
    assert [ask(W, who, at=ago(days)).value for days in (30, 20, 15, 10, 0)] == [None, 70, 70, 80, 80]


def test_a_day_runs_from_midnight_to_midnight():
    """A bare day stands for all of its hours."""
    day = as_of(date(2025, 6, 1))
    assert (day.first, day.last) == (datetime(2025, 6, 1), datetime(2025, 6, 2))
    assert str(day) == "2025-06-01"


def test_a_moment_is_exact():
    """A moment is one point in time, in UTC where it had a zone; its day is the day on the wall."""
    moment = as_of(datetime(2025, 6, 1, 1, tzinfo=timezone(timedelta(hours=2))))
    assert moment.first == moment.last == datetime(2025, 5, 31, 23)
    assert moment.day == date(2025, 6, 1)


def test_the_last_day_of_all():
    """A review "for ever" is allowed."""
    assert as_of(date.max).last == datetime.max
