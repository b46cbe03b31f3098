"""What became of a rule: counted, without any patient."""

from __future__ import annotations

from typing import Any

import pytest
from starlette.testclient import TestClient

from osteon.serve.access.tokens import add_client
from osteon.serve.application import application
from osteon.serve.cds_hooks.answer import Shown
from osteon.serve.cds_hooks.feedback import read_feedback
from osteon.serve.storage.cards import keep_cards, take_feedback
from osteon.serve.storage.database import Database, writing
from pages.deciding import HTML, filled, with_examples, words
from serve.conftest import Asking, site_on

RULE = "fx-mirels-incomplete"
CARD = "0b6b3c1e-5f0a-4d7e-9d1f-2f6a2c1d9a11"


@pytest.fixture
def http(database: Database) -> Any:
    """A server with the examples, and one card that was overridden."""
    site = site_on(database)
    with TestClient(application(site), base_url="http://localhost", follow_redirects=False) as found:
        with writing(database) as connection:
            keep_cards(connection, [Shown(CARD, "osteon-patient-view", (RULE,), ())])
            told = {"card": CARD, "outcome": "overridden", "outcomeTimestamp": "2026-11-22T10:05:31Z"}
            told |= {"overrideReason": {"reason": {"code": "patient-declines"}}}
            take_feedback(connection, read_feedback({"feedback": [told]}))
        yield found


def test_the_page_and_the_route_count_the_same(http: TestClient, database: Database):
    if not database.embedded:
        pytest.skip("a PostgreSQL always needs clients, and none of them decides")
    with_examples(http)
    address = f"/patient/ana/finding/{RULE}?lesion=femur.shaft:right"
    page = http.get(address, headers=HTML).text
    action, fields = filled(page, what="not-for-patient", words="Canary")
    assert http.post(action, data=fields | {"reason-not-for-patient": "goals-of-care"}, headers=HTML).status_code == 303
    listed = http.get("/patients").json()["patients"]
    assert "rules" not in listed[0]["review"]
    found = [http.get(f"/fhir/Patient/{one['id']}/$review").json()["findings"] for one in listed]
    holds = sum(any(one["id"] == RULE and one["verdict"] == "met" for one in findings) for findings in found)
    assert 0 < holds < len(listed)
    page = http.get(f"/pathway/{RULE}/use", headers=HTML)
    said = words(page.text)
    assert f"It holds for {holds} of {len(listed)} patients reviewed today." in said
    assert "Not for this patient 1 Does not fit the goals of her care: 1" in said
    assert "Shown 1 Accepted 0 Overridden 1 Patient declines: 1" in said
    assert "Canary" not in page.text
    assert "Example" not in page.text
    counted = http.get("/cds-services/counts").json()["rules"]
    assert counted == [
        {
            "rule": RULE,
            "cards": {"shown": 1, "accepted": 0, "overridden": 1, "reasons": {"patient-declines": 1}},
            "decisions": [{"what": "not-for-patient", "reason": "goals-of-care", "number": 1}],
        }
    ]


def test_a_rule_that_nobody_met_and_one_that_is_none(http: TestClient, database: Database):
    with writing(database) as connection:
        reader = Asking(http, add_client(connection, "ward", ["reader"]))
        operator = Asking(http, add_client(connection, "engine", ["operator"]))
    said = words(reader("GET", "/pathway/za-avoid-crcl-lt30/use", headers=HTML).text)
    assert "Nobody was reviewed today yet." in said
    assert "Nothing was decided on it yet." in said
    assert "No card of this rule was shown." in said
    assert reader("GET", "/pathway/no-such-rule/use", headers=HTML).status_code == 404
    assert reader("GET", "/cds-services/counts").status_code == 403
    assert operator("GET", "/pathway/za-avoid-crcl-lt30/use", headers=HTML).status_code == 403
    assert [one["rule"] for one in operator("GET", "/cds-services/counts").json()["rules"]] == [RULE]
