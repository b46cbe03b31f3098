"""Selections of events, and what is read from them: the only place where a tree touches the timeline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from osteon.engine.nodes import Node

__all__ = [
    "Events",
    "Factor",
    "Reduction",
    "count",
    "daily_dose",
    "earliest",
    "exists",
    "latest",
    "of_lesion",
    "patient",
    "present",
    "single_dose",
]

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
    as_needed: bool | None = None
    """True: drugs to be taken when needed; False: drugs by the clock; None: both."""

    def nodes(self) -> Iterator[Node]:
        """The nodes that bound the selection."""
        for node in (self.within, self.since, self.before, self.dose_above, self.dose_below):
            if node is not None:
                yield node


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """What some drugs count for, given by some routes, when doses of different drugs are added up.

    `of` says what the value is multiplied with: `dose` (mg, or mg a day) or `rate` (micrograms per hour, as on a patch).
    """

    concepts: tuple[str, ...]
    routes: tuple[str, ...]
    value: Node
    of: str = "dose"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """One answer out of many events.

    `how`: `latest`, `earliest`, `exists`, `present`, `count`, `daily_dose`, `single_dose`, `patient` or `lesion`. `field`: what
    is taken from the event chosen.
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
    parts: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Of a place: the places inside it that it may mean, as (place, innermost places)."""
    factors: tuple[Factor, ...] = ()
    """Of a dose: what each drug counts for."""

    def nodes(self) -> Iterator[Node]:
        """The nodes that the answer depends on, beside the events."""
        yield from self.events.nodes()
        for factor in self.factors:
            yield factor.value

    @property
    def can_be_absent(self) -> bool:
        """Whether silence can be read as `no` (conditions) or as zero (counts) or as the category `none`."""
        closed = ("exists", "present", "count", "daily_dose")
        return self.how in closed or (self.kind == "category" and "none" in self.categories)


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


def daily_dose(events: Events, *factors: Factor, unit: str, least: bool = False) -> Reduction:
    """The dose of a day of all drugs together, each times its factor; see `engine.reduce_dose` for what counts once.

    One active entry that cannot be counted makes the sum unknown. `least` adds up what can be counted and leaves out the rest:
    the real sum is not below it.
    """
    field = "least" if least else "sum"
    return Reduction(how="daily_dose", events=events, field=field, unit=unit, factors=factors)


def single_dose(events: Events, *factors: Factor, unit: str) -> Reduction:
    """One dose, times its factor; the span between the smallest and the largest where entries differ."""
    return Reduction(how="single_dose", events=events, field="dose", unit=unit, factors=factors)


def patient(field: str) -> Reduction:
    """`sex` (category), `age` (years), `birth` (date) or `death` (date) of the person."""
    if field == "sex":
        return Reduction(
            how="patient", events=Events(concepts=()), field=field, kind="category", categories=("female", "male")
        )
    unit = "a" if field == "age" else "date"
    return Reduction(how="patient", events=Events(concepts=()), field=field, kind="number", unit=unit)


def of_lesion(field: str, parts: tuple[tuple[str, tuple[str, ...]], ...]) -> Reduction:
    """`site` or `laterality` of the lesion in question, as a category.

    `parts` says which words a recorded word may mean: a place that is named widely (`femur`) leaves every place inside it
    possible, so that a rule about the neck of the femur is undecided and not wrong.
    """
    words = tuple(dict.fromkeys(word for _, inner in parts for word in inner))
    return Reduction(
        how="lesion", events=Events(concepts=(), per_lesion=True), field=field, kind="category", categories=words,
        parts=parts,
    )  # fmt: skip
