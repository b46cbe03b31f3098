"""Short scenes of doubt: a month instead of a day, a dose or a product that is not told, an answer that cannot be used."""

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
    request,
    word,
    yes_or_no,
)
from benchmarks.population.lesions import Lesion
from benchmarks.population.person import Person
from benchmarks.population.sheet import Sheet, Visit
from benchmarks.population.terms import place

__all__ = ["DOUBT"]

BEGUN = (
    "ribociclib", "everolimus", "tamoxifen", "alpelisib", "abemaciclib", "letrozole", "imlunestrant", "palbociclib",
)  # fmt: skip
INFUSED = ("bevacizumab", "trastuzumab", "doxorubicin", "paclitaxel")
SCORES = (
    ("obs.fatigue", 3), ("obs.isi", 9), ("obs.must", 1), ("obs.nrs-2002", 2), ("obs.phq9", 6), ("obs.gad7", 6),
    ("obs.distress-thermometer", 3), ("obs.ecog", 1), ("obs.pain", 4),
)  # fmt: skip
MARKERS = ("lab.ca15-3", "lab.cea", "lab.ca27-29")


def _some_day(sheet: Sheet, day: int, letters: int = 7) -> Visit:
    """A visit of which only the month (7 letters), the year (4) or nothing (0) is known."""
    visit = Visit(sheet, day, -1)
    visit.encounter = sheet.visits[-1].encounter
    visit.moment = visit.plain = visit.plain[:letters]
    return visit


def _undated(sheet: Sheet, kind: str) -> None:
    """Takes the day from the entry that was written last."""
    lines = sheet.lines[kind]
    for key in ("authoredOn", "effectiveDateTime", "recordedDate"):
        lines[-1] = lines[-1].replace(f'"{key}":"",', "", 1)


