"""What a dosage says: single dose in mg, steady rate, route, length of an infusion, distance between doses, when needed."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, Final, NamedTuple

from osteon.record.fhir.codes import code_strings, label_of
from osteon.record.fhir.elements import as_number, first_text, member, number, objects
from osteon.record.fhir.quantities import Figure, duration_days, read_quantity
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.strengths import in_rate, is_piece
from osteon.terminology import UnitError, convert

__all__ = ["NO_STEP", "Step", "read_steps"]

Element = dict[str, Any]

MINUTES_PER_DAY: Final = 1440
HOURS_PER_DAY: Final = 24

ROUTE_BY_CODE: Final = {
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

ROUTE_BY_WORD: Final = {
    "intraven": "intravenous",
    "subcutan": "subcutaneous",
    "subkutan": "subcutaneous",
    "transmucos": "buccal",
    "buccal": "buccal",
    "sublingual": "sublingual",
    "oral": "oral",
    "by mouth": "oral",
    "intramusc": "intramuscular",
    "transderm": "transdermal",
    "nasal": "nasal",
}

DAYS_BY_TIMING_CODE: Final = {
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
EVERY_HOURS: Final = re.compile(r"Q([1-9]\d?)H", re.IGNORECASE)
WHEN_NEEDED: Final = re.compile(
    r"(?<![a-z])(prn|p\.\s?r\.\s?n|(?:as|when|if) (?:needed|required|necessary)|on demand|bei bedarf|b\.\s?bed|si besoin|"
    r"au besoin|si precisa|al bisogno|zo nodig)(?![a-z])"
)


class Step(NamedTuple):
    """One line of a dosage, as far as it tells something; `pieces` and `millilitres` wait for the strength of the product."""

    dose: Decimal | None = None
    """Single dose in mg."""
    odd_unit: str = ""
    """Unit of a dose that cannot be told in mg, such as mg/m2 or tablets."""
    pieces: Decimal | None = None
    millilitres: Decimal | None = None
    rate: Decimal | None = None
    """Micrograms an hour."""
    route: str | None = None
    duration_minutes: Decimal | None = None
    interval_days: Decimal | None = None
    begin: Any = None
    end: Any = None
    """Bounds of the order's timing, as written."""
    length_days: Decimal | None = None
    """How long the order lasts, where it gives a length instead of dates."""
    sequence: Any = None
    as_needed: bool = False
    open: bool = False
    """It says more about how much or how often than is read here: a range, weekdays, given hours, a contradiction."""


NO_STEP: Final = Step()


def read_steps(resource: Element, key: str, reading: Reading) -> tuple[Step, ...]:
    """The lines of a dosage, at least one."""
    value = resource.get(key)
    if value is None:
        return (NO_STEP,)
    steps = [value] if isinstance(value, dict) else objects(resource, key, reading, key)
    return tuple([_read_step(step, key, reading) for step in steps]) or (NO_STEP,)


def _read_step(step: Element, path: str, reading: Reading) -> Step:
    quantity, holder = _dose_quantity(step, path, reading)
    where = f"{path}.dose" if holder is step else f"{path}.doseQuantity"
    figure = read_quantity(quantity, where, reading) if quantity is not None else None
    dose, odd_unit = _milligrams(figure)
    rate, ratio_open = _rate(holder, path, reading) if holder is not None else (None, False)
    pieces = millilitres = None
    if figure is not None and dose is None:
        by_hour = in_rate(figure.value, figure.unit)
        if by_hour is not None:
            rate, odd_unit = (by_hour if rate is None else rate), ""
        elif isinstance(quantity, dict) and is_piece(quantity):
            pieces = figure.value
        elif figure.unit is not None:
            millilitres = _millilitres(figure)
    timing = _timing(step, path, reading)
    minutes = timing.minutes
    if minutes is None and holder is not None and "rateRatio" in holder:
        minutes = _minutes_by_rate(holder, dose, path, reading)
    as_needed, said_twice = _when_needed(step)
    return Step._make(
        (
            dose,
            odd_unit,
            pieces,
            millilitres,
            rate,
            _route(step["route"]) if "route" in step else None,
            minutes,
            timing.interval,
            timing.begin,
            timing.end,
            timing.length,
            step.get("sequence"),
            as_needed,
            said_twice or ratio_open or timing.open,
        )
    )


# --- how much ---------------------------------------------------------------------------------------------------------


def _dose_quantity(step: Element, path: str, reading: Reading) -> tuple[Any, Element | None]:
    """The dose, and the element that holds a rate: flat in an administration, in `doseAndRate` elsewhere."""
    if step.get("dose") is not None:
        return step["dose"], step
    parts = objects(step, "doseAndRate", reading, f"{path}.doseAndRate") or [step]
    for part in parts:
        if part.get("doseQuantity") is not None:
            return part["doseQuantity"], part
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


def _millilitres(figure: Figure) -> Decimal | None:
    try:
        return convert(figure.value, figure.unit or "", "mL", None)
    except UnitError:
        return None


RATES: Final = frozenset(("rateQuantity", "rateRatio", "rateRange", "doseRange"))


def _rate(holder: Element, path: str, reading: Reading) -> tuple[Decimal | None, bool]:
    """(micrograms an hour, whether the amount is a range)."""
    if RATES.isdisjoint(holder):
        return None, False
    ranged = "rateRange" in holder or "doseRange" in holder
    if holder.get("rateQuantity") is not None:
        figure = read_quantity(holder["rateQuantity"], f"{path}.rateQuantity", reading)
        return (in_rate(figure.value, figure.unit) if figure is not None else None), ranged
    ratio = member(holder, "rateRatio", reading, f"{path}.rateRatio") if "rateRatio" in holder else None
    if ratio is None:
        return None, ranged
    amount, days = _ratio(ratio, path, reading)
    if amount is None or days is None or days <= 0:
        return None, ranged
    return amount * 1000 / (days * HOURS_PER_DAY), ranged


