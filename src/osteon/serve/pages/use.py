"""The page for the owner of a rule: how often it holds, what was decided on it and why, and what became of its cards. Numbers only."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import N_, _
from osteon.pathway import pathway
from osteon.review.translation import sentence
from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.cds_hooks.cards import OVERRIDE_REASONS
from osteon.serve.decisions.choices import CHOICES
from osteon.serve.failures import Issue, RequestError
from osteon.serve.pages.finding import RuleId
from osteon.serve.pages.page import link, page
from osteon.serve.reviewing import moment_of
from osteon.serve.site import site_of
from osteon.serve.storage.cards import count_rules
from osteon.serve.storage.database import reading
from osteon.serve.storage.decisions import Use, count_decisions
from osteon.serve.storage.reviews import count_met

__all__ = ["routes"]

routes = APIRouter()


@routes.get("/pathway/{recommendation}/use", response_class=Response)
def show_use(
    request: Request, recommendation: RuleId, asker: Annotated[Asker, allowed(Permission.LIST)]
) -> Response:
    """What became of one rule."""
    site = site_of(request)
    item = pathway().by_id.get(recommendation)
    if item is None:
        raise RequestError(404, Issue("", "The pathway has no such recommendation.", "not-found"))
    at = moment_of(None)
    with reading(site.database) as connection:
        met, reviewed = count_met(connection, site.reviewer.key(at), recommendation)
        use = next(iter(count_decisions(connection, recommendation)), Use(recommendation, ()))
        cards = next(iter(count_rules(connection, recommendation)), None)
    values: dict[str, Any] = {
        "rule": {"id": item.id, "title": sentence(item.title), "address": link(request, "pathway", item.id)},
        "met": met,
        "reviewed": reviewed,
        "decided": sum(number for _, _, number in use.decided),
        "choices": [_choice(one, use) for one in CHOICES],
        "cards": cards,
        "card_reasons": [
            (_(words), cards.reasons[code])
            for code, words in (OVERRIDE_REASONS | {"other": N_("Another reason")}).items()
            if cards is not None and code in cards.reasons
        ],
    }
    return page(request, "use.html.j2", title=_("What became of a rule"), **values)


def _choice(choice: Any, use: Use) -> dict[str, Any]:
    counted = {reason: number for what, reason, number in use.decided if what == choice.what}
    known = dict(choice.reasons)
    return {
        "title": choice.title,
        "number": sum(counted.values()),
        "reasons": [(words, counted[code]) for code, words in known.items() if code in counted]
        + [(code, number) for code, number in counted.items() if code not in known],
    }
