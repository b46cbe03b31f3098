"""The page behind a one-time link: a person sets her password and her authenticator, and is signed in."""

from __future__ import annotations

import time
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import N_, translated
from osteon.serve.access.forms import form_of
from osteon.serve.accounts import codes, passwords
from osteon.serve.accounts.accounts import account_by_id, plain_name
from osteon.serve.accounts.links import Opened, open_link, use_link
from osteon.serve.accounts.signing_in import enter
from osteon.serve.accounts.visits import field, own_words, with_session
from osteon.serve.audit import chain
from osteon.serve.failures import Issue, RequestError, ServeError
from osteon.serve.pages.page import language_of, page
from osteon.serve.site import site_of
from osteon.serve.storage.database import reading, writing

__all__ = ["OPEN", "routes"]

routes = APIRouter()
OPEN = frozenset(("/link/{token}",))
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{43}$")]
GONE = N_("This link does not count: it was used, has ended, or is not whole. Ask an administrator for a new one.")


@routes.get("/link/{token}", response_class=Response)
def show_link(request: Request, token: Token) -> Response:
    """The form to set password and authenticator. Opening it does not use up the link."""
    site = site_of(request)
    with reading(site.database) as connection:
        opened = open_link(connection, token)
    return _shown(request, _counts(opened))


def _counts(opened: Opened | None) -> Opened:
    if opened is None:
        raise RequestError(404, Issue("", GONE, "not-found"))
    return opened


def _shown(request: Request, opened: Opened, *, name: str = "", wrong: str = "") -> Response:
    """The secret in the picture may be named after nobody yet: the authenticator shows the site then."""
    host = request.url.hostname or ""
    address = codes.setting_address(opened.second, opened.name or "administrator", f"Osteon {host}")
    return page(
        request,
        "link.html.j2",
        title=translated(language_of(request), "Set your password"),
        status=400 if wrong else 200,
        opened=opened,
        name=opened.name or name,
        wrong=wrong,
        picture=codes.picture(address),
        secret=" ".join(opened.second[place : place + 4] for place in range(0, len(opened.second), 4)),
        shortest=passwords.SHORTEST,
    )


@routes.post("/link/{token}", response_class=Response)
def take_link(request: Request, token: Token, form: Annotated[dict[str, list[str]], Depends(form_of)]) -> Response:
    """Set password and authenticator, use up the link, and begin a session."""
    site, language = site_of(request), language_of(request)
    with reading(site.database) as connection:
        opened = _counts(open_link(connection, token))
    name, password = opened.name or plain_name(field(form, "name")), field(form, "password")
    half_minute = codes.half_minute_of(opened.second, field(form, "code"), time.time(), 0)
    wrong = passwords.objection(password, own_words(request, name))
    if wrong is None and password != field(form, "again"):
        wrong = N_("The two passwords are not the same.")
    if wrong is None and half_minute is None:
        wrong = N_("The code is not that of your authenticator now. Wait for the next one; the clock of the telephone has to be right.")
    if wrong is not None or half_minute is None:
        return _shown(request, opened, name=name, wrong=translated(language, wrong or ""))
    kept = passwords.hashed(password)
    try:
        with writing(site.database) as connection:
            opened = _counts(open_link(connection, token))
            id, recovery = use_link(connection, opened, name, kept, half_minute)
            row = account_by_id(connection, id)
            detail = {"request": request.state.request, "account": row.name}
            deeds = [] if opened.account else [chain.Deed(row.name, "add-account", None, "done", detail | {"roles": ["administrator"]})]
            chain.add(connection, [*deeds, chain.Deed(row.name, "use-link", None, "done", detail)])
            given = enter(request, connection, row, "link")
    except ServeError as fault:
        return _shown(request, opened, name=name, wrong=translated(language, str(fault)))
    site.metrics.sign_ins.labels("link").inc()
    title = translated(language, "Your recovery codes")
    return with_session(page(request, "recovery.html.j2", title=title, recovery=recovery, next="/"), site.settings, given)
