"""What the pages of accounts have in common: the fields of their forms, where to go on, and whether a person showed lately who she is."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from osteon.serve.access.cookies import BROWSER, SESSION, set_cookie
from osteon.serve.access.sessions import Found
from osteon.serve.accounts.signing_in import SignedIn
from osteon.serve.failures import Issue, RequestError
from osteon.serve.settings import ServeSettings
from osteon.serve.site import site_of
from osteon.serve.storage.moments import later

__all__ = ["field", "go_on", "must_confirm", "own_words", "place_of", "session_of", "show_minute", "with_session"]

PLACE: Final = re.compile(r"/(?![/\\])[!-\[\]-~]{0,500}")
BROWSER_DAYS: Final = 180
CONFIRMED_MINUTES: Final = 10
"""A page where accounts are changed is shown to who has shown so lately who she is."""
SENT_MINUTES: Final = 20
"""And what it sends is taken a little longer."""


def field(form: dict[str, list[str]], name: str) -> str:
    """One field of a form, as it was written; empty where it is not there or is there twice."""
    values = form.get(name, [])
    return values[0] if len(values) == 1 else ""


def place_of(text: str | None) -> str:
    """An address of this server to go on to; its first page for everything else."""
    return text if text and PLACE.fullmatch(text) else "/"


def go_on(address: str) -> Response:
    """To the page to look at now."""
    return RedirectResponse(address, 303)


def with_session(response: Response, settings: ServeSettings, given: SignedIn) -> Response:
    """An answer that begins a session in this browser."""
    set_cookie(response, settings, SESSION, given.token)
    set_cookie(response, settings, BROWSER, given.mark, seconds=BROWSER_DAYS * 86400)
    return response


def session_of(request: Request) -> Found | None:
    """The session of a person; None for whoever sits at the machine of a server without accounts, and for programs."""
    found: Found | None = getattr(request.state, "session", None)
    return found


def must_confirm(request: Request, back: str) -> None:
    """Raises RequestError that leads to where a person shows anew who she is, unless she did so lately."""
    found = session_of(request)
    minutes = CONFIRMED_MINUTES if request.method == "GET" else SENT_MINUTES
    if found is not None and found.session.confirmed < later(minutes=-minutes):
        told = Issue("", "Show first that it is you.", "login")
        raise RequestError(303, told, headers={"Location": f"/account/confirm?next={quote(back, safe='')}"})


def own_words(request: Request, name: str) -> tuple[str, ...]:
    """Words that are no password here: of the account and of the site."""
    host = urlsplit(site_of(request).settings.base_address).hostname or ""
    return (*re.split(r"[._@-]", name), name, host, *host.split("."))


def show_minute(moment: str | None) -> str:
    """A moment for a table: `2026-01-31 09:30 UTC`."""
    return f"{moment[:10]} {moment[11:16]} UTC" if moment else ""

