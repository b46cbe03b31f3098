"""Observation: results, scores, symptoms and findings, with their components."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

from osteon.record.fhir.codes import Found, code_strings, find_concepts, find_in_text
from osteon.record.fhir.elements import objects
from osteon.record.fhir.negation import AFFIRMED, stance
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.sites import NOWHERE, Place, join_place, places_of
from osteon.record.fhir.spans import Span, read_span
from osteon.record.fhir.stages import STAGE, about_another_cancer
from osteon.record.fhir.values import MISSING, Value, is_sign, read_value, reference_range, traits_of
from osteon.record.timeline import Event, Gap
from osteon.terminology import CodeMatch

__all__ = ["add_result", "read_observation"]

Resource = dict[str, Any]

FINAL: Final = frozenset(("final", "amended", "corrected", "unknown"))
AWAITED: Final = frozenset(("registered", "preliminary"))
GONE: Final = frozenset(("cancelled", "not-done"))

ASSERTING_CODES: Final = frozenset(
    (
        ("http://terminology.hl7.org/CodeSystem/v3-ActCode", "ASSERTION"),
        ("http://loinc.org", "75325-1"),
        ("http://loinc.org", "29308-4"),
        ("http://snomed.info/sct", "404684003"),
        ("http://snomed.info/sct", "418799008"),
    )
)
"""Codes that only say "a symptom, finding or diagnosis follows": what it is stands in the value."""

GENE_STUDIED: Final = ("http://loinc.org", "48018-6")
ONLY_NOWHERE: Final = (NOWHERE,)
_event: Callable[[tuple], Event] = partial(tuple.__new__, Event)
"""From all fields in order: the quickest way there is."""
VARIANT: Final = ("http://loinc.org", "69548-6")


def read_observation(resource: Resource, reading: Reading) -> str:
    found = find_concepts(resource.get("code"), "code", reading)
    if found.refused:
        return ""
    components = resource.get("component")
    matches, from_text = found.matches, False
    if not matches:
        if components is None and found.standard and not _is_asserting(resource):
            return "code-not-in-pathway"  # most results of a record end here
        if not found.standard and found.label:
            matches = find_in_text(found.label, ("symptom", "condition"))
            from_text = bool(matches)
            if matches and stance(found.label) != AFFIRMED:
                return "negated"
    if matches and matches[0].concept == STAGE and about_another_cancer(resource, reading):
        return "code-not-in-pathway"
    status = resource.get("status")
    if status in GONE:
        return "cancelled"
    asserted: tuple[CodeMatch, ...] = ()
    if not matches and _is_asserting(resource):
        value = find_concepts(resource.get("valueCodeableConcept"), "valueCodeableConcept", reading)
        if value.refused:
            return ""
        asserted = tuple(match for match in value.matches if is_sign(match.concept))
        found = found._replace(label=value.label)
    if not matches and not asserted and components is None:
        if resource.get("code") is None:
            reading.problem("code", "the observation has no code; it was not used")
            return ""
        return "code-not-in-pathway" if found.coded else "text-only"
    if status not in FINAL and status not in AWAITED:
        reading.problem("status", "the status is missing or not one of FHIR; the entry was not used")
        return ""

    span = _when(resource, reading)
    if span is None:
        return ""
    recorded = reading.recorded(resource, "issued")
    state = "preliminary" if status in AWAITED else "final"
    places = places_of(resource, reading) if matches or asserted else []
    rule = "code-not-in-pathway"
    for match in matches:
        rule = add_result(
            resource, match, found.label, places, span, recorded, state, from_text, "", reading, components is not None
        )
    for match in asserted:
        _add_event(
            match, found.label, _answered(MISSING, match), places, span, recorded, state, False, None, None, reading
        )
    if components is not None:
        if _is_variant(resource):
            _read_variant(resource, span, recorded, state, reading)
        else:
            _read_components(resource, found, span, recorded, state, reading)
    return rule


def add_result(
    holder: Resource,
    match: CodeMatch,
    label: str,
    places: list[Place],
    span: Span,
    recorded: datetime | None,
    state: str,
    from_text: bool,
    path: str,
    reading: Reading,
    is_panel: bool = False,
) -> str:
    """Read the value for one concept; returns the rule to count under if there is none."""
    concept = match.concept
    value = read_value(holder, concept, path, reading)
    if value.state == "unusable":
        _gap(concept, span, "unit-not-convertible", reading)
        return ""
    if value.state == "none":
        if holder.get("dataAbsentReason") is not None:
            return "no-value"
        if state == "preliminary":
            _gap(concept, span, "pending", reading)
            return "pending"
        if not is_sign(concept) or _has_empty_value(holder):
            return "panel" if is_panel or "hasMember" in holder else "no-value"
    low = high = None
    if value.reported is not None and "referenceRange" in holder:
        low, high = reference_range(holder, value.reported_unit, concept, path, reading)
    _add_event(match, label, _answered(value, match), places, span, recorded, state, from_text, low, high, reading)
    return ""


def _has_empty_value(holder: Resource) -> bool:
    """A value that says it is absent (a data-absent-reason as the coded answer) is no assertion."""
    return any(key.startswith(("value", "_value")) for key in holder)


def _answered(value: Value, match: CodeMatch) -> Value:
    """Join the answer of the value with the one that the code itself carries."""
    answer = value.answer
    if traits_of(match.concept).is_sign:
        answer = {"positive": "present", "negative": "absent"}.get(answer or "", answer)
        if match.answer == "absent":
            # A code for "no ..." that is itself answered with no leaves nothing certain.
            answer = "absent" if answer in (None, "present") else "equivocal"
        elif answer is None and value.value is None:
            answer = match.answer or "present"
        elif answer in (None, "present"):
            answer = match.answer or answer
    elif answer is None:
        answer = match.answer
    if answer == value.answer:
        return value
    return Value(value.state, value.value, value.unit, value.reported, value.reported_unit, answer)


def _add_event(
    match: CodeMatch,
    label: str,
    value: Value,
    places: list[Place],
    span: Span,
    recorded: datetime | None,
    state: str,
    from_text: bool,
    low: Any,
    high: Any,
    reading: Reading,
) -> None:
    start, end = span.start, span.end
    day, precision, instant = start if start is not None else (None, "day", None)
    if not places and match.site is None and match.laterality is None:
        wheres: Sequence[Place | None] = ONLY_NOWHERE
    else:
        coded = Place(match.site, match.laterality)
        wheres = [join_place(coded, place, reading) for place in places or (NOWHERE,)]
    for where in wheres:
        if where is None:
            continue
        # Positional, in the order of the timeline's fields: this is the most frequent line of a record.
        reading.events.append(
            _event(
                (
                    match.concept,
                    reading.source,
                    "observation",
                    state,
                    day,
                    precision,
                    instant,
                    end.day if end else None,
                    value.value,
                    value.unit,
                    value.reported,
                    value.reported_unit,
                    low,
                    high,
                    value.answer,
                    where.site,
                    where.laterality,
                    None,
                    None,
                    None,
                    None,
                    None,
                    recorded,
                    where.structure,
                    from_text,
                    match.tier,
                    label or match.label,
                    None,
                    False,
                    None,
                    None,
                    False,
                    None,
                )
            )
        )


def _gap(concept: str, span: Span, cause: str, reading: Reading) -> None:
    reading.gaps.append(Gap(concept, span.start.day if span.start else None, cause, reading.source))


def _when(resource: Resource, reading: Reading) -> Span | None:
    """None when the only date cannot be used: a result of an unknown day must not pass for an undated one."""
    span = read_span(resource, "effective", reading)
    if span.start is not None:
        return span
    issued = reading.moment(resource.get("issued"), "issued")
    if issued is not None:
        return Span(issued, None, False)
    if span.spoiled or resource.get("issued") is not None:
        return None
    return span


def _is_asserting(resource: Resource) -> bool:
    return not ASSERTING_CODES.isdisjoint(code_strings(resource.get("code")))


def _is_variant(resource: Resource) -> bool:
    return VARIANT in code_strings(resource.get("code"))


def _read_components(
    resource: Resource, found: Found, span: Span, recorded: datetime | None, state: str, reading: Reading
) -> None:
    for position, component in enumerate(objects(resource, "component", reading, "component")):
        path = f"component[{position}]."
        if GENE_STUDIED in code_strings(component.get("code")):
            continue  # which gene was looked at; without the state of the variant it says nothing
        inner = find_concepts(component.get("code"), f"{path}code", reading)
        for match in inner.matches:
            add_result(component, match, inner.label or found.label, [], span, recorded, state, False, path, reading)


def _read_variant(resource: Resource, span: Span, recorded: datetime | None, state: str, reading: Reading) -> None:
    """A genetic variant: the gene stands in a component, found or not found in the value."""
    for position, component in enumerate(objects(resource, "component", reading, "component")):
        if GENE_STUDIED not in code_strings(component.get("code")):
            continue
        path = f"component[{position}].valueCodeableConcept"
        gene = find_concepts(component.get("valueCodeableConcept"), path, reading)
        for match in gene.matches:
            if match.concept.startswith("marker."):
                add_result(resource, match, gene.label, [], span, recorded, state, False, "", reading)
