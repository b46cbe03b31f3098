"""Accounts on both databases: sign in, sessions, emergency access, other roles, backup without sessions."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import select
from starlette.testclient import TestClient

from accounts.browser import Browser
from accounts.people import deeds, person, row_of
from osteon.serve.accounts.links import first_link, new_link, open_link
from osteon.serve.application import application
from osteon.serve.operation.backup import backup, key_of, make_key, restore
from osteon.serve.storage.database import Database, open_database, reading, writing
from osteon.serve.storage.tables import account, link, session
from serve.conftest import site_on


def test_accounts_on_both_databases(either: Database, quick: None, tmp_path: Path):
    with writing(either) as connection:
        assert open_link(connection, str(first_link(connection)))
    ada = person(either, "ada", "administrator")
    nurse = person(either, "nora", "researcher")
    site = site_on(either)
    with TestClient(application(site), base_url="http://localhost") as http:
        browser = Browser(site, http)
        assert browser.sign_in("nora", password="wrong").status_code == 403
        assert browser.sign_in("nora").status_code == 303
        begun = browser.post("/patient/ann/emergency", reason="treating", explanation="She lies in our emergency room.")
        assert begun.status_code == 303 and browser.get("/patient/ann").status_code == 404
        browser.http.cookies.clear()
        browser.enter("ada")
        assert browser.post(f"/accounts/{nurse}/roles", page="/accounts", role="nurse").status_code == 303
        assert browser.post(f"/accounts/{ada}/disable", page="/accounts").status_code == 409
        assert browser.get("/accounts").status_code == 200
    assert [action for _, action, *_ in deeds(either, "sign-in", "emergency-access", "emergency-read", "change-roles")] == [
        "sign-in", "sign-in", "emergency-access", "emergency-read", "change-roles"
    ]  # fmt: skip
    with writing(either) as connection:
        new_link(connection, nurse, 1)
    make_key(tmp_path / "key")
    key = key_of(tmp_path / "key", {})
    backup(either, tmp_path / "copy.age", key)
    other = open_database(tmp_path / "other")
    restore(other, tmp_path / "copy.age", key)
    with reading(other) as connection:
        assert set(connection.execute(select(account.c.name)).scalars()) == {"ada", "nora"}
        assert not connection.execute(select(session)).all() and not connection.execute(select(link)).all()
    assert row_of(other, "nora").password == row_of(either, "nora").password
    other.close()
