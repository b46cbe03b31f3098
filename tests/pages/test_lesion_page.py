"""The page of a lesion: recording the item that is missing decides the score; corrections; nothing is recorded twice or made up."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from starlette.testclient import TestClient

from osteon.review import review_record
from osteon.review.comparing import changed_scores, changed_verdicts
from osteon.serve.assessments.questions import places, questions_at, sides
from osteon.serve.assessments.recording import ORIGIN, read_assessment
from osteon.serve.storage.database import Database, reading
from osteon.serve.storage.records import current_record, entries_of, sequences_of
from osteon.terminology import skeletal_sites
from pages.deciding import DAY, HTML, deeds, filled, seen_by_a_reader, words
from serve.conftest import ROOT, count
from serve.small import bundle, creatinine, patient, transaction
from serve.test_storage import send

FEMUR = f"/patient/ana/lesion/femur.shaft:right?as_of={DAY}"
SIZE = "lesion__cortex-share"


def record(http: TestClient, address: str = FEMUR, **values: Any) -> Any:
    """Fill in the form of a page and send it."""
    action, fields = filled(http.get(address, headers=HTML).text, **values)
    return http.post(action, data=fields, headers=HTML)


def mirels(http: TestClient) -> tuple[int, int]:
    """Points of the femur of the example, from and to."""
    review = http.get(f"/fhir/Patient/ana/$review?as_of={DAY}").json()
    score = next(one for one in review["scores"] if one["id"] == "mirels" and one["lesion"] == "femur.shaft:right")
    return score["low"], score["high"]


def test_recording_the_missing_item_decides_mirels_and_says_so(http: TestClient, database: Database):
    assert mirels(http) == (7, 9)
    sent = record(http, **{SIZE: "80"}, day="2025-05-30", says="Dr. Röntgen")
    assert sent.status_code == 303
    assert mirels(http) == (9, 9)
    said = words(http.get(sent.headers["location"], headers=HTML).text)
    assert "Mirels score, Right shaft of the femur: 7 to 9 before, 9 now (high)." in said
    assert "Holds now Impending fracture of a long bone" in said
    assert "High Mirels score: surgeon before radiotherapy , Right shaft of the femur not decided before" in said
    assert "discuss prophylactic fixation before radiotherapy" in said
    [(who, whose, outcome, detail)] = deeds(database, "record-assessment")
    assert (who, whose, outcome, detail["entries"]) == ("local", "ana", "done", 2)


def test_what_an_undecided_score_waits_for_is_asked_first(http: TestClient):
    page = http.get(FEMUR, headers=HTML).text
    said = words(page)
    assert "destroyed, on any plain film Mirels score waits for this; until then 7 to 9 points." in said
    assert said.count("waits for this") == 1
    names = re.findall(r'<fieldset id="field-([^"]+)"', page)
    assert names[0] == "lesion.cortex-share"
    record(http, **{SIZE: "80"}, day="2025-05-30")
    page = http.get(FEMUR, headers=HTML).text
    assert "waits for" not in words(page)
    after = re.findall(r'<fieldset id="field-([^"]+)"', page)
    assert after[0] != "lesion.cortex-share"
    assert sorted(after) == sorted(names)


def test_each_item_that_a_level_of_the_spine_lacks_is_asked_first_and_once(http: TestClient):
    address = f"/patient/ana/lesion/new?as_of={DAY}&site=vertebra.L5"
    action, fields = filled(http.get(address, headers=HTML).text, day="2025-05-30")
    given = {"lesion.type": "mixed", "lesion.spinal-pain": "occasional", "lesion.alignment": "normal"}
    sent = http.post(action, data=fields | given, headers=HTML)
    page = http.get(sent.headers["location"], headers=HTML).text
    names = re.findall(r'<fieldset id="field-([^"]+)"', page)
    assert set(names[:2]) == {"lesion.collapse", "lesion.posterolateral"}
    assert len(names) == len(set(names))
    assert words(page).count("Spinal instability score (SINS) waits for this; until then") == 2


@pytest.mark.parametrize(("share", "points"), [("33", (7, 7)), ("34", (8, 8)), ("66", (8, 8)), ("67", (9, 9))])
def test_thirds_of_the_width(http: TestClient, share: str, points: tuple[int, int]):
    assert record(http, **{SIZE: share}, day="2025-05-30").status_code == 303
    assert mirels(http) == points


def test_what_is_recorded_is_an_observation_at_the_lesion_with_who_says_it(http: TestClient, database: Database):
    record(http, **{SIZE: "12,5"}, lesion__pain="mild", day="2025-05-30", says="Dr. Röntgen")
    with reading(database) as connection:
        resources = [one["resource"] for one in json.loads(current_record(connection, "ana"))["entry"]]
    made = {one["code"]["coding"][0]["code"]: one for one in resources if ORIGIN in one.get("meta", {}).get("tag", [])
            and one["resourceType"] == "Observation"}  # fmt: skip
    assert set(made) == {"lesion.cortex-share", "lesion.pain"}
    size = made["lesion.cortex-share"]
    assert size["valueQuantity"] == {"value": 12.5, "unit": "%", "system": "http://unitsofmeasure.org", "code": "%"}
    assert size["effectiveDateTime"] == "2025-05-30"
    assert size["performer"] == [{"display": "Dr. Röntgen"}]
    assert size["subject"] == {"reference": "Patient/ana"}
    assert made["lesion.pain"]["valueCodeableConcept"]["coding"][0]["code"] == "mild"
    [provenance] = [one for one in resources if one["resourceType"] == "Provenance"]
    assert {one["reference"] for one in provenance["target"]} == {f"Observation/{one['id']}" for one in made.values()}
    assert [agent["who"]["display"] for agent in provenance["agent"]] == ["local", "Dr. Röntgen"]


def test_sent_twice_it_is_recorded_once_and_with_other_answers_not_at_all(http: TestClient, database: Database):
    action, fields = filled(http.get(FEMUR, headers=HTML).text, **{SIZE: "80"}, day="2025-05-30")
    first = http.post(action, data=fields, headers=HTML)
    rows = count(database, "SELECT count(*) FROM resource")
    again = http.post(action, data=fields, headers=HTML)
    assert (again.status_code, again.headers["location"]) == (303, first.headers["location"])
    other = http.post(action, data=fields | {"lesion.cortex-share": "20"}, headers=HTML)
    assert other.status_code == 400
    assert "This form was recorded before, with other answers." in words(other.text)
    assert count(database, "SELECT count(*) FROM resource") == rows
    assert mirels(http) == (9, 9)


def test_a_correction_marks_the_old_entry_as_entered_in_error(http: TestClient, database: Database):
    record(http, **{SIZE: "80"}, day="2025-05-30")
    page = http.get(FEMUR, headers=HTML).text
    source = page.partition('name="wrong" value="')[2].partition('"')[0]
    assert page.count('name="wrong"') == 1, "only what was recorded here can be corrected here"
    action, fields = filled(page, wrong=source, **{SIZE: "20"}, day="2025-05-30")
    sent = [http.post(action, data=fields, headers=HTML) for _ in range(2)]
    assert [one.status_code for one in sent] == [303, 303]
    assert sent[0].headers["location"] == sent[1].headers["location"]
    assert mirels(http) == (7, 7)
    said = words(http.get(sent[0].headers["location"], headers=HTML).text)
    assert "Mirels score, Right shaft of the femur: 9 before, 7 now (low)." in said
    with reading(database) as connection:
        [entry] = entries_of(connection, "ana", [source])
    assert json.loads(entry.body)["status"] == "entered-in-error"
    kept = count(database, f"SELECT count(*) FROM resource WHERE id = '{source.partition('/')[2]}'")
    assert kept == 2, "the entry as it was is kept"


def test_nobody_elses_entry_can_be_marked_as_wrong(http: TestClient):
    action, fields = filled(http.get(FEMUR, headers=HTML).text, day="2025-05-30")
    sent = http.post(action, data=fields | {"wrong": "Observation/kind-femur"}, headers=HTML)
    assert sent.status_code == 400
    assert mirels(http) == (7, 9)


def test_nothing_is_filled_in_beforehand_and_an_empty_form_records_nothing(http: TestClient, database: Database):
    page = http.get(FEMUR, headers=HTML).text
    action, fields = filled(page)
    assert {name for name, value in fields.items() if value} == {"form-token", "token"}
    rows = count(database, "SELECT count(*) FROM submission")
    sent = http.post(action, data=fields, headers=HTML)
    assert sent.status_code == 400
    assert "Nothing is filled in" in words(sent.text)
    assert count(database, "SELECT count(*) FROM submission") == rows


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"lesion.cortex-share": "80", "day": ""}, "day"),
        ({"lesion.cortex-share": "80", "day": "2025-06-02"}, "day"),
        ({"lesion.cortex-share": "80", "day": "30.5.2025"}, "day"),
        ({"lesion.cortex-share": "101"}, "lesion.cortex-share"),
        ({"lesion.cortex-share": "-1"}, "lesion.cortex-share"),
        ({"lesion.cortex-share": "half"}, "lesion.cortex-share"),
        ({"lesion.cortex-share": "1e2"}, "lesion.cortex-share"),
        ({"lesion.cortex-share": "nan"}, "lesion.cortex-share"),
        ({"lesion.pain": "dreadful"}, "lesion.pain"),
        ({"lesion.cortex-share": "80", "says": "x" * 201}, "says"),
        ({"lesion.cortex-share": "80", "token": "short"}, "assessment"),
    ],
)
def test_what_is_wrong_is_said_by_field_and_nothing_typed_is_lost(http: TestClient, values: dict[str, str], field: str):
    action, fields = filled(http.get(FEMUR, headers=HTML).text)
    given = {"day": "2025-05-30", "lesion.pain": "mild", "says": "<b>Dr</b>"} | values
    sent = http.post(action, data=fields | given, headers=HTML)
    assert sent.status_code == 400
    assert sent.text.index(f'href="#field-{field}"') < sent.text.index(f'id="fault-{field}"')
    assert f'id="field-{field}"' in sent.text
    _, kept = filled(sent.text)
    for name in ("day", "says", "lesion.cortex-share"):
        assert kept[name] == given.get(name, "")
    assert "<b>Dr" not in sent.text
    assert mirels(http) == (7, 9)


@pytest.mark.parametrize(("share", "fine"), [("0", True), ("100", True), ("100.01", False)])
def test_a_share_is_between_nothing_and_all(share: str, fine: bool):
    form = {"lesion.cortex-share": [share], "day": ["2025-05-30"], "token": ["a" * 32]}
    assert (read_assessment(form, questions_at("femur.shaft"), [], date(2025, 6, 1))[0] is not None) is fine


def test_each_place_is_asked_what_concerns_it():
    def asked(name: str) -> set[str]:
        return {question.concept for group in questions_at(name) for question in group.questions}

    every = {"finding.metastasis-imaging", "lesion.type"}
    limb = {"lesion.pain", "lesion.cortex-share", "lesion.circumferential-share"}
    spine = {"lesion.spinal-pain", "lesion.alignment", "lesion.collapse", "lesion.posterolateral"}
    assert asked("femur.neck") == every | limb | {"lesion.axial-cortex"}
    assert asked("humerus.shaft") == every | limb
    assert asked("vertebra.T8") == asked("spine.thoracic") == every | spine
    assert asked("rib") == asked("skull") == every
    assert {code for code, _ in places()} <= set(skeletal_sites())
    assert {code for code, _ in sides()} == {"left", "right", "bilateral", "midline"}


def test_a_spine_is_scored_after_its_items_are_recorded(http: TestClient):
    address = f"/patient/ana/lesion/new?as_of={DAY}&site=vertebra.L5"
    page = http.get(address, headers=HTML)
    assert page.status_code == 200
    items = {
        "lesion.type": "mixed", "lesion.spinal-pain": "occasional", "lesion.alignment": "normal", "lesion.collapse": "involved-no-collapse",
        "lesion.posterolateral": "unilateral", "finding.metastasis-imaging": "present",
    }  # fmt: skip
    action, fields = filled(page.text, day="2025-05-30")
    sent = http.post(action, data=fields | items, headers=HTML)
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/patient/ana/lesion/vertebra.L5?")
    assert "7 now (potentially unstable)" in words(http.get(sent.headers["location"], headers=HTML).text)


def test_a_new_lesion_needs_more_than_its_pain(http: TestClient):
    assert "First say where it is." in words(http.get(f"/patient/ana/lesion/new?as_of={DAY}", headers=HTML).text)
    address = f"/patient/ana/lesion/new?as_of={DAY}&site=radius&side=left"
    action, fields = filled(http.get(address, headers=HTML).text, lesion__pain="mild", day="2025-05-30")
    sent = http.post(action, data=fields, headers=HTML)
    assert sent.status_code == 400
    assert "else it is no lesion yet" in words(sent.text)
    sent = http.post(action, data=fields | {"lesion.type": "lytic"}, headers=HTML)
    assert sent.status_code == 303
    assert sent.headers["location"].startswith("/patient/ana/lesion/radius:left?")
    known = http.get(address, headers=HTML)
    assert known.status_code == 303, "the lesion is known by now"


@pytest.mark.parametrize("query", ["site=tibia&side=upper", "site=heart"])
def test_a_place_that_is_none(http: TestClient, query: str):
    assert http.get(f"/patient/ana/lesion/new?as_of={DAY}&{query}", headers=HTML).status_code == 400
    assert http.get("/patient/ana/lesion/tibia:left", headers=HTML).status_code == 404


def test_who_may_only_read_sees_no_form_and_records_nothing(http: TestClient, database: Database):
    seen_by_a_reader(http, database, FEMUR)
    assert deeds(database, "record-assessment") == []


def test_the_record_as_it_was_after_each_change(database: Database):
    first = send(database, bundle(patient(), creatinine("c1", value=1.0), creatinine("c2", value=2.0))).submission
    second = send(database, bundle(patient(), creatinine("c1", value=3.0))).submission
    third = send(database, transaction(("DELETE", {"resourceType": "Observation", "id": "c2"})))

    def values(upto: int | None) -> dict[str, float]:
        with reading(database) as connection:
            entries = json.loads(current_record(connection, "ann", upto))["entry"]
        found = [one["resource"] for one in entries if one["resource"]["resourceType"] == "Observation"]
        return {one["id"]: one["valueQuantity"]["value"] for one in found}

    with reading(database) as connection:
        spans = [sequences_of(connection, number, "ann") for number in (first, second, third.submission)]
        assert sequences_of(connection, 99, "ann") is None
    assert [values(span[1]) for span in spans if span] == [{"c1": 1.0, "c2": 2.0}, {"c1": 3.0, "c2": 2.0}, {"c1": 3.0}]
    assert values(spans[1][0] - 1 if spans[1] else None) == {"c1": 1.0, "c2": 2.0}
    assert values(None) == {"c1": 3.0}


def test_what_did_not_change_is_not_told():
    review = review_record(ROOT / "examples" / "femur-borderline.json", as_of=DAY).to_dict()
    assert changed_scores(review, review) == []
    assert changed_verdicts(review, review) == []


def test_a_provenance_belongs_to_whoever_its_entries_are_about(database: Database):
    def provenance(*targets: str) -> dict[str, Any]:
        return {"resourceType": "Provenance", "id": "p", "target": [{"reference": one} for one in targets]}

    both = bundle(provenance("Observation/c1"), creatinine("c1"), creatinine("c2", whose="bea"))
    assert [item.owner for item, _ in send(database, both).kept] == ["ann", "ann", "bea"]
    unclear = send(database, bundle(provenance("Observation/c1", "Observation/c2"), creatinine("c1"), creatinine("c2", whose="bea")))
    assert [item.type for item, _ in unclear.kept] == ["Observation", "Observation"]
    assert len(unclear.issues) == 1
