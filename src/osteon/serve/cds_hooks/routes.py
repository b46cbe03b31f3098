"""The routes of CDS Hooks: discovery, calls, feedback. All errors are in words, but a token that does not hold gets a bare 401."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from osteon.serve.answers import answer as json_answer
from osteon.serve.cds_hooks.answer import Answer, Manner, answer
from osteon.serve.cds_hooks.discovery import SERVICES, discovery
from osteon.serve.cds_hooks.feedback import Feedback, read_feedback
from osteon.serve.cds_hooks.gather import Fetch, MissingDataError
from osteon.serve.cds_hooks.request import CallError
from osteon.serve.failures import Issue, RequestError

__all__ = ["Hooks", "hook_routes"]

BODY = {"content": {"application/json": {"schema": {"type": "object"}}}, "required": True}


@dataclass(frozen=True)
class Hooks:
    """What the routes work with.

    `caller`: a dependency that names who calls, or gives None for a token that is not believed. `shown` and `told` keep what
    was given out and what became of it. `fetch`: how entries are read from an EHR's server; None when none may be read.
    """

    caller: Callable[[Request], str | None]
    shown: Callable[[Request, str, Answer], None]
    told: Callable[[Request, str, list[Feedback]], None]
    fetch: Fetch | None = None
    manner: Manner = field(default_factory=Manner)
    today: Callable[[], date] = date.today


async def _body(request: Request) -> bytes:
    return await request.body()


def hook_routes(hooks: Hooks) -> APIRouter:
    """The routes, for an application to include."""
    routes = APIRouter()
    caller_of, body_of = Depends(hooks.caller), Depends(_body)

    @routes.get("/cds-services", response_class=Response)
    def list_services() -> Response:
        """The services of CDS Hooks and the data that they ask for."""
        return json_answer(discovery(), media_type="application/json")

    @routes.post("/cds-services/{id}", response_class=Response, openapi_extra={"requestBody": BODY})
    def call(id: str, request: Request, caller: str | None = caller_of, body: bytes = body_of) -> Response:
        """Cards for a patient whose chart is opened, or for orders that are signed."""
        if caller is None:
            return Response(status_code=401)
        try:
            given = answer(_service(id), _parsed(body), today=hooks.today(), manner=hooks.manner, fetch=hooks.fetch)
        except CallError as fault:
            raise RequestError(400, Issue("", str(fault))) from None
        except MissingDataError as fault:
            raise RequestError(412, Issue("", str(fault), "required")) from None
        hooks.shown(request, caller, given)
        return json_answer(given.response, media_type="application/json")

    @routes.post("/cds-services/{id}/feedback", response_class=Response, openapi_extra={"requestBody": BODY})
    def feedback(id: str, request: Request, caller: str | None = caller_of, body: bytes = body_of) -> Response:
        """What became of cards."""
        if caller is None:
            return Response(status_code=401)
        _service(id)
        try:
            items = read_feedback(_parsed(body))
        except CallError as fault:
            raise RequestError(400, Issue("", str(fault))) from None
        hooks.told(request, caller, items)
        return Response(status_code=200)

    return routes


def _service(id: str) -> str:
    if id not in SERVICES:
        raise RequestError(404, Issue("", "There is no such service. `GET /cds-services` lists them.", "not-found"))
    return id


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        raise CallError(f"The body is no JSON: line {fault.lineno}, column {fault.colno}.") from None
