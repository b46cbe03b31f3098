"""Ways around the roles: other spellings of an address, other methods, other places for an id; and what changes during a session."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import update
from starlette.routing import Route, WebSocketRoute

from accounts.browser import HTML, Browser, ask
from accounts.people import person, row_of
from osteon.serve.access.roles import PEOPLE, Permission
from osteon.serve.access.tokens import add_client
from osteon.serve.failures import ServeError
from osteon.serve.storage.database import writing
from osteon.serve.storage.moments import later
from osteon.serve.storage.tables import account, emergency
from serve.routes import NAMED, every_route, flat, listed
from serve.small import bundle, creatinine, patient

RECORDS = ("/patient/{id}", "/fhir/Patient/{id}")
"""Where the routes of a record are: the place `id` of their addresses is her id, and nothing else."""
OF_A_RECORD = (Permission.READ, Permission.DECIDE, Permission.ASSESS, Permission.EMERGENCY)


def named(path: str, whose: str) -> str:
    """A path with this patient's id, and something that is there, in its places."""
    for name, value in {"{id}": whose, **NAMED}.items():
        path = path.replace(name, value)
    return path


def spellings(path: str) -> Iterator[str]:
    """Other ways to write an address, which a proxy or a framework may take for the same."""
    yield from (path + "/", path + "//", "/" + path, path + "/.", path + "%2F", path + ";x=ann", path + "%00", path + "%0A", path + ".json")
    yield path.replace("bea", "%62%65%61")
    yield path.replace("/bea", "%2Fbea")
    yield path.replace("/bea", "//bea")
    yield path.replace("/bea", "/ann/../bea")
    yield path.replace("/bea", "/ann%2F..%2Fbea")
    yield path.replace("/bea", "/ann/%2e%2e/bea")
    yield path.replace("/bea", "/ann%5C..%5Cbea")
    yield path.replace("/bea", "/ann,bea")
    yield path.replace("/bea", "/BEA")
    yield path.replace("/bea", "/Patient%2Fbea")
    yield path.upper().replace("BEA", "bea")
    for query in ("id=ann", "patient=bea", "_id=bea", "subject=Patient/bea", "as_of=2025-06-01&as_of=2025-05-01", "_method=GET"):
        yield f"{path}?{query}"


def in_another_place(path: str) -> Iterator[str]:
    """The address of one's own record, with the id of somebody else beside it."""
    for query in ("id=bea", "patient=bea", "_id=bea&subject=Patient/bea", "patient=ann&patient=bea", "lesion=../../bea"):
        yield f"{path}?{query}"


METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "get", "QUERY")


