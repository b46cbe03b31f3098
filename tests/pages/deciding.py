"""What tests of the pages of findings and lesions share: a server with the examples, and a reader who fills in forms."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient

from serve.conftest import EXAMPLES

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
        self.action, self.fields, self.names, self._inside, self._select = "", {}, set(), False, ""  # type: ignore[var-annotated]

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
