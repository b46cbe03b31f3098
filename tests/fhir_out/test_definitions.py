"""What the server says of itself and of the pathway."""

import json
import re

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from fhir.resources.R4B import get_fhir_model_class

from osteon.pathway import pathway
from osteon.serve.fhir.definitions import capability, operation, plan_definition
from osteon.serve.fhir.routes import routes


@pytest.fixture
def client():
    application = FastAPI()
    application.include_router(routes)
    return TestClient(application, raise_server_exceptions=False)


def valid(resource):
    get_fhir_model_class(resource["resourceType"]).model_validate(resource)
    assert not re.search(r': (null|""|\[\]|\{\})', json.dumps(resource))


def test_every_recommendation_is_a_valid_plan_definition_with_its_evidence():
    for item in pathway().recommendations:
        found = plan_definition(item.id)
        valid(found)
        assert found["version"] == pathway().version
        assert found["status"] == ("draft" if item.draft else "active")
        assert len(found["action"][0]["documentation"]) == len(item.evidence)
        assert re.fullmatch(r"[A-Z]([A-Za-z0-9_]){0,254}", found["name"]), "invariant pdf-0"


def test_the_names_of_plan_definitions_tell_them_apart():
    assert len({plan_definition(item.id)["name"] for item in pathway().recommendations}) == len(pathway().recommendations)


def test_the_server_says_what_it_can_do(client):
    found = client.get("/fhir/metadata")
    assert found.status_code == 200 and found.headers["content-type"] == "application/fhir+json"
    valid(found.json())
    assert found.json()["implementation"]["url"] == "http://testserver/fhir"
    (patient,) = [item for item in found.json()["rest"][0]["resource"] if item["type"] == "Patient"]
    assert client.get("/fhir/OperationDefinition/Patient-review").json()["url"] == patient["operation"][0]["definition"]


def test_definitions_are_valid():
    valid(capability("https://osteon.example"))
    valid(operation())


def test_a_recommendation_can_be_read_and_one_that_is_not_there_is_told(client):
    assert client.get("/fhir/PlanDefinition/za-avoid-crcl-lt30").json()["title"] == "No zoledronic acid in severe kidney failure"
    missing = client.get("/fhir/PlanDefinition/none")
    assert missing.status_code == 404
    valid(missing.json())
