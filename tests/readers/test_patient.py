"""The person: sex for formulas, partial dates, death."""

from datetime import date

import pytest

from osteon.record import read_record
from readers.fhir import entry, observation, patient, quantity, read

BIRTH_SEX = "http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex"


@pytest.mark.parametrize(
    ("more", "sex"),
    [
        ({"gender": "female"}, "female"),
        ({"gender": "male"}, "male"),
        ({"gender": "other"}, None),
        ({"gender": "unknown", "extension": [{"url": BIRTH_SEX, "valueCode": "F"}]}, "female"),
        ({"gender": "male", "extension": [{"url": BIRTH_SEX, "valueCode": "F"}]}, "female"),
        ({"gender": "female", "extension": [{"url": BIRTH_SEX, "valueCode": "UNK"}]}, "female"),
    ],
)
def test_the_sex_that_formulas_use(more, sex):
    assert read_record(patient(**more)).patient.sex == sex


@pytest.mark.parametrize(
    ("written", "day", "precision"),
    [
        ("1960", date(1960, 1, 1), "year"),
        ("1960-04", date(1960, 4, 1), "month"),
        ("1960-04-02", date(1960, 4, 2), "day"),
    ],
)
def test_a_partial_birth_date_keeps_its_precision(written, day, precision):
    person = read_record(patient(birthDate=written)).patient
    assert (person.birth_date, person.birth_precision) == (day, precision)


def test_death_is_kept():
    person = read_record(patient(deceasedDateTime="2025-05-03T10:00:00+02:00")).patient
    assert (person.deceased, person.death_date, person.death_precision) == (True, date(2025, 5, 3), "time")
    assert read_record(patient(deceasedBoolean=False)).patient.deceased is False
    assert read_record(patient()).patient.deceased is None


def test_no_message_holds_a_name_or_a_birth_date():
    person = patient(birthDate="1960-13-77", name=[{"family": "Zanderwick", "given": [5, None, "Ann"]}], gender=4)
    timeline = read_record(person)
    assert timeline.patient.name == "Ann Zanderwick"
    assert {problem.path for problem in timeline.problems} == {"birthDate", "gender"}
    assert "1960" not in str(timeline.problems)


@pytest.mark.parametrize(
    "when", ["9999-01-01", "2025-13-01", "1950-01-01", "1959", "yesterday", "2024-02-30", 20250101]
)
def test_a_result_of_an_impossible_day_is_not_used(when):
    timeline = read(observation("2160-0", valueQuantity=quantity(1, "mg/dL"), effectiveDateTime=when))
    assert not timeline.events
    assert timeline.problems[0].path == "effectiveDateTime"


def test_a_result_may_be_dated_by_its_issue_and_may_have_no_date():
    value = {"valueQuantity": quantity(1, "mg/dL")}
    issued = observation("2160-0", issued="2025-01-02T03:04:05Z", **value)
    issued["effectiveDateTime"] = "2025-99-99"
    assert read(issued).events["lab.creatinine"][0].start == date(2025, 1, 2)
    undated = observation("2160-0", **value)
    del undated["effectiveDateTime"]
    assert read(undated).events["lab.creatinine"][0].start is None


def test_the_day_is_the_wall_clock_and_the_moment_is_utc():
    late = observation("2160-0", effectiveDateTime="2025-05-30T23:30:00-04:00", valueQuantity=quantity(1, "mg/dL"))
    event = read(late).events["lab.creatinine"][0]
    assert event.start == date(2025, 5, 30)
    assert event.precision == "time"
    assert event.instant.isoformat() == "2025-05-31T03:30:00"


def test_the_year_of_birth_is_no_day_before_birth():
    assert (
        "lab.creatinine"
        in read(observation("2160-0", effectiveDateTime="1960", valueQuantity=quantity(1, "mg/dL"))).events
    )


def test_the_newest_day_is_of_things_that_happened():
    plan = entry("ServiceRequest", "plan", status="active", authoredOn="2031-01-01", code={"coding": []})
    visit = entry("Encounter", "visit", period={"start": "2025-06-07T10:00:00Z"})
    absurd = observation("9999-9", "x", effectiveDateTime="9999-01-01")
    result = observation("2160-0", "y", valueQuantity=quantity(1, "mg/dL"))
    assert read(result, plan, absurd).newest == date(2025, 5, 30)
    assert read(result, plan, absurd, visit).newest == date(2025, 6, 7)
