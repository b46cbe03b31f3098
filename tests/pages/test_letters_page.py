"""Pages of the timeline and of letters: what they answer, whom, and what stands in the audit trail."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from sqlalchemy import text as statement
from starlette.testclient import TestClient

from osteon.serve.access.tokens import add_client
from osteon.serve.failures import ServeError
from osteon.serve.settings import serve_settings
from osteon.serve.storage.database import Database, reading, writing
from pages.conftest import asked
from pages.deciding import DAY, HTML, filled, words
from serve.conftest import Asking

KINDS = ("timeline", "letter/clinic", "letter/clinic.pdf", "letter/patient", "letter/patient.pdf")


@pytest.fixture
def http(database: Database) -> Any:
    with asked(database, patient_letters=True, phone="0300 123 4567") as found:
        yield found


def read(http: TestClient, path: str, **query: str) -> Any:
    return http.get(f"/patient/ruth/{path}", params={"as_of": DAY, **query}, headers=HTML)


@pytest.mark.parametrize("zero", ["calendar", "diagnosis", "bone-metastasis", "birth"])
@pytest.mark.parametrize("span", ["all", "2y", "6m"])
def test_the_timeline_says_which_way_it_is_shown(http, zero, span):
    answer = read(http, "timeline", zero=zero, span=span)
    assert answer.status_code == 200
    assert answer.text.count('aria-current="true"') == 2
    ways = re.findall(r'href="(/patient/ruth/timeline\?[^"]*zero=[^"]*)"', answer.text)
    ways = [way for way in ways if "language=" not in way]
    assert len(ways) == 7
    assert all(f"as_of={DAY}" in way for way in ways)


def test_the_timeline_leads_to_pages_that_are_there(http):
    text = read(http, "timeline").text
    findings = set(re.findall(r'href="(/patient/ruth/finding/[^"]+)"', text))
    assert findings
    for address in sorted(findings)[:4]:
        assert http.get(address.replace("&amp;", "&"), headers=HTML).status_code == 200
    for name in set(re.findall(r'href="#([^"]+)"', text)):
        assert f'id="{name}"' in text


@pytest.mark.parametrize("query", [{"zero": "wedding"}, {"span": "9y"}, {"as_of": "soon"}])
def test_what_cannot_be_shown_is_refused(http, query):
    assert read(http, "timeline", **query).status_code == 400


def test_the_clinic_letter_brings_what_was_decided(http):
    address = f"/patient/ruth/finding/za-avoid-crcl-lt30?as_of={DAY}"


    action, fields = filled(http.get(address, headers=HTML).text, what="accepted")
    fields |= {"what": "accepted", "reason-accepted": "on-the-agenda", "words": "denosumab instead <b>"}
    answer = http.post(action, data=fields, headers={**HTML, "Origin": "http://localhost"})
    assert answer.status_code == 303, answer.text
    said = words(read(http, "letter/clinic").text)
    assert "No zoledronic acid in severe kidney failure: Accepted: On the agenda of a team meeting" in said
    assert "denosumab instead <b>" in said


def test_the_patient_letter_is_on_only_where_the_site_says_so(database):
    with asked(database) as plain:
        answer = read(plain, "letter/patient")
        assert answer.status_code == 200
        assert "switched off at this site" in words(answer.text)
        assert "There is cancer" not in answer.text
        refused = read(plain, "letter/patient.pdf")
        assert refused.status_code == 409
        assert read(plain, "letter/clinic").status_code == 200


def test_the_patient_letter_has_the_number_of_the_site(http):
    said = words(read(http, "letter/patient").text)
    assert "Call this number: 0300 123 4567" in said
    assert "There is cancer in these bones" in said


def test_the_patient_reads_her_letter_and_nobody_elses(http, database):
    with writing(database) as connection:
        mine = Asking(http, add_client(connection, "ruth-herself", ["patient"], patient="ruth"))
    for kind in KINDS:
        assert mine("GET", f"/patient/ruth/{kind}?as_of={DAY}").status_code == 200
        assert mine("GET", f"/patient/helen/{kind}?as_of={DAY}").status_code == 403


def test_to_herself_it_is_not_said_why_there_is_no_letter(database):
    with asked(database) as plain:
        with writing(database) as connection:
            mine = Asking(plain, add_client(connection, "ruth-herself", ["patient"], patient="ruth"))
        said = words(mine("GET", f"/patient/ruth/letter/patient?as_of={DAY}", headers=HTML).text)
        assert "There is no letter at the moment. Call your team." in said
        assert "switched off" not in said


@pytest.mark.parametrize("kind", KINDS)
def test_each_reading_stands_in_the_trail(http, database, kind):
    assert read(http, kind).status_code == 200
    query = statement("SELECT detail FROM audit WHERE action = 'read-review' AND patient = 'ruth' AND outcome = 'done'")
    with reading(database) as connection:
        shown = [json.loads(row.detail)["page"] for row in connection.execute(query)]
    assert shown == [f"/patient/{{id}}/{kind}"]


@pytest.mark.parametrize("kind", ["clinic", "patient"])
def test_a_pdf_is_named_without_the_patient(http, kind):
    pytest.importorskip("osteon.review.letters.printing", reason="needs WeasyPrint and Pango", exc_type=ImportError)
    answer = read(http, f"letter/{kind}.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == f'inline; filename="letter-{kind}.pdf"'
    assert "no-store" in answer.headers["cache-control"]
    assert answer.content.startswith(b"%PDF")


def test_without_the_extra_it_is_said_how_to_print(http, monkeypatch):
    import builtins

    real = builtins.__import__

    def missing(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith(("weasyprint", "osteon.review.letters.printing")):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    answer = read(http, "letter/clinic.pdf")
    assert answer.status_code == 501
    assert "print it from the browser" in words(answer.text)


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_of_this_name(http, kind):
    assert http.get(f"/patient/nobody/{kind}", headers=HTML).status_code == 404


@pytest.mark.parametrize(("given", "on"), [(True, True), (False, False), ("true", True), ("false", False)])
def test_the_switch_is_true_or_false(given, on):
    assert serve_settings({"patient_letters": given}, {}, {}).patient_letters is on


@pytest.mark.parametrize("given", ["yes", 1, "on", None, "1"])
def test_anything_else_does_not_switch_it(given):
    with pytest.raises(ServeError, match="true or false"):
        serve_settings({"patient_letters": given}, {}, {})
