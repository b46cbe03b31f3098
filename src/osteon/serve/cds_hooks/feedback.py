"""What became of the cards: accepted or overridden, counted by rule.

Comments in free text are not kept: they may name the patient, and nobody here may read them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from osteon.serve.cds_hooks.cards import OVERRIDE_REASONS
from osteon.serve.cds_hooks.request import CallError, text_in

__all__ = ["Count", "Feedback", "read_feedback"]

OUTCOMES = ("accepted", "overridden")
MOST_AT_ONCE = 1000
REASONS = frozenset(OVERRIDE_REASONS)


class Feedback(NamedTuple):
    """What a user did with one card. `reason`: the code of one of our reasons, `other`, or empty."""

    card: str
    outcome: str
    suggestions: tuple[str, ...]
    reason: str
    at: datetime


class Count(NamedTuple):
    """What became of the cards of one rule. `reasons`: how often each reason was given against it."""

    rule: str
    shown: int
    accepted: int
    overridden: int
    reasons: dict[str, int]


def read_feedback(body: Any) -> list[Feedback]:
    """The feedback of a call. Raises CallError when it does not hold to the standard; nothing of it is then taken."""
    items = body.get("feedback") if isinstance(body, dict) else None
    if not isinstance(items, list):
        raise CallError("`feedback` is missing or no list.")
    if len(items) > MOST_AT_ONCE:
        raise CallError(f"`feedback` holds more than {MOST_AT_ONCE} entries.")
    return [_item(item, f"feedback[{position}]") for position, item in enumerate(items)]


def _item(item: Any, path: str) -> Feedback:
    if not isinstance(item, dict):
        raise CallError(f"`{path}` has to be an object.")
    outcome = text_in(item, "outcome", f"{path}.outcome")
    if outcome not in OUTCOMES:
        raise CallError(f"`{path}.outcome` is `accepted` or `overridden`.")
    return Feedback(
        _card(text_in(item, "card", f"{path}.card")),
        outcome,
        _accepted(item.get("acceptedSuggestions"), f"{path}.acceptedSuggestions") if outcome == "accepted" else (),
        _reason(item.get("overrideReason"), f"{path}.overrideReason") if outcome == "overridden" else "",
        _moment(text_in(item, "outcomeTimestamp", f"{path}.outcomeTimestamp"), path),
    )


def _card(text: str) -> str:
    """As we write it, if it is one of ours; any other is kept as it is and will not be known."""
    try:
        return str(UUID(text))
    except ValueError:
        return text


def _accepted(value: Any, path: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not value:
        raise CallError(f"`{path}` is missing or no list: what was accepted?")
    found = []
    for position, part in enumerate(value):
        if not isinstance(part, dict):
            raise CallError(f"`{path}[{position}]` has to be an object.")
        found.append(text_in(part, "id", f"{path}[{position}].id"))
    return tuple(found)


def _reason(value: Any, path: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, dict):
        raise CallError(f"`{path}` has to be an object.")
    reason = value.get("reason")
    if reason is None:
        return "other" if value.get("userComment") else ""
    if not isinstance(reason, dict):
        raise CallError(f"`{path}.reason` has to be a Coding.")
    code = text_in(reason, "code", f"{path}.reason.code")
    return code if code in REASONS else "other"


def _moment(text: str, path: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise CallError(f"`{path}.outcomeTimestamp` has to be a moment with its zone, such as 2026-11-22T10:05:31Z.")
    return moment
