"""The value of a result, whatever FHIR type it comes in: a figure in the concept's unit, or a coded answer."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from osteon.record.fhir.codes import answer_of, code_strings, label_of
from osteon.record.fhir.elements import listed, number
from osteon.record.fhir.quantities import Figure, convert_limit, in_unit, read_quantity
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.stages import STAGE, stage_of
from osteon.terminology import concept as concept_of

__all__ = ["MISSING", "Scale", "Value", "is_sign", "read_value", "reference_range", "traits_of"]

Resource = dict[str, Any]

ABSENT_SYSTEMS: Final = (
    "http://terminology.hl7.org/CodeSystem/data-absent-reason",
    "http://terminology.hl7.org/CodeSystem/v3-NullFlavor",
    "http://hl7.org/fhir/data-absent-reason",
)
SIGN_PREFIXES: Final = (
    "symptom.",
    "finding.",
    "history.",
    "condition.",
    "fracture.",
    "jaw.",
    "neuro.",
    "dental.",
    "spine.",
    "femur.",
    "status.",
    "genetic.",
    "report.",
)
"""Concepts whose entry says something by being there; a value, if any, says present or absent."""
NEVER_NEGATIVE: Final = ("lab.", "body.")


class Scale(NamedTuple):
    """A score without a unit: its bounds and the codes that stand for its steps."""

    lowest: Decimal
    highest: Decimal
    step: Decimal | None
    """Distance between two steps; None where values in between occur."""
    units: frozenset[str]
    codes: dict[str, int]


_NO_UNIT: Final = frozenset(("", "1", "{score}", "{ScoreOf}", "score"))

SCALES: Final[dict[str, Scale]] = {
    "obs.ecog": Scale(
        Decimal(0),
        Decimal(5),
        Decimal(1),
        _NO_UNIT,
        {"LA9622-7": 0, "LA9623-5": 1, "LA9624-3": 2, "LA9625-0": 3, "LA9626-8": 4, "LA9627-6": 5},
    ),
    "obs.kps": Scale(
        Decimal(0),
        Decimal(100),
        Decimal(10),
        _NO_UNIT | {"%"},
        {"LA29184-1": 10, "LA29183-3": 20, "LA29182-5": 30, "LA29181-7": 40, "LA29180-9": 50}
        | {"LA29179-1": 60, "LA29178-3": 70, "LA29177-5": 80, "LA29176-7": 90, "LA29175-9": 100, "LA9627-6": 0},
    ),
    "obs.pain": Scale(Decimal(0), Decimal(10), None, _NO_UNIT | {"{0-10}", "/10", "/{10}"}, {}),
}
SCORE_UNIT: Final = "{score}"
ANY_SCORE: Final = (0, 1000, 0)
"""Bounds of a score whose concept states none: no questionnaire reaches a thousand points."""


class Value:
    """`state`: `value`, `none` (nothing is said), `unusable` (a problem was told)."""

    __slots__ = ("answer", "reported", "reported_unit", "state", "unit", "value")

    def __init__(
        self,
        state: str,
        value: Decimal | None = None,
        unit: str | None = None,
        reported: Decimal | None = None,
        reported_unit: str | None = None,
        answer: str | None = None,
    ) -> None:
        self.state, self.value, self.unit, self.answer = state, value, unit, answer
        self.reported, self.reported_unit = reported, reported_unit


MISSING: Final = Value("none")
UNUSABLE: Final = Value("unusable")


class Traits(NamedTuple):
    """What the reader needs to know of a concept."""

    unit: str | None
    is_sign: bool
    never_negative: bool
    scale: Scale | None


@lru_cache(maxsize=4096)
def traits_of(concept: str) -> Traits:
    try:
        known = concept_of(concept)
        unit, bounds, steps = known.unit, known.bounds, dict(known.steps)
    except LookupError:
        unit, bounds, steps = None, None, {}
    scale = SCALES.get(concept)
    if scale is None and unit == SCORE_UNIT:
        lowest, highest, step = bounds or ANY_SCORE
        scale = Scale(Decimal(lowest), Decimal(highest), Decimal(step) if step else None, _NO_UNIT, steps)
    if unit in _NO_UNIT:
        unit = None
    says_by_being_there = concept.startswith(SIGN_PREFIXES) and concept != STAGE
    return Traits(unit, says_by_being_there, concept.startswith(NEVER_NEGATIVE), scale)


def is_sign(concept: str) -> bool:
    return traits_of(concept).is_sign


def read_value(holder: Resource, concept: str, path: str, reading: Reading) -> Value:
    """`holder` is an Observation, a component of one, or an answer of a questionnaire."""
    traits = traits_of(concept)
    if traits.scale is not None:
        return _read_score(holder, traits.scale, path, reading)
    unit: str | None = traits.unit
    quantity = holder.get("valueQuantity")
    if quantity is not None:
        return _read_figure(quantity, concept, traits, holder, path, reading)
    if "valueBoolean" in holder:
        return _read_boolean(holder["valueBoolean"], concept, unit, path, reading)
    codeable = _codeable(holder)
    if codeable is not None:
        return _read_answer(codeable, concept, unit, path, reading)
    for key in ("valueInteger", "valueDecimal"):
        if key in holder:
            figure = number(holder, key, reading, path + key)
            if figure is None:
                return UNUSABLE if holder[key] is not None else MISSING
            if unit is not None:
                reading.problem(path + key, f"the unit is missing; the value was not used (expected: {unit})")
                return UNUSABLE
            return Value("value", figure, unit, figure, None)
    return _read_other(holder, concept, path, reading)


def _codeable(holder: Resource) -> Any:
    codeable = holder.get("valueCodeableConcept")
    if codeable is not None:
        return codeable
    coding = holder.get("valueCoding")  # answers of questionnaires
    return {"coding": [coding]} if coding is not None else None


def _read_figure(quantity: Any, concept: str, traits: Traits, holder: Resource, path: str, reading: Reading) -> Value:
    here = f"{path}valueQuantity" if path else "valueQuantity"
    unit: str | None = traits.unit
    figure = read_quantity(quantity, here, reading)
    if figure is None:
        empty = isinstance(quantity, dict) and quantity.get("value") is None
        return MISSING if empty else UNUSABLE
    if unit is None:
        # A share of stained cells and the like: kept as reported, with the report's own judgement as the answer.
        return Value("value", figure.value, figure.unit, figure.value, figure.unit, _interpretation(holder, reading))
    value = figure.value if figure.unit == unit else in_unit(figure, unit, concept, here, reading)
    if value is None:
        return UNUSABLE
    if traits.never_negative and value < 0:
        reading.problem(f"{here}.value", "a negative value is not possible here; not used")
        return UNUSABLE
    return Value("value", value, unit, figure.value, figure.unit)


def _read_boolean(value: Any, concept: str, unit: str | None, path: str, reading: Reading) -> Value:
    if value is None:
        return MISSING
    if not isinstance(value, bool) or unit is not None:
        reading.problem(f"{path}valueBoolean", "this kind of value is not expected here; not used")
        return UNUSABLE
    if concept.startswith("marker."):
        return Value("value", answer="positive" if value else "negative")
    return Value("value", answer="present" if value else "absent")


def _read_answer(codeable: Any, concept: str, unit: str | None, path: str, reading: Reading) -> Value:
    here = f"{path}valueCodeableConcept"
    if not isinstance(codeable, dict):
        reading.problem(here, "a coded value (object) is expected here; not used")
        return UNUSABLE
    if any(system in ABSENT_SYSTEMS for system, _ in code_strings(codeable)):
        return MISSING
    answer = stage_of(codeable) if concept == STAGE else answer_of(codeable)
    if answer is None or unit is not None:
        reading.problem(here, "the coded answer is not one that is known here; not used")
        return UNUSABLE
    return Value("value", answer=answer)


def _read_other(holder: Resource, concept: str, path: str, reading: Reading) -> Value:
    keys = [key for key in holder if key.startswith("value") and key != "value" and holder[key] is not None]
    if not keys:
        answer = _interpretation(holder, reading)
        return Value("value", answer=answer) if answer is not None else MISSING
    if keys[0] == "valueString":
        words = holder["valueString"]
        answer = None
        if isinstance(words, str) and traits_of(concept).unit is None:
            answer = stage_of({"text": words}) if concept == STAGE else answer_of({"text": words})
        if answer is not None:
            return Value("value", answer=answer)
        reading.problem(f"{path}valueString", "the value is written as text, not as a figure or a code; not used")
    else:
        reading.problem(path + keys[0], "this kind of value is not expected here; not used")
    return UNUSABLE


def _interpretation(holder: Resource, reading: Reading) -> str | None:
    """The report's own judgement: positive or negative. High and low are left to the reference range."""
    if "interpretation" not in holder:
        return None
    for codeable in listed(holder, "interpretation", reading, "interpretation"):
        if not isinstance(codeable, dict):
            continue
        for _, code in code_strings(codeable):
            if code in ("POS", "NEG"):
                return "positive" if code == "POS" else "negative"
    return None


