"""Makes a review of a record: bytes in, bytes out, nothing else read or written, so that any process can do it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final, NamedTuple

import orjson

from osteon.engine.rules import URGENCIES
from osteon.engine.settings import Settings
from osteon.record.limits import RecordError
from osteon.review import Review, review_record
from osteon.serve.decisions.decision import Decision
from osteon.serve.decisions.standing import OPEN, standing

__all__ = ["NOTHING_MET", "NOT_KNOWN", "Kept", "make_review", "make_review_in_fhir"]

NOTHING_MET: Final = len(URGENCIES)
"""Rank of a patient for whom no recommendation is met."""
URGENT: Final = ("emergency", "urgent")
NOT_KNOWN: Final = -1
"""Rank of a patient whose record cannot be reviewed: she comes first."""


class Kept(NamedTuple):
    """`body` is the review as JSON; None where the record cannot be reviewed, and then `summary["error"]` says why."""

    rank: int
    summary: dict[str, Any]
    body: bytes | None


def make_review(settings: Settings, record: bytes, at: date | datetime, decisions: list[Decision] | None = None) -> Kept:
    """The review of a record (a FHIR Bundle as JSON) on a date, with what a list of patients shows of it.

    `decisions`: what people have decided on her findings, which the list leaves out.
    """
    try:
        review = review_record(record, as_of=at, settings=settings)
    except RecordError as fault:
        return Kept(NOT_KNOWN, {"error": str(fault)}, None)
    met = [item for item in review.outcomes if item.verdict == "met"]
    counts = dict.fromkeys(URGENCIES, 0)
    for item in met:
        counts[item.recommendation.urgency] += 1
    shown = [item for item in review.findings if item["verdict"] == "met" and not item["folded_into"]]
    aside = _aside(review, decisions or [])
    still = [item for item in shown if (item["id"], item["lesion"]) not in aside]
    first = min(still, key=lambda item: URGENCIES.index(item["urgency"]), default=None)
    undecided = [item.recommendation.urgency for item in review.outcomes if item.verdict == "unknown"]
    summary: dict[str, Any] = {
        "finding": None if first is None else {name: first[name] for name in ("id", "title", "urgency")},
        "met": counts,
        "open": {name: count for name in URGENCIES if (count := sum(item["urgency"] == name for item in still))},
        "decided": len(shown) - len(still),
        "topics": sorted({f"topic:{item['topic']}" for item in still}),
        "undecided": len(undecided),
        "undecided_urgent": sum(urgency in URGENT for urgency in undecided),
        "problems": len(review.problems),
        "died": review.died,
        "rules": sorted({item.recommendation.id for item in met}),
    }
    rank = NOTHING_MET if first is None else URGENCIES.index(first["urgency"])
    return Kept(rank, summary, review.to_json_bytes())


def make_review_in_fhir(settings: Settings, record: bytes, at: date | datetime) -> bytes:
    """The review of a record as a FHIR Bundle in JSON. Raises RecordError."""
    return orjson.dumps(review_record(record, as_of=at, settings=settings).to_fhir())


def _aside(review: Review, decisions: list[Decision]) -> set[tuple[str, str | None]]:
    """Findings that people have decided on, and that have not come back."""
    if not decisions:
        return set()
    return {key for key, one in standing(decisions, review.to_dict(), review.at.day).items() if one.state != OPEN}
