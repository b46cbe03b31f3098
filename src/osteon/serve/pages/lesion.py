"""The page of one lesion: what is known of it, its scores, a form for what is not known, and what changed by the last entry."""

from __future__ import annotations

import secrets
from typing import Annotated, Any, Final, NamedTuple

import orjson
from fastapi import APIRouter, Depends, Path, Query
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import N_, _
from osteon.review import choices, wording
from osteon.review.body_map import body_map, is_drawn
from osteon.review.comparing import ScoreChange, VerdictChange, changed_scores, changed_verdicts
from osteon.review.translation import answer, placed, sentence
from osteon.review.wording import Json, items, text_of
from osteon.serve.access.asking import allowed
from osteon.serve.access.forms import form_of
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.assessments.questions import Group, places, questions_at, sides, without
from osteon.serve.assessments.recording import assessed_here, bundle_of, is_same, known_form, read_assessment
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.noting import note
from osteon.serve.decisions.decision import lesion_now
from osteon.serve.failures import Issue, RequestError
from osteon.serve.pages.finding import day_of, entry_view
from osteon.serve.pages.page import MORE_TIME, Opened, go_to, link, page, review_for_page
from osteon.serve.records.receiving import receive
from osteon.serve.records.routes import AsOf, PatientId
from osteon.serve.reviewing import review_now
from osteon.serve.site import site_of
from osteon.serve.storage.database import reading
from osteon.serve.storage.records import entries_of, sequences_of
from osteon.terminology import site as place_in_body

__all__ = ["routes"]

routes = APIRouter()

NEW: Final = "new"
LesionName = Annotated[str, Path(pattern=r"^[A-Za-z0-9.:#-]{1,100}$", description="name of the lesion in the review, or `new`")]
Recorded = Annotated[int | None, Query(ge=1, le=2**53, description="number of the submission whose effect is shown")]
Where = Annotated[str | None, Query(max_length=100, description="for `new`: site of the lesion")]
Side = Annotated[str | None, Query(max_length=20, description="for `new`: its side")]
Form = Annotated[dict[str, list[str]], Depends(form_of)]
MAKES_A_LESION: Final = frozenset(("finding.metastasis-imaging", "lesion.type"))
"""One of these has to be answered of a place that is no lesion yet: the rest alone does not say that there is one."""


@routes.get("/patient/{id}/lesion/{lesion}", response_class=Response)
def show_lesion(
    request: Request,
    id: PatientId,
    lesion: LesionName,
    asker: Annotated[Asker, allowed(Permission.READ)],
    as_of: AsOf = None,
    recorded: Recorded = None,
    site: Where = None,
    side: Side = None,
) -> Response:
    """What is known of a lesion, and the form to record more."""
    opened = review_for_page(request, asker, id, as_of)
    found = _found(opened.review, lesion, site, side)
    if lesion == NEW and found is not None and found.get("id"):
        return go_to(request, "patient", id, "lesion", found["id"])
    return _page(request, opened, id, lesion, found, recorded)


@routes.post("/patient/{id}/lesion/{lesion}", response_class=Response)
def record_assessment(
    request: Request,
    id: PatientId,
    lesion: LesionName,
    asker: Annotated[Asker, allowed(Permission.ASSESS)],
    form: Form,
    as_of: AsOf = None,
    site: Where = None,
    side: Side = None,
) -> Response:
    """Take in an assessment of a lesion, as entries of the record."""
    here = site_of(request)
    opened = review_for_page(request, asker, id, as_of)
    found = _found(opened.review, lesion, site, side)
    if found is None:
        raise RequestError(404, Issue("", "Say first where the lesion is.", "not-found"))
    if MORE_TIME in form:
        return _page(request, opened, id, lesion, found, sent=form)
    filled, faults = _filled(request, opened, id, found, form, asker)
    if filled is None:
        return _page(request, opened, id, lesion, found, None, faults, form)
    submission = filled.submission
    if submission is None:
        submission = receive(
            here.database,
            orjson.dumps(filled.bundle),
            media_type="application/fhir+json",
            client=asker.name,
            limits=here.limits,
            request=request.state.request,
        ).submission
        here.metrics.submissions.inc()
        detail = {"submission": submission, "entries": len(filled.bundle["entry"]), "request": request.state.request}
        note(here.database, Deed(asker.name, "record-assessment", id, "done", detail))
    after, _version = review_now(here.database, here.reviewer, id, opened.at)
    name = lesion_now(found.get("id") or _name(found), found.get("structure"), items(after.to_dict(), "lesions"))
    if name is None:
        return go_to(request, "patient", id)
    return go_to(request, "patient", id, "lesion", name, recorded=submission)


class _Filled(NamedTuple):
    """A form that may be taken in: as this bundle; or that was taken in before, as this submission."""

    bundle: dict[str, Any]
    submission: int | None


