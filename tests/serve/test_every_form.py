"""No form makes the server fail, whatever stands in its fields: sent from its own page, about a patient who is there, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from databases import new_postgres
from osteon.pathway import pathway
from osteon.serve.application import application
from osteon.serve.assessments.questions import places, questions_at, sides
from osteon.serve.cds_hooks.discovery import SERVICES
from osteon.serve.decisions.choices import CHOICES
from osteon.serve.storage.database import open_database
from osteon.serve.storage.migrating import migrate
from pages.conftest import token_in
from pages.deciding import DAY, HTML, with_examples
from serve.conftest import EXAMPLES, site_on
from serve.routes import flat
from serve.small import bundle, creatinine, patient


@pytest.fixture(scope="module", params=["sqlite", "postgres"])
def http(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with the example patients on each database; whoever asks is a clinician, an administrator and a sender."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            database = open_database(tmp_path_factory.mktemp("forms") / "data")
        else:
            database = open_database(stack.enter_context(new_postgres(request.getfixturevalue("postgres"))))
        stack.callback(database.close)
        migrate(database)
        site = site_on(database, requests_per_minute=10_000_000, failures_per_minute=10_000_000, patient_letters=True)
        with pytest.MonkeyPatch.context() as patched:
            # An open server is one on the embedded database only; here everything is to be asked on the other one, too.
            patched.setattr("osteon.serve.access.asking.open_to_this_machine", lambda *_: True)
            yield with_examples(stack.enter_context(TestClient(application(site), base_url="http://localhost")))


PATIENTS = tuple(file.stem for file in EXAMPLES)
CONCEPTS = sorted({question.concept for place, _ in places() for group in questions_at(place) for question in group.questions})
CODES = sorted({code for place, _ in places() for group in questions_at(place) for one in group.questions for code, _ in one.options})
TEXTS = st.one_of(
    st.sampled_from(["", "1", "-1", "40", "1e999", "٣", "½", "nan", "a" * 32, "é" * 20, "a" * 3000]),
    st.sampled_from([DAY, "2025-06-02", "0001-01-01", "9999-12-31", "2025-W22-7", "20250601"]),
    st.sampled_from(["Observation/x", "../..", "%", "_", "\\", "'", '"', "<b>", "\r\n", "\u2028", "\ufeff", "😀"]),
    st.text(max_size=12),
)
FREE = ("words", "until", "says", "name", "explanation", "password", "code", "new", "again", "next", "session", "patient")
FIELDS: dict[str, st.SearchStrategy[str]] = {
    "what": st.sampled_from([one.what for one in CHOICES]) | TEXTS,
    **{f"reason-{one.what}": st.sampled_from([code for code, _ in one.reasons]) | TEXTS for one in CHOICES},
    **dict.fromkeys(FREE, TEXTS),
    "until-change": st.sampled_from(["", "yes"]),
    "token": st.sampled_from(["a" * 32, "b" * 32]) | TEXTS,
    "withdraw": st.sampled_from(["1", "2", "0", "-1", "999999999999999", "٣"]) | TEXTS,
    "day": st.sampled_from([DAY, "2025-05-30", "1899-12-31"]) | TEXTS,
    "wrong": st.sampled_from(["Observation/1", "Condition/1"]) | TEXTS,
    "reason": st.sampled_from(["treating", "asked"]) | TEXTS,
    "role": st.sampled_from(["nurse", "patient", "administrator"]) | TEXTS,
    **{concept: st.sampled_from(CODES) | TEXTS for concept in CONCEPTS},
}
RULES = st.sampled_from([item.id for item in pathway().recommendations])
PLACES = {
    "{id}": st.sampled_from([*PATIENTS, *SERVICES]),
    "{finding}": RULES,
    "{recommendation}": RULES,
    "{lesion}": st.sampled_from(["new", "new", "femur.neck:left", "l3", "nothing"]),
    "{account}": st.just("0" * 16),
    "{token}": st.just("x" * 43),
    "{name}": st.just("pages.css"),
}
QUERY = st.fixed_dictionaries(
    {},
    optional={
        "as_of": st.sampled_from([DAY, f"{DAY}T10:00:00", "0001-01-01", "9999-12-31"]) | TEXTS,
        "lesion": st.sampled_from(["femur.neck:left"]) | TEXTS,
        "site": st.sampled_from([code for code, _ in places()]) | TEXTS,
        "side": st.sampled_from([code for code, _ in sides()]) | TEXTS,
        "recorded": st.sampled_from(["1", "3", "9007199254740992"]) | TEXTS,
        "language": st.sampled_from(["es", "en"]),
        "topic": st.sampled_from([topic.id for topic in pathway().topics]) | TEXTS,
        "urgency": st.sampled_from(["urgent", "soon"]) | TEXTS,
        "page": st.sampled_from(["1", "2", "100000"]),
        "zero": st.sampled_from(["calendar", "diagnosis", "bone-metastasis", "birth"]),
        "span": st.sampled_from(["all", "2y", "6m"]),
    },
)
FILES = st.sampled_from([bundle(patient("zoe"), creatinine(whose="zoe")), b"{", b"", b"[]", b"\x1f\x8b\x08", b"null\nnull", b"\xff" * 9])
ELSEWHERE = ("/fhir", "/sign-in", "/patient/{id}/letter/clinic.pdf", "/patient/{id}/letter/patient.pdf")
"""What is tried in other files, and what takes long to make."""
OFTEN = (("POST", "/patient/{id}/finding/{finding}"), ("POST", "/patient/{id}/lesion/{lesion}"), ("POST", "/worklist"), ("POST", "/upload"))


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_form_and_no_page_fails(http: TestClient, data: st.DataObject):
    routes = [(method, route.path) for route in flat(http.app.routes) for method in route.methods]
    method, path = data.draw(st.sampled_from([one for one in routes if one[1] not in ELSEWHERE]) | st.sampled_from(OFTEN))
    for name, values in PLACES.items():
        path = path.replace(name, data.draw(values)) if name in path else path
    query = {name: value.encode("utf-8", "replace") for name, value in data.draw(QUERY).items()}
    words: dict[str, Any] = {}
    if method == "POST" and path.startswith("/cds-services/"):
        words = {"json": {"feedback": [{"card": data.draw(TEXTS), "outcome": "accepted", "outcomeTimestamp": data.draw(TEXTS)}]}}
    elif method == "POST":
        token = token_in(http.get("/worklist", headers=HTML).text)
        fields = data.draw(st.dictionaries(st.sampled_from(list(FIELDS)), st.none(), max_size=8))
        form = {name: data.draw(FIELDS[name]).encode("utf-8", "replace").replace(b"\x00", b" ") for name in fields}
        words = {"data": {"form-token": token, **form}}
        if path == "/upload":
            words["files"] = [("files", (data.draw(TEXTS) or "x", data.draw(FILES))) for _ in range(data.draw(st.integers(1, 3)))]
    said = http.request(method, path, params=query, headers=HTML, follow_redirects=False, **words)
    assert said.status_code < 500, (method, path, query, words)
    assert said.status_code != 415 and b"form is not from this visit" not in said.content, "it came past the door"
