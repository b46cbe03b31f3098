"""DiagnosticReport and ImagingStudy."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from osteon.record.fhir.codes import find_concepts, find_in_text
from osteon.record.fhir.elements import listed, member, objects, text
from osteon.record.fhir.negation import AFFIRMED, DENIED, OPEN, clauses, stance
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.sites import NOWHERE, Place, join_place, places_of
from osteon.record.fhir.spans import Span, read_span
from osteon.record.fhir.values import is_sign
from osteon.record.timeline import Event
from osteon.terminology import CodeMatch, is_within, site_for_text

__all__ = ["read_imaging_study", "read_report"]

Resource = dict[str, Any]

FINAL: Final = frozenset(("final", "amended", "corrected", "appended", "unknown"))
PARTIAL: Final = frozenset(("partial", "preliminary"))
TEXT_KINDS: Final = ("condition", "fracture", "finding")
PROCEDURE: Final = "proc."
SPINE: Final = "spine"
SPINE_STUDY: Final = {"proc.mri": "proc.mri-spine", "proc.ct": "proc.ct-spine"}


def read_report(resource: Resource, reading: Reading) -> str:
    status = resource.get("status")
    if status == "cancelled":
        return "cancelled"
    if status == "registered":
        return "pending"
    if status not in FINAL and status not in PARTIAL:
        reading.problem("status", "the status is missing or not one of FHIR; the entry was not used")
        return ""
    state = "preliminary" if status in PARTIAL else "final"
    span = read_span(resource, "effective", reading)
    if span.start is None and not span.spoiled:
        span = Span(reading.moment(resource.get("issued"), "issued"), None, False)
    recorded = reading.recorded(resource, "issued")
    found = find_concepts(resource.get("code"), "code", reading)
    for match in found.matches:
        if match.concept.startswith(PROCEDURE):
            _add(
                match,
                found.label,
                "imaging",
                "done",
                Place(match.site, match.laterality),
                span,
                recorded,
                False,
                reading,
            )
    concluded = set()
    for position, codeable in enumerate(listed(resource, "conclusionCode", reading, "conclusionCode")):
        conclusion = find_concepts(codeable, f"conclusionCode[{position}]", reading)
        for match in conclusion.matches:
            if match.answer == "absent":
                continue
            concluded.add(match.concept)
            where = Place(match.site, match.laterality)
            _add(match, conclusion.label, "report", state, where, span, recorded, False, reading)
    denied = _read_conclusion(resource, concluded, state, span, recorded, reading)
    if denied:
        return "negated"
    return "code-not-in-pathway" if found.coded else "text-only"


def _read_conclusion(
    resource: Resource,
    concluded: set[str],
    state: str,
    span: Span,
    recorded: datetime | None,
    reading: Reading,
) -> bool:
    """Findings in the words of the conclusion; True when some are named only to be denied."""
    words = text(resource, "conclusion", reading, "conclusion")
    if not words:
        return False
    denied = False
    seen: set[tuple[str, str, Place]] = set()
    for clause in clauses(words):
        named = find_in_text(clause, TEXT_KINDS)
        if not named:
            continue
        said = stance(clause)
        if said == DENIED:
            denied = True
            continue
        place = _place_in(clause)
        for match in named:
            if match.concept in concluded or (match.concept, said, place) in seen:
                continue
            seen.add((match.concept, said, place))
            where = join_place(Place(match.site, match.laterality), place, reading)
            status = "suspected" if said == OPEN else state
            if where is not None and said in (OPEN, AFFIRMED):
                _add(match, match.label, "report", status, where, span, recorded, True, reading)
    return denied


def _place_in(clause: str) -> Place:
    found = site_for_text(clause)
    return Place(*found) if found is not None else NOWHERE


def _add(
    match: CodeMatch,
    label: str,
    kind: str,
    status: str,
    where: Place,
    span: Span,
    recorded: datetime | None,
    from_text: bool,
    reading: Reading,
) -> None:
    start, end = span.start, span.end
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
            answer=match.answer or ("present" if kind == "report" and is_sign(match.concept) else None),
            site=where.site,
            laterality=where.laterality,
            lesion=where.structure,
            recorded=recorded,
            from_text=from_text,
            tier=match.tier,
            label=label or match.label,
        )
    )


def read_imaging_study(resource: Resource, reading: Reading) -> str:
    status = resource.get("status")
    if status == "cancelled":
        return "cancelled"
    if status == "registered":
        return "pending"
    start = reading.moment(resource.get("started"), "started")
    span = Span(start, None, False)
    places = _series_places(resource, reading)
    matches: dict[str, tuple[CodeMatch, str]] = {}
    coded = False
    for key in ("procedureCode", "modality"):
        for position, one in enumerate(listed(resource, key, reading, key)):
            codeable = {"coding": [one]} if key == "modality" and isinstance(one, dict) else one
            found = find_concepts(codeable, f"{key}[{position}]", reading)
            coded = coded or found.coded
            for match in found.matches:
                concept = match.concept
                if concept in SPINE_STUDY and any(place.site and is_within(place.site, SPINE) for place in places):
                    concept = SPINE_STUDY[concept]
                matches.setdefault(concept, (match._replace(concept=concept), found.label))
        if matches:
            break  # the procedure says more than the modality
    for match, label in matches.values():
        place = places[0] if len(places) == 1 else NOWHERE
        where = join_place(Place(match.site, match.laterality), place, reading)
        if where is not None:
            _add(match, label, "imaging", "done", where, span, reading.recorded(resource), False, reading)
    return "code-not-in-pathway" if coded else "text-only"


def _series_places(resource: Resource, reading: Reading) -> list[Place]:
    places: list[Place] = []
    for position, series in enumerate(objects(resource, "series", reading, "series")):
        site = member(series, "bodySite", reading, f"series[{position}].bodySite")
        if site is None:
            continue
        side = series.get("laterality")
        codings: list[Any] = [site, side] if isinstance(side, dict) else [site]
        for place in places_of({"bodySite": [{"coding": [coding]} for coding in codings]}, reading):
            if place not in places:
                places.append(place)
    return places
