"""The pages of a server with the example patients: asked in the same process, or looked at in a real browser."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from databases import database_at
from osteon.serve.application import application
from osteon.serve.site import Site
from osteon.serve.storage.database import Database
from pages.deciding import with_examples
from serve.conftest import EXAMPLES, site_on
from waiting import wait_for

DAY = "2025-06-01"
"""The day for which the examples were written."""


def new_site(folder: Path, **settings: Any) -> Site:
    """A site with an embedded database that has nothing in it. Whoever asks may do everything."""
    return site_on(database_at(folder), requests_per_minute=10_000_000, **settings)


def token_in(text: str) -> str:
    """The token of the forms of a page."""
    found = re.search(r'name="form-token" value="([^"]+)"', text)
    assert found
    return found[1]


@contextmanager
def asked(database: Database, **settings: Any) -> Iterator[TestClient]:
    """A server with the examples on this database; redirects are not followed. Without clients, whoever sits at the machine may do all."""
    with TestClient(application(site_on(database, **settings)), base_url="http://localhost", follow_redirects=False) as found:
        yield with_examples(found)


@pytest.fixture(autouse=True, scope="session")
def all_reviews_are_made(unhurried: None) -> None:
    """However busy the machine is."""


@pytest.fixture
def http(database: Database) -> Iterator[TestClient]:
    """A server with the examples, and no settings."""
    with asked(database) as found:
        yield found


class Visitor:
    """Somebody with a browser, without the browser: asks for pages, keeps cookies, sends the forms of pages that she was shown."""

    def __init__(self, http: TestClient) -> None:
        self.http = http

    def see(self, path: str, status: int = 200, **words: Any) -> str:
        """The text of a page."""
        said = self.http.get(path, headers={"Accept": "text/html", **words.pop("headers", {})}, **words)
        assert said.status_code == status, said.text
        assert said.headers["content-type"].startswith("text/html")
        return str(said.text)

    def send(self, path: str, fields: dict[str, str], status: int = 200, shown: str | None = None) -> str:
        """The page after a form of `shown` (the same path without) was sent."""
        token = token_in(self.see(shown or path))
        headers = {"Accept": "text/html", "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        said = self.http.post(path, data={"form-token": token, **fields}, headers=headers)
        assert said.status_code == status, said.text
        return str(said.text)

    def upload(self, *files: tuple[str, bytes], status: int = 200) -> str:
        """The page after files were sent."""
        token = token_in(self.see("/upload"))
        headers = {"Accept": "text/html", "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
        parts = [("files", file) for file in files] or [("files", ("", b""))]
        said = self.http.post("/upload", data={"form-token": token}, files=parts, headers=headers)
        assert said.status_code == status, said.text
        return str(said.text)


def visitor_of(site: Site) -> Iterator[Visitor]:
    """A visitor of this site, for as long as it is open."""
    with TestClient(application(site), base_url="http://localhost") as http:
        yield Visitor(http)
    site.database.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Visitor]:
    """A visitor of a server that holds nothing yet."""
    yield from visitor_of(new_site(tmp_path / "data"))


@pytest.fixture(scope="module")
def visitor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    """A visitor of a server with the example patients."""
    site = new_site(tmp_path_factory.mktemp("pages") / "data")
    for found in visitor_of(site):
        for file in EXAMPLES:
            assert found.http.post("/fhir", content=file.read_bytes(), headers={"Content-Type": "application/fhir+json"}).status_code == 200
        yield found


def words_of(text: str) -> str:
    """What a page says, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


class Served:
    """A server that answers on a port of this machine, and its address."""

    def __init__(self, site: Site) -> None:
        import uvicorn

        self.site = site
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        self.server = uvicorn.Server(uvicorn.Config(application(site), log_config=None, access_log=False))
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def __enter__(self) -> Served:
        self.thread.start()
        wait_for(lambda: self.server.started)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        self.site.database.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server with the example patients, for tests that only look."""
    site = new_site(tmp_path_factory.mktemp("served") / "data", patient_letters=True, phone="+49 30 1234567")
    with TestClient(application(site), base_url="http://localhost") as http:
        for file in EXAMPLES:
            assert http.post("/fhir", content=file.read_bytes(), headers={"Content-Type": "application/fhir+json"}).status_code == 200
    with Served(site) as found:
        yield found


@pytest.fixture
def tab(chromium: Any) -> Iterator[Any]:
    """A window of a middle size, without scripts. What the browser complains about fails the test."""
    with window(chromium) as found:
        yield found


@contextmanager
def window(chromium: Any, width: int = 1280, **words: Any) -> Iterator[Any]:
    """A window of its own; at its end nothing must have been refused by the policy of a page."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=words.pop("scripts", False), locale="en-GB", **words
    )
    context.set_default_timeout(10_000)
    found = context.new_page()
    told: list[str] = []
    found.on("console", lambda message: told.append(message.text))
    yield found
    context.close()
    assert not [one for one in told if "Content Security Policy" in one]
