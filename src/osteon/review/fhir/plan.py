"""What there is to do, as proposals under one CarePlan: tests and images, and tasks for what comes round."""

from __future__ import annotations

from typing import Any

from osteon.engine.rules import URGENCIES
from osteon.pathway.orders import DUE_ORDERS, ORDERS, Order
from osteon.review.fhir.names import PRIORITY, Frame, definition, patient_reference
from osteon.review.fhir.proposals import proposal

__all__ = ["plan"]

URGENCY_OF_PRIORITY = {priority: urgency for urgency, priority in reversed(PRIORITY.items())}


def plan(findings: list[dict[str, Any]], frame: Frame) -> list[tuple[str, dict[str, Any]]]:
    """(address, resource) of every proposal and task, and of the CarePlan that holds them; empty when there is nothing to do."""
    requests = _requests(findings, frame)
    for item in _due(frame):
        for order in DUE_ORDERS.get(item["id"], ()):
            _request(requests, order, "routine", f"Due: {item['what']}", frame, item["when"])
    found = [(frame.address("ServiceRequest", name), request) for name, request in requests.items()]
    found += [(frame.address("Task", item["id"]), _task(item, frame)) for item in _due(frame) if item["id"] not in DUE_ORDERS]
    if not found:
        return []
    care_plan = {
        "resourceType": "CarePlan",
        "status": "draft",
        "intent": "proposal",
        "title": "Bone health: what is due or advised",
        "subject": patient_reference(frame.patient),
        "created": frame.stamp,
        "author": frame.device,
        "activity": [{"reference": {"reference": address}} for address, _ in found],
    }
    return [*found, (frame.address("CarePlan", "due"), care_plan)]


def _requests(findings: list[dict[str, Any]], frame: Frame) -> dict[str, dict[str, Any]]:
    """One request for each thing to order, whatever number of findings wants it."""
    requests: dict[str, dict[str, Any]] = {}
    for item in findings:
        for order in ORDERS.get(item["id"], ()):
            if not order.drug:
                _request(requests, order, item["urgency"], item["title"], frame)
                canonical = requests[order.concept].setdefault("instantiatesCanonical", [])
                if (address := definition(item["id"], frame.content["pathway"])) not in canonical:
                    canonical.append(address)
    return requests


def _request(
    requests: dict[str, dict[str, Any]], order: Order, urgency: str, reason: str, frame: Frame, when: str | None = None
) -> None:
    """Add a request, or its reason to the one that is there; the more pressing priority counts."""
    made = proposal(order, frame.patient, urgency, reason, frame.day)
    if when is not None:
        made["occurrenceDateTime"] = when
    known = requests.setdefault(order.concept, made)
    if known is made:
        return
    if made["reasonCode"][0] not in known["reasonCode"]:
        known["reasonCode"] += made["reasonCode"]
    rank = [URGENCIES.index(URGENCY_OF_PRIORITY[one["priority"]]) for one in (known, made)]
    known["priority"] = (known, made)[rank[1] < rank[0]]["priority"]


def _due(frame: Frame) -> list[dict[str, Any]]:
    """What comes round; nothing does for somebody who has died."""
    return [] if frame.review.died else frame.content["due"]


def _task(item: dict[str, Any], frame: Frame) -> dict[str, Any]:
    last = f", last {item['last']}" if item["last"] else ", not known when it was last done"
    found: dict[str, Any] = {
        "resourceType": "Task",
        "instantiatesCanonical": definition(item["finding"], frame.content["pathway"]),
        "status": "draft",
        "intent": "proposal",
        "priority": "routine",
        "description": f"{item['what']}: {item['status']}{last}",
        "for": patient_reference(frame.patient),
        "authoredOn": frame.stamp,
        "requester": frame.device,
    }
    if item["when"] is not None:
        found["restriction"] = {"period": {"end": item["when"]}}
    return found
