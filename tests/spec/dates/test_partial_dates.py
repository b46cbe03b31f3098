"""Dates that are known to the month or the year.

A record often says "March 2024". The day is not invented: what depends on it gets bounds, and a comparison that the bounds do
not decide asks for the date.
"""

from datetime import date

import pytest

from osteon.engine.events import Events, latest
from osteon.engine.nodes import DaysSince, Fact, unknown
from spec.small import Answer, ask, event, happening, limit, somebody

DAY_OF = Fact(id="x", label="x", reads=latest(Events(concepts=("x",)), "start"), absence=unknown("may be elsewhere"))
SINCE = DaysSince(of=DAY_OF)


def when(first_day: date, precision: str):
    return somebody(event("x", first_day, precision=precision))


@pytest.mark.parametrize(
    ("first_day", "precision", "last_day"),
    [
        (date(2024, 3, 1), "month", date(2024, 3, 31)),
        (date(2024, 2, 1), "month", date(2024, 2, 29)),
        (date(2023, 2, 1), "month", date(2023, 2, 28)),
        (date(2024, 12, 1), "month", date(2024, 12, 31)),
        (date(2024, 1, 1), "year", date(2024, 12, 31)),
        (date(2024, 3, 5), "day", date(2024, 3, 5)),
    ],
)
def test_from_the_first_to_the_last_day(first_day, precision, last_day):
    """A month runs to its last day, a year to 31 December."""
    value, missing = ask(DAY_OF, when(first_day, precision))
    ends = value if isinstance(value, tuple) else (value, value)
    assert ends == (first_day.toordinal(), last_day.toordinal())
    assert missing == (set() if first_day == last_day else {"x"})


def test_days_since_a_month():
    """On 1 June, "March" is between 62 and 92 days ago."""
    assert ask(SINCE, when(date(2025, 3, 1), "month")) == Answer((62, 92), {"x"})


@pytest.mark.parametrize(
    ("days", "older"),
    [(61, Answer(True, set())), (62, Answer(None, {"x"})), (91, Answer(None, {"x"})), (92, Answer(False, set()))],
)
def test_limits_that_are_decided_all_the_same(days, older):
    """A limit outside the bounds is decided; one within them asks for the exact date."""
    assert ask(SINCE > limit(days, "d"), when(date(2025, 3, 1), "month")) == older


def test_the_running_month():
    """This month may still lie ahead of the review. The bounds say so."""
    assert ask(SINCE, when(date(2025, 6, 1), "month")) == Answer((-29, 0), {"x"})


def test_selections_take_the_first_day():
    """Windows of time choose whole entries and cannot choose half of one: a partial date counts there as its first day, the
    earliest that it may mean."""
    march = when(date(2025, 3, 1), "month")
    assert ask(happening("x", within=limit(92, "d")), march).value is True
    assert ask(happening("x", within=limit(91, "d")), march).value is False
