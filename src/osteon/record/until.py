"""A record as it was on a day: what lies behind it is taken away, so that nobody is followed beyond it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from osteon.record.timeline import Timeline

__all__ = ["PLANNED", "timeline_until"]

PLANNED: Final = "planned"
"""The status of an entry that speaks of the future."""


def timeline_until(timeline: Timeline, day: date) -> Timeline:
    """A timeline without the entries, gaps and lesions of later days; a plan for a later day stays."""
    events = {}
    for concept, entries in timeline.events.items():
        kept = tuple(one for one in entries if one.start is None or one.start <= day or one.status == PLANNED)
        if kept:
            events[concept] = kept
    gaps = {}
    for concept, waiting in timeline.gaps.items():
        left = tuple(one for one in waiting if one.start is None or one.start <= day)
        if left:
            gaps[concept] = left
    lesions = tuple(one for one in timeline.lesions if one.first_seen is None or one.first_seen <= day)
    return replace(timeline, events=events, gaps=gaps, lesions=lesions)
