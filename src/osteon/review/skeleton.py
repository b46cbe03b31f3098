"""The affected sites of one patient, one line for each site and side, from the entries that mark the skeleton."""

from __future__ import annotations

from datetime import date
from typing import Any

from osteon.pathway.skeleton import MARKS, Mark
from osteon.record.timeline import Event, Timeline
from osteon.terminology import is_skeletal, site

__all__ = ["skeleton"]


def skeleton(timeline: Timeline, day: date) -> list[dict[str, Any]]:
    """Sites with state, date and entries, head first. The strongest mark names the state; weaker ones become notes."""
    places: dict[tuple[str, str | None], list[tuple[int, Mark, Event]]] = {}
    for rank, mark in enumerate(MARKS):
        for concept in mark.concepts:
            for event in timeline.events.get(concept, ()):
                if _counts(event, mark, day):
                    places.setdefault((event.site, event.laterality), []).append((rank, mark, event))  # type: ignore[arg-type]
    found = [_line(place, entries) for place, entries in places.items()]
    return sorted(found, key=lambda item: _height(item["site"]))


def _counts(event: Event, mark: Mark, day: date) -> bool:
    if event.site is None or not is_skeletal(event.site) or (event.start is not None and event.start > day):
        return False
    if event.answer in mark.answers_not:
        return False
    return event.status in mark.statuses if mark.statuses else event.status not in ("suspected", "planned", "stopped", "not-done")


def _line(place: tuple[str, str | None], entries: list[tuple[int, Mark, Event]]) -> dict[str, Any]:
    entries = sorted(entries, key=lambda item: item[0])
    state = entries[0][1].state
    days = [event.start for _, mark, event in entries if event.start is not None and mark.state == state]
    notes = dict.fromkeys(mark.state for _, mark, _ in entries if mark.state != state)
    name, laterality = place
    return {
        "site": name, "label": site(name).label, "laterality": laterality, "state": state,
        "since": min(days).isoformat() if days else None,
        "sources": list(dict.fromkeys(event.source for _, _, event in entries)), "notes": list(notes),
    }


def _height(name: str) -> tuple[int, ...]:
    """Position in the tree of sites, from the head down."""
    from osteon.terminology import site_order

    return site_order(name)
