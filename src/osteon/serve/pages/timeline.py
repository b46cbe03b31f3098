"""The timeline of one patient: what was given, done and measured, in lanes on one time axis."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import translated
from osteon.review.lanes.history import history
from osteon.review.lanes.picture import RANGES, ZEROS, Choice, picture_of
from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.pages.page import language_of, link, page, review_for_page
from osteon.serve.records.routes import AsOf, PatientId

__all__ = ["routes"]

routes = APIRouter()

Zero = Annotated[Literal["calendar", "diagnosis", "bone-metastasis", "birth"], Query(description="the day that time is counted from")]
Span = Annotated[Literal["all", "2y", "6m"], Query(description="how far back")]


@routes.get("/patient/{id}/timeline", response_class=Response)
def show_timeline(
    request: Request,
    id: PatientId,
    asker: Annotated[Asker, allowed(Permission.READ)],
    as_of: AsOf = None,
    zero: Zero = "calendar",
    span: Span = "all",
) -> Response:
    """The history of a patient up to the date of the review."""
    opened = review_for_page(request, asker, id, as_of)
    language = language_of(request)
    told = history(opened.made, opened.review)
    days = told["zeros"]
    chosen = zero if zero in days else "calendar"

    def address(finding: str, lesion: str) -> str:
        return link(request, "patient", id, "finding", finding, lesion=lesion)

    def way(zero: str, span: str) -> str:
        return link(request, "patient", id, "timeline", zero=zero, span=span)

    names = {
        "calendar": translated(language, "Calendar"),
        "diagnosis": translated(language, "Since diagnosis"),
        "bone-metastasis": translated(language, "Since first bone metastasis"),
        "birth": translated(language, "Age"),
    }
    spans = {
        "all": translated(language, "Everything"),
        "2y": translated(language, "Last 2 years"),
        "6m": translated(language, "Last 6 months"),
    }
    return page(
        request,
        "timeline.html.j2",
        title=translated(language, "Timeline"),
        review=opened.review,
        view=picture_of(told, Choice(chosen, span, language), address),
        zeros=[(names[one], way(one, span), one == chosen) for one in ZEROS if one == "calendar" or one in days],
        spans=[(spans[one], way(chosen, one), one == span) for one in RANGES],
    )
