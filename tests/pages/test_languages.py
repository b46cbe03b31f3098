"""The pages in Spanish: which language a reader gets, what is kept of her choice, and what stays English."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from osteon.serve.application import application
from osteon.serve.failures import ServeError
from osteon.serve.settings import serve_settings
from pages.conftest import DAY, new_site
from serve.conftest import EXAMPLES

HTML = {"Accept": "text/html"}
PATIENT = f"/patient/ana?as_of={DAY}"


def a_server(folder: Path, **settings: str) -> Iterator[TestClient]:
    site = new_site(folder, **settings)
    with TestClient(application(site), base_url="http://localhost", follow_redirects=False) as found:
        for example in EXAMPLES:
            found.post("/fhir", content=example.read_bytes(), headers={"Content-Type": "application/fhir+json"})
        yield found
    site.database.close()


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with the examples, whose pages are in English unless somebody asks for another language."""
    yield from a_server(tmp_path_factory.mktemp("english"))


def language_of(text: str) -> str:
    found = re.search(r'<html lang="(\w+)"', text)
    assert found
    return found[1]


def test_the_address_then_the_cookie_then_the_browser(http: TestClient):
    http.cookies.clear()
    assert language_of(http.get(PATIENT, headers=HTML).text) == "en"
    assert language_of(http.get(PATIENT, headers={**HTML, "Accept-Language": "de, es-MX;q=0.8"}).text) == "es"
    chosen = http.get(f"{PATIENT}&language=es", headers=HTML)
    assert language_of(chosen.text) == "es"
    cookie = chosen.headers["set-cookie"].lower()
    assert cookie.startswith("language=es;")
    assert "httponly" in cookie and "samesite=lax" in cookie
    assert language_of(http.get(PATIENT, headers=HTML).text) == "es"
    assert language_of(http.get(f"{PATIENT}&language=en", headers=HTML).text) == "en"
    http.cookies.clear()


@pytest.mark.parametrize("language", ["xx", "es<script>", "", "../es"])
def test_a_language_that_is_not_spoken_changes_nothing(http: TestClient, language: str):
    http.cookies.clear()
    answer = http.get(PATIENT, params={"as_of": DAY, "language": language}, headers=HTML)
    assert language_of(answer.text) == "en"
    assert not answer.headers.get("set-cookie", "").startswith("language=")


def test_a_patient_page_in_spanish_has_no_sentence_in_english(http: TestClient):
    text = http.get(f"{PATIENT}&language=es", headers=HTML).text
    http.cookies.clear()
    assert "que ningún revisor con nombre ha firmado" in text
    assert "en inglés porque" not in text


@pytest.mark.parametrize("path", ["/worklist", "/pathway", "/upload", "/cohort", "/patient/nobody", "/nowhere"])
def test_other_pages_speak_spanish_too(http: TestClient, path: str):
    answer = http.get(path, params={"language": "es"}, headers=HTML)
    http.cookies.clear()
    assert language_of(answer.text) == "es"


def test_what_programs_read_stays_english(http: TestClient):
    http.cookies.clear()
    path = f"/fhir/Patient/ana/$review?as_of={DAY}"
    english = http.get(path)
    spanish = http.get(path, headers={"Accept-Language": "es"})
    assert english.status_code == 200
    assert english.content == spanish.content


def test_the_site_names_its_language(tmp_path: Path):
    for http in a_server(tmp_path, language="es"):
        assert language_of(http.get(PATIENT, headers=HTML).text) == "es"
        assert language_of(http.get(PATIENT, headers={**HTML, "Accept-Language": "en"}).text) == "en"
    with pytest.raises(ServeError, match="no language xx"):
        serve_settings({"language": "xx"}, {}, {})
