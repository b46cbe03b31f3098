"""Which entries count: plans, suspicions, and the future.

What is planned or suspected is no fact about the patient. It is seen only by a rule that names it.
"""

from datetime import date, datetime

import pytest

from spec.small import Answer, ago, ask, event, happening, measurement, question, somebody

TOMORROW = date(2025, 6, 2)


@pytest.mark.parametrize("status", ["planned", "suspected", "not-done"])
def test_not_seen_unless_named(status):
    """These three are passed over by every selection that does not ask for them by `statuses`."""
    who = somebody(event("h", status=status))
    assert ask(happening("h"), who).value is False
    assert ask(happening("h", statuses=(status,)), who).value is True


def test_a_suspicion_does_not_answer_a_question():
    """A suspected problem is neither present nor absent."""
    assert ask(question("a"), somebody(event("a", status="suspected"))) == Answer(None, {"a"})


def test_a_suspicion_does_not_hide_what_is_known():
    """A newer suspicion does not replace an older fact."""
    assert (
        ask(question("a"), somebody(event("a", ago(9), answer="absent"), event("a", status="suspected"))).value is False
    )


def test_a_plan_may_lie_in_the_future():
    """A plan that is asked for by name is seen although its day is still to come; anything else of that day is not."""
    assert ask(happening("h", statuses=("planned",)), somebody(event("h", TOMORROW, status="planned"))).value is True
    assert ask(happening("h", statuses=("active",)), somebody(event("h", TOMORROW, status="active"))).value is False


def test_a_bare_day_covers_its_whole_day():
    """A review of a day sees all entries of that day, whatever their hour, also where the hour falls on the next day in UTC."""
    w = measurement("w")
    assert ask(w, somebody(event("w", datetime(2025, 6, 1, 23, 59), value=70))).value == 70
    late_in_the_west = event("w", date(2025, 6, 1), instant=datetime(2025, 6, 2, 3), value=70)
    assert ask(w, somebody(late_in_the_west)).value == 70


def test_a_moment_sees_what_came_before_it():
    """A review at a moment sees the entries of earlier days, those of its day up to that moment, and those of its day that
    wrote no hour."""
    w, noon = measurement("w"), datetime(2025, 6, 1, 12)
    assert ask(w, somebody(event("w", datetime(2025, 6, 1, 12), value=70)), at=noon).value == 70
    assert ask(w, somebody(event("w", datetime(2025, 6, 1, 12, 1), value=70)), at=noon).value is None
    assert ask(w, somebody(event("w", date(2025, 6, 1), value=70)), at=noon).value == 70
