"""What may go wrong, in resources that other systems look for: RiskAssessment, DetectedIssue, Flag."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from osteon.engine.events import Events
from osteon.engine.nodes import Fact, walk
from osteon.review.fhir.names import ACTIVE, SYSTEM, Frame, patient_reference, rule_coding, source

__all__ = ["flag", "issue", "risk"]

OUTCOMES = {"fracture": "Pathological fracture", "spine": "Instability of the spine"}
"""The topics whose scores are risks, and of what. Scores of survival stay where their accuracy is shown beside them."""
SAFETY = frozenset(("bone-agents", "renal-function", "pain"))
"""The topics whose findings about a drug in use are matters of dose, kidneys and interactions. Of the others, what wants a
drug withheld is one."""


def risk(score: dict[str, Any], frame: Frame) -> dict[str, Any] | None:
    """A score of fracture or instability, or None for any other. While its band is open, it is preliminary and names no band."""
    outcome = OUTCOMES.get(score["topic"])
    if outcome is None:
        return None
    lesion = next((item for item in frame.content["lesions"] if item["id"] == score["lesion"]), None)
    if lesion is not None:
        side = f"{lesion['laterality']} " if lesion["laterality"] else ""
        outcome = f"{outcome}: {side}{lesion['label']}"
    points = f"{score['low']}" if score["low"] == score["high"] else f"{score['low']} to {score['high']}"
    told = [f"{score['title']}: {points} points"]
    told += [f"{label} {value}" for label, value in score["items"].items()]
    told += [f"not known: {part['label']}" for part in score["missing"]]
    prediction: dict[str, Any] = {"outcome": {"text": outcome}, "rationale": "; ".join(told)}
    if score["category"] is not None:
        band = {"system": f"{SYSTEM}/CodeSystem/score-band", "code": f"{score['id']}-{score['category']}"}
        prediction["qualitativeRisk"] = {"coding": [band], "text": score["means"] or score["category"]}
    method = {"coding": [{"system": f"{SYSTEM}/CodeSystem/score", "code": score["id"]}], "text": score["title"]}
    found: dict[str, Any] = {
        "resourceType": "RiskAssessment",
        "status": "final" if score["category"] is not None else "preliminary",
        "method": method,
        "subject": patient_reference(frame.patient),
        "occurrenceDateTime": frame.stamp,
        "performer": frame.device,
        "prediction": [prediction],
        "note": [
            {"text": f"Accuracy where it was measured: {part['locator']} ({part['strength']}; {part['title']})"}
            for part in score["accuracy"]
        ],
    }
    found["note"].append({"text": f"What it is not: {score['misuse']}"})
    if lesion is not None and lesion["entries"]:
        found["basis"] = [source(name) for name in dict.fromkeys(entry["source"] for entry in lesion["entries"])]
    return found


def issue(item: dict[str, Any], frame: Frame) -> dict[str, Any] | None:
    """A met finding about the safety of a drug in use, or None: its topic, its urgency and the drugs behind it decide."""
    withholds = frame.review.evaluator.pathway.by_id[item["id"]].withholds
    if item["urgency"] not in ACTIVE or item["folded_into"] is not None or not (item["topic"] in SAFETY or withholds):
        return None
    drugs = _about_drugs(frame.review.evaluator.facts)
    implicated = dict.fromkeys(
        name
        for part in item["because"]
        if part["fact"] in drugs and part["value"] is not False
        for name in part["sources"]
    )
    if not implicated:
        return None
    evidence = dict.fromkeys(name for part in item["because"] if part["fact"] not in drugs for name in part["sources"])
    found: dict[str, Any] = {
        "resourceType": "DetectedIssue",
        "status": "preliminary",
        "code": {"coding": [rule_coding(item["id"], item["title"])], "text": item["title"]},
        "severity": "moderate" if item["urgency"] == "soon" else "high",
        "patient": patient_reference(frame.patient),
        "identifiedDateTime": frame.stamp,
        "author": frame.device,
        "implicated": [source(name) for name in implicated],
        "detail": " ".join(part for part in (f"{item['why']}." if item["why"] else "", item["advice"]) if part),
    }
    if evidence:
        found["evidence"] = [{"detail": [source(name) for name in evidence]}]
    return found


def flag(item: dict[str, Any], frame: Frame) -> dict[str, Any] | None:
    """A red flag: a met finding that cannot wait, or None for any other."""
    if item["urgency"] != "emergency" or item["folded_into"] is not None:
        return None
    category = {"system": "http://terminology.hl7.org/CodeSystem/flag-category", "code": "clinical", "display": "Clinical"}
    return {
        "resourceType": "Flag",
        "status": "active",
        "category": [{"coding": [category]}],
        "code": {"coding": [rule_coding(item["id"], item["title"])], "text": f"{item['title']}. {item['advice']}"},
        "subject": patient_reference(frame.patient),
        "period": {"start": frame.day},
        "author": frame.device,
    }


@lru_cache(maxsize=4)
def _about_drugs(facts: tuple[Fact, ...]) -> frozenset[str]:
    """The facts that look at drugs and at nothing else: whether one is in use, its doses, its dates."""
    found = set()
    for fact in facts:
        concepts = {name for node in walk(fact) for name in _concepts(node)}
        if concepts and all(name.startswith(("drug.", "supplement.")) for name in concepts):
            found.add(fact.id)
    return frozenset(found)


def _concepts(node: Any) -> tuple[str, ...]:
    reads = node.reads if isinstance(node, Fact) else None
    events: Events | None = reads.events if reads is not None else None
    return events.concepts if events is not None else ()
