"""The routes that tell what the server is and knows. They hold nothing about any patient, so nobody needs a token for them."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from osteon.serve.answers import answer
from osteon.serve.failures import Issue, RequestError
from osteon.serve.fhir.definitions import OPERATION, capability, operation, plan_definition
from osteon.serve.site import site_of

__all__ = ["routes"]

routes = APIRouter()


@routes.get("/fhir/metadata", response_class=Response)
def metadata(request: Request) -> Response:
    """What this server can do, in FHIR's own words."""
    return answer(capability(site_of(request).settings.base_address))


@routes.get(f"/fhir/OperationDefinition/{OPERATION}", response_class=Response)
def review_operation() -> Response:
    """What `$review` takes and gives."""
    return answer(operation())


@routes.get("/fhir/PlanDefinition/{id}", response_class=Response)
def recommendation(id: str) -> Response:
    """A recommendation of the pathway, with its evidence."""
    try:
        return answer(plan_definition(id))
    except KeyError:
        raise RequestError(404, Issue("", "The pathway has no recommendation of this id.", "not-found")) from None
