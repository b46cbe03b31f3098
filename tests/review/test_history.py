"""The history of a patient: nothing after the review, doses grouped, stops told, dates as exact as the record has them."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from osteon.review import review_record
from osteon.review.lanes.counting import elapsed, plus_months, ticks_for
from osteon.review.lanes.history import LANES, history
from osteon.review.lanes.picture import RANGES, ZEROS, Choice, picture_of

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
PERSON = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-02-29"}
ACTIVE = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
SUBJECT = {"reference": "Patient/p"}


def condition(id: str, code: str, onset: str, **more: Any) -> dict[str, Any]:
    coding = [{"system": "http://snomed.info/sct", "code": code}]
    return {"resourceType": "Condition", "id": id, "clinicalStatus": ACTIVE, "code": {"coding": coding}, "subject": SUBJECT,
            "onsetDateTime": onset, **more}  # fmt: skip


def order(id: str, drug: str, status: str, on: str) -> dict[str, Any]:
    return {"resourceType": "MedicationRequest", "id": id, "status": status, "intent": "order", "subject": SUBJECT,
            "medicationCodeableConcept": {"text": drug}, "authoredOn": on}  # fmt: skip


def dose(id: str, drug: str, on: str) -> dict[str, Any]:
    return {"resourceType": "MedicationAdministration", "id": id, "status": "completed", "subject": SUBJECT,
            "medicationCodeableConcept": {"text": drug}, "effectiveDateTime": on}  # fmt: skip


CANCER = condition("bc", "408643008", "2015-03")
BONE = condition("bone", "94222008", "2020-06-01")


def lanes(*resources: dict[str, Any], at: str = "2025-01-01") -> dict[str, list[dict[str, Any]]]:
    return history(review_record([PERSON, CANCER, BONE, *resources], as_of=at))["lanes"]


def test_nothing_after_the_review_is_in_it():
    whole = Path(EXAMPLES[-1])
    record = review_record(whole)
    told = history(review_record(whole, as_of="2024-06-01"))
    assert told["as_of"] == "2024-06-01"
    days = [one.get(name) for id in LANES for one in told["lanes"][id] for name in ("at", "until", "first", "last")]
    days += [day for id in LANES for one in told["lanes"][id] for day in one.get("doses", ())]
    days += [point["at"] for one in told["series"] for point in one["points"]]
    assert len([day for day in days if day]) > 5
    assert max(day for day in days if day) <= "2024-06-01"
    assert max(point["at"] for one in history(record)["series"] for point in one["points"]) > "2024-06-01"


def test_doses_close_together_are_one_bar_and_a_long_pause_makes_two():
    first = [date(2021, 1, 4) + timedelta(days=28 * n) for n in range(10)]
    second = [date(2024, 1, 8) + timedelta(days=28 * n) for n in range(3)]
    given = [dose(f"d{n}", "denosumab 120 mg", day.isoformat()) for n, day in enumerate([*first, *second])]
    bars = lanes(*given)["bone-agents"]
    assert [(one["first"], one["last"], len(one["doses"]), one["every"]) for one in bars] == [
        ("2021-01-04", first[-1].isoformat(), 10, 28),
        ("2024-01-08", second[-1].isoformat(), 3, 28),
    ]
    assert not any(one["goes_on"] or one["stopped"] for one in bars)


@pytest.mark.parametrize(
    ("status", "goes_on", "stopped", "end_known"),
    [("active", True, False, True), ("stopped", False, True, False), ("completed", False, False, False), ("on-hold", False, False, True)],
)
def test_an_order_goes_on_only_while_it_is_active(status, goes_on, stopped, end_known):
    (bar,) = lanes(order("o", "letrozole", status, "2021-01-01"))["systemic"]
    assert (bar["goes_on"], bar["stopped"], bar["end_known"]) == (goes_on, stopped, end_known)
    assert bar["held"] is (status == "on-hold")
    assert bar["last"] == ("2025-01-01" if status in ("active", "on-hold") else "2021-01-01")


def test_an_order_that_nobody_closed_ends_with_the_newer_stop():
    (bar,) = lanes(order("o", "letrozole", "active", "2021-01-01"), order("s", "letrozole", "stopped", "2022-05-01"))["systemic"]
    assert (bar["first"], bar["last"], bar["goes_on"], bar["stopped"]) == ("2021-01-01", "2022-05-01", False, True)


def test_a_plan_and_a_denied_entry_are_not_drawn():
    plan = {**order("o", "letrozole", "active", "2024-12-01"), "intent": "plan"}
    assert lanes(plan)["systemic"] == []


@pytest.mark.parametrize(
    ("written", "until"), [("2015", "2015-12-31"), ("2015-03", "2015-03-31"), ("2015-03-07", None), ("2024-12", "2024-12-31")]
)
def test_a_date_is_as_exact_as_the_record_has_it(written, until):
    found = history(review_record([PERSON, condition("bc", "408643008", written), BONE], as_of="2025-01-01"))
    mark = next(one for one in found["lanes"]["milestones"] if one["id"] == "diagnosis")
    assert mark.get("until") == until
    assert found["zeros"]["diagnosis"] == mark["at"]


def test_a_month_that_is_not_over_ends_with_the_review():
    found = history(review_record([PERSON, condition("bc", "408643008", "2025-01"), BONE], as_of="2025-01-10"))
    assert found["lanes"]["milestones"][0]["until"] == "2025-01-10"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("zero", ZEROS)
@pytest.mark.parametrize("span", RANGES)
def test_the_tables_hold_everything_that_is_drawn(path, zero, span):
    told = history(review_record(path))
    view = picture_of(told, Choice(zero, span), lambda id, lesion: f"/finding/{id}")
    assert view["figures"]
    targets = {row["id"] for table in view["tables"] for row in table["rows"] if "id" in row} | {one["id"] for one in view["tables"]}
    for figure in view["figures"]:
        for drawing in (figure["wide"], figure["narrow"]):
            hrefs = {part.partition('"')[0] for part in drawing.split('href="')[1:]}
            assert {one[1:] for one in hrefs if one.startswith("#")} <= targets
    captions = {table["caption"] for table in view["tables"]}
    for id in LANES:
        shown = [row for table in view["tables"] if table["id"] == f"t-{id}" for row in table["rows"]]
        if span == "all":
            assert len(shown) == len(told["lanes"][id])
    assert len(captions) == len(view["tables"])


def test_the_range_leaves_out_what_ended_before_and_says_how_much():
    told = history(review_record([PERSON, CANCER, BONE, order("o", "letrozole", "active", "2021-01-01")], as_of="2025-01-01"))
    view = picture_of(told, Choice(range="6m"), lambda _id, _lesion: "")
    assert [table["id"] for table in view["tables"]] == ["t-systemic"]
    assert view["notes"] == ["Entries before this range, not shown: 2."]


def test_an_entry_without_a_date_is_in_the_table_and_counted():
    undated = {key: value for key, value in BONE.items() if key != "onsetDateTime"}
    course = {
        "resourceType": "Procedure", "id": "rt", "status": "completed", "subject": SUBJECT, "bodySite": [{"text": "T8"}],
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "1217123003"}]},
    }  # fmt: skip
    view = picture_of(history(review_record([PERSON, CANCER, undated, course], as_of="2025-01-01")), Choice(), lambda _id, _lesion: "")
    (row,) = next(table["rows"] for table in view["tables"] if table["id"] == "t-radiotherapy")
    assert row["when"] == "no date"
    assert any("without a date" in note for note in view["notes"])


def test_marks_point_to_the_finding_that_is_most_about_them():
    told = history(review_record(Path(__file__).parents[2] / "examples" / "spine-and-femur.json"))
    (agent,) = told["lanes"]["bone-agents"]
    assert agent["finding"]["id"].startswith(("za-", "ivbp-", "pain-nsaid-za"))
    assert all(one["finding"] is None for one in told["lanes"]["milestones"])


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2020-01-31", "2020-02-29", "1 m"),
        ("2020-01-31", "2020-02-28", "28 d"),
        ("2020-02-29", "2021-02-28", "1 y"),
        ("2020-02-29", "2021-02-27", "11 m"),
        ("2020-01-01", "2024-10-01", "4 y 9 m"),
        ("2020-01-02", "2020-01-01", "\N{MINUS SIGN}1 d"),
    ],
)
def test_time_between_two_days(first, last, said):
    assert elapsed(date.fromisoformat(first), date.fromisoformat(last), "en") == said


def test_time_counted_from_birth_is_the_age():
    ticks = ticks_for(("birth", date(1960, 2, 29)), "en")
    found = ticks(date(2020, 1, 1).toordinal(), date(2025, 1, 1).toordinal(), 6)
    assert [words for _, words in found] == ["60 y", "61 y", "62 y", "63 y", "64 y"]
    assert date.fromordinal(found[1][0]) == date(2021, 2, 28)
    assert plus_months(date(1960, 2, 29), 12 * 64) == date(2024, 2, 29)
