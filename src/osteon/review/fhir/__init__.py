"""The review as FHIR R4: one Bundle of what was found, what is missing, what may go wrong, and what there is to do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import osteon
from osteon.review.fhir.guidance import STATUS, guidance
from osteon.review.fhir.names import SYSTEM, Frame, patient_reference, source
from osteon.review.fhir.plan import plan
from osteon.review.fhir.risk import flag, issue, risk

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["bundle"]

Resource = dict[str, Any]


def bundle(review: Review) -> Resource:
    """A collection Bundle. GuidanceResponses of what is met or undecided (missing facts as their data requirements); risks,
    issues and flags; proposals under a CarePlan; Device and Provenance; problems as an OperationOutcome.

    Addresses inside it are made from patient, date, pathway and rule, so that the same review gives the same Bundle.
    """
    content = review.to_dict()
    day = content["as_of"][:10]
    frame = Frame(review, content, content["patient"]["id"] or "", day, f"{day}T00:00:00Z")
    told = _findings(frame)
    told += plan([item for item in content["findings"] if item["verdict"] == "met"], frame)
    entries = [*told, (frame.device["reference"], _device())]
    if told:
        entries.append((frame.address("Provenance", "all"), _provenance([address for address, _ in told], frame)))
    if content["problems"]:
        entries.append((frame.address("OperationOutcome", "problems"), _problems(content["problems"])))
    return {
        "resourceType": "Bundle",
        "type": "collection",
        "timestamp": frame.stamp,
        "entry": [{"fullUrl": address, "resource": resource} for address, resource in entries],
    }


def _findings(frame: Frame) -> list[tuple[str, Resource]]:
    found: list[tuple[str, Resource]] = []
    for item in frame.content["findings"]:
        if item["verdict"] not in STATUS:
            continue
        name = f"{item['id']}/{item['lesion'] or ''}"
        resources = [guidance(item, frame)]
        if item["verdict"] == "met":
            resources += [made for made in (issue(item, frame), flag(item, frame)) if made is not None]
        found += [(frame.address(resource["resourceType"], name), resource) for resource in resources]
    for score in frame.content["scores"]:
        made = risk(score, frame)
        if made is not None:
            found.append((frame.address("RiskAssessment", f"{score['id']}/{score['lesion'] or ''}"), made))
    return found


def _device() -> Resource:
    return {
        "resourceType": "Device",
        "deviceName": [{"name": "Osteon", "type": "model-name"}],
        "version": [{"value": osteon.__version__}],
    }


def _provenance(targets: list[str], frame: Frame) -> Resource:
    """What was said by which version of the software and of the pathway, out of which entries."""
    content = frame.content
    entries = dict.fromkeys(
        name
        for item in content["findings"]
        if item["verdict"] in STATUS
        for part in item["because"]
        for name in part["sources"]
    )
    kind = {"system": "http://terminology.hl7.org/CodeSystem/provenance-participant-type", "code": "assembler"}
    return {
        "resourceType": "Provenance",
        "target": [{"reference": address} for address in targets],
        "recorded": frame.stamp,
        "policy": [f"{SYSTEM}/pathway/{content['pathway']}"],
        "agent": [{"type": {"coding": [kind]}, "who": frame.device}],
        "entity": [
            {"role": "source", "what": what} for what in (patient_reference(frame.patient), *(source(name) for name in entries))
        ],
    }


def _problems(problems: list[dict[str, str]]) -> Resource:
    return {
        "resourceType": "OperationOutcome",
        "issue": [
            {
                "severity": "warning",
                "code": "processing",
                "diagnostics": item["message"],
                "expression": [where],
            }
            if (where := ".".join(part for part in (item["source"], item["path"]) if part))
            else {"severity": "warning", "code": "processing", "diagnostics": item["message"]}
            for item in problems
        ],
    }
