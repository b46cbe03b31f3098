"""Which drug an entry means: codes, a Medication behind a reference, its ingredients, names in words."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from osteon.record.fhir.codes import DRUGS, find_concepts, find_in_text, label_of
from osteon.record.fhir.elements import first_text, member, objects
from osteon.record.fhir.reading import Reading
from osteon.terminology import CodeMatch, denosumab_family

__all__ = ["Drug", "drug_of", "family_by_dose", "find_drug"]

Resource = dict[str, Any]

DENOSUMAB = "drug.denosumab"
ZOLEDRONIC_ACID = "drug.zoledronic-acid"
ZOLEDRONIC_ACID_YEARLY = "drug.zoledronic-acid-5mg"
YEARLY_FROM_DAYS = 300
"""An interval from here on is meant to be a year."""
KINDS = ("drug", "supplement")


class Drug(NamedTuple):
    matches: tuple[CodeMatch, ...]
    label: str
    coded: bool
    from_text: bool
    refused: bool


def find_drug(codeable: Any, path: str, reading: Reading) -> Drug:
    """A drug by code; if no code is known, by ingredient or brand in the words of the entry.

    Words are read even beside a code: product codes are many, and an unknown one must not hide a drug.
    """
    found = find_concepts(codeable, path, reading)
    matches = tuple([match for match in found.matches if match.concept.startswith(DRUGS)])
    if matches or found.refused or codeable is None:
        return Drug(matches, found.label, found.coded, False, found.refused)
    for words in _words(codeable):
        named = find_in_text(words, KINDS)
        if named:
            return Drug(named, found.label or words, found.coded, True, False)
    return Drug((), found.label, found.coded, False, False)


def _words(codeable: Any) -> list[str]:
    if not isinstance(codeable, dict):
        return []
    codings = codeable.get("coding")
    displays = [
        coding["display"]
        for coding in (codings if isinstance(codings, list) else ())
        if isinstance(coding, dict) and isinstance(coding.get("display"), str)
    ]
    text = first_text(codeable.get("text"))
    return [text, *displays] if text else displays


def drug_of(resource: Resource, reading: Reading) -> Drug:
    """The drug of a medication entry: coded in the entry, or in the Medication that it points to."""
    codeable = resource.get("medicationCodeableConcept")
    if codeable is not None:
        return _told_by_brand(find_drug(codeable, "medicationCodeableConcept", reading), codeable)
    target = member(resource, "medicationReference", reading, "medicationReference")
    if target is None:
        refused = resource.get("medicationReference") is not None
        if not refused:
            reading.problem("medication", "the entry names no drug; it was not used")
        return Drug((), "", False, False, True)
    medication = reading.index.resolve(target.get("reference"), resource)
    shown = first_text(target.get("display"))
    if medication is None:
        named = find_in_text(shown, KINDS)
        if named:
            return Drug(named, shown, False, True, False)
        reading.problem(
            "medicationReference", "points to a Medication that is not in the record; the drug is not known"
        )
        return Drug((), shown, False, False, True)
    return _drug_of_medication(medication, shown, reading)


def _drug_of_medication(medication: Resource, shown: str, reading: Reading) -> Drug:
    code = medication.get("code")
    drug = _told_by_brand(find_drug(code, "medication.code", reading), code)
    if drug.matches or drug.refused:
        return drug
    matches: list[CodeMatch] = []
    coded, from_text = drug.coded, False
    for position, ingredient in enumerate(objects(medication, "ingredient", reading, "medication.ingredient")):
        path = f"medication.ingredient[{position}]"
        item = ingredient.get("itemCodeableConcept")
        if item is None:
            target = member(ingredient, "itemReference", reading, f"{path}.itemReference")
            substance = reading.index.resolve(target.get("reference"), medication) if target else None
            item = substance.get("code") if substance else None
        found = find_drug(item, path, reading)
        coded, from_text = coded or found.coded, from_text or found.from_text
        matches.extend(match for match in found.matches if match not in matches)
    if not matches and shown:
        matches = list(find_in_text(shown, KINDS))
        from_text = bool(matches)
    return Drug(tuple(matches), drug.label or shown or label_of(code), coded, from_text, False)


def _told_by_brand(drug: Drug, codeable: Any) -> Drug:
    """A code for the substance with a brand in the words: the brand tells which product it is."""
    if len(drug.matches) != 1 or drug.matches[0].concept not in (DENOSUMAB, ZOLEDRONIC_ACID):
        return drug
    general = drug.matches[0]
    for words in _words(codeable):
        product = _product_named(general.concept, words)
        if product is not None:
            return drug._replace(matches=(general._replace(concept=product),))
    return drug


@lru_cache(maxsize=1024)
def _product_named(substance: str, words: str) -> str | None:
    products = (named.concept for named in find_in_text(words, KINDS))
    return next((product for product in products if product.startswith(f"{substance}-")), None)


def family_by_dose(concept: str, dose: Decimal | None, interval_days: Decimal | None) -> str:
    """The product that dose and interval tell, where the code leaves it open."""
    if dose is None:
        return concept
    if concept == DENOSUMAB:
        return denosumab_family(dose)
    if concept == ZOLEDRONIC_ACID and dose == 5 and interval_days is not None and interval_days >= YEARLY_FROM_DAYS:
        return ZOLEDRONIC_ACID_YEARLY
    return concept
