"""Pages of signing in and out: with password and code, or through the OpenID provider."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import translated
from osteon.serve.access import sessions
from osteon.serve.access.asking import allowed, known_asker
from osteon.serve.access.cookies import PROVIDER, SESSION, cookie, drop_cookie, set_cookie
from osteon.serve.access.forms import form_of
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.accounts.provided import ALLOWS_NOTHING, account_for
from osteon.serve.accounts.provider import BEGUN_SECONDS, Provider, ProviderError, sealed, unsealed
from osteon.serve.accounts.signing_in import enter, prove
from osteon.serve.accounts.visits import field, go_on, place_of, session_of, with_session
from osteon.serve.audit import chain
from osteon.serve.audit.noting import note
from osteon.serve.failures import Issue, RequestError
from osteon.serve.pages.page import language_of, page
from osteon.serve.site import Site, site_of
from osteon.serve.storage.database import writing

__all__ = ["OPEN", "routes"]

routes = APIRouter()
OPEN = frozenset(("/sign-in", "/sign-in/provider", "/sign-in/answer", "/signed-out", "/signed-out/provider"))
Form = Annotated[dict[str, list[str]], Depends(form_of)]


@routes.get("/sign-in", response_class=Response)
def show_sign_in(request: Request, next: str = "") -> Response:
    """The form to sign in."""
    return _shown(request, place_of(next), known=known_asker(request))


def _shown(request: Request, next: str, *, known: Asker | None = None, wrong: bool = False, status: int = 200) -> Response:
    site = site_of(request)
    return page(
        request,
        "sign_in.html.j2",
        title=translated(language_of(request), "Sign in"),
        status=status,
        next=next,
        known=known,
        wrong=wrong,
        ended="ended" in request.query_params,
        provider=site.provider is not None,
        minutes=site.settings.session_idle_minutes,
        hours=site.settings.session_hours,
    )


@routes.post("/sign-in", response_class=Response)
def sign_in(request: Request, form: Form) -> Response:
    """Sign in with name, password and code."""
    site, next = site_of(request), place_of(field(form, "next"))
    row = prove(request, field(form, "name"), field(form, "password"), field(form, "code"), "sign-in")
    if row is None:
        return _shown(request, next, wrong=True, status=403)
    with writing(site.database) as connection:
        given = enter(request, connection, row, "password")
    site.metrics.sign_ins.labels("password").inc()
    return with_session(go_on(next), site.settings, given)


@routes.get("/sign-in/provider", response_class=Response)
def go_to_provider(request: Request, next: str = "") -> Response:
    """To the OpenID provider. With a session: to show anew who she is."""
    site, provider = _provider(request)
    known_asker(request)
    found = session_of(request)
    confirms = found is not None and found.session.way == "provider" and "confirm" in request.query_params
    try:
        address, begun = provider.begin(place_of(next), str(found.asker.account) if found and confirms else "")
    except ProviderError as fault:
        raise _failed(site, request, fault) from None
    response = go_on(address)
    set_cookie(response, site.settings, PROVIDER, sealed(begun, site.secret), seconds=BEGUN_SECONDS)
    return response


@routes.get("/sign-in/answer", response_class=Response)
def come_from_provider(request: Request) -> Response:
    """Back from the OpenID provider."""
    site, provider = _provider(request)
    begun = unsealed(cookie(request, PROVIDER), site.secret)
    if begun is None:
        raise _failed(site, request, ProviderError("this browser began no sign-in"))
    query = request.query_params
    brought = {name: query[name] for name in ("state", "code", "error", "iss") if len(query.getlist(name)) == 1}
    try:
        stated = provider.finish(begun, brought)
    except ProviderError as fault:
        raise _failed(site, request, fault) from None
    with writing(site.database) as connection:
        row, why_not = account_for(connection, stated, site.settings)
        if row is not None and begun.account and begun.account != row.id:
            row, why_not = None, "confirmed by somebody else"
        detail = {"way": "provider", "request": request.state.request} | ({"why": why_not} if row is None else {})
        deed = chain.Deed("unknown" if row is None else row.name, "confirm" if begun.account else "sign-in")
        chain.add(connection, [deed._replace(outcome="done" if row is not None else "denied", detail=detail)])
        given = None if row is None else enter(request, connection, row, "provider")
    if given is None:
        site.metrics.denials.labels("provider").inc()
        response = _refused(request, ALLOWS_NOTHING)
    else:
        site.metrics.sign_ins.labels("provider").inc()
        response = with_session(go_on(begun.next), site.settings, given)
    drop_cookie(response, site.settings, PROVIDER)
    return response


def _refused(request: Request, told: str) -> Response:
    language = language_of(request)
    issues = [Issue("", translated(language, told), "forbidden")]
    return page(request, "refused.html.j2", title=translated(language, "Not allowed"), status=403, issues=issues)


def _failed(site: Site, request: Request, fault: ProviderError) -> RequestError:
    """Which check failed stands in the audit trail; the person is told to try again."""
    site.metrics.denials.labels("provider").inc()
    detail = {"way": "provider", "why": str(fault), "request": request.state.request}
    note(site.database, chain.Deed("unknown", "sign-in", None, "denied", detail))
    told = "The sign-in through your organisation did not succeed. Begin again; if it fails again, tell an administrator."
    return RequestError(403, Issue("", told, "login"))


def _provider(request: Request) -> tuple[Site, Provider]:
    site = site_of(request)
    if site.provider is None:
        raise RequestError(404, Issue("", "There is nothing at this address.", "not-found"))
    return site, site.provider


@routes.post("/sign-out", response_class=Response)
def sign_out(request: Request, asker: Annotated[Asker, allowed(Permission.OWN)], form: Form) -> Response:
    """End the session of this browser."""
    site, found = site_of(request), session_of(request)
    if found is not None:
        with writing(site.database) as connection:
            sessions.end(connection, str(asker.account), found.session.key)
            chain.add(connection, [chain.Deed(asker.name, "sign-out", None, "done", {"request": request.state.request})])
    response = go_on("/signed-out" + ("?provider" if found is not None and found.session.way == "provider" else ""))
    drop_cookie(response, site.settings, SESSION)
    # Nothing that this browser has kept of a record may be shown by going back.
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


@routes.get("/signed-out", response_class=Response)
def show_signed_out(request: Request) -> Response:
    """What is said after signing out."""
    site = site_of(request)
    offered = site.provider is not None and "provider" in request.query_params
    return page(request, "signed_out.html.j2", title=translated(language_of(request), "Signed out"), provider=offered)


@routes.get("/signed-out/provider", response_class=Response)
def leave_provider(request: Request) -> Response:
    """Sign out of the OpenID provider too, where it offers that."""
    site, provider = _provider(request)
    try:
        return go_on(provider.leave() or "/signed-out")
    except ProviderError as fault:
        raise _failed(site, request, fault) from None

