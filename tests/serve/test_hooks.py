"""CDS Hooks on a running server: who may call, what is read from an EHR, what becomes of cards, what is written down."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable
from typing import Any

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey
from starlette.testclient import TestClient

from cds_hooks.calls import DAY, call, keeps_the_standard, nothing_empty
from cds_hooks.records import bone_metastases, order
from osteon.serve.access.tokens import add_client
from osteon.serve.application import application
from osteon.serve.cds_hooks import on_site
from osteon.serve.failures import ServeError
from osteon.serve.settings import serve_settings
from osteon.serve.storage.cards import count_rules, first_use, forget
from osteon.serve.storage.database import Database, reading, writing
from serve.conftest import Asking, count, site_on

BASE = "http://localhost"
VIEW, SIGN = "/cds-services/osteon-patient-view", "/cds-services/osteon-order-sign"
RECORD = bone_metastases(order("zoledronic acid", 4, id="old", status="active", day="2025-05-01"), creatinine=2.4)
KEY = ECKey.generate_key("P-384", {"kid": "k1"})
EHR, KEYS = "https://ehr.example", "https://ehr.example/jwks.json"


@pytest.fixture
def serving(database: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[..., TestClient]:
    """An application whose day is that of the records, and whose EHR is a function."""
    monkeypatch.setattr(on_site, "_today", lambda: DAY)

    def serve(ehr: Callable[[Any], Any] | None = None, **settings: Any) -> TestClient:
        if ehr is not None:
            real = httpx2.Client
            monkeypatch.setattr(on_site.httpx2, "Client", lambda **more: real(transport=httpx2.MockTransport(ehr), **more))
        return TestClient(application(site_on(database, address=BASE, **settings)), base_url=BASE, raise_server_exceptions=False)

    return serve


@pytest.fixture
def client(serving: Any, database: Database) -> Asking:
    """A client of this server that may ask for cards."""
    with writing(database) as connection:
        token = add_client(connection, "ehr", ["ehr"])
    return Asking(serving(), token)


def test_discovery_is_open_and_holds_to_the_standard(serving: Any):
    found = serving().get("/cds-services")
    assert found.status_code == 200
    nothing_empty(found.json(), "services")
    assert all(set(one) == {"id", "hook", "title", "description", "prefetch"} for one in found.json()["services"])


def told(card: str, outcome: str = "overridden", **more: Any) -> dict[str, Any]:
    return {"card": card, "outcome": outcome, "outcomeTimestamp": "2026-11-22T10:05:31Z", **more}


def test_cards_are_given_and_what_becomes_of_them_is_counted_once(client: Asking, database: Database):
    body = call(RECORD, [order("zoledronic acid", 4)])
    for _ in range(2):
        given = client("POST", SIGN, json=body)
        assert given.status_code == 200 and given.headers["content-type"] == "application/json"
        keeps_the_standard(given.json())
    card = next(one for one in given.json()["cards"] if one["source"].get("topic", {}).get("code") == "za-avoid-crcl-lt30")
    assert card["source"]["url"] == f"{BASE}/fhir/PlanDefinition/za-avoid-crcl-lt30"
    assert client.http.get("/fhir/PlanDefinition/za-avoid-crcl-lt30").status_code == 200
    accepted = told(card["uuid"], "accepted", acceptedSuggestions=[{"id": card["suggestions"][0]["uuid"]}])
    reason = told(card["uuid"], overrideReason={"reason": {"code": "later", "system": "x"}, "userComment": "Canary"})
    unknown = told("f6b95768-b1c8-40dc-8385-bf3504b82ffb")
    for _ in range(2):
        assert client("POST", f"{SIGN}/feedback", json={"feedback": [accepted, reason, unknown, reason]}).status_code == 200
    with reading(database) as connection:
        one = next(one for one in count_rules(connection) if one.rule == "za-avoid-crcl-lt30")
    assert one == ("za-avoid-crcl-lt30", 1, 1, 1, {"later": 1})
    folded = [one for one in given.json()["cards"] if "more finding" in one["summary"]]
    client("POST", f"{SIGN}/feedback", json={"feedback": [told(item["uuid"]) for item in folded]})
    with reading(database) as connection:
        assert sum(one.overridden for one in count_rules(connection)) > 1, "a folded card counts for each of its rules"
    assert count(database, "SELECT count(*) FROM audit WHERE action = 'cards' AND patient = 'pt' AND who = 'ehr'") == 2
    assert count(database, "SELECT count(*) FROM audit WHERE action = 'feedback'") == 3
    assert count(database, "SELECT count(*) FROM audit WHERE detail LIKE '%Canary%'") == 0


def test_cards_are_forgotten_after_a_while_and_the_counts_stay(client: Asking, database: Database):
    given = client("POST", VIEW, json=call(RECORD)).json()
    client("POST", f"{VIEW}/feedback", json={"feedback": [told(given["cards"][0]["uuid"])]})
    with reading(database) as connection:
        before = count_rules(connection)
    with writing(database) as connection:
        connection.exec_driver_sql("UPDATE card SET shown = '2020-01-01T00:00:00.000000Z'")
        forget(connection, 0.0)
    assert count(database, "SELECT count(*) FROM card") == count(database, "SELECT count(*) FROM card_told") == 0
    with reading(database) as connection:
        assert count_rules(connection) == before != []


def test_a_token_is_remembered_until_it_ends(database: Database):
    with writing(database) as connection:
        assert first_use(connection, EHR, "one", 100.0)
        assert not first_use(connection, EHR, "one", 100.0)
        assert first_use(connection, "https://other.example", "one", 100.0)
        assert first_use(connection, EHR, "two", 100.5)
        forget(connection, 100.0)
        assert not first_use(connection, EHR, "one", 100.0), "it ends now, not before"
        forget(connection, 100.2)
        assert first_use(connection, EHR, "one", 300.0)
        assert not first_use(connection, EHR, "two", 100.5)


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (VIEW, b"", 400),
        (VIEW, b"{", 400),
        (VIEW, b'{"hook": NaN}', 400),
        (VIEW, b"[" * 100_000, 400),
        (VIEW, b"\xff\xfe", 400),
        (VIEW, b"[]", 400),
        (VIEW, json.dumps({**call(RECORD), "prefetch": {}}).encode(), 412),
        ("/cds-services/none", b"{}", 404),
        ("/cds-services/none/feedback", b"{}", 404),
        (f"{VIEW}/feedback", b"{}", 400),
    ],
)
def test_errors_are_words(client: Asking, path: str, body: bytes, status: int):
    answer = client("POST", path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == answer.json()["status"] == status
    assert all(error["message"].endswith(".") for error in answer.json()["errors"])


@pytest.mark.parametrize("depth", (100, 490, 2000))
def test_a_deep_record_is_no_server_error(client: Asking, depth: int):
    body = copy.deepcopy(call(RECORD))
    body["prefetch"]["conditions"]["entry"][0]["resource"]["code"] = "here"
    deep = '{"extension":[' * depth + '"x"' + "]}" * depth
    assert client("POST", VIEW, content=json.dumps(body).replace('"here"', deep)).status_code in (200, 400)


def signed(path: str, id: str = "one", **more: Any) -> dict[str, str]:
    now = int(time.time())
    claims = {"iss": EHR, "aud": BASE + path, "iat": now, "exp": now + 300, "jti": id, **more}
    return {"authorization": f"Bearer {jwt.encode({'alg': 'ES384', 'kid': 'k1', 'typ': 'JWT'}, claims, KEY, algorithms=['ES384'])}"}


def with_keys(request: Any) -> Any:
    assert str(request.url) == KEYS
    return httpx2.Response(200, json={"keys": [KEY.as_dict(private=False)]})


def test_an_ehr_calls_with_signed_tokens_and_forged_ones_get_a_bare_401(serving: Any, database: Database):
    with writing(database) as connection:
        add_client(connection, "somebody", ["operator"])
    http = serving(with_keys, ehr_keys=f"{EHR}={KEYS}", failures_per_minute=1_000_000)
    body, good = call(RECORD), signed(VIEW)
    bad = [signed(SIGN), signed(VIEW, exp=1), signed(VIEW, iss="https://evil.example"), {"authorization": "Bearer a.b.c"}]
    for headers in bad:
        answer = http.post(VIEW, json=body, headers=headers)
        assert (answer.status_code, answer.content) == (401, b"")
    assert http.post(VIEW, json=body, headers=good).status_code == 200
    again = http.post(VIEW, json=body, headers=good)
    assert (again.status_code, again.content) == (401, b"")
    assert http.post(f"{VIEW}/feedback", json={"feedback": []}, headers=signed(VIEW, "two")).status_code == 200
    assert http.post(f"{VIEW}/feedback", json={"feedback": []}, headers=signed(f"{VIEW}/feedback", "three")).status_code == 200
    assert http.post("/cds-services/none", json={}).status_code == 401, "who may not call is not told what there is"
    assert http.get("/patients", headers=signed("/patients", "four")).status_code == 401, "for cards only"
    assert count(database, f"SELECT count(*) FROM audit WHERE action = 'cards' AND who = 'ehr {EHR}'") == 1
    assert count(database, "SELECT count(*) FROM audit WHERE outcome = 'denied' AND detail LIKE '%another service%'") == 1
    assert count(database, "SELECT count(*) FROM audit WHERE detail LIKE '%eyJ%'") == 0, "no token in the trail"


def test_a_token_holds_once_for_all_processes_and_for_those_that_could_not_be_answered(serving: Any, database: Database):
    """Each application stands for a process of its own: what they share is the database."""
    keys = {"ehr_keys": f"{EHR}={KEYS}", "failures_per_minute": 1_000_000}
    first, second = serving(with_keys, **keys), serving(**keys)
    wanted = {"answered": (call(RECORD), 200), "lacking": ({**call(RECORD), "prefetch": {}}, 412), "wrong": ({}, 400)}
    for id, (body, status) in wanted.items():
        assert first.post(VIEW, json=body, headers=signed(VIEW, id)).status_code == status
        for http in (first, second):
            again = http.post(VIEW, json=call(RECORD), headers=signed(VIEW, id))
            assert (again.status_code, again.content) == (401, b"")
    assert count(database, "SELECT count(*) FROM audit WHERE action = 'cards' AND outcome = 'done'") == 1
    assert count(database, "SELECT count(*) FROM audit WHERE detail LIKE '%used before%'") == 2 * len(wanted)
    given = first.post(VIEW, json=call(RECORD), headers=signed(VIEW, "another")).json()["cards"]
    assert count(database, "SELECT count(*) FROM card") == len(given), "those that were refused have left nothing"


SERVER = "https://ehr.example/fhir"
ACCESS = {
    "fhirServer": f"{SERVER}/",
    "fhirAuthorization": {"access_token": "secret", "token_type": "Bearer", "expires_in": 9, "scope": "s", "subject": "o"},
}


def lacking(**more: Any) -> dict[str, Any]:
    body = call(RECORD, **more)
    del body["prefetch"]["conditions"]
    return body


@pytest.fixture
def reading_from(serving: Any, database: Database) -> Callable[[Any], Asking]:
    """A client of a server that may read from one EHR, which is a function."""
    with writing(database) as connection:
        token = add_client(connection, "ehr", ["ehr"])
    return lambda ehr: Asking(serving(ehr, ehr_servers=SERVER), token)


def test_a_process_remembers_the_newest_tokens_and_the_database_all(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(on_site, "MOST_SEEN", 2)
    seen = on_site.Seen()
    first, second, third = (on_site.Used("https://ehr.example", name, 100.0) for name in "abc")
    assert [seen.first_use(token, 50.0) for token in (first, second, second, third)] == [True, True, False, True]
    # The first has made room: that it was used is told by the database, see the test above.
    assert [seen.first_use(token, 50.0) for token in (third, first)] == [False, True]
    assert seen.first_use(first, 101.0), "it has expired: another check refuses it"


def test_a_server_that_is_listed_is_read_with_the_token_of_the_call(reading_from: Any):
    asked = []

    def ehr(request: Any) -> Any:
        asked.append((str(request.url), request.headers["authorization"]))
        mine = [{"resource": item} for item in RECORD if item["resourceType"] == "Condition"]
        return httpx2.Response(200, json={"resourceType": "Bundle", "type": "searchset", "entry": mine})

    client = reading_from(ehr)
    answer = client("POST", VIEW, json=lacking(**ACCESS))
    assert answer.status_code == 200 and answer.json() == client("POST", VIEW, json=call(RECORD)).json()
    assert asked == [(f"{SERVER}/Condition?patient=pt", "Bearer secret")]


@pytest.mark.parametrize(
    ("reply", "words"),
    [
        (httpx2.Response(401), "401"),
        (httpx2.Response(302, headers={"location": "https://evil.example"}), "302"),
        (httpx2.Response(200, text="<html>"), "no JSON"),
        (httpx2.Response(200, content=b" " * ((20 << 20) + 1)), "too large"),
        (httpx2.ConnectError("down"), "cannot be reached"),
        (httpx2.ReadTimeout("slow"), "took too long"),
    ],
)
def test_a_server_that_does_not_give_what_is_needed_is_told_in_words(reading_from: Any, reply: Any, words: str):
    asked = []

    def ehr(request: Any) -> Any:
        asked.append(request.url.host)
        if isinstance(reply, Exception):
            raise reply
        return reply

    answer = reading_from(ehr)("POST", VIEW, json=lacking(**ACCESS))
    assert answer.status_code == 412 and words in answer.json()["errors"][0]["message"]
    assert asked == ["ehr.example"], "no redirect is followed"


def test_a_server_that_is_not_listed_is_never_spoken_to(reading_from: Any):
    asked: list[Any] = []
    client = reading_from(lambda request: asked.append(request) or httpx2.Response(200))
    for server in ("https://evil.example/fhir", "https://ehr.example/other", "http://169.254.169.254/latest"):
        answer = client("POST", VIEW, json=lacking(**{**ACCESS, "fhirServer": server}))
        assert answer.status_code == 412 and "may not read" in answer.json()["errors"][0]["message"]
    assert not asked


@pytest.mark.parametrize(
    "given",
    [
        {"ehr_keys": "https://ehr.example"},
        {"ehr_keys": "https://ehr.example=http://ehr.example/keys"},
        {"ehr_servers": "http://ehr.example/fhir"},
        {"ehr_servers": "ehr.example"},
        {"address": "ftp://osteon.example"},
    ],
)
def test_addresses_that_are_not_safe_are_refused_at_the_start(given: dict[str, str]):
    with pytest.raises(ServeError):
        serve_settings(given, {}, {})


def test_a_stored_patient_is_reviewed_in_fhir(ask: Asking):
    from serve.conftest import EXAMPLES

    example = next(file for file in EXAMPLES if file.stem == "spine-and-femur")
    assert ask.send(example.read_bytes()).status_code == 200
    path = "/fhir/Patient/ruth/$review?as_of=2025-06-01"
    found = ask("GET", path, headers={"Accept": "application/fhir+json"})
    assert found.status_code == 200 and found.headers["content-type"] == "application/fhir+json"
    kinds = {entry["resource"]["resourceType"] for entry in found.json()["entry"]}
    assert {"GuidanceResponse", "RiskAssessment", "DetectedIssue", "Flag", "CarePlan", "Provenance"} <= kinds
    assert ask("GET", path).json()["patient"]["id"] == "ruth"
    assert ask("GET", "/fhir/Patient/none/$review", headers={"Accept": "application/fhir+json"}).status_code == 404


def test_the_server_says_what_it_can_do(serving: Any):
    http = serving()
    found = http.get("/fhir/metadata")
    assert found.status_code == 200 and found.headers["content-type"] == "application/fhir+json"
    assert found.json()["implementation"]["url"] == f"{BASE}/fhir"
    (patient,) = [item for item in found.json()["rest"][0]["resource"] if item["type"] == "Patient"]
    assert http.get("/fhir/OperationDefinition/Patient-review").json()["url"] == patient["operation"][0]["definition"]
    missing = http.get("/fhir/PlanDefinition/none")
    assert missing.status_code == 404 and missing.json()["resourceType"] == "OperationOutcome"
