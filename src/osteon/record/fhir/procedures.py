"""Procedure and ServiceRequest: what was done, and what is planned."""

from __future__ import annotations

from typing import Any, Final

from osteon.record.fhir.codes import Found, answer_of, find_concepts
from osteon.record.fhir.medications import forbids, indication_of
from osteon.record.fhir.radiotherapy import Course, read_courses
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.sites import NOWHERE, Place, join_place, places_of
from osteon.record.fhir.spans import Span, read_span
from osteon.record.timeline import Event
from osteon.terminology import CodeMatch

__all__ = ["read_procedure", "read_request"]

Resource = dict[str, Any]

PROCEDURE_STATUS: Final = {
    "completed": "done",
    "in-progress": "active",
    "preparation": "planned",
    "on-hold": "on-hold",
    "stopped": "stopped",
}
REQUEST_STATUS: Final = {"draft": "planned", "active": "planned", "on-hold": "on-hold"}
REQUEST_ENDS: Final = {"revoked": "cancelled", "completed": "request-fulfilled"}


def read_procedure(resource: Resource, reading: Reading) -> str:
    status = resource.get("status")
    if status == "not-done":
        return "not-done"
    found = find_concepts(resource.get("code"), "code", reading)
    if found.refused:
        return ""
    courses, techniques = read_courses(resource, reading) if "extension" in resource else ([], [])
    if not found.matches and not techniques:
        return _nothing(resource, found.coded, found.label, reading)
    state = PROCEDURE_STATUS.get(status) if isinstance(status, str) else None
    if state is None:
        reading.problem("status", "the status is missing, unknown or not one of FHIR; the entry was not used")
        return ""
    span = read_span(resource, "performed", reading)
    placed = _placed(courses, places_of(resource, reading))
    _add_all(found, techniques, placed, "procedure", state, span, resource, "recordedDate", reading)
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
    courses, techniques = read_courses(resource, reading) if "extension" in resource else ([], [])
    if not found.matches and not techniques:
        return _nothing(resource, found.coded, found.label, reading)
    state = REQUEST_STATUS.get(status) if isinstance(status, str) else None
    if state is None:
        reading.problem("status", "the status is missing, unknown or not one of FHIR; the entry was not used")
        return ""
    planned = read_span(resource, "occurrence", reading)
    written = reading.moment(resource.get("authoredOn"), "authoredOn")
    span = Span(written or planned.start, planned.end or planned.start, False)
    placed = _placed(courses, places_of(resource, reading))
    _add_all(found, techniques, placed, "request", state, span, resource, "authoredOn", reading)
    return ""


def _placed(courses: list[Course], places: list[Place]) -> list[Course]:
    """The courses, those of volumes without a place at the body sites; without courses, one at each body site."""
    if any(course.place != NOWHERE for course in courses):
        return courses
    if len(courses) > 1:
        return [course._replace(place=places[0]) for course in courses] if len(places) == 1 else courses
    only = courses[0] if courses else Course(NOWHERE, None, None, None)
    return [only._replace(place=place) for place in places] or [only]


def _add_all(
    found: Found,
    techniques: list[CodeMatch],
    courses: list[Course],
    kind: str,
    status: str,
    span: Span,
    resource: Resource,
    recorded_key: str,
    reading: Reading,
) -> None:
    for match in found.matches:
        for course in courses:
            _add(match, found.label, kind, status, course, span, resource, recorded_key, reading)
    for match in techniques:
        # How it was given; dose and fractions stay with the course, so that they are not counted twice.
        for place in dict.fromkeys(course.place for course in courses):
            course = Course(place, None, None, courses[0].intent)
            _add(match, match.label, kind, status, course, span, resource, recorded_key, reading)


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
            answer=course.intent or reason or match.answer,
            site=where.site,
            laterality=where.laterality,
            lesion=where.structure,
            dose=course.dose,
            indication=indication_of(resource, reading),
            recorded=reading.recorded(resource, recorded_key),
            tier=match.tier,
            label=label or match.label,
            fractions=course.fractions,
        )
    )
