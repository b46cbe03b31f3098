"""The page of one finding: why it has its verdict, what it rests on, and what people decided on it."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, Final

import orjson
from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import N_, _
from osteon.pathway import pathway
from osteon.review import Review, wording
from osteon.review.findings import fixed
from osteon.review.reason_tree import Branch, Part, reason_tree
from osteon.review.translation import rule_words, sentence
from osteon.review.wording import Json, items, text_of
from osteon.serve.access.asking import allowed
from osteon.serve.access.forms import form_of
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.noting import note
from osteon.serve.decisions.choices import CHOICES
from osteon.serve.decisions.deciding import decide, read_wish
from osteon.serve.decisions.decision import Decision, finding_of, lesion_now
from osteon.serve.decisions.standing import standing
from osteon.serve.decisions.telling import decision_line, moment_words, return_lines
from osteon.serve.failures import Issue, RequestError
from osteon.serve.pages.page import MORE_TIME, Opened, go_to, link, page, review_for_page
from osteon.serve.records.routes import AsOf, PatientId
from osteon.serve.site import site_of
from osteon.serve.storage.database import reading
from osteon.serve.storage.decisions import decisions_of, withdraw_decision
from osteon.serve.storage.records import Entry, entries_of

__all__ = ["RuleId", "day_of", "entry_view", "routes"]

routes = APIRouter()

RuleId = Annotated[str, Path(pattern=r"^[a-z0-9-]{1,80}$", description="id of a recommendation")]
Lesion = Annotated[str | None, Query(max_length=200, description="name of the lesion, for a finding about one")]
Form = Annotated[dict[str, list[str]], Depends(form_of)]
MOST_ENTRIES: Final = 40
DECIDABLE: Final = ("met", "unknown")
"""Verdicts of findings that ask for something."""


@routes.get("/patient/{id}/finding/{finding}", response_class=Response)
def show_finding(
    request: Request,
    id: PatientId,
    finding: RuleId,
    asker: Annotated[Asker, allowed(Permission.READ)],
    as_of: AsOf = None,
    lesion: Lesion = None,
) -> Response:
    """One finding of a review: its reasons, its rule, its entries, and the decisions on it."""
    opened = review_for_page(request, asker, id, as_of)
    return _page(request, asker, opened, id, _found(opened, finding, lesion))


@routes.post("/patient/{id}/finding/{finding}", response_class=Response)
def decide_on_finding(
    request: Request,
    id: PatientId,
    finding: RuleId,
    asker: Annotated[Asker, allowed(Permission.DECIDE)],
    form: Form,
    as_of: AsOf = None,
    lesion: Lesion = None,
) -> Response:
    """Keep a decision on a finding, or withdraw one."""
    site = site_of(request)
    opened = review_for_page(request, asker, id, as_of)
    shown = _found(opened, finding, lesion)
    detail: dict[str, Any] = {"finding": finding, "request": request.state.request}
    if "withdraw" in form:
        number = form["withdraw"][0]
        counted = int(number) if number.isascii() and number.isdecimal() and len(number) < 16 else 0
        deed = Deed(asker.name, "withdraw-decision", id, "done", detail | {"decision": counted})
        note(site.database, deed, work=lambda connection: withdraw_decision(connection, id, counted, asker.name))
        return go_to(request, "patient", id, "finding", finding, lesion=shown.get("lesion"))
    if shown["verdict"] not in DECIDABLE:
        told = "Only what holds, or is not decided, can be decided on. Open the page of the patient again: the record has changed."
        raise RequestError(409, Issue("", told, "conflict"))
    if MORE_TIME in form:
        return _page(request, asker, opened, id, shown, sent=form)
    day = day_of(opened)
    # As it is kept, not as it is read: what is told of it later must not hang on somebody's language.
    plain = opened.made.to_dict()
    asked = finding_of(plain, finding, shown.get("lesion"))
    wish, faults = read_wish(form, shown, day)
    if wish is None or asked is None:
        return _page(request, asker, opened, id, shown, faults, form)
    deed = Deed(asker.name, "decide", id, "done", detail | {"what": wish.what, "reason": wish.reason})
    note(
        site.database,
        deed,
        work=lambda connection: decide(connection, id, plain, asked, wish, who=asker.name, day=day),
    )
    return go_to(request, "patient", id, "finding", finding, lesion=shown.get("lesion"))


def day_of(opened: Opened) -> date:
    """The day of a review."""
    return date.fromisoformat(opened.at.isoformat()[:10])


def _found(opened: Opened, id: str, lesion: str | None) -> Json:
    """The finding that is asked for; without a lesion, of those about lesions the one that says most."""
    found = finding_of(opened.review, id, lesion or None)
    if found is None and not lesion:
        ranks = ("met", "unknown", "not-met", "not-applicable")
        same = (one for one in items(opened.review, "findings") if one.get("id") == id)
        found = min(same, key=lambda one: ranks.index(one["verdict"]), default=None)
    if found is None:
        raise RequestError(404, Issue("", "This review has no such finding.", "not-found"))
    return found


VERDICTS: Final = {
    "met": N_("This holds"),
    "not-met": N_("This does not hold"),
    "unknown": N_("This is not decided"),
    "not-applicable": N_("This is not the question of this patient"),
}
ROLES: Final = {
    "applies": N_("Is it the question of this patient?"),
    "when": N_("Does it hold?"),
    "unless": N_("Is there something that takes it away?"),
}


def _page(
    request: Request,
    asker: Asker,
    opened: Opened,
    id: str,
    finding: Json,
    faults: dict[str, str] | None = None,
    sent: dict[str, list[str]] | None = None,
) -> Response:
    site = site_of(request)
    lesion = finding.get("lesion")
    parts = reason_tree(opened.made, finding["id"], lesion)
    references = dict.fromkeys([*_sources_of(finding), *(one for part in parts for one in _sources_in(part.tree))])
    with reading(site.database) as connection:
        decisions = [one for one in decisions_of(connection, id) if one.finding == finding["id"]]
        entries = entries_of(connection, id, list(references)[:MOST_ENTRIES])
    if asker.patient is not None:
        # What colleagues wrote to each other is not hers to find without them.
        decisions = [one._replace(words="") for one in decisions]
    lesions = items(opened.review, "lesions")
    mine = [one for one in decisions if _about(one, lesion, lesions)]
    stands = standing(mine, opened.made.to_dict(), day_of(opened)).get((finding["id"], lesion))
    names = wording.names_of(opened.review)
    into = text_of(finding, "folded_into")
    open_to_decide = finding["verdict"] in DECIDABLE
    values: dict[str, Any] = {
        "finding": finding,
        "urgency": _(wording.URGENCIES[finding["urgency"]]),
        "verdict": _(VERDICTS[finding["verdict"]]),
        "place": wording.lesion_place(lesion, opened.review) if lesion else "",
        "why": wording.prose(text_of(finding, "why")),
        "lesion_address": link(request, "patient", id, "lesion", lesion) if lesion else "",
        "folded_into": {"title": names.get(into, into), "address": _address(request, id, into, opened)} if into else None,
        "standing": stands,
        "decided": decision_line(stands.decision) if stands is not None and stands.decision is not None else "",
        "returned": return_lines(stands) if stands is not None else [],
        "can_be_decided": open_to_decide,
        "can_decide": open_to_decide and asker.may(Permission.DECIDE),
        "action": link(request, "patient", id, "finding", finding["id"], lesion=lesion),
        "choices": CHOICES,
        "sent": _sent(sent or {}),
        "form_id": (sent or {}).get("token", [secrets.token_hex(16)])[0],
        "faults": faults or {},
        "more_time": sent is not None and not faults,
        "history": [
            {"decision": one, "line": decision_line(one), "withdrawn": moment_words(one.withdrawn or "")}
            for one in reversed(mine)
        ],
        "missing": _missing(finding, opened.review),
        "parts": [{"heading": _heading(part, names), "tree": part.tree} for part in parts],
        "causes": {name: _(words) for name, words in wording.CAUSES.items()},
        "short": wording.short_reference,
        "sentence": sentence,
        "checked": {name: _(words) for name, words in wording.CHECKED.items()},
        "rule": _rule(request, finding["id"]),
        "limits": _limits(opened.made, finding["id"]),
        "entries": [entry_view(one) for one in entries],
        "entries_left": len(references) - len(list(references)[:MOST_ENTRIES]),
    }
    title = _("Finding")
    return page(request, "finding.html.j2", title=title, review=opened.review, status=400 if faults else 200, **values)


def _about(decision: Decision, lesion: str | None, lesions: list[Json]) -> bool:
    if decision.lesion is None or lesion is None:
        return decision.lesion == lesion
    return lesion_now(decision.lesion, decision.structure, lesions) == lesion


def _address(request: Request, id: str, rule: str, opened: Opened) -> str:
    found = [one.get("lesion") for one in items(opened.review, "findings") if one.get("id") == rule and one.get("verdict") == "met"]
    return link(request, "patient", id, "finding", rule, lesion=next(iter(found), None))


def _sent(form: dict[str, list[str]]) -> dict[str, str]:
    """What was filled in, so that nothing typed is lost."""
    names = ("what", "words", "until", "until-change", *(f"reason-{choice.what}" for choice in CHOICES))
    return {name: form.get(name, [""])[0] for name in names}


def _heading(part: Part, names: dict[str, str]) -> str:
    if part.role == "excepted":
        return _("Does “{rule}” take its place?", rule=names.get(part.by, part.by))
    return _(ROLES[part.role])


def _missing(finding: Json, review: Json) -> list[dict[str, str]]:
    asks = {text_of(one, "fact"): text_of(one, "ask") for one in items(review, "questions")}
    return [
        {
            "label": wording.capital(text_of(one, "label", "fact")),
            "cause": _(wording.cause(one)),
            "ask": asks.get(text_of(one, "fact"), ""),
        }
        for one in items(finding, "missing")
    ]


def _rule(request: Request, id: str) -> dict[str, str]:
    item = pathway().by_id[id]
    return {
        "applies": wording.capital(rule_words(item.applies)),
        "when": wording.capital(rule_words(item.when)),
        "unless": wording.capital(rule_words(item.unless)) if item.unless is not None else "",
        "purpose": sentence(item.purpose),
        "misuse": sentence(item.misuse),
        "address": link(request, "pathway", id),
        "use": link(request, "pathway", id, "use"),
    }


def _limits(review: Review, id: str) -> list[dict[str, Any]]:
    """The numbers and choices that the condition reads, as this site has set them."""
    told = orjson.loads(fixed(review.evaluator).findings[review.evaluator.pathway.by_id[id]].parameters())
    return [
        {
            "label": wording.capital(sentence(one["label"])),
            "value": wording.quantity(one["value"], one["unit"]),
            "choice": isinstance(one["value"], str),
            "provenance": one["provenance"],
            "changed": one["changed"],
        }
        for one in told
    ]


def _sources_of(finding: Json) -> list[str]:
    return [source for one in items(finding, "because") for source in wording.words(one, "sources")]


def _sources_in(branch: Branch) -> Iterator[str]:
    yield from branch.sources
    for one in branch.of:
        yield from _sources_in(one)


def entry_view(entry: Entry) -> dict[str, str]:
    """An entry as it was received, for a reader: nothing left out, what cannot be seen made visible."""
    text = orjson.dumps(orjson.loads(entry.body), option=orjson.OPT_INDENT_2).decode()
    return {
        "reference": entry.reference,
        "received": moment_words(entry.received),
        "client": wording.clean(entry.client),
        "text": wording.visible(text),
    }
