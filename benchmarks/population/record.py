"""The patient herself, and what every record holds beside the disease: visits, vital signs, vaccines, claims, letters, other illness."""

from __future__ import annotations

from benchmarks.population import shapes
from benchmarks.population.entries import QUANTITY, condition, observe
from benchmarks.population.person import Person
from benchmarks.population.scenario import SCENARIO
from benchmarks.population.sheet import Sheet, Visit, day_of
from benchmarks.population.templates import compact
from benchmarks.population.terms import ICD10CM, ICD10GM, LOINC, SNOMED

__all__ = ["write_patient", "write_rest"]

FAMILIES = ("Example", "Sample", "Muster", "Specimen", "Probe", "Ejemplo", "Exempel", "Modell")
GIVEN = (
    "Ada", "Bea", "Cora", "Dina", "Elsa", "Frieda", "Greta", "Hanna", "Ines", "Jana", "Käthe", "Lina", "Maria", "Nora", "Olga", "Paula",
)  # fmt: skip
CITIES = ("Springfield", "Musterstadt", "Samplebury", "Villa Ejemplo")
VISIT_TYPES = (
    ("AMB", "185349003", "Encounter for check up"),
    ("AMB", "185345009", "Encounter for symptom"),
    ("AMB", "390906007", "Follow-up encounter"),
    ("IMP", "32485007", "Hospital admission"),
)
VACCINES = (
    ("140", "Influenza, seasonal, injectable, preservative free"), ("33", "pneumococcal polysaccharide PPV23"), ("208", "COVID-19, mRNA"),
    ("121", "zoster"),
)  # fmt: skip
LETTERS = (
    ("11506-3", "Progress note"), ("18842-5", "Discharge summary"), ("34133-9", "Summary of episode note"), ("11488-4", "Consult note"),
)  # fmt: skip
OTHER_ILLNESS = (
    ("38341003", "Hypertensive disorder", "I10"), ("55822004", "Hyperlipidemia", "E78.5"), ("40930008", "Hypothyroidism", "E03.9"),
    ("195967001", "Asthma", "J45.909"), ("396275006", "Osteoarthritis", "M19.90"),
    ("235595009", "Gastroesophageal reflux disease", "K21.9"),
    ("37796009", "Migraine", "G43.909"), ("444814009", "Viral sinusitis", "J01.90"), ("49436004", "Atrial fibrillation", "I48.91"),
)  # fmt: skip


def _loinc(code: str, display: str) -> str:
    return compact({"coding": [{"system": LOINC, "code": code, "display": display}], "text": display})


VITALS = [
    (_loinc("8867-4", "Heart rate"), "/min", 74, 9, "%.0f"),
    (_loinc("9279-1", "Respiratory rate"), "/min", 15, 2, "%.0f"),
    (_loinc("2708-6", "Oxygen saturation in Arterial blood"), "%", 97, 1.2, "%.0f"),
    (_loinc("39156-5", "Body mass index"), "kg/m2", 26, 4, "%.1f"),
    (_loinc("787-2", "MCV"), "fL", 90, 5, "%.0f"),
    (_loinc("4544-3", "Hematocrit"), "%", 37, 4, "%.1f"),
    (_loinc("2028-9", "Carbon dioxide, total"), "mmol/L", 25, 2, "%.0f"),
    (_loinc("2075-0", "Chloride"), "mmol/L", 103, 3, "%.0f"),
]
OF_BLOOD = ("fL", "%", "mmol/L")
WEIGHT = _loinc("29463-7", "Body weight")
HEIGHT = _loinc("8302-2", "Body height")
PRESSURE = _loinc("85354-9", "Blood pressure panel with all children optional")
PRESSURES = (
    ',"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"8480-6","display":"Systolic blood pressure"}]},'
    '"valueQuantity":{"value":%d,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}},'
    '{"code":{"coding":[{"system":"http://loinc.org","code":"8462-4","display":"Diastolic blood pressure"}]},'
    '"valueQuantity":{"value":%d,"unit":"mmHg","system":"http://unitsofmeasure.org","code":"mm[Hg]"}}]'
)
PROBLEM_LIST = (
    '[{"coding":[{"system":"http://terminology.hl7.org/CodeSystem/condition-category","code":"problem-list-item"}]}]'
)
ODDITIES = dict(SCENARIO["oddities"]["rows"])
SEX_EXTENSION = (
    '"extension":[{"url":"http://hl7.org/fhir/us/core/StructureDefinition/us-core-birthsex","valueCode":"%s"}],'
)
POUNDS, INCHES = 2.2046226, 0.3937008