def _filled(
    request: Request, opened: Opened, id: str, lesion: Json, form: dict[str, list[str]], asker: Asker
) -> tuple[_Filled | None, dict[str, str]]:
    """What the form says, or what is not right with it, by field."""
    with reading(site_of(request).database) as connection:
        own = assessed_here(connection, id, [one["source"] for one in items(lesion, "entries")])
        known = known_form(connection, id, (form.get("token") or [""])[0])
        if known is not None:
            # What it marked as wrong is no entry of the lesion any more.
            own |= {one.reference: orjson.loads(one.body) for one in entries_of(connection, id, known.targets)}
        assessment, faults = read_assessment(form, questions_at(lesion["site"]), own, day_of(opened))
        if assessment is None:
            return None, faults
        if not lesion.get("id") and not {one.question.concept for one in assessment.answers} & MAKES_A_LESION:
            return None, {
                "assessment": _("Say whether imaging shows a metastasis here, or of which kind the lesion is: else it is no lesion yet."
                )
            }
        bundle = bundle_of(assessment, id, lesion, who=asker.name, wrong=[own[one] for one in assessment.wrong])
        if known is None or is_same(connection, id, known, bundle):
            return _Filled(bundle, known.submission if known is not None else None), {}
    return None, {
        "assessment": _("This form was recorded before, with other answers. Open the page of the lesion again, and correct it there."
        )
    }


def _found(review: Json, lesion: str, where: str | None, side: str | None) -> Json | None:
    """The lesion; for a new one its place, as a lesion without entries, or the lesion that is known there; None if no place is said."""
    lesions = items(review, "lesions")
    if lesion != NEW:
        found = next((one for one in lesions if one.get("id") == lesion), None)
        if found is None:
            raise RequestError(404, Issue("", "This review has no lesion of this name.", "not-found"))
        return found
    if not where:
        return None
    if where not in dict(places()) or (side and side not in dict(sides())):
        raise RequestError(400, Issue("site", "This is no place in the skeleton.", "value"))
    made: dict[str, Any] = {"site": where, "label": place_in_body(where).label, "laterality": side or None, "entries": []}
    known = [one for one in lesions if (one["site"], one["laterality"]) == (made["site"], made["laterality"])]
    return known[0] if known else made


def _name(place: Json) -> str:
    return f"{place['site']}:{place['laterality']}" if place["laterality"] else text_of(place, "site")


def _page(
    request: Request,
    opened: Opened,
    id: str,
    name: str,
    lesion: Json | None,
    recorded: int | None = None,
    faults: dict[str, str] | None = None,
    sent: dict[str, list[str]] | None = None,
) -> Response:
    site, review = site_of(request), opened.review
    known = lesion is not None and bool(lesion.get("id"))
    groups = questions_at(lesion["site"]) if lesion is not None else ()
    listed = items(lesion, "entries") if lesion is not None else []
    with reading(site.database) as connection:
        sources = [text_of(one, "source") for one in listed]
        entries = entries_of(connection, id, sources)
        own = assessed_here(connection, id, sources)
    scores = _of(lesion, items(review, "scores"))
    waiting = _waiting(opened, scores, groups)
    query = {} if known or lesion is None else {"site": lesion["site"], "side": lesion["laterality"]}
    form = sent or {}
    values: dict[str, Any] = {
        "lesion": lesion if known else None,
        "choosing": lesion is None,
        "place": _place(lesion, review),
        "since": wording.day(lesion.get("first_seen")) if known and lesion is not None else "",
        "notes": wording.words(lesion, "joined") if lesion is not None else [],
        "rows": [_row(one) for one in listed],
        "views": _views(lesion, review) if known and lesion is not None else [],
        "score_list": choices.scores({**review, "scores": scores}),
        "findings": _findings(request, id, lesion, review),
        "first": [question for group in groups for question in group.questions if waiting[question.concept]],
        "groups": without(groups, [concept for concept, scored in waiting.items() if scored]),
        "asks": bool(groups),
        "waiting": waiting,
        "sentence": sentence,
        "places": [(code, sentence(wording.capital(words))) for code, words in places()],
        "sides": sides(),
        "known": _known(groups, listed, own),
        "action": link(request, "patient", id, "lesion", name, **query),
        "latest": day_of(opened).isoformat(),
        "faults": faults or {},
        "more_time": sent is not None and not faults,
        "sent": {one: form.get(one, [""])[0] for one in ("day", "says", *_concepts(groups))},
        "sent_wrong": form.get("wrong", []),
        "form_id": form.get("token", [secrets.token_hex(16)])[0],
        "entries": [entry_view(one) for one in entries],
        "changes": _changes(request, id, opened, recorded) if recorded else None,
    }
    title = _("Lesion")
    return page(request, "lesion.html.j2", title=title, review=review, status=400 if faults else 200, **values)


def _place(lesion: Json | None, review: Json) -> str:
    if lesion is None:
        return _("A new lesion")
    return wording.lesion_place(lesion["id"], review) if lesion.get("id") else wording.place(placed(lesion))


def _concepts(groups: tuple[Group, ...]) -> list[str]:
    return [question.concept for group in groups for question in group.questions]


