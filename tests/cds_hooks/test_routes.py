"""The routes, in an application of our own."""

import copy
import json

import httpx2
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from cds_hooks.calls import DAY, call, keeps_the_standard, nothing_empty
from cds_hooks.records import bone_metastases, order
from osteon.serve.cds_hooks.fetching import reader
from osteon.serve.cds_hooks.routes import Hooks, router
from osteon.serve.cds_hooks.tokens import Issuer

BASE = "https://osteon.example"
RECORD = bone_metastases(order("zoledronic acid", 4, id="old", status="active", day="2025-05-01"), creatinine=2.4)
VIEW, SIGN = "/cds-services/osteon-patient-view", "/cds-services/osteon-order-sign"
KEY = ECKey.generate_key("P-384", {"kid": "k1"})
ISSUER = "https://ehr.example"


def client_of(**more):
    hooks = Hooks(BASE, today=lambda: DAY, **more)
    application = FastAPI()
    application.include_router(router(hooks))
    return TestClient(application, raise_server_exceptions=False), hooks


@pytest.fixture
def client():
    return client_of()[0]


def test_discovery(client):
    found = client.get("/cds-services")
    assert found.status_code == 200
    nothing_empty(found.json(), "services")
    for service in found.json()["services"]:
        assert set(service) == {"id", "hook", "title", "description", "prefetch"}


def test_a_call_and_what_became_of_its_cards():
    client, hooks = client_of()
    given = client.post(SIGN, json=call(RECORD, [order("zoledronic acid", 4)]))
    assert given.status_code == 200 and given.headers["content-type"] == "application/json"
    keeps_the_standard(given.json())
    card = given.json()["cards"][0]["uuid"]
    told = {"feedback": [{"card": card, "outcome": "overridden", "outcomeTimestamp": "2026-11-22T10:05:31Z"}]}
    assert client.post(f"{SIGN}/feedback", json=told).status_code == 200
    assert [one.rule for one in hooks.feedback.counts() if one.overridden] == ["za-avoid-crcl-lt30"]


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
        (VIEW, b" " * ((20 << 20) + 1), 400),
        ("/cds-services/none", b"{}", 404),
        ("/cds-services/none/feedback", b"{}", 404),
        (f"{VIEW}/feedback", b"{}", 400),
    ],
)
def test_errors_are_words(client, path, body, status):
    answer = client.post(path, content=body, headers={"content-type": "application/json"})
    assert answer.status_code == status
    assert set(answer.json()) == {"detail"} and answer.json()["detail"].endswith(".")


@pytest.mark.parametrize("depth", (100, 490, 2000))
def test_a_deep_record_is_no_server_error(client, depth):
    body = copy.deepcopy(call(RECORD))
    body["prefetch"]["conditions"]["entry"][0]["resource"]["code"] = "here"
    deep = '{"extension":[' * depth + '"x"' + "]}" * depth
    answer = client.post(VIEW, content=json.dumps(body).replace('"here"', deep))
    assert answer.status_code in (200, 400)


def token(path, jti="one"):
    claims = {"iss": ISSUER, "aud": BASE + path, "iat": 1_800_000_000, "exp": 1_800_000_300, "jti": jti}
    return jwt.encode({"alg": "ES384", "kid": "k1", "typ": "JWT"}, claims, KEY, algorithms=["ES384"])


def test_a_call_without_a_token_that_holds_gets_a_bare_401():
    public = KeySet.import_key_set({"keys": [KEY.as_dict(private=False)]})
    refused = []
    client, _ = client_of(
        issuers={ISSUER: Issuer("https://ehr.example/k", lambda kid: public)}, now=lambda: 1_800_000_010, refused=refused.append
    )
    body = call(RECORD)
    sent = token(VIEW)
    bad = [{}, {"authorization": "Basic eA=="}, {"authorization": "Bearer x"}, {"authorization": f"Bearer {token(SIGN)}"}]
    for headers in bad:
        answer = client.post(VIEW, json=body, headers=headers)
        assert (answer.status_code, answer.content) == (401, b"")
    assert client.post(VIEW, json=body, headers={"authorization": f"Bearer {sent}"}).status_code == 200
    again = client.post(VIEW, json=body, headers={"authorization": f"Bearer {sent}"})
    assert (again.status_code, again.content) == (401, b"")
    assert len(refused) == 5 and not any(sent in reason for reason in refused)
    assert client.get("/cds-services").status_code == 200
    told = client.post(f"{VIEW}/feedback", json={"feedback": []}, headers={"authorization": f"Bearer {token(VIEW, 'two')}"})
    assert told.status_code == 200
    assert client.post("/cds-services/none", json={}).status_code == 401, "who may not call is not told what there is"


def ehr(handle):
    return reader(["https://ehr.example/fhir"], httpx2.Client(transport=httpx2.MockTransport(handle)))


ACCESS = {
    "fhirServer": "https://ehr.example/fhir/",
    "fhirAuthorization": {"access_token": "secret", "token_type": "Bearer", "expires_in": 9, "scope": "s", "subject": "o"},
}


def lacking(**more):
    body = call(RECORD, **more)
    del body["prefetch"]["conditions"]
    return body


def test_a_server_that_is_listed_is_read_with_the_token_of_the_call():
    asked = []

    def handle(request):
        asked.append((str(request.url), request.headers["authorization"]))
        mine = [{"resource": item} for item in RECORD if item["resourceType"] == "Condition"]
        return httpx2.Response(200, json={"resourceType": "Bundle", "type": "searchset", "entry": mine})

    client, _ = client_of(fetch=ehr(handle))
    answer = client.post(VIEW, json=lacking(**ACCESS))
    assert answer.status_code == 200 and answer.json() == client_of()[0].post(VIEW, json=call(RECORD)).json()
    assert asked == [("https://ehr.example/fhir/Condition?patient=pt", "Bearer secret")]


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
def test_a_server_that_does_not_give_what_is_needed_is_told_in_words(reply, words):
    asked = []

    def handle(request):
        asked.append(request.url.host)
        if isinstance(reply, Exception):
            raise reply
        return reply

    client, _ = client_of(fetch=ehr(handle))
    answer = client.post(VIEW, json=lacking(**ACCESS))
    assert answer.status_code == 412 and words in answer.json()["detail"]
    assert asked == ["ehr.example"], "no redirect is followed"


def test_a_server_that_is_not_listed_is_never_spoken_to():
    asked = []
    client, _ = client_of(fetch=ehr(lambda request: asked.append(request) or httpx2.Response(200)))
    for server in ("https://evil.example/fhir", "https://ehr.example/other", "http://169.254.169.254/latest"):
        answer = client.post(VIEW, json=lacking(**{**ACCESS, "fhirServer": server}))
        assert answer.status_code == 412 and "may not read" in answer.json()["detail"]
    assert not asked
