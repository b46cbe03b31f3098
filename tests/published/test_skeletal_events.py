"""Skeletal events as trials count them: the definitions, the counting, the rates, and the printed figures they must fit."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from osteon.pathway.skeletal_events.counting import Occurrence, count_events
from osteon.pathway.skeletal_events.definitions import (
    COMPONENTS,
    DEFINITIONS,
    SRE,
    SRE_CALGB,
    SRE_OR_HYPERCALCAEMIA,
    SRE_PROPHYLACTIC_RADIATION,
    SSE,
    SSE_REACT,
)
from osteon.pathway.skeletal_events.published import DENOSUMAB_TRIAL, REACT_TRIAL
from osteon.pathway.skeletal_events.rates import Rates, morbidity_rate, morbidity_rates, years_at_risk
from osteon.pathway.skeletal_events.reading import occurrences, skeletal_events
from osteon.record.timeline import Event, Patient, Timeline

BY_ID = {item.id: item for item in DEFINITIONS}


def days(tally):
    return [event.day for event in tally.events]


def became(tally):
    return [(item.occurrence.component, item.became, item.into) for item in tally.aside]


# --- the vectors of the reference (skeletal-events.md 5.2) --------------------------------------------------------------


@pytest.mark.parametrize(
    ("happened", "last_counted", "last_any"),
    [
        ([(10, "radiation")], [10], [10]),
        ([(10, "fracture"), (10, "surgery")], [10], [10]),
        ([(10, "fracture"), (25, "fracture"), (40, "fracture")], [10, 40], [10]),
        ([(10, "fracture"), (31, "fracture")], [10, 31], [10, 31]),
        ([(10, "fracture"), (30, "fracture")], [10], [10]),
    ],
    ids=["one", "same day", "10, 25, 40", "exactly 21 days", "20 days"],
)
def test_the_window_runs_from_the_last_counted_event_or_from_the_last_of_any_kind(happened, last_counted, last_any):
    assert days(count_events(happened, SRE)) == last_counted
    assert days(count_events(happened, SRE, "last_any")) == last_any


def test_skeletal_morbidity_rate():
    assert morbidity_rate(3, Decimal("1.5")) == Decimal("2.0")
    assert morbidity_rate(0, Decimal("1.5")) == 0
    assert morbidity_rate(2, Decimal(0)) is None


# --- what becomes of what does not count --------------------------------------------------------------------------------


def test_one_day_is_one_event_named_by_its_gravest_component():
    tally = count_events([(10, "radiation", ("R",)), (10, "cord-compression", ("C",)), (10, "surgery", ("S",))], SRE)
    assert tally.first.components == ("cord-compression", "surgery", "radiation")
    assert tally.first.sources == ("C", "S", "R")
    assert became(tally) == [("surgery", "merged", 10), ("radiation", "merged", 10)]


def test_an_event_too_near_to_another_says_to_which():
    (aside,) = count_events([(10, "fracture"), (30, "surgery")], SRE).aside
    assert (aside.became, aside.into, aside.why) == ("not-counted", 10, "less than 21 days after another event")


def test_radiotherapy_and_surgery_of_a_fracture_belong_to_it():
    """They have no day of their own then, so that the window of `last_any` does not run from them."""
    happened = [
        Occurrence(10, "fracture", site="femur.neck", laterality="left"),
        Occurrence(20, "surgery", site="femur.proximal", laterality="left"),
        Occurrence(35, "radiation", site="rib.5", laterality="right"),
    ]
    tally = count_events(happened, SRE, "last_any")
    assert days(tally) == [10, 35]
    assert became(tally) == [("surgery", "merged", 10)]


@pytest.mark.parametrize(
    ("treatment", "counted", "aside"),
    [
        (Occurrence(30, "surgery", site="femur.shaft", laterality="left"), [10], ["merged"]),
        (Occurrence(31, "surgery", site="femur.shaft", laterality="left"), [10, 31], []),
        (Occurrence(25, "surgery", site="femur.shaft", laterality="right"), [10], ["not-counted"]),
        (Occurrence(25, "surgery", treats="fracture"), [10], ["merged"]),
    ],
    ids=["within the window", "at its end", "other side", "named as the reason, no place"],
)
def test_the_treatment_of_a_fracture_within_the_window(treatment, counted, aside):
    fracture = Occurrence(10, "fracture", site="femur.shaft", laterality="left")
    tally = count_events([fracture, treatment], SRE)
    assert days(tally) == counted
    assert [item.became for item in tally.aside] == aside


def test_treatment_of_the_spine_belongs_to_the_compression():
    happened = [Occurrence(10, "cord-compression"), Occurrence(12, "surgery", site="vertebra.T8")]
    assert became(count_events(happened, SRE)) == [("surgery", "merged", 10)]


def test_a_course_of_radiotherapy_is_one_event_at_its_start():
    fractions = [Occurrence(day, "radiation", site="vertebra.T8") for day in (10, 11, 14, 21, 28, 35)]
    tally = count_events(fractions, SRE)
    assert days(tally) == [10]
    assert {item.why for item in tally.aside} == {"a fraction of the same course of radiotherapy"}


def test_a_course_with_an_end_reaches_to_it():
    happened = [Occurrence(10, "radiation", site="ilium", end=40), Occurrence(45, "radiation", site="ilium")]
    assert days(count_events(happened, SRE)) == [10]


def test_a_second_course_to_the_same_place_and_a_course_elsewhere():
    again = [Occurrence(10, "radiation", site="ilium"), Occurrence(40, "radiation", site="ilium")]
    assert days(count_events(again, SRE)) == [10, 40]
    elsewhere = [Occurrence(10, "radiation", site="ilium"), Occurrence(20, "radiation", site="rib.5")]
    assert days(count_events(elsewhere, SRE)) == [10]


def test_a_fracture_that_is_entered_again_is_no_new_fracture():
    place = {"site": "femur.shaft", "laterality": "left"}
    happened = [
        Occurrence(10, "fracture", **place),
        Occurrence(100, "fracture", follow_up=True, **place),
        Occurrence(200, "fracture", **place),
        Occurrence(300, "fracture", site="femur", follow_up=True),
        Occurrence(400, "fracture", site="femur.shaft", laterality="right"),
    ]
    tally = count_events(happened, SRE)
    assert days(tally) == [10, 400]
    assert became(tally) == [("fracture", "merged", 10)] * 3


def test_a_follow_up_without_its_fracture_cannot_be_dated():
    tally = count_events([Occurrence(100, "fracture", site="vertebra.T8", follow_up=True)], SRE)
    assert not tally.events
    assert tally.aside[0].why == "follow-up of a fracture whose own day is not recorded"


def test_what_has_no_date_is_told_and_not_counted():
    tally = count_events([Occurrence(None, "fracture"), Occurrence(10, "radiation")], SRE)
    assert days(tally) == [10]
    assert tally.aside[0].why == "it has no date"


# --- what a definition asks ---------------------------------------------------------------------------------------------


def test_whether_a_fracture_gave_symptoms_stays_open_where_nobody_said():
    """Films on schedule find silent fractures; a record does not say how the fracture was found."""
    happened = [Occurrence(10, "fracture"), Occurrence(100, "radiation")]
    assert (count_events(happened, SRE).low, count_events(happened, SRE).high) == (2, 2)
    tally = count_events(happened, SSE)
    assert (days(tally), tally.low, tally.high) == ([100], 1, 2)
    assert became(tally) == [("fracture", "undecided", None)]


@pytest.mark.parametrize(("symptomatic", "counted"), [(True, [10]), (False, [])])
@pytest.mark.parametrize("definition", [SSE, SSE_REACT, SRE_CALGB], ids=lambda item: item.id)
def test_a_fracture_that_gave_symptoms_or_not(definition, symptomatic, counted):
    assert days(count_events([Occurrence(10, "fracture", symptomatic=symptomatic)], definition)) == counted


@pytest.mark.parametrize(
    ("definition", "counted"),
    [(SRE, 0), (SRE_CALGB, 0), (SSE, 0), (SRE_OR_HYPERCALCAEMIA, 1), (SSE_REACT, 1)],
    ids=lambda item: getattr(item, "id", None),
)
def test_hypercalcaemia_counts_where_the_definition_says_so(definition, counted):
    assert len(count_events([(10, "hypercalcaemia")], definition).events) == counted


def test_the_trial_of_prophylactic_radiotherapy_counts_by_lesion_and_only_radiotherapy_for_pain():
    happened = [
        Occurrence(10, "radiation", site="ilium", laterality="left", symptomatic=True),
        Occurrence(12, "fracture", site="vertebra.T8"),
        Occurrence(14, "radiation", site="rib.5", symptomatic=False),
        Occurrence(16, "radiation", site="rib.7"),
    ]
    tally = count_events(happened, SRE_PROPHYLACTIC_RADIATION)
    assert (days(tally), tally.low, tally.high) == ([10, 12], 2, 3)
    assert became(tally) == [("radiation", "not-counted", None), ("radiation", "undecided", None)]


def test_an_unknown_anchor_is_refused():
    with pytest.raises(ValueError, match="last_counted or last_any"):
        count_events([], SRE, "first")


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda item: item.id)
def test_definitions_agree_with_themselves(definition):
    assert set(definition.components) <= set(COMPONENTS)
    assert definition.hcm_counted == ("hypercalcaemia" in definition.components)
    assert definition.unit in ("patient", "lesion")
    assert definition.window_checked in ("primary", "derived")


def test_only_the_label_gives_a_window():
    assert [item.id for item in DEFINITIONS if item.window_checked == "primary"] == ["sre"]


# --- from a timeline ----------------------------------------------------------------------------------------------------


def event(concept, day, *, kind="condition", status="active", source="", **more):
    return Event(concept=concept, source=source or f"{concept}@{day}", kind=kind, status=status, start=day, **more)


def timeline(*events):
    found = {}
    for item in events:
        found.setdefault(item.concept, []).append(item)
    return Timeline(patient=Patient(id="P"), events={name: tuple(rows) for name, rows in found.items()})


DAY = date(2024, 3, 1)
BONE = {"indication": "condition.metastasis.bone"}


def component_and_doubt(*events, as_of=date(2025, 1, 1)):
    return [(item.component, bool(item.doubt)) for item in occurrences(timeline(*events), as_of)]


def test_what_a_record_holds():
    events = (
        event("fracture.pathological-neoplastic", DAY, site="femur.shaft", laterality="left"),
        event("condition.spinal-cord-compression", date(2024, 5, 1)),
        event("proc.rt.course", date(2024, 5, 3), kind="procedure", status="done", site="vertebra.T8"),
        event("proc.bone-fixation", date(2024, 3, 2), kind="procedure", status="done", site="femur.shaft", **BONE),
    )
    tally = skeletal_events(timeline(*events), datetime(2025, 1, 1, 8), SRE)
    assert [(item.day, item.components) for item in tally.events] == [
        (DAY, ("fracture",)),
        (date(2024, 5, 1), ("cord-compression",)),
    ]
    assert became(tally) == [("surgery", "merged", DAY), ("radiation", "merged", date(2024, 5, 1))]


def test_what_lies_ahead_was_denied_or_only_planned_is_no_event():
    assert not component_and_doubt(
        event("fracture.pathological-neoplastic", date(2025, 1, 2)),
        event("fracture.pathological-neoplastic", DAY, answer="absent"),
        event("proc.rt.course", DAY, kind="request", status="active", site="ilium"),
        event("proc.rt.course", DAY, kind="procedure", status="planned", site="ilium"),
    )


def test_radiotherapy_of_the_breast_is_none_and_of_a_place_not_told_is_in_doubt():
    assert not component_and_doubt(event("proc.rt.course", DAY, kind="procedure", status="done", site="breast"))
    assert component_and_doubt(event("proc.rt.course", DAY, kind="procedure", status="done")) == [("radiation", True)]
    assert component_and_doubt(event("proc.rt.course", DAY, kind="procedure", status="done", **BONE)) == [
        ("radiation", False)
    ]


def test_an_operation_of_bone_may_be_for_another_reason():
    hip = event("proc.hip-arthroplasty", DAY, kind="procedure", status="done", site="hip", laterality="left")
    assert component_and_doubt(hip) == [("surgery", True)]
    assert component_and_doubt(hip._replace(lesion="hip:left")) == [("surgery", False)]
    tally = skeletal_events(timeline(hip), date(2025, 1, 1), SRE)
    assert (tally.low, tally.high) == (0, 1)


def test_a_cause_that_is_not_told_is_a_doubt():
    assert component_and_doubt(event("fracture.pathological", DAY, site="vertebra.T8")) == [("fracture", True)]
    assert component_and_doubt(event("condition.hypercalcaemia", DAY)) == [("hypercalcaemia", True)]
    assert component_and_doubt(event("fracture.pathological-neoplastic", DAY, status="suspected")) == [
        ("fracture", True)
    ]
    assert not component_and_doubt(event("fracture.osteoporotic", DAY), event("fracture.atypical-femoral", DAY))


def test_one_entry_that_is_matched_twice_is_one_occurrence():
    how = {"kind": "procedure", "status": "done", "site": "ilium", "source": "Procedure/1"}
    assert (
        len(occurrences(timeline(event("proc.rt.course", DAY, **how), event("proc.ebrt.photon", DAY, **how)), DAY)) == 1
    )


def test_a_word_on_the_symptoms_of_a_fracture():
    fracture = event("fracture.pathological-neoplastic", DAY, site="vertebra.T8")
    word = event("fracture.symptomatic", date(2024, 3, 4), kind="observation", site="vertebra.T8", answer="absent")
    (found,) = occurrences(timeline(fracture, word), date(2025, 1, 1))
    assert found.symptomatic is False
    (found,) = occurrences(timeline(fracture, word._replace(answer="present")), date(2025, 1, 1))
    assert found.symptomatic is True
    (found,) = occurrences(timeline(fracture, word._replace(site="vertebra.T9")), date(2025, 1, 1))
    assert found.symptomatic is None


def test_a_follow_up_code_is_no_new_fracture():
    first = event("fracture.pathological-neoplastic", DAY, site="vertebra.T8", answer="initial")
    later = event("fracture.pathological-neoplastic", date(2024, 9, 1), site="vertebra.T8", answer="subsequent")
    assert [item.day for item in skeletal_events(timeline(first, later), date(2025, 1, 1), SRE).events] == [DAY]


# --- rates --------------------------------------------------------------------------------------------------------------


def test_the_rate_of_a_group_is_said_in_two_ways():
    assert morbidity_rates([(3, Decimal(1)), (1, Decimal(4))]) == Rates(pooled=Decimal("0.8"), mean=Decimal("1.625"))
    assert morbidity_rates([(0, Decimal(0))]) == Rates(pooled=None, mean=None)


def test_years_at_risk():
    assert years_at_risk(date(2020, 1, 1), date(2024, 1, 1)) == 4
    with pytest.raises(ValueError, match="before the index day"):
        years_at_risk(date(2024, 1, 2), date(2024, 1, 1))


# --- the printed figures (skeletal-events.md 5.3) -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arm", "per_person"),
    list(zip(DENOSUMAB_TRIAL.arms, ("0.462", "0.596"), strict=True)),
    ids=[arm.treatment for arm in DENOSUMAB_TRIAL.arms],
)
def test_the_table_of_the_denosumab_trial_adds_up(arm, per_person):
    assert sum(count for _, count in arm.first_by_component) == arm.with_event
    assert round(Decimal(arm.events) / arm.people, 3) == Decimal(per_person)
    assert round(100 * Decimal(arm.with_event) / arm.people, 1) == arm.share_with_event
    assert {name for name, _ in arm.first_by_component} == set(SRE.components)


def test_trials_name_their_definition():
    assert BY_ID[DENOSUMAB_TRIAL.definition] is SRE
    assert BY_ID[REACT_TRIAL.definition] is SSE_REACT
