"""Finds in a timeline what may be a skeletal event."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any

from osteon.pathway.lesions.facts import RADIOTHERAPY, SURGERY
from osteon.pathway.skeletal_events.counting import Occurrence, Tally, count_events
from osteon.pathway.skeletal_events.definitions import (
    COMPRESSION,
    FRACTURE,
    HYPERCALCAEMIA,
    RADIATION,
    Definition,
)
from osteon.pathway.skeletal_events.definitions import SURGERY as OPERATION
from osteon.record.timeline import Event, Timeline
from osteon.terminology import is_skeletal

__all__ = ["CONCEPTS", "occurrences", "skeletal_events"]

Read = Callable[[Event, Timeline], Iterator[Occurrence]]
_DENIED = frozenset(("absent", "negative"))
_DONE = frozenset(("done", "active", "final"))
_FOLLOW_UP = frozenset(("subsequent", "sequela"))
_CORD = frozenset(("spinal-cord", "cauda-equina", "meninges-spinal"))
_COMPRESSIONS = ("condition.spinal-cord-compression", "condition.cauda-equina")
_FRACTURES = ("fracture.pathological-neoplastic", "fracture.pathological")
_OF_BONE = frozenset(("condition.metastasis.bone", "condition.bone-lytic-lesion", *_FRACTURES, *_COMPRESSIONS))
_PAIN = frozenset(("symptom.bone-pain", "symptom.neoplasm-related-pain", "symptom.back-pain", "symptom.low-back-pain"))
_DOUBTS = {
    "fracture.pathological": "the record does not say that the fracture was from cancer",
    "condition.hypercalcaemia": "the record does not say that the hypercalcaemia was from cancer",
}
_SYMPTOMS = "fracture.symptomatic"
_SUSPECTED = "it was only suspected"


def skeletal_events(
    timeline: Timeline, as_of: date | datetime, definition: Definition, anchor: str = "last_counted"
) -> Tally:
    """The skeletal events of a patient up to a day: those that count, and what became of the rest."""
    return count_events(occurrences(timeline, as_of), definition, anchor)


def occurrences(timeline: Timeline, as_of: date | datetime) -> tuple[Occurrence, ...]:
    """All that may be a skeletal event up to a day. Plans and what was denied are none."""
    today = as_of.date() if isinstance(as_of, datetime) else as_of
    found: dict[tuple, Occurrence] = {}
    for concepts, read in _READERS:
        for concept in concepts:
            for event in timeline.events.get(concept, ()):
                if event.answer in _DENIED or event.status == "planned" or (event.start and event.start > today):
                    continue
                for item in read(event, timeline):
                    # One entry may be matched twice: by what was done, and by how.
                    found.setdefault((item.component, event.source, item.day, item.site, item.laterality), item)
    return tuple(found.values())


def _occurrence(event: Event, component: str, doubt: str = "", **more: Any) -> Occurrence:
    return Occurrence(
        day=event.start,
        component=component,
        sources=(event.source,),
        site=event.site,
        laterality=event.laterality,
        doubt=_SUSPECTED if event.status == "suspected" else doubt,
        precision=event.precision,
        **more,
    )


def _fracture(event: Event, timeline: Timeline) -> Iterator[Occurrence]:
    yield _occurrence(
        event,
        FRACTURE,
        "" if event.lesion is not None else _DOUBTS.get(event.concept, ""),
        symptomatic=_symptomatic(event, timeline),
        follow_up=event.answer in _FOLLOW_UP,
    )


def _symptomatic(fracture: Event, timeline: Timeline) -> bool | None:
    """The nearest word on symptoms of a fracture at this place."""
    here = (fracture.site, fracture.laterality)
    said = [
        (abs((event.start - fracture.start).days), event)
        for event in timeline.events.get(_SYMPTOMS, ())
        if (event.site, event.laterality) == here and event.start is not None and fracture.start is not None
    ]
    return min(said, key=lambda item: item[0])[1].answer not in _DENIED if said else None


def _condition(component: str) -> Read:
    def read(event: Event, timeline: Timeline) -> Iterator[Occurrence]:
        yield _occurrence(event, component, _DOUBTS.get(event.concept, ""))

    return read


def _radiation(event: Event, timeline: Timeline) -> Iterator[Occurrence]:
    to_bone = event.indication in _OF_BONE or (event.site is not None and _is_bone(event.site))
    if not _was_done(event) or (event.site is not None and not to_bone):
        return
    yield _occurrence(
        event,
        RADIATION,
        "" if to_bone else "the record does not say that bone was irradiated",
        symptomatic=_for_pain(event),
        end=event.end,
        treats=_treated(event),
    )


def _operation(event: Event, timeline: Timeline) -> Iterator[Occurrence]:
    if not _was_done(event) or (event.site is not None and not _is_bone(event.site)):
        return
    certain = event.lesion is not None or event.indication in _OF_BONE or event.answer == "palliative"
    yield _occurrence(
        event,
        OPERATION,
        "" if certain else "the record does not say that the operation was for a metastasis",
        treats=_treated(event),
    )


def _was_done(event: Event) -> bool:
    return event.kind != "request" and event.status in _DONE


def _is_bone(site: str) -> bool:
    return is_skeletal(site) or site in _CORD


def _for_pain(event: Event) -> bool | None:
    if event.indication in _PAIN:
        return True
    return False if event.answer == "preventive" else None


def _treated(event: Event) -> str | None:
    if event.indication in _COMPRESSIONS:
        return COMPRESSION
    return FRACTURE if event.indication in _FRACTURES else None


_READERS: tuple[tuple[tuple[str, ...], Read], ...] = (
    (_FRACTURES, _fracture),
    (_COMPRESSIONS, _condition(COMPRESSION)),
    (("condition.hypercalcaemia-malignancy", "condition.hypercalcaemia"), _condition(HYPERCALCAEMIA)),
    (RADIOTHERAPY, _radiation),
    ((*SURGERY, "proc.vertebroplasty"), _operation),
)

CONCEPTS = frozenset(concept for concepts, _ in _READERS for concept in concepts) | {_SYMPTOMS}
"""All that is read here: who has no entry of these has no skeletal event."""
