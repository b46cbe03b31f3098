"""The cancer: diagnosis and stage, receptors and genes, metastases of other organs, examinations."""

from __future__ import annotations

from functools import lru_cache

from benchmarks.population import shapes
from benchmarks.population.entries import condition, name_of, observe, procedure, report, request, word
from benchmarks.population.person import Person
from benchmarks.population.scenario import SCENARIO, cumulated
from benchmarks.population.sheet import Sheet, Visit, day_of, pick
from benchmarks.population.templates import compact
from benchmarks.population.terms import LOINC, SNOMED, place

__all__ = ["SECONDARY", "onset", "write_disease"]

TUMOUR, IMAGING = SCENARIO["tumour"], SCENARIO["imaging"]
ONSETS = cumulated(SCENARIO["hospitals"]["onset"])
PRIMARY = compact([{"coding": [{"system": SNOMED, "code": "372087000", "display": "Primary malignant neoplasm"}]}])
SECONDARY = compact(
    [{"coding": [{"system": SNOMED, "code": "128462008", "display": "Secondary malignant neoplastic disease"}]}]
)
SIGNS = {
    "positive": ',"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"10828004","display":"Positive"}]}',
    "negative": ',"valueCodeableConcept":{"coding":[{"system":"http://snomed.info/sct","code":"260385009","display":"Negative"}]}',
    "LOINC positive": ',"valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"LA6576-8","display":"Positive"}]}',
    "LOINC negative": ',"valueCodeableConcept":{"coding":[{"system":"http://loinc.org","code":"LA6577-6","display":"Negative"}]}',
}
STAGE = '"stage":[{"summary":{"coding":[{"system":"http://cancerstaging.org","code":"%s","display":"Stage %s"}]}}],'
SUBSTAGES = {"I": ("IA", "IB", "I"), "II": ("IIA", "IIB", "II"), "III": ("IIIA", "IIIB", "IIIC"), "IV": ("IV",)}
SITES_OF_TISSUE = {
    "breast": '"bodySite":{"coding":[{"system":"http://snomed.info/sct","code":"76752008","display":"Breast"}]},',
    "metastasis": '"bodySite":{"coding":[{"system":"https://osteon.dev/fhir/CodeSystem/osteon","code":"liver"}]},',
    "": "",
}
WORDS = (
    "No evidence of new metastases. Known disease unchanged.", "Stable disease. No new osseous lesions.",
    "Progressive disease with new lesions; clinical correlation is advised.", "Partial response of known metastases.",
    "Degenerative changes only. No suspicious lesion.", "Bone metastases, unchanged in extent.", "Liver metastases, increasing.",
    "Suspicious focus, metastasis cannot be excluded.", "Multiple bone metastases.", "Limited examination.",
)  # fmt: skip


@lru_cache(maxsize=1)
def _variant_code() -> str:
    return compact({"coding": [{"system": LOINC, "code": "69548-6", "display": "Genetic variant assessment"}]})


def onset(sheet: Sheet, day: int) -> str:
    """When an illness began, as exactly as this entry tells it."""
    kind = pick(ONSETS, sheet.roll())
    if kind == "none":
        return ""
    text = day_of(day)
    return f'"onsetDateTime":"{text if kind == "day" else text[:7] if kind == "month" else text[:4]}",'


def write_disease(sheet: Sheet, person: Person) -> None:
    roll = sheet.roll
    first = sheet.at(person.diagnosis)
    more = onset(sheet, person.diagnosis)
    if roll() < 0.45:
        stage = sheet.one_of(SUBSTAGES[person.stage])
        more = STAGE % (stage, stage) + more
    elif roll() < 0.4:
        observe(sheet, first, "exam", "condition.stage", word(person.stage))
    name = "condition.breast-cancer"
    if roll() < 0.05:
        name = {
            "triple-negative": "condition.breast-cancer.triple-negative",
            "luminal": "condition.breast-cancer.hr-positive",
        }.get(person.subtype, "condition.breast-cancer.her2-positive" if person.her2 else name)
    condition(
        sheet,
        first,
        PRIMARY,
        name_of(sheet, name),
        more,
        clinical="active" if person.advanced or roll() < 0.6 else "remission",
    )
    _receptors(sheet, person, first, "breast")
    if person.advanced and roll() < TUMOUR["tissue_of_metastasis"]:
        again = sheet.at(person.spread + sheet.between(2, 40))
        _receptors(sheet, person, again, "metastasis")
        procedure(sheet, again, "proc.biopsy")
    for organ in person.organs:
        visit = sheet.at(person.spread + sheet.between(0, 200))
        sure = "confirmed" if roll() < 0.93 else sheet.one_of(("provisional", "unconfirmed", "differential"))
        condition(
            sheet, visit, SECONDARY, name_of(sheet, f"condition.metastasis.{organ}"), onset(sheet, visit.day), sure=sure
        )
    if person.advanced and roll() < 0.06:
        condition(
            sheet,
            sheet.at(person.spread),
            SECONDARY,
            name_of(sheet, "condition.metastasis"),
            onset(sheet, person.spread),
        )
    _genes(sheet, person)
    _pictures(sheet, person)


