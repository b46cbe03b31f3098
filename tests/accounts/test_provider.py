"""Sign-in through an OpenID provider, against one inside this process that misbehaves in every way that it can."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import orjson
import pytest
from sqlalchemy import update
from starlette.testclient import TestClient

from accounts.browser import Browser
from accounts.login import CLIENT, ISSUER, OURS, SETTINGS, STRANGERS, Login
from accounts.people import deeds, row_of
from osteon.serve.accounts.provider import Provider
from osteon.serve.application import application
from osteon.serve.failures import ServeError
from osteon.serve.settings import ServeSettings, masked, serve_settings
from osteon.serve.storage.database import Database, writing
from osteon.serve.storage.moments import later
from osteon.serve.storage.tables import account, session
from serve.conftest import site_on


@pytest.fixture
def login() -> Login:
    """The provider."""
    return Login()


@pytest.fixture
def browser(database: Database, login: Login, quick: None) -> Iterator[Browser]:
    """A browser at a server that uses it."""
    site = site_on(database, **SETTINGS)
    site = replace(site, provider=Provider(site.settings, httpx2.Client(transport=httpx2.MockTransport(login))))
    with TestClient(application(site), base_url="http://localhost") as http:
        yield Browser(site, http)


def begun(browser: Browser, next: str = "/worklist") -> str:
    """The address of the provider to which the browser is sent."""
    sent = browser.get(f"/sign-in/provider?next={next}")
    assert sent.status_code == 303
    return str(sent.headers["location"])


def why(browser: Browser) -> str:
    """Why the last sign-in was refused, as the audit trail says."""
    from sqlalchemy import select

    from osteon.serve.storage.tables import audit

    with writing(browser.site.database) as connection:
        query = select(audit.c.detail).where(audit.c.outcome == "denied").order_by(audit.c.number.desc()).limit(1)
        return str(orjson.loads(connection.execute(query).scalar() or "{}").get("why"))


def test_a_person_signs_in(browser: Browser, login: Login):
    assert browser.get("/worklist").status_code == 303, "with a provider nobody is let in without a session"
    assert "/sign-in/provider" in browser.get("/sign-in").text
    address = begun(browser)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert address.startswith(f"{ISSUER}/authorize?")
    assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
    assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32 and "openid" in asked["scope"]
    # It comes back from another site, by a link that the browser follows.
    back = browser.get(login.sign_in(address), **{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"})
    assert (back.status_code, back.headers["location"]) == (303, "/worklist")
    assert browser.get("/worklist").status_code == 200 and browser.get("/accounts").status_code == 403
    row = row_of(browser.site.database, "nora.keller")
    assert (row.issuer, row.subject, row.roles, row.password) == (ISSUER, "u-1", '["nurse"]', None)
    exchange = next(request for request in login.asked if request.url.path == "/token")
    assert base64.b64decode(exchange.headers["authorization"].partition(" ")[2]) == b"osteon-site:canary%3Asecret%2Fof%20client"
    assert deeds(browser.site.database, "sign-in") == [("nora.keller", "sign-in", None, "done")]
    assert "Change it there" in browser.get("/account").text
    token = browser.token("/account")
    sent = {"form-token": token, "password": "", "new": "harbour tulip ninety grey", "again": "harbour tulip ninety grey", "code": "1"}
    assert browser.http.post("/account/password", data=sent).status_code == 409


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"state": "x" * 32}, "state"),
        ({"state": ""}, "state"),
        ({"iss": "https://other.example"}, "another issuer"),
        ({"code": ""}, "did not sign in"),
        ({"error": "access_denied"}, "did not sign in"),
        ({"code": "code-of-somebody"}, "answered 400"),
    ],
)
def test_what_is_brought_back_wrong(browser: Browser, login: Login, changes: dict[str, str], reason: str):
    said = browser.get(login.sign_in(begun(browser), **changes))
    assert said.status_code == 403 and browser.session is None
    assert reason in why(browser) and reason not in said.text.partition("<main")[2]


AT = int(time.time())
WRONG_CLAIMS: dict[str, tuple[dict[str, Any], str]] = {
    "another issuer": ({"iss": "https://other.example"}, "another issuer"),
    "no issuer": ({"iss": None}, "another issuer"),
    "another audience": ({"aud": "other"}, "somebody else"),
    "no audience": ({"aud": None}, "somebody else"),
    "several, none of them named": ({"aud": [CLIENT, "other"]}, "several"),
    "several, another one named": ({"aud": [CLIENT, "other"], "azp": "other"}, "somebody else"),
    "another one asked": ({"azp": "other"}, "somebody else"),
    "expired": ({"exp": AT - 3600}, "expired"),
    "never expires": ({"exp": None}, "expired"),
    "expires at a word": ({"exp": "tomorrow"}, "expired"),
    "old": ({"iat": AT - 3600}, "another time"),
    "from the future": ({"iat": AT + 3600}, "another time"),
    "no time": ({"iat": None}, "another time"),
    "another nonce": ({"nonce": "n" * 32}, "another sign-in"),
    "no nonce": ({"nonce": None}, "another sign-in"),
    "nonce is a number": ({"nonce": 7}, "another sign-in"),
    "nobody": ({"sub": None}, "who she is"),
    "nobody, in words": ({"sub": ""}, "who she is"),
    "no group": ({"groups": None}, "no group"),
    "groups of others": ({"groups": ["everybody"]}, "no group"),
    "groups as numbers": ({"groups": [1, None, {"onco-nurses": 1}]}, "no group"),
}


@pytest.mark.parametrize("what", list(WRONG_CLAIMS))
def test_tokens_that_say_the_wrong_thing(browser: Browser, login: Login, what: str):
    login.claims, reason = WRONG_CLAIMS[what]
    assert browser.get(login.sign_in(begun(browser))).status_code == 403
    assert browser.session is None and browser.get("/worklist").status_code == 303
    assert reason in why(browser)


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ({"alg": "RS256", "kid": "k1"}, STRANGERS),
        ({"alg": "RS256", "kid": "other"}, STRANGERS),
        ({"alg": "none"}, None),
        ({"alg": "HS256", "kid": "k1"}, OURS.as_pem(private=False)),
        ({"alg": "HS256", "kid": "k1"}, SETTINGS["oidc_secret"].encode()),
        ({"alg": "RS256", "kid": "k1", "jwk": STRANGERS.as_dict(private=False)}, STRANGERS),
        ({"alg": "RS256", "kid": "k1", "jku": "https://evil.example/keys"}, STRANGERS),
        ({"alg": "RS256"}, STRANGERS),
    ],
)
def test_tokens_that_somebody_else_signed(browser: Browser, login: Login, header: dict[str, Any], key: Any):
    login.header, login.key = header, key
    assert browser.get(login.sign_in(begun(browser))).status_code == 403
    assert browser.session is None
    assert any(word in why(browser) for word in ("signature", "signed", "keys or conditions", "cannot be read"))
    assert not [request for request in login.asked if request.url.host != "login.example"]


def test_a_token_without_a_key_id_counts_where_there_is_one_key(browser: Browser, login: Login):
    login.header = {"alg": "RS256"}
    assert browser.get(login.sign_in(begun(browser))).status_code == 303


@pytest.mark.parametrize(
    "answer",
    [
        httpx2.Response(500, text="canary"),
        httpx2.Response(200, text="<html>canary"),
        httpx2.Response(200, json=["canary"]),
        httpx2.Response(200, json={"access_token": "canary"}),
        httpx2.Response(200, json={"id_token": 7}),
        httpx2.Response(200, json={"id_token": "a.b.c"}),
        httpx2.Response(200, json={"id_token": "x" * 10_000}),
        httpx2.Response(302, headers={"location": "https://evil.example/"}),
        httpx2.Response(200, content=b" " * (2 << 20)),
    ],
)
def test_answers_of_the_provider_that_are_none(browser: Browser, login: Login, answer: httpx2.Response):
    login.answer = answer
    said = browser.get(login.sign_in(begun(browser)))
    assert said.status_code == 403 and "canary" not in said.text and "canary" not in why(browser)
    assert not [request for request in login.asked if request.url.host != "login.example"]


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"issuer": "https://other.example"}, "another issuer"),
        ({"issuer": f"{ISSUER}/"}, "another issuer"),
        ({"token_endpoint": "http://login.example/token"}, "no safe token_endpoint"),
        ({"authorization_endpoint": None}, "no safe authorization_endpoint"),
        ({"jwks_uri": "file:///etc/passwd"}, "no safe jwks_uri"),
    ],
)
def test_a_provider_that_says_of_itself_what_cannot_be(browser: Browser, login: Login, changes: dict[str, Any], reason: str):
    login.metadata |= changes
    assert browser.get("/sign-in/provider").status_code == 403
    assert reason in why(browser)


def test_an_answer_that_has_to_name_its_issuer(browser: Browser, login: Login):
    login.metadata["authorization_response_iss_parameter_supported"] = True
    assert browser.get(login.sign_in(begun(browser))).status_code == 403
    assert "does not name" in why(browser)
    assert browser.get(login.sign_in(begun(browser), iss=ISSUER)).status_code == 303


def test_nothing_of_one_sign_in_counts_for_another(browser: Browser, login: Login):
    first = begun(browser)
    answer = login.sign_in(first)
    second = begun(browser)
    assert browser.get(answer).status_code == 403, "the browser has begun another one since"
    # A code that was stolen from another browser: its challenge is not that of this one.
    stolen = login.sign_in(second, state=parse_qs(urlsplit(second).query)["state"][0])
    assert browser.get(stolen).status_code == 303
    browser.http.cookies.clear()
    assert browser.get(stolen).status_code == 403, "another browser began none"
    assert "began no sign-in" in why(browser)


def test_a_code_is_used_once(browser: Browser, login: Login):
    answer = login.sign_in(begun(browser))
    kept = browser.http.cookies.get("osteon-provider")
    assert browser.get(answer).status_code == 303
    assert browser.http.cookies.get("osteon-provider") is None
    browser.http.cookies.clear()
    browser.http.cookies.set("osteon-provider", str(kept), domain="localhost.local")
    assert browser.get(answer).status_code == 403
    assert "answered 400" in why(browser)


def test_the_nonce_of_another_sign_in_is_refused(browser: Browser, login: Login):
    login.claims = {"nonce": parse_qs(urlsplit(begun(browser)).query)["nonce"][0]}
    assert browser.get(login.sign_in(begun(browser))).status_code == 403
    assert "another sign-in" in why(browser)


def test_what_the_browser_keeps_cannot_be_changed_and_ends(browser: Browser, login: Login):
    answer = login.sign_in(begun(browser))
    kept = str(browser.http.cookies.get("osteon-provider"))
    for broken in (kept[:-2] + "AA", kept.partition(".")[0], "." + kept.partition(".")[2], "e30.x", ""):
        browser.http.cookies.clear()
        browser.http.cookies.set("osteon-provider", broken, domain="localhost.local")
        assert browser.get(answer).status_code == 403
    browser.http.cookies.clear()
    late = Provider(browser.site.settings, httpx2.Client(transport=httpx2.MockTransport(login)), clock=lambda: time.time() + 601)
    app = application(replace(browser.site, provider=late))
    with TestClient(app, base_url="http://localhost") as http:
        http.cookies.set("osteon-provider", kept, domain="localhost.local")
        assert http.get(answer, headers={"Accept": "text/html"}, follow_redirects=False).status_code == 403
    assert "took too long" in why(browser)


def test_roles_follow_the_groups_at_each_sign_in(browser: Browser, login: Login):
    browser.get(login.sign_in(begun(browser)))
    first = str(browser.session)
    browser.http.cookies.clear()
    login.claims = {"groups": ["onco-doctors", "it"]}
    assert browser.get(login.sign_in(begun(browser))).status_code == 303
    assert row_of(browser.site.database, "nora.keller").roles == '["administrator","clinician"]'
    assert browser.get("/accounts").status_code == 200
    browser.http.cookies.clear()
    browser.http.cookies.set("osteon-session", first, domain="localhost.local")
    assert browser.get("/account").status_code == 303, "sessions with the old roles have ended"
    login.claims = {"groups": []}
    browser.http.cookies.clear()
    assert browser.get(login.sign_in(begun(browser))).status_code == 403
    assert row_of(browser.site.database, "nora.keller").roles == "[]"


def test_groups_deep_inside_a_claim(database: Database, login: Login, quick: None):
    site = site_on(database, **{**SETTINGS, "oidc_claim": "realm_access.roles"})
    site = replace(site, provider=Provider(site.settings, httpx2.Client(transport=httpx2.MockTransport(login))))
    with TestClient(application(site), base_url="http://localhost") as http:
        found = Browser(site, http)
        assert found.get(login.sign_in(begun(found))).status_code == 403
        login.claims = {"realm_access": {"roles": ["onco-doctors"]}}
        assert found.get(login.sign_in(begun(found))).status_code == 303


def test_a_name_is_not_an_identity(browser: Browser, login: Login):
    browser.get(login.sign_in(begun(browser)))
    browser.http.cookies.clear()
    # Somebody else takes on the same name at the provider, another one a name that no account may have.
    for subject, name in (("u-2", "nora.keller"), ("u-3", "No Name <script>")):
        login.claims = {"sub": subject, "preferred_username": name, "email": name}
        assert browser.get(login.sign_in(begun(browser))).status_code == 303
        shown = browser.get("/account").text
        assert "person-" in shown and "script>" not in shown
        browser.http.cookies.clear()
    assert row_of(browser.site.database, "nora.keller").subject == "u-1"


def test_a_disabled_account_stays_out(browser: Browser, login: Login):
    browser.get(login.sign_in(begun(browser)))
    with writing(browser.site.database) as connection:
        connection.execute(update(account).values(disabled=later()))
    assert browser.get("/account").status_code == 303
    assert browser.get(login.sign_in(begun(browser))).status_code == 403
    assert why(browser) == "the account is disabled"


def test_showing_anew_who_one_is(browser: Browser, login: Login):
    login.claims = {"groups": ["it"]}
    browser.get(login.sign_in(begun(browser)))
    with writing(browser.site.database) as connection:
        connection.execute(update(session).values(confirmed=later(minutes=-30)))
    assert browser.get("/accounts").headers["location"] == "/account/confirm?next=%2Faccounts"
    assert "confirm=1" in browser.get("/account/confirm?next=/accounts").text

    def confirmed(**claims: Any) -> int:
        address = str(browser.get("/sign-in/provider?confirm=1&next=/accounts").headers["location"])
        query = parse_qs(urlsplit(address).query)
        assert (query["prompt"], query["max_age"]) == (["login"], ["0"])
        login.claims = {"groups": ["it"], **claims}
        return int(browser.get(login.sign_in(address)).status_code)

    assert confirmed() == 403, "the provider does not say when she last showed who she is"
    assert confirmed(auth_time=int(time.time()) - 600) == 403
    assert confirmed(auth_time=int(time.time()), sub="u-9") == 403, "somebody else did"
    assert browser.get("/accounts").status_code == 303
    assert confirmed(auth_time=int(time.time())) == 303
    assert browser.get("/accounts").status_code == 200


def test_signing_out_there_too(browser: Browser, login: Login):
    browser.get(login.sign_in(begun(browser)))
    done = browser.post("/sign-out", page="/account")
    assert done.headers["location"] == "/signed-out?provider"
    assert "/signed-out/provider" in browser.get("/signed-out?provider").text
    led = str(browser.get("/signed-out/provider").headers["location"])
    assert led == f"{ISSUER}/leave?x=1&client_id={CLIENT}&post_logout_redirect_uri=http%3A%2F%2Flocalhost%2Fsign-in"
    login.metadata.pop("end_session_endpoint")
    browser.site.provider._known = None
    assert browser.get("/signed-out/provider").headers["location"] == "/signed-out"


def test_settings_of_a_provider():
    whole = {"oidc_issuer": ISSUER, "oidc_client": CLIENT, "oidc_roles": "a=nurse"}
    made = serve_settings(whole, {"OSTEON_OIDC_SECRET": "hunter2"}, {})
    assert made.oidc_secret == "hunter2"
    assert "hunter2" not in repr(made) and "hunter2" not in str(masked(made))
    for wrong in (
        {"oidc_secret": "hunter2"},
        {"oidc_issuer": "http://login.example"},
        {"oidc_roles": ""},
        {"oidc_client": ""},
        {"oidc_roles": "a=boss"},
        {"oidc_roles": "a=patient"},
        {"oidc_roles": "a"},
        {"oidc_roles": "=nurse"},
    ):
        with pytest.raises(ServeError) as raised:
            serve_settings({**whole, **wrong}, {}, {})
        assert "hunter2" not in str(raised.value)


def test_without_a_provider_there_is_nothing(database: Database, quick: None):
    with TestClient(application(site_on(database)), base_url="http://localhost") as http:
        for path in ("/sign-in/provider", "/sign-in/answer", "/signed-out/provider"):
            assert http.get(path).status_code == 404
    assert ServeSettings().oidc_issuer == ""
