"""MedicationRequest, MedicationAdministration, MedicationStatement and MedicationDispense."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from osteon.record.fhir.codes import answer_of, find_concepts
from osteon.record.fhir.dates import Moment
from osteon.record.fhir.dosage import Step, read_steps
from osteon.record.fhir.doses import Doses, doses_of
from osteon.record.fhir.drugs import Drug, drug_of, family_by_dose
from osteon.record.fhir.elements import as_number, listed
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.references import tail_of
from osteon.record.fhir.spans import Span, read_span
from osteon.record.timeline import Event

__all__ = ["forbids", "indication_of", "read_administration", "read_dispense", "read_order", "read_statement"]

Resource = dict[str, Any]

ORDER_STATUS: Final = {
    "active": "active",
    "completed": "completed",
    "stopped": "stopped",
    "cancelled": "stopped",
    "on-hold": "on-hold",
    "draft": "planned",
}
PLANS: Final = frozenset(("proposal", "plan", "option"))
DOSE_STATUS: Final = {"completed": "given", "in-progress": "active", "on-hold": "on-hold", "stopped": "stopped"}
STATEMENT_STATUS: Final = {
    "active": "active",
    "recorded": "active",
    "intended": "planned",
    "completed": "completed",
    "stopped": "stopped",
    "on-hold": "on-hold",
}
DISPENSE_STATUS: Final = {
    "completed": "completed",
    "in-progress": "planned",
    "preparation": "planned",
    "on-hold": "on-hold",
    "stopped": "stopped",
}
NO_TIME, LONGEST_INFUSION = timedelta(0), timedelta(days=4)
LONGEST_ORDER: Final = 3660
"""Days; a longer order is a slip of the pen."""


def read_order(resource: Resource, reading: Reading) -> str:
    if forbids(resource, reading):
        return "do-not-perform"
    drug = drug_of(resource, reading)
    if not drug.matches:
        return _not_used(drug)
    status = _status(resource, ORDER_STATUS, reading)
    if status is None:
        return ""
    if resource.get("intent") in PLANS and status == "active":
        status = "planned"
    steps = read_steps(resource, "dosageInstruction", reading)
    start = reading.moment(resource.get("authoredOn"), "authoredOn")
    begin = next((step.begin for step in steps if step.begin is not None), None)
    start = start or reading.moment(begin, "dosageInstruction.timing.repeat.boundsPeriod.start")
    _add(resource, drug, "order", status, Span(start, None, False), steps, "statusReason", reading)
    return ""


def read_administration(resource: Resource, reading: Reading) -> str:
    if resource.get("status") == "not-done":
        return "not-done"
    drug = drug_of(resource, reading)
    if not drug.matches:
        return _not_used(drug)
    status = _status(resource, DOSE_STATUS, reading)
    span = read_span(resource, "effective", reading)
    if status is None or span.spoiled:
        return ""
    steps = read_steps(resource, "dosage", reading)
    _add(resource, drug, "dose", status, span, steps, "statusReason", reading, _minutes(span))
    return ""


def read_statement(resource: Resource, reading: Reading) -> str:
    if resource.get("status") == "not-taken":
        return "not-done"
    drug = drug_of(resource, reading)
    if not drug.matches:
        return _not_used(drug)
    status = _status(resource, STATEMENT_STATUS, reading)
    if status is None:
        return ""
    span = read_span(resource, "effective", reading)
    if span.start is None and not span.spoiled:
        span = Span(reading.moment(resource.get("dateAsserted"), "dateAsserted"), span.end, False)
    _add(resource, drug, "statement", status, span, read_steps(resource, "dosage", reading), "statusReason", reading)
    return ""


def read_dispense(resource: Resource, reading: Reading) -> str:
    if resource.get("status") in ("cancelled", "declined"):
        return "cancelled"
    drug = drug_of(resource, reading)
    if not drug.matches:
        return _not_used(drug)
    status = _status(resource, DISPENSE_STATUS, reading)
    if status is None:
        return ""
    start = reading.moment(resource.get("whenHandedOver"), "whenHandedOver")
    start = start or reading.moment(resource.get("whenPrepared"), "whenPrepared")
    supply = resource.get("daysSupply")
    days = as_number(supply.get("value")) if isinstance(supply, dict) else None
    end = None
    if start is not None and days is not None and 0 < days < 1000:
        end = Moment(start.day + timedelta(days=int(days)), "day", None)
    steps = read_steps(resource, "dosageInstruction", reading)
    _add(resource, drug, "statement", status, Span(start, end, False), steps, "statusReasonCodeableConcept", reading)
    return ""


def forbids(resource: Resource, reading: Reading) -> bool:
    """An order not to do something must never pass for an order to do it, however it is spelt."""
    value = resource.get("doNotPerform")
    if value is None or value is False:
        return False
    if value is not True:
        reading.problem("doNotPerform", "true or false is expected here; the entry was not used")
    return True


def _not_used(drug: Drug) -> str:
    if drug.refused:
        return ""
    return "code-not-in-pathway" if drug.coded else "text-only"


def _status(resource: Resource, known: dict[str, str], reading: Reading) -> str | None:
    status = resource.get("status")
    found = known.get(status) if isinstance(status, str) else None
    if found is None:
        reading.problem("status", "the status is missing, unknown or not one of FHIR; the entry was not used")
    return found


def _minutes(span: Span) -> Decimal | None:
    """Length of an infusion, when start and end were written with their times."""
    start, end = span.start, span.end
    if start is None or end is None or start.instant is None or end.instant is None:
        return None
    length = end.instant - start.instant
    if not NO_TIME < length <= LONGEST_INFUSION:
        return None
    seconds = length.days * 86400 + length.seconds
    return Decimal(seconds) / 60 if seconds % 60 else Decimal(seconds // 60)


def _add(
    resource: Resource,
    drug: Drug,
    kind: str,
    status: str,
    span: Span,
    steps: tuple[Step, ...],
    reason_key: str,
    reading: Reading,
    minutes: Decimal | None = None,
) -> None:
    """`minutes` were measured; they count for more than those of the dosage."""
    start = span.start
    indication = indication_of(resource, reading)
    recorded = reading.recorded(resource)
    reason = answer_of(resource.get(reason_key)) if reason_key in resource else None
    replaces = _replaced(resource, reading) if "priorPrescription" in resource else None
    for match in drug.matches:
        for told in doses_of(steps, drug, match.concept, reading):
            end = span.end or _end(told, span, reading)
            reading.events.append(
                Event(
                    concept=family_by_dose(match.concept, told.dose, told.interval_days),
                    source=reading.source,
                    kind=kind,
                    status=status,
                    start=start.day if start else None,
                    precision=start.precision if start else "day",
                    instant=start.instant if start else None,
                    end=end.day if end else None,
                    answer=reason,
                    dose=told.dose,
                    route=told.route,
                    duration_minutes=told.duration_minutes if minutes is None else minutes,
                    interval_days=told.interval_days,
                    indication=indication,
                    recorded=recorded,
                    from_text=drug.from_text,
                    tier=match.tier,
                    label=drug.label or match.label,
                    as_needed=told.as_needed,
                    rate=told.rate,
                    per_day=told.per_day,
                    dose_open=told.dose_open,
                    replaces=replaces,
                )
            )


def _end(told: Doses, span: Span, reading: Reading) -> Moment | None:
    """The last day of an order, from the bounds of its timing."""
    if told.end is not None:
        return reading.moment(told.end, "dosageInstruction.timing.repeat.boundsPeriod.end")
    if told.length_days is None or span.start is None or not 0 < told.length_days < LONGEST_ORDER:
        return None
    return Moment(span.start.day + timedelta(days=int(told.length_days)), "day", None)


def _replaced(resource: Resource, reading: Reading) -> str | None:
    """The order whose place this one takes."""
    prior = resource["priorPrescription"]
    reference = prior.get("reference") if isinstance(prior, dict) else None
    found = reading.index.resolve(reference, resource)
    if found is not None and isinstance(found.get("id"), str):
        return f"{found.get('resourceType')}/{found['id']}"
    return tail_of(reference) if isinstance(reference, str) else None


def indication_of(resource: Resource, reading: Reading) -> str | None:
    """The concept of the reason that the entry gives, as a code or as a pointer to a condition."""
    if "reasonCode" in resource:
        for position, codeable in enumerate(listed(resource, "reasonCode", reading, "reasonCode")):
            found = find_concepts(codeable, f"reasonCode[{position}]", reading)
            if found.matches:
                return found.matches[0].concept
    if "reasonReference" not in resource:
        return None
    for target in listed(resource, "reasonReference", reading, "reasonReference"):
        condition = reading.index.resolve(target.get("reference"), resource) if isinstance(target, dict) else None
        if condition is not None and condition.get("resourceType") == "Condition":
            told = len(reading.problems)
            found = find_concepts(condition.get("code"), "reasonReference", reading)
            del reading.problems[told:]  # problems of that condition are told where it is read itself
            if found.matches:
                return found.matches[0].concept
    return None
