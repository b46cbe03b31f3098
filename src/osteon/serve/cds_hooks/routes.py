"""The routes of CDS Hooks: discovery, calls, feedback. All errors are in words; a token that does not hold gets a bare 401."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import orjson
from fastapi import APIRouter, Depends, Request, Response

from osteon.serve.cds_hooks.answer import Manner, answer
from osteon.serve.cds_hooks.discovery import SERVICES, discovery
from osteon.serve.cds_hooks.feedback import FeedbackStore, RememberedFeedback, read_feedback
from osteon.serve.cds_hooks.gather import Fetch, MissingDataError
from osteon.serve.cds_hooks.request import CallError
from osteon.serve.cds_hooks.tokens import Issuer, RememberedTokens, TokenError, Tokens, verify

__all__ = ["Hooks", "router"]

MOST_BYTES = 20 << 20


@dataclass(frozen=True)
class Hooks:
    """What the routes work with. `base`: the address under which an EHR reaches this server; it is the audience of its tokens.

    `issuers`: the EHRs that may call, by issuer; None lets everybody call, for a server that only its own machine can reach.
    `fetch`: how entries are read from an EHR's server; None when none may be read. `refused` is told why a token was refused.
    """

    base: str
    issuers: Mapping[str, Issuer] | None = None
    manner: Manner = field(default_factory=Manner)
    fetch: Fetch | None = None
    feedback: FeedbackStore = field(default_factory=RememberedFeedback)
    used: Tokens = field(default_factory=RememberedTokens)
    today: Callable[[], date] = date.today
    now: Callable[[], float] = time.time
    refused: Callable[[str], None] = lambda reason: None


async def _body(request: Request) -> bytes:
    """The body, as far as it is allowed to be long; one byte more tells that it is longer."""
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > MOST_BYTES:
            break
    return bytes(data)


def router(hooks: Hooks) -> APIRouter:
    """The routes, for an application to include."""
    found = APIRouter(tags=["CDS Hooks"])

    @found.get("/cds-services", summary="The services of CDS Hooks")
    def services() -> Response:
        return _json(discovery())

    @found.post("/cds-services/{service}", summary="Cards for a patient or for orders")
    def call(service: str, request: Request, body: bytes = Depends(_body)) -> Response:
        if not _may_call(hooks, request, f"/cds-services/{service}"):
            return Response(status_code=401)
        if service not in SERVICES:
            return _words(404, "There is no such service. `GET /cds-services` lists them.")
        try:
            given = answer(service, _parsed(body), today=hooks.today(), manner=hooks.manner, fetch=hooks.fetch)
        except CallError as error:
            return _words(400, str(error))
        except MissingDataError as error:
            return _words(412, str(error))
        hooks.feedback.show(given.shown)
        return _json(given.response)

    @found.post("/cds-services/{service}/feedback", summary="What became of cards")
    def feedback(service: str, request: Request, body: bytes = Depends(_body)) -> Response:
        if not _may_call(hooks, request, f"/cds-services/{service}/feedback", f"/cds-services/{service}"):
            return Response(status_code=401)
        if service not in SERVICES:
            return _words(404, "There is no such service. `GET /cds-services` lists them.")
        try:
            hooks.feedback.take(read_feedback(_parsed(body)))
        except CallError as error:
            return _words(400, str(error))
        return Response(status_code=200)

    return found


def _may_call(hooks: Hooks, request: Request, *paths: str) -> bool:
    """Whether the call brings a token that holds for one of these addresses."""
    if hooks.issuers is None:
        return True
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    reason = "no token was sent"
    if scheme.lower() == "bearer":
        for path in paths:
            try:
                verify(token.strip(), audience=hooks.base + path, issuers=hooks.issuers, used=hooks.used, now=hooks.now())
            except TokenError as error:
                reason = str(error)
            else:
                return True
    hooks.refused(reason)
    return False


def _parsed(body: bytes) -> Any:
    if len(body) > MOST_BYTES:
        raise CallError(f"The body is larger than {MOST_BYTES >> 20} MB.")
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise CallError(f"The body is no JSON: line {error.lineno}, column {error.colno}.") from None


def _json(content: dict[str, Any]) -> Response:
    return Response(orjson.dumps(content), media_type="application/json")


def _words(status: int, words: str) -> Response:
    return Response(orjson.dumps({"detail": words}), status_code=status, media_type="application/json")