def _sign(sheet: Sheet, positive: bool) -> str:
    word = "positive" if positive else "negative"
    return SIGNS[word if sheet.roll() < 0.8 else f"LOINC {word}"]


def _receptors(sheet: Sheet, person: Person, visit: Visit, tissue: str) -> None:
    roll = sheet.roll
    if roll() < TUMOUR["receptors_missing"]:
        return
    changed = tissue == "metastasis" and roll() < TUMOUR["receptor_changes"]
    where = SITES_OF_TISSUE[tissue if roll() < 0.4 else ""]
    weak = person.subtype == "luminal-weak"
    for name, positive in (
        ("marker.er", person.luminal and not changed),
        ("marker.pr", person.luminal and roll() < 0.75),
    ):
        share = sheet.between(11, 100) if positive else 0
        if weak and name == "marker.er":
            share = sheet.between(1, 10)
        if roll() < TUMOUR["receptor_missing"]:
            continue
        in_figures = roll() < TUMOUR["in_percent"] or weak
        value = (
            f',"valueQuantity":{{"value":{share},"unit":"%","system":"http://unitsofmeasure.org","code":"%"}}'
            if in_figures
            else ""
        )
        observe(sheet, visit, "laboratory", name, value or _sign(sheet, positive), where)
    if roll() < TUMOUR["receptor_missing"]:
        return
    if roll() < TUMOUR["ihc_in_steps"]:
        step = sheet.one_of(("3+", "3+", "2+") if person.her2 else ("0", "0", "1+", "1+", "2+", "ultralow"))
        observe(sheet, visit, "laboratory", "marker.her2-ihc", word(step), where)
        if step == "2+":
            observe(sheet, visit, "laboratory", "marker.her2-ish", _sign(sheet, person.her2), where)
        elif step == "0" and roll() < 0.3:
            observe(
                sheet,
                visit,
                "laboratory",
                "marker.her2-membrane-staining",
                word(sheet.one_of(("present", "absent"))),
                where,
            )
    else:
        observe(sheet, visit, "laboratory", "marker.her2-ihc", _sign(sheet, person.her2), where)


def _genes(sheet: Sheet, person: Person) -> None:
    roll = sheet.roll
    rate = 1.0 if person.advanced else 0.25
    for gene, (tested, found) in TUMOUR["genes"].items():
        if roll() >= tested * rate:
            continue
        visit = sheet.at(sheet.between(person.spread or person.diagnosis, person.end))
        positive = roll() < found
        name = f"marker.{gene}"
        if gene in ("pik3ca", "esr1") and roll() < 0.4:
            number = {"pik3ca": "HGNC:8975", "esr1": "HGNC:3467"}[gene]
            answer = ("LA9633-4", "Present") if positive else ("LA9634-2", "Absent")
            studied = (
                ',"component":[{"code":{"coding":[{"system":"http://loinc.org","code":"48018-6","display":"Gene studied"}]},'
                f'"valueCodeableConcept":{{"coding":[{{"system":"http://www.genenames.org/geneId","code":"{number}"}}]}}}}]'
            )
            value = f',"valueCodeableConcept":{{"coding":[{{"system":"http://loinc.org","code":"{answer[0]}","display":"{answer[1]}"}}]}}'
            observe(sheet, visit, "laboratory", _variant_code(), value + studied)
        else:
            observe(sheet, visit, "laboratory", name, _sign(sheet, positive))
    if person.subtype == "triple-negative" and roll() < 0.4 * rate:
        visit = sheet.at(person.spread or person.diagnosis)
        observe(
            sheet, visit, "laboratory", "marker.pdl1-cps", f',"valueInteger":{sheet.one_of((0, 1, 5, 9, 10, 11, 40))}'
        )


def _pictures(sheet: Sheet, person: Person) -> None:
    """Examinations: done, reported, or asked for."""
    roll = sheet.roll
    for name, shares in IMAGING["share"].items():
        if roll() >= shares[("early", "advanced", "bone").index(person.group)]:
            continue
        day = person.end - int(roll() * roll() * (person.end - max(person.diagnosis, person.end - 900)))
        visit = sheet.at(day) if roll() < 0.7 else sheet.one_of(sheet.visits)
        form = roll()
        if form > 0.97:
            _study(sheet, visit)
        elif form < IMAGING["asked_for"]:
            request(sheet, visit, name, status="active" if roll() < 0.8 else "completed")
        elif form < 0.6:
            procedure(sheet, visit, name, status="completed" if roll() < 0.95 else "not-done")
        else:
            report(sheet, visit, name, sheet.one_of(WORDS))


def _study(sheet: Sheet, visit: Visit) -> None:
    """The pictures themselves: kind of machine and place, no report."""
    kind = sheet.one_of(("CT", "MR", "CR"))
    where = place(sheet.one_of(("spine.thoracic", "spine.lumbar", "pelvis", "femur")), None, "sct")
    body = where.removeprefix('{"coding":[').partition("]")[0]
    identity = sheet.new_id()
    sheet.add("ImagingStudy", shapes.STUDY % (
        identity, visit.updated, sheet.subject, visit.encounter, visit.moment, sheet.number, body, kind,
    ))  # fmt: skip
