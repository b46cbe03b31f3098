"""How hospitals write a concept down: its codes in the systems that each kind of hospital uses, or words alone.

Every code of the pathway is looked up in the product's own terminology, so no table here can print one that the product lacks.
"""

from __future__ import annotations

from functools import cache, lru_cache

from benchmarks.population.templates import OSTEON, compact
from osteon.terminology import concept
from osteon.terminology.store import codes, names, sites

__all__ = ["ATC", "ICD10CM", "ICD10GM", "LOINC", "RXNORM", "SNOMED", "place", "side_code", "spellings"]

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ICD10GM = "http://fhir.de/CodeSystem/bfarm/icd-10-gm"

SYSTEMS = {
    "us": (ICD10CM, RXNORM, LOINC, SNOMED),
    "de": (ICD10, ATC, LOINC, SNOMED),
    "sct": (SNOMED, ATC, LOINC, ICD10),
}
"""The order in which a hospital of each kind looks for a code."""
PRINTED = {ICD10: ICD10GM}
SIDES = {"left": "7771000", "right": "24028007", "bilateral": "51440002"}


@lru_cache(maxsize=1)
def _by_concept() -> dict[str, dict[str, list[tuple[str, str | None, str | None, str | None]]]]:
    """Concept -> system -> (code, site, side, answer); codes that stand for several concepts are left out."""
    found: dict[str, dict[str, list[tuple[str, str | None, str | None, str | None]]]] = {}
    for system, rows in codes()["match"].items():
        for code, meanings in rows.items():
            if len(meanings) == 1:
                name, _, site, laterality, answer = meanings[0]
                found.setdefault(name, {}).setdefault(system, []).append((code, site, laterality, answer))
    return found


@lru_cache(maxsize=1)
def _words() -> dict[str, list[str]]:
    """Drug -> ingredient names and brands; condition -> what it is called in words."""
    found: dict[str, list[str]] = {}
    for kind in ("brands", "ingredients", "conditions"):
        for spelling, meant in names()[kind].items():
            if len(meant) == 1:
                found.setdefault(meant[0], []).append(spelling)
    return found


def _translated(coding: dict[str, str], name: str) -> tuple[list[dict[str, str]], ...]:
    """The coding with one of another system beside it that means the same."""
    for system in (SNOMED, RXNORM, ATC):
        for code, site, side, answer in _by_concept()[name].get(system, ()):
            if system != coding["system"] and site is side is answer is None:
                return ([coding, {"system": system, "code": code}],)
    return ()


@cache
def spellings(name: str, style: str, site: str | None = None, laterality: str | None = None) -> tuple[str, ...]:
    """CodeableConcepts (JSON) for a concept as a hospital of this kind writes it; `text`: words only.

    With a site, codes that carry this very site come in too; without one, only codes that carry none, if there are any.
    """
    label = concept(name).label
    if style == "text":
        said = _words().get(name)
        return (
            tuple(compact({"text": words}) for words in said[:12]) if said else spellings(name, "us", site, laterality)
        )
    known = _by_concept().get(name, {})
    for system in SYSTEMS[style]:
        rows = known.get(system, ())
        placed = [
            row for row in rows if row[1] == site and row[2] in (None, laterality) and row[3] in (None, "initial")
        ]
        plain = [row for row in rows if row[1] is None and row[2] is None and row[3] is None]
        # A narrow code first: a hospital that has one uses it.
        chosen = (placed if site else []) or plain or ([] if site else placed)
        if chosen:
            printed = PRINTED.get(system, system)
            codings = [{"system": printed, "code": row[0], "display": label} for row in chosen[:6]]
            pair = _translated(codings[0], name) if chosen[0] in plain else ()
            return tuple(compact({"coding": found}) for found in ([codings[0]], *pair, *([one] for one in codings)))
    if name.startswith("drug.") and name in _words():
        return spellings(name, "text")
    return (compact({"coding": [{"system": OSTEON, "code": name, "display": label}]}),)


@lru_cache(maxsize=1)
def _site_codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for code, (site, laterality) in codes()["sites"][SNOMED].items():
        if laterality is None:
            found.setdefault(site, code)
    return found


@cache
def side_code(laterality: str) -> str:
    return compact({"coding": [{"system": SNOMED, "code": SIDES[laterality], "display": laterality.capitalize()}]})


def _side(laterality: str) -> str:
    """The laterality extension of mCODE, as JSON."""
    url = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-laterality-qualifier"
    return f'{{"url":"{url}","valueCodeableConcept":{side_code(laterality)}}}'


@cache
def place(site: str, laterality: str | None = None, style: str = "sct") -> str:
    """A body site as CodeableConcept (JSON): SNOMED CT where a code is known, else, and for `osteon`, our own code."""
    label = sites()["sites"].get(site, {}).get("label", site)
    code = _site_codes().get(site)
    if style == "osteon" or code is None:
        text = compact({"coding": [{"system": OSTEON, "code": site, "display": label}]})
    elif style == "text":
        return compact({"text": f"{laterality} {label}" if laterality else label})
    else:
        text = compact({"coding": [{"system": SNOMED, "code": code, "display": label}], "text": label})
    return f'{text[:-1]},"extension":[{_side(laterality)}]}}' if laterality else text
