"""The page of a finding: reasons, entries, decisions; who may decide; nothing typed is lost; nothing of a record acts."""

from __future__ import annotations

import json

import pytest
from starlette.testclient import TestClient

from osteon.serve.storage.database import Database
from pages.deciding import DAY, HTML, deeds, filled, seen_by_a_reader, words
from serve.conftest import EXAMPLES

HIGH = f"/patient/ana/finding/fx-mirels-high?as_of={DAY}&lesion=femur.shaft:right"
INCOMPLETE = f"/patient/ana/finding/fx-mirels-incomplete?as_of={DAY}&lesion=femur.shaft:right"


def test_an_undecided_finding_says_what_holds_what_is_open_and_what_would_decide_it(http: TestClient):
    said = words(http.get(HIGH, headers=HTML).text)
    assert "This is not decided" in said
    assert "? not decided size of the lesion against the bone's width" in said
    assert "✓ holds diagnosis of breast cancer" in said
    assert "✗ does not hold cancer with the breast as its site" in said
    assert "Which share of the bone's width does the lesion take" in said
    assert "Nothing was decided on it." in said
    for part in ("Whose question", "Holds when", "Mirels: scoring system", "Checked: read in"):
        assert part in said


def test_the_entries_are_shown_as_they_were_received(http: TestClient):
    said = words(http.get(HIGH, headers=HTML).text)
    assert 'Observation/pain-femur' in said
    assert '"code": "moderate"' in said
    assert "from local" in said


def test_a_decision_is_kept_shown_written_down_and_can_be_withdrawn(http: TestClient, database: Database):
    page = http.get(INCOMPLETE, headers=HTML).text
    action, fields = filled(page, what="accepted", words="Films <b>asked</b> for")
    fields["reason-accepted"] = "ordered"
    before = http.get(f"/fhir/Patient/ana/$review?as_of={DAY}").json()
    for _ in range(2):  # twice, as by an impatient finger
        sent = http.post(action, data=fields, headers=HTML)
        assert sent.status_code == 303
    page = http.get(sent.headers["location"], headers=HTML).text
    assert "Accepted: Ordered or prescribed (local," in words(page)
    assert "Films <b>asked</b> for" in words(page)
    assert "<b>asked" not in page
    assert http.get(f"/fhir/Patient/ana/$review?as_of={DAY}").json() == before
    assert [(who, patient, outcome, one["what"], one["reason"]) for who, patient, outcome, one in deeds(database, "decide")] == [
        ("local", "ana", "done", "accepted", "ordered")
    ] * 2
    assert "Films" not in str(deeds(database, "decide"))
    withdrawal = {name: fields[name] for name in ("form-token",)} | {"withdraw": "1"}
    assert http.post(action, data=withdrawal, headers=HTML).status_code == 303
    said = words(http.get(INCOMPLETE, headers=HTML).text)
    assert "Nothing was decided on it." in said
    assert "Withdrawn by local" in said
    assert len(deeds(database, "withdraw-decision")) == 1


def test_what_is_wrong_is_said_at_the_field_and_on_top_and_nothing_typed_is_lost(http: TestClient):
    page = http.get(INCOMPLETE, headers=HTML).text
    action, fields = filled(page, what="snoozed", words="wait for <i>films</i>", until="2025-05-01")
    fields["reason-snoozed"] = "awaits-result"
    sent = http.post(action, data=fields, headers=HTML)
    assert sent.status_code == 400
    assert sent.text.index('href="#field-until"') < sent.text.index('id="fault-until"')
    assert 'aria-describedby="fault-until"' in sent.text
    assert "The day has to be after the day of this review." in words(sent.text)
    again, kept = filled(sent.text, until="2025-06-20")
    assert kept["what"] == "snoozed"
    assert kept["reason-snoozed"] == "awaits-result"
    assert kept["token"] == fields["token"]
    assert "wait for &lt;i&gt;films" in sent.text
    assert http.post(again, data=kept, headers=HTML).status_code == 303
    assert "Later until 20 June 2025: A result is awaited" in words(http.get(INCOMPLETE, headers=HTML).text)


def test_it_is_back_when_a_fact_changed_and_says_from_what_to_what(http: TestClient):
    page = http.get(INCOMPLETE, headers=HTML).text
    action, fields = filled(page, what="done")
    fields["reason-done"] = "done-elsewhere"
    assert http.post(action, data=fields, headers=HTML).status_code == 303
    record = json.loads(next(file for file in EXAMPLES if file.stem == "femur-borderline").read_bytes())
    kind = next(entry["resource"] for entry in record["entry"] if entry["resource"]["id"] == "kind-femur")
    kind = {**kind, "id": "kind-later", "effectiveDateTime": "2025-05-31"}
    kind["valueCodeableConcept"] = {"coding": [{**kind["valueCodeableConcept"]["coding"][0], "code": "blastic", "display": "blastic"}]}
    told = http.post("/fhir", content=json.dumps(kind).encode(), headers={"Content-Type": "application/fhir+json"})
    assert told.status_code == 200
    said = words(http.get(INCOMPLETE, headers=HTML).text)
    assert "It was set aside, and is back:" in said
    assert "Mirels score changed from between 7 and 9 (22 May 2025) to between 6 and 8 (31 May 2025)." in said


def test_on_the_page_of_the_patient_nothing_is_hidden_without_a_line_that_says_so(http: TestClient):
    page = http.get(INCOMPLETE, headers=HTML).text
    action, fields = filled(page, what="accepted")
    http.post(action, data=fields | {"reason-accepted": "ordered"}, headers=HTML)
    shown = http.get(f"/patient/ana?as_of={DAY}", headers=HTML).text
    assert "Set aside: 1 finding; accepted: 1" in words(shown)
    assert "an emergency" not in words(shown)
    assert "Accepted: Ordered or prescribed (local," in words(shown)


