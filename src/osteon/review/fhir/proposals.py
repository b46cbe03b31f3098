"""What the advice of the pathway would have ordered, as drafts for a clinician to sign: proposals, never orders."""

from __future__ import annotations

from typing import Any

from osteon.pathway.orders import Order
from osteon.review.fhir.names import PRIORITY, coded, patient_reference

__all__ = ["dose_in", "proposal", "with_dose"]

UCUM = "http://unitsofmeasure.org"


def proposal(order: Order, patient: str, urgency: str, reason: str, day: str) -> dict[str, Any]:
    """A ServiceRequest for a test or an image, as a draft. `day`: the date of the review, YYYY-MM-DD."""
    return {
        "resourceType": "ServiceRequest",
        "status": "draft",
        "intent": "proposal",
        "priority": PRIORITY[urgency],
        "code": coded(order.concept, order.words, order.system, order.code),
        "subject": patient_reference(patient),
        "authoredOn": day,
        "reasonCode": [{"text": reason}],
    }


def dose_in(order: Order, finding: dict[str, Any]) -> float | None:
    """The dose in mg that a finding shows for an order; None where it is not known, or none is to be given."""
    if order.dose is None:
        return None
    value = next((part["value"] for part in finding["because"] if part["fact"] == order.dose.id), None)
    return value if isinstance(value, (int, float)) and value > 0 else None


def with_dose(request: dict[str, Any], dose: float) -> dict[str, Any] | None:
    """A MedicationRequest with this single dose in the place of its own; None where it has not one plain dose to replace."""
    steps = request.get("dosageInstruction")
    if not isinstance(steps, list) or len(steps) != 1 or not isinstance(steps[0], dict):
        return None
    quantity = {"value": dose, "unit": "mg", "system": UCUM, "code": "mg"}
    # What the words of the old dosage say would contradict the new dose.
    step = {name: value for name, value in steps[0].items() if name not in ("text", "patientInstruction")}
    rates = step.get("doseAndRate")
    first = rates[0] if isinstance(rates, list) and len(rates) == 1 and isinstance(rates[0], dict) else {}
    if "doseRange" in first:
        return None
    step["doseAndRate"] = [{**first, "doseQuantity": quantity}]
    return {**request, "dosageInstruction": [step]}
