"""Emergency access: for a reason, a short time, one record; written down, counted, and never for a patient."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from accounts.browser import Browser
from accounts.people import deeds, row_of
from osteon.serve.storage.database import reading, writing
from osteon.serve.storage.moments import later
from osteon.serve.storage.tables import audit, emergency
from serve.small import bundle, creatinine, patient

REASON = {"reason": "treating", "explanation": "She lies in our emergency room with a fracture."}


@pytest.fixture
def records(browser: Browser) -> Browser:
    """A browser at a server with two records."""
    browser.enter("clinician")
    for id in ("ann", "bea"):
        body = bundle(patient(id, name=[{"family": f"Canary{id}"}]), creatinine(whose=id))
        sent = browser.http.post("/fhir", content=body, headers={"Content-Type": "application/fhir+json"})
        assert sent.status_code == 200
    browser.http.cookies.clear()
    return browser


@pytest.mark.parametrize("who", ["researcher", "ada"])
def test_who_reads_no_record_does_so_in_an_emergency(records: Browser, who: str):
    records.enter(who)
    led = records.get("/patient/ann")
    assert (led.status_code, led.headers["location"]) == (303, "/patient/ann/emergency")
    assert records.http.get("/fhir/Patient/ann/$review").status_code == 403
    asked = records.get("/patient/ann/emergency")
    assert asked.status_code == 200 and "60 minutes" in asked.text and "Canary" not in asked.text
    for changes in ({"reason": ""}, {"reason": "curious"}, {"explanation": "short"}, {"explanation": " " * 40}, {"explanation": "x" * 501}):
        assert records.post("/patient/ann/emergency", **{**REASON, **changes}).status_code == 400
    before = records.session
    begun = records.post("/patient/ann/emergency", **REASON)
    assert (begun.status_code, begun.headers["location"]) == (303, "/patient/ann")
    assert records.session != before, "it may do more now, so it has a new secret"
    shown = records.get("/patient/ann")
    assert shown.status_code == 200 and "Canaryann" in shown.text
    assert "Emergency access." in shown.text
    assert records.http.get("/fhir/Patient/ann/$review").status_code == 200
    # This record, and nothing else.
    assert records.get("/patient/bea").status_code == 303
    assert records.http.get("/patients").status_code == 403
    assert records.get("/worklist").status_code == 403
    database = records.site.database
    assert deeds(database, "emergency-access", "emergency-read") == [
        (who, "emergency-access", "ann", "done"), (who, "emergency-read", "ann", "done"), (who, "emergency-read", "ann", "done")
    ]  # fmt: skip
    assert records.site.metrics.emergencies._value.get() == 1
    with reading(database) as connection:
        details = " ".join(connection.execute(select(audit.c.detail)).scalars())
        kept = connection.execute(select(emergency)).one()
    assert "treating" in details and "fracture" not in details, "the words stand with the access, not in the trail"
    assert kept.explanation == REASON["explanation"]
    records.enter("ada")
    assert "fracture" in records.get("/accounts").text


def test_it_ends_by_itself(records: Browser):
    records.enter("researcher")
    records.post("/patient/ann/emergency", **REASON)
    with reading(records.site.database) as connection:
        ends = str(connection.execute(select(emergency.c.ends)).scalar())
    assert later(minutes=59) < ends < later(minutes=61)
    with writing(records.site.database) as connection:
        connection.execute(update(emergency).values(ends=later(seconds=-1)))
    assert records.get("/patient/ann").status_code == 303


def test_it_is_ended_by_the_person_and_by_other_roles(records: Browser):
    records.enter("researcher")
    records.post("/patient/ann/emergency", **REASON)
    assert records.post("/patient/ann/emergency/end", page="/patient/ann/emergency").status_code == 303
    assert records.get("/patient/ann").status_code == 303
    records.post("/patient/ann/emergency", **REASON)
    assert records.get("/patient/ann").status_code == 200
    id = row_of(records.site.database, "researcher").id
    records.http.cookies.clear()
    records.enter("ada")
    assert records.post(f"/accounts/{id}/roles", page="/accounts", role=["researcher", "administrator"]).status_code == 303
    records.http.cookies.clear()
    records.enter("researcher")
    assert records.get("/patient/ann").status_code == 303
    assert [action for _, action, *_ in deeds(records.site.database, "emergency-end")] == ["emergency-end"]


@pytest.mark.parametrize("who", ["viewer", "nurse", "clinician", "ann"])
def test_who_may_read_by_her_role_has_none(records: Browser, who: str):
    records.enter(who)
    assert records.get("/patient/bea/emergency").status_code == 403


def test_a_patient_sees_herself_and_cannot_tell_who_else_is_known(records: Browser):
    records.enter("ann")
    home = records.get("/")
    assert home.headers["location"] == "/patient/ann"
    assert "Canaryann" in records.get("/patient/ann").text
    for page in ("/patient/{id}", "/patient/{id}/emergency", "/patient/{id}/timeline"):
        known, unknown = (records.get(page.format(id=id)) for id in ("bea", "nobody"))
        assert known.status_code == unknown.status_code == 403
        assert known.text.replace("/bea", "/nobody") == unknown.text
    assert records.get("/worklist").status_code == 403
    assert records.get("/accounts").status_code == 403
