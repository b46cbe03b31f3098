"""A server with accounts, and browsers that ask it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select, update
from starlette.testclient import TestClient

from osteon.serve.access import sessions
from osteon.serve.access.roles import PEOPLE
from osteon.serve.accounts import codes, passwords
from osteon.serve.accounts.accounts import account_by_name, add_account
from osteon.serve.accounts.links import set_secrets
from osteon.serve.application import application
from osteon.serve.site import Site
from osteon.serve.storage.database import Database, reading, writing
from osteon.serve.storage.tables import account
from osteon.serve.storage.tables import audit as audit_table
from serve.conftest import embedded as database
from serve.conftest import site_on

__all__ = ["database"]

PASSWORD = "kestrel plum forty two"
HTML = {"Accept": "text/html,application/xhtml+xml"}
TOKEN = re.compile(r'name="form-token" value="([0-9a-f]{64})"')


@cache
def kept_password() -> str:
    """What is kept of PASSWORD. Made once: it takes its time."""
    return passwords.hashed(PASSWORD)


def person(database: Database, name: str, *roles: str, patient: str | None = None, **values: Any) -> str:
    """Add an account that can sign in with PASSWORD; its id."""
    with writing(database) as connection:
        id = add_account(connection, name, list(roles), patient=patient)
        set_secrets(connection, id, password=kept_password(), second=codes.new_secret(), **values)
    return id


def row_of(database: Database, name: str) -> Any:
    """The row of an account."""
    with reading(database) as connection:
        return account_by_name(connection, name)


def next_code(database: Database, name: str) -> str:
    """A code of this person's authenticator that counts now and was not used."""
    row = row_of(database, name)
    return codes.code_at(row.second, max(int(time.time() // 30), row.second_used + 1))


def again(database: Database, name: str) -> None:
    """As if the last code had been used long ago: a test has no half minutes to wait."""
    with writing(database) as connection:
        connection.execute(update(account).where(account.c.name == name).values(second_used=0))


def deeds(database: Database, *actions: str) -> list[tuple[str, str, str | None, str]]:
    """(who, action, patient, outcome) of the entries of the audit trail, of these actions or all."""
    columns = (audit_table.c.who, audit_table.c.action, audit_table.c.patient, audit_table.c.outcome)
    with reading(database) as connection:
        rows = connection.execute(select(*columns).order_by(audit_table.c.number)).all()
    return [tuple(row) for row in rows if not actions or row.action in actions]


class Browser:
    """One browser, with its cookies."""

    def __init__(self, site: Site, http: TestClient) -> None:
        self.site, self.http = site, http

    def get(self, path: str, **headers: str) -> Any:
        """Open a page, without following where it leads."""
        return self.http.get(path, headers={**HTML, **headers}, follow_redirects=False)

    def token(self, page: str) -> str:
        """The token of the forms of a page."""
        found = TOKEN.search(self.get(page).text)
        assert found, page
        return found[1]

    def post(self, path: str, page: str | None = None, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        """Send a form that stands on `page` (or at the address itself)."""
        data = {"form-token": self.token(page or path), **fields}
        return self.http.post(path, data=data, headers={**HTML, **(headers or {})}, follow_redirects=False)

    def sign_in(self, name: str, password: str = PASSWORD, code: str | None = None, **fields: Any) -> Any:
        """Send the form of signing in, with a code that counts if none is given."""
        given = next_code(self.site.database, name) if code is None else code
        return self.post("/sign-in", name=name, password=password, code=given, **fields)

    def enter(self, name: str, way: str = "password") -> str:
        """A session without the form; its key."""
        with writing(self.site.database) as connection:
            token = sessions.begin(connection, row_of(self.site.database, name).id, way, self.site.settings)
        self.http.cookies.set("osteon-session", token, domain="localhost.local")
        return sessions.key_of(token)

    @property
    def session(self) -> str | None:
        """What the cookie of its session holds."""
        found: str | None = self.http.cookies.get("osteon-session")
        return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2id with little work: how much it is in earnest is tested beside."""
    monkeypatch.setattr(passwords, "HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._nobodys.cache_clear()


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
