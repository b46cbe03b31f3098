"""The first page, and the list of patients, the most urgent first."""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from osteon.engine.rules import URGENCIES
from osteon.language import translated, translated_count
from osteon.pathway import pathway
from osteon.review import wording
from osteon.review.translation import sentence
from osteon.serve.access.asking import allowed, known_asker
from osteon.serve.access.forms import form_of
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.audit import chain
from osteon.serve.audit.noting import note
from osteon.serve.pages.page import go_to, language_of, link, page
from osteon.serve.records.routes import AsOf
from osteon.serve.reviewing import moment_of, patients_by_urgency, rank_of
from osteon.serve.site import site_of
from osteon.serve.storage.reviews import Wanted

__all__ = ["routes"]

routes = APIRouter()
ROWS: Final = 50
ELSEWHERE: Final = ((Permission.ACCOUNTS, "accounts"), (Permission.COHORT, "cohort"), (Permission.SEND, "upload"))
"""First pages of those who may not see the patients."""
FILTERS: Final = ("name", "urgency", "topic", "undecided", "reviewed", "died")
FOUND: Final = 100
"""Most patients that a search by name shows."""


@routes.get("/", response_class=Response)
def show_home(request: Request) -> Response:
    """To the list of patients; a patient to her own page; who may see neither, to what she may."""
    asker = known_asker(request)
    if asker is not None and asker.patient is not None:
        return go_to(request, "patient", asker.patient)
    if asker is not None and not asker.may(Permission.LIST):
        return go_to(request, next((page for may, page in ELSEWHERE if asker.may(may)), "account"))
    return go_to(request, "worklist")


@routes.get("/worklist", response_class=Response)
def show_worklist(
    request: Request,
    asker: Annotated[Asker, allowed(Permission.LIST)],
    as_of: AsOf = None,
    urgency: str = "",
    topic: Annotated[str, Query(max_length=60)] = "",
    undecided: bool = False,
    reviewed: Literal["", "yes", "no"] = "",
    died: bool = False,
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
) -> Response:
    """All patients, the most urgent first, or some of them."""
    wanted = Wanted(
        rank=rank_of(urgency or None),
        topic=topic or None,
        undecided=undecided,
        reviewed={"yes": True, "no": False}.get(reviewed),
        died=died,
    )
    given = ("", urgency, topic, "true" if undecided else "", reviewed, "true" if died else "")
    chosen = dict(zip(FILTERS, given, strict=True))
    return _list(request, asker, as_of, wanted, chosen, number)


@routes.post("/worklist", response_class=Response)
def find_patient_by_name(
    request: Request,
    asker: Annotated[Asker, allowed(Permission.LIST)],
    form: Annotated[dict[str, list[str]], Depends(form_of)],
    as_of: AsOf = None,
) -> Response:
    """Patients by a part of their name. Sent as a form: a name in an address would be kept by browsers and proxies."""
    words = form.get("name", [""])[0].strip()[:200]
    if not words:
        return go_to(request, "worklist")
    return _list(request, asker, as_of, Wanted(words=words), dict.fromkeys(FILTERS, "") | {"name": words}, 1)


def _list(
    request: Request, asker: Asker, as_of: str | None, wanted: Wanted, chosen: dict[str, str], number: int
) -> Response:
    site, language = site_of(request), language_of(request)
    at, most = moment_of(as_of or None), FOUND if wanted.words else ROWS
    found = patients_by_urgency(site.database, site.reviewer, at, wanted=wanted, limit=most, offset=most * (number - 1))
    shown = [row["id"] for row in found["patients"]]
    detail = {"as_of": found["as_of"], "patients": shown, "request": request.state.request}
    note(site.database, chain.Deed(asker.name, "list-patients", None, "done", detail))
    begin = most * (number - 1)

    def turned(to: int) -> str:
        return link(request, "worklist", **(chosen | {"name": ""}), page=to if to > 1 else None)

    return page(
        request,
        "worklist.html.j2",
        title=translated(language, "Patients"),
        rows=[_row(one, language) for one in found["patients"]],
        total=found["total"],
        pending=found["pending"],
        day=wording.day(at.isoformat()),
        iso_day=at.isoformat()[:10],
        chosen=chosen,
        filtered=any(chosen.values()),
        urgencies=[(name, translated(language, wording.URGENCIES[name])) for name in URGENCIES],
        topics=[(topic.id, sentence(topic.title)) for topic in pathway().topics if topic.recommendations],
        more=found["total"] > len(shown) if wanted.words else False,
        begin=begin + 1,
        end=begin + len(shown),
        earlier=turned(number - 1) if number > 1 else "",
        later=turned(number + 1) if not wanted.words and begin + len(shown) < found["total"] else "",
    )


def _row(listed: dict[str, Any], language: str) -> dict[str, Any]:
    review = listed["review"]
    finding = (review or {}).get("finding") or {}
    urgency = finding.get("urgency", "")
    return {
        "id": listed["id"],
        "name": listed["name"] or listed["id"],
        "birth_year": listed["birth_year"],
        "urgency": urgency,
        "state": _state(review, urgency),
        "urgency_word": translated(language, wording.URGENCIES[urgency]) if urgency else "",
        "finding": sentence(finding.get("title") or ""),
        "error": (review or {}).get("error", ""),
        "died": bool((review or {}).get("died")),
        "told": _told(review, language) if review and "error" not in review else [],
    }


def _state(review: dict[str, Any] | None, urgency: str) -> str:
    """What a row begins with: `waiting` for its review, `unreadable`, `quiet` where nothing is open, or else an `urgency`."""
    if review is None:
        return "waiting"
    if "error" in review:
        return "unreadable"
    return "urgency" if urgency else "quiet"


def _told(review: dict[str, Any], language: str) -> list[str]:
    """The counts of a row, the most urgent first; what is zero is not told."""
    counts = [
        ("{count} emergency", "{count} emergencies", review["open"].get("emergency", 0)),
        ("{count} urgent", "{count} urgent", review["open"].get("urgent", 0)),
        ("{count} soon", "{count} soon", review["open"].get("soon", 0)),
        ("{count} urgent one not decided", "{count} urgent ones not decided", review["undecided_urgent"]),
        ("{count} decided on", "{count} decided on", review["decided"]),
        ("{count} entry not used", "{count} entries not used", review["problems"]),
    ]
    return [translated_count(language, one, many, count) for one, many, count in counts if count]
