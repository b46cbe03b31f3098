"""How the concepts of a value-set JSON become ours: merges, rows left out, and what a row says beyond its concept.

Every decision is a table here, so that it can be read and argued with. `build.py` applies them.
"""

from __future__ import annotations

import re

Row = dict[str, str]

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
ATC = "http://www.whocc.no/atc"

# Value-set concept -> our concept. None: the concept is not ours (its rows become sites or answers, or it says nothing).
RENAMED: dict[str, str | None] = {
    "condition.breast-cancer.primary": "condition.breast-cancer",
    "condition.metastasis.any": "condition.metastasis",
    "fracture.pathological.femur": "fracture.pathological",
    "fracture.pathological.vertebra": "fracture.pathological",
    "fracture.pathological.neoplastic.any": "fracture.pathological-neoplastic",
    "lab.calcium-total-mass": "lab.calcium",
    "lab.calcium-total-molar": "lab.calcium",
    "lab.calcium-ionised-molar": "lab.calcium-ionised",
    "lab.calcium-ionised-mass": "lab.calcium-ionised",
    "lab.creatinine-mass": "lab.creatinine",
    "lab.creatinine-molar": "lab.creatinine",
    "lab.crcl": "lab.creatinine-clearance",
    "lab.alp-bone": "lab.bone-alp",
    "lab.vitamin-d-25oh": "lab.vitamin-d",
    "lab.phosphate-mass": "lab.phosphate",
    "lab.phosphate-molar": "lab.phosphate",
    "lab.magnesium-mass": "lab.magnesium",
    "lab.magnesium-molar": "lab.magnesium",
    "lab.pth-intact": "lab.pth",
    "lab.ntx-urine": "lab.ntx",
    "obs.pain-nrs": "obs.pain",
    "obs.pain-severity-reported": "obs.pain",
    "drug.t-dm1": "drug.trastuzumab-emtansine",
    "drug.t-dxd": "drug.trastuzumab-deruxtecan",
    "drug.calcium-carbonate": "supplement.calcium",
    "drug.calcium-citrate": "supplement.calcium",
    "drug.cholecalciferol": "supplement.vitamin-d",
    "drug.ergocalciferol": "supplement.vitamin-d",
    "proc.dental-exam": "dental.exam",
    "status.hrpos-her2pos": "status.hr-positive-her2-positive",
    "status.hrpos-her2-": "status.hr-positive-her2-negative",
    "status.hr--her2pos": "status.hr-negative-her2-positive",
    "status.hr--her2-": "status.hr-negative-her2-negative",
    "obs.disease-status.value": None,
    "proc.rt.management-short": None,
}

# Families whose rows are places or answers, not things that happened.
SITE_FAMILIES = ("bone.", "site.")
ANSWER_FAMILIES = ("laterality.", "qualifier.")

# (system, code) -> concept, where one row of a concept says something else than the rest of it.
ROW_CONCEPT: dict[tuple[str, str], str] = {
    (SNOMED, "1287652008"): "history.metastasis",
    (ICD10, "C79.5"): "condition.metastasis.bone",
    (ICD10, "C78.7"): "condition.metastasis.liver",
    (ICD10, "C78.0"): "condition.metastasis.lung",
    (ICD10, "C79.3"): "condition.metastasis.brain",
    (ICD10CM, "C79.49"): "condition.metastasis.nervous-system",
    (ICD10, "M84.4"): "fracture.pathological",
    (ICD10, "M49.5"): "fracture.pathological",
    (ICD10CM, "M27.2"): "condition.jaw-disease",
    (ICD10CM, "M27.8"): "condition.jaw-disease",
    (ICD10, "M87.1"): "condition.osteonecrosis-drug",
    (SNOMED, "26544005"): "symptom.muscle-weakness",
    (ICD10CM, "M79.651"): "symptom.thigh-pain",
    (ICD10CM, "M79.652"): "symptom.thigh-pain",
    (LOINC, "44261-6"): "obs.phq9",
}

