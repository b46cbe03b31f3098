"""Events in the order that the timeline promises, grouped by concept, with the lesions and the accounts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, TypeVar

from osteon.record.lesions import group_lesions
from osteon.record.timeline import Event, Gap, Patient, Problem, Timeline

__all__ = ["assemble", "newest_day"]

PLANS: Final = frozenset(("planned", "on-hold"))
REACHES_ITS_END: Final = frozenset(("dose", "procedure", "observation", "condition", "imaging"))

Kept = TypeVar("Kept", Event, Gap)


def assemble(
    patient: Patient,
    events: list[Event],
    gaps: list[Gap],
    problems: list[Problem],
    *,
    read: int,
    used: int,
    refused: int,
    ignored: dict[str, int],
    newest: date | None,
) -> Timeline:
    marked, lesions = group_lesions(events)
    by_concept = _grouped(marked)
    for found in by_concept.values():
        if len(found) > 1:
            found.sort(key=_order)
    gaps_by_concept = _grouped(gaps)
    for waiting in gaps_by_concept.values():
        waiting.sort(key=lambda gap: gap.start or date.min)
    return Timeline(
        patient=patient,
        events={concept: tuple(found) for concept, found in by_concept.items()},
        lesions=lesions,
        gaps={concept: tuple(waiting) for concept, waiting in gaps_by_concept.items()},
        problems=tuple(problems),
        read=read,
        used=used,
        refused=refused,
        ignored=ignored,
        newest=newest_day(events, newest),
    )


def _grouped(items: list[Kept]) -> dict[str, list[Kept]]:
    groups: dict[str, list[Kept]] = {}
    for item in items:
        group = groups.get(item.concept)
        if group is None:
            groups[item.concept] = [item]
        else:
            group.append(item)
    return groups


def _order(event: Event) -> tuple[date, datetime, datetime]:
    """Undated first; a day without a time before the times of that day."""
    return event.start or date.min, event.instant or datetime.min, event.recorded or datetime.min


def newest_day(events: list[Event], newest: date | None) -> date | None:
    """The last day of anything that happened; what is only planned does not count."""
    for event in events:
        if event.status in PLANS or event.kind == "request":
            continue
        day = event.start
        if event.end is not None and event.kind in REACHES_ITS_END:
            day = event.end
        if day is not None and (newest is None or day > newest):
            newest = day
    return newest
