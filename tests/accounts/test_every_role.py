"""Nobody gets what her role does not allow: over all routes of the application, all roles of people and of programs, and nobody."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from accounts.browser import Browser, ask
from accounts.people import PATIENTS, row_of
from osteon.serve.access.forms import form_of
from osteon.serve.access.roles import CLIENTS, LOCAL, PEOPLE, Permission
from osteon.serve.operation.health import OPEN
from osteon.serve.pages.routes import OPEN_PAGES
from osteon.serve.storage.database import reading
from osteon.serve.storage.tables import METADATA, audit, review, session
from serve.routes import listed

PLACES = re.compile(r"\{(\w+)(?::\w+)?\}")
JSON_POSTS = frozenset(("/fhir", "/cds-services/{id}", "/cds-services/{id}/feedback"))
"""Routes of programs: they take no form, and a browser cannot send what they take from another site."""


def depends_on(route: Any, function: Any) -> bool:
    """Whether a route's form comes through this function."""
    waiting = [route.dependant]
    while waiting:
        here = waiting.pop()
        if here.call is function:
            return True
        waiting += here.dependencies
    return False


def address(path: str, whose: str = "ann") -> str:
    """A path with something in its places."""
    values = {"id": whose, "token": "x" * 43, "account": "0" * 16}
    return PLACES.sub(lambda place: values.get(place[1], "something"), path)


def test_every_route_asks_for_a_permission_or_is_on_the_list_of_open_ones(house: Any):
    app, *_ = house
    found = listed(app)
    assert {path for _, path, permission, _ in found if permission is None} == OPEN | OPEN_PAGES
    unused = set(Permission) - {permission for *_, permission, _ in found}
    assert unused <= {Permission.COHORT}, "a permission that no route asks for"
    assert len(found) > 30


def test_every_permission_belongs_to_a_role_and_the_roles_are_as_agreed():
    assert set().union(*PEOPLE.values(), *CLIENTS.values()) == set(Permission)
    assert PEOPLE["viewer"] < PEOPLE["nurse"] < PEOPLE["clinician"]
    assert PEOPLE["patient"] == {Permission.READ, Permission.OWN}
    records = {Permission.READ, Permission.LIST, Permission.DECIDE, Permission.ASSESS, Permission.SEND}
    assert not records & (PEOPLE["researcher"] | PEOPLE["administrator"])
    for role, allowed in PEOPLE.items():
        assert (Permission.ACCOUNTS in allowed) == (role == "administrator")
        assert (Permission.EMERGENCY in allowed) == (role in ("researcher", "administrator"))
    assert "patient" not in LOCAL.roles


def allowed_by_role(who: str) -> frozenset[Permission]:
    """What somebody may do, from the table of roles alone."""
    if who == "nobody":
        return frozenset()
    if who.startswith("program-"):
        return CLIENTS[role if (role := who.removeprefix("program-")) in CLIENTS else "patient"]
    return PEOPLE[who if who in PEOPLE else "patient"]


def bound_to(who: str) -> str | None:
    """The one patient whom somebody may see; None for all."""
    name = who.removeprefix("program-")
    return name if name in PATIENTS else None


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_nobody_gets_what_her_role_does_not_allow(house: Any, data: st.DataObject):
    app, browser, tokens = house
    method, path, permission, _ = data.draw(st.sampled_from(listed(app)))
    people = [*sorted(set(PEOPLE) - {"patient"}), *PATIENTS]
    who = data.draw(st.sampled_from(["nobody", *people, *tokens]))
    whose = data.draw(st.sampled_from([*PATIENTS, "nobody-known"]))
    as_program = data.draw(st.booleans())
    said = ask(browser, who, tokens, method, address(path, whose), headers={"Accept": "application/json"} if as_program else {})
    allowed, own = allowed_by_role(who), bound_to(who)
    is_hers = own is None or "{id}" not in path or own == whose or not path.startswith(("/patient/", "/fhir/Patient/"))
    if permission is None:
        assert said.status_code != 401
    elif who == "nobody":
        assert said.status_code == 401 or (said.status_code == 303 and said.headers["location"].startswith("/sign-in?next="))
    elif permission not in allowed:
        led = said.headers.get("location", "")
        assert said.status_code == 403 or (said.status_code == 303 and led.endswith("/emergency") and Permission.EMERGENCY in allowed)
    elif not is_hers:
        assert said.status_code in (400, 403, 415, 422)
    else:
        assert said.status_code != 401
    # Whatever the status says: nothing of a record is in an answer to somebody who may not see that record.
    for id in PATIENTS:
        if Permission.READ not in allowed or own not in (None, id):
            assert f"Canary{id}".encode() not in said.content, (who, method, path)


def test_each_role_at_each_route_once(house: Any):
    """The whole table without chance: status of GET routes with a permission, for each role."""
    app, browser, tokens = house
    for method, path, permission, _ in listed(app):
        if method != "GET" or permission is None:
            continue
        for who in ("viewer", "nurse", "clinician", "ann", "researcher", "administrator"):
            said = ask(browser, who, tokens, "GET", address(path, "ann"), headers={"Accept": "application/json"})
            refused = said.status_code == 403
            assert refused == (permission not in PEOPLE[who if who in PEOPLE else "patient"]), (who, path, said.status_code)


def state(browser: Browser) -> dict[str, int]:
    """How many rows each table has, but for what asking itself leaves behind."""
    with reading(browser.site.database) as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar() or 0
            for table in METADATA.sorted_tables
            if table not in (audit, review, session)
        }


def test_every_page_that_changes_something_takes_forms_of_this_server_only(house: Any):
    app, browser, tokens = house
    before, tried = state(browser), 0
    for method, path, permission, route in listed(app):
        if method in ("GET", "HEAD") or path in JSON_POSTS:
            continue
        assert method == "POST", "pages change things by POST only"
        tried += 1
        whoever = next((role for role in ("clinician", "administrator") if permission in PEOPLE[role]), "clinician")
        token = "0" * 64
        for fields, headers in (({"a": "b"}, {}), ({"form-token": token}, {}), ({"form-token": token}, {"Origin": "https://evil.example"})):
            said = ask(browser, whoever, tokens, "POST", address(path), data=fields, headers=headers)
            assert said.status_code in (400, 403, 404, 415), (path, said.status_code, fields)
            if depends_on(route, form_of):
                assert said.status_code == 403, (path, said.status_code)
    assert tried >= 12
    assert state(browser) == before
    assert row_of(browser.site.database, "clinician").disabled is None
