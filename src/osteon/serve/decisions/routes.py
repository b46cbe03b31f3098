"""What became of the rules, in numbers, for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.answers import answer
from osteon.serve.site import site_of
from osteon.serve.storage.cards import count_rules
from osteon.serve.storage.database import reading
from osteon.serve.storage.decisions import count_decisions

__all__ = ["routes"]

routes = APIRouter()


@routes.get("/cds-services/counts", response_class=Response)
def read_counts(request: Request, asker: Annotated[Asker, allowed(Permission.METRICS)]) -> Response:
    """By rule: its cards and what became of them, and what was decided on its findings. No patient is in it."""
    with reading(site_of(request).database) as connection:
        cards = {one.rule: one for one in count_rules(connection)}
        decided = {one.rule: one.decided for one in count_decisions(connection)}
    rules = [
        {
            "rule": rule,
            "cards": {name: value for name, value in cards[rule]._asdict().items() if name != "rule"} if rule in cards else None,
            "decisions": [{"what": what, "reason": reason, "number": number} for what, reason, number in decided.get(rule, ())],
        }
        for rule in sorted({*cards, *decided})
    ]
    return answer({"rules": rules}, media_type="application/json")
