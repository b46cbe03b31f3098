"""Short scenes: entries that belong together within days, which separate draws would hardly ever bring together.

Each has its share of people in `scenario.toml`. A scene sets the stage; how it ends is drawn, so that every verdict can follow.
"""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.population.disease import SECONDARY
from benchmarks.population.entries import (
    NUMBER,
    QUANTITY,
    by_mouth,
    condition,
    drug,
    name_of,
    order,
    procedure,
    request,
    word,
    yes_or_no,
)
from benchmarks.population.lesions import Lesion
from benchmarks.population.person import Person
from benchmarks.population.scenario import SCENARIO
from benchmarks.population.scenes_care import CARE, told, yes
from benchmarks.population.scenes_doubt import DOUBT
from benchmarks.population.sheet import Sheet
from benchmarks.population.terms import place

__all__ = ["write_scenes"]

SHARES = dict(SCENARIO["scenes"]["rows"])
PRESCRIBED = (
    '"extension":[{"url":"http://hl7.org/fhir/us/codex-radiation-therapy/StructureDefinition/'
    'codexrt-radiotherapy-dose-prescribed-to-volume","extension":[{"url":"totalDosePrescribed","valueQuantity":{"value":%s,"unit":"cGy",'
    '"system":"http://unitsofmeasure.org","code":"cGy"}},{"url":"fractionsPrescribed","valuePositiveInt":%d}]}],'
)
DELIVERED = PRESCRIBED.replace("codexrt-radiotherapy-dose-prescribed", "codexrt-radiotherapy-dose-delivered").replace(
    "Prescribed", "Delivered"
)
LONG = ("femur", "humerus", "tibia")
SPINE = ("vertebra", "spine", "sacrum")
Scene = Callable[[Sheet, Person, list[Lesion]], None]


def _where(lesion: Lesion) -> str:
    """The body site of a lesion, for orders."""
    return f'"bodySite":[{place(lesion.site, lesion.side, "osteon")}],'


def _some(sheet: Sheet, lesions: list[Lesion], prefixes: tuple[str, ...]) -> Lesion:
    """A lesion of this kind; where there is none, one is seen now."""
    for lesion in lesions:
        if lesion.site.startswith(prefixes):
            return lesion
    visit = sheet.at(sheet.visits[-1].day - 40)
    site, side = ("vertebra.L2", None) if prefixes == SPINE else ("femur.shaft", "left")
    where = f'"bodySite":{place(site, side, "osteon")},'
    identity = condition(
        sheet, visit, SECONDARY, name_of(sheet, "condition.metastasis.bone"), f'"bodySite":[{where[11:-1]}],'
    )
    return Lesion(site, side, visit.day, where, identity)


