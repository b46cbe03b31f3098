"""The options of one review: what fits now, what would fit if a fact were known, what does not fit and why, what is watched.

Nothing is ranked: the order inside a list is that of the pathway.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from osteon.engine.choosing import FITS, LISTS, Asked, Choice
from osteon.engine.evaluate import Evaluator, bits
from osteon.engine.options import Option
from osteon.pathway.tumour.facts import PROGRESSED_ON_LINE, SYSTEMIC_CURRENT
from osteon.terminology import concept

if TYPE_CHECKING:
    from osteon.review.reasons import Reasons
    from osteon.review.review import Review

__all__ = ["options", "options_due"]

_FIXED: WeakKeyDictionary[Evaluator, dict[str, dict[str, Any]]] = WeakKeyDictionary()


def options(review: Review, reasons: Reasons) -> list[dict[str, Any]]:
    """Every option whose question may be this patient's: those that fit first, then by list. Empty for anybody else."""
    if review.died:
        return []
    evaluator = review.evaluator
    chosen = evaluator.choices(review.situation)
    if not chosen:
        return []
    same = _fixed(evaluator)
    found = [_told(choice, same[choice.option.id], reasons) for choice in chosen]
    return sorted(found, key=lambda entry: LISTS.index(entry["list"]))


def options_due(review: Review) -> bool:
    """Whether a choice of systemic treatment is at hand: none runs, or the cancer progressed under the one that runs."""
    runs = review.evaluator.value(review.situation, SYSTEMIC_CURRENT)[0]
    progressed = review.evaluator.value(review.situation, PROGRESSED_ON_LINE)[0]
    return runs is not True or progressed is True


def _fixed(evaluator: Evaluator) -> dict[str, dict[str, Any]]:
    """The part of each option that is the same for every patient, made once per evaluator."""
    found = _FIXED.get(evaluator)
    if found is None:
        sources = evaluator.pathway.source_by_id
        found = _FIXED[evaluator] = {item.id: _shown(item, sources) for item in evaluator.pathway.options}
    return found


def _shown(item: Option, sources: Any) -> dict[str, Any]:
    return {
        "id": item.id,
        "topic": item.topic,
        "title": item.title,
        "list": "",
        "drugs": [{"concept": name, "label": concept(name).label} for name in item.drugs],
        "line": item.line,
        "missing": [],
        "because": [],
        "cautions": [],
        "evidence": [
            {
                "source": part.source,
                "title": sources[part.source].title,
                "locator": part.locator,
                "strength": part.strength,
                "checked": part.checked,
            }
            for part in item.evidence
        ],
        "status": [
            {"region": part.region, "status": part.status, "date": part.date, "source": part.source}
            for part in item.region_status
        ],
        "review_by": item.review_by.isoformat() if item.review_by else None,
        "checked": item.checked,
        "draft": item.draft,
        "preferred_over": list(item.preferred_over),
        "note": item.note,
    }


def _told(choice: Choice, shown: dict[str, Any], reasons: Reasons) -> dict[str, Any]:
    """What the record adds: of an option that fits all requirements, else those that fail or are open."""
    asked = [one for one in choice.requires if choice.list == FITS or not one.holds]
    if choice.failing:
        asked = [one for one in asked if one.holds is False]
    return {
        **shown,
        "list": choice.list,
        "missing": [reasons.missing(index) for index in bits(choice.missing)],
        "because": [_requirement(one, reasons) for one in asked],
        "cautions": [
            {
                "label": caution.label,
                "advice": caution.advice,
                "holds": holds,
                "missing": [reasons.missing(index) for index in bits(missing)],
                "facts": [reasons.because(index) for index in bits(support)] if holds else [],
            }
            for caution, holds, missing, support in choice.cautions
        ],
    }


def _requirement(one: Asked, reasons: Reasons) -> dict[str, Any]:
    return {
        "requirement": one.label,
        "holds": one.holds,
        "facts": [reasons.because(index) for index in bits(one.support)],
    }
