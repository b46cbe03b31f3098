"""Each window and each threshold of the measures: below, at, above. Days are counted by hand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from measures.by_patient import rows_by_patient
from measures.deck import resources_of
from osteon.cohort.measures import Asked, measured_timelines
from osteon.engine.settings import Settings
from osteon.record import read_record

CANCER = {"2000-01-01 condition": "condition.breast-cancer"}
BONE = {"2024-01-01 condition": "condition.metastasis.bone"}
RIB = {"2024-01-01 condition": "condition.metastasis.bone at rib.5 left"}
END = {"2024-12-31 result": "body.weight 70 kg"}
KIDNEYS = ({"2024-01-20 result": "lab.creatinine 0.8 mg/dL"}, {"2024-01-20 result": "body.weight 70 kg"})
"""Clearance 78.5 mL/min for somebody born in January 1960."""


def outcomes(measure: str, *record: dict[str, str], born: str = "1960-01-15", **settings: Any) -> list[str]:
    """The outcomes of the rows of one measure, as both evaluators say them."""
    resources = resources_of({"name": "Nora", "born": born, "record": [CANCER, *record]})
    timeline = read_record({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]})
    assert not timeline.problems
    asked = Asked(store="", measures=(measure,), settings=Settings(**settings))
    rows, _ = rows_by_patient(asked, [timeline])
    found = [row[5] for row in rows]
    assert measured_timelines(asked, [timeline])[0]["outcome"].to_pylist() == found
    return found


def said(kind: str, *days: str, what: str) -> list[dict[str, str]]:
    return [{f"{day} {kind}": what} for day in days]


@pytest.mark.parametrize(("day", "outcome"), [("2024-04-01", "numerator"), ("2024-04-02", "numerator"), ("2024-04-03", "not-numerator")])
def test_bone_agent_92_days(day: str, outcome: str):
    dose = {f"{day} dose": "drug.zoledronic-acid 4 mg"}
    assert outcomes("measure-bone-agent-within-3-months", BONE, dose, END) == [outcome]


@pytest.mark.parametrize(("end", "outcome"), [("2024-04-01", "open"), ("2024-04-02", "not-numerator"), ("2024-04-03", "not-numerator")])
def test_followed_for_92_days(end: str, outcome: str):
    assert outcomes("measure-bone-agent-within-3-months", BONE, {f"{end} result": "body.weight 70 kg"}) == [outcome]


@pytest.mark.parametrize(("weeks", "outcome"), [(12, "excluded"), (13, "not-numerator"), (14, "not-numerator")])
def test_life_expectancy_13_weeks(weeks: int, outcome: str):
    expected = {"2024-01-01 result": f"prognosis.life-expectancy-weeks {weeks} wk"}
    assert outcomes("measure-bone-agent-within-3-months", BONE, expected, END) == [outcome]


@pytest.mark.parametrize(("day", "outcome"), [("2024-03-14", "numerator"), ("2024-03-15", "numerator"), ("2024-03-16", "undecided")])
def test_supplements_28_days(day: str, outcome: str):
    """The dose is on 16 February: 28 days later is 15 March."""
    record = [{"2024-02-16 dose": "drug.zoledronic-acid 4 mg"}, {"2024-02-16 order": "supplement.calcium"}]
    assert outcomes("measure-calcium-and-vitamin-d", BONE, *record, {f"{day} order": "supplement.vitamin-d"}, END) == [outcome]


@pytest.mark.parametrize(("day", "outcome"), [("2024-02-10", "numerator"), ("2024-02-09", "numerator"), ("2024-02-08", "not-numerator")])
def test_creatinine_7_days(day: str, outcome: str):
    record = [{f"{day} result": "lab.creatinine 0.8 mg/dL"}, {"2024-02-16 dose": "drug.zoledronic-acid 4 mg"}]
    assert outcomes("measure-renal-check-before-zoledronic-acid", BONE, *record, END) == [outcome]


def test_a_site_sets_the_look_back_of_creatinine():
    record = [{"2024-02-08 result": "lab.creatinine 0.8 mg/dL"}, {"2024-02-16 dose": "drug.zoledronic-acid 4 mg"}]
    longer = {"parameters": {"pre-dose-creatinine": Decimal(8)}}
    assert outcomes("measure-renal-check-before-zoledronic-acid", BONE, *record, END, **longer) == ["numerator"]


@pytest.mark.parametrize(("day", "outcome"), [("2024-01-18", "numerator"), ("2024-01-17", "numerator"), ("2024-01-16", "not-numerator")])
def test_dental_examination_180_days(day: str, outcome: str):
    """The dose is on 15 July, in a leap year: 180 days before is 17 January."""
    record = [{f"{day} procedure": "dental.exam"}, {"2024-07-15 dose": "drug.zoledronic-acid 4 mg"}]
    assert outcomes("measure-dental-exam-before-bone-agent", BONE, *record, END) == [outcome]


@pytest.mark.parametrize(("day", "rows"), [("2024-08-15", 1), ("2024-08-16", 1), ("2024-08-17", 2)])
def test_a_pause_of_182_days(day: str, rows: int):
    """From 16 February 2024 to 16 August are 182 days."""
    doses = said("dose", "2024-02-16", day, what="drug.denosumab-120 120 mg")
    assert len(outcomes("measure-dental-exam-before-bone-agent", BONE, *doses, END)) == rows


@pytest.mark.parametrize(
    ("dose", "outcome"),
    [("3.94", "not-numerator"), ("3.95", "numerator"), ("4", "numerator"), ("4.05", "numerator"), ("4.06", "not-numerator")],
)
def test_dose_within_what_measuring_out_makes(dose: str, outcome: str):
    given = {"2024-02-01 dose": f"drug.zoledronic-acid {dose} mg"}
    assert outcomes("measure-zoledronic-acid-dose", BONE, *KIDNEYS, given, END) == [outcome]


@pytest.mark.parametrize(
    ("creatinine", "right"),
    [
        ("0.849", "4"), ("0.85", "3.5"), ("1.02", "3.5"), ("1.021", "3.3"),
        ("1.275", "3.3"), ("1.276", "3.0"), ("1.70", "3.0"), ("1.71", None),
    ],
)
def test_dose_by_clearance(creatinine: str, right: str | None):
    """A woman of 68 with 60 kg: exactly 60, 50, 40 and 30 mL/min at 0.85, 1.02, 1.275 and 1.70 mg/dL (bone-health 6.2)."""
    kidneys = [{"2024-01-20 result": f"lab.creatinine {creatinine} mg/dL"}, {"2024-01-20 result": "body.weight 60 kg"}]
    for dose in ("4", "3.5", "3.3", "3.0"):
        given = {"2024-02-01 dose": f"drug.zoledronic-acid {dose} mg"}
        found = outcomes("measure-zoledronic-acid-dose", BONE, *kidneys, given, END, born="1955-06-01")
        assert found == ["numerator" if dose == right else "not-numerator"], dose


def test_dose_by_the_clearance_of_the_day():
    """Policy za_dose_basis: 0.8 mg/dL at the first dose, 1.2 mg/dL (52 mL/min) at the second."""
    record = [
        *KIDNEYS, {"2024-02-01 dose": "drug.zoledronic-acid 4 mg"},
        {"2024-03-01 result": "lab.creatinine 1.2 mg/dL"}, {"2024-03-01 dose": "drug.zoledronic-acid 4 mg"},
    ]  # fmt: skip
    measure = "measure-zoledronic-acid-dose"
    assert outcomes(measure, BONE, *record, END) == ["numerator", "numerator"]
    assert outcomes(measure, BONE, *record, END, policies={"za_dose_basis": "current"}) == ["numerator", "not-numerator"]


def calcium(day: str, value: str) -> list[dict[str, str]]:
    return [{f"{day} result": f"lab.calcium {value} mg/dL"}, {f"{day} result": "lab.albumin 4.0 g/dL"}]


@pytest.mark.parametrize(("value", "rows"), [("13.9", 0), ("14.0", 0), ("14.1", 1)])
def test_calcium_above_14(value: str, rows: int):
    assert len(outcomes("measure-hypercalcaemia-same-day", BONE, *calcium("2024-02-01", value), END)) == rows


@pytest.mark.parametrize(("day", "outcome"), [("2024-01-31", "excluded"), ("2024-02-01", "numerator"), ("2024-02-02", "not-numerator")])
def test_calcium_treated_the_same_day(day: str, outcome: str):
    given = {f"{day} dose": "drug.zoledronic-acid 4 mg"}
    assert outcomes("measure-hypercalcaemia-same-day", BONE, *calcium("2024-02-01", "15.0"), given, END) == [outcome]


@pytest.mark.parametrize(("day", "outcome"), [("2024-01-26", "excluded"), ("2024-01-25", "excluded"), ("2024-01-24", "not-numerator")])
def test_calcium_after_an_agent_7_days(day: str, outcome: str):
    given = {f"{day} dose": "drug.zoledronic-acid 4 mg"}
    assert outcomes("measure-hypercalcaemia-same-day", BONE, *calcium("2024-02-01", "15.0"), given, END) == [outcome]


@pytest.mark.parametrize(("day", "rows"), [("2024-02-14", 1), ("2024-02-15", 1), ("2024-02-16", 2)])
def test_one_episode_of_high_calcium_14_days(day: str, rows: int):
    record = [*calcium("2024-02-01", "15.0"), *calcium(day, "15.0")]
    assert len(outcomes("measure-hypercalcaemia-same-day", BONE, *record, END)) == rows


def test_a_danger_sign_makes_a_lower_calcium_dangerous():
    sign = {"2024-02-01 finding": "symptom.confusion"}
    assert outcomes("measure-hypercalcaemia-same-day", BONE, *calcium("2024-02-01", "12.0"), END) == []
    assert outcomes("measure-hypercalcaemia-same-day", BONE, *calcium("2024-02-01", "12.0"), sign, END) == ["not-numerator"]


PAIN = {"2024-01-20 result": "obs.pain 6 {score} at rib.5 left"}


@pytest.mark.parametrize(("fractions", "outcome"), [(1, "numerator"), (2, "not-numerator")])
def test_one_fraction(fractions: int, outcome: str):
    course = {"2024-02-01 course": f"8 Gy in {fractions} at rib.5 left"}
    assert outcomes("measure-single-fraction", RIB, PAIN, course, END) == [outcome]


def test_only_what_hurt_counts():
    course = {"2024-02-01 course": "8 Gy in 1 at rib.5 left"}
    assert outcomes("measure-single-fraction", RIB, course, END) == []


@pytest.mark.parametrize(
    ("day", "outcome"),
    [("2024-03-01", "not-numerator"), ("2024-03-02", "numerator"), ("2024-04-27", "numerator"), ("2024-04-28", "not-numerator")],
)
def test_pain_28_to_84_days_after(day: str, outcome: str):
    """The last day of the course is 3 February 2024: 28 days later is 2 March, 84 days later 27 April."""
    course = {"2024-02-01..2024-02-03 course": "20 Gy in 5 at rib.5 left"}
    assert outcomes("measure-pain-after-radiotherapy", RIB, PAIN, course, {f"{day} result": "obs.pain 2 {score}"}, END) == [outcome]


@pytest.mark.parametrize(("day", "rows"), [("2024-02-07", 1), ("2024-02-08", 1), ("2024-02-09", 2)])
def test_fractions_of_one_course_7_days(day: str, rows: int):
    courses = said("course", "2024-02-01", day, what="8 Gy in 1 at rib.5 left")
    assert len(outcomes("measure-pain-after-radiotherapy", RIB, PAIN, *courses, END)) == rows


@pytest.mark.parametrize(("moment", "outcome"), [("09:59:00", "numerator"), ("10:00:00", "numerator"), ("10:01:00", "not-numerator")])
def test_mri_24_hours(moment: str, outcome: str):
    sign = {"2024-02-01T10:00:00Z finding": "neuro.motor-deficit"}
    picture = {f"2024-02-02T{moment}Z procedure": "proc.mri-spine"}
    assert outcomes("measure-mri-within-24-hours", BONE, sign, picture, END) == [outcome]


@pytest.mark.parametrize(("day", "outcome"), [("2024-02-01", "numerator"), ("2024-02-02", "undecided"), ("2024-02-03", "not-numerator")])
def test_mri_by_days_alone(day: str, outcome: str):
    sign, picture = {"2024-02-01 finding": "neuro.motor-deficit"}, {f"{day} procedure": "proc.mri-spine"}
    assert outcomes("measure-mri-within-24-hours", BONE, sign, picture, END) == [outcome]


@pytest.mark.parametrize(("day", "rows"), [("2024-02-14", 1), ("2024-02-15", 1), ("2024-02-16", 2)])
def test_one_episode_of_cord_signs_14_days(day: str, rows: int):
    signs = said("finding", "2024-02-01", day, what="neuro.motor-deficit")
    assert len(outcomes("measure-mri-within-24-hours", BONE, *signs, END)) == rows


@pytest.mark.parametrize(("day", "outcome"), [("2024-02-03", "excluded"), ("2024-02-02", "excluded"), ("2024-02-01", "not-numerator")])
def test_compression_known_28_days_before(day: str, outcome: str):
    """The signs are of 1 March, in a leap year: 28 days before is 2 February."""
    known = {f"{day} condition": "condition.spinal-cord-compression"}
    assert outcomes("measure-mri-within-24-hours", BONE, known, {"2024-03-01 finding": "neuro.motor-deficit"}, END) == [outcome]


@pytest.mark.parametrize("what", ["obs.phq9 4 {score}", "obs.gad7 4 {score}", "obs.distress-thermometer 4 {score}"])
@pytest.mark.parametrize(("day", "outcome"), [("2024-10-01", "numerator"), ("2024-09-30", "numerator"), ("2024-09-29", "not-numerator")])
def test_distress_92_days(what: str, day: str, outcome: str):
    """31 December is 92 days after 30 September."""
    assert outcomes("measure-distress-screened", BONE, {f"{day} result": what}, END) == [outcome]