# Rows that are never matched, with the reason. The code was read, but it does not say the concept, or says another kind of value.
LEFT_OUT: dict[tuple[str, str], str] = {
    (LOINC, "15013-6"): "bone ALP as a share of total ALP, not an activity",
    (LOINC, "59260-0"): "haemoglobin in mol per volume",
    (LOINC, "2729-2"): "PTHrP by mass; the concept is molar",
    (LOINC, "33729-5"): "additional tumour dimension, not the longest one",
    (LOINC, "38214-3"): "visual analogue scale, may run from 0 to 100",
    (LOINC, "38221-8"): "faces scale",
    (LOINC, "96268-8"): "PD-L1 on blood monocytes",
    (LOINC, "83055-4"): "PD-L1 by another antibody than 22C3",
    (LOINC, "83057-0"): "PD-L1 by another antibody than 22C3",
    (LOINC, "42778-1"): "protein stain of tissue, not a germline test",
    (LOINC, "42779-9"): "protein stain of tissue, not a germline test",
    (LOINC, "21639-0"): "lists the mutations tested for, not the result",
    (LOINC, "38531-0"): "lists the mutations tested for, not the result",
    (LOINC, "59041-4"): "lists the mutations tested for, not the result",
    (LOINC, "63419-6"): "lists the mutations tested for, not the result",
    (LOINC, "44249-1"): "a questionnaire panel, not a symptom",
    (SNOMED, "48340000"): "incontinence that does not say urine",
    (SNOMED, "419620001"): "death as a stop reason: read from the patient",
    (ICD10CM, "M62.81"): "generalised weakness: far too wide for a red flag",
    (ICD10CM, "R29.898"): "other symptoms of the musculoskeletal system: far too wide for a red flag",
    (ICD10CM, "E83.39"): "other disorders of phosphorus metabolism, high or low",
    (ICD10CM, "M89.8X0"): "other specified disorders of bone",
    (ICD10CM, "M89.8X8"): "other specified disorders of bone",
    (ICD10CM, "M89.8X9"): "other specified disorders of bone",
    (ICD10CM, "R10.2"): "pelvic and perineal pain, not pain of bone",
}
# The index has one ATC code for the substance; the formulation cannot be told from it.
LEFT_OUT_OF_CONCEPT: dict[tuple[str, str], str] = {
    ("drug.nab-paclitaxel", "L01CD01"): "ATC code of every paclitaxel",
    ("drug.doxorubicin-liposomal", "L01DB01"): "ATC code of every doxorubicin",
}
# Receptor status codes are matched once, as status.*; they are not a diagnosis by themselves.
STATUS_ONLY = re.compile(r"^Z17\.")
# Product names that are not taken by mouth or vein (dexamethasone), or are licensed for something else (everolimus).
LOCAL_PRODUCT = re.compile(
    r"ophthalmic|otic|topical|nasal product|\[(dexycu|dextenza|ozurdex|maxidex|zortress)\]", re.I
)
LOCAL_CHECKED = ("drug.dexamethasone", "drug.everolimus")

FRACTURE_SITE = {
    "51": "shoulder", "52": "humerus", "541": "hand", "542": "hand", "549": "hand", "550": "pelvis",
    "551": "femur", "552": "femur", "553": "femur", "559": "hip", "531": "ulna", "532": "ulna", "533": "radius",
    "534": "radius", "539": "forearm", "561": "tibia", "562": "tibia", "563": "fibula", "564": "fibula",
    "569": "lower-leg", "571": "ankle", "572": "ankle", "573": "ankle", "574": "foot", "575": "foot", "576": "foot",
}  # fmt: skip
SEVENTH = {"A": "initial", "D": "subsequent", "G": "subsequent", "K": "subsequent", "P": "subsequent", "S": "sequela"}

METASTASIS_SITE = {
    "face-bones": "face", "vertebral-column": "spine", "cervical-spine": "spine.cervical",
    "thoracic-spine": "spine.thoracic", "lumbar-spine": "spine.lumbar", "pelvis-bone": "pelvis",
    "upper-limb-bone": "upper-limb", "lower-limb-bone": "lower-limb", "long-bone-lower-limb": "lower-limb",
    "long-bone-upper-limb": "upper-limb", "occipital-bone": "skull.occipital", "parietal-bone": "skull.parietal",
    "frontal-bone": "skull.frontal", "sphenoid-bone": "skull.sphenoid", "ethmoid-bone": "skull.ethmoid",
    "temporal-bone": "skull.temporal",
}  # fmt: skip
ORGAN_SITE = {"axillary-nodes": "lymph-node.axillary", "meninges-spinal": "meninges.spinal", "nervous-system": None}

SITE_OF = {
    "bone.any": "skeleton", "bone.spine": "spine", "bone.vertebral-body": "spine", "bone.vertebra.posterior-arch": "spine",
    "bone.spinal-canal": "spinal-canal", "bone.manubrium": "sternum.manubrium", "bone.marrow": "bone-marrow",
    "bone.frontal": "skull.frontal", "bone.parietal": "skull.parietal", "bone.occipital": "skull.occipital",
    "bone.temporal": "skull.temporal", "bone.sphenoid": "skull.sphenoid",
    "bone.femur.lesser-trochanter": "femur.lesser-trochanter",
}  # fmt: skip


def site_id(concept: str) -> str:
    """The site that a `bone.*` or `site.*` concept stands for."""
    return SITE_OF.get(concept, concept.split(".", 1)[1])