def _read_score(holder: Resource, scale: Scale, path: str, reading: Reading) -> Value:
    figure: Decimal | None = None
    for key, value in holder.items():
        if value is not None and key.startswith("value"):
            break
    else:
        return _score_interpretation(holder, scale)
    here = path + key
    if key in ("valueInteger", "valueDecimal"):
        figure = number(holder, key, reading, here)
    elif key == "valueQuantity":
        quantity = read_quantity(value, here, reading)
        if quantity is not None:
            figure = _score_figure(quantity, scale, here, reading)
    elif key in ("valueCodeableConcept", "valueCoding"):
        codeable = _codeable(holder)
        if isinstance(codeable, dict) and any(system in ABSENT_SYSTEMS for system, _ in code_strings(codeable)):
            return MISSING
        figure = _score_code(codeable, scale)
        if figure is None:
            reading.problem(here, "the code is no step of this score; not used")
    else:
        reading.problem(here, "a score has to be a number or a code; not used")
    if figure is None:
        return UNUSABLE
    if not scale.lowest <= figure <= scale.highest or (scale.step is not None and figure % scale.step):
        reading.problem(here, f"the score is not a step of its scale ({scale.lowest} to {scale.highest}); not used")
        return UNUSABLE
    return Value("value", figure, SCORE_UNIT, figure, SCORE_UNIT)