def begun_some_day(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    day = person.end - sheet.between(20, 100)
    letters = sheet.one_of((7, 7, 7, 0))
    if sheet.roll() < 0.75:
        order(sheet, _some_day(sheet, day, letters), drug(sheet, f"drug.{sheet.one_of(BEGUN)}"))
        if not letters:
            _undated(sheet, "MedicationRequest")
    else:
        given(sheet, _some_day(sheet, day), drug(sheet, f"drug.{sheet.one_of(INFUSED)}"), infusion("200", "iv"))
    if sheet.roll() < 0.4:
        name = sheet.one_of(MARKERS)
        for since, value in ((sheet.between(60, 120), 30), (sheet.between(0, 12), 55)):
            visit = _some_day(sheet, person.end - since) if since > 30 else sheet.visits[-1]
            unit = "ng/mL" if name == "lab.cea" else "U/mL"
            observe(sheet, visit, "laboratory", name, QUANTITY % (value, unit, unit))
    if sheet.roll() < 0.4:
        name = sheet.one_of(("symptom.fatigue", "obs.distress-thermometer", "disease.progression"))
        value = NUMBER % 2 if name.startswith("obs") else word("present")
        observe(sheet, _some_day(sheet, person.end - sheet.between(20, 60)), "exam", name, value)


def product_untold(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """Denosumab of which nobody wrote whether it is the one for metastases."""
    last = person.end - sheet.between(1, 60)
    days = [last, last - 5] if sheet.roll() < 0.4 else [last, last - 28]
    for day in days:
        visit = sheet.at(day) if sheet.roll() < 0.75 else _some_day(sheet, day)
        given(sheet, visit, drug(sheet, "drug.denosumab"), "")
    if sheet.roll() < 0.3:
        given(sheet, sheet.at(last - 2), drug(sheet, "drug.zoledronic-acid"), infusion("4", "iv"))
    if sheet.roll() < 0.4:
        request(sheet, sheet.visits[-1], sheet.one_of(("lab.ntx", "lab.p1np")))
    if sheet.roll() < 0.3:
        observe(sheet, sheet.visits[-1], "exam", "finding.atypical-femoral-fracture-suspected", yes_or_no(sheet, True))
    if sheet.roll() < 0.3:
        order(sheet, sheet.visits[-1], drug(sheet, "drug.denosumab"), status="stopped")


def denosumab_some_day(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    visit = _some_day(sheet, person.end - sheet.between(20, 70), sheet.one_of((7, 7, 4)))
    given(sheet, visit, drug(sheet, "drug.denosumab-120"), infusion("120", "sc"))


def answer_unusable(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """Questions answered well some weeks ago, and now in words or off the scale."""
    for name, value in SCORES:
        if sheet.roll() < 0.45:
            observe(sheet, sheet.at(person.end - sheet.between(5, 50)), "survey", name, NUMBER % value)
            now = sheet.one_of((',"valueString":"moderate"', ',"valueInteger":120', ',"valueString":"declined"'))
            observe(sheet, sheet.visits[-1], "survey", name, now)


def dose_untold(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    visit = sheet.visits[-1] if sheet.roll() < 0.6 else _some_day(sheet, person.end, 0)
    name = sheet.one_of(("drug.morphine", "drug.oxycodone", "drug.paracetamol", "drug.paracetamol"))
    order(
        sheet, visit, drug(sheet, name), "" if sheet.roll() < 0.6 or name == "drug.paracetamol" else by_mouth("10", 2)
    )
    if not visit.plain:
        _undated(sheet, "MedicationRequest")


def treated_some_day(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """A lesion operated on or irradiated on a day that nobody wrote down."""
    lesion = sheet.one_of(lesions)
    where = f'"bodySite":[{place(lesion.site, lesion.side, "osteon")}],'
    spinal = lesion.site.startswith(("vertebra", "spine", "sacrum"))
    surgery = sheet.one_of(("proc.spinal-decompression", "proc.spinal-fixation")) if spinal else "proc.bone-fixation"
    month = sheet.at(person.end - sheet.between(20, 90)).plain[:7]
    performed = "" if sheet.roll() < 0.5 else f'"performedDateTime":"{month}"'
    for name in sheet.one_of(((surgery,), ("proc.rt.course",), (surgery, "proc.rt.course"))):
        procedure(sheet, sheet.visits[0], name, where, performed=performed or '"language":"en"')


def two_calciums(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """Total and corrected calcium of one day; which is newer is not told."""
    visit = _some_day(sheet, person.end, 10)
    albumin = sheet.one_of(("4.6", "4.0", "3.1"))
    for name, value, unit in (
        ("lab.calcium", sheet.one_of(("10.8", "9.6", "12.4", "8.1")), "mg/dL"), ("lab.albumin", albumin, "g/dL"),
        ("lab.calcium-corrected", sheet.one_of(("10.3", "9.9", "12.0", "8.4")), "mg/dL"),
    ):  # fmt: skip
        observe(sheet, visit, "laboratory", name, QUANTITY % (value, unit, unit))


def somewhere(sheet: Sheet, person: Person, lesions: list[Lesion]) -> None:
    """A hot spot, a hole or a pain in a limb, without the bone."""
    site, side = sheet.one_of(
        (("lower-limb", "left"), ("upper-limb", "right"), ("lower-limb", None), ("skeleton", None))
    )
    where = f'"bodySite":{place(site, side, "osteon")},'
    observe(sheet, sheet.visits[-1], "imaging", "finding.metastasis-imaging", word("present"), where)
    for name, value in (
        ("finding.bone-scan-positive", word("present")), ("lesion.type", word("lytic")), ("obs.pain", NUMBER % 6),
        ("lesion.axial-cortex", QUANTITY % (sheet.one_of((20, 30, 34)), "mm", "mm")), ("lesion.pain", word("functional")),
    ):  # fmt: skip
        if sheet.roll() < 0.6:
            observe(sheet, sheet.visits[-1], "imaging", name, value, where)


DOUBT = {
    "begun-some-day": begun_some_day, "product-untold": product_untold, "denosumab-some-day": denosumab_some_day,
    "answer-unusable": answer_unusable, "dose-untold": dose_untold, "treated-some-day": treated_some_day, "two-calciums": two_calciums,
    "somewhere": somewhere,
}  # fmt: skip
"""Scenes by name."""
