"""What a dosage says: single dose in mg, route, length of an infusion, distance between doses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from osteon.record.fhir.codes import code_strings, label_of
from osteon.record.fhir.elements import as_number, member, number, objects
from osteon.record.fhir.quantities import Figure, duration_days, read_quantity
from osteon.record.fhir.reading import Reading
from osteon.terminology import UnitError, convert

__all__ = ["NO_DOSAGE", "Dosage", "read_dosages"]

Element = dict[str, Any]

MINUTES_PER_DAY = 1440

ROUTE_BY_CODE = {
    "47625008": "intravenous",
    "34206005": "subcutaneous",
    "26643006": "oral",
    "78421000": "intramuscular",
    "45890007": "transdermal",
    "37161004": "rectal",
    "37839007": "sublingual",
    "6064005": "topical",
    "IV": "intravenous",
    "IVP": "intravenous",
    "SC": "subcutaneous",
    "SQ": "subcutaneous",
    "SUBCUT": "subcutaneous",
    "PO": "oral",
    "IM": "intramuscular",
}
"""SNOMED CT routes and the HL7 abbreviations."""

ROUTE_BY_WORD = {
    "intraven": "intravenous",
    "subcutan": "subcutaneous",
    "subkutan": "subcutaneous",
    "oral": "oral",
    "intramusc": "intramuscular",
    "transderm": "transdermal",
}

DAYS_BY_TIMING_CODE = {
    "QD": Decimal(1),
    "AM": Decimal(1),
    "PM": Decimal(1),
    "BED": Decimal(1),
    "BID": Decimal("0.5"),
    "TID": Decimal(1) / 3,
    "QID": Decimal("0.25"),
    "QOD": Decimal(2),
    "Q1H": Decimal(1) / 24,
    "Q2H": Decimal(1) / 12,
    "Q3H": Decimal("0.125"),
    "Q4H": Decimal(1) / 6,
    "Q6H": Decimal("0.25"),
    "Q8H": Decimal(1) / 3,
    "WK": Decimal(7),
    "MO": Decimal("30.4375"),
}
"""HL7 abbreviations for how often."""


class Dosage(NamedTuple):
    dose: Decimal | None = None
    """Single dose in mg."""
    odd_unit: str = ""
    """Unit of a dose that cannot be told in mg, such as mg/m2 or tablets."""
    route: str | None = None
    duration_minutes: Decimal | None = None
    interval_days: Decimal | None = None
    begin: Any = None
    end: Any = None
    """Bounds of the order's timing, as written."""


NO_DOSAGE = Dosage()


def read_dosages(resource: Element, key: str, reading: Reading) -> Dosage:
    """The first dosage that tells a dose; the others (loading doses, tapers) are of no use to the pathway."""
    value = resource.get(key)
    if value is None:
        return NO_DOSAGE
    steps = [value] if isinstance(value, dict) else objects(resource, key, reading, key)
    chosen = NO_DOSAGE
    for step in steps:
        read = _read_dosage(step, key, reading)
        if read.dose is not None:
            return read
        if chosen is NO_DOSAGE:
            chosen = read
    return chosen


def _read_dosage(step: Element, path: str, reading: Reading) -> Dosage:
    figure, rate_holder = _dose_figure(step, path, reading)
    dose, odd_unit = _milligrams(figure)
    interval, minutes, begin, end = _timing(step, path, reading)
    if minutes is None and rate_holder is not None:
        minutes = _minutes_by_rate(rate_holder, dose, path, reading)
    return Dosage(dose, odd_unit, _route(step.get("route")), minutes, interval, begin, end)


def _dose_figure(step: Element, path: str, reading: Reading) -> tuple[Figure | None, Element | None]:
    """The dose, and the element that holds a rate: flat in an administration, in `doseAndRate` elsewhere."""
    if step.get("dose") is not None:
        return read_quantity(step["dose"], f"{path}.dose", reading), step
    parts = objects(step, "doseAndRate", reading, f"{path}.doseAndRate") or [step]
    for part in parts:
        if part.get("doseQuantity") is not None:
            return read_quantity(part["doseQuantity"], f"{path}.doseQuantity", reading), part
    return None, parts[0]


def _milligrams(figure: Figure | None) -> tuple[Decimal | None, str]:
    if figure is None:
        return None, ""
    if figure.unit == "mg":
        return figure.value, ""
    if figure.unit is None:
        return None, figure.spelt or "no unit"
    try:
        return convert(figure.value, figure.unit, "mg", None), ""
    except UnitError:
        return None, figure.spelt


def _route(codeable: Any) -> str | None:
    if not isinstance(codeable, dict):
        return None
    for _, code in code_strings(codeable):
        route = ROUTE_BY_CODE.get(code)
        if route is not None:
            return route
    words = label_of(codeable).lower()
    return next((route for word, route in ROUTE_BY_WORD.items() if word in words), None)


def _timing(step: Element, path: str, reading: Reading) -> tuple[Decimal | None, Decimal | None, Any, Any]:
    """(interval in days, duration in minutes, first day, last day) of `timing`."""
    timing = member(step, "timing", reading, f"{path}.timing") if "timing" in step else None
    if timing is None:
        return None, None, None, None
    repeat = member(timing, "repeat", reading, f"{path}.timing.repeat") or {}
    interval = duration_days(repeat.get("period"), repeat.get("periodUnit"))
    if interval is not None:
        frequency = as_number(repeat.get("frequency", 1))
        interval = interval / frequency if frequency is not None and frequency > 0 and interval > 0 else None
    elif isinstance(timing.get("code"), dict):
        interval = next(
            (DAYS_BY_TIMING_CODE[code] for _, code in code_strings(timing["code"]) if code in DAYS_BY_TIMING_CODE), None
        )
    length = duration_days(repeat.get("duration"), repeat.get("durationUnit"))
    bounds = member(repeat, "boundsPeriod", reading, f"{path}.timing.repeat.boundsPeriod") or {}
    minutes = None if length is None else _whole(length * MINUTES_PER_DAY)
    return interval, minutes, bounds.get("start"), bounds.get("end")


def _minutes_by_rate(holder: Element, dose: Decimal | None, path: str, reading: Reading) -> Decimal | None:
    """Length of an infusion from `rateRatio`, such as 4 mg per 15 min."""
    ratio = member(holder, "rateRatio", reading, f"{path}.rateRatio") if "rateRatio" in holder else None
    if ratio is None or dose is None:
        return None
    above = member(ratio, "numerator", reading, f"{path}.rateRatio.numerator")
    below = member(ratio, "denominator", reading, f"{path}.rateRatio.denominator")
    if above is None or below is None or above.get("value") is None:
        return None
    amount, _ = _milligrams(read_quantity(above, f"{path}.rateRatio.numerator", reading))
    value = number(below, "value", reading, f"{path}.rateRatio.denominator.value")
    length = duration_days(value, below.get("code") or below.get("unit"))
    if amount is None or length is None or amount <= 0:
        return None
    return _whole(dose / amount * length * MINUTES_PER_DAY)


def _whole(minutes: Decimal) -> Decimal:
    """Thirds of a day and the like leave a last digit behind: a minute is exact enough to six places."""
    rounded = minutes.quantize(Decimal("0.000001"))
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded.normalize()
