"""The page of one patient: what `osteon review --format html` shows, with ways on to each finding and each lesion."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import translated
from osteon.review.html import Surroundings, view_of
from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.decisions.standing import OPEN, Standing, standing
from osteon.serve.decisions.telling import decision_line, decision_title, return_lines
from osteon.serve.pages.page import Opened, language_of, link, page, review_for_page
from osteon.serve.records.routes import AsOf, PatientId
from osteon.serve.site import site_of
from osteon.serve.storage.database import reading
from osteon.serve.storage.decisions import decisions_of

__all__ = ["routes"]

routes = APIRouter()


@routes.get("/patient/{id}", response_class=Response)
def show_patient(
    request: Request, id: PatientId, asker: Annotated[Asker, allowed(Permission.READ)], as_of: AsOf = None
) -> Response:
    """The review of a patient."""
    opened = review_for_page(request, asker, id, as_of)
    language = language_of(request)
    stands = _standings(request, id, opened)

    def decided(finding: str, lesion: str) -> Mapping[str, Any] | None:
        return _decided(stands.get((finding, lesion or None)), language)

    around = Surroundings(
        finding=lambda finding, lesion: link(request, "patient", id, "finding", finding, lesion=lesion),
        lesion=lambda lesion: link(request, "patient", id, "lesion", lesion),
        decided=decided,
    )
    view = view_of(opened.review, around)
    return page(request, "patient.html.j2", title=translated(language, "Bone health review"), review=opened.review, view=view)


def _standings(request: Request, id: str, opened: Opened) -> dict[tuple[str, str | None], Standing]:
    with reading(site_of(request).database) as connection:
        decisions = decisions_of(connection, id)
    if not decisions:
        return {}
    at = opened.at.date() if isinstance(opened.at, datetime) else opened.at
    # Of the review as it was made: what changed must not hang on the language of the reader.
    return standing(decisions, opened.made.to_dict(), at)


def _decided(one: Standing | None, language: str) -> Mapping[str, Any] | None:
    """What was decided on a finding, in a line; and whether it is folded away for that."""
    if one is None or one.decision is None:
        return None
    said = decision_line(one.decision)
    if one.state == OPEN:
        why = " ".join(return_lines(one))
        return {"said": translated(language, "It came back. {why} Before that: {said}", why=why, said=said), "aside": False}
    return {"said": said, "aside": True, "what": decision_title(one.decision)}
