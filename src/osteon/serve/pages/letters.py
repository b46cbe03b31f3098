"""Letters about one patient, as pages to print and as PDF: one for the team, and one for her where the site has switched that on."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import N_, translated
from osteon.review.letters.clinic import clinic_letter
from osteon.review.letters.paper import NO_PDF, pdf_letter
from osteon.review.letters.patient import WHY_OFF, patient_letter, why_no_letter
from osteon.review.wording import names_of
from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.decisions.standing import OPEN, standing
from osteon.serve.decisions.telling import decision_line
from osteon.serve.failures import Issue, RequestError
from osteon.serve.pages.finding import day_of
from osteon.serve.pages.page import Opened, language_of, link, page, review_for_page
from osteon.serve.records.routes import AsOf, PatientId
from osteon.serve.site import site_of
from osteon.serve.storage.database import reading
from osteon.serve.storage.decisions import decisions_of

__all__ = ["routes"]

routes = APIRouter()

PRINTING: Final = threading.BoundedSemaphore(2)
"""Turns to make a PDF, which takes half a second of a processor."""
FOR_HER: Final = N_("There is no letter at the moment. Call your team.")
Reader = Annotated[Asker, allowed(Permission.READ)]


@routes.get("/patient/{id}/letter/clinic", response_class=Response)
def show_clinic_letter(request: Request, id: PatientId, asker: Reader, as_of: AsOf = None) -> Response:
    """The letter for the team."""
    opened = review_for_page(request, asker, id, as_of)
    return _shown(request, opened, id, "clinic", _clinic(request, asker, opened, id))


@routes.get("/patient/{id}/letter/clinic.pdf", response_class=Response)
def send_clinic_letter(request: Request, id: PatientId, asker: Reader, as_of: AsOf = None) -> Response:
    """The letter for the team, as PDF."""
    opened = review_for_page(request, asker, id, as_of)
    return _printed(request, "clinic", _clinic(request, asker, opened, id))


@routes.get("/patient/{id}/letter/patient", response_class=Response)
def show_patient_letter(request: Request, id: PatientId, asker: Reader, as_of: AsOf = None) -> Response:
    """The letter for the patient; a page that says why, where there is none."""
    opened = review_for_page(request, asker, id, as_of)
    reason = _why_not(request, asker, opened)
    return _shown(request, opened, id, "patient", None if reason else _patient(request, opened), reason)


@routes.get("/patient/{id}/letter/patient.pdf", response_class=Response)
def send_patient_letter(request: Request, id: PatientId, asker: Reader, as_of: AsOf = None) -> Response:
    """The letter for the patient, as PDF."""
    opened = review_for_page(request, asker, id, as_of)
    reason = _why_not(request, asker, opened)
    if reason:
        raise RequestError(409, Issue("", reason, "business-rule"))
    return _printed(request, "patient", _patient(request, opened))


def _clinic(request: Request, asker: Asker, opened: Opened, id: str) -> dict[str, Any]:
    language = language_of(request)
    with reading(site_of(request).database) as connection:
        decisions = decisions_of(connection, id)
    names, decided = names_of(opened.review), []
    for one in standing(decisions, opened.made.to_dict(), day_of(opened)).values():
        if one.decision is not None:
            said = decision_line(one.decision)
            if one.state == OPEN:
                said = translated(language, "It came back since. Before that: {said}", said=said)
            # What colleagues wrote to each other is not hers to find without them.
            words = one.decision.words if asker.patient is None else ""
            decided.append({"finding": names.get(one.finding, one.finding), "said": said, "words": words})
    return clinic_letter(opened.review, language, decided)


def _patient(request: Request, opened: Opened) -> dict[str, Any]:
    return patient_letter(opened.review, language_of(request), site_of(request).settings.phone)


def _why_not(request: Request, asker: Asker, opened: Opened) -> str:
    """Why there is no letter for the patient; to herself no more than that."""
    language = language_of(request)
    reason = why_no_letter(opened.review) if site_of(request).settings.patient_letters else WHY_OFF
    return translated(language, reason if asker.patient is None else FOR_HER) if reason else ""


def _shown(
    request: Request, opened: Opened, id: str, kind: str, letter: Mapping[str, Any] | None, reason: str = ""
) -> Response:
    language = language_of(request)
    names = {"clinic": translated(language, "Letter for the team"), "patient": translated(language, "Letter for the patient")}
    return page(
        request,
        "letter_page.html.j2",
        title=names[kind],
        review=opened.review,
        letter=letter,
        reason=reason,
        body=f"letter_{kind}.html.j2",
        pdf=link(request, "patient", id, "letter", f"{kind}.pdf"),
    )


def _printed(request: Request, kind: str, letter: Mapping[str, Any]) -> Response:
    language = language_of(request)
    try:
        with PRINTING:
            content = pdf_letter(kind, letter, language)
    except ImportError:
        raise RequestError(501, Issue("", translated(language, NO_PDF), "not-supported")) from None
    headers = {"Content-Disposition": f'inline; filename="letter-{kind}.pdf"', "Content-Language": language}
    return Response(content, media_type="application/pdf", headers=headers)