def _ratio(ratio: Element, path: str, reading: Reading) -> tuple[Decimal | None, Decimal | None]:
    """(milligrams, days) of a rate such as 4 mg per 15 min."""
    above = member(ratio, "numerator", reading, f"{path}.rateRatio.numerator")
    below = member(ratio, "denominator", reading, f"{path}.rateRatio.denominator")
    if above is None or below is None or above.get("value") is None:
        return None, None
    amount, _ = _milligrams(read_quantity(above, f"{path}.rateRatio.numerator", reading))
    value = number(below, "value", reading, f"{path}.rateRatio.denominator.value")
    return amount, duration_days(value, below.get("code") or below.get("unit"))


def _minutes_by_rate(holder: Element, dose: Decimal | None, path: str, reading: Reading) -> Decimal | None:
    """Length of an infusion from `rateRatio`, such as 4 mg per 15 min."""
    ratio = member(holder, "rateRatio", reading, f"{path}.rateRatio") if "rateRatio" in holder else None
    if ratio is None or dose is None:
        return None
    told = len(reading.problems)
    amount, length = _ratio(ratio, path, reading)
    del reading.problems[told:]  # the rate itself has told them
    if amount is None or length is None or amount <= 0:
        return None
    return _whole(dose / amount * length * MINUTES_PER_DAY)


def _whole(minutes: Decimal) -> Decimal:
    """Thirds of a day and the like leave a last digit behind: a minute is exact enough to six places."""
    rounded = minutes.quantize(Decimal("0.000001"))
    return rounded.to_integral_value() if rounded == rounded.to_integral_value() else rounded.normalize()


# --- how, and when ----------------------------------------------------------------------------------------------------


def _route(codeable: Any) -> str | None:
    if not isinstance(codeable, dict):
        return None
    for _, code in code_strings(codeable):
        route = ROUTE_BY_CODE.get(code)
        if route is not None:
            return route
    words = label_of(codeable).lower()
    return next((route for word, route in ROUTE_BY_WORD.items() if word in words), None)


def _when_needed(step: Element) -> tuple[bool, bool]:
    """(to be taken when needed, whether code and words contradict each other)."""
    flag = step.get("asNeededBoolean", step.get("asNeeded"))
    coded = flag is True or bool(step.get("asNeededCodeableConcept")) or bool(step.get("asNeededFor"))
    if "text" not in step and "patientInstruction" not in step:
        return coded, False
    words = f"{first_text(step.get('text'))} {first_text(step.get('patientInstruction'))}".lower()
    said = WHEN_NEEDED.search(words) is not None
    if said and flag is False and not coded:
        return False, True
    return coded or said, False


class _Timing(NamedTuple):
    interval: Decimal | None = None
    minutes: Decimal | None = None
    begin: Any = None
    end: Any = None
    length: Decimal | None = None
    open: bool = False


NO_TIMING: Final = _Timing()
NOTHING: Final[Element] = {}


def _timing(step: Element, path: str, reading: Reading) -> _Timing:
    timing = member(step, "timing", reading, f"{path}.timing") if "timing" in step else None
    if timing is None:
        return NO_TIMING
    repeat = member(timing, "repeat", reading, f"{path}.timing.repeat") or {}
    interval, unclear = _interval(timing, repeat)
    length = duration_days(repeat["duration"], repeat.get("durationUnit")) if "duration" in repeat else None
    bounds = lasts = NOTHING
    if "boundsPeriod" in repeat:
        bounds = member(repeat, "boundsPeriod", reading, f"{path}.timing.repeat.boundsPeriod") or NOTHING
    if "boundsDuration" in repeat:
        lasts = member(repeat, "boundsDuration", reading, f"{path}.timing.repeat.boundsDuration") or NOTHING
    return _Timing._make(
        (
            interval,
            None if length is None else _whole(length * MINUTES_PER_DAY),
            bounds.get("start"),
            bounds.get("end"),
            duration_days(lasts.get("value"), lasts.get("code") or lasts.get("unit")) if lasts else None,
            unclear or not NOT_READ.isdisjoint(repeat) or "event" in timing,
        )
    )


NOT_READ: Final = frozenset(("frequencyMax", "periodMax", "count", "countMax", "dayOfWeek"))
"""Parts of a timing that change what a day holds, and that are not read."""


def _interval(timing: Element, repeat: Element) -> tuple[Decimal | None, bool]:
    """(days between doses, whether what is said of it does not fit together)."""
    times = 0
    if "when" in repeat or "timeOfDay" in repeat:
        times = max(len(value) if isinstance(value := repeat.get(key), list) else 0 for key in ("when", "timeOfDay"))
    period = duration_days(repeat.get("period"), repeat.get("periodUnit"))
    if period is None and times:
        period = Decimal(1)
    if period is not None:
        frequency = as_number(repeat["frequency"]) if "frequency" in repeat else Decimal(times or 1)
        if frequency is None or frequency <= 0 or period <= 0:
            return None, False
        return period / frequency, bool(times) and frequency != times
    code = timing.get("code")
    if not isinstance(code, dict):
        return None, False
    said = [value for _, value in code_strings(code)] + [first_text(code.get("text"))]
    return next((days for word in said if (days := _days_of(word)) is not None), None), False


def _days_of(word: str) -> Decimal | None:
    found = DAYS_BY_TIMING_CODE.get(word)
    if found is None and (hours := EVERY_HOURS.fullmatch(word)) is not None:
        return Decimal(hours[1]) / HOURS_PER_DAY
    return found