def film_of_the_spine(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    day = person.end - sheet.between(4, 20)
    yes(sheet, day, sheet.one_of(("symptom.back-pain", "symptom.thoracic-pain", "symptom.low-back-pain")), 0.95)
    lumbar = f'"bodySite":[{place("spine.lumbar", None, "osteon")}],'
    later = sheet.at(day + sheet.between(0, 4))
    procedure(sheet, later, *sheet.one_of((("proc.xray", lumbar), ("proc.ct-spine", ""))))
    if sheet.roll() < 0.75:
        yes(sheet, day, "spine.pain-suggestive", 0.6)


def tissue_of_bone(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    where = place("ilium", None, "osteon")
    visit = sheet.at(max(person.spread + 10, person.end - 200))
    procedure(sheet, visit, "proc.biopsy", f'"bodySite":[{where}],')
    for name in ("marker.er", "marker.pr", "marker.her2-ihc"):
        told(sheet, person.diagnosis, name, word("positive"))
        if sheet.roll() < 0.8:
            told(sheet, visit.day, name, word("negative" if sheet.roll() < 0.4 else "positive"), f'"bodySite":{where},')


def cord(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """Signs, pictures, steroid and radiotherapy, day by day."""
    day = person.end - sheet.between(0, 9)
    fit = sheet.roll() < 0.4
    if fit:
        for name in ("finding.cord-displaced", "finding.cord-compression-single-level", "status.fit-for-surgery"):
            yes(sheet, day, name)
    for name in ("neuro.motor-deficit", "neuro.gait-change", "neuro.sensory-deficit", "neuro.bladder-bowel-change"):
        if sheet.roll() < 0.8:
            yes(sheet, day, name, 0.6)
    for name, share in (
        ("neuro.complete-paraplegia", 0.4), ("neuro.non-ambulant", 0.5), ("care.immobilised", 0.6), ("care.immobilisation-review", 0.4),
        ("status.fit-for-surgery", 0.6), ("finding.cord-compression-single-level", 0.6), ("decision.radiotherapy", 0.8),
    ):  # fmt: skip
        if sheet.roll() < 0.6:
            yes(sheet, day + sheet.between(0, 1), name, share)
    if sheet.roll() < 0.6:
        weeks = sheet.one_of((13, 26, 52) if fit else (4, 8, 12, 13, 26, 52))
        told(sheet, day, "prognosis.life-expectancy-weeks", QUANTITY % (weeks, "wk", "wk"))
    if sheet.roll() < 0.8:
        condition(sheet, sheet.at(day), SECONDARY, name_of(sheet, "condition.spinal-cord-compression"))
    if sheet.roll() < 0.35:
        procedure(sheet, sheet.at(day + sheet.between(0, 2)), "proc.mri-spine")
    elif sheet.roll() < 0.4:
        procedure(sheet, sheet.at(day + sheet.between(0, 1)), "proc.ct-spine")
        if sheet.roll() < 0.3:
            yes(sheet, day, "status.mri-contraindicated", 0.7)
    if sheet.roll() < 0.5:
        dose, times = sheet.one_of((("16", 1), ("8", 2), ("4", 2)))
        order(sheet, sheet.at(day), drug(sheet, "drug.dexamethasone"), by_mouth(dose, times))
    if sheet.roll() < 0.3:
        what = sheet.one_of(("proc.rt.course", "proc.spinal-decompression"))
        procedure(sheet, sheet.visits[-1], what, f'"bodySite":[{place("spine.thoracic", None, "osteon")}],')


def steroid_left(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    day = person.end - sheet.between(25, 70)
    condition(sheet, sheet.at(day), SECONDARY, name_of(sheet, "condition.spinal-cord-compression"))
    dose = sheet.one_of(("16", "8", "4", "2"))
    order(sheet, sheet.at(day), drug(sheet, "drug.dexamethasone"), by_mouth(dose, 1))
    thoracic = f'"bodySite":[{place("spine.thoracic", None, "osteon")}],'
    procedure(
        sheet,
        sheet.at(day + sheet.between(1, 20)),
        sheet.one_of(("proc.rt.course", "proc.spinal-decompression")),
        thoracic,
    )


def operation_ahead(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    lesion = _some(sheet, lesions, LONG)
    request(
        sheet,
        sheet.visits[-1],
        sheet.one_of(("proc.intramedullary-fixation", "proc.bone-fixation", "proc.hip-arthroplasty")),
        _where(lesion),
    )
    if sheet.roll() < 0.8:
        weeks = sheet.one_of((2, 3, 4, 5, 6, 12, 40))
        told(sheet, person.end, "prognosis.life-expectancy-weeks", QUANTITY % (weeks, "wk", "wk"))
    if sheet.roll() < 0.5:
        told(sheet, person.end, "imaging.whole-bone-films", yes_or_no(sheet, True), lesion.where)


def level(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """A level of the spine looked at in full: epidural grade and stability."""
    lesion = _some(sheet, lesions, SPINE)
    day = person.end - sheet.between(0, 20)
    for name, answers in (
        ("lesion.type", ("lytic", "mixed", "blastic")), ("lesion.spinal-pain", ("none", "none", "occasional", "mechanical")),
        ("lesion.alignment", ("normal", "normal", "normal", "deformity", "subluxation")),
        ("lesion.collapse", ("none", "none", "involved-no-collapse", "under-half", "over-half")),
        ("lesion.posterolateral", ("none", "none", "unilateral", "bilateral")),
        ("finding.escc-grade", ("0", "1a", "1b", "1c", "2", "3")), ("lesion.posterior-wall", ("intact", "eroded")),
    ):  # fmt: skip
        if sheet.roll() < 0.93:
            told(sheet, day, name, word(sheet.one_of(answers)), lesion.where)
    if sheet.roll() < 0.5:
        for name in ("neuro.motor-deficit", "neuro.gait-change", "neuro.sensory-deficit", "neuro.bladder-bowel-change"):
            yes(sheet, person.end, name, 0.05)
    ahead = sheet.roll()
    if ahead < 0.25:
        request(sheet, sheet.visits[-1], "proc.vertebroplasty", _where(lesion))
    elif ahead < 0.5:
        dose, fractions = sheet.one_of(((2400, 1), (2000, 1), (1800, 1), (2700, 3), (3000, 5)))
        request(sheet, sheet.visits[-1], "proc.sbrt", PRESCRIBED % (dose, fractions) + _where(lesion))


def long_course(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    lesion = sheet.one_of(lesions)
    dose, fractions = sheet.one_of(((3000, 10), (3750, 15), (4000, 20), (3300, 11), (800, 1), (5000, 25)))
    request(
        sheet,
        sheet.visits[-1],
        sheet.one_of(("proc.rt.course", "proc.ebrt.photon")),
        PRESCRIBED % (dose, fractions) + _where(lesion),
    )


def pain_and_radiotherapy(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """Pain at one place before and after its radiotherapy, and the opioid of those days."""
    lesion = sheet.one_of(lesions)
    after = sheet.one_of((3, 8, 30, 70, 90))
    day = person.end - after
    before = sheet.between(2, 9)
    told(sheet, day - sheet.between(1, 10), "obs.pain", NUMBER % before, lesion.where)
    course = DELIVERED % (800, 1) if sheet.roll() < 0.6 else DELIVERED % (2000, 5)
    procedure(sheet, sheet.at(day), "proc.rt.course", course + _where(lesion))
    now = min(10, max(0, before + sheet.one_of((-9, -4, -2, -1, 0, 1, 2, 4))))
    told(sheet, person.end, "obs.pain", NUMBER % now, lesion.where)
    if sheet.roll() < 0.7:
        dose = sheet.one_of((40, 60, 90))
        told(sheet, day - 2, "obs.opioid-daily-dose", QUANTITY % (dose, "mg/d", "mg/d"))
        told(
            sheet,
            person.end,
            "obs.opioid-daily-dose",
            QUANTITY % (dose * sheet.one_of((0.5, 0.75, 1, 1, 1.25, 1.5)), "mg/d", "mg/d"),
        )


def many_places(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    sites = ("vertebra.T5", "vertebra.T9", "vertebra.L3", "sternum", "vertebra.L5", "skull")[: sheet.between(2, 6)]
    kind = sheet.one_of(("blastic", "blastic", "mixed", "lytic"))
    for site in sites:
        where = f'"bodySite":{place(site, None, "osteon")},'
        told(sheet, person.end, "finding.metastasis-imaging", word("present"), where)
        told(sheet, person.end, "lesion.type", word(kind), where)
        if sheet.roll() < 0.9:
            told(sheet, person.end, "obs.pain", NUMBER % sheet.between(1, 8), where)
        told(
            sheet, person.end, "finding.bone-scan-positive", word("present" if sheet.roll() < 0.9 else "absent"), where
        )
    if sheet.roll() < 0.2:
        request(sheet, sheet.visits[-1], "proc.rt.course")
    if sheet.roll() < 0.3:
        name = sheet.one_of(("drug.samarium-153", "drug.strontium-89", "drug.radium-223"))
        order(sheet, sheet.visits[-1], drug(sheet, name))


def after_operation(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    lesion = _some(sheet, lesions, LONG)
    day = person.end - sheet.between(5, 70)
    name = sheet.one_of(("proc.intramedullary-fixation", "proc.bone-fixation", "proc.hip-arthroplasty"))
    procedure(sheet, sheet.at(day), name, _where(lesion))
    if sheet.roll() < 0.35:
        procedure(sheet, sheet.at(day + sheet.between(2, 30)), "proc.rt.course", DELIVERED % (2000, 5) + _where(lesion))
    elif sheet.roll() < 0.3:
        request(sheet, sheet.visits[-1], "proc.rt.course", PRESCRIBED % (2000, 5) + _where(lesion))


SCENES: dict[str, Scene] = {
    "film-of-the-spine": film_of_the_spine, "tissue-of-bone": tissue_of_bone, "cord": cord, "steroid-left": steroid_left,
    "operation-ahead": operation_ahead, "level": level, "long-course": long_course, "pain-and-radiotherapy": pain_and_radiotherapy,
    "many-places": many_places, "after-operation": after_operation,
} | CARE | DOUBT  # fmt: skip
GROUPS = ("early", "advanced", "bone")
PLAYED = {
    group: [(SHARES[name][column], scene) for name, scene in SCENES.items()] for column, group in enumerate(GROUPS)
}


def write_scenes(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    roll = sheet.roll
    for share, scene in PLAYED[person.group]:
        if roll() < share:
            scene(sheet, person, lesions)
