"""Selections of events, and what is read from them: the only place where a tree touches the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from osteon.engine.nodes import Node

__all__ = ["Events", "Reduction", "count", "earliest", "exists", "latest", "patient", "present"]

DATES = ("start", "end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Which events of a patient are meant. Every filter that is given must hold.

    `within`: not older than this number of days. `since`, `before`: on or after, strictly before a date.
    Undated events pass no filter of time. Events after the date of the review are never seen, except plans.
    """

    concepts: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    not_answers: tuple[str, ...] = ()
    routes: tuple[str, ...] = ()
    sites: tuple[str, ...] = ()
    indications: tuple[str, ...] = ()
    within: Node | None = None
    since: Node | None = None
    before: Node | None = None
    dose_above: Node | None = None
    dose_below: Node | None = None
    with_value: bool = False
    per_lesion: bool = False

    def nodes(self) -> Iterator[Node]:
        """The nodes that bound the selection."""
        for node in (self.within, self.since, self.before, self.dose_above, self.dose_below):
            if node is not None:
                yield node


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """One answer out of many events.

    `how`: `latest`, `earliest`, `exists`, `present`, `count` or `patient`. `field`: what is taken from the event chosen.
    `expressed`: the unit wanted; the figure as reported is used when it was reported in this unit, so that a threshold
    in that unit is met exactly; else canonical value times `factor`.
    """

    how: str
    events: Events
    field: str = "value"
    kind: str = "number"
    unit: str | None = None
    factor: Decimal | None = None
    categories: tuple[str, ...] = ()

    @property
    def can_be_absent(self) -> bool:
        """Whether silence can be read as `no` (conditions) or as zero (counts) or as the category `none`."""
        return self.how in ("exists", "present", "count") or (self.kind == "category" and "none" in self.categories)


def latest(
    events: Events,
    field: str = "value",
    *,
    unit: str | None = None,
    factor: Decimal | None = None,
    categories: tuple[str, ...] = (),
) -> Reduction:
    """The newest event at or before the date of the review; ties by moment, then by time of recording, else conflicting."""
    return _one("latest", events, field, unit, factor, categories)


def earliest(
    events: Events,
    field: str = "start",
    *,
    unit: str | None = None,
    factor: Decimal | None = None,
    categories: tuple[str, ...] = (),
) -> Reduction:
    """The oldest dated event."""
    return _one("earliest", events, field, unit, factor, categories)


def _one(
    how: str, events: Events, field: str, unit: str | None, factor: Decimal | None, categories: tuple[str, ...]
) -> Reduction:
    if field in DATES:
        return Reduction(how=how, events=events, field=field, kind="number", unit="date")
    if field == "moment":
        return Reduction(how=how, events=events, field=field, kind="number", unit="moment")
    if categories:
        return Reduction(how=how, events=events, field=field, kind="category", categories=categories)
    return Reduction(how=how, events=events, field=field, kind="number", unit=unit, factor=factor)


def exists(events: Events) -> Reduction:
    """Whether there is such an event."""
    return Reduction(how="exists", events=events, kind="boolean")


def present(events: Events) -> Reduction:
    """Whether the newest such event says `present` (or gives no answer) rather than `absent`."""
    return Reduction(how="present", events=events, kind="boolean")


def count(events: Events) -> Reduction:
    """How many such events; two entries of one day, one concept and one dose count once."""
    return Reduction(how="count", events=events, kind="number", unit="{count}")


def patient(field: str) -> Reduction:
    """`sex` (category), `age` (years), `birth` (date) or `death` (date) of the person."""
    if field == "sex":
        return Reduction(
            how="patient", events=Events(concepts=()), field=field, kind="category", categories=("female", "male")
        )
    unit = "a" if field == "age" else "date"
    return Reduction(how="patient", events=Events(concepts=()), field=field, kind="number", unit=unit)
