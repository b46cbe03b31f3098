"""Definitions that the server hands out."""

import json
import re

from fhir.resources.R4B import get_fhir_model_class

from osteon.pathway import pathway
from osteon.serve.fhir.definitions import capability, operation, plan_definition


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


def test_definitions_are_valid():
    valid(capability("https://osteon.example"))
    valid(operation())
