"""Who may decide on findings and record assessments: each role of people, on SQLite and on PostgreSQL."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from osteon.record.limits import Limits
from osteon.serve.access.sessions import begin
from osteon.serve.accounts.accounts import add_account
from osteon.serve.application import application
from osteon.serve.operation.logs import Lines
from osteon.serve.records.receiving import receive
from osteon.serve.storage.database import Database, reading, writing
from osteon.serve.storage.decisions import decisions_of
from osteon.serve.storage.moments import later
from osteon.serve.storage.tables import session
from pages.deciding import DAY, HTML, deeds, filled, words
from pages.test_finding_page import HIGH, INCOMPLETE
from pages.test_lesion_page import FEMUR
from serve.conftest import EXAMPLES, site_on

ROLES = {
    # may decide, may record an assessment, may read
    "clinician": (True, True, True),
    "nurse": (False, True, True),
    "viewer": (False, False, True),
    "researcher": (False, False, False),
    "administrator": (False, False, False),
}


@pytest.fixture
def people(database: Database) -> Any:
    """The browser of a person of each role, and of the patient herself."""
    site = site_on(database)
    file = next(file for file in EXAMPLES if file.stem == "femur-borderline")
    receive(database, file.read_bytes(), media_type="application/fhir+json", client="engine", limits=Limits())
    cookies = {}
    with writing(database) as connection:
        for role in ("administrator", *(one for one in ROLES if one != "administrator"), "patient"):
            id = add_account(connection, f"a-{role}", [role], patient="ana" if role == "patient" else None)
            cookies[role] = begin(connection, id, "password", site.settings)
    app = application(site)
    with TestClient(app, base_url="http://localhost"):
        yield {
            role: TestClient(app, base_url="http://localhost", follow_redirects=False, cookies={"osteon-session": token})
            for role, token in cookies.items()
        }


@pytest.mark.parametrize("role", list(ROLES))
def test_each_role_may_what_it_is_for(people: Any, database: Database, role: str):
    decides, assesses, reads = ROLES[role]
    http = people[role]
    finding, lesion = http.get(INCOMPLETE, headers=HTML), http.get(FEMUR, headers=HTML)
    assert (finding.status_code == 200, lesion.status_code == 200) == (reads, reads)
    if decides:
        action, fields = filled(finding.text, what="accepted", words="canary")
        sent = http.post(action, data=fields | {"reason-accepted": "ordered"}, headers=HTML)
        assert sent.status_code == 303
        assert f"Accepted: Ordered or prescribed (a-{role}," in words(http.get(INCOMPLETE, headers=HTML).text)
        assert [who for who, *_ in deeds(database, "decide")] == [f"a-{role}"]
        assert "canary" not in str(deeds(database, "decide"))
    else:
        assert 'name="what"' not in finding.text
        assert http.post(INCOMPLETE, data={"what": "accepted"}, headers=HTML).status_code == 403
        with reading(database) as connection:
            assert decisions_of(connection, "ana") == []
    if assesses:
        action, fields = filled(lesion.text, day="2025-05-30")
        sent = http.post(action, data=fields | {"lesion.cortex-share": "80"}, headers=HTML)
        assert sent.status_code == 303
        assert "7 to 9 before, 9 now (high)" in words(http.get(sent.headers["location"], headers=HTML).text)
        assert [who for who, *_ in deeds(database, "record-assessment")] == [f"a-{role}"]
    else:
        assert 'name="lesion.cortex-share"' not in lesion.text
        assert http.post(FEMUR, data={"day": "2025-05-30"}, headers=HTML).status_code == 403
        assert deeds(database, "record-assessment") == []


def test_she_herself_reads_her_own_findings_and_nobody_elses(people: Any):
    action, fields = filled(people["clinician"].get(HIGH, headers=HTML).text, what="accepted", words="between colleagues")
    assert people["clinician"].post(action, data=fields | {"reason-accepted": "referred"}, headers=HTML).status_code == 303
    her = people["patient"]
    said = words(her.get(HIGH, headers=HTML).text)
    assert "Accepted: Referred to a colleague" in said
    assert "between colleagues" not in said
    assert her.get(HIGH, headers=HTML).status_code == 200
    assert her.get(HIGH.replace("/ana/", "/ben/"), headers=HTML).status_code == 403
    assert her.post(HIGH, data={"what": "accepted"}, headers=HTML).status_code == 403
    assert her.get(FEMUR, headers=HTML).status_code == 200
    assert her.post(FEMUR, data={}, headers=HTML).status_code == 403


def test_a_form_of_one_person_is_not_taken_from_another(people: Any, database: Database):
    page = people["clinician"].get(INCOMPLETE, headers=HTML).text
    action, fields = filled(page, what="accepted")
    nurse = people["nurse"].get(FEMUR, headers=HTML).text
    _, others = filled(nurse)
    assert fields["form-token"] != others["form-token"]
    sent = people["nurse"].post(FEMUR, data=others | {"form-token": fields["form-token"], "day": DAY}, headers=HTML)
    assert sent.status_code == 403
    assert deeds(database, "record-assessment") == []


def test_nothing_that_was_filled_in_is_in_a_log_or_an_address(people: Any, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, "osteon.serve")
    clinician = people["clinician"]
    action, fields = filled(clinician.get(INCOMPLETE, headers=HTML).text, what="accepted", words="CanaryWords")
    wrong = clinician.post(action, data=fields, headers=HTML)
    right = clinician.post(action, data=fields | {"reason-accepted": "ordered"}, headers=HTML)
    address, fields = filled(clinician.get(FEMUR, headers=HTML).text, day="2025-05-30", says="CanaryName")
    refused = clinician.post(address, data=fields | {"lesion.cortex-share": "CanaryNumber"}, headers=HTML)
    taken = clinician.post(address, data=fields | {"lesion.cortex-share": "87.25"}, headers=HTML)
    assert [one.status_code for one in (wrong, right, refused, taken)] == [400, 303, 400, 303]
    logged = "".join(Lines().format(one) for one in caplog.records) + right.headers["location"] + taken.headers["location"]
    assert "/finding/{finding}" in logged, "requests are logged by their route"
    for canary in ("CanaryWords", "CanaryName", "CanaryNumber", "87.25"):
        assert canary not in logged


def aged(database: Database, minutes: int) -> None:
    """As if nobody had asked for anything for so long."""
    with writing(database) as connection:
        connection.execute(update(session).values(seen=later(minutes=-minutes)))


@pytest.mark.parametrize(
    ("where", "given"),
    [
        (INCOMPLETE, {"what": "accepted", "reason-accepted": "ordered", "words": "canary"}),
        (FEMUR, {"lesion.cortex-share": "80", "day": "2025-05-30", "says": "canary"}),
    ],
    ids=["decision", "assessment"],
)
def test_who_takes_long_asks_for_more_time_and_loses_nothing(people: Any, database: Database, where: str, given: dict[str, str]):
    http = people["clinician"]
    action, fields = filled(http.get(where, headers=HTML).text)
    aged(database, 14)
    said = http.post(action, data=fields | given | {"more-time": "1"}, headers=HTML)
    assert said.status_code == 200 and said.headers["refresh"].startswith("905;")
    assert "Nothing is recorded yet. What you filled in is still here." in words(said.text)
    assert "canary" in said.text and fields["token"] in said.text
    assert deeds(database, "decide") == deeds(database, "record-assessment") == []
    with reading(database) as connection:
        assert connection.execute(select(session.c.seen).order_by(session.c.seen.desc())).scalar() > later(minutes=-1)
    # What came back is the form: sent now, it is kept, and once.
    action, again = filled(said.text)
    kept = [http.post(action, data={"words": "canary"} | again, headers=HTML).status_code for _ in range(2)]
    assert kept == [303, 303]
    with reading(database) as connection:
        decided = decisions_of(connection, "ana")
    assert len(decided) + len(deeds(database, "record-assessment")) == 1
    # Too late, without the token of the form, or without the permission, nothing comes back.
    assert http.post(action, data=again | {"more-time": "1", "form-token": "x"}, headers=HTML).status_code == 403
    assert people["viewer"].post(action, data=again | {"more-time": "1"}, headers=HTML).status_code == 403
    aged(database, 16)
    late = http.post(action, data=again | {"more-time": "1", "words": "canary"}, headers=HTML)
    assert late.status_code == 401 and "canary" not in late.text
