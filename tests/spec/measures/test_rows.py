"""A measure looks back. Each of its rows is a patient on one day, the anchor; the population and the exclusions are asked as of that day,
and the numerator when the row is due. What follows is said of one patient and of many at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from measuring import Row, rows
from osteon.engine.evaluate import Evaluator, compile_pathway
from osteon.engine.events import Events
from osteon.engine.measures import Exclusion, Measure, Rows, Stratifier, each, first, on_last_day
from osteon.engine.nodes import ALWAYS, Band, BuildError, Node
from osteon.engine.rules import Pathway, Topic
from osteon.engine.settings import Settings
from osteon.record.timeline import Timeline
from spec.small import DAY, TEXTBOOK, ago, event, happening, lesion, limit, measurement, question, somebody

DOSES = each(Events(concepts=("dose",)))
WEEK = limit(7, "d", "WEEK")


def measure(row: Rows = DOSES, population: Node = ALWAYS, numerator: Node = ALWAYS, **rest: Any) -> Measure:
    return Measure(
        id="measure", title="Measure", why="To look back.", row="a day", rows=row, population=population, numerator=numerator,
        numerator_says="done", evidence=(), misuse="None.", **rest,
    )  # fmt: skip


def made_ready(one: Measure, settings: Settings | None = None) -> Evaluator:
    topic = Topic(id="topic", title="Topic", purpose="To try things out", recommendations=(), measures=(one,))
    return compile_pathway(Pathway(edition="1", topics=(topic,), sources=(TEXTBOOK,)), settings or Settings())


def look(one: Measure, who: Timeline, end: date | None = DAY, settings: Settings | None = None, **period: Any) -> list[Row]:
    return rows(made_ready(one, settings), one, [who, somebody(), who], [end, None, end], **period)[0]


def outcomes(one: Measure, who: Timeline, end: date | None = DAY, **rest: Any) -> list[tuple[int, str]]:
    """How many days ago the rows of a patient stand, and their outcomes."""
    return [((DAY - row.day).days, row.outcome) for row in look(one, who, end, **rest) if row.patient == 0]


def test_a_row_for_each_day():
    """Each day with such an entry is a row; two entries of one day are one."""
    who = somebody(event("dose", ago(9)), event("dose", ago(9)), event("dose", ago(2)))
    assert outcomes(measure(), who) == [(9, "numerator"), (2, "numerator")]


def test_a_row_for_the_first_day():
    """Or the first such day alone."""
    who = somebody(event("dose", ago(9)), event("dose", ago(2)))
    assert outcomes(measure(first(Events(concepts=("dose",)))), who) == [(9, "numerator")]


def test_a_row_for_the_last_day():
    """Or the last day of follow-up, or of the period that is measured, whichever is sooner."""
    who = somebody(event("a", ago(9)))
    assert outcomes(measure(on_last_day()), who, ago(3)) == [(3, "numerator")]
    assert outcomes(measure(on_last_day()), who, ago(3), until=ago(5)) == [(5, "numerator")]
    assert outcomes(measure(on_last_day()), who, None) == []


def test_the_last_day_of_a_course():
    """A row may stand on the day on which something ended; on its first day where no other is written, or one that cannot be."""
    who = somebody(event("dose", ago(9), end=ago(4)), event("dose", ago(3), end=ago(8)), event("dose", ago(1)))
    assert [days for days, _ in outcomes(measure(each(Events(concepts=("dose",)), by="end")), who)] == [4, 3, 1]


def test_population_as_of_the_anchor():
    """What is recorded later does not bring a row into the population."""
    who = somebody(event("dose", ago(9)), event("a", ago(5)), event("dose", ago(2)))
    assert outcomes(measure(population=happening("a")), who) == [(2, "numerator")]


def test_numerator_when_due():
    """The numerator is asked as many days after the anchor as the measure says, and windows count back from there."""
    done = happening("b", within=WEEK)
    for days, said in ((10, "not-numerator"), (9, "numerator"), (2, "numerator"), (1, "not-numerator")):
        assert outcomes(measure(numerator=done, after=WEEK), somebody(event("dose", ago(9)), event("b", ago(days)))) == [(9, said)]


def test_hours_are_rounded_up_to_days():
    """A row that is due after some hours is judged at the end of the day in which they end."""
    done, later = happening("b"), limit(25, "h", "HOURS")
    who = somebody(event("dose", ago(5)), event("b", ago(3)))
    assert outcomes(measure(numerator=done, after=later), who) == [(5, "numerator")]
    assert outcomes(measure(numerator=done, after=limit(24, "h", "HOURS")), who) == [(5, "not-numerator")]


def test_open():
    """Where follow-up ends before a row is due, it is open; unless it was done before that."""
    one = measure(numerator=happening("b", within=WEEK), after=WEEK)
    assert outcomes(one, somebody(event("dose", ago(6))), DAY) == [(6, "open")]
    assert outcomes(one, somebody(event("dose", ago(7))), DAY) == [(7, "not-numerator")]
    assert outcomes(one, somebody(event("dose", ago(6)), event("b", ago(1))), DAY) == [(6, "numerator")]
    assert outcomes(measure(), somebody(event("dose", ago(6))), None) == [(6, "numerator")]


def test_undecided():
    """A population, an exclusion or a numerator that is not known leaves the row undecided, with what is missing."""
    for one in (
        measure(population=question("q")),
        measure(numerator=question("q")),
        measure(exclusions=(Exclusion("q", question("q")),)),
    ):
        (row, _) = look(one, somebody(event("dose", ago(6))))
        assert (row.outcome, row.why) == ("undecided", {"q"})


def test_an_open_row_is_not_undecided():
    """What is not yet due misses nothing."""
    one = measure(numerator=question("q"), after=WEEK)
    (row, _) = look(one, somebody(event("dose", ago(6))))
    assert (row.outcome, row.why) == ("open", set())


def test_excluded():
    """An exclusion that holds takes the row out, whatever else is open."""
    one = measure(population=question("q"), exclusions=(Exclusion("a", happening("a")), Exclusion("b", happening("b"))))
    (row, _) = look(one, somebody(event("dose", ago(6)), event("b", ago(8))))
    assert (row.outcome, row.why) == ("excluded", {"b"})


def test_reasons():
    """A decided row names the facts that decided its numerator."""
    (row, _) = look(measure(numerator=happening("b")), somebody(event("dose", ago(6))))
    assert (row.outcome, row.why) == ("not-numerator", {"b"})


def test_a_month_is_no_day():
    """Where the record gives only month or year, the row is undecided, if its population may hold by the end of it."""
    month = event("dose", date(2025, 3, 1), precision="month")
    (row, _) = look(measure(), somebody(month))
    assert (row.day, row.exact, row.outcome, row.why) == (date(2025, 3, 1), False, "undecided", set())
    seen = measure(population=happening("a"))
    assert outcomes(seen, somebody(month, event("a", date(2025, 3, 31)))) == [(92, "undecided")]
    assert outcomes(seen, somebody(month, event("a", date(2025, 4, 1)))) == []
    exact = event("dose", date(2025, 3, 1))
    assert outcomes(measure(), somebody(month, exact)) == [(92, "numerator")]


def test_entries_without_a_date_are_counted():
    """They are no rows, and are told."""
    one = measure()
    who = somebody(event("dose", None), event("dose", ago(1)))
    assert rows(made_ready(one), one, [who], [DAY])[1] == 1


def test_an_episode():
    """Rows that follow soon belong to the same episode, counted from the row before, and are none of their own."""
    days = (40, 33, 26, 18)
    who = somebody(*(event("dose", ago(day)) for day in days))
    assert [day for day, _ in outcomes(measure(episode=WEEK), who)] == [40, 18]


def test_an_episode_begins_with_what_is_sure():
    """A row of which the population is open does not begin an episode, and one of another patient neither."""
    who = somebody(event("dose", ago(9)), event("q", ago(8), answer="present"), event("dose", ago(5)), event("dose", ago(3)))
    assert outcomes(measure(population=question("q"), episode=WEEK), who) == [(9, "undecided"), (5, "numerator")]


def test_an_episode_may_begin_before_the_period():
    """The period is looked at after episodes are known."""
    who = somebody(event("dose", ago(9)), event("dose", ago(5)), event("dose", ago(0)))
    assert outcomes(measure(episode=limit(4, "d", "FOUR")), who, since=ago(6)) == [(0, "numerator")]


def test_rows_about_lesions():
    """Where the selection is about lesions, each lesion has rows of its own, and nodes are asked about it."""
    hurts = question("hurts", per_lesion=True)
    one = measure(each(Events(concepts=("dose",), per_lesion=True)), population=hurts, numerator=happening("b", per_lesion=True))
    who = somebody(
        event("dose", ago(5), lesion="hip"), event("dose", ago(5), lesion="rib"), event("dose", ago(5), lesion="arm"),
        event("hurts", ago(6), lesion="hip", answer="present"), event("hurts", ago(6), lesion="rib", answer="present"),
        event("hurts", ago(6), lesion="arm", answer="absent"), event("b", ago(5), lesion="rib"),
        lesions=[lesion("hip"), lesion("rib"), lesion("arm")],
    )  # fmt: skip
    found = [(row.lesion, row.outcome) for row in look(one, who) if row.patient == 0]
    assert found == [("hip", "not-numerator"), ("rib", "numerator")]


def test_a_lesion_that_is_not_known_yet():
    """On a day on which the record does not know the lesion, nothing is known about it."""
    one = measure(each(Events(concepts=("dose",), per_lesion=True)), population=happening("b", per_lesion=True))
    who = somebody(event("dose", ago(5), lesion="rib"), lesions=[lesion("rib", ago(4))])
    assert outcomes(one, who) == [(5, "undecided")]


def test_strata():
    """A stratum is the word of the anchor's day; none where several are possible."""
    weight = measurement("w")
    band = Band(of=weight, edges=(limit(50),), labels=("light", "heavy"), upper_inclusive=False)
    one = measure(stratifiers=(Stratifier("weight", "weight", band),))
    doses = [event("dose", ago(days)) for days in (9, 7, 5)]
    who = somebody(*doses, event("w", ago(8), value=49), event("w", ago(6), value=50))
    assert [row.strata for row in look(one, who) if row.patient == 0] == [(None,), ("light",), ("heavy",)]


