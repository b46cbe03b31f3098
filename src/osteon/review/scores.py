"""The published totals of one review: points, band, what is missing, and how well the score did where it was measured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from orjson import Fragment, dumps

from osteon.engine.evaluate import Total, bits
from osteon.engine.rules import Evidence, Source
from osteon.terminology import site_order

if TYPE_CHECKING:
    from osteon.review.reasons import Reasons
    from osteon.review.review import Review

__all__ = ["scores"]


def scores(review: Review, reasons: Reasons) -> list[dict[str, Any]]:
    """Every score that applies and of which something is known, in the order of the pathway; lesions from the head down."""
    sources = review.evaluator.pathway.source_by_id
    totals = review.evaluator.totals(review.situation)
    if not totals:
        return []
    places = {lesion.id: (site_order(lesion.site), lesion.laterality or "") for lesion in review.situation.lesions}
    rank = {score.id: position for position, score in enumerate(review.evaluator.pathway.scores)}
    totals.sort(key=lambda total: (rank[total.score.id], places.get(total.lesion or "", ((), ""))))
    return [_score(total, reasons, sources) for total in totals]


def _score(total: Total, reasons: Reasons, sources: dict[str, Source]) -> dict[str, Any]:
    score, decided = total.score, len(total.category) == 1
    meaning = dict(score.meaning)
    return {
        "id": score.id,
        "topic": score.topic,
        "title": score.title,
        "lesion": total.lesion,
        "low": _points(total.low),
        "high": _points(total.high),
        "category": total.category[0] if decided else None,
        "possible": [] if decided else list(total.category),
        "means": meaning.get(total.category[0]) if decided else None,
        "items": {label: _points(low) for label, low, high, _, _ in total.items if low is not None and low == high},
        "missing": _missing(total, reasons),
        "accuracy": [_source(part, sources) for part in score.accuracy],
        "evidence": [_source(part, sources) for part in score.evidence],
        "misuse": score.misuse,
        "draft": score.draft,
        "checked": score.checked,
    }


def _missing(total: Total, reasons: Reasons) -> list[Fragment]:
    """The facts behind the open items, the item that can move the total most first."""
    open_ = sorted(
        (item for item in total.items if item[1] is None or item[1] != item[2]),
        key=lambda item: item[1] - item[2] if item[1] is not None else 0,
    )
    found: dict[int, Fragment] = {}
    for label, low, high, missing, _ in open_:
        for index in bits(missing):
            if index not in found:
                points = None if low is None else [_points(low), _points(high)]
                moves = dumps({"item": label, "points": points})
                found[index] = Fragment(b"%b,%b" % (reasons.missing(index, total.lesion)[:-1], moves[1:]))
    return list(found.values())


def _points(value: Any) -> int | float:
    return int(value) if value == int(value) else float(value)


def _source(part: Evidence, sources: dict[str, Source]) -> dict[str, str]:
    return {
        "source": part.source,
        "title": sources[part.source].title,
        "locator": part.locator,
        "strength": part.strength,
        "checked": part.checked,
    }
