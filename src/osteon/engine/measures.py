"""A measure of quality: whose care is looked at on which day, who is taken out, and what should have been done by when.

A *row* of a measure is one patient (or one of her lesions) on one day, the *anchor*. Population and exclusions are asked as of the
anchor, the numerator as of the day on which the row is due, so that windows are counted back from there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from osteon.engine.events import Events
from osteon.engine.nodes import CHECKED, BuildError, Node, Parameter
from osteon.engine.nodes.below import settings_below

if TYPE_CHECKING:
    from osteon.engine.rules import Evidence
    from osteon.engine.settings import Settings

__all__ = [
    "EXCLUDED", "IMPROVEMENTS", "NOT_NUMERATOR", "NUMERATOR", "OPEN", "OUTCOMES", "UNDECIDED", "Exclusion", "Measure", "Rows",
    "Stratifier", "days_until_due", "each", "first", "on_last_day",
]  # fmt: skip

NUMERATOR, NOT_NUMERATOR, EXCLUDED, OPEN, UNDECIDED = "numerator", "not-numerator", "excluded", "open", "undecided"
OUTCOMES = (NUMERATOR, NOT_NUMERATOR, EXCLUDED, OPEN, UNDECIDED)
"""What a row comes to. `open`: follow-up ends before it is due. `undecided`: a fact is missing, or the day is not exact."""

IMPROVEMENTS = ("increase", "decrease")
"""Which way a score should go."""

HOURS_A_DAY = 24
EACH, FIRST, LAST_DAY = "each", "first", "last-day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What one row is: each day with such an event, the first of them, or the patient on the last day of her follow-up.

    Events of one day are one row. Where the selection is about lesions, so are the rows. `by` is the day of an event that counts:
    its `start`, or its `end` (its start where it has no other end).
    """

    take: str
    events: Events | None = None
    by: str = "start"

    def __post_init__(self) -> None:
        if self.events is not None and any(True for _ in self.events.nodes()):
            raise BuildError("the rows of a measure are all events of a selection: leave out bounds of time and dose")
        if self.by not in ("start", "end"):
            raise BuildError("a row stands on the `start` or the `end` of an event")

    @property
    def per_lesion(self) -> bool:
        """Whether a row is a lesion of a patient."""
        return self.events is not None and self.events.per_lesion


def each(events: Events, by: str = "start") -> Rows:
    """A row for each day (and lesion) with such an event."""
    return Rows(take=EACH, events=events, by=by)


def first(events: Events, by: str = "start") -> Rows:
    """A row for the first day with such an event."""
    return Rows(take=FIRST, events=events, by=by)


def on_last_day() -> Rows:
    """A row for each patient, on the last day of her follow-up (or of the period that is measured)."""
    return Rows(take=LAST_DAY)


class Exclusion(NamedTuple):
    """Who is taken out of a population, and the words for it."""

    label: str
    when: Node


class Stratifier(NamedTuple):
    """What results are told apart by: a category, as of the anchor."""

    id: str
    label: str
    of: Node


@dataclass(frozen=True, eq=False, kw_only=True)
class Measure:
    """One measure. `population`, `exclusions` and `numerator` are conditions about the patient, or about the lesion of the row.

    `episode`: a row in the population that is no more than this number of days after one before belongs to the same episode, and is
    no row of its own. `after`: days (or hours) from the anchor until the row is due; none where it is judged on the day itself.
    """

    id: str
    title: str
    why: str
    row: str
    """One row, in words."""
    rows: Rows
    population: Node
    numerator: Node
    numerator_says: str
    """What should have been done, in words."""
    evidence: tuple[Evidence, ...]
    misuse: str
    exclusions: tuple[Exclusion, ...] = ()
    after: Parameter | None = None
    episode: Parameter | None = None
    stratifiers: tuple[Stratifier, ...] = ()
    improvement: str = "increase"
    recommendations: tuple[str, ...] = ()
    """Ids of the recommendations whose advice it looks back on."""
    topic: str = ""

    def __post_init__(self) -> None:
        for label, node in (("population", self.population), ("numerator", self.numerator), *self.exclusions):
            if node.kind != "boolean":
                raise BuildError(f"{self.id}: `{label}` must be a condition")
        for one in self.stratifiers:
            if one.of.kind != "category":
                raise BuildError(f"{self.id}: the stratifier {one.id} must be a category")
        if any(node.per_lesion for node in self.roots()) and not self.rows.per_lesion:
            raise BuildError(f"{self.id}: its rows are patients, so ask about lesions with AnyLesion or CountLesions")
        for name, days in (("after", self.after), ("episode", self.episode)):
            if days is not None and days.unit not in ("d", "h"):
                raise BuildError(f"{self.id}: `{name}` is in days (`d`) or hours (`h`)")
        if self.after is not None and self.rows.take == LAST_DAY:
            raise BuildError(f"{self.id}: nothing is known after the last day, so it cannot be due later")
        if self.improvement not in IMPROVEMENTS:
            raise BuildError(f"{self.id}: improvement is one of {', '.join(IMPROVEMENTS)}")

    def roots(self) -> Iterable[Node]:
        """The nodes that are asked."""
        yield self.population
        for one in self.exclusions:
            yield one.when
        yield self.numerator
        for stratifier in self.stratifiers:
            yield stratifier.of

    def parameters(self) -> Iterable[Parameter]:
        """The numbers that stand beside the conditions."""
        return (one for one in (self.after, self.episode) if one is not None)

    @cached_property
    def checked(self) -> str:
        """The weakest mark among its evidence and the published numbers that it reads, our own defaults left aside."""
        marks = [item.checked for item in self.evidence] or ["memory"]
        asked = (self.population, self.numerator, *(one.when for one in self.exclusions))
        numbers = [node for root in asked for node in settings_below(root) if isinstance(node, Parameter)]
        marks += [node.checked for node in (*numbers, *self.parameters()) if node.checked != "derived"]
        return max(marks, key=CHECKED.index)

    @property
    def draft(self) -> bool:
        """A measure that rests on memory; it takes part only when drafts are asked for."""
        return self.checked == "memory"


def days_until_due(number: Parameter | None, settings: Settings) -> int:
    """Whole days of a parameter in days or hours, as a site has set it; hours are rounded up to the day in which they end."""
    if number is None:
        return 0
    value = settings.parameters.get(number.id, number.value)
    return ceil(value if number.unit == "d" else value / HOURS_A_DAY)
