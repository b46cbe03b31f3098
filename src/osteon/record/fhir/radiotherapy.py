"""Radiotherapy: dose, fractions, intent and the volume, as delivered (mCODE) or as prescribed and planned (CodeX RT)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final, NamedTuple

from osteon.record.fhir.codes import answer_of, find_concepts
from osteon.record.fhir.elements import as_number, member, objects
from osteon.record.fhir.quantities import read_quantity
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.sites import NOWHERE, Place, structure_place
from osteon.terminology import CodeMatch, UnitError, convert

__all__ = ["Course", "read_courses"]

Element = dict[str, Any]

INTENTS: Final = ("procedure-intent", "treatment-intent")
TECHNIQUES: Final = "radiotherapy-modality-and-technique"
VOLUMES: Final = (
    "radiotherapy-dose-delivered-to-volume",
    "radiotherapy-dose-prescribed-to-volume",
    "radiotherapy-dose-planned-to-volume",
)
WHOLE: Final = ("radiotherapy-fractions-delivered", "radiotherapy-fractions-prescribed", "radiotherapy-fractions-planned")
"""Fractions that all volumes received alike."""
SESSIONS: Final = "radiotherapy-sessions"
TOTAL_DOSE: Final = ("totalDoseDelivered", "totalDose", "totalDosePrescribed", "totalDosePlanned")
FRACTIONS: Final = ("fractionsDelivered", "fractions", "fractionsPrescribed", "fractionsPlanned")
COUNTS: Final = ("valueUnsignedInt", "valuePositiveInt", "valueInteger")


class Course(NamedTuple):
    """What one volume received, or is to receive."""

    place: Place
    dose: Decimal | None
    """Total dose in Gy."""
    fractions: int | None
    intent: str | None


def read_courses(resource: Element, reading: Reading) -> tuple[list[Course], list[CodeMatch]]:
    """One course per volume, and the concepts of modality and technique."""
    courses: list[Course] = []
    techniques: list[CodeMatch] = []
    intent: str | None = None
    fractions: int | None = None
    sessions: int | None = None
    for position, extension in enumerate(objects(resource, "extension", reading, "extension")):
        path = f"extension[{position}]"
        url = extension.get("url")
        if not isinstance(url, str):
            continue
        if url.endswith(INTENTS):
            intent = _intent(extension.get("valueCodeableConcept"))
        elif url.endswith(VOLUMES):
            courses.append(_course(extension, path, resource, reading))
        elif url.endswith(WHOLE):
            fractions = _count(extension, path, reading)
        elif url.endswith(SESSIONS):
            sessions = _count(extension, path, reading)
        elif url.endswith(TECHNIQUES):
            for part in objects(extension, "extension", reading, f"{path}.extension"):
                found = find_concepts(
                    part.get("valueCodeableConcept"), f"{path}.extension.valueCodeableConcept", reading
                )
                techniques.extend(match for match in found.matches if match not in techniques)
    if fractions is None and len(courses) < 2:
        # Sessions of several volumes say nothing about one of them.
        fractions = sessions
    if not courses and (intent is not None or fractions is not None):
        courses = [Course(NOWHERE, None, None, None)]
    return [_completed(course, fractions, intent) for course in courses], techniques


def _completed(course: Course, fractions: int | None, intent: str | None) -> Course:
    """The course with what holds for all volumes, as far as it says nothing else itself."""
    return course._replace(fractions=fractions if course.fractions is None else course.fractions, intent=intent)


def _intent(codeable: Any) -> str | None:
    answer = answer_of(codeable)
    return answer.removeprefix("proc.intent.") if answer else None


def _course(extension: Element, path: str, resource: Element, reading: Reading) -> Course:
    place, dose, fractions = NOWHERE, None, None
    for part in objects(extension, "extension", reading, f"{path}.extension"):
        name = part.get("url")
        if name == "volume":
            target = member(part, "valueReference", reading, f"{path}.volume")
            structure = reading.index.resolve(target.get("reference"), resource) if target else None
            if structure is not None:
                # A treated volume is a body structure of its own: it tells where, and is not the lesion's.
                place = structure_place(structure, reading)._replace(structure=None)
        elif name in TOTAL_DOSE:
            dose = _gray(part.get("valueQuantity"), f"{path}.{name}", reading)
        elif name in FRACTIONS:
            fractions = _count(part, f"{path}.{name}", reading)
    return Course(place, dose, fractions, None)


def _count(part: Element, path: str, reading: Reading) -> int | None:
    given = next((part[key] for key in COUNTS if key in part), None)
    if given is None:
        return None
    figure = as_number(given)
    if figure is None or figure < 0 or figure != figure.to_integral_value():
        reading.problem(path, "a whole number is expected here; not used")
        return None
    return int(figure)


def _gray(quantity: Any, path: str, reading: Reading) -> Decimal | None:
    if quantity is None:
        return None
    figure = read_quantity(quantity, path, reading)
    if figure is None:
        return None
    try:
        if figure.unit is not None:
            return convert(figure.value, figure.unit, "Gy", None)
    except UnitError:
        pass
    reading.problem(f"{path}.unit", "the dose is not in Gy or cGy; it was not used")
    return None
