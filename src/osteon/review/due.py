"""What comes round: when it was last done and when it is due again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from osteon.review.reasons import Reasons
    from osteon.review.review import Review

__all__ = ["due_list"]

LAST_DAY: Final = date.max.toordinal()
"""An interval that leads beyond the calendar cannot be meant."""
ORDER: Final = ("overdue", "due", "unknown", "planned")


def due_list(review: Review, reasons: Reasons) -> list[dict[str, Any]]:
    """Recurring things that apply to the patient: overdue first; `unknown` when nothing says when it was last done."""
    evaluator, situation, today = review.evaluator, review.situation, review.at.ordinal
    found = []
    for item in evaluator.pathway.due:
        if evaluator.value(situation, item.applies)[0] is not True:
            continue
        last = evaluator.value(situation, item.last)
        every = evaluator.value(situation, item.every)
        entry: dict[str, Any] = {
            "id": item.id,
            "what": item.what,
            "finding": item.finding,
            "last": None,
            "when": None,
            "sources": [],
        }
        if last[0] is None or every[0] is None or last[0] + every[0] > LAST_DAY:
            entry["status"] = "unknown"
        else:
            when = int(last[0] + every[0])
            entry["last"] = date.fromordinal(int(last[0])).isoformat()
            entry["when"] = date.fromordinal(when).isoformat()
            entry["status"] = "overdue" if when < today else "due" if when == today else "planned"
            entry["sources"] = reasons.sources(last[-1])
        found.append(entry)
    return sorted(found, key=lambda item: (ORDER.index(item["status"]), item["when"] or ""))
