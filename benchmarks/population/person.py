"""Who she is: what is drawn first, because everything else follows from it."""

from __future__ import annotations

from datetime import date

from benchmarks.population.scenario import SCENARIO, cumulated
from benchmarks.population.sheet import Sheet, Visit, pick

__all__ = ["Person", "draw_person"]

PEOPLE, HOSPITALS, VISITS, COURSES = (SCENARIO[name] for name in ("people", "hospitals", "visits", "courses"))
STAGES = cumulated(PEOPLE["stages"])
SUBTYPES = cumulated(PEOPLE["subtypes"])
STYLES = cumulated(HOSPITALS["style"])
DATES = cumulated(HOSPITALS["dates"])
SUBJECTS = cumulated(HOSPITALS["subject"])
DRUGS = cumulated(HOSPITALS["drug"])
ENDS = [date.fromisoformat(day).toordinal() for day in PEOPLE["ends"]]
SERVER = "https://ehr.example.org/fhir/r4/"
SUBJECT_FORMS = {"relative": "Patient/", "absolute": SERVER + "Patient/", "urn": "urn:uuid:"}
AT_A_LIMIT = ((80, "1.70"), (70, "1.70"), (60, "1.70"), (80, "0.85"))
"""Age and creatinine in mg/dL that give a clearance of 30, 35, 40 and 60 mL/min in a woman of 72 kg."""
WEIGHT_AT_A_LIMIT = 72


class Person:
    """Days are ordinals. `spread`: day of the first metastasis (0: none); `courses`: what goes wrong at the end of the record."""

    __slots__ = (
        "advanced", "birth", "bone", "courses", "creatinine", "death", "diagnosis", "end", "group", "height", "male", "organs", "spread",
        "stage", "subtype", "weight",
    )  # fmt: skip

    def __init__(self) -> None:
        self.organs: list[str] = []
        self.spread = 0
        self.death = 0
        self.creatinine = ""

    @property
    def luminal(self) -> bool:
        return self.subtype.startswith("luminal")

    @property
    def her2(self) -> bool:
        return self.subtype.endswith("her2")

    def age(self, day: int) -> float:
        return (day - self.birth) / 365.25


def draw_person(sheet: Sheet) -> Person:
    """The person, and on the sheet her hospital's ways and her visits."""
    roll = sheet.roll
    person = Person()
    person.male = roll() < PEOPLE["male"]
    least, most = PEOPLE["birth_years"]
    year = least + (most - least) * (roll() + roll() + roll()) / 3
    person.birth = date(int(year), 1, 1).toordinal() + int(roll() * 365)
    person.end = sheet.between(*ENDS)
    person.height = 163 + 6.5 * sheet.normal() + (12 if person.male else 0)
    person.weight = 70 + 13 * sheet.normal()
    if person.weight < 38:
        person.weight = 52.0
    if roll() < PEOPLE["clearance_at_a_limit"] and not person.male:
        age, person.creatinine = sheet.one_of(AT_A_LIMIT)
        person.birth = person.end - int(age * 365.25) - sheet.between(20, 300)
        person.weight = WEIGHT_AT_A_LIMIT
    _disease(sheet, person)
    _hospital(sheet)
    _visits(sheet, person)
    return person


def _disease(sheet: Sheet, person: Person) -> None:
    roll = sheet.roll
    person.stage = pick(STAGES, roll())
    person.subtype = pick(SUBTYPES, roll())
    person.advanced = person.stage == "IV" or roll() < PEOPLE["advanced_of_early"]
    reach = person.end - max(date(PEOPLE["diagnosis_years"][0], 1, 1).toordinal(), person.birth + 25 * 365)
    # Later years are likelier: a power of a share lies near nought.
    person.diagnosis = person.end - 30 - int(max(0, reach) * roll() ** (2.5 if person.stage == "IV" else 1.3))
    if not person.advanced and roll() < PEOPLE["newly_found"]:
        person.diagnosis = person.end - sheet.between(0, 80)
    if person.advanced:
        known = person.end - person.diagnosis
        person.spread = person.diagnosis + (
            sheet.between(0, 20) if person.stage == "IV" else int(known * (0.4 + 0.55 * roll()))
        )
        person.organs = [organ for organ, share in PEOPLE["organs"].items() if roll() < share]
    person.bone = person.advanced and roll() < PEOPLE["bone_of_advanced"]
    if person.bone and roll() < PEOPLE["bone_only_of_bone"]:
        person.organs = []
    person.group = "bone" if person.bone else "advanced" if person.advanced else "early"
    person.courses = tuple(name for name, shares in COURSES.items() if roll() < shares[person.group])
    if roll() < PEOPLE["dies"]["advanced" if person.advanced else "early"]:
        person.death = person.end + sheet.between(3, 90)


def _hospital(sheet: Sheet) -> None:
    roll = sheet.roll
    sheet.style = pick(STYLES, roll())
    shape = pick(DATES, roll())
    zone = sheet.zone = sheet.one_of(HOSPITALS["zones"][sheet.style])
    sheet.tail = {"day": "", "utc": "00Z", "millis": f"07.000{zone}", "zone": f"00{zone}"}[shape]
    form = pick(SUBJECTS, roll())
    sheet.subject = SUBJECT_FORMS[form] + sheet.id
    sheet.base = SERVER if form == "absolute" else ""
    sheet.drugs = pick(DRUGS, roll())
    sheet.slip = HOSPITALS["style_slip"]


def _visits(sheet: Sheet, person: Person) -> None:
    """The days on which something is measured, oldest first; the newest is the end of her record."""
    least, most = VISITS["advanced" if person.advanced else "early"]
    number = sheet.between(least, most)
    if sheet.roll() < VISITS["long"]:
        number += sheet.between(*VISITS["long_visits"])
    days = [person.end]
    for _ in range(number - 1):
        day = days[-1] - sheet.between(*VISITS["gap_days"])
        if day < person.diagnosis:
            break
        days.append(day)
    if person.advanced and sheet.roll() < VISITS["close"]:
        # In hospital again within days: what follows quickly is seen.
        days[1:1] = sorted(
            {person.end - sheet.between(*VISITS["close_days"]) for _ in range(sheet.between(1, 3))}, reverse=True
        )
        days.sort(reverse=True)
    days.reverse()
    sheet.visits = [Visit(sheet, day, place) for place, day in enumerate(days)]
    for visit in sheet.visits:
        visit.encounter = sheet.new_id()
