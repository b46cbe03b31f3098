"""Single entries: each function writes one resource on the sheet and returns its id."""

from __future__ import annotations

from functools import cache

from benchmarks.population import shapes
from benchmarks.population.scenario import SCENARIO
from benchmarks.population.sheet import Sheet, Visit
from benchmarks.population.templates import OSTEON
from benchmarks.population.terms import spellings

__all__ = [
    "BOOLEAN", "CATEGORIES", "NUMBER", "QUANTITY", "ROUTES", "by_mouth", "condition", "dispense", "drug", "given", "infusion",
    "name_of", "observe", "order", "procedure", "report", "request", "statement", "word", "yes_or_no",
]  # fmt: skip

CATEGORY = '[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/observation-category","code":"%s"}]}]'
CATEGORIES = {name: CATEGORY % name for name in ("exam", "laboratory", "survey", "vital-signs", "imaging")}
QUANTITY = ',"valueQuantity":{"value":%s,"unit":"%s","system":"http://unitsofmeasure.org","code":"%s"}'
NUMBER = ',"valueInteger":%s'
BOOLEAN = (',"valueBoolean":false', ',"valueBoolean":true')
SNOMED_ANSWERS = (
    ',"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"373067005","display":"No"}]}',
    ',"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"373066001","display":"Yes"}]}',
)
ROUTES = {
    "iv": '"route":{"coding":[{"system":"http://snomed.info/sct","code":"47625008","display":"Intravenous route"}]}',
    "im": '"route":{"coding":[{"system":"http://snomed.info/sct","code":"78421000","display":"Intramuscular route"}]}',
    "sc": '"route":{"coding":[{"system":"http://snomed.info/sct","code":"34206005","display":"Subcutaneous route"}]}',
    "po": '"route":{"coding":[{"system":"http://snomed.info/sct","code":"26643006","display":"Oral route"}]}',
    "patch": '"route":{"coding":[{"system":"http://snomed.info/sct","code":"45890007","display":"Transdermal route"}]}',
}
MILLIGRAMS = '{"value":%s,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"}'


@cache
def word(answer: str) -> str:
    """A coded answer of our own system."""
    return f',"valueCodeableConcept":{{"coding":[{{"system":"{OSTEON}","code":"{answer}"}}]}}'


BRANDS = SCENARIO["hospitals"]["brand"]


def yes_or_no(sheet: Sheet, yes: bool) -> str:
    """The answer as this hospital writes it."""
    if sheet.style == "sct":
        return SNOMED_ANSWERS[yes]
    return word("present" if yes else "absent") if sheet.style == "de" else BOOLEAN[yes]


USUAL: dict[str, dict[str, tuple[str, ...]]] = {"us": {}, "de": {}, "sct": {}, "text": {}}
"""Spellings by kind of hospital and concept, as they are asked for: looking them up here is most of the work of an entry."""


def name_of(sheet: Sheet, name: str, site: str | None = None, side: str | None = None) -> str:
    """The concept as a CodeableConcept (JSON) in the hospital's way; now and then in another one's."""
    style = sheet.style if sheet.roll() > sheet.slip else "us"
    choices = USUAL[style].get(name) if site is None else spellings(name, style, site, side)
    if choices is None:
        choices = USUAL[style][name] = spellings(name, style)
    # The first spelling is the usual one.
    return choices[0] if len(choices) == 1 or sheet.roll() < 0.8 else sheet.one_of(choices)


def condition(
    sheet: Sheet,
    visit: Visit,
    category: str,
    code: str,
    more: str = "",
    clinical: str = "active",
    sure: str = "confirmed",
) -> str:
    identity = sheet.new_id()
    sheet.add("Condition", shapes.CONDITION % (
        identity, visit.updated, identity[:13], clinical, sure, category, code, more, sheet.subject, visit.encounter, visit.plain,
        "oncology-2",
    ))  # fmt: skip
    return identity


def observe(
    sheet: Sheet, visit: Visit, category: str, code: str, value: str, more: str = "", status: str = "final"
) -> str:
    """`code` is JSON, or the id of a concept; `value` and `more` are parts of the resource."""
    identity = sheet.new_id()
    sheet.add("Observation", shapes.OBSERVATION % (
        identity, visit.updated, identity[:13], status, CATEGORIES[category], code if code[0] == "{" else name_of(sheet, code), more,
        sheet.subject, visit.encounter, visit.moment, visit.issued, value,
    ))  # fmt: skip
    return identity


def procedure(
    sheet: Sheet, visit: Visit, code: str, more: str = "", status: str = "completed", performed: str | None = None
) -> str:
    identity = sheet.new_id()
    sheet.add("Procedure", shapes.PROCEDURE % (
        identity, visit.updated, more, identity[:13], status, code if code[0] == "{" else name_of(sheet, code), sheet.subject,
        visit.encounter, performed or f'"performedDateTime":"{visit.moment}"', "radiology-1",
    ))  # fmt: skip
    return identity


