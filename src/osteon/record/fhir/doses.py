"""What the lines of a dosage come to for one drug of a product: by the clock, and when needed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from osteon.record.fhir.dosage import Step
from osteon.record.fhir.drugs import Drug
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.strengths import NO_STRENGTH, Strength

__all__ = ["Doses", "doses_of"]

DOSE_MATTERS: Final = (
    "drug.denosumab",
    "drug.zoledronic-acid",
    "drug.pamidronate",
    "drug.ibandronate",
    "drug.clodronate",
    "drug.dexamethasone",
    "drug.paracetamol",
    "drug.morphine",
    "drug.oxycodone",
    "drug.oxymorphone",
    "drug.hydromorphone",
    "drug.hydrocodone",
    "drug.fentanyl",
    "drug.methadone",
    "drug.buprenorphine",
    "drug.tramadol",
    "drug.tapentadol",
    "drug.tilidine",
    "drug.codeine",
    "drug.dihydrocodeine",
    "drug.pethidine",
)
"""Drugs whose rules ask for the dose: tablets and millilitres are counted, and a dose that cannot be told in mg is a problem.

For other drugs a tablet a day tells enough.
"""
PATCH: Final = "transdermal"
MICROGRAMS_PER_MILLIGRAM: Final = 1000


class Doses(NamedTuple):
    """Doses by the clock, or doses when needed, of one drug. The fields are those of an event."""

    dose: Decimal | None
    rate: Decimal | None
    per_day: Decimal | None
    dose_open: bool
    route: str | None
    duration_minutes: Decimal | None
    interval_days: Decimal | None
    as_needed: bool
    end: Any
    length_days: Decimal | None


def doses_of(steps: tuple[Step, ...], drug: Drug, concept: str, reading: Reading) -> list[Doses]:
    """One entry for the lines by the clock and one for those when needed, where a dosage has both."""
    matters = concept.startswith(DOSE_MATTERS)
    if not matters and len(steps) == 1:
        return [_alone(steps[0], drug, reading)]
    told = [_counted(step, drug, concept, matters, reading) for step in steps]
    if len(told) == 1:
        return [_together(told)]
    groups = ([step for step in told if not step.as_needed], [step for step in told if step.as_needed])
    return [_together(group) for group in groups if group]


def _alone(step: Step, drug: Drug, reading: Reading) -> Doses:
    """One line of a drug whose dose is not asked for: most lines of a record."""
    dose = _not_negative(step.dose, reading)
    rate = step.rate if dose is None else None
    if len(drug.matches) > 1:
        dose = None  # the dose of a combination is not the dose of any one part
    return Doses._make(
        (
            dose,
            rate,
            None,
            step.open,
            step.route,
            step.duration_minutes,
            step.interval_days,
            step.as_needed,
            step.end,
            step.length_days,
        )
    )


def _not_negative(dose: Decimal | None, reading: Reading) -> Decimal | None:
    if dose is not None and dose < 0:
        reading.problem("dosage", "the dose is negative; it was not used")
        return None
    return dose


def _counted(step: Step, drug: Drug, concept: str, matters: bool, reading: Reading) -> Step:
    """The line with tablets and millilitres counted in mg, and patches in micrograms an hour."""
    dose, rate, route, unclear = _not_negative(step.dose, reading), step.rate, step.route, step.open
    if not matters:
        # The dose of a combination is not the dose of any one part.
        return step._replace(dose=None if len(drug.matches) > 1 else dose, rate=None if dose is not None else rate)
    strength = drug.strength(concept)
    route = route or drug.route
    if drug.combined:
        dose = rate = None
    if strength.hourly is not None and rate is None:
        rate = _patch_rate(step, dose, strength.hourly)
        unclear = unclear or rate is None
    if dose is None and rate is None:
        dose = _by_strength(step, strength)
    if step.odd_unit and dose is None and rate is None:
        reading.problem("dosage", f"the dose ({step.odd_unit}) cannot be told in mg; the entry was read without a dose")
    if route == PATCH and rate is not None:
        dose = None
    elif dose is not None:
        rate = None
    return step._replace(dose=dose, rate=rate, route=route, open=unclear)


def _patch_rate(step: Step, dose: Decimal | None, hourly: Decimal) -> Decimal | None:
    """The rate of a product whose name tells what one patch gives in an hour."""
    if step.pieces is not None:
        return hourly * step.pieces
    if step.odd_unit:
        return None
    if dose is None:
        return hourly
    return hourly if dose * MICROGRAMS_PER_MILLIGRAM == hourly else None


def _by_strength(step: Step, strength: Strength) -> Decimal | None:
    if strength is NO_STRENGTH:
        return None
    if step.pieces is not None and strength.piece is not None:
        return step.pieces * strength.piece
    if step.millilitres is not None and strength.millilitre is not None:
        return step.millilitres * strength.millilitre
    return None


def _together(steps: list[Step]) -> Doses:
    """Lines that hold at the same time, as one; the first that tells a dose speaks for what they have in common."""
    main = next((step for step in steps if step.dose is not None), steps[0])
    several = len(steps) > 1
    per_day = _per_day(steps) if several else None
    rate = main.rate
    unclear = any(step.open for step in steps)
    if several:
        rate = _sum([step.rate for step in steps])
        unclear = unclear or (per_day is None and rate is None) or _follow_each_other(steps)
    ends = [step.end for step in steps]
    lengths = [step.length_days for step in steps]
    return Doses(
        dose=main.dose,
        rate=rate,
        per_day=per_day,
        dose_open=unclear,
        route=main.route if len({step.route for step in steps}) == 1 else None,
        duration_minutes=main.duration_minutes,
        interval_days=main.interval_days,
        as_needed=main.as_needed,
        end=main.end if None not in ends else None,
        length_days=None if None in lengths or several else main.length_days,
    )


def _follow_each_other(steps: list[Step]) -> bool:
    """Whether the lines are, or may be, steps one after the other, as when a dose is lowered."""
    numbered = {repr(step.sequence) for step in steps if step.sequence is not None}
    bounds = {(repr(step.begin), repr(step.end), step.length_days) for step in steps}
    return len(numbered) > 1 or len(bounds) > 1


def _per_day(steps: list[Step]) -> Decimal | None:
    parts = [None if step.dose is None or not step.interval_days else step.dose / step.interval_days for step in steps]
    return None if steps[0].as_needed else _sum(parts)


def _sum(parts: list[Decimal | None]) -> Decimal | None:
    known = [part for part in parts if part is not None]
    return sum(known, Decimal(0)) if len(known) == len(parts) else None
