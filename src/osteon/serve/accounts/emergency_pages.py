"""The page of emergency access to one record."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Depends
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import translated
from osteon.serve.access import sessions
from osteon.serve.access.asking import allowed
from osteon.serve.access.cookies import SESSION, set_cookie
from osteon.serve.access.forms import form_of
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.accounts.emergency import LONGEST, REASONS, SHORTEST, begin_emergency, end_emergency, until
from osteon.serve.accounts.visits import field, show_minute
from osteon.serve.audit import chain
from osteon.serve.failures import Issue, RequestError
from osteon.serve.operation.logs import tell
from osteon.serve.pages.page import go_to, language_of, page
from osteon.serve.records.routes import PatientId
from osteon.serve.site import site_of
from osteon.serve.storage.database import reading, writing

__all__ = ["routes"]

routes = APIRouter()
Form = Annotated[dict[str, list[str]], Depends(form_of)]
May = Annotated[Asker, allowed(Permission.EMERGENCY)]


@routes.get("/patient/{id}/emergency", response_class=Response)
def show_emergency(request: Request, id: PatientId, asker: May) -> Response:
    """Asks for the reason, or says until when the access lasts."""
    return _shown(request, id, asker)


def _shown(request: Request, id: str, asker: Asker, wrong: str = "", reason: str = "", explanation: str = "") -> Response:
    site, language = site_of(request), language_of(request)
    if asker.account is None:
        raise RequestError(409, Issue("", "Whoever uses this machine may read every record here: there are no accounts yet.", "conflict"))
    with reading(site.database) as connection:
        ends = until(connection, asker, id)
    return page(
        request,
        "emergency.html.j2",
        title=translated(language, "Emergency access"),
        status=400 if wrong else 200,
        id=id,
        wrong=translated(language, wrong) if wrong else "",
        ends=show_minute(ends),
        reasons={code: translated(language, words) for code, words in REASONS.items()},
        reason=reason,
        explanation=explanation,
        shortest=SHORTEST,
        longest=LONGEST,
        minutes=site.settings.emergency_minutes,
    )


@routes.post("/patient/{id}/emergency", response_class=Response)
def begin(request: Request, id: PatientId, asker: May, form: Form) -> Response:
    """Begin emergency access to this record; the session gets a new secret, because it may do more now."""
    site, reason, explanation = site_of(request), field(form, "reason"), field(form, "explanation")
    if asker.account is None or asker.session is None:
        return _shown(request, id, asker)
    minutes = site.settings.emergency_minutes
    try:
        with writing(site.database) as connection:
            begin_emergency(connection, asker, id, reason, explanation, minutes)
            token = sessions.renew(connection, asker.session)
            detail = {"reason": reason, "minutes": minutes, "request": request.state.request}
            chain.add(connection, [chain.Deed(asker.name, "emergency-access", id, "done", detail)])
    except RequestError as refusal:
        return _shown(request, id, asker, str(refusal), reason, explanation)
    site.metrics.emergencies.inc()
    tell("emergency access", level=logging.WARNING, client=request.state.client, reason=reason, request=request.state.request)
    response = go_to(request, "patient", id)
    set_cookie(response, site.settings, SESSION, token)
    return response


@routes.post("/patient/{id}/emergency/end", response_class=Response)
def end(request: Request, id: PatientId, asker: May, form: Form) -> Response:
    """End it before its time."""
    site = site_of(request)
    if asker.account is not None:
        with writing(site.database) as connection:
            if end_emergency(connection, asker, id):
                chain.add(connection, [chain.Deed(asker.name, "emergency-end", id, "done", {"request": request.state.request})])
    return go_to(request)
