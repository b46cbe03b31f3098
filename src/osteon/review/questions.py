"""What is not decided, as a short list of questions: one per missing fact, the most pressing first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from osteon.engine.evaluate import Outcome, bits
from osteon.engine.rules import URGENCIES, Recommendation

if TYPE_CHECKING:
    from osteon.review.reasons import Reasons

__all__ = ["questions"]


def questions(outcomes: list[Outcome], reasons: Reasons) -> list[dict[str, Any]]:
    """Each missing fact with the undecided recommendations that wait for it.

    Sorted by the most urgent recommendation that would be decided, then by how many wait.
    """
    waiting: dict[int, list[Recommendation]] = {}
    lesions: dict[int, str | None] = {}
    for outcome in outcomes:
        if outcome.verdict != "unknown" or not outcome.recommendation.asks:
            continue
        for index in bits(outcome.missing):
            lesions[index] = outcome.lesion
            waiting.setdefault(index, []).append(outcome.recommendation)
    found = []
    for index, items in waiting.items():
        fact = reasons.evaluator.facts[index]
        decides = sorted(dict.fromkeys(items), key=_pressing)
        found.append(
            {
                "fact": fact.id,
                "label": fact.label,
                "cause": reasons.cause(index, lesions[index]),
                "ask": fact.ask or f"{fact.label}?",
                "decides": [item.id for item in decides],
                "urgency": decides[0].urgency,
            }
        )
    return sorted(found, key=lambda item: (_RANK[item["urgency"]], -len(item["decides"])))


_RANK: Final = {name: position for position, name in enumerate(URGENCIES)}


def _pressing(item: Recommendation) -> int:
    return _RANK[item.urgency]
