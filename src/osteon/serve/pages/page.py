"""A page: a template in the layout of the site, in the language of the reader, with what every page needs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import quote, urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

import osteon
from osteon.language import LANGUAGES, _, spoken
from osteon.language.in_templates import speak_in
from osteon.pathway import pathway
from osteon.review import Review, wording
from osteon.review.html import TEMPLATES, head_of
from osteon.review.translation import in_language
from osteon.review.trends import page as with_trends
from osteon.serve.access.asking import see
from osteon.serve.access.forms import TOKEN_FIELD, csrf_token
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.audit import chain
from osteon.serve.audit.noting import note
from osteon.serve.failures import RequestError
from osteon.serve.pages.assets import address_of_asset
from osteon.serve.pages.speaking import LANGUAGE_COOKIE
from osteon.serve.reviewing import moment_of, review_now
from osteon.serve.site import site_of

__all__ = ["MORE_TIME", "Opened", "go_to", "language_of", "link", "page", "review_for_page"]

HERE: Final = Path(__file__).parent
A_YEAR: Final = 365 * 24 * 3600
KEPT: Final = ("as_of", "language")
"""What a reader chose, and keeps from page to page."""


class Opened(NamedTuple):
    """The review of a patient, opened for a page: as `osteon review --format json` writes it, its words in the reader's language, with
    trends, doses, and the entries of the record that it names (`trends`, `agent_doses`, `sources`)."""

    review: dict[str, Any]
    made: Review
    """The same as objects, with the timeline that it rests on."""
    at: date | datetime
    version: int
    """Sequence of the newest change to the record that the review rests on."""


def review_for_page(request: Request, asker: Asker, id: str, as_of: str | None = None) -> Opened:
    """The review of a patient for a page. Raises RequestError when it is not the asker's to see, or there is none.

    Whether it was read or refused stands in the audit trail when this returns or raises.
    """
    site = site_of(request)
    see(site, request, asker, id)
    at = moment_of(as_of or None)
    shown = getattr(request.scope.get("route"), "path", "none")
    detail: dict[str, Any] = {"as_of": at.isoformat(), "page": shown, "request": request.state.request}
    try:
        made, version = review_now(site.database, site.reviewer, id, at)
    except RequestError as refusal:
        note(site.database, chain.Deed(asker.name, "read-review", id, "refused", detail | {"status": refusal.status}))
        raise
    note(site.database, chain.Deed(asker.name, "read-review", id, "done", detail | {"version": version}))
    site.metrics.reviews.labels("made").inc()
    review = in_language(with_trends(made), language_of(request))
    spoken().note(review)
    return Opened(review, made, at, version)


def language_of(request: Request) -> str:
    """The language of the answer, which `Speaking` has chosen."""
    return spoken().language.code


def link(request: Request, *parts: str, **query: str | int | None) -> str:
    """Address of a page of this site: `link(request, "patient", id, "timeline")`. Keeps the date and the language that were chosen."""
    chosen = {name: value for name in KEPT if (value := request.query_params.get(name))}
    chosen |= {name: str(value) for name, value in query.items() if value not in (None, "")}
    path = "/" + "/".join(quote(part, safe="~:") for part in parts)
    return f"{path}?{urlencode(chosen)}" if chosen else path


def go_to(request: Request, *parts: str, **query: str | int | None) -> Response:
    """After a form was taken: the page to look at now."""
    return RedirectResponse(link(request, *parts, **query), 303)


MORE_TIME: Final = "more-time"
"""Name of the button that brings a form back as it was filled in, before the session ends. Nothing is kept of it."""


@cache
def _environment() -> Environment:
    loader = FileSystemLoader([HERE / "templates", HERE.parent / "accounts" / "templates", TEMPLATES])
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    made.globals["asset"] = address_of_asset
    return speak_in(made)


def page(
    request: Request,
    template: str,
    *,
    title: str,
    review: Mapping[str, Any] | None = None,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    **values: Any,
) -> Response:
    """A page of the site. `review`: of the patient whom it is about, if it extends `patient_layout.html.j2`."""
    language = language_of(request)
    asker: Asker | None = getattr(request.state, "asker", None)
    idle_minutes = site_of(request).settings.session_idle_minutes
    carried = dict(headers or {})
    if asker is not None and asker.account is not None:
        # When the session has ended by itself, what was on the screen goes with it.
        back = quote(request.url.path, safe="") if request.method == "GET" else ""
        carried.setdefault("Refresh", f"{idle_minutes * 60 + 5}; url=/sign-in?ended=1&next={back}")
    given: dict[str, Any] = {
        "title": title,
        "asker": asker,
        "idle_minutes": idle_minutes,
        "may": lambda name: asker is not None and asker.may(Permission(name)),
        "language": language,
        "languages": LANGUAGES,
        "in_language": lambda code: f"{request.url.path}?{urlencode({**request.query_params, 'language': code})}",
        "here": request.url.path,
        "query": dict(request.query_params),
        "as_of": request.query_params.get("as_of", ""),
        "link": partial(link, request),
        "csrf_field": lambda: Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, csrf_token(request)),
        "version": osteon.__version__,
        "pathway_version": pathway().version,
        "scope": _(wording.SCOPE),
    }
    if review is not None:
        given["head"] = head_of(review)
    text = _environment().get_template(template).render(given | values)
    answer = Response(text, status, carried, "text/html")
    if request.query_params.get("language") == language:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=A_YEAR, httponly=True, samesite="lax", secure=request.url.scheme == "https")
    return answer
