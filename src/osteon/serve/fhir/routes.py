"""The routes that tell what the server is and knows. They hold nothing about any patient, so nobody needs a token for them."""

from __future__ import annotations

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from osteon.serve.fhir.definitions import OPERATION, capability, operation, plan_definition

__all__ = ["routes"]

FHIR_JSON = "application/fhir+json"

routes = APIRouter(tags=["FHIR"])


@routes.get("/fhir/metadata", response_class=Response, summary="CapabilityStatement")
def metadata(request: Request) -> Response:
    """What this server can do, in FHIR's own words."""
    return _answer(capability(str(request.base_url).rstrip("/")))


@routes.get(f"/fhir/OperationDefinition/{OPERATION}", response_class=Response, summary="The operation $review")
def review_operation() -> Response:
    """What `$review` takes and gives."""
    return _answer(operation())


@routes.get("/fhir/PlanDefinition/{id}", response_class=Response, summary="A recommendation")
def recommendation(id: str) -> Response:
    """A recommendation of the pathway, with its evidence."""
    try:
        return _answer(plan_definition(id))
    except KeyError:
        told = "The pathway has no recommendation of this id."
        outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "not-found", "diagnostics": told}]}
        return _answer(outcome, 404)


def _answer(content: dict[str, Any], status: int = 200) -> Response:
    return Response(orjson.dumps(content), status, media_type=FHIR_JSON)
