"""Bone metastases: where they are, how they came into the record, and what somebody recorded about each."""

from __future__ import annotations

from typing import Any, NamedTuple

from benchmarks.population import shapes
from benchmarks.population.disease import SECONDARY, onset
from benchmarks.population.entries import QUANTITY, condition, name_of, observe, word
from benchmarks.population.person import Person
from benchmarks.population.scenario import SCENARIO, cumulated
from benchmarks.population.sheet import Sheet, Visit, pick
from benchmarks.population.templates import OSTEON
from benchmarks.population.terms import place, side_code, spellings

__all__ = ["Lesion", "write_lesions"]

BONE = SCENARIO["bone"]
PLACES = cumulated(dict(BONE["places"]))
COUNTS = cumulated(BONE["count"])
WRITTEN = cumulated(BONE["written"])
SIDED = frozenset(BONE["sided"])
LONG = ("femur", "humerus", "tibia", "lower-limb", "upper-limb")
SPINE = ("vertebra", "spine", "sacrum")
UNITS = {"lesion.axial-cortex": "mm", "lesion.largest-diameter": "mm"}


class Lesion(NamedTuple):
    """`where`: the part of an entry that says where it is; `id`: the condition that tells of it, if there is one."""

    site: str
    side: str | None
    since: int
    where: str
    id: str


def _table(rows: dict[str, Any]) -> list[tuple[str, list[tuple[float, str]] | None, list[float] | None]]:
    """(concept, answers by share, or figures)"""
    return [(name, cumulated(row), None) if isinstance(row, dict) else (name, None, row) for name, row in rows.items()]


LONG_BONES, VERTEBRAE, OTHERS, RARE = (_table(BONE[name]) for name in ("long_bones", "vertebrae", "others", "rare"))
ANSWERED = '{"linkId":"%s","answer":[{"valueCoding":{"system":"' + OSTEON + '","code":"%s"}}]}'
MEASURED = '{"linkId":"%s","answer":[{"valueQuantity":{"value":%s,"unit":"%s","system":"http://unitsofmeasure.org","code":"%s"}}]}'
COUNTED = '{"linkId":"%s","answer":[{"valueInteger":%s}]}'


def write_lesions(sheet: Sheet, person: Person) -> list[Lesion]:
    """All bone lesions of this person; the first one is as old as the spread."""
    if not person.bone:
        return []
    roll = sheet.roll
    found: list[Lesion] = []
    for number in range(int(pick(COUNTS, roll()))):
        site = pick(PLACES, roll())
        side = sheet.one_of(("left", "right")) if site in SIDED and roll() >= BONE["side_missing"] else None
        days = person.end - person.spread
        since = person.spread if number == 0 or roll() < 0.5 else person.end - int(days * roll() * roll())
        lesion = _write(sheet, person, site, side, since, pick(WRITTEN, roll()))
        found.append(lesion)
        if roll() < BONE["assessed"]:
            _assess(sheet, lesion)
    if roll() < 0.04:
        # Told once more in wider words.
        wide = "spine" if found[0].site.startswith("vertebra") else "skeleton"
        visit = sheet.at(found[0].since + 30)
        where = f'"bodySite":[{place(wide, None, sheet.style)}],'
        condition(sheet, visit, SECONDARY, name_of(sheet, "condition.metastasis.bone"), where + onset(sheet, visit.day))
    return found


def _write(sheet: Sheet, person: Person, site: str, side: str | None, since: int, form: str) -> Lesion:
    visit = sheet.at(since)
    if form == "condition" or form == "no-place":
        codes = spellings("condition.metastasis.bone", sheet.style, site, side)
        where = place(site, side, sheet.one_of((sheet.style, "osteon", "sct")))
        body = "" if form == "no-place" else f'"bodySite":[{where}],'
        sure = (
            "confirmed"
            if sheet.roll() < 0.95
            else sheet.one_of(("provisional", "unconfirmed", "refuted", "entered-in-error"))
        )
        identity = condition(sheet, visit, SECONDARY, codes[0], body + onset(sheet, since), sure=sure)
        return Lesion(site, side, since, f'"bodySite":{where},', identity)
    if form == "structure":
        structure = sheet.new_id()
        marked = f'"locationQualifier":[{side_code(side)}],' if side else ""
        sheet.add(
            "BodyStructure",
            shapes.STRUCTURE % (structure, visit.updated, place(site, None, "sct"), marked, sheet.subject),
        )
        where = f'"focus":[{{"reference":"{sheet.base}BodyStructure/{structure}"}}],'
        observe(sheet, visit, "imaging", "finding.metastasis-imaging", word("present"), where)
        return Lesion(site, side, since, where, "")
    where = f'"bodySite":{place(site, side, "osteon" if form == "form" else "sct")},'
    if form == "finding":
        observe(sheet, visit, "imaging", "finding.bone-destruction", word("present"), where)
    else:
        _fill(sheet, visit, site, [ANSWERED % ("finding.metastasis-imaging", "present")])
    return Lesion(site, side, since, where, "")


def _assess(sheet: Sheet, lesion: Lesion) -> None:
    roll = sheet.roll
    rows = LONG_BONES if lesion.site.startswith(LONG) else VERTEBRAE if lesion.site.startswith(SPINE) else OTHERS
    visit = sheet.visits[-1] if roll() < BONE["recently"] else sheet.one_of(sheet.visits)
    chosen = [row for row in rows if roll() < BONE["item"]] + [row for row in RARE if roll() < BONE["rare_share"]]
    if roll() < 0.1 and lesion.side is None:
        _fill(sheet, visit, lesion.site, [_item(sheet, row) for row in chosen])
        return
    for name, answers, figures in chosen:
        if answers is not None:
            value = word(pick(answers, roll()))
        elif name == "obs.pain":
            value = f',"valueInteger":{sheet.one_of(figures)}'
        else:
            unit = UNITS.get(name, "%")
            value = QUANTITY % (sheet.one_of(figures), unit, unit)
        observe(sheet, visit, "imaging", name, value, lesion.where)


def _item(sheet: Sheet, row: tuple[str, Any, Any]) -> str:
    name, answers, figures = row
    if answers is not None:
        return ANSWERED % (name, pick(answers, sheet.roll()))
    if name == "obs.pain":
        return COUNTED % (name, sheet.one_of(figures))
    unit = UNITS.get(name, "%")
    return MEASURED % (name, sheet.one_of(figures), unit, unit)


def _fill(sheet: Sheet, visit: Visit, site: str, items: list[str]) -> None:
    """The product's own form for one lesion."""
    inside = ",".join([ANSWERED % ("lesion.site", site), *items])
    sheet.add("QuestionnaireResponse", shapes.FORM % (
        sheet.new_id(), visit.updated, sheet.subject, visit.encounter, visit.moment, f'[{{"linkId":"lesion","item":[{inside}]}}]',
    ))  # fmt: skip
