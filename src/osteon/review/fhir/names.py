"""Addresses, codes and small shapes that all resources share."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import NAMESPACE_URL, uuid5

from osteon.engine.rules import URGENCIES

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["ACTIVE", "PRIORITY", "SYSTEM", "Frame", "coded", "definition", "patient_reference", "rule_coding", "source"]

SYSTEM = "https://osteon.dev/fhir"
CONCEPTS = f"{SYSTEM}/CodeSystem/osteon"
RULES = f"{SYSTEM}/CodeSystem/recommendation"
PRIORITY = dict(zip(URGENCIES, ("stat", "urgent", "asap", "routine", "routine"), strict=True))
"""Our urgency as a request priority of FHIR."""
ACTIVE = frozenset(URGENCIES[:3])
"""What cannot wait for the next routine visit."""
LOCAL = re.compile(r"[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64}")


class Frame(NamedTuple):
    """What the resources of one Bundle share. `stamp`: the moment of the review, as an instant."""

    review: Review
    content: dict[str, Any]
    patient: str
    day: str
    stamp: str

    def address(self, kind: str, name: str) -> str:
        """The address of a resource inside the Bundle: the same for the same patient, date, pathway and name."""
        content = self.content
        told = "/".join((content["patient"]["id"] or "", content["as_of"], content["pathway"], kind, name))
        return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{SYSTEM}/{told}')}"

    @property
    def device(self) -> dict[str, str]:
        """Who says all of it."""
        return {"reference": self.address("Device", "osteon"), "type": "Device"}


def coded(concept: str, words: str, system: str = "", code: str = "") -> dict[str, Any]:
    """A CodeableConcept: the public code where there is one, then our own."""
    public = [{"system": system, "code": code, "display": words}] if code else []
    return {"coding": [*public, {"system": CONCEPTS, "code": concept}], "text": words}


def rule_coding(rule: str, title: str) -> dict[str, Any]:
    """A recommendation as a Coding."""
    return {"system": RULES, "code": rule, "display": title}


def definition(rule: str, version: str) -> str:
    """A recommendation as a canonical address, with the version of the pathway."""
    return f"{SYSTEM}/PlanDefinition/{rule}|{version}"


def patient_reference(patient: str) -> dict[str, str]:
    """The person that a resource is about; in words where the record gives no id."""
    name = f"Patient/{patient}"
    return {"reference": name} if LOCAL.fullmatch(name) else {"display": "the patient of the record"}


def source(name: str) -> dict[str, str]:
    """An entry of the record: a reference where it has a name that can be one, else the words by which the review calls it."""
    return {"reference": name} if LOCAL.fullmatch(name) or name.startswith(("http", "urn:")) else {"display": name}
