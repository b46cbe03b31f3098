"""Skeletal events: pathological fractures, radiotherapy, surgery, compression of the cord, high calcium."""

from __future__ import annotations

from benchmarks.population import shapes
from benchmarks.population.disease import SECONDARY, onset
from benchmarks.population.entries import by_mouth, condition, drug, name_of, order, procedure, request
from benchmarks.population.lesions import Lesion
from benchmarks.population.person import Person
from benchmarks.population.record import PROBLEM_LIST
from benchmarks.population.scenario import SCENARIO, cumulated
from benchmarks.population.sheet import Sheet, Visit, day_of, pick
from benchmarks.population.terms import place, side_code, spellings

__all__ = ["write_events"]

EVENTS = SCENARIO["events"]
SCHEDULES = cumulated({(dose, fractions): weight for dose, fractions, weight in EVENTS["schedules"]})
WRITTEN = cumulated(EVENTS["written"])
MCODE = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-"
INTENT = (
    f'{{"url":"{MCODE}procedure-intent","valueCodeableConcept":{{"coding":[{{"system":"http://snomed.info/sct","code":"%s",'
    '"display":"%s"}]}}'
)
INTENTS = (("363676003", "Palliative"), ("373808002", "Curative"))
ARM = '{"url":"volume","valueReference":{"reference":"BodyStructure/%s"}},'
DELIVERED = (
    f'{{"url":"{MCODE}radiotherapy-dose-delivered-to-volume","extension":[%s{{"url":"totalDoseDelivered","valueQuantity":{{"value":%s,'
    '"unit":"%s","system":"http://unitsofmeasure.org","code":"%s"}}%s]}'
)
FRACTIONS = ',{"url":"fractionsDelivered","valueUnsignedInt":%d}'
SESSIONS = f'{{"url":"{MCODE}radiotherapy-sessions","valueUnsignedInt":%d}}'
BREAKING = ("femur", "humerus", "vertebra", "rib", "ilium", "acetabulum", "spine")