def write_patient(sheet: Sheet, person: Person) -> None:
    if not person.death:
        died = '"deceasedBoolean":false,' if sheet.roll() < 0.2 else ""
    elif sheet.roll() < 0.9:
        died = f'"deceasedDateTime":"{day_of(person.death)}",'
    else:
        died = '"deceasedBoolean":true,'
    birth = day_of(person.birth)
    if sheet.roll() < 0.01:
        birth = birth[:4] if sheet.roll() < 0.5 else birth[:7]
    line = shapes.PATIENT % (
        sheet.id, "2025-09-01T04:12:55.120Z", "M" if person.male else "F", f"M{sheet.number:08d}", sheet.one_of(FAMILIES),
        sheet.one_of(GIVEN), f"555-{sheet.number % 10000:04d}", "male" if person.male else "female", birth, died,
        f"{sheet.number % 90 + 1} Example Street", sheet.one_of(CITIES), f"{sheet.number % 90000 + 10000}", sheet.one_of("MSWD"),
    )  # fmt: skip
    if sheet.roll() < ODDITIES["birth-missing"]:
        line = line.replace(f'"birthDate":"{birth}",', "", 1)
    if sheet.roll() < ODDITIES["sex-missing"]:
        line = line.replace(SEX_EXTENSION % ("M" if person.male else "F"), "", 1)
        line = line.replace('"gender":"female"', '"gender":"unknown"', 1)
    sheet.add("Patient", line)


def write_rest(sheet: Sheet, person: Person) -> None:
    roll = sheet.roll
    weighed = roll() < 0.9
    loss = 0.03 if "wasting" in person.courses else 0.002
    for visit in sheet.visits:
        _visit(sheet, visit)
        if weighed and roll() < 0.6:
            left = 1 - loss * visit.number + 0.01 * sheet.normal()
            _body(
                sheet,
                visit,
                WEIGHT,
                person.weight if person.creatinine else person.weight * max(left, 0.5),
                "kg",
                "[lb_av]",
                POUNDS,
            )
        if roll() < 0.6:
            observe(sheet, visit, "vital-signs", PRESSURE, PRESSURES % (105 + roll() * 50, 60 + roll() * 30))
        for code, unit, mean, spread, digits in VITALS:
            if roll() < 0.16:
                observe(
                    sheet,
                    visit,
                    "laboratory" if unit in OF_BLOOD else "vital-signs",
                    code,
                    QUANTITY % (digits % (mean + spread * sheet.normal()), unit, unit),
                )
    if roll() < 0.7:
        _body(sheet, sheet.one_of(sheet.visits), HEIGHT, person.height, "cm", "[in_i]", INCHES)
    for code, display, icd in OTHER_ILLNESS:
        if roll() < 0.09:
            system = {"us": ICD10CM, "de": ICD10GM}.get(sheet.style)
            text = compact(
                {
                    "coding": [{"system": system or SNOMED, "code": icd if system else code, "display": display}],
                    "text": display,
                }
            )
            condition(sheet, sheet.visits[0], PROBLEM_LIST, text, clinical="active" if roll() < 0.8 else "resolved")


def _body(sheet: Sheet, visit: Visit, code: str, value: float, unit: str, customary: str, factor: float) -> None:
    if sheet.style == "us" and sheet.zone == "-05:00":
        value, unit = value * factor, customary
    observe(sheet, visit, "vital-signs", code, QUANTITY % (f"{value:.1f}", unit, unit))


def _visit(sheet: Sheet, visit: Visit) -> None:
    roll = sheet.roll
    kind, code, display = sheet.one_of(VISIT_TYPES)
    identity = visit.encounter
    sheet.add("Encounter", shapes.ENCOUNTER % (
        identity, visit.updated, identity[:13], kind, code, display, display, sheet.subject, "oncology-2", visit.plain, visit.plain,
        "oncology-clinic",
    ))  # fmt: skip
    if roll() < 0.25:
        identity = sheet.new_id()
        sheet.add("Claim", shapes.CLAIM % (
            identity, visit.updated, identity[:13], sheet.subject, visit.plain, visit.plain, visit.encounter, f"{40 + roll() * 400:.2f}",
        ))  # fmt: skip
    if roll() < 0.2:
        code, display = sheet.one_of(LETTERS)
        identity = sheet.new_id()
        sheet.add("DocumentReference", shapes.DOCUMENT % (
            identity, visit.updated, identity[:13], code, display, sheet.subject, visit.issued, "oncology-2", identity, display,
        ))  # fmt: skip
    if roll() < 0.06:
        code, display = sheet.one_of(VACCINES)
        identity = sheet.new_id()
        sheet.add("Immunization", shapes.IMMUNIZATION % (
            identity, visit.updated, code, display, sheet.subject, visit.encounter, visit.moment, f"LOT{identity[:6]}",
        ))  # fmt: skip
