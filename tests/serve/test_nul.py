"""The character NUL, which PostgreSQL keeps in no text: whoever sends it is told so, on each database, and nothing fails."""

from __future__ import annotations

import pytest

from osteon.serve.storage.database import Database
from pages.conftest import token_in
from serve.conftest import Asking, count
from serve.small import bundle, creatinine, patient

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("where", ["/worklist?topic=%00", "/patients?urgency=%00", "/patient/ann%00", "/worklist?%00", "/pathway/a%00b"])
def test_in_an_address(ask: Asking, where: str):
    said = ask("GET", where)
    assert said.status_code == 400 and "NUL" in said.text


@pytest.mark.parametrize(("page", "field"), [("/worklist", "name"), ("/sign-in", "name"), ("/worklist", "na\x00me")])
def test_in_a_form(ask: Asking, page: str, field: str):
    token = token_in(ask("GET", page, headers=HTML).text)
    said = ask("POST", page, headers=HTML, data={"form-token": token, field: "Zan\x00der", "password": "p", "code": "1"})
    assert said.status_code == 400 and "cannot be read" in said.text
    plain = {"form-token": token, "name": "%00", "password": "p", "code": "1"}
    assert ask("POST", page, headers=HTML, data=plain).status_code in (200, 403), "three characters that anybody may write"


def test_in_what_became_of_a_card(ask: Asking, database: Database):
    from osteon.serve.access.tokens import add_client
    from osteon.serve.storage.database import writing

    with writing(database) as connection:
        ehr = Asking(ask.http, add_client(connection, "ehr", ["ehr"]))
    item = {"card": "\x00", "outcome": "overridden", "outcomeTimestamp": "2026-11-22T10:05:31Z"}
    said = ehr("POST", "/cds-services/osteon-patient-view/feedback", json={"feedback": [item]})
    assert said.status_code == 400 and "NUL" in said.text


def test_in_a_record(ask: Asking, database: Database):
    """There it may stand: what came in is kept as bytes, and a name in the list of patients without it."""
    said = ask.send(bundle(patient(name=[{"family": "Zan\x00der"}]), creatinine(note=[{"text": "\x00"}])))
    assert said.status_code == 200
    assert ask("GET", "/fhir/Patient/ann/$review?as_of=2025-06-01").status_code == 200
    assert "Zander" in ask("GET", "/patients").text.replace("\\u0000", "").replace(" ", "")
    assert count(database, "SELECT count(*) FROM patient") == 1
