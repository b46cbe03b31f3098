"""The review as FHIR R4: a GuidanceResponse for each finding, the missing facts as its data requirements.

An undecided finding is `data-requested`: the standard's own word for "this could be answered if these facts were known".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import NAMESPACE_URL, uuid5

import osteon

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["bundle"]

SYSTEM = "https://osteon.dev/fhir"
STATUS = {"met": "success", "unknown": "data-requested"}
PRIORITY = {"emergency": "stat", "urgent": "urgent", "soon": "asap", "routine": "routine", "info": "routine"}


def bundle(review: Review) -> dict[str, Any]:
    """A collection Bundle: findings that are met or undecided, their Provenance, and problems as an OperationOutcome.

    Resource ids are made from the patient, the date and the rule, so that the same review gives the same Bundle.
    """
    content = review.to_dict()
    patient = f"Patient/{content['patient']['id']}" if content["patient"]["id"] else None
    stamp = f"{content['as_of'][:10]}T00:00:00Z"
    responses = [_response(item, patient, stamp, content) for item in content["findings"] if item["verdict"] in STATUS]
    resources = list(responses)
    if responses:
        resources.append(_provenance(responses, patient, stamp, content))
    if content["problems"]:
        resources.append(_problems(content["problems"]))
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": stamp,
        "entry": [{"fullUrl": f"urn:uuid:{_uuid(content, item)}", "resource": item} for item in resources],
    }


def _uuid(content: dict[str, Any], resource: dict[str, Any]) -> str:
    name = resource.get("moduleUri") or resource["resourceType"]
    lesion = resource.get("id", "")
    return str(
        uuid5(
            NAMESPACE_URL,
            f"{SYSTEM}/{content['patient']['id']}/{content['as_of']}/{content['pathway']}/{name}/{lesion}",
        )
    )


def _response(item: dict[str, Any], patient: str | None, stamp: str, content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "resourceType": "GuidanceResponse",
        "moduleUri": f"{SYSTEM}/PlanDefinition/{item['id']}|{content['pathway']}",
        "status": STATUS[item["verdict"]],
        "occurrenceDateTime": stamp,
        "note": [{"text": item["advice"]}],
        "extension": [{"url": f"{SYSTEM}/StructureDefinition/urgency", "valueCode": PRIORITY[item["urgency"]]}],
    }
    if patient:
        found["subject"] = {"reference": patient}
    entries = dict.fromkeys(source for part in item["because"] for source in part["sources"])
    if item["why"]:
        found["reasonCode"] = [{"text": item["why"]}]
    if entries:
        found["reasonReference"] = [{"reference": source} for source in entries]
    if item["missing"]:
        found["dataRequirement"] = [
            {
                "type": "Observation",
                "codeFilter": [
                    {
                        "path": "code",
                        "code": [
                            {"system": f"{SYSTEM}/CodeSystem/fact", "code": part["fact"], "display": part["label"]}
                        ],
                    }
                ],
            }
            for part in item["missing"]
        ]
    return found


def _provenance(
    responses: list[dict[str, Any]], patient: str | None, stamp: str, content: dict[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "resourceType": "Provenance",
        "target": [{"reference": f"urn:uuid:{_uuid(content, item)}"} for item in responses],
        "recorded": stamp,
        "policy": [f"{SYSTEM}/pathway/{content['pathway']}"],
        "agent": [{"type": {"text": "assembler"}, "who": {"display": f"Osteon {osteon.__version__}"}}],
    }
    if patient:
        found["entity"] = [{"role": "source", "what": {"reference": patient}}]
    return found


def _problems(problems: list[dict[str, str]]) -> dict[str, Any]:
    return {
        "resourceType": "OperationOutcome",
        "issue": [
            {
                "severity": "warning",
                "code": "processing",
                "diagnostics": item["message"],
                "expression": [".".join(part for part in (item["source"], item["path"]) if part)],
            }
            for item in problems
        ],
    }
