"""Measures of quality for one patient: the reference for what a row of a measure comes to. `engine.columns.judging` is its equal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from osteon.engine.evaluate import Evaluator
from osteon.engine.events import Events
from osteon.engine.measures import (
    EXCLUDED,
    FIRST,
    LAST_DAY,
    NOT_NUMERATOR,
    NUMERATOR,
    OPEN,
    UNDECIDED,
    Measure,
    days_until_due,
)  # fmt: skip
from osteon.engine.nodes import Node
from osteon.engine.select import selection
from osteon.engine.situation import Looking, PatientData, Situation, as_of, last_day

__all__ = ["Judged", "Judgement", "judged"]

EVER = as_of(date.max)


class Judged(NamedTuple):
    """One row of a measure. `why`: the facts that decided it, or those that are missing where it is undecided (a bit mask)."""

    anchor: date
    lesion: str | None
    outcome: str
    why: int
    exact: bool
    """Whether the record gives the day of the anchor exactly."""
    strata: tuple[str | None, ...]
    """The word of each stratifier; None where it is not known."""
    sources: tuple[str, ...]
    """References of the entries that the row stands on, in the order of their names."""


class Judgement(NamedTuple):
    """What a measure says of one patient: its rows, and how many entries without any date would perhaps have been rows."""

    rows: tuple[Judged, ...]
    undated: int


class _Anchor(NamedTuple):
    day: int
    lesion: str | None
    latest: int
    """The last day that the anchor may mean."""
    sources: tuple[str, ...]


class _Standing(NamedTuple):
    """A row of which the population is known or open."""

    anchor: _Anchor
    situation: Situation
    holds: bool | None
    missing: int


def judged(
    evaluator: Evaluator,
    measure: Measure,
    timeline: PatientData,
    end: date | None,
    since: date | None = None,
    until: date | None = None,
) -> Judgement:
    """The rows of a measure for one patient.

    `end`: the day on which her follow-up ends, after which nothing is known; None where nothing is dated. `since`, `until`: first and
    last day of an anchor.
    """
    last = min((day for day in (end, until) if day is not None), default=None) if end is not None else None
    anchors, undated = _anchors(evaluator, measure, timeline, last)
    standing = [one for anchor in anchors if (one := _standing(evaluator, measure, timeline, anchor)).holds is not False]
    gap = days_until_due(measure.episode, evaluator.settings)
    rows = [
        _judged(evaluator, measure, one, end)
        for one in (_beginnings(standing, gap) if measure.episode is not None else standing)
        if (since is None or one.anchor.day >= since.toordinal()) and (until is None or one.anchor.day <= until.toordinal())
    ]
    return Judgement(tuple(rows), undated)


# --- anchors ----------------------------------------------------------------------------------------------------------


def _anchors(
    evaluator: Evaluator, measure: Measure, timeline: PatientData, last: date | None
) -> tuple[list[_Anchor], int]:
    rows = measure.rows
    if rows.take == LAST_DAY:
        day = last.toordinal() if last is not None else 0
        return ([_Anchor(day, None, day, ())] if day else []), 0
    assert rows.events is not None
    situation = evaluator.situation(timeline, EVER)
    select = _selection(evaluator, rows.events)
    if not rows.per_lesion:
        return _of_events(measure, None, select(situation))
    anchors, undated = [], 0
    for lesion in situation.lesions:
        with Looking(situation, lesion.id):
            found, more = _of_events(measure, lesion.id, select(situation))
        anchors += found
        undated += more
    return sorted(anchors, key=lambda one: (one.day, one.lesion)), undated


def _selection(evaluator: Evaluator, events: Events) -> Any:
    known = evaluator.beside.setdefault(__name__, {})
    found = known.get(id(events))
    if found is None:
        found = known[id(events)] = selection(events, evaluator.compile, evaluator.selections)
    return found


def _of_events(measure: Measure, lesion: str | None, events: Iterable[Any]) -> tuple[list[_Anchor], int]:
    """The days of some events, each once; a day that was written in full beats the same day meant by a month."""
    days: dict[int, _Anchor] = {}
    undated = 0
    for event in events:
        if measure.rows.by == "end" and event.end is not None and (event.start is None or event.start <= event.end):
            day = latest = event.end.toordinal()
        elif event.start is None:
            undated += 1
            continue
        else:
            day, latest = event.start.toordinal(), last_day(event.start, event.precision).toordinal()
        before = days.get(day)
        sources = (event.source,) if before is None else before.sources
        if event.source not in sources:
            sources = tuple(sorted((*sources, event.source)))
        days[day] = _Anchor(day, lesion, latest if before is None else min(latest, before.latest), sources)
    found = [days[day] for day in sorted(days)]
    return (found[:1] if measure.rows.take == FIRST else found), undated


# --- judging ----------------------------------------------------------------------------------------------------------


def _value(evaluator: Evaluator, situation: Situation, node: Node, lesion: str | None) -> tuple:
    """The value of a node for the row; unknown where the record does not know the lesion yet on that day."""
    if node.per_lesion and all(one.id != lesion for one in situation.lesions):
        return (None, 0, 0)
    return evaluator.value(situation, node, lesion if node.per_lesion else None)


def _standing(evaluator: Evaluator, measure: Measure, timeline: PatientData, anchor: _Anchor) -> _Standing:
    """Whether the row is in the population; where the day is not exact, on the last day that it may mean."""
    situation = evaluator.situation(timeline, as_of(date.fromordinal(anchor.latest)))
    holds, missing, _ = _value(evaluator, situation, measure.population, anchor.lesion)
    return _Standing(anchor, situation, holds, missing)


def _beginnings(standing: list[_Standing], gap: int) -> list[_Standing]:
    """Without the rows that go on with an episode: those soon after one that was surely in the population."""
    newest: dict[str | None, int] = {}
    found = []
    for one in standing:
        day, lesion = one.anchor.day, one.anchor.lesion
        begins = lesion not in newest or day - newest[lesion] > gap
        if begins:
            found.append(one)
        if one.holds and one.anchor.latest == day:
            newest[lesion] = day
    return found


def _judged(evaluator: Evaluator, measure: Measure, one: _Standing, end: date | None) -> Judged:
    anchor, situation = one.anchor, one.situation
    strata = []
    for stratifier in measure.stratifiers:
        words = _value(evaluator, situation, stratifier.of, anchor.lesion)[0]
        strata.append(words[0] if words is not None and len(words) == 1 else None)
    outcome, why = _outcome(evaluator, measure, one, end)
    day = date.fromordinal(anchor.day)
    return Judged(day, anchor.lesion, outcome, why, anchor.latest == anchor.day, tuple(strata), anchor.sources)


def _outcome(evaluator: Evaluator, measure: Measure, one: _Standing, end: date | None) -> tuple[str, int]:
    anchor = one.anchor
    if anchor.latest != anchor.day:
        return UNDECIDED, 0
    open_, missing = one.holds is None, one.missing if one.holds is None else 0
    for exclusion in measure.exclusions:
        holds, lacking, support = _value(evaluator, one.situation, exclusion.when, anchor.lesion)
        if holds:
            return EXCLUDED, support
        if holds is None:
            open_, missing = True, missing | lacking
    if open_:
        return UNDECIDED, missing
    days = days_until_due(measure.after, evaluator.settings)
    due = anchor.day + days
    situation = one.situation
    if days:
        situation = evaluator.situation(situation.timeline, as_of(date.fromordinal(due)))
    holds, lacking, support = _value(evaluator, situation, measure.numerator, anchor.lesion)
    if holds:
        return NUMERATOR, support
    if end is None or due > end.toordinal():
        return OPEN, 0
    return (UNDECIDED, lacking) if holds is None else (NOT_NUMERATOR, support)
