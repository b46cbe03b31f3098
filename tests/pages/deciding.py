"""Shared by tests of findings and lesions: a server with the examples, a reader who fills in forms, and what the audit trail says."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import Any

from sqlalchemy import text as statement
from starlette.testclient import TestClient

from osteon.serve.access.tokens import add_client
from osteon.serve.storage.database import Database, reading, writing
from serve.conftest import EXAMPLES, Asking

HTML = {"Accept": "text/html"}
DAY = "2025-06-01"


def with_examples(http: TestClient) -> TestClient:
    """The server, after it was sent the example patients."""
    for file in EXAMPLES:
        sent = http.post("/fhir", content=file.read_bytes(), headers={"Content-Type": "application/fhir+json"})
        assert sent.status_code == 200
    return http


class _Fields(HTMLParser):
    """The fields of the first form of a content that changes something, as a browser would send them untouched."""

    def __init__(self) -> None:
        super().__init__()
        self.action, self._inside, self._select = "", False, ""
        self.fields: dict[str, Any] = {}
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("method") == "post" and not self.action
            if self._inside:
                self.action = given["action"]
        if not self._inside:
            return
        name, kind = given.get("name", ""), given.get("type", "")
        if tag in ("input", "select", "textarea") and name:
            self.names.add(name)
        if tag == "input" and name and (kind not in ("radio", "checkbox") or "checked" in given):
            self.fields[name] = given.get("value", "")
        self._select = name if tag == "select" else self._select
        if tag == "option" and "selected" in given:
            self.fields[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def filled(page: str, **values: Any) -> tuple[str, dict[str, Any]]:
    """(address, fields) of the form of a page, with these values; each field has to be there."""
    parser = _Fields()
    parser.feed(page[page.index("<main") : page.index("</main>")])
    assert parser.action, "the page has no form"
    given = {name.replace("__", "."): value for name, value in values.items()}
    assert set(given) <= parser.names, set(given) - parser.names
    return parser.action, {**parser.fields, **given}


def words(page: str) -> str:
    """What a reader sees of the content, as one line."""
    inside = re.sub(r"<svg.*?</svg>", "", page[page.index("<main") : page.index("</main>")], flags=re.S)
    plain = re.sub(r"<[^>]*>", " ", inside)
    for sign, text in (("&#39;", "'"), ("&#34;", '"'), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(sign, text)
    return " ".join(plain.split())


def deeds(database: Database, action: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    """(who, patient, outcome, detail) of the trail."""
    query = statement("SELECT who, patient, outcome, detail FROM audit WHERE action = :action ORDER BY number")
    with reading(database) as connection:
        rows = connection.execute(query, {"action": action})
        return [(row.who, row.patient, row.outcome, json.loads(row.detail)) for row in rows]


def seen_by_a_reader(http: TestClient, database: Database, address: str, **fields: str) -> str:
    """The page as a program sees it that may read all and change nothing: without a form. Neither she nor another patient may send one."""
    with writing(database) as connection:
        reader = Asking(http, add_client(connection, "ward", ["reader"]))
        ben = Asking(http, add_client(connection, "ben", ["patient"], patient="ben"))
    page = reader("GET", address, headers=HTML)
    assert page.status_code == 200
    assert '<form method="post"' not in page.text
    for who in (reader, ben):
        assert who("POST", address, data=fields, headers=HTML).status_code == 403
    assert ben("GET", address, headers=HTML).status_code == 403
    return str(page.text)
