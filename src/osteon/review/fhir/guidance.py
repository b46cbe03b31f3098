"""A GuidanceResponse for each finding that is met or undecided; what is missing as its data requirements.

An undecided finding is `data-requested`: the standard's own word for "this could be answered if these facts were known".
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from osteon.engine.nodes import Fact
from osteon.review.fhir.names import PRIORITY, SYSTEM, Frame, definition, patient_reference, source
from osteon.terminology.store import codes
from osteon.terminology.systems import LOINC

__all__ = ["STATUS", "guidance"]

STATUS = {"met": "success", "unknown": "data-requested"}
REASONS = ("Condition/", "Observation/", "DiagnosticReport/", "DocumentReference/")
"""What `reasonReference` may point to; the other entries stand in an extension."""
TYPES = {
    "condition": "Condition",
    "fracture": "Condition",
    "history": "Condition",
    "drug": "MedicationRequest",
    "supplement": "MedicationRequest",
    "proc": "Procedure",
    "imaging": "Procedure",
    "rt": "Procedure",
    "report": "DiagnosticReport",
}
"""The resource that would tell a fact, by the first word of its concept; Observation for all else."""
PATH = {"MedicationRequest": "medication"}
DATE = {"Observation": "effective", "DiagnosticReport": "effective", "Procedure": "performed", "MedicationRequest": "authoredOn"}
PERSON = {"birth": "birthDate", "age": "birthDate", "sex": "gender", "death": "deceased"}
MOST_CODES = 8


def guidance(item: dict[str, Any], frame: Frame) -> dict[str, Any]:
    """One finding, met or unknown."""
    found: dict[str, Any] = {
        "resourceType": "GuidanceResponse",
        "extension": [{"url": f"{SYSTEM}/StructureDefinition/urgency", "valueCode": PRIORITY[item["urgency"]]}],
        "moduleCanonical": definition(item["id"], frame.content["pathway"]),
        "status": STATUS[item["verdict"]],
        "subject": patient_reference(frame.patient),
        "occurrenceDateTime": frame.stamp,
        "performer": frame.device,
        "note": [{"text": item["advice"]}],
    }
    if item["lesion"] is not None:
        lesion = {"url": f"{SYSTEM}/StructureDefinition/lesion", "valueString": item["lesion"]}
        found["extension"].append(lesion)
    if item["why"]:
        found["reasonCode"] = [{"text": item["why"]}]
    entries = dict.fromkeys(name for part in item["because"] for name in part["sources"])
    reasons = [source(name) for name in entries if name.startswith(REASONS)]
    if reasons:
        found["reasonReference"] = reasons
    found["extension"] += [
        {"url": f"{SYSTEM}/StructureDefinition/rests-on", "valueReference": source(name)}
        for name in entries
        if not name.startswith(REASONS)
    ]
    if item["missing"]:
        found["dataRequirement"] = [_requirement(part, item["lesion"], frame) for part in item["missing"]]
    return found


def _requirement(part: dict[str, str], lesion: str | None, frame: Frame) -> dict[str, Any]:
    """What would tell a missing fact: a type, codes, and how new it has to be."""
    fact = _facts(frame)[part["fact"]]
    reads = fact.reads
    about = {"url": f"{SYSTEM}/StructureDefinition/missing-cause", "valueCode": part["cause"]}
    coding = [{"system": f"{SYSTEM}/CodeSystem/fact", "code": part["fact"], "display": part["label"]}]
    if reads is not None and reads.how == "patient":
        return {"extension": [about], "type": "Patient", "mustSupport": [PERSON[reads.field]]}
    concepts = reads.events.concepts if reads is not None else ()
    kinds = {TYPES.get(name.split(".")[0], "Observation") for name in concepts}
    kind = kinds.pop() if len(kinds) == 1 else "Observation"
    coding += [{"system": LOINC, "code": code} for code in _public(concepts)]
    told: dict[str, Any] = {
        "extension": [about],
        "type": kind,
        "codeFilter": [{"path": PATH.get(kind, "code"), "code": coding}],
    }
    oldest = _oldest(fact, lesion, frame)
    if oldest is not None and kind in DATE:
        duration = {"value": oldest, "unit": "d", "system": "http://unitsofmeasure.org", "code": "d"}
        told["dateFilter"] = [{"path": DATE[kind], "valueDuration": duration}]
    return told


def _facts(frame: Frame) -> dict[str, Fact]:
    evaluator = frame.review.evaluator
    return _by_id(evaluator.facts)


@lru_cache(maxsize=4)
def _by_id(facts: tuple[Fact, ...]) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts}


@lru_cache(maxsize=1024)
def _public(concepts: tuple[str, ...]) -> list[str]:
    """LOINC codes that mean one of the concepts, and nothing beside."""
    table = codes()["match"][LOINC]
    wanted = set(concepts)
    return [code for code, rows in table.items() if wanted.issuperset([row[0] for row in rows])][:MOST_CODES]


def _oldest(fact: Fact, lesion: str | None, frame: Frame) -> float | None:
    """How many days old the fact may be, where it says so."""
    absence, reads = fact.absence, fact.reads
    limit = absence.after if absence is not None else None
    if limit is None and reads is not None:
        limit = reads.events.within
    if limit is None or (limit.per_lesion and lesion is None):
        return None
    value = frame.review.evaluator.value(frame.review.situation, limit, lesion)[0]
    return float(value) if value is not None and value > 0 else None
