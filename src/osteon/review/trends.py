"""What only the page shows: how the figures ran over time, with the doses of the bone agent on the same axis."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from osteon.engine.situation import as_of
from osteon.record.timeline import Event, Timeline

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["page"]

BONE_AGENTS = (
    "drug.zoledronic-acid",
    "drug.denosumab-120",
    "drug.denosumab",
    "drug.pamidronate",
    "drug.ibandronate",
    "drug.clodronate",
)
MOST_POINTS = 200


def page(review: Review) -> dict[str, Any]:
    """The content of a review with trends, doses and the list of sources."""
    timeline, day = review.timeline, review.at.day
    trends = [
        _corrected_calcium(review),
        _plain("creatinine", "serum creatinine", "lab.creatinine", timeline, day),
        _plain("alp", "alkaline phosphatase", "lab.alp", timeline, day),
        _plain("pain", "pain, worst or as given (0-10)", "obs.pain", timeline, day),
    ]
    return {
        **review.to_dict(),
        "trends": [trend for trend in trends if trend is not None],
        "agent_doses": _doses(timeline, day),
        "sources": _sources(timeline),
    }


def _dated(events: Iterable[Event], day: date) -> list[Event]:
    return [event for event in events if event.start is not None and event.start <= day and event.value is not None][
        -MOST_POINTS:
    ]


def _plain(id: str, label: str, concept: str, timeline: Timeline, day: date) -> dict[str, Any] | None:
    """A series in the unit of its newest report, so that the reference range of that report fits."""
    events = _dated(timeline.events.get(concept, ()), day)
    if not events:
        return None
    newest = events[-1]
    unit = newest.reported_unit or newest.unit
    ratio = newest.reported / newest.value if newest.reported and newest.value else 1
    points = [
        {
            "at": event.start.isoformat(),
            "value": float(
                event.reported if event.reported_unit == unit and event.reported is not None else event.value * ratio
            ),
            "source": event.source,
        }
        for event in events
    ]  # type: ignore[union-attr,operator]
    return {
        "id": id,
        "label": label,
        "unit": unit,
        "points": points,
        "low": _float(newest.low),
        "high": _float(newest.high),
        "second": None,
    }


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def _corrected_calcium(review: Review) -> dict[str, Any] | None:
    """Corrected calcium on each day that has a calcium, as the pathway computes it on that day; total calcium beside it."""
    timeline, evaluator = review.timeline, review.evaluator
    days = sorted(
        {
            event.start
            for concept in ("lab.calcium", "lab.calcium-corrected")
            for event in _dated(timeline.events.get(concept, ()), review.at.day)
        }
    )
    total = _plain("calcium", "total calcium", "lab.calcium", timeline, review.at.day)
    if not days:
        return None
    by_id = {fact.id: fact for fact in evaluator.facts}
    newest = next(
        (
            rows[-1]
            for concept in ("lab.calcium-corrected", "lab.calcium")
            if (rows := _dated(timeline.events.get(concept, ()), review.at.day)) and rows[-1].start == days[-1]
        ),
        None,
    )
    unit = (newest.reported_unit or newest.unit) if newest is not None else "mg/dL"
    fact = by_id.get("calcium-corrected-mmol" if unit == "mmol/L" else "calcium-corrected")
    points = []
    for day in days if fact is not None else []:
        value = evaluator.value(evaluator.situation(timeline, as_of(day)), fact)
        if value[0] is not None and value[0] == value[1]:
            points.append({"at": day.isoformat(), "value": float(value[0]), "source": ""})
    low, high = (_float(newest.low), _float(newest.high)) if newest is not None else (None, None)
    if not points:
        return total
    second = {"label": "total calcium", "points": total["points"]} if total and total["unit"] == unit else None
    return {
        "id": "calcium-corrected",
        "label": "corrected calcium",
        "unit": unit,
        "points": points,
        "low": low,
        "high": high,
        "second": second,
    }


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
    found = {}
    for rows in timeline.events.values():
        for event in rows:
            found.setdefault(
                event.source,
                {
                    "type": event.source.partition("/")[0],
                    "label": event.label,
                    "date": event.start.isoformat() if event.start else None,
                },
            )
    return found
