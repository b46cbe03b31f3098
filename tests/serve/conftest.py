"""A server on each kind of database, and the server as a process of its own."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from osteon.engine.settings import Settings
from osteon.serve.access.tokens import add_client
from osteon.serve.application import application
from osteon.serve.reviewing import Reviewer
from osteon.serve.settings import ServeSettings
from osteon.serve.site import Site
from osteon.serve.storage.database import Database, writing

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


@pytest.fixture(autouse=True, scope="session")
def all_reviews_are_made(unhurried: None) -> None:
    """However busy the machine is."""


@pytest.fixture
def database(either: Database) -> Database:
    """A database of either kind: what is tested here holds on both."""
    return either


def site_on(database: Database, **settings: Any) -> Site:
    """A site on this database."""
    if not database.embedded:
        settings.setdefault("database", "postgresql://somewhere/osteon")
    return Site.of(ServeSettings(**settings), database, Reviewer(Settings()))


@pytest.fixture
def site(database: Database) -> Site:
    """A site as it is without any settings."""
    return site_on(database)


class Asking:
    """A client program: what it is called, its token, and the way to ask."""

    def __init__(self, http: TestClient, token: str | None) -> None:
        self.http = http
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def __call__(self, method: str, path: str, **words: Any) -> Any:
        headers = {**self.headers, **words.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **words)

    def send(self, content: bytes, media_type: str = "application/fhir+json", **headers: str) -> Any:
        """Send a submission."""
        return self("POST", "/fhir", content=content, headers={"Content-Type": media_type, **headers})


@pytest.fixture
def http(site: Site) -> Iterator[TestClient]:
    """The application of the site, asked without a network."""
    with TestClient(application(site), base_url="http://localhost") as found:
        yield found


@pytest.fixture
def ask(http: TestClient, database: Database) -> Asking:
    """A client that may send and read everything."""
    with writing(database) as connection:
        token = add_client(connection, "tester", ["sender", "reader", "auditor", "operator"])
    return Asking(http, token)


def count(database: Database, query: str) -> int:
    """The one number that a query gives."""
    from osteon.serve.storage.database import reading

    with reading(database) as connection:
        return int(connection.execute(text(query)).scalar() or 0)


def serve_command(*arguments: str, **environment: str) -> tuple[list[str], dict[str, str]]:
    """Command and environment that run `osteon serve` as a process."""
    return [sys.executable, "-m", "osteon", "serve", *arguments], {**os.environ, "USER": getpass.getuser(), **environment}
