"""Which drug an entry means: codes, a Medication behind a reference, its ingredients, names in words."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

from osteon.record.fhir.codes import DRUGS, find_concepts, find_in_text, label_of
from osteon.record.fhir.elements import first_text, member, objects
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.strengths import (
    NO_STRENGTH,
    Strength,
    product_route,
    product_strengths,
    ratio_strength,
    strength_in,
)
from osteon.terminology import CodeMatch, denosumab_family

__all__ = ["Drug", "drug_of", "family_by_dose", "find_drug"]

Resource = dict[str, Any]

DENOSUMAB: Final = "drug.denosumab"
ZOLEDRONIC_ACID: Final = "drug.zoledronic-acid"
ZOLEDRONIC_ACID_YEARLY: Final = "drug.zoledronic-acid-5mg"
YEARLY_FROM_DAYS: Final = 300
"""An interval from here on is meant to be a year."""
KINDS: Final = ("drug", "supplement")


class Drug(NamedTuple):
    matches: tuple[CodeMatch, ...]
    label: str
    coded: bool
    from_text: bool
    refused: bool
    named: tuple[Any, ...] = ()
    """What names the product in the record: codes with their displays, or words."""
    ingredients: tuple[tuple[str, Strength], ...] = ()
    """Concept and strength of ingredients that stand in the record by themselves."""

    @property
    def names(self) -> list[str]:
        """The names under which the product stands in the record."""
        return [name for one in self.named for name in ([one] if isinstance(one, str) else _words(one)) if name]

    def strength(self, concept: str) -> Strength:
        """What one tablet, millilitre or hour holds of one of its drugs, where the record tells it in one way."""
        told = {strength for name, strength in self.ingredients if name == concept}
        told = told or {self._named(name, concept) for name in self.names}
        told.discard(NO_STRENGTH)
        return told.pop() if len(told) == 1 else NO_STRENGTH

    def _named(self, name: str, concept: str) -> Strength:
        found = product_strengths(name)
        # A brand that is not known as a name: the code has told which drug it is.
        return found.get(concept, NO_STRENGTH) if found or len(self.matches) > 1 else strength_in(name)

    @property
    def route(self) -> str | None:
        """How it is given, as far as its name tells."""
        told = {route for name in self.names if (route := product_route(name)) is not None}
        return told.pop() if len(told) == 1 else None

    @property
    def combined(self) -> bool:
        """Whether the dose of the product is not the dose of any one drug in it."""
        return len(self.matches) > 1 or any(len(product_strengths(name)) > 1 for name in self.names)


def find_drug(codeable: Any, path: str, reading: Reading) -> Drug:
    """A drug by code; if no code is known, by ingredient or brand in the words of the entry.

    Words are read even beside a code: product codes are many, and an unknown one must not hide a drug.
    """
    found = find_concepts(codeable, path, reading)
    matches = tuple([match for match in found.matches if match.concept.startswith(DRUGS)])
    if matches or found.refused or codeable is None:
        return Drug(matches, found.label, found.coded, False, found.refused, (codeable,))
    for words in _words(codeable):
        named = find_in_text(words, KINDS)
        if named:
            return Drug(named, found.label or words, found.coded, True, False, (codeable,))
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
            return Drug(named, shown, False, True, False, (shown,))
        reading.problem(
            "medicationReference", "points to a Medication that is not in the record; the drug is not known"
        )
        return Drug((), shown, False, False, True)
    return _drug_of_medication(medication, shown, reading)


def _drug_of_medication(medication: Resource, shown: str, reading: Reading) -> Drug:
    code = medication.get("code")
    drug = _told_by_brand(find_drug(code, "medication.code", reading), code)
    if drug.matches or drug.refused:
        return drug._replace(named=(code, shown), ingredients=_only_ingredient(medication, drug))
    matches: list[CodeMatch] = []
    strengths: list[tuple[str, Strength]] = []
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
        strengths += [(match.concept, ratio_strength(ingredient.get("strength"))) for match in found.matches]
    if not matches and shown:
        matches = list(find_in_text(shown, KINDS))
        from_text = bool(matches)
    label = drug.label or shown or label_of(code)
    return Drug(tuple(matches), label, coded, from_text, False, (code, shown), tuple(strengths))


def _only_ingredient(medication: Resource, drug: Drug) -> tuple[tuple[str, Strength], ...]:
    """The strength of a product with one ingredient, which is the drug that its code means."""
    listed = medication.get("ingredient")
    if not isinstance(listed, list) or len(listed) != 1 or not isinstance(listed[0], dict) or len(drug.matches) != 1:
        return ()
    return ((drug.matches[0].concept, ratio_strength(listed[0].get("strength"))),)


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
