"""The lesions of one patient with their history: what was said about each place, when, and what was taken together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osteon.engine.words import number, unit_words
from osteon.record.timeline import Event
from osteon.review.wording import clean
from osteon.terminology import site, site_order

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["lesions"]


def lesions(review: Review) -> list[dict[str, Any]]:
    """Every lesion known on the date of the review, from the head down, each with its entries in time order."""
    known = review.situation.lesions
    if not known:
        return []
    entries: dict[str, list[Event]] = {lesion.id: [] for lesion in known}
    day = review.at.day
    for events in review.timeline.events.values():
        for event in events:
            if event.lesion in entries and (event.start is None or event.start <= day or event.status == "planned"):
                entries[event.lesion].append(event)
    return [
        {
            "id": lesion.id,
            "site": lesion.site,
            "label": site(lesion.site).label,
            "laterality": lesion.laterality,
            "structure": lesion.structure,
            "first_seen": lesion.first_seen.isoformat() if lesion.first_seen is not None else None,
            "joined": list(lesion.joined),
            "entries": [_entry(event) for event in sorted(entries[lesion.id], key=_in_time)],
        }
        for lesion in sorted(known, key=lambda item: (site_order(item.site), item.laterality or "", item.id))
    ]


def _in_time(event: Event) -> tuple[str, str]:
    return (event.start.isoformat() if event.start is not None else "", event.source)


def _entry(event: Event) -> dict[str, Any]:
    return {
        "at": event.start.isoformat() if event.start is not None else None,
        "concept": event.concept,
        "what": event.label,
        "said": _said(event),
        "status": event.status,
        "source": event.source,
    }


def _said(event: Event) -> str | None:
    """The answer, the figure or the dose in words; None where the entry says no more than its name."""
    if event.value is not None:
        return f"{number(event.value)}{unit_words(event.unit)}"
    if event.dose is not None and event.concept.startswith("proc."):
        parts = f" in {event.fractions}" if event.fractions else ""
        return f"{number(event.dose)} Gy{parts}"
    return clean(event.answer) if event.answer else None
