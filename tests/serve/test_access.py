"""Nobody reads or does what she may not: over all routes, all roles, and tokens of every kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from starlette.testclient import TestClient

from databases import database_at
from osteon.serve.access.roles import CLIENTS, Permission
from osteon.serve.access.tokens import add_client, list_clients, revoke_client
from osteon.serve.application import application
from osteon.serve.failures import ServeError
from osteon.serve.operation.health import OPEN
from osteon.serve.pages.routes import OPEN_PAGES
from osteon.serve.storage.database import Database, reading, writing
from osteon.serve.storage.tables import client
from serve.conftest import Asking, count, site_on
from serve.routes import NAMED, listed
from serve.small import bundle, creatinine, patient

NAMES = ("ann", "bea")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server with two patients and a client for each role (one of them each patient's own)."""
    database = database_at(tmp_path_factory.mktemp("access") / "data")
    with writing(database) as connection:
        tokens = {(role, None): add_client(connection, role, [role]) for role in CLIENTS if role != "patient"}
        tokens |= {("patient", id): add_client(connection, id, ["patient"], patient=id) for id in NAMES}
        revoked = add_client(connection, "gone", list(set(CLIENTS) - {"patient"}))
        revoke_client(connection, "gone")
        ended = add_client(connection, "ended", list(set(CLIENTS) - {"patient"}), days=1)
        yesterday = (datetime.now(UTC) - timedelta(days=1)).isoformat()
        connection.execute(update(client).where(client.c.name == "ended").values(ends=yesterday))
    site = site_on(database, failures_per_minute=10_000_000, requests_per_minute=10_000_000)
    app = application(site)
    with TestClient(app, base_url="http://localhost") as http:
        sender = Asking(http, tokens["sender", None])
        for id in NAMES:
            assert sender.send(bundle(patient(id, name=[{"family": f"Canary{id}"}]), creatinine(whose=id))).status_code == 200
        yield app, http, tokens, {"revoked": revoked, "ended": ended}
    database.close()


def test_every_route_asks_for_a_permission_or_is_named_as_open(house: Any):
    app, *_ = house
    found = listed(app)
    assert {path for _, path, permission, _ in found if permission is None} == OPEN | OPEN_PAGES
    assert {permission for *_, permission, _ in found} - {None} <= set(Permission)
    assert len(found) >= 6


def test_no_role_has_what_another_is_for():
    assert CLIENTS["sender"].isdisjoint({Permission.READ, Permission.LIST, Permission.AUDIT})
    assert not CLIENTS["operator"] & {Permission.READ, Permission.LIST, Permission.AUDIT, Permission.SEND}
    assert CLIENTS["patient"] == {Permission.READ}


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_role_reads_what_it_may_not(house: Any, data: st.DataObject):
    app, http, tokens, bad = house
    method, path, permission, _ = data.draw(st.sampled_from(listed(app)))
    who = data.draw(st.sampled_from([*tokens, *bad, "none", "noise"]))
    whom = data.draw(st.sampled_from([*NAMES, "nobody", "ann/../bea", "%61nn"]))
    token = tokens.get(who) or bad.get(who) or data.draw(st.from_regex(r"[!-~]{1,80}", fullmatch=True))
    headers = {} if who == "none" else {"Authorization": f"{data.draw(st.sampled_from(['Bearer', 'bearer', 'Basic']))} {token}"}
    query = data.draw(st.sampled_from(["", "?as_of=2025-06-01", "?patient=bea", "?patient=ann&_count=1000"]))
    address = path.replace("{id}", whom)
    for name, value in NAMED.items():
        address = address.replace(name, value)
    said = http.request(method, address + query, headers=headers, follow_redirects=False)
    basic = headers.get("Authorization", "").startswith("Basic")
    role, own = who if isinstance(who, tuple) and not basic else (None, None)
    meant = {"%61nn": "ann", "ann/../bea": "bea"}.get(whom, whom)  # what the client makes of it before it asks
    asked = meant if "{id}" in path else None
    may = permission is None or (role is not None and permission in CLIENTS[role])
    if permission is not None and role is None:
        assert said.status_code in (401, 404)
    elif not may or (own is not None and asked is not None and asked != own):
        assert said.status_code in (403, 404)
    else:
        assert said.status_code not in (401, 403)
    # Whatever the status says: nothing of a record is in an answer to somebody who may not see that record.
    visible = {id for id in NAMES if own == id or (role not in (None, "patient") and Permission.READ in CLIENTS[role])}
    for id in NAMES:
        if id not in visible:
            assert f"Canary{id}".encode() not in said.content


