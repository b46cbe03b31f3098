"""Lets a request on to its route, if whoever is behind it has the permission that the route asks for. The one place that tells who asks."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import quote

from fastapi import Depends
from sqlalchemy import Connection
from starlette.requests import Request

from osteon.serve.access import sessions
from osteon.serve.access.cookies import SESSION, cookie
from osteon.serve.access.forms import from_own_page
from osteon.serve.access.roles import LOCAL, Asker, Permission, asks_for
from osteon.serve.access.tokens import any_client
from osteon.serve.accounts.accounts import any_account
from osteon.serve.answers import wants_page
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.noting import note
from osteon.serve.failures import Issue, RequestError
from osteon.serve.site import Site, site_of
from osteon.serve.storage.database import reading

__all__ = ["allowed", "anybody", "deny", "known_asker", "open_to_this_machine", "see"]

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")


def allowed(permission: Permission) -> Any:
    """The asker, for a route that needs `permission`. Who is not known gets 401 or is sent to sign in; who has no such role gets 403."""

    @asks_for(permission)
    def ask(request: Request) -> Asker:
        site = site_of(request)
        asker = known_asker(request)
        if asker is None:
            raise _unknown(site, request)
        if not asker.may(permission) and not _in_emergency(request, asker, permission):
            raise deny(site, request, asker, permission)
        return asker

    return Depends(ask)


def see(site: Site, request: Request, asker: Asker, patient: str) -> None:
    """Go on only if this patient's record is the asker's to see; the answer is the same whether she is known here or not.

    What is seen by emergency access stands in the audit trail as such, each time.
    """
    if not asker.may_see(patient):
        raise deny(site, request, asker, Permission.READ)
    if not asker.may(Permission.READ):
        route = getattr(request.scope.get("route"), "path", "none")
        detail = {"route": route, "request": request.state.request}
        note(site.database, Deed(asker.name, "emergency-read", patient, "done", detail))


def deny(site: Site, request: Request, asker: Asker, permission: Permission) -> RequestError:
    """The refusal, which is written into the audit trail. Who could use emergency access to a record is led to where it is asked for."""
    _note(site, request, asker.name, f"may not {permission.value}", "role")
    patient = request.path_params.get("id")
    if permission is Permission.READ and patient and asker.may(Permission.EMERGENCY) and wants_page(request.scope):
        return _go(f"/patient/{quote(patient, safe='~:')}/emergency")
    if asker.account is None:
        told = "This client may not do that. Ask whoever runs the server for the role."
    else:
        told = "Your account may not do that. Ask an administrator for the role."
    return RequestError(403, Issue("", told, "forbidden"))


def known_asker(request: Request) -> Asker | None:
    """Who asks; None for a stranger. Also for a page that anybody may see, and that shows more to those who are known."""
    site = site_of(request)
    with reading(site.database) as connection:
        asker = _by_token(site, request, connection) if "authorization" in request.headers else _by_session(site, request, connection)
        if asker is None and "authorization" not in request.headers and open_to_this_machine(site, connection):
            asker = LOCAL
    if asker is not None:
        request.state.asker = asker
        # The logs need not know people by name.
        request.state.client = f"account {asker.account}" if asker.account else asker.name
        found: sessions.Found | None = getattr(request.state, "session", None)
        if found is not None and found.old:
            key = found.session.key
            note(site.database, work=lambda connection: sessions.touch(connection, key))
    return asker


def anybody(connection: Connection) -> bool:
    """Whether there is, or was, an account or a client: from then on nobody is let in who is not known."""
    return any_account(connection) or any_client(connection)


def open_to_this_machine(site: Site, connection: Connection) -> bool:
    """Whether whoever sits at this machine may do everything: an embedded server, for this machine only, that knows nobody yet."""
    settings = site.settings
    return settings.on_loopback and site.database.embedded and not settings.oidc_issuer and not anybody(connection)


def _by_token(site: Site, request: Request, connection: Connection) -> Asker | None:
    kind, _, token = request.headers["authorization"].partition(" ")
    return site.verifier.asker(connection, token.strip()) if kind.lower() == "bearer" else None


def _by_session(site: Site, request: Request, connection: Connection) -> Asker | None:
    token = cookie(request, SESSION)
    found = sessions.find(connection, token, site.settings) if token else None
    if found is None:
        return None
    if request.method not in SAFE_METHODS and not from_own_page(request, site.settings):
        raise RequestError(403, Issue("", "Requests from pages of other sites are not answered.", "forbidden"))
    request.state.session = found
    return found.asker


def _in_emergency(request: Request, asker: Asker, permission: Permission) -> bool:
    return permission is Permission.READ and request.path_params.get("id") in asker.emergencies


def _unknown(site: Site, request: Request) -> RequestError:
    """The refusal of who is not known."""
    token = request.headers.get("authorization")
    if token is None and wants_page(request.scope) and request.method in SAFE_METHODS:
        # A person who is not signed in, or not any more, is no attack.
        query = f"?{request.url.query}" if request.url.query else ""
        return _go(f"/sign-in?next={quote(request.url.path + query, safe='')}")
    seconds = site.failures.wait(getattr(request.state, "address", ""), time.monotonic())
    if seconds:
        retry = {"Retry-After": str(int(seconds) + 1)}
        return RequestError(429, Issue("", "Too many requests without a token that counts. Wait, then go on.", "throttled"), headers=retry)
    _note(site, request, "unknown", "token does not count" if token else "no token", "token")
    told = "This needs a token: Authorization: Bearer TOKEN."
    if token:
        told = "The token does not count: it is unknown, was revoked, or has ended."
    elif wants_page(request.scope):
        told = "You are not signed in, or not any more. Nothing was changed. Sign in, then do it again."
    return RequestError(401, Issue("", told, "login"), headers={"WWW-Authenticate": 'Bearer realm="osteon"'})


def _go(address: str) -> RequestError:
    return RequestError(303, Issue("", "This is done elsewhere.", "login"), headers={"Location": address})


def _note(site: Site, request: Request, who: str, why: str, reason: str) -> None:
    site.metrics.denials.labels(reason).inc()
    route = getattr(request.scope.get("route"), "path", "none")
    detail = {"route": route, "method": request.method, "why": why, "request": request.state.request}
    note(site.database, Deed(who, "ask", None, "denied", detail))
