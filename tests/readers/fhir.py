"""Small FHIR resources for the tests, and short ways to read them."""

from __future__ import annotations

from typing import Any

from osteon.record import Event, Timeline, read_record

LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
UCUM = "http://unitsofmeasure.org"
OSTEON = "https://osteon.dev/fhir/CodeSystem/osteon"

Resource = dict[str, Any]

FEMUR = "71341001"
LEFT = "7771000"
BONE_METASTASIS = "94222008"


def code(system: str, value: str, display: str | None = None) -> Resource:
    coding = {"system": system, "code": value}
    if display is not None:
        coding["display"] = display
    return {"coding": [coding]}


def patient(identity: str = "ann", **more: Any) -> Resource:
    return {"resourceType": "Patient", "id": identity, "gender": "female", "birthDate": "1960-04-02"} | more


def entry(kind: str, identity: str = "1", **more: Any) -> Resource:
    who = "patient" if kind == "AllergyIntolerance" else "subject"
    return {"resourceType": kind, "id": identity, who: {"reference": "Patient/ann"}} | more


def condition(value: Any, identity: str = "1", system: str = SNOMED, **more: Any) -> Resource:
    codeable = code(system, value) if isinstance(value, str) else value
    return entry("Condition", identity, code=codeable, **more)


def observation(value: str | Resource, identity: str = "1", system: str = LOINC, **more: Any) -> Resource:
    codeable = value if isinstance(value, dict) else code(system, value)
    return entry(
        "Observation", identity, **({"status": "final", "effectiveDateTime": "2025-05-30", "code": codeable} | more)
    )


def quantity(value: Any, unit: str | None, **more: Any) -> Resource:
    found = {"value": value}
    if unit is not None:
        found |= {"unit": unit, "code": unit, "system": UCUM}
    return found | more


def drug(kind: str, what: Resource | str, status: str, identity: str = "1", **more: Any) -> Resource:
    codeable = {"text": what} if isinstance(what, str) else what
    return entry(kind, identity, status=status, medicationCodeableConcept=codeable, **more)


def bundle(*resources: Resource, kind: str = "collection", **more: Any) -> Resource:
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": one} for one in resources]} | more


def read(*resources: Resource) -> Timeline:
    timeline = read_record(bundle(patient(), *resources))
    balanced(timeline)
    return timeline


def balanced(timeline: Timeline) -> None:
    """Every resource is counted once, and what was refused has a problem."""
    assert timeline.read == timeline.used + sum(timeline.ignored.values()) + timeline.refused
    assert timeline.refused <= len(timeline.problems)


def only(timeline: Timeline, concept: str) -> Event:
    (event,) = timeline.events[concept]
    return event


def refused(*resources: Resource) -> str:
    """Reads resources that must give no event; returns path and message of the first problem."""
    timeline = read(*resources)
    assert not timeline.events
    assert timeline.refused == len(resources)
    return f"{timeline.problems[0].path}: {timeline.problems[0].message}"
