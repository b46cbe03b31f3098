"""Puts entries about the same place in the skeleton together.

One place is one (site, side) as the entries say it. That "femur" and "neck of the left femur" may be one lesion is not
decided here.
"""

from __future__ import annotations

from datetime import date

from osteon.record.timeline import Event, Lesion
from osteon.terminology import is_skeletal

__all__ = ["group_lesions"]

WHOLE_SKELETON = "skeleton"
LESION_CONCEPTS = frozenset(
    (
        "condition.metastasis.bone",
        "condition.bone-lytic-lesion",
        "fracture.pathological-neoplastic",
        "finding.metastasis-imaging",
        "finding.bone-destruction",
        "finding.bone-scan-positive",
    )
)
"""Concepts that say: here the cancer is in the bone."""


def group_lesions(events: list[Event]) -> tuple[list[Event], tuple[Lesion, ...]]:
    """The events, those at a lesion marked with its id, and the lesions in the order of their ids.

    A lesion starts with an entry of a lesion concept; every other entry with the same site and side (dose of
    radiotherapy, pain, size) then belongs to it.
    """
    located = [position for position, event in enumerate(events) if event.site is not None]
    places: dict[tuple[str, str | None], str] = {}
    for event in (events[position] for position in located):
        if event.concept in LESION_CONCEPTS and _is_lesion(event):
            site = event.site or ""
            places.setdefault((site, event.laterality), _name(site, event.laterality))
    if not places:
        return events, ()
    marked = events.copy()
    members: dict[str, list[Event]] = {name: [] for name in places.values()}
    for position in located:
        event = events[position]
        name = places.get((event.site or "", event.laterality))
        if name is not None:
            marked[position] = event._replace(lesion=name)
            members[name].append(marked[position])
    lesions = [
        Lesion(
            id=name,
            site=site,
            laterality=laterality,
            first_seen=_first_seen(members[name]),
            sources=tuple(dict.fromkeys(event.source for event in members[name])),
        )
        for (site, laterality), name in places.items()
    ]
    return marked, tuple(sorted(lesions, key=lambda lesion: lesion.id))


def _is_lesion(event: Event) -> bool:
    return event.answer != "absent" and event.site != WHOLE_SKELETON and is_skeletal(event.site or "")


def _name(site: str, laterality: str | None) -> str:
    return f"{site}:{laterality}" if laterality else site


def _first_seen(events: list[Event]) -> date | None:
    days = [
        event.start
        for event in events
        if event.start is not None and event.concept in LESION_CONCEPTS and event.answer != "absent"
    ]
    return min(days) if days else None
