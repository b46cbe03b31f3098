"""Short scenes of care: questions, pictures asked for, teeth, pain, alerts. `scenes` plays them, with those of the skeleton."""

from __future__ import annotations

from benchmarks.population.entries import (
    NUMBER,
    QUANTITY,
    by_mouth,
    drug,
    given,
    infusion,
    observe,
    order,
    procedure,
    report,
    request,
    word,
    yes_or_no,
)
from benchmarks.population.lesions import Lesion
from benchmarks.population.person import Person
from benchmarks.population.sheet import Sheet
from benchmarks.population.terms import place

__all__ = ["CARE", "told", "yes"]


def yes(sheet: Sheet, day: int, name: str, share: float = 1.0) -> None:
    told(sheet, day, name, yes_or_no(sheet, sheet.roll() < share))


def told(sheet: Sheet, day: int, name: str, value: str, where: str = "") -> None:
    observe(sheet, sheet.at(day), "exam", name, value, where)


def marker_ordered(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    request(sheet, sheet.visits[-1], sheet.one_of(("lab.ntx", "lab.ctx-serum", "lab.p1np", "lab.bone-alp")))


def opioid_changes(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    doses = (("drug.morphine", "30"), ("drug.oxycodone", "20"), ("drug.hydromorphone", "8"), ("drug.morphine", "60"))
    for number in range(sheet.between(2, 4)):
        name, dose = doses[number]
        day = person.end - 18 + 5 * number
        order(sheet, sheet.at(day), drug(sheet, name), by_mouth(dose, 2), "active" if sheet.roll() < 0.8 else "stopped")
    told(sheet, person.end, "obs.pain", NUMBER % sheet.one_of((2, 4, 5, 7, 8)))


def rescue_diary(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    for day in (person.end - 1, person.end):
        told(sheet, day, "obs.rescue-doses-per-day", QUANTITY % (sheet.one_of((2, 4, 5, 6, 8)), "1", "1"))


def pain_diary(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    value = sheet.between(0, 6)
    for day in (person.end - sheet.between(8, 13), person.end - sheet.between(2, 6), person.end):
        told(sheet, day, "obs.pain", NUMBER % value)
        value = min(10, max(0, value + sheet.one_of((-1, 0, 1, 1, 2, 3))))


def alert(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """A severe symptom, an alert, and what became of it."""
    name = sheet.one_of(("pro.ctcae.fatigue.severity", "pro.ctcae.pain.severity", "pro.ctcae.nausea.severity"))
    now = sheet.one_of((3, 3, 4))
    before = sheet.one_of((now, now, now, 1, 0))
    days = (person.end - sheet.between(6, 10), person.end - sheet.between(0, 2))
    for day, value in zip(days, (before, now), strict=True):
        told(sheet, day, name, NUMBER % value)
    yes(sheet, days[0], "report.monitoring")
    if sheet.roll() < 0.8:
        yes(
            sheet,
            days[1] - sheet.between(0, 4),
            sheet.one_of(("report.alert-raised", "report.alert-raised-pain", "report.alert-raised-red-flag")),
        )
    if sheet.roll() < 0.6:
        yes(sheet, days[1] - sheet.between(0, 3), "report.alert-acknowledged", 0.95)
    if sheet.roll() < 0.7:
        yes(sheet, person.end, "report.can-wait", 0.85)
    if sheet.roll() < 0.2:
        yes(sheet, person.end, "report.alert-action")


def teeth(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    yes(sheet, person.end, "dental.invasive-procedure-planned", 0.9)
    if sheet.roll() < 0.85:
        yes(sheet, person.end, "dental.procedure-elective", 0.6)
    if sheet.roll() < 0.5:
        yes(sheet, person.end - 5, sheet.one_of(("dental.mucosa-unhealed", "dental.surgery-done", "dental.exam")))


def scan_of_stage_one(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """A scan that nothing asks for, or that something does."""
    if person.stage != "I":
        return
    last = sheet.visits[-1]
    observe(sheet, last, "exam", "condition.stage", word("I"))
    request(sheet, last, sheet.one_of(("proc.bone-scan", "proc.pet-ct")))
    for name, unit, usual, limit in (
        ("lab.alp", "U/L", 84, 120),
        ("lab.calcium", "mg/dL", 9.4, 10.5),
        ("lab.albumin", "g/dL", 4, 5),
    ):
        value = usual * 1.6 if sheet.roll() < 0.1 else usual
        bounds = f',"referenceRange":[{{"high":{{"value":{limit},"unit":"{unit}"}}}}]'
        observe(sheet, last, "laboratory", name, QUANTITY % (f"{value:g}", unit, unit) + bounds)
    yes(sheet, person.end, "symptom.bone-pain", 0.1)


def pictures_asked(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    last = sheet.visits[-1]
    if lesions:
        report(sheet, sheet.at(person.end - sheet.between(5, 40)), "proc.pet-ct", "Metastases as described.")
        yes(sheet, person.end - 5, "finding.bone-metastasis-on-pet-and-ct", 0.6)
        request(sheet, last, "proc.bone-scan")
    else:
        request(sheet, last, sheet.one_of(("proc.bone-scan", "proc.pet-ct", "proc.brain-imaging")))


def scan_alone(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    if lesions:
        return
    day = person.end - sheet.between(0, 60)
    yes(sheet, day, "finding.bone-scan-positive", 0.9)
    if sheet.roll() < 0.4:
        yes(sheet, day, "finding.bone-destruction", 0.5)


def staging(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """Pictures of a newly found cancer."""
    if person.end - person.diagnosis > NEW_DAYS:
        return
    observe(sheet, sheet.visits[-1], "exam", "condition.stage", word(person.stage))
    visit = sheet.at(person.end - 2)
    for name in sheet.one_of((("proc.pet-ct",), ("proc.ct", "proc.bone-scan"), ("proc.ct",))):
        where = ""
        if name == "proc.ct":
            where = f'"bodySite":[{place("lung", None, "sct")}],'
        procedure(sheet, visit, name, where)


def few_lesions(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """A painful lesion in somebody well, with nothing wrong at the cord: what may be irradiated in high doses."""
    for name in CORD_SIGNS:
        yes(sheet, person.end, name, 0.02)
    told(sheet, person.end, "obs.ecog", NUMBER % sheet.one_of((0, 1, 2, 2, 3)))
    weeks = sheet.one_of((12, 13, 14, 26, 52, 104))
    told(sheet, person.end, "prognosis.life-expectancy-weeks", QUANTITY % (weeks, "wk", "wk"))
    told(sheet, person.end, "obs.pain", NUMBER % sheet.one_of((2, 4, 6)), lesions[0].where)


def calcium_cared_for(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """Denosumab with calcium and vitamin D, and the measures of its risk."""
    given(sheet, sheet.at(person.end - sheet.between(0, 30)), drug(sheet, "drug.denosumab-120"), infusion("120", "sc"))
    for name in ("supplement.calcium", "supplement.vitamin-d"):
        if sheet.roll() < 0.9:
            order(sheet, sheet.visits[-1], drug(sheet, name))
    figures = (
        ("lab.ntx", (30, 45, 50, 51, 90), "nmol{BCE}/mmol{creat}"), ("lab.bone-alp-mass", (9, 14, 20.77, 20.8, 31), "ug/L"),
        ("lab.creatinine", (0.6, 0.7, 0.8, 1.3), "mg/dL"), ("body.weight", (62, 70, 81), "kg"),
    )  # fmt: skip
    for name, values, unit in figures:
        if sheet.roll() < 0.9:
            observe(sheet, sheet.visits[-1], "laboratory", name, QUANTITY % (sheet.one_of(values), unit, unit))


def calcium_at_a_limit(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """Calcium and albumin that give a corrected calcium exactly at a limit."""
    calcium, albumin, unit, of_albumin = sheet.one_of(AT_LIMITS)
    observe(sheet, sheet.visits[-1], "laboratory", "lab.calcium", QUANTITY % (calcium, unit, unit))
    observe(sheet, sheet.visits[-1], "laboratory", "lab.albumin", QUANTITY % (albumin, of_albumin, of_albumin))


MILLIGRAMS = "12.0 4.0, 10.4 2.0, 11.2 3.0, 14.0 4.0, 13.2 3.0, 8.0 4.0, 7.0 4.0, 10.5 4.0"
MILLIMOLES = "3.00 40, 2.80 30, 3.5 40, 3.30 30, 2.0 40, 1.75 40, 2.9 45"
AT_LIMITS = [(*pair.split(), "mg/dL", "g/dL") for pair in MILLIGRAMS.split(",")]
AT_LIMITS += [(*pair.split(), "mmol/L", "g/L") for pair in MILLIMOLES.split(",")]
"""Calcium, albumin, and their units."""
NEW_DAYS = 90
CORD_SIGNS = (
    "neuro.motor-deficit", "neuro.gait-change", "neuro.sensory-deficit", "neuro.bladder-bowel-change", "symptom.saddle-numbness",
)  # fmt: skip
CARE = {
    "scan-alone": scan_alone, "pictures-asked": pictures_asked, "marker-ordered": marker_ordered, "teeth": teeth, "staging": staging,
    "scan-of-stage-one": scan_of_stage_one, "opioid-changes": opioid_changes, "rescue-diary": rescue_diary, "pain-diary": pain_diary,
    "alert": alert, "few-lesions": few_lesions, "calcium-cared-for": calcium_cared_for,
    "calcium-at-a-limit": calcium_at_a_limit,
}  # fmt: skip
"""Scenes by name."""