def test_a_patient_cannot_tell_who_else_is_known(house: Any):
    _, http, tokens, _ = house
    ann = Asking(http, tokens["patient", "ann"])
    known, unknown = (ann("GET", f"/fhir/Patient/{id}/$review") for id in ("bea", "nobody"))
    assert (known.status_code, known.json()) == (unknown.status_code, unknown.json()) == (403, known.json())
    assert ann("GET", "/fhir/Patient/ann/$review").status_code == 200
    assert ann("GET", "/patients").status_code == 403


def test_denials_are_written_down(ask: Asking, database: Database):
    with writing(database) as connection:
        sender = Asking(ask.http, add_client(connection, "engine", ["sender"]))
    assert sender("GET", "/patients").status_code == 403
    assert Asking(ask.http, None)("GET", "/patients").status_code == 401
    denied = [
        (event["agent"][0]["who"]["display"], event["subtype"][0]["display"])
        for entry in ask("GET", "/fhir/AuditEvent").json()["entry"]
        if (event := entry["resource"])["outcomeDesc"] == "denied"
    ]
    assert denied == [("engine", "ask"), ("unknown", "ask")]


def test_a_token_is_not_in_the_database(database: Database):
    with writing(database) as connection:
        token = add_client(connection, "ward", ["reader"])
        secret = token.split("_", 2)[2]
        row = connection.execute(client.select()).one()
    assert secret not in str(row)
    assert row.secret.startswith("$argon2id$")


def test_revoking_counts_at_once(ask: Asking, database: Database):
    assert ask("GET", "/patients").status_code == 200
    with writing(database) as connection:
        revoke_client(connection, "tester")
    assert ask("GET", "/patients").status_code == 401
    with writing(database) as connection, pytest.raises(ServeError):
        revoke_client(connection, "tester")


def test_without_clients_only_this_machine_and_only_the_database_at_are_open(http: TestClient, database: Database):
    assert http.get("/patients").status_code == (200 if database.embedded else 401)
    with writing(database) as connection:
        add_client(connection, "first", ["operator"])
    assert http.get("/patients").status_code == 401


@pytest.mark.parametrize(
    ("name", "roles", "whose"),
    [
        ("Ward", ["reader"], None),
        ("", ["reader"], None),
        ("ward", [], None),
        ("ward", ["boss"], None),
        ("ward", ["patient"], None),
        ("ward", ["reader"], "ann"),
        ("ward", ["reader", "patient"], "ann"),
        ("taken", ["reader"], None),
    ],
)
def test_clients_that_cannot_be(database: Database, name: str, roles: list[str], whose: str | None):
    with writing(database) as connection:
        add_client(connection, "taken", ["reader"])
    with writing(database) as connection, pytest.raises(ServeError):
        add_client(connection, name, roles, patient=whose)
    with reading(database) as connection:
        assert [row.name for row in list_clients(connection)] == ["taken"]


def test_wrong_tokens_are_slowed_down(database: Database):
    with writing(database) as connection:
        right = add_client(connection, "ward", ["reader"])
    wrong = right[:-4] + ("AAAA" if right[-4:] != "AAAA" else "BBBB")
    with TestClient(application(site_on(database, failures_per_minute=1)), base_url="http://localhost") as http:
        statuses = [Asking(http, wrong)("GET", "/patients").status_code for _ in range(12)]
        assert statuses[:5] == [401] * 5
        assert statuses[-1] == 429
        assert Asking(http, right)("GET", "/patients").status_code == 200
    assert count(database, "SELECT count(*) FROM audit WHERE outcome = 'denied'") == statuses.count(401)