HEADERS: tuple[dict[str, str], ...] = (
    {},
    {"X-HTTP-Method-Override": "GET", "X-Method-Override": "GET"},
    {"X-Original-URL": "/patient/bea", "X-Rewrite-URL": "/patient/bea"},
    {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1", "X-Forwarded-User": "clinician"},
    {"Accept": "application/fhir+json"},
    {"Accept": "application/json;q=0.1, */*"},
    {"Range": "bytes=0-"},
    {"If-None-Match": "*"},
)
BODIES = (
    ("application/json", b'{"id":"bea","patient":"bea","subject":{"reference":"Patient/bea"}}'),
    ("application/x-www-form-urlencoded", b"id=bea&patient=bea&_id=bea&_method=GET"),
    ("application/fhir+json", bundle(patient("bea"))),
)


def test_no_route_is_of_a_kind_that_the_table_of_permissions_does_not_see(house: Any):
    """A mounted application, a bare route or a socket would ask nobody for a permission."""
    app, *_ = house
    assert [route.path for route in every_route(app.routes) if not isinstance(route, APIRoute)] == ["/openapi.json"]
    assert {path for _, path, *_ in listed(app)} == {route.path for route in flat(app.routes)}


def test_a_route_of_another_kind_is_found(house: Any):
    app, *_ = house

    async def bare(*_: Any) -> None: ...

    more = [*app.routes, Route("/bare", bare), WebSocketRoute("/socket", bare)]
    found = [route.path for route in every_route(more) if not isinstance(route, APIRoute)]
    assert found == ["/openapi.json", "/bare", "/socket"]


def test_every_route_of_a_record_is_where_records_are(house: Any):
    """Emergency access, and what a patient may see, hang on the place `id` of an address being the id of a patient."""
    app, *_ = house
    for method, path, permission, _ in listed(app):
        if permission in OF_A_RECORD:
            assert path == RECORDS[0] or path.startswith(tuple(f"{one}/" for one in RECORDS)), (method, path)
        elif path.startswith(RECORDS):
            raise AssertionError(f"{method} {path} asks for a permission that has nothing to do with records")


def test_who_is_bound_to_one_record_gets_the_same_refusal_for_each_other_one(house: Any):
    app, browser, tokens = house
    tried = 0
    for method, path, permission, _ in listed(app):
        if permission is Permission.READ:
            for who in ("ann", "program-ann"):
                plain = {"Accept": "application/json"}
                known, unknown = (ask(browser, who, tokens, method, named(path, whose), headers=plain) for whose in ("bea", "nobody-known"))
                assert known.status_code == unknown.status_code == 403, (who, path)
                assert known.text == unknown.text, "nobody can tell who else is known"
                assert ask(browser, who, tokens, method, named(path, "ann")).status_code not in (401, 403), (who, path)
                tried += 1
    assert tried >= 14


@pytest.mark.parametrize("who", ["nobody", "ann", "program-ann", "researcher", "program-sender"])
def test_no_other_spelling_method_or_place_leads_to_a_record_of_somebody_else(house: Any, who: str):
    app, browser, tokens = house
    browser.http.cookies.clear()
    own = {"Authorization": f"Bearer {tokens[who]}"} if who in tokens else {}
    if who in ("ann", "researcher"):
        browser.enter(who)
    tried = 0
    for path in [path for method, path, permission, _ in listed(app) if (method, permission) == ("GET", Permission.READ)]:
        there = named(path, "bea")
        asked: list[tuple[str, str, dict[str, str], bytes]] = [("GET", address, {}, b"") for address in spellings(there)]
        asked += [("GET", there, headers, b"") for headers in HEADERS]
        asked += [(way, there, HEADERS[1], b"") for way in METHODS]
        asked += [(way, there, {"Content-Type": kind}, body) for way in ("GET", "POST") for kind, body in BODIES]
        if who == "ann":
            asked += [("GET", address, {}, b"") for address in in_another_place(named(path, "ann"))]
            asked += [("GET", named(path, "ann"), {"Content-Type": kind}, body) for kind, body in BODIES]
        for way, where, headers, body in asked:
            said = browser.http.request(way, where, headers={**HTML, **own, **headers}, content=body, follow_redirects=False)
            assert b"Canarybea" not in said.content, (way, where, headers)
            assert said.status_code < 500 or said.status_code == 501, (way, where, headers)
            assert "/patient/ann" in where or "/Patient/ann" in where or not said.is_success, (way, where, headers)
            tried += 1
    assert tried > 300


def test_emergency_access_to_one_record_opens_no_other(house: Any):
    app, browser, tokens = house
    begin_access(browser, "researcher", "ann")
    seen = 0
    for method, path, permission, _ in listed(app):
        if method != "GET" or permission is not Permission.READ:
            continue
        for address in (named(path, "bea"), *spellings(named(path, "bea"))):
            assert b"Canarybea" not in ask(browser, "researcher", tokens, "GET", address).content, address
        seen += b"Canaryann" in ask(browser, "researcher", tokens, "GET", named(path, "ann")).content
    assert seen >= 3
    for method, path, permission, _ in listed(app):
        if permission in (Permission.DECIDE, Permission.ASSESS, Permission.LIST, Permission.SEND):
            said = ask(browser, "researcher", tokens, method, named(path, "ann"))
            assert said.status_code == 403, "it is for reading only"
    end_access(browser)
    assert ask(browser, "researcher", tokens, "GET", "/patient/ann").status_code == 303


def begin_access(browser: Browser, who: str, whose: str) -> None:
    with writing(browser.site.database) as connection:
        row = {"id": "e" * 16, "account": row_of(browser.site.database, who).id, "patient": whose, "reason": "treating"}
        connection.execute(emergency.insert().values(**row, explanation="In our room.", begun=later(), ends=later(minutes=5)))


def end_access(browser: Browser) -> None:
    with writing(browser.site.database) as connection:
        connection.execute(update(emergency).values(ends=later(seconds=-1)))


@pytest.mark.parametrize(
    ("before", "values", "after"),
    [
        ("clinician", {"disabled": "2026-01-01T00:00:00+00:00"}, (401, 303)),
        ("clinician", {"roles": '["nurse"]'}, (403,)),
        ("clinician", {"roles": "[]"}, (403,)),
        ("clinician", {"roles": '["queen"]'}, (403,)),
        ("clinician", {"roles": '["patient"]', "patient": "bea"}, (403,)),
    ],
)
def test_what_is_taken_away_counts_in_a_session_that_goes_on(
    house: Any, before: str, values: dict[str, Any], after: tuple[int, ...]
):
    """Even where nobody ended the session: each request looks up what the account may do now."""
    _, browser, _ = house
    name = f"somebody-{len(str(values))}-{abs(hash(str(values))) % 10_000}"
    person(browser.site.database, name, before)
    browser.http.cookies.clear()
    browser.enter(name)
    assert browser.get("/upload").status_code == 200 and browser.get("/patient/ann").status_code == 200
    with writing(browser.site.database) as connection:
        connection.execute(update(account).where(account.c.name == name).values(**values))
    assert browser.get("/upload").status_code in after
    assert browser.http.get("/fhir/Patient/ann/$review").status_code == (200 if "nurse" in str(values) else after[0])
    allowed = PEOPLE["nurse"] if "nurse" in str(values) else frozenset[Permission]()
    assert (b"Canaryann" in browser.get("/patient/ann").content) == (Permission.READ in allowed)


def test_a_patients_account_that_is_bound_to_another_record_sees_that_one_only(house: Any):
    _, browser, _ = house
    person(browser.site.database, "moved", "patient", patient="ann")
    browser.http.cookies.clear()
    browser.enter("moved")
    assert "Canaryann" in browser.get("/patient/ann").text
    with writing(browser.site.database) as connection:
        connection.execute(update(account).where(account.c.name == "moved").values(patient="bea"))
    assert "Canaryann" not in browser.get("/patient/ann").text
    assert "Canarybea" in browser.get("/patient/bea").text


def test_a_record_that_names_entries_of_another_shows_none_of_them(house: Any):
    """Pages show the entries that a review names: of her record, whatever a reference in it points to."""
    app, browser, tokens = house
    results = [creatinine("c1", "cleo"), creatinine("c2", "cleo", hasMember=[{"reference": "Observation/secret"}])]
    results[0]["derivedFrom"] = [{"reference": "Observation/secret"}, {"reference": "Patient/bea"}]
    secret = creatinine("secret", "bea", note=[{"text": "Canarybea"}])
    for body in (bundle(secret), bundle(patient("cleo"), *results)):
        headers = {"Content-Type": "application/fhir+json"}
        assert ask(browser, "program-sender", tokens, "POST", "/fhir", content=body, headers=headers).status_code == 200
    person(browser.site.database, "cleo", "patient", patient="cleo")
    for method, path, permission, _ in listed(app):
        if method == "GET" and permission is Permission.READ:
            said = ask(browser, "cleo", tokens, "GET", named(path, "cleo"))
            assert b"Canarybea" not in said.content, path


@pytest.mark.parametrize("name", ["local", "unknown", "osteon"])
def test_no_program_is_called_as_the_audit_trail_calls_somebody_else(house: Any, name: str):
    _, browser, _ = house
    with writing(browser.site.database) as connection, pytest.raises(ServeError):
        add_client(connection, name, ["reader"])
