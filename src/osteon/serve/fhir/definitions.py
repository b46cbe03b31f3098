"""What the server is and knows, as FHIR R4: CapabilityStatement, the operation `$review`, and each recommendation as a PlanDefinition."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import osteon
from osteon.engine.rules import Recommendation
from osteon.pathway import pathway
from osteon.pathway.orders import ORDERS
from osteon.review.fhir.names import PRIORITY, SYSTEM, coded

__all__ = ["OPERATION", "capability", "operation", "plan_definition"]

RELEASED = "2026-11-22"
"""Of these definitions; a new day when one of them changes."""
OPERATION = "Patient-review"
PUBLISHER = "Osteon contributors"
DEFINED: dict[str, Any] = {"status": "active", "experimental": False, "publisher": PUBLISHER}


def capability(base: str) -> dict[str, Any]:
    """The CapabilityStatement. `base`: the address of the server, without `/fhir`."""
    operation_address = f"{SYSTEM}/OperationDefinition/{OPERATION}"
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": RELEASED,
        "publisher": PUBLISHER,
        "kind": "instance",
        "software": {"name": "Osteon", "version": osteon.__version__},
        "implementation": {
            "description": "What the records kept here mean for the bones. Decision support, research and education.",
            "url": f"{base}/fhir",
        },
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "documentation": "Records are posted as a Bundle of any type, as single resources or as NDJSON; they are kept as "
                "received and cannot be read back here. Tested with R4 and mCODE 4.0.0.",
                "resource": [
                    {"type": "Patient", "operation": [{"name": "review", "definition": operation_address}]},
                    {"type": "PlanDefinition", "interaction": [{"code": "read"}]},
                    {"type": "OperationDefinition", "interaction": [{"code": "read"}]},
                ],
                "interaction": [{"code": "transaction"}, {"code": "batch"}],
            }
        ],
    }


def operation() -> dict[str, Any]:
    """The definition of `GET /fhir/Patient/{id}/$review`."""
    return {
        "resourceType": "OperationDefinition",
        "id": OPERATION,
        "url": f"{SYSTEM}/OperationDefinition/{OPERATION}",
        "version": osteon.__version__,
        "name": "PatientReview",
        "title": "Review of a patient",
        **DEFINED,
        "kind": "operation",
        "date": RELEASED,
        "description": "What the pathway says about the record of a patient on a date: guidance, risks, issues, flags, proposals.",
        "affectsState": False,
        "code": "review",
        "resource": ["Patient"],
        "system": False,
        "type": False,
        "instance": True,
        "parameter": [
            {
                "name": "as_of",
                "use": "in",
                "min": 0,
                "max": "1",
                "documentation": "The date of the review; today without it.",
                "type": "dateTime",
            },
            {
                "name": "return",
                "use": "out",
                "min": 1,
                "max": "1",
                "documentation": "A Bundle of type collection.",
                "type": "Bundle",
            },
        ],
    }


@lru_cache(maxsize=512)
def plan_definition(rule: str) -> dict[str, Any]:
    """A recommendation to read: purpose, advice, misuse, evidence. Raises KeyError.

    Its condition is not written out: it is a tree of the pathway, evaluated by this software only. Whose question it is and
    when it holds is told in words by the manual's page of the rule.
    """
    whole = pathway()
    item = whole.by_id[rule]
    sources = whole.source_by_id
    action: dict[str, Any] = {
        "title": item.title,
        "description": item.advise,
        "priority": PRIORITY[item.urgency],
        "documentation": [
            {
                "type": "citation",
                "label": part.strength,
                "display": part.locator,
                "citation": f"{sources[part.source].title}, {sources[part.source].year}",
            }
            for part in item.evidence
        ],
    }
    orders = [coded(order.concept, order.words, order.system, order.code) for order in ORDERS.get(rule, ())]
    if orders:
        action["code"] = orders
    return {
        "resourceType": "PlanDefinition",
        "id": rule,
        "url": f"{SYSTEM}/PlanDefinition/{rule}",
        "version": whole.version,
        "name": _name(item),
        "title": item.title,
        **DEFINED,
        "status": "draft" if item.draft else "active",
        "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/plan-definition-type", "code": "eca-rule"}]},
        "date": RELEASED,
        "description": item.advise,
        "purpose": item.purpose,
        "usage": f"What it is not: {item.misuse}",
        "topic": [{"text": item.topic.replace("-", " ")}],
        "action": [action],
    }


def _name(item: Recommendation) -> str:
    return "".join(part.capitalize() for part in item.id.split("-"))
