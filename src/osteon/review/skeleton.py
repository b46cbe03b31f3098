"""The affected sites of one patient, one line for each site and side, from the entries that mark the skeleton."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from osteon.pathway.skeleton import MARKS, Mark
from osteon.record.timeline import Event, Timeline
from osteon.terminology import is_skeletal, site, site_order

__all__ = ["skeleton"]

PROVEN: Final = {"metastasis", "fracture", "atypical-fracture"}
ORDER: Final = {mark.state: position for position, mark in enumerate(MARKS)}


def skeleton(timeline: Timeline, day: date) -> list[dict[str, Any]]:
    """Places with state, date and entries, head first: one line for each site, side and state.

    An entry that names a lesion more widely is shown at the lesion. What is proven at a place silences what is only suspected there.
    """
    lesions = {lesion.id: (lesion.site, lesion.laterality) for lesion in timeline.lesions}
    places: dict[tuple[str, str | None], dict[str, list[Event]]] = {}
    for mark in MARKS:
        for concept in mark.concepts:
            for event in timeline.events.get(concept, ()):
                if _counts(event, mark, day):
                    here = (event.site or "", event.laterality)
                    states = places.setdefault(lesions.get(event.lesion or "", here), {})
                    if mark.state != "suspected" or not states.keys() & PROVEN:
                        states.setdefault(mark.state, []).append(event)
    found = [_line(place, state, events) for place, states in places.items() for state, events in states.items()]
    return sorted(found, key=lambda item: (site_order(item["site"]), item["laterality"] or "", ORDER[item["state"]]))


def _counts(event: Event, mark: Mark, day: date) -> bool:
    if event.site is None or not is_skeletal(event.site) or (event.start is not None and event.start > day):
        return False
    if event.answer in mark.answers_not:
        return False
    return (
        event.status in mark.statuses
        if mark.statuses
        else event.status not in ("suspected", "planned", "stopped", "not-done")
    )


def _line(place: tuple[str, str | None], state: str, events: list[Event]) -> dict[str, Any]:
    days = [event.start for event in events if event.start is not None]
    name, laterality = place
    return {
        "site": name,
        "label": site(name).label,
        "laterality": laterality,
        "state": state,
        "since": min(days).isoformat() if days else None,
        "sources": list(dict.fromkeys(event.source for event in events)),
    }