def _score_figure(quantity: Figure, scale: Scale, path: str, reading: Reading) -> Decimal | None:
    if quantity.unit in scale.units or quantity.spelt in scale.units or quantity.unit is None and not quantity.spelt:
        return quantity.value
    reading.problem(f"{path}.unit", f"a score has no such unit ({quantity.spelt}); not used")
    return None


def _score_code(codeable: Any, scale: Scale) -> Decimal | None:
    for _, code in code_strings(codeable):
        if code in scale.codes:
            return Decimal(scale.codes[code])
        if code.isdecimal() and len(code) <= 3:
            return Decimal(code)
    words = label_of(codeable).strip()
    for word in (words, words.removeprefix("ECOG").strip(" :"), words.partition(" ")[0]):
        if word.isdecimal() and len(word) <= 3:
            return Decimal(word)
    return None


def _score_interpretation(holder: Resource, scale: Scale) -> Value:
    """A score may be told only by its step in `interpretation`."""
    interpretations = holder.get("interpretation")
    for codeable in interpretations if isinstance(interpretations, list) else ():
        for _, code in code_strings(codeable):
            if code in scale.codes:
                figure = Decimal(scale.codes[code])
                return Value("value", figure, SCORE_UNIT, figure, SCORE_UNIT)
    return MISSING


def reference_range(
    holder: Resource, unit: str | None, concept: str, path: str, reading: Reading
) -> tuple[Decimal | None, Decimal | None]:
    """Limits of the normal range in the unit of the report; ranges of another meaning (therapeutic, ...) are passed over."""
    for position, one in enumerate(listed(holder, "referenceRange", reading, f"{path}referenceRange")):
        if not isinstance(one, dict):
            reading.problem(f"{path}referenceRange[{position}]", "an object is expected here; not used")
            continue
        meaning = one.get("type")
        if meaning is not None and not any(code == "normal" for _, code in code_strings(meaning)):
            continue
        low, high = one.get("low"), one.get("high")
        if low is None and high is None:
            continue
        here = f"{path}referenceRange[{position}]"
        return (
            None if low is None else convert_limit(low, unit, concept, here, "low", reading),
            None if high is None else convert_limit(high, unit, concept, here, "high", reading),
        )
    return None, None