def test_an_emergency_that_is_set_aside_stays_said(http: TestClient):
    found = [
        (id, one)
        for id in ("ruth", "ben")
        for one in http.get(f"/fhir/Patient/{id}/$review?as_of={DAY}").json().get("findings", ())
        if one["verdict"] == "met" and one["urgency"] == "emergency" and not one["folded_into"]
    ]
    assert found
    for id, one in found:
        query = f"&lesion={one['lesion']}" if one["lesion"] else ""
        page = http.get(f"/patient/{id}/finding/{one['id']}?as_of={DAY}{query}", headers=HTML).text
        assert "An emergency can be put off until tomorrow at most." in words(page)
        action, fields = filled(page, what="not-for-patient")
        sent = http.post(action, data=fields | {"reason-not-for-patient": "disagree"}, headers=HTML)
        assert sent.status_code == 400
        assert "This is an emergency: write why it is not for this patient." in words(sent.text)
        action, fields = filled(sent.text, words="MRI of today shows none")
        assert http.post(action, data=fields, headers=HTML).status_code == 303
    said = words(http.get(f"/patient/{id}?as_of={DAY}", headers=HTML).text)
    assert "not for this patient:" in said
    assert "an emergency is among them" in said


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/patient/ana/finding/no-such-rule", 404),
        (f"/patient/ana/finding/fx-mirels-high?as_of={DAY}&lesion=tibia", 404),
        ("/patient/nobody/finding/fx-mirels-high", 404),
        ("/patient/ana/finding/FX%20x", 400),
        (f"/patient/ana/finding/fx-mirels-high?as_of={DAY}", 200),
        (f"/patient/ana/finding/za-avoid-crcl-lt30?as_of={DAY}", 200),
    ],
)
def test_addresses(http: TestClient, address: str, status: int):
    assert http.get(address, headers=HTML).status_code == status


def test_every_finding_of_every_example_has_a_page(http: TestClient):
    for id in ("ana", "ruth"):
        review = http.get(f"/fhir/Patient/{id}/$review?as_of={DAY}").json()
        for one in review["findings"][::7]:
            query = f"&lesion={one['lesion']}" if one["lesion"] else ""
            page = http.get(f"/patient/{id}/finding/{one['id']}?as_of={DAY}{query}", headers=HTML)
            assert page.status_code == 200
            assert one["title"].replace("'", "&#39;") in page.text


def test_only_what_holds_or_is_open_can_be_decided_on(http: TestClient):
    page = http.get(INCOMPLETE, headers=HTML).text
    _, fields = filled(page, what="accepted")
    fields["reason-accepted"] = "ordered"
    sent = http.post(f"/patient/ana/finding/za-avoid-crcl-lt30?as_of={DAY}", data=fields, headers=HTML)
    assert sent.status_code == 409


def test_a_form_without_its_token_is_refused(http: TestClient):
    page = http.get(INCOMPLETE, headers=HTML).text
    action, fields = filled(page, what="accepted")
    assert http.post(action, data=fields | {"form-token": "x"}, headers=HTML).status_code == 403
    assert http.post(action, data=fields, headers=HTML | {"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_who_may_only_read_sees_no_form_and_cannot_decide(http: TestClient, database: Database):
    page = seen_by_a_reader(http, database, INCOMPLETE, what="accepted")
    assert "You may read this, but not decide on it." in words(page)
    assert deeds(database, "decide") == []


def test_who_has_no_session_is_offered_no_more_time(http: TestClient):
    page = http.get(INCOMPLETE, headers=HTML).text
    assert '<form method="post"' in page and "more-time" not in page


def test_nothing_of_a_record_acts_on_the_page(http: TestClient):
    text = next(file for file in EXAMPLES if file.stem == "femur-borderline").read_text()
    record = json.loads(text.replace("/ana", "/eve").replace('"ana"', '"eve"'))
    canary = "<script>alert(1)</script>\u202eevil"
    for entry in record["entry"]:
        resource = entry["resource"]
        if resource["resourceType"] == "Patient":
            resource["name"] = [{"family": canary}]
        elif resource["id"] == "pain-femur":
            resource["note"] = [{"text": canary}]
            resource["code"]["text"] = canary
    told = http.post("/fhir", content=json.dumps(record).encode(), headers={"Content-Type": "application/fhir+json"})
    assert told.status_code == 200
    for address in (HIGH, f"/patient/ana/lesion/femur.shaft:right?as_of={DAY}"):
        page = http.get(address.replace("/ana/", "/eve/"), headers=HTML)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "&lt;script&gt;alert" in page.text
        assert "\u202e" not in page.text
        assert "\\u202eevil" in page.text


def test_what_was_decided_in_one_language_stands_in_another(http: TestClient):
    action, fields = filled(http.get(f"{INCOMPLETE}&language=es", headers=HTML).text, what="accepted")
    assert http.post(action, data=fields | {"reason-accepted": "ordered"}, headers=HTML).status_code == 303
    for language in ("en", "es"):
        page = http.get(f"{INCOMPLETE}&language={language}", headers=HTML).text
        assert f'<html lang="{language}"' in page
        assert 'class="note back"' not in page
        assert '<p class="note"><strong>' in page
        shown = http.get(f"/patient/ana?as_of={DAY}&language={language}", headers=HTML).text
        assert '<details class="aside">' in shown
