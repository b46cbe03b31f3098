"""Signing in and out with password and code, sessions and their ends, forms."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from accounts.browser import HTML, Browser
from accounts.people import PASSWORD, again, deeds, next_code, person, row_of
from osteon.serve.access.cookies import cookie_name
from osteon.serve.accounts import passwords
from osteon.serve.accounts.codes import plain_recovery_code
from osteon.serve.accounts.links import set_secrets
from osteon.serve.accounts.visits import place_of
from osteon.serve.settings import ServeSettings
from osteon.serve.site import Site
from osteon.serve.storage.database import writing
from osteon.serve.storage.tables import account, session

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}


def moment(**before: float) -> str:
    """A moment before now, as the database keeps it."""
    at = datetime.now(UTC) - timedelta(**before)
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def aged(site: Site, **values: str) -> None:
    """Change the times of all sessions."""
    with writing(site.database) as connection:
        connection.execute(update(session).values(**values))


def test_a_page_leads_to_sign_in_and_back(browser: Browser):
    asked = browser.get("/worklist?as_of=2025-06-01")
    assert (asked.status_code, asked.headers["location"]) == (303, "/sign-in?next=%2Fworklist%3Fas_of%3D2025-06-01")
    shown = browser.get(asked.headers["location"]).text
    for wanted in ('autocomplete="username"', 'autocomplete="current-password"', 'autocomplete="one-time-code"', "15 minutes", "12 hours"):
        assert wanted in shown
    done = browser.sign_in("viewer", next="/worklist?as_of=2025-06-01")
    assert (done.status_code, done.headers["location"]) == (303, "/worklist?as_of=2025-06-01")
    assert browser.get("/worklist").status_code == 200
    assert deeds(browser.site.database, "sign-in") == [("viewer", "sign-in", None, "done")]
    # Data that a program asks for is not a page: it gets 401, not a form.
    browser.http.cookies.clear()
    assert browser.get("/patients").status_code == 401


def test_wrong_name_password_and_code_look_the_same(browser: Browser):
    right = next_code(browser.site.database, "nurse")
    person(browser.site.database, "gone", "nurse", disabled=moment())
    answers = [
        browser.sign_in("nurse", password="plum kestrel forty two"),
        browser.sign_in("nurse", code="000000" if right != "000000" else "000001"),
        browser.sign_in("nobody", code=right),
        browser.sign_in("gone"),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.text for answer in answers}) == 1
    assert browser.session is None
    assert deeds(browser.site.database, "sign-in") == [
        ("nurse", "sign-in", None, "denied"),
        ("nurse", "sign-in", None, "denied"),
        ("unknown", "sign-in", None, "denied"),
        ("gone", "sign-in", None, "denied"),
    ]


def test_the_same_work_is_done_for_a_name_that_nobody_has(browser: Browser, monkeypatch: pytest.MonkeyPatch):
    """Not timed: each answer asks argon2id once, with the same cost, and writes once."""
    asked = []
    right = passwords.HASHER.verify

    class Watched:
        hash = passwords.HASHER.hash

        def verify(self, kept: str, given: str) -> bool:
            asked.append(kept)
            return right(kept, given)

    monkeypatch.setattr(passwords, "HASHER", Watched())
    for name in ("nobody", "nurse"):
        assert browser.sign_in(name, password="plum kestrel forty two", code="123456").status_code == 403
    assert len(asked) == 2
    assert len({kept.rpartition("p=1$")[0] for kept in asked}) == 1
    assert asked[0] != asked[1] and asked[1] == row_of(browser.site.database, "nurse").password


def test_a_code_counts_once(browser: Browser, another: Browser):
    code = next_code(browser.site.database, "nurse")
    assert browser.sign_in("nurse", code=code).status_code == 303
    assert another.sign_in("nurse", code=code).status_code == 403
    assert another.sign_in("nurse").status_code == 303  # the next one


def test_a_wrong_password_uses_up_no_code(browser: Browser):
    code = next_code(browser.site.database, "nurse")
    assert browser.sign_in("nurse", password="plum kestrel forty two", code=code).status_code == 403
    assert browser.sign_in("nurse", code=code).status_code == 303


def test_a_recovery_code_opens_once(browser: Browser, another: Browser):
    with writing(browser.site.database) as connection:
        first, second, *_ = set_secrets(connection, row_of(browser.site.database, "nurse").id)
    kept = row_of(browser.site.database, "nurse").recovery
    assert plain_recovery_code(first) not in kept and kept.count('"') == 20
    assert browser.sign_in("nurse", code=f" {first.upper()} ").status_code == 303
    assert another.sign_in("nurse", code=first).status_code == 403
    assert another.sign_in("nurse", code=second).status_code == 303
    assert row_of(browser.site.database, "nurse").recovery.count('"') == 16


def test_guessing_is_slowed_down_and_the_right_password_is_then_not_told_from_a_wrong_one(browser: Browser, another: Browser):
    statuses = [browser.sign_in("nurse", password="plum kestrel forty two", code="123456").status_code for _ in range(7)]
    assert statuses[:5] == [403] * 5 and statuses[6] == 429
    slowed = browser.sign_in("nurse")
    assert slowed.status_code == 429 and int(slowed.headers["retry-after"]) >= 1
    # For a name that nobody has it is the same.
    statuses = [another.sign_in("nobody", code="123456").status_code for _ in range(7)]
    assert statuses[:5] == [403] * 5 and statuses[6] == 429
    # And nobody else is kept out.
    assert another.sign_in("clinician").status_code == 303


def test_strangers_do_not_keep_a_person_out_of_her_own_browser(browser: Browser, another: Browser):
    assert browser.sign_in("nurse").status_code == 303
    browser.post("/sign-out", page="/account")
    for _ in range(30):
        another.sign_in("nurse", password="plum kestrel forty two", code="123456")
    assert another.sign_in("nurse").status_code == 429
    again(browser.site.database, "nurse")
    assert browser.sign_in("nurse").status_code == 303
    # But the mark alone signs nobody in, and is slowed down too.
    browser.http.cookies.delete("osteon-session")
    assert browser.get("/account").status_code == 303
    tried = [browser.sign_in("nurse", password="plum kestrel forty two", code="123456").status_code for _ in range(7)]
    assert tried[-1] == 429


def test_one_address_cannot_try_many_names(browser: Browser):
    tried = [browser.sign_in(f"name{number}", code="123456").status_code for number in range(23)]
    assert tried[:20] == [403] * 20
    assert 429 in tried[20:]


def test_a_session_has_a_new_secret_at_each_sign_in_and_the_old_one_is_dead(browser: Browser):
    browser.http.cookies.set("osteon-session", "chosen-by-somebody-else", domain="localhost.local")
    assert browser.sign_in("nurse").status_code == 303
    first = browser.session
    assert first and first != "chosen-by-somebody-else"
    assert browser.sign_in("clinician").status_code == 303
    second = browser.session
    assert second != first
    browser.http.cookies.clear()
    browser.http.cookies.set("osteon-session", first, domain="localhost.local")
    assert browser.get("/worklist").status_code == 303


def test_only_a_digest_of_the_session_is_kept(browser: Browser):
    browser.sign_in("nurse")
    with writing(browser.site.database) as connection:
        row = connection.execute(session.select()).one()
    assert browser.session and browser.session not in str(row)


@pytest.mark.parametrize(
    ("values", "goes_on"),
    [
        ({"seen": {"minutes": 14, "seconds": 30}}, True),
        ({"seen": {"minutes": 15, "seconds": 1}}, False),
        ({"ends": {"minutes": -1}}, True),
        ({"ends": {"seconds": 1}}, False),
    ],
)
def test_a_session_ends_by_itself(browser: Browser, values: dict[str, dict[str, float]], goes_on: bool):
    browser.enter("nurse")
    aged(browser.site, **{name: moment(**before) for name, before in values.items()})
    assert (browser.get("/worklist").status_code == 200) is goes_on
    # And it does not come back to life by being asked for again.
    assert (browser.get("/worklist").status_code == 200) is goes_on


def test_use_keeps_a_session_alive_but_not_beyond_its_end(browser: Browser):
    browser.enter("nurse")
    aged(browser.site, seen=moment(minutes=14))
    assert browser.get("/worklist").status_code == 200
    with writing(browser.site.database) as connection:
        row = connection.execute(session.select()).one()
    assert row.seen > moment(minutes=1)
    made = datetime.fromisoformat(row.made)
    assert datetime.fromisoformat(row.ends) - made == pytest.approx(timedelta(hours=12), abs=timedelta(seconds=1))


def test_the_screen_is_cleared_when_the_session_has_ended(browser: Browser):
    browser.enter("nurse")
    shown = browser.get("/account")
    assert shown.headers["refresh"] == "905; url=/sign-in?ended=1&next=%2Faccount"
    assert shown.headers["cache-control"] == "no-store"
    browser.http.cookies.clear()
    assert "nothing was done" in browser.get("/sign-in?ended=1&next=%2Faccount").text


def test_signing_out_ends_the_session_on_the_server(browser: Browser):
    browser.sign_in("nurse")
    kept = browser.session
    done = browser.post("/sign-out", page="/account")
    assert (done.status_code, done.headers["location"]) == (303, "/signed-out")
    assert browser.session is None and browser.get("/signed-out").status_code == 200
    browser.http.cookies.set("osteon-session", kept, domain="localhost.local")
    assert browser.get("/worklist").status_code == 303
    assert deeds(browser.site.database, "sign-out") == [("nurse", "sign-out", None, "done")]


def test_changing_the_password_ends_the_other_sessions(browser: Browser, another: Browser):
    another.enter("nurse")
    browser.sign_in("nurse")
    before, new = browser.session, "harbour tulip ninety grey"
    fields = {"password": PASSWORD, "new": new, "again": new}
    for changes in ({"new": "short", "again": "short"}, {"again": "something else"}, {"password": "wrong"}, {"code": "1"}):
        code = next_code(browser.site.database, "nurse")
        assert browser.post("/account/password", page="/account", **{"code": code, **fields, **changes}).status_code == 400
    done = browser.post("/account/password", page="/account", code=next_code(browser.site.database, "nurse"), **fields)
    assert (done.status_code, done.headers["location"]) == (303, "/account?done=password")
    assert browser.session != before
    assert browser.get("/account").status_code == 200
    assert another.get("/account").status_code == 303
    again(browser.site.database, "nurse")
    assert another.sign_in("nurse").status_code == 403
    assert another.sign_in("nurse", password=new).status_code == 303
    assert deeds(browser.site.database, "change-password") == [("nurse", "change-password", None, "done")]


def test_a_person_sees_and_ends_her_own_sessions_only(browser: Browser, another: Browser):
    other = another.enter("nurse")
    foreign = Browser(browser.site, another.http).enter("clinician")
    browser.enter("nurse")
    assert browser.get("/account").text.count("/account/sessions") == 2
    assert browser.post("/account/sessions", page="/account", session=foreign).status_code == 303
    assert browser.post("/account/sessions", page="/account", session=other).status_code == 303
    with writing(browser.site.database) as connection:
        left = {row.key for row in connection.execute(session.select())}
    assert foreign in left and other not in left and len(left) == 2


@pytest.mark.parametrize(
    "text", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "\n/x", "/a b", None]
)
def test_nobody_is_led_to_another_site(text: str | None):
    assert place_of(text) == "/"
    assert place_of("/worklist?as_of=2025-06-01") == "/worklist?as_of=2025-06-01"


def test_cookies_are_for_this_server_only(browser: Browser):
    made = browser.sign_in("nurse").headers.get_list("set-cookie")
    assert len(made) == 2
    for line in made:
        assert "httponly" in line.lower() and "samesite=lax" in line.lower() and "path=/" in line.lower()
        assert "domain" not in line.lower()
    assert "max-age" not in next(line for line in made if "osteon-session" in line).lower()
    assert cookie_name(ServeSettings(proxy="10.0.0.5"), "osteon-session") == "__Host-osteon-session"


def test_with_tls_cookies_are_secure_and_bound_to_the_host(site: Site):
    from dataclasses import replace

    from starlette.testclient import TestClient

    from osteon.serve.application import application

    behind = replace(site, settings=ServeSettings(proxy="testclient", address="https://osteon.example"))
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
    with TestClient(application(behind), base_url="https://osteon.example", headers=headers) as http:
        known = Browser(behind, http)
        made = known.sign_in("nurse")
        assert made.status_code == 303
        for line in made.headers.get_list("set-cookie"):
            assert line.startswith("__Host-") and "secure" in line.lower()
        assert known.get("/account").status_code == 200


def forged(browser: Browser) -> dict[str, dict[str, Any]]:
    """Requests to change something that did not come from a page of this server, each as (headers, fields)."""
    token = browser.token("/account")
    return {
        "no token": {"data": {"session": ""}},
        "an empty token": {"data": {"form-token": ""}},
        "somebody's token": {"data": {"form-token": "0" * 64}},
        "two tokens": {"content": f"form-token={token}&form-token={token}", "headers": URLENCODED},
        "another origin": {"data": {"form-token": token}, "headers": {"Origin": "https://evil.example"}},
        "this host without TLS or with": {"data": {"form-token": token}, "headers": {"Origin": "https://localhost"}},
        "no origin": {"data": {"form-token": token}, "headers": {"Origin": "null"}},
        "a site beside": {"data": {"form-token": token}, "headers": {"Sec-Fetch-Site": "same-site"}},
        "another site": {"data": {"form-token": token}, "headers": {"Sec-Fetch-Site": "cross-site"}},
        "as JSON": {"json": {"form-token": token}},
        "as plain text": {"content": f"form-token={token}", "headers": {"Content-Type": "text/plain"}},
        "not in UTF-8": {"content": b"form-token=%ff", "headers": URLENCODED},
        "too many fields": {"content": "a=1&" * 600, "headers": URLENCODED},
        "too large": {"data": {"form-token": token, "session": "x" * 300_000}},
    }


def test_forms_of_other_sites_are_refused(browser: Browser, another: Browser):
    other = another.enter("nurse")
    browser.enter("nurse")
    for what, words in forged(browser).items():
        headers = {**HTML, **words.pop("headers", {})}
        said = browser.http.post("/account/sessions", headers=headers, follow_redirects=False, **words)
        assert said.status_code in (400, 403, 413, 415), what
    with writing(browser.site.database) as connection:
        assert other in {row.key for row in connection.execute(session.select())}
    # The token of one session is none for another.
    token = another.token("/account")
    assert browser.http.post("/account/sessions", data={"form-token": token}, headers=HTML).status_code == 403


def test_a_session_changes_nothing_through_the_routes_of_programs_from_another_page(browser: Browser):
    browser.enter("clinician")
    sent = {"content": b"{}", "follow_redirects": False}
    plain = {"Content-Type": "application/fhir+json"}
    assert browser.http.post("/fhir", headers={**plain, "Sec-Fetch-Site": "same-site"}, **sent).status_code == 403
    assert browser.http.post("/fhir", headers={**plain, "Origin": "http://localhost"}, **sent).status_code == 422


def test_a_token_that_does_not_count_is_not_helped_by_a_session(browser: Browser):
    browser.enter("viewer")
    assert browser.http.get("/patients").status_code == 200
    assert browser.http.get("/patients", headers={"Authorization": "Bearer nonsense"}).status_code == 401


def test_an_account_without_password_cannot_sign_in(browser: Browser):
    with writing(browser.site.database) as connection:
        connection.execute(update(account).where(account.c.name == "nurse").values(password=None))
    assert browser.sign_in("nurse").status_code == 403
    assert browser.sign_in("nurse", password="the password of nobody").status_code == 403
