"""The twelve patients of `tests/cases/measures/deck.yaml` as FHIR."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import yaml

__all__ = ["Member", "deck", "resources_of", "sums"]

OSTEON = "https://osteon.dev/fhir/CodeSystem/osteon"
SNOMED = "http://snomed.info/sct"
UCUM = "http://unitsofmeasure.org"
SIDES = {"left": "7771000", "right": "24028007"}
SESSIONS = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-radiotherapy-sessions"
FILE = Path(__file__).parents[1] / "cases" / "measures" / "deck.yaml"

Resource = dict[str, Any]


class Member(NamedTuple):
    """One patient: resources, and for each measure the day and the outcome of each row."""

    name: str
    resources: list[Resource]
    expect: dict[str, dict[str, str]]


def deck() -> list[Member]:
    """All patients."""
    return [
        Member(raw["name"], resources_of(raw), {name: _days(rows) for name, rows in raw["expect"].items()})
        for raw in _content()["patients"]
    ]


def sums() -> dict[str, list[int]]:
    """For each measure: population, excluded, open, undecided, denominator, numerator."""
    return _content()["sums"]


def _content() -> dict[str, Any]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))


def _days(rows: dict[Any, str]) -> dict[str, str]:
    return {str(day): outcome for day, outcome in rows.items()}


def resources_of(raw: dict[str, Any]) -> list[Resource]:
    """The resources of a patient as written in the deck: `name`, `born`, perhaps `died`, and `record`."""
    name = raw["name"].lower()
    person: Resource = {"resourceType": "Patient", "id": name, "gender": "female", "birthDate": str(raw["born"])}
    if "died" in raw:
        person["deceasedDateTime"] = str(raw["died"])
    found = [person]
    for number, line in enumerate(raw["record"]):
        ((head, said),) = line.items()
        when, kind = head.split(" ")
        found.append(_resource(kind, when, said) | {"id": f"{name}-{number}", "subject": {"reference": f"Patient/{name}"}})
    return found


def _resource(kind: str, when: str, said: str) -> Resource:
    said, reason = _cut(said, " for ")
    said, place = _cut(said, " at ")
    what, *rest = said.split(" ")
    where = {"bodySite": _place(place)} if place else {}
    if kind == "condition":
        active = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/condition-clinical", "code": "active"}]}
        return {"resourceType": "Condition", "clinicalStatus": active, "code": _code(what), "onsetDateTime": when, **where}
    if kind in ("result", "finding"):
        value = {"valueQuantity": _quantity(*rest)} if rest else {"valueBoolean": True}
        if place:
            where = {"bodySite": {"coding": [one["coding"][0] for one in _place(place)]}}
        return {"resourceType": "Observation", "status": "final", "code": _code(what), "effectiveDateTime": when, **value, **where}
    if kind == "dose":
        dose = {"dosage": {"dose": _quantity(*rest)}}
        why = {"reasonCode": [_code(reason)]} if reason else {}
        return {
            "resourceType": "MedicationAdministration", "status": "completed", "medicationCodeableConcept": _code(what),
            "effectiveDateTime": when, **dose, **why,
        }  # fmt: skip
    if kind in ("order", "stopped"):
        status = "active" if kind == "order" else "stopped"
        return {
            "resourceType": "MedicationRequest", "status": status, "intent": "order", "medicationCodeableConcept": _code(what),
            "authoredOn": when,
        }  # fmt: skip
    if kind == "procedure":
        return {"resourceType": "Procedure", "status": "completed", "code": _code(what), "performedDateTime": when}
    assert kind == "course", kind
    start, _, end = when.partition("..")
    course = re.fullmatch(r"[\d.]+ Gy in (\d+)( stereotactic)?", said)
    assert course is not None, said
    what = "proc.sbrt" if course[2] else "proc.rt.course"
    return {
        "resourceType": "Procedure", "status": "completed", "code": _code(what),
        "performedPeriod": {"start": start, "end": end or start},
        "extension": [{"url": SESSIONS, "valueUnsignedInt": int(course[1])}], **where,
    }  # fmt: skip


def _cut(text: str, word: str) -> tuple[str, str]:
    before, _, after = text.partition(word)
    return before, after


def _code(concept: str) -> Resource:
    return {"coding": [{"system": OSTEON, "code": concept}]}


def _place(place: str) -> list[Resource]:
    site, _, side = place.partition(" ")
    found = [_code(site)]
    return [*found, {"coding": [{"system": SNOMED, "code": SIDES[side]}]}] if side else found


def _quantity(value: str, unit: str) -> Resource:
    return {"value": float(value), "unit": unit, "system": UCUM, "code": unit}
