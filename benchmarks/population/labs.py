"""Laboratory values over time: one template for each test, unit and kind of hospital."""

from __future__ import annotations

from typing import Any, NamedTuple

from benchmarks.population.person import Person
from benchmarks.population.scenario import SCENARIO
from benchmarks.population.shapes import ORDERS, SUBJECT, TERMS
from benchmarks.population.sheet import NORMAL, Sheet
from benchmarks.population.templates import template
from benchmarks.population.terms import spellings

__all__ = ["LABS", "Lab", "write_labs"]

STYLES = ("us", "de", "sct")


class Printed(NamedTuple):
    """One test as one kind of hospital prints it: id, updated, order, status, subject, encounter, when, issued, value."""

    shape: str
    factor: float
    digits: str


class Lab(NamedTuple):
    concept: str
    early: float
    advanced: float
    mean: float
    between: float
    within: float
    printed: dict[str, list[tuple[float, Printed]]]
    exact: list[float]
    courses: dict[str, list[float]]


def _shape(code: str, unit: str, factor: float, digits: int, limits: list[float]) -> str:
    bounds = [f"{limit * factor:.{digits}f}" for limit in limits]
    quantity = {"value": "^", "unit": unit, "system": "http://unitsofmeasure.org", "code": unit}
    text = template(
        {
            "resourceType": "Observation", "id": "~",
            "meta": {"lastUpdated": "~"},
            "identifier": [{"system": ORDERS, "value": "~"}], "status": "~",
            "category": [{"coding": [{"system": TERMS + "observation-category", "code": "laboratory"}]}],
            "code": "CODE", "subject": SUBJECT, "encounter": {"reference": "Encounter/~"}, "effectiveDateTime": "~", "issued": "~",
            "performer": [{"reference": "Organization/laboratory"}], "valueQuantity": quantity,
            "referenceRange": [{"low": {"value": "LOW", "unit": unit}, "high": {"value": "HIGH", "unit": unit}}],
        }
    )  # fmt: skip
    return text.replace('"CODE"', code.replace("%", "%%")).replace('"LOW"', bounds[0]).replace('"HIGH"', bounds[1])


def _printed(concept: str, row: dict[str, Any]) -> dict[str, list[tuple[float, Printed]]]:
    found: dict[str, list[tuple[float, Printed]]] = {}
    for position, style in enumerate(STYLES):
        codes = spellings(concept, style)
        total = 0.0
        found[style] = rows = []
        for unit, factor, digits, shares in row["units"]:
            for place, code in enumerate(codes):
                # The first code is the usual one; the rarer ones of the same test share a tenth.
                part = shares[position] * ((0.9 if len(codes) > 1 else 1.0) if place == 0 else 0.1 / (len(codes) - 1))
                if part:
                    total += part
                    rows.append(
                        (total, Printed(_shape(code, unit, factor, digits, row["limits"]), factor, f"%.{digits}f"))
                    )
    found["text"] = found["us"]
    return found


LABS = [
    Lab(concept, *row["share"], *row["level"], _printed(concept, row), row.get("exact", []), row.get("courses", {}))
    for concept, row in SCENARIO["labs"].items()
]
EXACT = 0.03
"""Share of the series of one test whose newest value stands exactly at a limit of the pathway."""


def write_labs(sheet: Sheet, person: Person) -> None:
    roll, subject, style, visits, new_id = sheet.roll, sheet.subject, sheet.style, sheet.visits, sheet.new_id
    lines = sheet.lines.setdefault("Observation", [])
    last = visits[-1]
    for lab in LABS:
        share = lab.advanced if person.advanced else lab.early
        course = (
            next((lab.courses[name] for name in person.courses if name in lab.courses), None)
            if person.courses
            else None
        )
        if course is not None:
            share = 0.5 + share / 2  # what goes wrong is measured more often
        level = exact = None
        for visit in visits:
            if roll() >= share:
                continue
            if level is None:
                level = lab.mean + lab.between * NORMAL[int(roll() * 4096)]
                exact = sheet.one_of(lab.exact) if lab.exact and roll() < EXACT else None
                # One laboratory prints one unit; now and then it changes.
                printed = _choose(lab.printed[style], roll())
            elif roll() < 0.03:
                printed = _choose(lab.printed[style], roll())
            value = level + lab.within * NORMAL[int(roll() * 4096)]
            if course is not None and (visit is last or roll() < 0.3):
                value = course[0] + (course[1] - course[0]) * roll()
            if exact is not None and visit is last:
                value = exact
            if value <= 0:
                value = lab.mean
            text = printed.digits % (value * printed.factor)
            identity = new_id()
            lines.append(
                printed.shape
                % (
                    identity,
                    visit.updated,
                    identity[:13],
                    "final",
                    subject,
                    visit.encounter,
                    visit.moment,
                    visit.issued,
                    text,
                )
            )
    if person.creatinine:
        identity = sheet.new_id()
        shape = LABS[0].printed["us"][0][1].shape
        when = (last.updated, identity[:13], "final", subject, last.encounter, last.moment, last.plain + "T22:10:00Z")
        lines.append(shape % (identity, *when, person.creatinine))


def _choose(rows: list[tuple[float, Printed]], roll: float) -> Printed:
    for share, printed in rows:
        if roll < share:
            return printed
    return rows[-1][1]
