"""Addresses, codes and small shapes that all resources share."""

from __future__ import annotations

from typing import Any

from osteon.engine.rules import URGENCIES

__all__ = ["ACTIVE", "PRIORITY", "SYSTEM", "coded", "patient_reference", "rule_coding"]

SYSTEM = "https://osteon.dev/fhir"
CONCEPTS = f"{SYSTEM}/CodeSystem/osteon"
RULES = f"{SYSTEM}/CodeSystem/recommendation"
PRIORITY = dict(zip(URGENCIES, ("stat", "urgent", "asap", "routine", "routine"), strict=True))
"""Our urgency as a request priority of FHIR."""
ACTIVE = frozenset(URGENCIES[:3])
"""What cannot wait for the next routine visit."""


def coded(concept: str, words: str, system: str = "", code: str = "") -> dict[str, Any]:
    """A CodeableConcept: the public code where there is one, then our own."""
    public = [{"system": system, "code": code, "display": words}] if code else []
    return {"coding": [*public, {"system": CONCEPTS, "code": concept}], "text": words}


def rule_coding(rule: str, title: str) -> dict[str, Any]:
    """A recommendation as a Coding."""
    return {"system": RULES, "code": rule, "display": title}


def patient_reference(patient: str) -> dict[str, str]:
    """The person that a resource is about; in words where the record gives no id."""
    return {"reference": f"Patient/{patient}"} if patient else {"display": "the patient of the record"}
