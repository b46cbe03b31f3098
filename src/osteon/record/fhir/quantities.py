"""Figures with their units: from the report's unit to the concept's, or a problem that says why not."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from osteon.record.fhir.elements import as_number, number
from osteon.record.fhir.reading import Reading
from osteon.terminology import UnitError, convert, unit_code

__all__ = ["Figure", "convert_limit", "duration_days", "in_unit", "quantity_unit", "read_quantity"]

Quantity = dict[str, Any]

DAYS: Final = {
    "s": Decimal(1) / 86400,
    "min": Decimal(1) / 1440,
    "h": Decimal(1) / 24,
    "d": Decimal(1),
    "wk": Decimal(7),
    "mo": Decimal("30.4375"),
    "a": Decimal("365.25"),
}
"""Lengths of UCUM calendar units in days."""


class Figure:
    """A figure with its unit: the UCUM code (None when the record gives none, or one that is not known), and as it was written."""

    __slots__ = ("spelt", "unit", "value")

    def __init__(self, value: Decimal, unit: str | None, spelt: str) -> None:
        self.value, self.unit, self.spelt = value, unit, spelt


@lru_cache(maxsize=4096)
def quantity_unit(code: str, unit: str) -> tuple[str | None, bool]:
    """(UCUM code, whether code and unit agree) of a quantity."""
    by_code = unit_code(code) if code else None
    by_unit = unit_code(unit) if unit else None
    if by_code is None or by_unit is None or by_code == by_unit:
        return by_code or by_unit, True
    try:
        return by_code, convert(Decimal(1), by_code, by_unit, None) == 1
    except UnitError:
        return by_code, False


def read_quantity(quantity: Any, path: str, reading: Reading) -> Figure | None:
    """The figure and its unit; None (with a problem, unless there is simply no value) when it cannot be used."""
    if not isinstance(quantity, dict):
        reading.problem(path, "a quantity (object) is expected here; not used")
        return None
    value = as_number(quantity.get("value"))
    if value is None:
        number(quantity, "value", reading, f"{path}.value")  # tells what is wrong with it
        return None
    if quantity.get("comparator") is not None:
        reading.problem(
            f"{path}.comparator", "the value is given as a bound (such as < or >), not as a figure; not used"
        )
        return None
    code, unit = quantity.get("code"), quantity.get("unit")
    code = code if isinstance(code, str) else ""
    unit = unit if isinstance(unit, str) else ""
    ucum, agree = quantity_unit(code, unit)
    if not agree:
        reading.problem(f"{path}.unit", f"unit ({unit}) and unit code ({code}) differ; not used")
        return None
    return Figure(value, ucum, code or unit)


def in_unit(figure: Figure, to: str, concept: str | None, path: str, reading: Reading) -> Decimal | None:
    """The figure in the unit `to`; None and a problem when it cannot be converted."""
    unit = figure.unit
    if unit == to:
        return figure.value
    if unit is None:
        what = f"the unit {figure.spelt!r} is not known" if figure.spelt else "the unit is missing"
        reading.problem(
            f"{path}.unit", f"{what}; the value was not used (expected: {to} or a unit that converts to it)"
        )
        return None
    try:
        return convert(figure.value, unit, to, concept)
    except UnitError:
        # The error's own words hold the value; a problem does not.
        reading.problem(f"{path}.unit", f"{figure.spelt or unit} cannot be given in {to}; the value was not used")
        return None


def convert_limit(
    quantity: Any, unit: str | None, concept: str | None, place: str, name: str, reading: Reading
) -> Decimal | None:
    """A limit of a reference range in the unit of the report; it stands at `name` in `place`."""
    if not isinstance(quantity, dict):
        reading.problem(f"{place}.{name}", "a quantity (object) is expected here; not used")
        return None
    value = as_number(quantity.get("value"))
    if value is None:
        if quantity.get("value") is not None:
            reading.problem(f"{place}.{name}.value", "a finite number is expected here; not used")
        return None
    code, spelt = quantity.get("code"), quantity.get("unit")
    if (code == unit or code is None) and (spelt == unit or spelt is None):
        return value
    own, agree = quantity_unit(code if isinstance(code, str) else "", spelt if isinstance(spelt, str) else "")
    if not agree:
        reading.problem(f"{place}.{name}.unit", "unit and unit code of the limit differ; the limit was not used")
        return None
    if own is None or own == unit or unit is None:
        return value
    try:
        return convert(value, own, unit, concept)
    except UnitError:
        reading.problem(
            f"{place}.{name}.unit", "the limit is in a unit that does not fit the value; the limit was not used"
        )
        return None


def duration_days(value: Any, unit: Any) -> Decimal | None:
    """`value` in a calendar unit (`wk`, `mo`, ...) as days."""
    figure = as_number(value)
    factor = DAYS.get(unit) if isinstance(unit, str) else None
    return figure * factor if figure is not None and factor is not None else None