def write_events(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    roll = sheet.roll
    if "hypercalcaemia" in person.courses and roll() < 0.6:
        name = "condition.hypercalcaemia" if roll() < 0.7 else "condition.hypercalcaemia-malignancy"
        condition(sheet, sheet.visits[-1], PROBLEM_LIST, name_of(sheet, name), onset(sheet, person.end))
    if "hypocalcaemia" in person.courses and roll() < 0.4:
        condition(
            sheet, sheet.visits[-1], PROBLEM_LIST, name_of(sheet, "condition.hypocalcaemia"), onset(sheet, person.end)
        )
    if "kidney" in person.courses and roll() < 0.5:
        name = "condition.ckd" if roll() < 0.7 else "condition.aki"
        condition(sheet, sheet.visits[0], PROBLEM_LIST, name_of(sheet, name), onset(sheet, sheet.visits[0].day))
    if not lesions:
        if person.male is False and roll() < 0.04:
            condition(
                sheet,
                sheet.visits[0],
                PROBLEM_LIST,
                name_of(sheet, "condition.osteoporosis"),
                onset(sheet, person.diagnosis),
            )
        if roll() < 0.02:
            condition(
                sheet,
                sheet.visits[0],
                PROBLEM_LIST,
                name_of(sheet, "fracture.osteoporotic"),
                onset(sheet, person.end - 300),
            )
        if roll() < 0.15 and not person.advanced:
            _course(
                sheet, sheet.at(person.diagnosis + 180), place("breast", "left", "sct"), None, 50, 25, curative=True
            )
        return
    if roll() < EVENTS["fracture"]:
        _fracture(sheet, person, sheet.one_of(lesions))
    if roll() < EVENTS["radiotherapy"]:
        for _ in range(2 if roll() < EVENTS["radiotherapy_twice"] else 1):
            _radiotherapy(sheet, person, sheet.one_of(lesions))
    for share, ahead in ((EVENTS["surgery"], False), (EVENTS["surgery_ahead"], True)):
        if roll() < share:
            _operate(sheet, person, sheet.one_of(lesions), ahead)
    if roll() < EVENTS["compression"]:
        _compression(sheet, person, lesions[0])


def _recent(sheet: Sheet, person: Person, since: int) -> Visit:
    """A day after `since`; late ones are likelier."""
    share = sheet.roll()
    return sheet.at(person.end - int((person.end - since) * share * share))


def _fracture(sheet: Sheet, person: Person, lesion: Lesion) -> None:
    roll = sheet.roll
    visit = _recent(sheet, person, lesion.since)
    name = "fracture.pathological-neoplastic" if roll() < 0.6 else "fracture.pathological"
    codes = spellings(name, sheet.style, lesion.site, lesion.side)
    where = f'"bodySite":[{place(lesion.site, lesion.side, sheet.style)}],' if roll() < 0.85 else ""
    condition(
        sheet, visit, SECONDARY if roll() < 0.2 else PROBLEM_LIST, sheet.one_of(codes), where + onset(sheet, visit.day)
    )
    if lesion.site.startswith(("femur", "humerus")) and roll() < 0.6:
        _operate(sheet, person, lesion, ahead=roll() < 0.2)


def _operate(sheet: Sheet, person: Person, lesion: Lesion, ahead: bool) -> None:
    roll = sheet.roll
    repair = EVENTS["repair"]
    name = sheet.one_of(repair[3:] if lesion.site.startswith(("vertebra", "spine", "sacrum")) else repair[:3])
    more = f'"bodySite":[{place(lesion.site, lesion.side, sheet.style)}],'
    if lesion.id and roll() < 0.5:
        more += f'"reasonReference":[{{"reference":"{sheet.base}Condition/{lesion.id}"}}],'
    if not ahead:
        procedure(sheet, _recent(sheet, person, lesion.since), name, more)
    elif roll() < 0.7:
        request(sheet, sheet.visits[-1], name, more)
    else:
        procedure(sheet, sheet.visits[-1], name, more, status="preparation", performed="")


def _radiotherapy(sheet: Sheet, person: Person, lesion: Lesion) -> None:
    roll = sheet.roll
    dose, fractions = pick(SCHEDULES, roll())
    where = place(lesion.site, lesion.side, sheet.one_of(("sct", "osteon")))
    if roll() < EVENTS["radiotherapy_ahead"]:
        visit = sheet.visits[-1]
        if roll() < 0.5:
            request(sheet, visit, _technique(sheet), f'"bodySite":[{where}],')
        else:
            _course(sheet, visit, where, lesion, dose, fractions, status="in-progress")
        return
    _course(sheet, _recent(sheet, person, lesion.since), where, lesion, dose, fractions)


def _technique(sheet: Sheet) -> str:
    return sheet.one_of(("proc.rt.course", "proc.rt.course", "proc.ebrt.photon", "proc.sbrt", "proc.ebrt.electron"))


def _course(
    sheet: Sheet, visit: Visit, where: str, lesion: Lesion | None, dose: float, fractions: int, status: str = "completed",
    curative: bool = False,
) -> None:  # fmt: skip
    roll = sheet.roll
    form = pick(WRITTEN, roll())
    parts = [INTENT % INTENTS[curative]] if roll() < 0.8 else []
    volume = body = ""
    if form == "volume" and lesion is not None:
        identity = sheet.new_id()
        marked = f'"locationQualifier":[{side_code(lesion.side)}],' if lesion.side else ""
        sheet.add(
            "BodyStructure",
            shapes.STRUCTURE % (identity, visit.updated, place(lesion.site, None, "sct"), marked, sheet.subject),
        )
        volume = ARM % identity
    else:
        body = f'"bodySite":[{where}],'
    if form != "technique" and roll() >= EVENTS["fraction_missing"]:
        unit = "Gy" if roll() < 0.4 else "cGy"
        told = FRACTIONS % fractions if roll() < 0.8 else ""
        parts.append(DELIVERED % (volume, dose if unit == "Gy" else dose * 100, unit, unit, told))
        if not told and roll() < 0.7:
            parts.append(SESSIONS % fractions)
    elif not volume:
        parts.append(SESSIONS % fractions)
    start = visit.day - (fractions * 7) // 5
    period = f'"performedPeriod":{{"start":"{day_of(start)}"'
    period += "}" if status == "in-progress" else f',"end":"{visit.plain}"}}'
    more = (f'"extension":[{",".join(parts)}],' if parts else "") + body
    if lesion is not None and lesion.id and roll() < 0.5:
        more += f'"reasonReference":[{{"reference":"{sheet.base}Condition/{lesion.id}"}}],'
    procedure(sheet, visit, "proc.rt.course" if form != "technique" else _technique(sheet), more, status, period)


def _compression(sheet: Sheet, person: Person, lesion: Lesion) -> None:
    roll = sheet.roll
    visit = _recent(sheet, person, lesion.since)
    name = "condition.spinal-cord-compression" if roll() < 0.85 else "condition.cauda-equina"
    sure = "confirmed" if roll() < 0.85 else "provisional"
    identity = condition(sheet, visit, PROBLEM_LIST, name_of(sheet, name), onset(sheet, visit.day), sure=sure)
    if roll() < 0.25:
        condition(sheet, visit, PROBLEM_LIST, name_of(sheet, "condition.paraplegia"), onset(sheet, visit.day))
    if roll() < EVENTS["steroid"]:
        reason = f',"reasonReference":[{{"reference":"{sheet.base}Condition/{identity}"}}]' if roll() < 0.6 else ""
        dose, times = sheet.one_of((("8", 2), ("16", 1), ("4", 4), ("4", 2), ("24", 1)))
        order(sheet, visit, drug(sheet, "drug.dexamethasone"), by_mouth(dose, times), more=reason)
    if roll() < 0.5:
        procedure(sheet, visit, "proc.mri-spine")
    if roll() < 0.4:
        fractions = sheet.one_of((1, 1, 5, 10))
        _course(
            sheet,
            sheet.at(visit.day + sheet.between(0, 6)),
            place("spine.thoracic", None, "sct"),
            None,
            {1: 8, 5: 20, 10: 30}[fractions],
            fractions,
        )
    if roll() < 0.2:
        procedure(sheet, visit, "proc.spinal-decompression", f'"bodySite":[{place("spine.thoracic", None, "sct")}],')
