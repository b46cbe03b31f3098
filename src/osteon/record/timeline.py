"""The timeline: what a record says, in one shape, whatever the record looked like.

This module is the contract between the readers (which know FHIR) and the pathway (which must
never see FHIR). It holds data only: no reading, no medicine, no evaluation.

Dates are the wall-clock day as written in the record. A partial date keeps its first day and
says its precision, so that whoever subtracts dates can widen the answer instead of inventing a day.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

__all__ = ["Event", "Gap", "Lesion", "Patient", "Problem", "Timeline"]


class Event(NamedTuple):
    """One thing that happened to one patient, matched to a concept.

    `value` is in the concept's canonical unit; `reported` and `reported_unit` keep the figure as it was
    written, because grades and differences are taken in the unit of the report.
    """

    concept: str
    """Concept id, such as `lab.creatinine` or `drug.zoledronic-acid`."""
    source: str
    """Reference of the resource that it was read from, such as `Observation/9`."""
    kind: str
    """`condition`, `observation`, `order`, `dose`, `statement`, `procedure`, `request`, `imaging`, `report`, `allergy`."""
    status: str
    """Conditions: `active`, `resolved`, `suspected`. Observations, reports: `final`, `preliminary`, `suspected` (from words).
    Drugs: `planned`, `active`, `given`, `completed`, `stopped`, `on-hold`. Procedures, imaging: `done`, `active`, `on-hold`,
    `planned`, `stopped`."""
    start: date | None = None
    """First day (wall clock as written); None when the record gives no date."""
    precision: str = "day"
    """`time`, `day`, `month` or `year`: how much of `start` was written."""
    instant: datetime | None = None
    """The moment in UTC (naive), when the record wrote a time with its zone."""
    end: date | None = None
    value: Decimal | None = None
    unit: str | None = None
    reported: Decimal | None = None
    reported_unit: str | None = None
    low: Decimal | None = None
    """Lower limit of the reference range on the report, in the unit of the report."""
    high: Decimal | None = None
    answer: str | None = None
    """Coded answer: `present`, `absent`, `positive`, `negative`, `equivocal`, `initial`, `subsequent`, `sequela`, ...
    or another concept id."""
    site: str | None = None
    """Skeletal site id, such as `femur.neck` or `vertebra.T8`; `breast` and other organs by name."""
    laterality: str | None = None
    """`left`, `right`, `bilateral`, `midline`."""
    dose: Decimal | None = None
    """Single dose in mg (drugs) or total dose in Gy (radiotherapy)."""
    route: str | None = None
    """`intravenous`, `subcutaneous`, `oral`, ..."""
    duration_minutes: Decimal | None = None
    """Length of an infusion."""
    interval_days: Decimal | None = None
    """Planned distance between doses, from the order's timing."""
    indication: str | None = None
    """Concept id of the reason that the record gives for it."""
    recorded: datetime | None = None
    """When the entry was issued or last changed (UTC, naive); decides between two entries of the same moment."""
    lesion: str | None = None
    """Id of the lesion that the entry is about, set when lesions are put together; before, the body structure that it points to."""
    from_text: bool = False
    """Matched by words, not by a code."""
    tier: str = "A"
    """Trust tier of the code row: A or B."""
    label: str = ""
    """What the record called it, for a reader."""
    fractions: int | None = None
    """Number of fractions of a course of radiotherapy."""
    as_needed: bool = False
    """A drug to be taken when needed, not by the clock."""
    rate: Decimal | None = None
    """Steady rate in micrograms per hour, of a patch or an infusion."""
    per_day: Decimal | None = None
    """Dose of a day in mg, where the single doses of a day differ."""
    dose_open: bool = False
    """The order says more about the dose than can be read (a range, steps that follow each other, certain weekdays): `dose`
    and `interval_days` do not tell the dose of a day."""
    replaces: str | None = None
    """Reference of the order that this one takes the place of."""


class Gap(NamedTuple):
    """A value that the record promises but that cannot be used: it makes a newer-than-known value unknown."""

    concept: str
    start: date | None
    cause: str
    """`unit-not-convertible` or `pending`."""
    source: str


class Problem(NamedTuple):
    """Something in the record that could not be used, and what was done about it."""

    source: str
    path: str
    message: str


class Patient(NamedTuple):
    """The person. `birth_precision` and `death_precision` are `time`, `day`, `month` or `year`."""

    id: str
    sex: str | None = None
    """`female`, `male` or None: the sex that formulas use."""
    birth_date: date | None = None
    birth_precision: str = "day"
    death_date: date | None = None
    death_precision: str = "day"
    deceased: bool | None = None
    name: str = ""


class Lesion(NamedTuple):
    """One place in the skeleton that entries speak about, and the entries."""

    id: str
    site: str
    laterality: str | None
    first_seen: date | None
    sources: tuple[str, ...] = ()
    structure: str | None = None
    """Reference of the BodyStructure that the record gives it."""
    joined: tuple[str, ...] = ()
    """What was taken together with it, or kept apart from it, and why: one sentence each."""


@dataclass(frozen=True, slots=True)
class Timeline:
    """Everything known about one patient.

    `events` maps concept id to its events in time order: undated first, then by
    (start, instant, recorded), so that the last one at or before a date is the latest.
    `read` counts resources; `ignored` counts, per named rule, those that hold nothing for the pathway:
    `read == used + sum(ignored.values()) + refused`.
    """

    patient: Patient
    events: dict[str, tuple[Event, ...]] = field(default_factory=dict)
    lesions: tuple[Lesion, ...] = ()
    gaps: dict[str, tuple[Gap, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    read: int = 0
    used: int = 0
    refused: int = 0
    ignored: dict[str, int] = field(default_factory=dict)
    newest: date | None = None
    """Day of the newest entry that is not a plan; the default date of a review."""
