"""Condition and AllergyIntolerance."""

from __future__ import annotations

from typing import Any, Final

from osteon.record.fhir.codes import (
    GENERIC_CANCER,
    GENERIC_METASTASIS,
    METASTASIS_AT,
    code_strings,
    find_concepts,
    find_in_text,
    label_of,
)
from osteon.record.fhir.drugs import find_drug
from osteon.record.fhir.elements import listed, objects
from osteon.record.fhir.negation import AFFIRMED, DENIED, OPEN, stance
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.sites import NOWHERE, Place, join_place, places_of, structure_place
from osteon.record.fhir.spans import Span, read_span
from osteon.record.fhir.stages import STAGE, stage_of
from osteon.record.timeline import Event
from osteon.terminology import CodeMatch, is_skeletal, members

__all__ = ["read_allergy", "read_condition", "verification"]

Resource = dict[str, Any]

BREAST_CANCER: Final = "condition.breast-cancer"
BONE_METASTASIS: Final = "condition.metastasis.bone"
METASTATIC_CATEGORY: Final = "128462008"
"""SNOMED CT code by which mCODE marks a condition as secondary."""

INSIDE_BONE: Final = ("bone-marrow", "spinal-cord", "cauda-equina", "meninges-spinal")
"""Organs for which the bone around them is a fair body site."""

RESOLVED: Final = frozenset(("inactive", "remission", "resolved"))
NOT_TRUE: Final = {
    "refuted": "the entry is marked as refuted; it was not used",
    "entered-in-error": "the entry is marked as entered in error; it was not used",
}
WITHDRAWN: Final = "withdrawn"
"""Rule of entries that the record itself takes back; a problem tells of each, but nothing about them could not be read."""
UNSURE: Final = frozenset(("unconfirmed", "provisional", "differential"))
SIGN_PREFIXES: Final = ("symptom.", "finding.", "jaw.", "neuro.", "spine.", "femur.", "dental.", "report.")
"""Concepts that answer a question: their entries say `present` or `absent`."""


def read_condition(resource: Resource, reading: Reading) -> str:
    doubt = verification(resource, reading)
    if doubt == WITHDRAWN:
        return WITHDRAWN
    found = find_concepts(resource.get("code"), "code", reading)
    if found.refused:
        return ""
    matches, from_text = found.matches, False
    if not matches and not found.standard and found.label:
        matches = find_in_text(found.label, ("condition", "symptom", "fracture"))
        from_text = bool(matches)
        said = stance(found.label) if matches else AFFIRMED
        if said == DENIED:
            return "negated"
        doubt = "unsure" if said == OPEN else doubt
    secondary = "category" in resource and _is_secondary(resource)
    if not matches and not secondary:
        if not found.coded and not found.label and resource.get("code") is None:
            reading.problem("code", "the condition has neither a code nor words; it was not used")
        return "code-not-in-pathway" if found.coded else "text-only"

    places = places_of(resource, reading)
    if not places and reading.index.structures:
        structure = reading.index.structures.get(reading.source)
        if structure is not None:
            place = structure_place(structure, reading)
            places = [place] if place.site else []
    span = _onset(resource, reading)
    status = "suspected" if doubt == "unsure" else _clinical_status(resource, reading)
    recorded = reading.recorded(resource, "recordedDate")
    start = span.start
    rule = "code-not-in-pathway"
    before = len(reading.events)
    for match in matches or (CodeMatch(GENERIC_METASTASIS, found.label, "A"),):
        if match.answer == "absent" and not match.concept.startswith(SIGN_PREFIXES):
            rule = "negated"
            continue
        for place in places or (NOWHERE,):
            concept = _concept_at(match.concept, place, secondary)
            where = join_place(Place(match.site, match.laterality), place, reading)
            if where is None or _contradicts_organ(concept, place, reading):
                continue
            reading.events.append(
                Event(
                    concept=concept,
                    source=reading.source,
                    kind="condition",
                    status=status,
                    start=start.day if start else None,
                    precision=start.precision if start else "day",
                    instant=start.instant if start else None,
                    end=span.end.day if span.end else None,
                    answer=match.answer or ("present" if concept.startswith(SIGN_PREFIXES) else None),
                    site=where.site,
                    laterality=where.laterality,
                    lesion=where.structure,
                    recorded=recorded,
                    from_text=from_text,
                    tier=match.tier,
                    label=found.label or match.label,
                )
            )
    if "stage" in resource:
        cancer = next((event for event in reading.events[before:] if event.concept == BREAST_CANCER), None)
        if cancer is not None:
            _add_stages(resource, cancer, reading)
    return rule


def _add_stages(resource: Resource, cancer: Event, reading: Reading) -> None:
    """The stage that stands with the diagnosis, from its day. One told by an Observation alone is read there."""
    for position, stage in enumerate(objects(resource, "stage", reading, "stage")):
        summary = stage.get("summary")
        if summary is None:
            continue
        group = stage_of(summary)
        if group is None:
            reading.problem(
                f"stage[{position}].summary", "the stage is not one that is known here (0, I to IV); not used"
            )
            continue
        told = cancer._replace(concept=STAGE, answer=group, site=None, laterality=None, lesion=None)
        reading.events.append(told._replace(from_text=False, tier="A", label=label_of(summary)))