def concept_of(concept: str, row: Row) -> tuple[str, ...]:
    """Our concepts for one row of a value-set concept; empty when the row is not matched."""
    key = (row["system"], row["code"])
    if key in LEFT_OUT or (concept, row["code"]) in LEFT_OUT_OF_CONCEPT:
        return ()
    if STATUS_ONLY.match(row["code"]) and row["system"] == ICD10CM and not concept.startswith("status."):
        return ()
    if concept in LOCAL_CHECKED and LOCAL_PRODUCT.search(row["display"]):
        return ()
    if key in ROW_CONCEPT:
        return (ROW_CONCEPT[key],)
    if concept == "drug.denosumab":
        return (_denosumab(row["display"]),)
    if concept == "drug.zoledronic-acid":
        return (_zoledronic_acid(row["display"]),)
    if concept.startswith("fracture.pathological.neoplastic."):
        return ("fracture.pathological-neoplastic",)
    if concept.startswith("condition.metastasis.bone."):
        return ("condition.metastasis.bone",)
    if concept == "condition.breast-cancer.gbrca-her2neg-metastatic":
        return ("condition.breast-cancer", concept, "condition.metastasis")
    if concept == "condition.breast-cancer.her2-positive" and row["display"].startswith("Metastasis from"):
        return (concept, "condition.metastasis")
    if concept.startswith("condition.breast-cancer.") and concept not in RENAMED:
        return ("condition.breast-cancer", concept)
    ours = RENAMED.get(concept, concept)
    return (ours,) if ours else ()


def _denosumab(display: str) -> str:
    text = display.lower()
    if "[xgeva]" in text or "70 mg/ml" in text or "1.7 ml" in text:
        return "drug.denosumab-120"
    if "[prolia]" in text or "60 mg/ml" in text:
        return "drug.denosumab-60"
    return "drug.denosumab"


def _zoledronic_acid(display: str) -> str:
    text = display.lower()
    # 0.05 mg/mL is the ready-made 5 mg in 100 mL; the 4 mg products are 0.04 and 0.8 mg/mL.
    return "drug.zoledronic-acid-5mg" if "[reclast]" in text or "0.05 mg/ml" in text else "drug.zoledronic-acid"


def place_of(concept: str, row: Row) -> tuple[str | None, str | None]:
    """Site and laterality that the row itself states."""
    display, code = row["display"], row["code"]
    side = _side(display) if row["system"] in (ICD10CM, SNOMED) and not concept.startswith("proc.") else None
    if concept.startswith("fracture.pathological.neoplastic.m"):
        digits = code.split(".")[1]
        return FRACTURE_SITE.get(digits[:3]) or FRACTURE_SITE.get(digits[:2]), side
    if concept.startswith("condition.metastasis.bone."):
        name = concept.rsplit(".", 1)[1]
        return METASTASIS_SITE.get(name, name), side
    if concept == "condition.metastasis.bone-marrow":
        return "bone-marrow", side
    if concept.startswith("condition.metastasis.") and concept not in (
        "condition.metastasis.any",
        "condition.metastasis.bone",
    ):
        name = "nervous-system" if code == "C79.49" else concept.rsplit(".", 1)[1]
        return ORGAN_SITE.get(name, name), side
    if row["system"] == ICD10 and code in ("C78.7", "C78.0", "C79.3"):
        return {"C78.7": "liver", "C78.0": "lung", "C79.3": "brain"}[code], None
    if concept == "fracture.atypical-femoral":
        return "femur.shaft", side
    if concept == "fracture.pathological.femur":
        text = display.lower()
        return ("femur.neck" if "neck" in text else "femur.proximal" if "proximal" in text else "femur"), side
    if concept == "fracture.pathological.vertebra" or code in ("M49.5", "M80.08XA", "240198002"):
        for word, site in (("cervical", "spine.cervical"), ("thoracic", "spine.thoracic"), ("lumbar", "spine.lumbar")):
            if word in display:
                return site, None
        return ("sacrum" if "sacral" in display else "spine"), None
    if code.startswith("M80.05"):
        return "femur", side
    if concept.startswith("condition.breast-cancer"):
        return "breast", side
    if concept == "proc.hip-arthroplasty":
        return "hip", side
    return None, side


def _side(display: str) -> str | None:
    match = re.search(r"\b(right|left|bilateral)\b", display, re.I)
    return match.group(1).lower() if match else None


def answer_of(concept: str, row: Row) -> str | None:
    """Encounter of a fracture code (first, later, late effect), from its seventh character."""
    if row["system"] != ICD10CM or not concept.startswith("fracture."):
        return None
    digits = row["code"].replace(".", "")
    return SEVENTH.get(digits[6]) if len(digits) == 7 else None
