"""The routes of CDS Hooks: discovery, calls, feedback. All errors are in words, but a token that does not hold gets a bare 401."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import orjson
from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import ENGLISH, chosen_language
from osteon.serve.access.roles import Permission, asks_for
from osteon.serve.answers import answer as json_answer
from osteon.serve.cds_hooks.answer import Manner, Written, written_answer
from osteon.serve.cds_hooks.discovery import SERVICES, discovery
from osteon.serve.cds_hooks.feedback import Feedback, read_feedback
from osteon.serve.cds_hooks.gather import Fetch, MissingDataError
from osteon.serve.cds_hooks.request import CallError
from osteon.serve.failures import Issue, RequestError
from osteon.serve.workers import Workers

__all__ = ["Hooks", "hook_routes"]

BODY = {"content": {"application/json": {"schema": {"type": "object"}}}, "required": True}


@dataclass(frozen=True)
class Hooks:
    """What the routes work with.

    `caller`: names who calls, or gives None for a token that is not believed; the route asks it itself, in its own thread, since
    each hand-over to another costs as much as a signature. `shown` and `told` keep what was given out and what became of it, and
    give false where the token turns out to be used; `refused` keeps that a call could not be answered. `fetch`: how entries are
    read from an EHR's server; None when none may be read. `workers`: the processes that make the cards.
    """

    caller: Callable[[Request], str | None]
    shown: Callable[[Request, str, Written], bool]
    told: Callable[[Request, str, list[Feedback]], bool]
    refused: Callable[[Request, str], None]
    fetch: Fetch | None = None
    manner: Manner = field(default_factory=Manner)
    workers: Workers = field(default_factory=Workers)
    today: Callable[[], date] = date.today


async def _body(request: Request) -> bytes:
    return await request.body()


def hook_routes(hooks: Hooks) -> APIRouter:
    """The routes, for an application to include."""
    routes = APIRouter()
    body_of = Depends(_body)

    @routes.get("/cds-services", response_class=Response)
    def list_services() -> Response:
        """The services of CDS Hooks and the data that they ask for."""
        return json_answer(discovery(), media_type="application/json")

    @routes.post("/cds-services/{id}", response_class=Response, openapi_extra={"requestBody": BODY})
    @asks_for(Permission.ASK)
    def call(id: str, request: Request, body: bytes = body_of) -> Response:
        """Cards for a patient whose chart is opened, or for orders that are signed."""
        caller = hooks.caller(request)
        if caller is None:
            return Response(status_code=401)
        try:
            manner = _in_language_of(request, hooks.manner)
            wanted = (_service(id), body, hooks.today(), manner)
            if hooks.fetch is not None and b"fhirAuthorization" in body:
                # It may wait for the server of the EHR: here, where many can wait at once.
                given = written_answer(*wanted, hooks.fetch)
            else:
                given = hooks.workers.do(written_answer, *wanted)
        except CallError as fault:
            hooks.refused(request, caller)
            raise RequestError(400, Issue("", str(fault))) from None
        except MissingDataError as fault:
            hooks.refused(request, caller)
            raise RequestError(412, Issue("", str(fault), "required")) from None
        if not hooks.shown(request, caller, given):
            return Response(status_code=401)
        return Response(given.response, headers={"Content-Language": manner.language}, media_type="application/json")

    @routes.post("/cds-services/{id}/feedback", response_class=Response, openapi_extra={"requestBody": BODY})
    @asks_for(Permission.ASK)
    def feedback(id: str, request: Request, body: bytes = body_of) -> Response:
        """What became of cards."""
        caller = hooks.caller(request)
        if caller is None:
            return Response(status_code=401)
        _service(id)
        try:
            items = read_feedback(_parsed(body))
        except CallError as fault:
            hooks.refused(request, caller)
            raise RequestError(400, Issue("", str(fault))) from None
        return Response(status_code=200 if hooks.told(request, caller, items) else 401)

    return routes


def _in_language_of(request: Request, manner: Manner) -> Manner:
    """In English, unless the site has chosen another language for cards; then a call may ask for one (`Accept-Language`)."""
    if manner.language == ENGLISH.code:
        return manner
    return replace(manner, language=chosen_language(None, request.headers.get("accept-language", ""), manner.language))


def _service(id: str) -> str:
    if id not in SERVICES:
        raise RequestError(404, Issue("", "There is no such service. `GET /cds-services` lists them.", "not-found"))
    return id


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        raise CallError(f"The body is no JSON: line {fault.lineno}, column {fault.colno}.") from None
