"""Puts entries about the same place in the skeleton together: which lesions there are, and what is said about each.

Reports name one lesion in many ways: "femur", later "neck of the left femur". What is taken as one lesion, and what is not
counted as one of its own, is decided here and told in words, so that a reader can see and correct it: a record that points
to body structures says itself which entries belong together, and is believed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from osteon.record.timeline import Event, Lesion
from osteon.terminology import is_skeletal, is_within, may_hold, site

__all__ = ["group_lesions"]

WHOLE_SKELETON: Final = "skeleton"
LESION_CONCEPTS: Final = frozenset(
    (
        "condition.metastasis.bone",
        "condition.bone-lytic-lesion",
        "fracture.pathological-neoplastic",
        "finding.metastasis-imaging",
        "finding.bone-destruction",
        "finding.bone-scan-positive",
        "lesion.type",
    )
)
"""Concepts that say: here is a lesion."""
TREATMENT: Final = "proc."
"""What is done to a wide place is done to every lesion inside it; what is said about one may hold for another only."""

Sides = str | None


@dataclass(slots=True)
class _Place:
    """A lesion in the making: where it is, as exactly as an entry said it, and what was taken together."""

    site: str
    laterality: Sides
    structure: str | None
    events: list[Event] = field(default_factory=list)
    joined: list[str] = field(default_factory=list)
    name: str = ""


def group_lesions(events: list[Event]) -> tuple[list[Event], tuple[Lesion, ...]]:
    """The events, those at a lesion marked with its id, and the lesions in the order of their ids.

    The `lesion` of an event that comes in is the body structure that it points to, if any. Entries of one body structure are
    one lesion; else entries of one site and side are. A wider place (`femur`) that holds one known lesion is that lesion; one
    that holds several is not counted as a further lesion.
    """
    if not any(event.site is not None and event.concept in LESION_CONCEPTS for event in events):
        return [event._replace(lesion=None) if event.lesion else event for event in events], ()
    stated = [event for event in events if event.concept in LESION_CONCEPTS and _is_lesion(event)]
    places = _places(stated)
    _name_all(places)
    marked: list[Event] = []
    for event in events:
        if event.site is None:
            marked.append(event)
            continue
        found = _of(event, places)
        if len(found) > 1 and not event.concept.startswith(TREATMENT):
            found = []
        for place in found:
            marked.append(event._replace(lesion=place.name))
            place.events.append(marked[-1])
        if not found:
            marked.append(event._replace(lesion=None) if event.lesion else event)
    lesions = (_lesion(place) for place in places)
    return marked, tuple(sorted(lesions, key=lambda lesion: lesion.id))


def _is_lesion(event: Event) -> bool:
    return event.answer != "absent" and event.site != WHOLE_SKELETON and is_skeletal(event.site or "")


def _places(stated: list[Event]) -> list[_Place]:
    """One for each lesion: first those with a body structure, then the innermost places, then what is wider."""
    found: dict[str, _Place] = {}
    for event in stated:
        if event.lesion is not None:
            place = found.setdefault(event.lesion, _Place(event.site or "", event.laterality, event.lesion))
            if event.site != place.site and is_within(event.site or "", place.site):
                place.site = event.site or ""
            place.laterality = place.laterality or event.laterality
    places = list(found.values())
    bare = {(event.site or "", event.laterality): event.source for event in reversed(stated) if event.lesion is None}
    for (name, side), source in sorted(bare.items(), key=lambda item: _width(item[0])):
        inside = [place for place in places if _covers(name, side, place)]
        if not inside:
            places.append(_Place(name, side, None))
        elif len(inside) == 1:
            if (name, side) != (inside[0].site, inside[0].laterality):
                inside[0].joined.append(
                    f"“{_words(name, side)}” ({source}) is taken as this lesion: no other is known there"
                )
        else:
            for place in inside:
                place.joined.append(
                    f"“{_words(name, side)}” ({source}) holds {len(inside)} known lesions and is not counted as a further one"
                )
    return places


def _width(place: tuple[str, Sides]) -> tuple[int, bool, str, str]:
    """Innermost places first, those with a side before those without."""
    name, side = place
    depth, step = 0, name
    while (parent := site(step).parent) is not None:
        depth, step = depth + 1, parent
    return (-depth, side is None, name, side or "")


def _covers(name: str, side: Sides, place: _Place) -> bool:
    """Whether a place as an entry names it holds the lesion."""
    return may_hold(name, place.site) and _same_side(side, place.laterality)


def _same_side(one: Sides, other: Sides) -> bool:
    return one is None or other is None or one == other or "bilateral" in (one, other)


def _of(event: Event, places: list[_Place]) -> list[_Place]:
    """The lesions that an entry is about: by its body structure, by the same place, by a place inside or around it."""
    name, side = event.site or "", event.laterality
    if event.lesion is not None:
        found = [place for place in places if place.structure == event.lesion]
        if found:
            return found
    tests: tuple[Callable[[_Place], bool], ...] = (
        lambda place: (place.site, place.laterality) == (name, side),
        lambda place: may_hold(place.site, name) and _same_side(side, place.laterality),
        lambda place: _covers(name, side, place),
    )
    for test in tests:
        found = [place for place in places if test(place)]
        if found:
            return found
    return []


def _name_all(places: list[_Place]) -> None:
    """`site:side`; lesions that share a place get a number behind it, in the order of their body structures."""
    taken: dict[str, int] = {}
    for place in sorted(places, key=lambda item: (item.site, item.laterality or "", item.structure or "")):
        name = f"{place.site}:{place.laterality}" if place.laterality else place.site
        taken[name] = taken.get(name, 0) + 1
        place.name = name if taken[name] == 1 else f"{name}#{taken[name]}"


def _words(name: str, side: Sides) -> str:
    return f"{side} {site(name).label}" if side else site(name).label


def _lesion(place: _Place) -> Lesion:
    return Lesion(
        id=place.name,
        site=place.site,
        laterality=place.laterality,
        first_seen=_first_seen(place.events),
        sources=tuple(dict.fromkeys(event.source for event in place.events)),
        structure=place.structure,
        joined=tuple(place.joined),
    )


def _first_seen(events: list[Event]) -> date | None:
    days = [
        event.start
        for event in events
        if event.start is not None and event.concept in LESION_CONCEPTS and event.answer != "absent"
    ]
    return min(days) if days else None
