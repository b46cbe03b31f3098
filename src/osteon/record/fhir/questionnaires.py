"""QuestionnaireResponse: answers to questions that are concepts of the pathway.

A form about one lesion says where it is beside its answers (`lesion.site`, `lesion.side`, or `lesion.structure` with a
reference to a BodyStructure); the place holds for all answers of the same group and of the groups inside it.
"""

from __future__ import annotations

from typing import Any, Final

from osteon.record.fhir.codes import find_concepts
from osteon.record.fhir.elements import first_text, objects
from osteon.record.fhir.observations import add_result
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.sites import Place, place_of, structure_place
from osteon.record.fhir.spans import Span
from osteon.terminology import CodeMatch, match_code

__all__ = ["read_questionnaire"]

Resource = dict[str, Any]

OWN_SYSTEM: Final = "https://osteon.dev/fhir/CodeSystem/osteon"
LOINC: Final = "http://loinc.org"
DONE: Final = frozenset(("completed", "amended"))
PLACE, SIDE, STRUCTURE = "lesion.site", "lesion.side", "lesion.structure"
NEEDS_A_PLACE: Final = "lesion."
TICKED: Final = ("symptom.", "finding.", "jaw.", "neuro.", "spine.", "femur.", "dental.", "report.")
"""Concepts that a choice from a list may assert, when the question itself has no code."""


def read_questionnaire(resource: Resource, reading: Reading) -> str:
    if resource.get("status") not in DONE:
        return "incomplete"
    authored = reading.moment(resource.get("authored"), "authored")
    if authored is None and resource.get("authored") is not None:
        return ""
    span = Span(authored, None, False)
    return _read_items(resource, "item", span, 0, [], resource, reading) or "incomplete"


def _read_items(
    parent: Resource, path: str, span: Span, depth: int, places: list[Place], resource: Resource, reading: Reading
) -> str:
    """Returns the rule of the last item that said nothing."""
    if depth > reading.depth:
        reading.problem(path, f"questions are nested deeper than {reading.depth}; those below were not read")
        return ""
    rule = ""
    items = objects(parent, "item", reading, path)
    places = _places(items, path, resource, reading) or places
    for position, item in enumerate(items):
        here = f"{path}[{position}]"
        if _link(item) in (PLACE, SIDE, STRUCTURE):
            continue
        matches, label = _question(item, here, reading)
        for number, answer in enumerate(objects(item, "answer", reading, f"{here}.answer")):
            spot = f"{here}.answer[{number}]."
            if matches:
                for match in matches:
                    rule = _add(answer, match, label, span, spot, places, resource, reading) or rule
            elif answer.get("valueCoding") is not None:
                _read_choice(answer, span, spot, resource, reading)
            if "item" in answer:
                rule = _read_items(answer, f"{spot}item", span, depth + 1, places, resource, reading) or rule
        if "item" in item:
            rule = _read_items(item, f"{here}.item", span, depth + 1, places, resource, reading) or rule
    return rule


def _link(item: Resource) -> str:
    link = item.get("linkId")
    return link.strip("/").removeprefix(OWN_SYSTEM).lstrip("/|#") if isinstance(link, str) else ""


def _places(items: list[Resource], path: str, resource: Resource, reading: Reading) -> list[Place]:
    """Where the lesion is that a group of answers is about; empty when the group does not say."""
    place, side = Place(None, None), None
    for position, item in enumerate(items):
        link = _link(item)
        if link not in (PLACE, SIDE, STRUCTURE):
            continue
        here = f"{path}[{position}].answer[0]."
        answer = next(iter(objects(item, "answer", reading, f"{path}[{position}].answer")), {})
        if link == STRUCTURE:
            target = answer.get("valueReference")
            found = reading.index.resolve(target.get("reference"), resource) if isinstance(target, dict) else None
            if found is None:
                reading.problem(f"{here}valueReference", "points to a body structure that is not in the record")
            else:
                place = structure_place(found, reading)
            continue
        coding, words = answer.get("valueCoding"), answer.get("valueString")
        value = {"coding": [coding]} if isinstance(coding, dict) else {"text": words}
        read = place_of(value, here, reading)
        if link == SIDE:
            side = read.laterality
        elif read.site is None:
            reading.problem(
                f"{here}valueCoding", "the place is not one that is known here; the answers beside it were not used"
            )
        elif place.site is None:
            place = read
    if place.site is None:
        return []
    return [place if place.laterality or side is None else place._replace(laterality=side)]


def _question(item: Resource, path: str, reading: Reading) -> tuple[tuple[CodeMatch, ...], str]:
    """The concept that a question asks for: by its code, its link id or its definition."""
    label = first_text(item.get("text"))
    codes = item.get("code")
    if codes is not None:
        codeable = {"coding": codes} if isinstance(codes, list) else codes
        found = find_concepts(codeable, f"{path}.code", reading)
        if found.matches:
            return found.matches, label or found.label
    link = item.get("linkId")
    if isinstance(link, str) and link:
        name = link.strip("/")
        matches = match_code(OWN_SYSTEM, name) or (match_code(LOINC, name) if "-" in name[-3:] else ())
        if matches:
            return matches, label
    definition = item.get("definition")
    if isinstance(definition, str) and definition.startswith(OWN_SYSTEM):
        return match_code(OWN_SYSTEM, definition.removeprefix(OWN_SYSTEM).lstrip("/|#")), label
    return (), label


def _add(
    answer: Resource,
    match: CodeMatch,
    label: str,
    span: Span,
    path: str,
    places: list[Place],
    resource: Resource,
    reading: Reading,
) -> str:
    if not any(key.startswith("value") for key in answer):
        return "no-value"
    if match.concept.startswith(NEEDS_A_PLACE) and not places:
        reading.problem(path.rstrip("."), f"an answer about a lesion needs its place ({PLACE}) beside it; not used")
        return ""
    recorded = reading.recorded(resource)
    return add_result(answer, match, label, places, span, recorded, "final", False, path, reading)


def _read_choice(answer: Resource, span: Span, path: str, resource: Resource, reading: Reading) -> None:
    """A symptom picked from a list asserts itself."""
    found = find_concepts({"coding": [answer["valueCoding"]]}, f"{path}valueCoding", reading)
    for match in found.matches:
        if match.concept.startswith(TICKED):
            add_result({}, match, found.label, [], span, reading.recorded(resource), "final", False, path, reading)
