"""Drugs against pain and everything else: opioids by the clock and when needed, laxatives, other orders."""

from __future__ import annotations

from benchmarks.population import shapes
from benchmarks.population.entries import by_mouth, dispense, drug, name_of, observe, order, statement, word
from benchmarks.population.person import Person
from benchmarks.population.scenario import SCENARIO
from benchmarks.population.sheet import Sheet

__all__ = ["write_comfort"]

PAIN, ORDERS = SCENARIO["pain"], SCENARIO["orders"]["rows"]
BY_NEED = frozenset(
    (
        "drug.paracetamol",
        "drug.ibuprofen",
        "drug.metamizole",
        "drug.ondansetron",
        "drug.metoclopramide",
        "drug.benzodiazepine",
    )
)
TABLETS = (
    ',"dosageInstruction":[{"text":"%d tablets twice daily","timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}},'
    '"doseAndRate":[{"doseQuantity":{"value":%d,"unit":"TAB","system":"http://terminology.hl7.org/CodeSystem/v3-orderableDrugForm","code":"TAB"}}]}]'
)
PATCH = (
    ',"dosageInstruction":[{"text":"one patch every 3 days","timing":{"repeat":{"frequency":1,"period":3,"periodUnit":"d"}},'
    '"route":{"coding":[{"system":"http://snomed.info/sct","code":"45890007","display":"Transdermal route"}]},'
    '"doseAndRate":[{"doseQuantity":{"value":1,"unit":"patch","system":"http://unitsofmeasure.org","code":"{patch}"}}]}]'
)
UNCLEAR = (
    ',"dosageInstruction":[{"text":"10-20 mg twice daily","timing":{"repeat":{"frequency":2,"period":1,"periodUnit":"d"}},"doseAndRate":'
    '[{"doseRange":{"low":{"value":10,"unit":"mg","system":"http://unitsofmeasure.org","code":"mg"},"high":{"value":20,"unit":"mg",'
    '"system":"http://unitsofmeasure.org","code":"mg"}}}]}]',
    ',"dosageInstruction":[{"text":"according to the plan"}]',
    "",
)


def write_comfort(sheet: Sheet, person: Person) -> None:
    roll = sheet.roll
    column = 1 if person.advanced else 0
    for name, early, advanced, milligrams, times in ORDERS:
        if roll() < (advanced if column else early):
            _order(sheet, person, name, milligrams, times)
    if roll() < PAIN["strong"][person.group]:
        _strong(sheet, person)
    if roll() < 0.12:
        name = sheet.one_of(
            (
                "drug.dexamethasone",
                "drug.ibuprofen",
                "drug.morphine",
                "drug.zoledronic-acid",
                "drug.denosumab",
                "drug.paclitaxel",
            )
        )
        sheet.add("AllergyIntolerance", shapes.ALLERGY % (
            sheet.new_id(), sheet.visits[0].updated, "active", name_of(sheet, name), sheet.subject, sheet.visits[0].plain,
        ))  # fmt: skip


def _order(sheet: Sheet, person: Person, name: str, milligrams: float, times: int) -> None:
    roll = sheet.roll
    visit = sheet.visits[-1] if roll() < 0.5 else sheet.one_of(sheet.visits)
    status = "active" if roll() < 0.82 else sheet.one_of(("completed", "stopped", "on-hold", "cancelled", "draft"))
    if not times:
        order(sheet, visit, drug(sheet, name), status=status)
        return
    if name == "drug.paracetamol" and roll() < 0.12:
        times = sheet.one_of((4, 5, 6))
    dosage = by_mouth(f"{milligrams:g}", times, needed=name in BY_NEED and roll() < 0.4)
    form = roll()
    if form < 0.06:
        dispense(sheet, visit, drug(sheet, name), sheet.one_of((10, 28, 30, 90)), dosage)
    elif form < 0.87:
        more = ""
        if roll() < 0.02:
            more = f',"reasonCode":[{name_of(sheet, "symptom.fatigue")}]'
        order(sheet, visit, drug(sheet, name), dosage, status, more=more)
    else:
        kind = "active" if status in ("active", "draft") else "completed"
        statement(
            sheet,
            visit,
            drug(sheet, name),
            f'"effectivePeriod":{{"start":"{visit.plain}"}}',
            dosage.replace("dosageInstruction", "dosage"),
            kind,
        )


def _strong(sheet: Sheet, person: Person) -> None:
    """An opioid by the clock, and what should stand beside it."""
    roll = sheet.roll
    visit = sheet.visits[-1] if roll() < 0.4 else sheet.one_of(sheet.visits)
    name, product, milligrams, times, route = sheet.one_of(PAIN["strong_drugs"])
    if roll() < PAIN["unclear"]:
        dosage = sheet.one_of(UNCLEAR)
    elif route == "patch":
        dosage = PATCH
    elif roll() < 0.25:
        dosage = TABLETS % ((sheet.between(1, 3),) * 2)
    else:
        dosage = by_mouth(f"{milligrams * sheet.one_of(PAIN['dose_factors']):g}", times)
    identity = order(sheet, visit, drug(sheet, f"drug.{name}", product), dosage)
    if roll() < PAIN["changed"] and visit.number > 0:
        other, product, milligrams, times, route = sheet.one_of(PAIN["strong_drugs"])
        more = (
            f',"priorPrescription":{{"reference":"{sheet.base}MedicationRequest/{identity}"}}' if roll() < 0.5 else ""
        )
        order(
            sheet,
            sheet.visits[-1],
            drug(sheet, f"drug.{other}", product),
            PATCH if route == "patch" else by_mouth(f"{milligrams:g}", times),
            more=more,
        )
    if roll() < PAIN["rotation"]:
        observe(sheet, sheet.visits[-1], "exam", "decision.opioid-rotation", word("present"))
    if roll() < PAIN["rescue"]:
        name, product, milligrams = sheet.one_of(PAIN["rescue_drugs"])
        amount = f"{milligrams * sheet.one_of((1, 1, 1, 2, 4)):g}"
        order(sheet, visit, drug(sheet, f"drug.{name}", product), by_mouth(amount, 6, needed=True))
    if roll() < PAIN["laxative"]:
        order(sheet, visit, drug(sheet, f"drug.{sheet.one_of(PAIN['laxatives'])}"), by_mouth("10", 1))
    if roll() < PAIN["naloxone"]:
        order(sheet, visit, drug(sheet, "drug.naloxone", "naloxone 1.8 mg nasal spray"))