def verification(resource: Resource, reading: Reading) -> str:
    """`withdrawn` (a problem was told), `unsure` or empty."""
    status = resource.get("verificationStatus")
    if status is None:
        return ""
    if isinstance(status, str):  # the spelling of earlier FHIR releases
        codes = [status]
    elif isinstance(status, dict):
        codes = [code for _, code in code_strings(status)]
    else:
        reading.problem("verificationStatus", "a coded status is expected here; not used")
        return ""
    for code in codes:
        if code in NOT_TRUE:
            reading.problem("verificationStatus", NOT_TRUE[code])
            return WITHDRAWN
        if code in UNSURE:
            return "unsure"
    return ""


def _clinical_status(resource: Resource, reading: Reading) -> str:
    status = resource.get("clinicalStatus")
    if status is None:
        ended = any(key.startswith("abatement") and value not in (None, False) for key, value in resource.items())
        return "resolved" if ended else "active"
    codes = [status] if isinstance(status, str) else [code for _, code in code_strings(status)]
    if not isinstance(status, (str, dict)):
        reading.problem("clinicalStatus", "a coded status is expected here; read as active")
    return "active" if RESOLVED.isdisjoint(codes) else "resolved"


def _onset(resource: Resource, reading: Reading) -> Span:
    span = read_span(resource, "onset", reading)
    start = span.start
    if start is None and "extension" in resource:
        for extension in objects(resource, "extension", reading, "extension"):
            if str(extension.get("url", "")).lower().endswith("assertedDate".lower()):
                start = reading.moment(extension.get("valueDateTime"), "extension.valueDateTime")
    if start is None:
        start = reading.moment(resource.get("recordedDate"), "recordedDate")
    ended = read_span(resource, "abatement", reading)
    return Span(start, ended.end or ended.start or span.end, span.spoiled)


def _is_secondary(resource: Resource) -> bool:
    categories = resource.get("category")
    for category in categories if isinstance(categories, list) else [categories]:
        for _, code in code_strings(category):
            if code == METASTATIC_CATEGORY:
                return True
    return False


def _concept_at(concept: str, place: Place, secondary: bool) -> str:
    """A code that leaves the organ open is made precise by the body site."""
    where = place.site
    if concept == GENERIC_CANCER and not secondary:
        return BREAST_CANCER if where == "breast" else concept
    if concept == GENERIC_METASTASIS or secondary and concept in (GENERIC_CANCER, BREAST_CANCER):
        if where is None:
            return GENERIC_METASTASIS if concept != BREAST_CANCER else concept
        if where == "breast":
            return concept if concept != GENERIC_CANCER else BREAST_CANCER
        if is_skeletal(where):
            return BONE_METASTASIS
        organ = f"{METASTASIS_AT}{where}"
        return organ if organ in members(METASTASIS_AT) else GENERIC_METASTASIS
    return concept


def _contradicts_organ(concept: str, place: Place, reading: Reading) -> bool:
    """A metastasis to bone whose body site is no bone, or the reverse."""
    where = place.site
    if where is None or not concept.startswith(METASTASIS_AT):
        return False
    organ = concept.removeprefix(METASTASIS_AT)
    if organ in INSIDE_BONE:
        return False
    # Body site lists know fewer organs than the codes do: for a soft organ only a bone is a sure contradiction.
    if is_skeletal(where) != (organ == "bone"):
        reading.problem("bodySite", "the body site is not the organ that the code names; the entry was not used")
        return True
    return False


def read_allergy(resource: Resource, reading: Reading) -> str:
    doubt = verification(resource, reading)
    if doubt == WITHDRAWN:
        return WITHDRAWN
    found = find_drug(resource.get("code"), "code", reading)
    if found.refused:
        return ""
    matches: tuple[CodeMatch, ...] = found.matches
    label = found.label
    if found.from_text and stance(label) == DENIED:
        return "negated"
    if not matches:
        for position, reaction in enumerate(objects(resource, "reaction", reading, "reaction")):
            other = find_drug(reaction.get("substance"), f"reaction[{position}].substance", reading)
            matches, label = matches or other.matches, label or other.label
    if not matches:
        if resource.get("code") is None and not label:
            listed(resource, "reaction", reading, "reaction")
            reading.problem("code", "the allergy names no substance; it was not used")
        return "code-not-in-pathway" if found.coded else "text-only"
    onset = read_span(resource, "onset", reading).start or reading.moment(resource.get("recordedDate"), "recordedDate")
    for match in matches:
        reading.events.append(
            Event(
                concept=match.concept,
                source=reading.source,
                kind="allergy",
                status="suspected" if doubt == "unsure" else _clinical_status(resource, reading),
                start=onset.day if onset else None,
                precision=onset.precision if onset else "day",
                instant=onset.instant if onset else None,
                recorded=reading.recorded(resource, "recordedDate"),
                from_text=found.from_text,
                tier=match.tier,
                label=label or match.label,
            )
        )
    return "code-not-in-pathway"
