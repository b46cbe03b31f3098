"""A server with accounts, and browsers that ask it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient

from accounts.browser import Browser
from accounts.people import PATIENTS, person
from databases import database_at
from osteon.serve.access.roles import CLIENTS, PEOPLE
from osteon.serve.access.tokens import add_client
from osteon.serve.accounts import passwords
from osteon.serve.application import application
from osteon.serve.site import Site
from osteon.serve.storage.database import Database, writing
from serve.conftest import site_on
from serve.small import bundle, creatinine, patient


def little_work(patch: pytest.MonkeyPatch) -> None:
    """Argon2id with little work: how much it is in earnest is tested beside."""
    patch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobodys.cache_clear()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords take little work."""
    little_work(monkeypatch)


@pytest.fixture
def site(database: Database, quick: None) -> Site:
    """A site with one person for each role: `ada` administers, `ann` is a patient, the others are called by their roles."""
    person(database, "ada", "administrator")
    for role in set(PEOPLE) - {"patient", "administrator"}:
        person(database, role, role)
    person(database, "ann", "patient", patient="ann")
    return site_on(database)


@pytest.fixture
def app(site: Site) -> Any:
    """Its application."""
    return application(site)


@pytest.fixture
def browser(site: Site, app: Any) -> Iterator[Browser]:
    """A browser that has never been there."""
    with TestClient(app, base_url="http://localhost") as http:
        yield Browser(site, http)


@pytest.fixture
def another(site: Site, app: Any) -> Iterator[Browser]:
    """Another browser."""
    with TestClient(app, base_url="http://localhost") as http:
        yield Browser(site, http)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server with two patients, a person for each role (both patients among them) and a program for each role."""
    with pytest.MonkeyPatch.context() as patch:
        little_work(patch)
        database = database_at(tmp_path_factory.mktemp("roles") / "data")
        person(database, "administrator", "administrator")
        for role in set(PEOPLE) - {"administrator", "patient"}:
            person(database, role, role)
        for id in PATIENTS:
            person(database, id, "patient", patient=id)
        with writing(database) as connection:
            tokens = {f"program-{role}": add_client(connection, f"program-{role}", [role]) for role in CLIENTS if role != "patient"}
            tokens |= {f"program-{id}": add_client(connection, f"program-{id}", ["patient"], patient=id) for id in PATIENTS}
        site = site_on(database, failures_per_minute=10_000_000, requests_per_minute=10_000_000)
        app = application(site)
        with TestClient(app, base_url="http://localhost") as http:
            for id in PATIENTS:
                headers = {"Content-Type": "application/fhir+json", "Authorization": f"Bearer {tokens['program-sender']}"}
                body = bundle(patient(id, name=[{"family": f"Canary{id}"}]), creatinine(whose=id))
                assert http.post("/fhir", content=body, headers=headers).status_code == 200
            yield app, Browser(site, http), tokens
        database.close()
