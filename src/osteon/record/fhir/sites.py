"""Where in the body: body site codes, body structures, sides and qualifiers."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final, NamedTuple

from osteon.record.fhir.codes import code_strings, label_of
from osteon.record.fhir.elements import listed, member, objects
from osteon.record.fhir.reading import Reading
from osteon.terminology import answer_for_code, is_within, site, site_for_code, site_for_text

__all__ = ["NOWHERE", "Place", "join_place", "place_of", "places_of", "structure_place"]

Resource = dict[str, Any]

SIDES: Final = frozenset(("left", "right", "bilateral", "midline"))
PARTS: Final = {"40415009": "proximal", "46053002": "distal"}
"""SNOMED CT qualifiers that turn a long bone into one of its parts."""


class Place(NamedTuple):
    site: str | None
    laterality: str | None
    structure: str | None = None
    """The body structure that says so: entries that share it are about one lesion."""


NOWHERE: Final = Place(None, None)


@lru_cache(maxsize=8192)
def _site(system: str, code: str) -> tuple[str, str | None] | None:
    return site_for_code(system, code)


@lru_cache(maxsize=1024)
def _side(system: str, code: str) -> str | None:
    answer = answer_for_code(system, code)
    return answer if answer in SIDES else None


@lru_cache(maxsize=1024)
def _part(whole: str, part: str) -> str:
    """`femur` and proximal: `femur.proximal`, if there is such a site."""
    name = f"{whole}.{part}"
    try:
        known = site(name)
    except (KeyError, ValueError, LookupError):
        return whole
    return name if known is not None else whole


def places_of(resource: Resource, reading: Reading) -> list[Place]:
    """Every place that `bodySite`, or a body structure behind it or in `focus`, names; empty when there is none."""
    if "bodySite" not in resource and "extension" not in resource and "focus" not in resource:
        return []
    places: list[Place] = []
    side: str | None = None
    sites = resource.get("bodySite")
    for position, codeable in enumerate(
        [sites] if isinstance(sites, dict) else listed(resource, "bodySite", reading, "bodySite")
    ):
        if not isinstance(codeable, dict):
            reading.problem(f"bodySite[{position}]", "a coded body site is expected here; not used")
            continue
        found = place_of(codeable, f"bodySite[{position}]", reading)
        if found.site is None:
            side = side or found.laterality
        elif found not in places:
            places.append(found)
    if "extension" in resource:
        places = _narrowed(places, _structures(resource, reading))
    if "focus" in resource:
        places = _narrowed(places, _focus(resource, reading))
    if side is not None:
        # A side may stand beside the bone as a body site of its own.
        places = [place if place.laterality else place._replace(laterality=side) for place in places]
    return places


def _narrowed(places: list[Place], structures: list[Place]) -> list[Place]:
    """A body structure speaks for the place that holds it; one elsewhere is a further place."""
    kept = [
        place
        for place in places
        if not any(is_within(one.site or "", place.site or "") for one in structures)
    ]  # fmt: skip
    return kept + [one for one in structures if one not in kept]


def _focus(resource: Resource, reading: Reading) -> list[Place]:
    """The places of the body structures, or of the conditions, that an observation is about."""
    places = []
    for target in objects(resource, "focus", reading, "focus"):
        found = reading.index.resolve(target.get("reference"), resource)
        if found is None:
            continue
        kind = found.get("resourceType")
        if kind == "BodyStructure":
            places.append(structure_place(found, reading))
        elif kind == "Condition" and "focus" not in found:
            places.extend(places_of(found, reading))
    return [place for place in places if place.site]


def _structures(resource: Resource, reading: Reading) -> list[Place]:
    places = []
    for extension in objects(resource, "extension", reading, "extension"):
        url = extension.get("url")
        if isinstance(url, str) and url.endswith(("/bodySite", "-body-structure", "/bodyStructure", "-bodySite")):
            target = member(extension, "valueReference", reading, "extension.valueReference")
            structure = reading.index.resolve(target.get("reference"), resource) if target else None
            if structure is not None:
                places.append(structure_place(structure, reading))
            elif target is not None:
                reading.problem("extension.valueReference", "points to a body structure that is not in the record")
    return [place for place in places if place.site]


def structure_place(structure: Resource, reading: Reading) -> Place:
    """Location and side of a BodyStructure."""
    location = member(structure, "location", reading, "location")
    place = place_of(location, "location", reading) if location is not None else NOWHERE
    qualifiers = structure.get("locationQualifier")
    side, part = _qualify(qualifiers if isinstance(qualifiers, list) else [])
    name = structure.get("id")
    return _refine(place, side, part)._replace(
        structure=f"BodyStructure/{name}" if isinstance(name, str) and name else None
    )


def place_of(codeable: Resource, path: str, reading: Reading) -> Place:
    """The place that a coded value (or its words) names."""
    where: str | None = None
    side: str | None = None
    part: str | None = None
    for system, code in code_strings(codeable):
        found = _site(system, code)
        if found is not None:
            where, side = (found[0], found[1] or side) if where is None else (where, side)
        else:
            side = side or _side(system, code)
            part = part or PARTS.get(code)
    if where is None and side is None:
        words = label_of(codeable)
        named = site_for_text(words) if words else None
        if named is not None:
            where, side = named
    extensions = codeable.get("extension")
    if isinstance(extensions, list):
        values = [
            one.get("valueCodeableConcept")
            for one in extensions
            if isinstance(one, dict) and str(one.get("url", "")).lower().endswith(("qualifier", "laterality"))
        ]
        more_side, more_part = _qualify(values)
        if side and more_side and side != more_side:
            reading.problem(
                f"{path}.extension", "the side differs from the side of the body site; the side was not used"
            )
            return Place(where, None)
        side, part = side or more_side, part or more_part
    return _refine(Place(where, side), None, part)


def _qualify(values: list[Any]) -> tuple[str | None, str | None]:
    side = part = None
    for value in values:
        for system, code in code_strings(value):
            side = side or _side(system, code)
            part = part or PARTS.get(code)
    return side, part


def _refine(place: Place, side: str | None, part: str | None) -> Place:
    where = _part(place.site, part) if place.site and part else place.site
    return Place(where, place.laterality or side, place.structure)


def join_place(coded: Place, given: Place, reading: Reading) -> Place | None:
    """The place in the code together with the body site; None (and a problem) when they exclude each other."""
    if coded.site is None:
        where = given.site
    elif given.site is None or given.site == coded.site:
        where = coded.site
    elif is_within(given.site, coded.site):
        where = given.site
    elif is_within(coded.site, given.site):
        where = coded.site
    else:
        reading.problem("bodySite", "the body site is not the one that the code names; the entry was not used")
        return None
    if coded.laterality and given.laterality and coded.laterality != given.laterality:
        reading.problem("bodySite", "the side is not the one that the code names; the side was not used")
        return Place(where, None)
    return Place(where, coded.laterality or given.laterality, given.structure)
