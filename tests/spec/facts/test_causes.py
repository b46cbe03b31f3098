"""Why a fact is missing.

A missing fact carries its cause, because each cause asks for something else: measure it, measure it again, sort out a
contradiction, wait.
"""

from datetime import date, datetime

from osteon.engine.events import Events, latest
from osteon.engine.nodes import Fact, stale, unknown
from osteon.record.timeline import Gap, Patient
from spec.small import Answer, ago, ask, cause, event, limit, measurement, question, somebody

W = measurement("w")
FRESH = measurement("w", absence=stale(limit(7, "d"), "weights change"))


def test_not_recorded():
    """The record does not mention it."""
    assert cause(W) == "not-recorded"
    assert cause(question("a")) == "not-recorded"


def test_stale():
    """There is a value, but it is too old for what it is wanted for."""
    assert cause(FRESH, somebody(event("w", ago(8), value=70))) == "stale"


def test_undated():
    """There is a value without a date, and its age matters."""
    who = somebody(event("w", None, value=70))
    assert cause(FRESH, who) == "undated"
    assert ask(W, who) == Answer(70, set())


def test_conflicting():
    """Two entries of the same moment contradict each other."""
    who = somebody(event("w", value=70), event("w", value=80))
    assert ask(W, who) == Answer(None, {"w"})
    assert cause(W, who) == "conflicting"


def test_entries_that_agree_do_not_conflict():
    """Two entries of the same moment with the same value are one value."""
    assert ask(W, somebody(event("w", value=70), event("w", value="70.0"))) == Answer(70, set())


def test_conflicting_answers():
    """Present and absent on the same day, with nothing to say which came later."""
    a = question("a")
    who = somebody(event("a", answer="present"), event("a", answer="absent"))
    assert ask(a, who) == Answer(None, {"a"})
    assert cause(a, who) == "conflicting"


def test_pending():
    """A newer value is announced and not there yet. The older one is not used: the new one was ordered for a reason."""
    who = somebody(event("w", ago(5), value=70), gaps=[Gap("w", ago(1), "pending", "Entry/1")])
    assert ask(W, who) == Answer(None, {"w"})
    assert cause(W, who) == "pending"


def test_unit_not_convertible():
    """A newer value is there in a unit that cannot be converted."""
    who = somebody(event("w", ago(5), value=70), gaps=[Gap("w", ago(1), "unit-not-convertible", "Entry/1")])
    assert cause(W, who) == "unit-not-convertible"


def test_a_gap_before_the_newest_value_does_not_matter():
    """What could not be read is older than what could, or of the same day."""
    for day in (5, 1):
        who = somebody(event("w", ago(1), value=70), gaps=[Gap("w", ago(day), "pending", "Entry/1")])
        assert ask(W, who) == Answer(70, set())


def test_a_gap_after_the_day_of_the_review_does_not_matter():
    """A review of an earlier day knows nothing of it, not even that it will come."""
    later = [Gap("w", date(2025, 7, 1), "pending", "Entry/1")]
    assert ask(W, somebody(w=70, gaps=later)) == Answer(70, set())
    assert cause(W, somebody(gaps=later)) == "not-recorded"


def test_date_not_exact():
    """A date is known to the month or the year only. The fact has bounds, and is missing where they do not decide."""
    born = Fact(
        id="born", label="born", absence=unknown("may be withheld"), reads=latest(Events(concepts=("h",)), "start")
    )
    who = somebody(event("h", date(2024, 3, 1), precision="month"))
    assert ask(born, who) == Answer((date(2024, 3, 1).toordinal(), date(2024, 3, 31).toordinal()), {"born"})
    assert cause(born, who) == "date-not-exact"


def test_two_missing_facts_have_two_causes():
    """Each fact keeps its own."""
    other = measurement("v")
    who = somebody(event("w", ago(8), value=70), gaps=[Gap("v", ago(1), "pending", "Entry/1")])
    assert ask(FRESH < other, who) == Answer(None, {"w", "v"})
    assert (cause(FRESH, who), cause(other, who)) == ("stale", "pending")


def test_nothing_is_missing_without_a_cause():
    """A fact that is known has no cause."""
    assert cause(W, somebody(w=70)) is None
    assert cause(W, somebody(event("w", datetime(2025, 6, 1, 8), value=70), person=Patient(id="other"))) is None