def _waiting(opened: Opened, scores: list[Json], groups: tuple[Group, ...]) -> dict[str, list[str]]:
    """For each question, what waits for its answer: scores that are not decided without it, in words."""
    reads = {fact.id: fact.reads.events for fact in opened.made.evaluator.facts if fact.reads is not None}
    found: dict[str, list[str]] = {concept: [] for concept in _concepts(groups)}
    for score in scores:
        if score.get("category"):
            continue
        title, points = sentence(text_of(score, "title")), choices.total(score)
        said = _("{score} waits for this; until then {points} points.", score=title, points=points)
        lacking = (reads.get(text_of(one, "fact")) for one in items(score, "missing"))
        for concept in {concept for events in lacking if events is not None for concept in events.concepts}:
            if concept in found:
                found[concept].append(said)
    return found


def _row(entry: Json) -> dict[str, str]:
    return {
        "what": wording.capital(text_of(entry, "what")),
        "said": text_of(entry, "said"),
        "at": wording.day(entry.get("at")),
        "status": text_of(entry, "status"),
        "source": text_of(entry, "source"),
        "short": wording.short_reference(text_of(entry, "source")),
    }


def _views(lesion: Json, review: Json) -> list[tuple[str, Markup]]:
    """The skeleton with this lesion alone."""
    here = (lesion["site"], lesion["laterality"])
    marks = [one for one in items(review, "skeleton") if (one.get("site"), one.get("laterality")) == here and is_drawn(one)]
    return [(view, Markup(body_map(marks, view=view))) for view in ("front", "back")] if marks else []


def _of(lesion: Json | None, listed: list[Json]) -> list[Json]:
    name = lesion.get("id") if lesion is not None else None
    return [one for one in listed if name and one.get("lesion") == name]


def _findings(request: Request, id: str, lesion: Json | None, review: Json) -> list[dict[str, Any]]:
    said = {
        "met": lambda urgency: _(wording.URGENCIES[urgency]),
        "unknown": lambda _urgency: _("not decided"),
    }
    return [
        {
            "title": one["title"],
            "address": link(request, "patient", id, "finding", one["id"], lesion=one["lesion"]),
            "said": said[one["verdict"]](one["urgency"]),
            "open": one["verdict"] == "unknown",
        }
        for one in _of(lesion, items(review, "findings"))
        if one["verdict"] in said
    ]


def _known(groups: tuple[Group, ...], entries: list[Json], own: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """For each question, the newest entry that answers it, and all that were recorded here."""
    found: dict[str, list[dict[str, Any]]] = {}
    for concept in _concepts(groups):
        here = [one for one in entries if one.get("concept") == concept]
        shown = [one for one in here if one is here[-1] or one["source"] in own]
        found[concept] = [{**_row(one), "own": one["source"] in own} for one in reversed(shown)]
    return found


def _changes(request: Request, id: str, opened: Opened, submission: int) -> dict[str, Any] | None:
    """What the record says since this submission, and did not before."""
    site = site_of(request)
    with reading(site.database) as connection:
        span = sequences_of(connection, submission, id)
    if span is None or span[0] == 1:
        return None
    before, _version = review_now(site.database, site.reviewer, id, opened.at, upto=span[0] - 1)
    after, _version = review_now(site.database, site.reviewer, id, opened.at, upto=span[1])
    was, now = before.to_dict(), after.to_dict()
    scores, verdicts = changed_scores(was, now), changed_verdicts(was, now)
    headings = {
        "met": _("Holds now"),
        "unknown": _("Not decided now"),
        "not-met": _("Does not hold now"),
        "not-applicable": _("No question of this patient now"),
    }
    return {
        "scores": [_score_line(one, opened.review) for one in scores],
        "verdicts": [
            (heading, [_verdict_line(request, id, one, opened.review) for one in verdicts if one.after == verdict])
            for verdict, heading in headings.items()
        ],
        "nothing": not scores and not verdicts,
    }


def _score_line(change: ScoreChange, review: Json) -> str:
    place = f", {wording.lesion_place(change.lesion, review)}" if change.lesion else ""
    title = f"{sentence(change.title)}{place}"
    before, after = (None if one is None else choices.total(one) for one in (change.before, change.after))
    if after is None or change.after is None:
        return _("{title}: {before} before, not scored now.", title=title, before=before)
    band = answer(text_of(change.after, "category")).replace("-", " ") or _("not decided")
    if before is None:
        return _("{title}: {after} now ({band}).", title=title, after=after, band=band)
    said = "{title}: {before} before, {after} now ({band})."
    return _(said, title=title, before=before, after=after, band=band)


BEFORE: Final = {
    "met": N_("held before"),
    "not-met": N_("did not hold before"),
    "unknown": N_("not decided before"),
    "not-applicable": N_("no question of this patient before"),
}


def _verdict_line(request: Request, id: str, change: VerdictChange, review: Json) -> dict[str, str]:
    finding = change.finding
    lesion = text_of(finding, "lesion")
    return {
        "title": sentence(text_of(finding, "title", "id")),
        "place": wording.lesion_place(lesion, review) if lesion else "",
        "said": _(BEFORE[change.before]),
        "advice": sentence(text_of(finding, "advice")) if change.after == "met" else "",
        "address": link(request, "patient", id, "finding", finding["id"], lesion=lesion),
    }
