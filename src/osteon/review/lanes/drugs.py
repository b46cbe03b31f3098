"""Drugs as bars: orders and doses of one drug that belong together are one stretch of use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median
from typing import Any, NamedTuple

from osteon.pathway.bone_agents.parameters import INTRAVENOUS_WINDOW
from osteon.pathway.patient_reports.signs import AGENTS
from osteon.pathway.tumour import drugs
from osteon.pathway.tumour.parameters import INFUSION_WINDOW, ORAL_WINDOW, SUPPRESSION_WINDOW
from osteon.record.timeline import Event, Timeline
from osteon.review.lanes.moments import event_moment, known_by, moment_of
from osteon.review.translation import sentence
from osteon.terminology import concept

__all__ = ["BONE_AGENTS", "RADIONUCLIDES", "SYSTEMIC", "drug_bars"]

BONE_AGENTS = (
    *AGENTS,
    "drug.alendronate",
    "drug.risedronate",
    "drug.romosozumab",
    "drug.teriparatide",
)
RADIONUCLIDES = ("drug.radium-223", "drug.samarium-153", "drug.strontium-89")
SYSTEMIC = (*dict.fromkeys((*drugs.SYSTEMIC, *drugs.OVARIAN_SUPPRESSION, "drug.megestrol")),)
ORDERED = ("order", "statement")
ENDED = ("stopped", "completed")


class _Stretch(NamedTuple):
    """A stretch of use by one entry. `last` None: the record does not say when it ended."""

    first: date
    last: date | None
    event: Event
    goes_on: bool


def drug_bars(timeline: Timeline, concepts: Sequence[str], today: date) -> list[dict[str, Any]]:
    """Every drug that was ordered or given up to today, oldest first, each stretch of use one bar."""
    found = []
    for name in concepts:
        events = [one for one in timeline.events.get(name, ()) if known_by(one, today) and event_moment(one, today)]
        for group in _together(_stretches(events, today), _window(name)):
            found.append(_bar(name, group, today))
    return sorted(found, key=lambda one: (one["first"], one["last"]))


def _window(name: str) -> timedelta:
    """How far doses may lie apart and still belong together: the time for which one dose keeps the drug current."""
    if name in BONE_AGENTS:
        parameter = INTRAVENOUS_WINDOW
    elif name in drugs.OVARIAN_SUPPRESSION:
        parameter = SUPPRESSION_WINDOW
    else:
        parameter = ORAL_WINDOW if name in drugs.BY_MOUTH else INFUSION_WINDOW
    return timedelta(days=int(parameter.value))


def _stretches(events: Sequence[Event], today: date) -> list[_Stretch]:
    found = []
    for event in events:
        if event.start is None:
            continue
        end = min(event.end, today) if event.end is not None else None
        if event.kind not in ORDERED:
            found.append(_Stretch(event.start, end or event.start, event, False))
        elif event.status in ENDED:
            found.append(_Stretch(event.start, end, event, False))
        else:
            open_end = event.end is None or event.end >= today
            found.append(_Stretch(event.start, end or today, event, open_end and event.status == "active"))
    stops = [one.last or one.first for one in found if one.event.kind in ORDERED and one.event.status in ENDED]
    return sorted((_until_stopped(one, stops) for one in found), key=lambda one: (one.first, one.last or one.first))


def _until_stopped(stretch: _Stretch, stops: Sequence[date]) -> _Stretch:
    """An order that nobody closed ends where a newer entry says that the drug was stopped."""
    later = [day for day in stops if day > stretch.first]
    return stretch._replace(last=max(later), goes_on=False) if stretch.goes_on and later else stretch


def _together(stretches: Sequence[_Stretch], window: timedelta) -> list[list[_Stretch]]:
    """Stretches that touch, or lie no further apart than doses may, as one group each."""
    groups: list[list[_Stretch]] = []
    reach: date | None = None
    for one in stretches:
        end = one.last or one.first
        if reach is None or one.first > reach + window:
            groups.append([])
            reach = None
        groups[-1].append(one)
        reach = max(reach or end, end)
    return groups


def _bar(name: str, group: Sequence[_Stretch], today: date) -> dict[str, Any]:
    orders = [one for one in group if one.event.kind in ORDERED]
    doses = [one for one in group if one.event.kind not in ORDERED]
    first, last = min(one.first for one in group), max(one.last or one.first for one in group)
    ended = [one for one in orders if one.event.status in ENDED]
    # What was said last of the drug counts: a later order after a stop is a new start.
    newest = max(orders, key=lambda one: (one.first, one.last or one.first), default=None)
    goes_on = any(one.goes_on for one in orders) and last >= today
    starts = [one for one in group if one.first == first]
    imprecise = all(one.event.precision in ("month", "year") for one in starts)
    sure = min(moment_of(one.first, one.event.precision, today).last for one in starts) if imprecise else first
    days = sorted({one.first for one in doses})
    return {
        "kind": "bar",
        "id": name,
        "label": sentence(concept(name).label),
        "first": first.isoformat(),
        "last": last.isoformat(),
        "sure_first": min(sure, last).isoformat() if imprecise else None,
        "goes_on": goes_on,
        "stopped": not goes_on and newest is not None and newest.event.status == "stopped",
        "held": not goes_on and newest is not None and newest.event.status == "on-hold",
        "end_known": goes_on or not ended or any(one.last is not None for one in ended) or bool(doses),
        "doses": [day.isoformat() for day in days],
        "dose": _dose(doses or orders),
        "every": _usual_gap(days),
        "sources": list(dict.fromkeys(one.event.source for one in group)),
    }


def _dose(stretches: Sequence[_Stretch]) -> str:
    """The single dose of the newest entry that gives one."""
    given = [one.event for one in stretches if one.event.dose is not None]
    return f"{given[-1].dose.normalize():f} mg" if given and given[-1].dose is not None else ""


def _usual_gap(days: Sequence[date]) -> int | None:
    """Days between doses, as most often; None for fewer than three doses."""
    gaps = [(after - before).days for before, after in zip(days, days[1:], strict=False)]
    return round(median(gaps)) if len(gaps) >= 2 else None
