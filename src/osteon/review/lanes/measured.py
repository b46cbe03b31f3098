"""What was measured: laboratory values and pain as series, each in one unit and with its reference band."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from osteon.engine.situation import as_of
from osteon.review.translation import sentence
from osteon.review.trends import corrected_calcium, series
from osteon.terminology import concept

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["measured"]

MARKERS: Final = ("lab.ca15-3", "lab.ca27-29", "lab.cea")
MOST_POINTS: Final = 2_000
MOST_COMPUTED: Final = 200
"""Days for which a value is worked out with the pathway: each asks the evaluator once."""


def measured(review: Review) -> list[dict[str, Any]]:
    """Corrected calcium, creatinine clearance, haemoglobin, alkaline phosphatase, the newest tumour marker, pain."""
    timeline, day = review.timeline, review.at.day
    found = [
        corrected_calcium(review),
        _clearance(review),
        series("haemoglobin", "haemoglobin", "lab.haemoglobin", timeline, day, MOST_POINTS),
        series("alp", "alkaline phosphatase", "lab.alp", timeline, day, MOST_POINTS),
        _marker(review),
        series("pain", "pain, worst or as given (0-10)", "obs.pain", timeline, day, MOST_POINTS),
    ]
    return [one | {"label": sentence(one["label"]), "left_out": _left_out(one, review)} for one in found if one is not None]


CONCEPTS: Final = {
    "calcium-corrected": ("lab.calcium", "lab.calcium-corrected"),
    "creatinine-clearance": ("lab.creatinine",),
    "haemoglobin": ("lab.haemoglobin",),
    "pain": ("obs.pain",),
}


def _left_out(one: dict[str, Any], review: Review) -> int:
    """Days with a value that the series does not show: the oldest of many, and those on which nothing could be worked out."""
    names = CONCEPTS.get(one["id"], (f"lab.{one['id']}",))
    days = {
        event.start.isoformat()
        for name in names
        for event in review.timeline.events.get(name, ())
        if event.start is not None and event.start <= review.at.day and event.value is not None
    }
    return len(days - {point["at"] for point in one["points"]})


def _marker(review: Review) -> dict[str, Any] | None:
    """The tumour marker that was measured most often, the newest of equals."""
    timeline, day = review.timeline, review.at.day
    found = [
        one
        for name in MARKERS
        if (one := series(name.removeprefix("lab."), concept(name).label, name, timeline, day, MOST_POINTS)) is not None
    ]
    return max(found, key=lambda one: (len(one["points"]), one["points"][-1]["at"]), default=None)


def _clearance(review: Review) -> dict[str, Any] | None:
    """Creatinine clearance as the pathway computes it on each day that has a creatinine, with what is known by then."""
    timeline, evaluator, day = review.timeline, review.evaluator, review.at.day
    fact = next((item for item in evaluator.facts if item.id == "creatinine-clearance"), None)
    days = dict.fromkeys(
        event.start
        for event in timeline.events.get("lab.creatinine", ())
        if event.start is not None and event.start <= day and event.value is not None
    )
    if fact is None or not days:
        return None
    points = []
    for at in list(days)[-MOST_COMPUTED:]:
        value = evaluator.value(evaluator.situation(timeline, as_of(at)), fact)
        if value[0] is not None and value[0] == value[1]:
            sources = [event.source for event in timeline.events["lab.creatinine"] if event.start == at]
            points.append({"at": at.isoformat(), "value": float(round(Decimal(value[0]), 1)), "source": sources[-1]})
    if not points:
        return None
    # No reference band: the pathway's limits are those of drugs, and each finding names its own.
    return {"id": "creatinine-clearance", "label": "creatinine clearance", "unit": "mL/min", "points": points, "low": None,
            "high": None, "second": None}  # fmt: skip


