"""QuestionnaireResponse: answers to questions that are concepts of the pathway."""

from __future__ import annotations

from typing import Any

from osteon.record.fhir.codes import find_concepts
from osteon.record.fhir.elements import first_text, objects
from osteon.record.fhir.observations import add_result
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.spans import Span
from osteon.terminology import CodeMatch, match_code

__all__ = ["read_questionnaire"]

Resource = dict[str, Any]

OWN_SYSTEM = "https://osteon.dev/fhir/CodeSystem/osteon"
LOINC = "http://loinc.org"
DONE = frozenset(("completed", "amended"))
TICKED = ("symptom.", "finding.", "jaw.", "neuro.", "spine.", "femur.", "dental.")
"""Concepts that a choice from a list may assert, when the question itself has no code."""


def read_questionnaire(resource: Resource, reading: Reading) -> str:
    if resource.get("status") not in DONE:
        return "incomplete"
    authored = reading.moment(resource.get("authored"), "authored")
    if authored is None and resource.get("authored") is not None:
        return ""
    span = Span(authored, None, False)
    return _read_items(resource, "item", span, 0, resource, reading) or "incomplete"


def _read_items(parent: Resource, path: str, span: Span, depth: int, resource: Resource, reading: Reading) -> str:
    """Returns the rule of the last item that said nothing."""
    if depth > reading.depth:
        reading.problem(path, f"questions are nested deeper than {reading.depth}; those below were not read")
        return ""
    rule = ""
    for position, item in enumerate(objects(parent, "item", reading, path)):
        here = f"{path}[{position}]"
        matches, label = _question(item, here, reading)
        for number, answer in enumerate(objects(item, "answer", reading, f"{here}.answer")):
            spot = f"{here}.answer[{number}]."
            if matches:
                for match in matches:
                    rule = _add(answer, match, label, span, spot, resource, reading) or rule
            elif answer.get("valueCoding") is not None:
                _read_choice(answer, span, spot, resource, reading)
            if "item" in answer:
                rule = _read_items(answer, f"{spot}item", span, depth + 1, resource, reading) or rule
        if "item" in item:
            rule = _read_items(item, f"{here}.item", span, depth + 1, resource, reading) or rule
    return rule


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
    answer: Resource, match: CodeMatch, label: str, span: Span, path: str, resource: Resource, reading: Reading
) -> str:
    if not any(key.startswith("value") for key in answer):
        return "no-value"
    recorded = reading.recorded(resource)
    return add_result(answer, match, label, [], span, recorded, "final", False, path, reading)


def _read_choice(answer: Resource, span: Span, path: str, resource: Resource, reading: Reading) -> None:
    """A symptom picked from a list asserts itself."""
    found = find_concepts({"coding": [answer["valueCoding"]]}, f"{path}valueCoding", reading)
    for match in found.matches:
        if match.concept.startswith(TICKED):
            add_result({}, match, found.label, [], span, reading.recorded(resource), "final", False, path, reading)
