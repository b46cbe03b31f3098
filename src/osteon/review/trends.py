"""What only the page shows: how the figures ran over time, with the doses of the bone agent on the same axis."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from osteon.engine.situation import as_of
from osteon.record.timeline import Event, Timeline

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["corrected_calcium", "page", "series"]

BONE_AGENTS = (
    "drug.zoledronic-acid",
    "drug.denosumab-120",
    "drug.denosumab",
    "drug.pamidronate",
    "drug.ibandronate",
    "drug.clodronate",
)
CALCIUM = ("lab.calcium", "lab.calcium-corrected")
MOST_POINTS = 200


def page(review: Review) -> dict[str, Any]:
    """The content of a review with trends, doses and the list of sources."""
    timeline, day = review.timeline, review.at.day
    trends = [
        corrected_calcium(review),
        series("creatinine", "serum creatinine", "lab.creatinine", timeline, day),
        series("alp", "alkaline phosphatase", "lab.alp", timeline, day),
        series("pain", "pain, worst or as given (0-10)", "obs.pain", timeline, day),
    ]
    return {
        **review.to_dict(),
        "trends": [trend for trend in trends if trend is not None],
        "agent_doses": _doses(timeline, day),
        "sources": _sources(timeline),
    }


class Result(NamedTuple):
    """A dated figure."""

    at: date
    value: Decimal
    event: Event


def _results(timeline: Timeline, concept: str, day: date, most: int = MOST_POINTS) -> list[Result]:
    """The newest figures of a concept, oldest first."""
    found = [
        Result(event.start, event.value, event)
        for event in timeline.events.get(concept, ())
        if event.start is not None and event.start <= day and event.value is not None
    ]
    return found[-most:]


def series(
    id: str, label: str, concept: str, timeline: Timeline, day: date, most: int = MOST_POINTS
) -> dict[str, Any] | None:
    """A series of the newest values in the unit of the newest report, so that the reference range of that report fits."""
    results = _results(timeline, concept, day, most)
    if not results:
        return None
    newest = results[-1].event
    unit = newest.reported_unit or newest.unit
    ratio = newest.reported / results[-1].value if newest.reported and results[-1].value else Decimal(1)
    points = [
        {"at": item.at.isoformat(), "value": float(_in_unit(item, unit, ratio)), "source": item.event.source}
        for item in results
    ]
    return {"id": id, "label": label, "unit": unit, "points": points, "low": _float(newest.low),
            "high": _float(newest.high), "second": None}  # fmt: skip


def _in_unit(item: Result, unit: str | None, ratio: Decimal) -> Decimal:
    """A figure as it was reported where the unit is the same, else converted."""
    if item.event.reported is not None and item.event.reported_unit == unit:
        return item.event.reported
    return item.value * ratio


def _float(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def corrected_calcium(review: Review) -> dict[str, Any] | None:
    """Corrected calcium on each day that has a calcium, as the pathway computes it on that day; total calcium beside it."""
    timeline, evaluator, day = review.timeline, review.evaluator, review.at.day
    results = sorted(
        (item for concept in CALCIUM for item in _results(timeline, concept, day)), key=lambda item: item.at
    )
    total = series("calcium", "total calcium", "lab.calcium", timeline, day)
    if not results:
        return None
    newest = results[-1].event
    unit = newest.reported_unit or newest.unit
    wanted = "calcium-corrected-mmol" if unit == "mmol/L" else "calcium-corrected"
    fact = next(item for item in evaluator.facts if item.id == wanted)
    points = []
    for at in dict.fromkeys(item.at for item in results):
        value = evaluator.value(evaluator.situation(timeline, as_of(at)), fact)
        if value[0] is not None and value[0] == value[1]:
            points.append({"at": at.isoformat(), "value": float(value[0]), "source": ""})
    if not points:
        return total
    second = {"label": "total calcium", "points": total["points"]} if total and total["unit"] == unit else None
    return {"id": "calcium-corrected", "label": "corrected calcium", "unit": unit, "points": points,
            "low": _float(newest.low), "high": _float(newest.high), "second": second}  # fmt: skip


def _doses(timeline: Timeline, day: date) -> list[dict[str, Any]]:
    found = [
        {
            "at": event.start.isoformat(),
            "agent": concept,
            "label": event.label,
            "source": event.source,
            "dose": f"{event.dose.normalize():f} mg" if event.dose is not None else "",
        }
        for concept in BONE_AGENTS
        for event in timeline.events.get(concept, ())
        if event.kind == "dose" and event.status == "given" and event.start is not None and event.start <= day
    ]
    return sorted(found, key=lambda item: item["at"])


def _sources(timeline: Timeline) -> dict[str, dict[str, Any]]:
    """Every entry that gave an event, by its reference."""
    found: dict[str, dict[str, Any]] = {}
    for rows in timeline.events.values():
        for event in rows:
            kind = event.source.partition("/")[0]
            at = event.start.isoformat() if event.start else None
            found.setdefault(event.source, {"type": kind, "label": event.label, "date": at})
    return found
