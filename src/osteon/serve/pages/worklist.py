"""The first page, and the list of patients, the most urgent first."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import _, translated
from osteon.review.translation import sentence
from osteon.review.wording import URGENCIES
from osteon.serve.access.asking import allowed, known_asker
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.audit import chain
from osteon.serve.audit.noting import note
from osteon.serve.pages.page import go_to, language_of, page
from osteon.serve.records.routes import AsOf
from osteon.serve.reviewing import moment_of, patients_by_urgency
from osteon.serve.site import site_of

__all__ = ["routes"]

routes = APIRouter()
ROWS = 50


@routes.get("/", response_class=Response)
def show_home(request: Request) -> Response:
    """To the list of patients; a patient to her own page; who may see neither, to what she may."""
    asker = known_asker(request)
    if asker is not None and asker.patient is not None:
        return go_to(request, "patient", asker.patient)
    if asker is not None and not asker.may(Permission.LIST):
        return go_to(request, "accounts" if asker.may(Permission.ACCOUNTS) else "account")
    return go_to(request, "worklist")


@routes.get("/worklist", response_class=Response)
def show_worklist(
    request: Request,
    asker: Annotated[Asker, allowed(Permission.LIST)],
    as_of: AsOf = None,
    page_number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """All patients, the most urgent first."""
    site = site_of(request)
    at = moment_of(as_of or None)
    found = patients_by_urgency(site.database, site.reviewer, at, limit=ROWS, offset=ROWS * (page_number - 1))
    detail = {"as_of": found["as_of"], "patients": [row["id"] for row in found["patients"]], "request": request.state.request}
    note(site.database, chain.Deed(asker.name, "list-patients", None, "done", detail))
    rows = [_row(one) for one in found["patients"]]
    return page(request, "worklist.html.j2", title=translated(language_of(request), "Patients"), rows=rows, found=found)


def _row(listed: dict[str, Any]) -> dict[str, Any]:
    finding = (listed["review"] or {}).get("finding") or {}
    urgency = finding.get("urgency", "")
    words, title = _(URGENCIES[urgency]) if urgency else "", sentence(finding.get("title") or "")
    return {**listed, "urgency": urgency, "urgency_word": words, "finding": title}
