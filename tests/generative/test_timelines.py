"""Random records: what must not change an answer does not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from osteon.engine.events import Events, count, earliest, latest, patient
from osteon.engine.nodes import (
    AnyLesion,
    CountLesions,
    DaysSince,
    Fact,
    HoursSince,
    absent,
    first_known,
    known,
    stale,
    unknown,
)
from osteon.record.timeline import Event, Gap, Lesion, Patient
from spec.small import advice, as_of, evaluator, happening, limit, measurement, pathway, question, somebody

CONCEPTS = ("a", "w", "v", "x")
LESIONS = ("left", "right")
DAY = date(2025, 6, 1)
MOMENT = datetime(2025, 6, 1, 12)

WHY = unknown("may be elsewhere")


def read(name: str, reads, absence=WHY) -> Fact:
    return Fact(id=name, label=name, reads=reads, absence=absence)


FIRST = read("first-x", earliest(Events(concepts=("x",))))
PAIN = question("a", per_lesion=True)
ONSET = read("onset", latest(Events(concepts=("a",), per_lesion=True), "start"))
ASKED = [
    read("told", question("a").reads),
    measurement("w", absence=stale(limit(30, "d", id="OLD"), "changes")),
    first_known(measurement("v"), read("any-weight", latest(Events(concepts=("v", "w")), unit="kg"))),
    happening("x", within=limit(20, "d", id="RECENT")),
    read("w-since", latest(Events(concepts=("w",), since=FIRST), unit="kg")),
    read("w-before", latest(Events(concepts=("w",), before=FIRST), unit="kg")),
    read("how-many", count(Events(concepts=CONCEPTS)), absent("would be on record")),
    read("dose", latest(Events(concepts=("x",), dose_above=limit(2, "mg", id="DOSE")), "dose", unit="mg")),
    read("word", latest(Events(concepts=("a", "x")), "answer", categories=("present", "absent", "other"))),
    DaysSince(of=read("last-x", latest(Events(concepts=("x",)), "start"))),
    HoursSince(of=read("moment", latest(Events(concepts=("v",)), "moment"))),
    read("age", patient("age")),
    known(read("death", patient("death"))),
    AnyLesion(of=PAIN),
    CountLesions(of=PAIN & (DaysSince(of=ONSET) > limit(9, "d", id="LONG"))),
]
RULES = [
    advice("patient", AnyLesion(of=PAIN), applies=known(ASKED[1]), unless=ASKED[3]),
    advice("lesion", PAIN, applies=DaysSince(of=ONSET) > limit(5, "d", id="SHORT")),
]
WHOLE = pathway(*RULES, asks=ASKED)
MACHINE = evaluator(WHOLE)


def everything(who, when=DAY) -> tuple:
    """All values, verdicts, missing facts and causes."""
    situation = MACHINE.situation(who, as_of(when))
    values = [MACHINE.value(situation, node) for node in ASKED]
    outcomes = MACHINE.outcomes(situation)
    verdicts = [
        (found.recommendation.id, found.lesion, found.verdict, found.missing, found.support) for found in outcomes
    ]
    missing = {fact.id for value in values for fact in MACHINE.facts_in(value[-2])}
    causes = {
        fact.id: situation.causes.get(position) for position, fact in enumerate(MACHINE.facts) if fact.id in missing
    }
    return values, sorted(verdicts, key=str), causes


@st.composite
def events(
    draw,
    first=DAY - timedelta(days=60),
    last=DAY + timedelta(days=30),
    concepts=CONCEPTS,
    statuses=("final", "suspected", "planned"),
):
    at = draw(st.none() | st.dates(first, last))
    hour = draw(st.none() | st.integers(-5, 30)) if at else None
    precision = draw(st.sampled_from(("day", "day", "month"))) if at and hour is None and at.day == 1 else "day"
    return Event(
        concept=draw(st.sampled_from(concepts)),
        source=f"Entry/{draw(st.integers(0, 999))}",
        kind="observation",
        status=draw(st.sampled_from(statuses)),
        start=at,
        precision=precision,
        instant=datetime(at.year, at.month, at.day) + timedelta(hours=hour) if hour is not None else None,
        value=draw(st.none() | st.integers(1, 5).map(Decimal)),
        unit="kg",
        dose=draw(st.none() | st.integers(1, 4).map(Decimal)),
        answer=draw(st.sampled_from((None, "present", "absent", "purple"))),
        lesion=draw(st.sampled_from((None, *LESIONS))),
        recorded=draw(st.none() | st.datetimes(datetime(2025, 6, 1), datetime(2025, 6, 2))),
    )


records = st.lists(events(), max_size=12)
FOUND = [Lesion(name, name, None, DAY - timedelta(days=60)) for name in LESIONS]
BORN = Patient("somebody", "female", date(1960, 1, 1), "year")
days = st.sampled_from((DAY, DAY - timedelta(days=20), MOMENT))


def record(entries, lesions=FOUND, gaps=(), person=BORN):
    return somebody(*entries, lesions=lesions, gaps=gaps, person=person)


@given(records, st.randoms(use_true_random=False), days)
def test_order_does_not_matter(entries, random, when):
    """The same entries in any order, from any number of files, are the same record."""
    shuffled, lesions = list(entries), list(FOUND)
    random.shuffle(shuffled)
    random.shuffle(lesions)
    assert everything(record(entries), when) == everything(record(shuffled, lesions), when)


@given(
    records,
    st.lists(events(first=DAY + timedelta(days=1), statuses=("final", "active", "given", "suspected")), max_size=5),
)
def test_the_future_does_not_matter(entries, later):
    """Nothing that is dated after the day of the review changes what was true on it: no entry, lesion, promise or death."""
    later = [entry for entry in later if entry.start is not None]
    lesions = [*FOUND, Lesion("later", "later", None, DAY + timedelta(days=1))]
    gaps = [Gap(name, DAY + timedelta(days=3), "pending", "Entry/1") for name in CONCEPTS]
    person = Patient("somebody", "female", date(1960, 1, 1), "year", death_date=DAY + timedelta(days=9))
    assert everything(record([*entries, *later], lesions, gaps, person)) == everything(record(entries))


@given(records, st.lists(st.integers(1, 11), max_size=4), st.sampled_from(CONCEPTS))
def test_later_hours_do_not_matter(entries, hours, concept):
    """A review at noon knows nothing of the afternoon."""
    afternoon = [
        Event(
            concept,
            "Entry/late",
            "observation",
            "final",
            DAY,
            "time",
            MOMENT + timedelta(hours=hour),
            value=Decimal(9),
            unit="kg",
        )
        for hour in hours
    ]
    assert everything(record([*entries, *afternoon]), MOMENT) == everything(record(entries), MOMENT)


@given(records, st.lists(events(concepts=("unheard-of", "weight")), max_size=5), days)
def test_other_concepts_do_not_matter(entries, others, when):
    """Entries about what no rule asks for change nothing."""
    assert everything(record([*entries, *others]), when) == everything(record(entries), when)


@given(records, days)
def test_asking_twice(entries, when):
    """The machine remembers nothing from one patient to the next, nor from one question to the next."""
    who = record(entries)
    first = everything(who, when)
    everything(record([]), when)
    assert everything(who, when) == first
    situation = MACHINE.situation(who, as_of(when))
    backwards = [MACHINE.value(situation, node) for node in reversed(ASKED)]
    assert backwards[::-1] == first[0]


@given(records, days)
def test_a_decided_value_misses_nothing(entries, when):
    """What is missing is missing for a reason: exact values miss nothing, others name what they miss, and each base fact that is
    missing has a cause. (Hours since a moment that is known are open because the review is of a whole day; that is no fact's fault.)"""
    situation = MACHINE.situation(record(entries), as_of(when))
    for node in ASKED:
        *value, missing, _ = MACHINE.value(situation, node)
        if node.kind == "boolean":
            decided = value[0] is not None
        elif node.kind == "category":
            decided = value[0] is not None and len(value[0]) == 1
        else:
            decided = value[0] is not None and value[0] == value[1]
        assert decided == (missing == 0)
        for fact in MACHINE.facts_in(missing):
            books = (
                [memory[1] for memory in situation.lesion_memory.values()] if fact.per_lesion else [situation.causes]
            )
            if not isinstance(node, HoursSince):
                assert any(MACHINE.index[id(fact)] in book for book in books)
