"""The public keys of this server as a client of others: what a FHIR server needs to know it by."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from osteon.serve.answers import answer
from osteon.serve.failures import Issue, RequestError, ServeError
from osteon.serve.fetching.keys import load_keys, public_keys
from osteon.serve.site import site_of

__all__ = ["routes"]

routes = APIRouter()


@routes.get("/.well-known/jwks.json", response_class=Response)
def own_keys(request: Request) -> Response:
    """The JSON Web Key Set of this server; empty where it fetches nothing. Read anew each time, so that a new key is told at once."""
    path = site_of(request).settings.fetch_key
    try:
        found = public_keys(load_keys(path)) if path is not None else {"keys": []}
    except ServeError:
        raise RequestError(503, Issue("", "The keys of this server cannot be read now.", "transient")) from None
    return answer(found, headers={"Cache-Control": "public, max-age=300"}, media_type="application/json")
