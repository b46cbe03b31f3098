"""Accounts: the first one, one-time links, what an administrator does, showing anew who one is."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from sqlalchemy import select, update
from starlette.testclient import TestClient

from accounts.browser import HTML, Browser
from accounts.people import PASSWORD, again, deeds, next_code, person, row_of
from osteon.serve.access.roles import PEOPLE
from osteon.serve.access.tokens import add_client
from osteon.serve.accounts import codes
from osteon.serve.accounts.accounts import accounts, add_account, change_roles, disable
from osteon.serve.accounts.links import first_link, new_link, open_link
from osteon.serve.application import application
from osteon.serve.failures import ServeError
from osteon.serve.site import Site
from osteon.serve.storage.database import Database, reading, writing
from osteon.serve.storage.moments import later
from osteon.serve.storage.tables import link, session
from serve.conftest import site_on

NEW = "harbour tulip ninety grey"
ADDRESS = re.compile(r"http://127\.0\.0\.1:8090(/link/[A-Za-z0-9_-]{43})")


def made_link(page: str) -> str:
    """The path of the one-time link that a page shows."""
    found = ADDRESS.search(page)
    assert found
    return found[1]


def secret_on(page: str) -> str:
    """The secret that an authenticator would be given by a page."""
    found = re.search(r'<code class="secret">([A-Z2-7 ]+)</code>', page)
    assert found
    return found[1].replace(" ", "")


def use(browser: Browser, path: str, **changes: str) -> Any:
    """Send the form behind a one-time link as it should be, but for `changes`."""
    code = codes.code_at(secret_on(browser.get(path).text), int(time.time() // 30))
    return browser.post(path, **{"name": "nora", "password": NEW, "again": NEW, "code": code, **changes})


@pytest.fixture
def empty(database: Database, quick: None) -> Any:
    """A browser at a server without accounts."""
    site = site_on(database)
    with TestClient(application(site), base_url="http://localhost") as http:
        yield Browser(site, http)


def test_without_accounts_this_machine_may_do_everything_and_is_told_so(empty: Browser):
    shown = empty.get("/worklist")
    assert shown.status_code == 200 and "whoever uses this machine may do everything" in shown.text
    assert "no accounts yet" in empty.get("/account").text
    assert "no accounts yet" in empty.get("/sign-in").text


def test_the_first_account_is_made_by_a_link_and_ends_that(empty: Browser):
    with writing(empty.site.database) as connection:
        path = f"/link/{first_link(connection)}"
    assert "administrator" in empty.get(path).text
    for changes in ({"code": "1"}, {"password": "short", "again": "short"}, {"again": "other"}, {"name": "No Name!"}, {"name": "osteon"}):
        assert use(empty, path, **changes).status_code == 400
    done = use(empty, path)
    assert done.status_code == 200 and done.text.count('class="secret"') == 10
    assert row_of(empty.site.database, "nora").roles == '["administrator"]'
    assert empty.get("/accounts").status_code == 200
    assert empty.get(path).status_code == 404
    empty.http.cookies.clear()
    assert empty.get("/worklist").status_code == 303
    assert empty.http.get("/patients").status_code == 401
    assert empty.sign_in("nora", password=NEW).status_code == 303
    assert deeds(empty.site.database, "add-account", "use-link") == [
        ("nora", "add-account", None, "done"), ("nora", "use-link", None, "done")
    ]  # fmt: skip


def test_the_recovery_codes_that_are_shown_are_those_that_open(empty: Browser):
    with writing(empty.site.database) as connection:
        path = f"/link/{first_link(connection)}"
    shown = re.findall(r'<code class="secret">([a-z0-9-]+)</code>', use(empty, path).text)
    empty.http.cookies.clear()
    assert empty.sign_in("nora", password=NEW, code=shown[9]).status_code == 303


def test_there_is_no_first_link_beside_accounts_and_an_old_one_dies(database: Database, quick: None):
    with writing(database) as connection:
        early = str(first_link(connection))
        assert open_link(connection, early)
        later_one = str(first_link(connection))
        assert open_link(connection, early) is None and open_link(connection, later_one)
    person(database, "ada", "administrator")
    with writing(database) as connection:
        assert open_link(connection, later_one) is None
        assert first_link(connection) is None


def test_without_accounts_the_first_may_be_added_on_a_page_too(empty: Browser):
    assert empty.post("/accounts", name="nora", role="nurse").status_code == 400
    made = empty.post("/accounts", name="nora", role=["administrator", "clinician"])
    assert made.status_code == 200 and "use the link now" in made.text
    assert empty.get("/worklist").status_code == 303
    done = use(empty, made_link(made.text))
    assert done.status_code == 200 and empty.get("/worklist").status_code == 200


def test_an_administrator_adds_accounts_and_their_owners_set_the_secrets(browser: Browser, another: Browser):
    browser.enter("ada")
    made = browser.post("/accounts", name=" Nora.Keller ", role="nurse")
    path = made_link(made.text)
    shown = another.get(path)
    assert shown.status_code == 200 and "nora.keller" in shown.text
    assert 'src="data:image/svg+xml' in shown.text and 'autocomplete="new-password"' in shown.text
    assert use(another, path, name="somebody.else").status_code == 200
    assert another.get("/worklist").status_code == 200 and another.get("/accounts").status_code == 403
    assert row_of(browser.site.database, "somebody.else") is None
    assert use_fails(another, path)
    assert deeds(browser.site.database, "add-account", "use-link") == [
        ("ada", "add-account", None, "done"), ("nora.keller", "use-link", None, "done")
    ]  # fmt: skip


def use_fails(browser: Browser, path: str) -> bool:
    """Whether a link does not count any more."""
    sent = browser.http.post(path, data={"form-token": browser.token("/account")}, headers=HTML, follow_redirects=False)
    return (browser.get(path).status_code, sent.status_code) == (404, 404)


def test_a_new_link_for_who_has_lost_password_and_authenticator(browser: Browser, another: Browser):
    another.enter("nurse")
    browser.enter("ada")
    nurse = row_of(browser.site.database, "nurse")
    first = made_link(browser.post(f"/accounts/{nurse.id}/link", page="/accounts").text)
    second = made_link(browser.post(f"/accounts/{nurse.id}/link", page="/accounts").text)
    assert another.get(first).status_code == 404, "only the last one counts"
    assert another.get("/account").status_code == 200, "until it is used the old password counts"
    another.http.cookies.clear()
    assert use(another, second).status_code == 200
    fresh = row_of(browser.site.database, "nurse")
    assert fresh.second != nurse.second and fresh.recovery != nurse.recovery and fresh.browsers != nurse.browsers
    another.http.cookies.clear()
    again(browser.site.database, "nurse")
    assert another.sign_in("nurse", password=PASSWORD).status_code == 403
    assert another.sign_in("nurse", password=NEW).status_code == 303


def test_a_link_ends_and_using_it_ends_all_sessions(browser: Browser, another: Browser):
    another.enter("nurse")
    with writing(browser.site.database) as connection:
        id = row_of(browser.site.database, "nurse").id
        path = f"/link/{new_link(connection, id, 24)}"
        ends = connection.execute(select(link.c.ends)).scalar()
        assert later(hours=23.9) < ends < later(hours=24.1)
        connection.execute(update(link).values(ends=later(seconds=-1)))
    assert browser.get(path).status_code == 404
    with writing(browser.site.database) as connection:
        connection.execute(update(link).values(ends=later(seconds=60)))
    assert use(browser, path).status_code == 200
    assert another.get("/account").status_code == 303


def test_other_roles_end_the_sessions_and_count_at_once(browser: Browser, another: Browser):
    another.enter("nurse")
    browser.enter("ada")
    id = row_of(browser.site.database, "nurse").id
    assert browser.post(f"/accounts/{id}/roles", page="/accounts", role="researcher").status_code == 303
    assert another.get("/account").status_code == 303
    another.enter("nurse")
    assert another.get("/worklist").status_code == 403
    for role in ("boss", "patient", ""):
        assert browser.post(f"/accounts/{id}/roles", page="/accounts", role=role).status_code == 409
    assert browser.post(f"/accounts/{id}/roles", page="/accounts", role="patient", patient="ann").status_code == 303
    assert deeds(browser.site.database, "change-roles") == [("ada", "change-roles", None, "done")] * 2


def test_a_disabled_account_is_out_at_once(browser: Browser, another: Browser):
    another.sign_in("nurse")
    browser.enter("ada")
    id = row_of(browser.site.database, "nurse").id
    assert browser.post(f"/accounts/{id}/disable", page="/accounts").status_code == 303
    assert another.get("/account").status_code == 303
    again(browser.site.database, "nurse")
    assert another.sign_in("nurse").status_code == 403
    assert browser.post(f"/accounts/{id}/link", page="/accounts").status_code == 400
    assert browser.post(f"/accounts/{id}/enable", page="/accounts").status_code == 303
    assert another.sign_in("nurse").status_code == 303


def test_the_last_administrator_stays(browser: Browser):
    database = browser.site.database
    ada = row_of(database, "ada").id
    with writing(database) as connection:
        for change in (lambda: disable(connection, ada), lambda: change_roles(connection, ada, ["nurse"])):
            with pytest.raises(ServeError, match="last administrator"):
                change()
    other = person(database, "otto", "administrator", "clinician")
    browser.enter("ada")
    assert browser.post(f"/accounts/{ada}/disable", page="/accounts").status_code == 409, "not her own"
    with writing(database) as connection:
        disable(connection, ada)
        with pytest.raises(ServeError, match="last administrator"):
            disable(connection, other)


def test_who_has_not_shown_lately_who_she_is_shows_it_again(browser: Browser):
    browser.enter("ada")
    with writing(browser.site.database) as connection:
        connection.execute(update(session).values(confirmed=later(minutes=-11)))
    token, before = browser.token("/account"), browser.session
    led = browser.get("/accounts")
    assert (led.status_code, led.headers["location"]) == (303, "/account/confirm?next=%2Faccounts")
    # What was begun before may be sent a little longer, but not for ever.
    sent = {"data": {"form-token": token, "name": "nora", "role": "nurse"}, "headers": HTML, "follow_redirects": False}
    assert browser.http.post("/accounts", **sent).status_code == 200
    with writing(browser.site.database) as connection:
        connection.execute(update(session).values(confirmed=later(minutes=-21)))
    sent["data"]["name"] = "nina"
    assert browser.http.post("/accounts", **sent).status_code == 303
    assert browser.post("/account/recovery", page="/account").headers["location"].startswith("/account/confirm")
    with reading(browser.site.database) as connection:
        assert "nina" not in {one.name for one in accounts(connection)}
    page = led.headers["location"]
    assert browser.post("/account/confirm", page=page, password="wrong", code="1", next="/accounts").status_code == 403
    code = next_code(browser.site.database, "ada")
    done = browser.post("/account/confirm", page=page, password=PASSWORD, code=code, next="/accounts")
    assert (done.status_code, done.headers["location"]) == (303, "/accounts")
    assert browser.session != before and browser.get("/accounts").status_code == 200
    assert [outcome for *_, outcome in deeds(browser.site.database, "confirm")] == ["denied", "done"]


def test_new_recovery_codes_replace_the_old(browser: Browser, another: Browser):
    browser.enter("nurse")
    shown = [re.findall(r'"secret">([a-z0-9-]+)<', browser.post("/account/recovery", page="/account").text) for _ in range(2)]
    assert len(shown[0]) == len(shown[1]) == 10 and not set(shown[0]) & set(shown[1])
    assert another.sign_in("nurse", code=shown[0][0]).status_code == 403
    assert another.sign_in("nurse", code=shown[1][0]).status_code == 303
    assert "9 are left" in browser.get("/account").text


@pytest.mark.parametrize(
    ("name", "roles", "patient"),
    [
        ("", ["nurse"], None),
        ("Nora Keller", ["nurse"], None),
        ("x" * 64, ["nurse"], None),
        ("osteon", ["nurse"], None),
        ("unknown", ["nurse"], None),
        ("ADA", ["nurse"], None),
        ("engine", ["nurse"], None),
        ("nora", [], None),
        ("nora", ["boss"], None),
        ("nora", ["sender"], None),
        ("nora", ["patient"], None),
        ("nora", ["patient", "nurse"], "ann"),
        ("nora", ["nurse"], "ann"),
        ("nora", ["patient"], "an n"),
    ],
)
def test_accounts_that_cannot_be(site: Site, name: str, roles: list[str], patient: str | None):
    with writing(site.database) as connection:
        add_client(connection, "engine", ["sender"])
    with writing(site.database) as connection, pytest.raises(ServeError):
        add_account(connection, name, roles, patient=patient)
    with writing(site.database) as connection, pytest.raises(ServeError):
        add_client(connection, "ada", ["sender"])
    assert row_of(site.database, "nora") is None


def test_every_role_is_offered_with_its_meaning(browser: Browser):
    browser.enter("ada")
    shown = browser.get("/accounts").text
    assert all(f'value="{role}"' in shown for role in PEOPLE)
    # No secret of anybody is on the page.
    row = row_of(browser.site.database, "nurse")
    assert not [secret for secret in (row.password, row.second, row.browsers) if secret in shown]