def test_a_site_sets_the_windows():
    """`after` and `episode` are parameters like any other."""
    from decimal import Decimal

    one = measure(numerator=happening("b"), after=WEEK)
    who = somebody(event("dose", ago(6)))
    assert outcomes(one, who, settings=Settings({"WEEK": Decimal(6)}, {}, {})) == [(6, "not-numerator")]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: measure(each(Events(concepts=("dose",), within=WEEK))), "leave out bounds"),
        (lambda: measure(population=measurement("w")), "must be a condition"),
        (lambda: measure(numerator=happening("b", per_lesion=True)), "ask about lesions with"),
        (lambda: measure(after=limit(7, "kg")), "in days"),
        (lambda: measure(on_last_day(), after=WEEK), "nothing is known after"),
        (lambda: measure(improvement="up"), "improvement is one of"),
        (lambda: measure(stratifiers=(Stratifier("w", "w", measurement("w")),)), "must be a category"),
        (lambda: each(Events(concepts=("dose",)), by="middle"), "`start` or the `end`"),
    ],
)
def test_mistakes(wrong: Any, words: str):
    """What means nothing cannot be built."""
    with pytest.raises(BuildError, match=words):
        wrong()


def test_due_days_follow_the_anchor():
    """(A row of the far past is judged by what was known then.)"""
    who = somebody(event("dose", DAY - timedelta(days=4000)), event("b", ago(1)))
    assert outcomes(measure(numerator=happening("b"), after=WEEK), who) == [(4000, "not-numerator")]
