"""Lets a request on to its route, if the client behind it has the permission that the route asks for."""

from __future__ import annotations

import time
from typing import Any

from fastapi import Depends
from sqlalchemy import Connection
from starlette.requests import Request

from osteon.serve.access.roles import LOCAL, Asker, Permission
from osteon.serve.access.tokens import any_client
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.noting import note
from osteon.serve.failures import Issue, RequestError
from osteon.serve.site import Site, site_of
from osteon.serve.storage.database import reading

__all__ = ["allowed", "deny", "known_asker", "see"]


def allowed(permission: Permission) -> Any:
    """The asker, for a route that needs `permission`. Without a token that counts it is refused with 401, without the role with 403."""

    def ask(request: Request) -> Asker:
        site = site_of(request)
        asker = _asker(site, request)
        request.state.client, request.state.asker = asker.name, asker
        if not asker.may(permission):
            raise deny(site, request, asker.name, permission)
        return asker

    ask.permission = permission  # type: ignore[attr-defined]
    return Depends(ask)


def known_asker(request: Request) -> Asker | None:
    """Who asks, for a page that anybody may see and that shows more to those who are known."""
    site = site_of(request)
    with reading(site.database) as connection:
        asker = _known(site, request, connection)
    if asker is not None:
        request.state.client, request.state.asker = asker.name, asker
    return asker


def see(site: Site, request: Request, asker: Asker, patient: str) -> None:
    """Go on only if this patient's record is the asker's to see; the answer is the same whether she is known here or not."""
    if not asker.may_see(patient):
        raise deny(site, request, asker.name, Permission.READ)


def deny(site: Site, request: Request, who: str, permission: Permission) -> RequestError:
    """The refusal, which is written into the audit trail."""
    _note(site, request, who, f"may not {permission.value}", "role")
    return RequestError(403, Issue("", "This client may not do that. Ask whoever runs the server for the role.", "forbidden"))


def _asker(site: Site, request: Request) -> Asker:
    token = request.headers.get("authorization", "").partition(" ")[2]
    with reading(site.database) as connection:
        asker = _known(site, request, connection)
    if asker is not None:
        return asker
    seconds = site.failures.wait(getattr(request.state, "address", ""), time.monotonic())
    if seconds:
        retry = {"Retry-After": str(int(seconds) + 1)}
        raise RequestError(429, Issue("", "Too many requests without a token that counts. Wait, then go on.", "throttled"), headers=retry)
    told = (
        "The token does not count: it is unknown, was revoked, or has ended."
        if token
        else "This needs a token: Authorization: Bearer TOKEN."
    )
    _note(site, request, "unknown", "token does not count" if token else "no token", "token")
    raise RequestError(401, Issue("", told, "login"), headers={"WWW-Authenticate": 'Bearer realm="osteon"'})


def _known(site: Site, request: Request, connection: Connection) -> Asker | None:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if not token and site.settings.on_loopback and site.database.embedded and not any_client(connection):
        return LOCAL
    return site.verifier.asker(connection, token.strip()) if kind.lower() == "bearer" else None


def _note(site: Site, request: Request, who: str, why: str, reason: str) -> None:
    site.metrics.denials.labels(reason).inc()
    route = getattr(request.scope.get("route"), "path", "none")
    detail = {"route": route, "method": request.method, "why": why, "request": request.state.request}
    note(site.database, Deed(who, "ask", None, "denied", detail))


