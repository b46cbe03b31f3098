"""Procedure and ServiceRequest: what was done, and what is planned."""

from __future__ import annotations

from typing import Any

from osteon.record.fhir.codes import answer_of, find_concepts
from osteon.record.fhir.medications import forbids, indication_of
from osteon.record.fhir.radiotherapy import Course, read_courses
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.sites import NOWHERE, Place, join_place, places_of
from osteon.record.fhir.spans import Span, read_span
from osteon.record.timeline import Event
from osteon.terminology import CodeMatch

__all__ = ["read_procedure", "read_request"]

Resource = dict[str, Any]

PROCEDURE_STATUS = {
    "completed": "done",
    "in-progress": "active",
    "preparation": "planned",
    "on-hold": "on-hold",
    "stopped": "stopped",
}
REQUEST_STATUS = {"draft": "planned", "active": "planned", "on-hold": "on-hold"}
REQUEST_ENDS = {"revoked": "cancelled", "completed": "request-fulfilled"}
FRACTIONS = "{fraction}"


def read_procedure(resource: Resource, reading: Reading) -> str:
    status = resource.get("status")
    if status == "not-done":
        return "not-done"
    found = find_concepts(resource.get("code"), "code", reading)
    if found.refused:
        return ""
    matches = found.matches
    courses: list[Course] = []
    techniques: list[CodeMatch] = []
    if "extension" in resource:
        courses, techniques = read_courses(resource, reading)
    if not matches and not techniques:
        return _nothing(resource, found.coded, found.label, reading)
    state = PROCEDURE_STATUS.get(status) if isinstance(status, str) else None
    if state is None:
        reading.problem("status", "the status is missing, unknown or not one of FHIR; the entry was not used")
        return ""
    span = read_span(resource, "performed", reading)
    places = places_of(resource, reading)
    if not courses:
        courses = [Course(place, None, None, None) for place in places] or [Course(NOWHERE, None, None, None)]
    elif all(course.place == NOWHERE for course in courses) and len(places) == 1:
        courses = [course._replace(place=places[0]) for course in courses]
    for match in matches:
        for course in courses:
            _add(match, found.label, "procedure", state, course, span, resource, "recordedDate", reading)
    for match in techniques:
        # How it was given; the dose stays with the course, so that it is not counted twice.
        for place in dict.fromkeys(course.place for course in courses):
            course = Course(place, None, None, courses[0].intent)
            _add(match, match.label, "procedure", state, course, span, resource, "recordedDate", reading)
    return ""


def read_request(resource: Resource, reading: Reading) -> str:
    """A request is known from the day it was written; the day for which it is planned is its end."""
    status = resource.get("status")
    if forbids(resource, reading):
        return "do-not-perform"
    if isinstance(status, str) and status in REQUEST_ENDS:
        return REQUEST_ENDS[status]
    found = find_concepts(resource.get("code"), "code", reading)
    if found.refused:
        return ""
    if not found.matches:
        return _nothing(resource, found.coded, found.label, reading)
    state = REQUEST_STATUS.get(status) if isinstance(status, str) else None
    if state is None:
        reading.problem("status", "the status is missing, unknown or not one of FHIR; the entry was not used")
        return ""
    planned = read_span(resource, "occurrence", reading)
    written = reading.moment(resource.get("authoredOn"), "authoredOn")
    span = Span(written or planned.start, planned.end or planned.start, False)
    places = places_of(resource, reading) or [NOWHERE]
    for match in found.matches:
        for place in places:
            course = Course(place, None, None, None)
            _add(match, found.label, "request", state, course, span, resource, "authoredOn", reading)
    return ""


def _nothing(resource: Resource, coded: bool, label: str, reading: Reading) -> str:
    if resource.get("code") is None and not label:
        reading.problem("code", "the entry does not say what was done or asked for; it was not used")
        return ""
    return "code-not-in-pathway" if coded else "text-only"


def _add(
    match: CodeMatch,
    label: str,
    kind: str,
    status: str,
    course: Course,
    span: Span,
    resource: Resource,
    recorded_key: str,
    reading: Reading,
) -> None:
    where = join_place(Place(match.site, match.laterality), course.place, reading)
    if where is None:
        return
    start, end = span.start, span.end
    reason = answer_of(resource["statusReason"]) if "statusReason" in resource and status == "stopped" else None
    reading.events.append(
        Event(
            concept=match.concept,
            source=reading.source,
            kind=kind,
            status=status,
            start=start.day if start else None,
            precision=start.precision if start else "day",
            instant=start.instant if start else None,
            end=end.day if end else None,
            value=course.fractions,
            unit=FRACTIONS if course.fractions is not None else None,
            reported=course.fractions,
            reported_unit=FRACTIONS if course.fractions is not None else None,
            answer=course.intent or reason or match.answer,
            site=where.site,
            laterality=where.laterality,
            dose=course.dose,
            indication=indication_of(resource, reading),
            recorded=reading.recorded(resource, recorded_key),
            tier=match.tier,
            label=label or match.label,
        )
    )