def request(sheet: Sheet, visit: Visit, code: str, more: str = "", status: str = "active") -> str:
    identity = sheet.new_id()
    sheet.add("ServiceRequest", shapes.REQUEST % (
        identity, visit.updated, more, identity[:13], status, code if code[0] == "{" else name_of(sheet, code), sheet.subject,
        visit.encounter, visit.moment, "oncology-2",
    ))  # fmt: skip
    return identity


def report(sheet: Sheet, visit: Visit, code: str, conclusion: str, more: str = "") -> str:
    identity = sheet.new_id()
    sheet.add("DiagnosticReport", shapes.REPORT % (
        identity, visit.updated, identity[:13], "final", code if code[0] == "{" else name_of(sheet, code), sheet.subject, visit.encounter,
        visit.moment, visit.issued, conclusion, more,
    ))  # fmt: skip
    return identity


def drug(sheet: Sheet, name: str, product: str | None = None) -> str:
    """The part of an order that names its drug: a code, a Medication of its own, or a contained one."""
    brand = product is None and sheet.roll() < BRANDS
    codeable = sheet.one_of(spellings(name, "text")) if brand else name_of(sheet, name)
    if product is not None:
        # The words of the pharmacy stand beside the code, or alone.
        head = codeable.partition(',"text":')[0].removesuffix("}")
        codeable = f'{head},"text":"{product}"}}' if head.startswith('{"coding"') else f'{{"text":"{product}"}}'
    if sheet.drugs == "code":
        return f'"medicationCodeableConcept":{codeable}'
    if sheet.drugs == "contained":
        return f'"contained":[{{"resourceType":"Medication","id":"med","code":{codeable}}}],"medicationReference":{{"reference":"#med"}}'
    identity = sheet.medications.get(codeable)
    if identity is None:
        identity = sheet.medications[codeable] = sheet.new_id()
        sheet.add("Medication", shapes.MEDICATION % (identity, sheet.visits[0].updated, codeable))
    return f'"medicationReference":{{"reference":"{sheet.base}Medication/{identity}"}}'


def order(
    sheet: Sheet,
    visit: Visit,
    drug: str,
    dosage: str = "",
    status: str = "active",
    intent: str = "order",
    more: str = "",
) -> str:
    identity = sheet.new_id()
    sheet.add("MedicationRequest", shapes.ORDER % (
        identity, visit.updated, identity[:13], status, intent, drug, sheet.subject, visit.encounter, visit.moment, "oncology-2",
        more + dosage,
    ))  # fmt: skip
    return identity


def given(
    sheet: Sheet,
    visit: Visit,
    drug: str,
    dosage: str,
    effective: str | None = None,
    status: str = "completed",
    more: str = "",
) -> str:
    identity = sheet.new_id()
    sheet.add("MedicationAdministration", shapes.ADMINISTRATION % (
        identity, visit.updated, identity[:13], status, drug, sheet.subject, visit.encounter,
        effective or f'"effectiveDateTime":"{visit.moment}"', "nurse-4", more + dosage,
    ))  # fmt: skip
    return identity


def dispense(sheet: Sheet, visit: Visit, drug: str, days: int, dosage: str = "") -> str:
    identity = sheet.new_id()
    sheet.add("MedicationDispense", shapes.DISPENSE % (
        identity, visit.updated, identity[:13], "completed", drug, sheet.subject, days, days, visit.moment, dosage,
    ))  # fmt: skip
    return identity


def statement(sheet: Sheet, visit: Visit, drug: str, effective: str, dosage: str = "", status: str = "active") -> str:
    identity = sheet.new_id()
    sheet.add("MedicationStatement", shapes.STATEMENT % (
        identity, visit.updated, identity[:13], status, drug, sheet.subject, effective, visit.issued, dosage,
    ))  # fmt: skip
    return identity


def infusion(dose: str, route: str) -> str:
    """The dosage of a dose that was given."""
    return f',"dosage":{{{ROUTES[route]},"dose":{MILLIGRAMS % dose}}}'


def by_mouth(dose: str, times: int, route: str = "po", needed: bool = False, period: int = 1, unit: str = "d") -> str:
    """The dosage of an order; `needed`: only when needed."""
    return (
        f',"dosageInstruction":[{{"sequence":1,"text":"{dose} mg {"as needed" if needed else "as directed"}","timing":{{"repeat":'
        f'{{"frequency":{times},"period":{period},"periodUnit":"{unit}"}}}},{"" if not needed else NEEDED}{ROUTES[route]},'
        f'"doseAndRate":[{{"doseQuantity":{MILLIGRAMS % dose}}}]}}]'
    )


NEEDED = '"asNeededBoolean":true,'
