"""mCODE radiotherapy summaries: dose, fractions, intent and the volume that was treated."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from osteon.record.fhir.codes import answer_of, find_concepts
from osteon.record.fhir.elements import as_number, member, objects
from osteon.record.fhir.quantities import read_quantity
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.sites import NOWHERE, Place, structure_place
from osteon.terminology import CodeMatch, UnitError, convert

__all__ = ["Course", "read_courses"]

Element = dict[str, Any]


class Course(NamedTuple):
    """What one volume received."""

    place: Place
    dose: Decimal | None
    """Total dose in Gy."""
    fractions: Decimal | None
    intent: str | None


def read_courses(resource: Element, reading: Reading) -> tuple[list[Course], list[CodeMatch]]:
    """One course per treated volume, and the concepts of modality and technique."""
    courses: list[Course] = []
    techniques: list[CodeMatch] = []
    intent: str | None = None
    for position, extension in enumerate(objects(resource, "extension", reading, "extension")):
        path = f"extension[{position}]"
        url = extension.get("url")
        if not isinstance(url, str):
            continue
        if url.endswith(("procedure-intent", "treatment-intent")):
            intent = _intent(extension.get("valueCodeableConcept"))
        elif url.endswith("radiotherapy-dose-delivered-to-volume"):
            courses.append(_course(extension, path, resource, reading))
        elif url.endswith("radiotherapy-modality-and-technique"):
            for part in objects(extension, "extension", reading, f"{path}.extension"):
                found = find_concepts(
                    part.get("valueCodeableConcept"), f"{path}.extension.valueCodeableConcept", reading
                )
                techniques.extend(match for match in found.matches if match not in techniques)
    if intent is not None:
        courses = [course._replace(intent=intent) for course in courses] or [Course(NOWHERE, None, None, intent)]
    return courses, techniques


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
                place = structure_place(structure, reading)
        elif name == "totalDoseDelivered":
            dose = _gray(part.get("valueQuantity"), f"{path}.totalDoseDelivered", reading)
        elif name == "fractionsDelivered":
            given = next(
                (part[key] for key in ("valueUnsignedInt", "valuePositiveInt", "valueInteger") if key in part), None
            )
            fractions = as_number(given)
            if fractions is None and given is not None:
                reading.problem(f"{path}.fractionsDelivered", "a number is expected here; not used")
    return Course(place, dose, fractions, None)


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
