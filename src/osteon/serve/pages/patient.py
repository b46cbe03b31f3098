"""The page of one patient: what `osteon review --format html` shows, with ways on to each finding and each lesion."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import translated
from osteon.review.html import Addresses, view_of
from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.pages.page import language_of, link, page, review_for_page
from osteon.serve.records.routes import AsOf, PatientId

__all__ = ["routes"]

routes = APIRouter()


@routes.get("/patient/{id}", response_class=Response)
def show_patient(
    request: Request, id: PatientId, asker: Annotated[Asker, allowed(Permission.READ)], as_of: AsOf = None
) -> Response:
    """The review of a patient."""
    opened = review_for_page(request, asker, id, as_of)
    addresses = Addresses(
        finding=lambda finding, lesion: link(request, "patient", id, "finding", finding, lesion=lesion),
        lesion=lambda lesion: link(request, "patient", id, "lesion", lesion),
    )
    view = view_of(opened.review, addresses)
    title = translated(language_of(request), "Bone health review")
    return page(request, "patient.html.j2", title=title, review=opened.review, view=view)
