"""No request makes the server fail: requests made from its own description of its routes, sensible and senseless."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from starlette.testclient import TestClient

from osteon.serve.application import application
from osteon.serve.storage.database import open_database
from osteon.serve.storage.migrating import migrate
from serve.conftest import EXAMPLES, site_on
from serve.routes import flat
from serve.small import bundle, creatinine, patient


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A server with the example patients, that whoever asks may ask everything."""
    database = open_database(tmp_path_factory.mktemp("routes") / "data")
    migrate(database)
    app = application(site_on(database, requests_per_minute=10_000_000, names="testserver,testclient"))
    with TestClient(app, base_url="http://localhost") as http:
        for file in EXAMPLES:
            http.post("/fhir", content=file.read_bytes(), headers={"Content-Type": "application/fhir+json"})
    yield app
    database.close()


@pytest.fixture(scope="module")
def operations(app: Any) -> list[Any]:
    """All that the server's own description offers."""
    described = schemathesis.openapi.from_asgi("/openapi.json", app)
    return [found.ok() for found in described.get_all_operations()]


def test_the_description_speaks_of_every_route(app: Any, operations: list[Any]):
    told = {(operation.method.upper(), operation.path) for operation in operations}
    there = {(method, route.path) for route in flat(app.routes) for method in route.methods if route.include_in_schema}
    assert told == there
    assert not [route.path for route in flat(app.routes) if not route.include_in_schema]


def one_request(operations: list[Any], data: st.DataObject) -> tuple[str, int]:
    """A sensible or senseless request to one of them, and its status; no server error."""
    operation = data.draw(st.sampled_from(operations))
    mode = data.draw(st.sampled_from(list(schemathesis.GenerationMode)))
    case = data.draw(operation.as_strategy(generation_mode=mode))
    said = case.call()
    case.validate_response(said, checks=[schemathesis.checks.not_a_server_error])
    return operation.label, said.status_code


@hypothesis.settings(
    max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.reuse, Phase.generate]
)
@hypothesis.given(data=st.data())
def test_requests_made_from_the_servers_own_description(operations: list[Any], data: st.DataObject):
    one_request(operations, data)


@pytest.mark.long
def test_many_requests_made_from_the_servers_own_description(operations: list[Any], capsys: pytest.CaptureFixture[str]):
    seen: dict[str, Counter[int]] = {}

    @hypothesis.settings(
        max_examples=5000, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate], database=None
    )
    @hypothesis.given(data=st.data())
    def ask(data: st.DataObject) -> None:
        label, status = one_request(operations, data)
        seen.setdefault(label, Counter())[status] += 1

    ask()
    assert set(seen) == {operation.label for operation in operations}
    with capsys.disabled():
        print(f"\n{sum(count.total() for count in seen.values())} requests to {len(seen)} operations, no server error")
        for label, count in sorted(seen.items()):
            print(f"  {label}: {', '.join(f'{status} x {number}' for status, number in sorted(count.items()))}")


KINDS = st.sampled_from(
    ["Patient", "Observation", "Condition", "Bundle", "Medication", "MedicationRequest", "Procedure", "OperationOutcome", "Dragon"]
)
WORDS = st.sampled_from(
    ["resourceType", "id", "subject", "reference", "entry", "resource", "request", "method", "url", "fullUrl", "type", "meta", "status",
     "lastUpdated", "versionId", "identifier", "system", "value", "name", "family", "given", "birthDate", "code", "coding", "contained"]
)  # fmt: skip
TEXTS = st.one_of(
    KINDS,
    st.sampled_from(["ann", "Patient/ann", "urn:uuid:1", "https://a/Patient/ann", "PUT", "POST", "DELETE",
                     "transaction", "batch", "history", "2025-01-01", "\x00", "#a", "", "Patient/", "/", "a" * 200]),
    st.text(max_size=5),
)  # fmt: skip
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.one_of(WORDS, st.text(max_size=3)), inner, max_size=6)),
    max_leaves=25,
)


@hypothesis.settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@hypothesis.given(data=st.data())
def test_submissions_of_every_shape(app: Any, data: st.DataObject):
    import orjson

    def resource() -> Any:
        sound = data.draw(st.sampled_from([patient(), creatinine(), patient("bea")]))
        return {**sound, **data.draw(st.dictionaries(WORDS, VALUES, max_size=3))}

    entries = [
        data.draw(
            st.one_of(
                VALUES,
                st.fixed_dictionaries(
                    {"resource": st.just(resource()), "request": VALUES},
                    optional={"fullUrl": TEXTS},
                ),
                st.fixed_dictionaries(
                    {"resource": st.just(resource())},
                    optional={"request": st.fixed_dictionaries({"method": TEXTS, "url": TEXTS}), "fullUrl": TEXTS},
                ),
            )
        )
        for _ in range(data.draw(st.integers(0, 4)))
    ]
    whole = {"resourceType": "Bundle", "type": data.draw(TEXTS), "entry": entries}
    try:
        content = orjson.dumps(data.draw(st.one_of(st.just(whole), VALUES)))
    except TypeError:
        hypothesis.reject()
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    media_type = data.draw(st.sampled_from(["application/fhir+json", "application/fhir+ndjson"]))
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=True) as http:
        said = http.post("/fhir", content=content, headers={"Content-Type": media_type})
        assert said.status_code < 500, content
        assert said.json()["resourceType"] in ("OperationOutcome", "Bundle")
        listed = http.get("/patients?as_of=2025-06-01&limit=500").json()
        assert listed["total"] >= len(EXAMPLES)


def test_a_bundle_that_was_sent_is_reviewed_whatever_else_was(app: Any):
    with TestClient(app, base_url="http://localhost") as http:
        headers = {"Content-Type": "application/fhir+json"}
        assert http.post("/fhir", content=bundle(patient("zoe"), creatinine(whose="zoe")), headers=headers).status_code == 200
        assert http.get("/fhir/Patient/zoe/$review").status_code == 200
