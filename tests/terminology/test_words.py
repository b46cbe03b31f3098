"""Names in words, and displays."""

from __future__ import annotations

from decimal import Decimal

import pytest

from osteon.terminology import denosumab_family, display_contradicts, match_code, match_text

SNOMED = "http://snomed.info/sct"
DRUG = ("drug", "supplement")
CONDITION = ("condition", "fracture")


def named(words: str, kinds: tuple[str, ...]) -> list[str]:
    return [match.concept for match in match_text(words, kinds)]


@pytest.mark.parametrize(
    "brand", ["Xgeva", "Wyost", "Xbryk", "Osenvelt", "Bomyntra", "Bilprevda", "Aukelso", "Xtrenbo", "Oziltus"]
)
def test_brands_of_denosumab_120(brand):
    assert named(f"{brand} s.c.", DRUG) == ["drug.denosumab-120"]
    assert named(f"denosumab [{brand.upper()}]", DRUG) == ["drug.denosumab-120"]


@pytest.mark.parametrize(
    "brand",
    ["Prolia", "Jubbonti", "Ospomyv", "Obodence", "Stoboclo", "Conexxence", "Bildyos", "Bosaya", "Enoby", "Boncresa"],
)
def test_brands_of_denosumab_60(brand):
    assert named(brand, DRUG) == ["drug.denosumab-60"]


@pytest.mark.parametrize(("dose", "name"), [("120", "-120"), ("120.0", "-120"), ("60", "-60"), ("90", ""), (None, "")])
def test_the_dose_tells_the_family(dose, name):
    assert denosumab_family(None if dose is None else Decimal(dose)) == f"drug.denosumab{name}"


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Denosumab 120 mg s.c. alle 4 Wochen", ["drug.denosumab"]),
        ("Zometa 4 mg", ["drug.zoledronic-acid"]),
        ("Zoledronsäure 4 mg i.v.", ["drug.zoledronic-acid"]),
        ("ZOLEDRONSAEURE", ["drug.zoledronic-acid"]),
        ("acide zolédronique", ["drug.zoledronic-acid"]),
        ("Reclast", ["drug.zoledronic-acid-5mg"]),
        ("Aclasta 5 mg/100 ml", ["drug.zoledronic-acid-5mg"]),
        ("Aredia 90 mg", ["drug.pamidronate"]),
        ("Bondronat", ["drug.ibandronate"]),
        ("Bonviva", ["drug.ibandronate"]),
        ("Boniva 150 mg", ["drug.ibandronate"]),
        ("Bonefos 800", ["drug.clodronate"]),
        ("Letrozol 2,5 mg", ["drug.letrozole"]),
        ("Dexamethason 4 mg", ["drug.dexamethasone"]),
        ("pertuzumab and trastuzumab", ["drug.pertuzumab", "drug.trastuzumab"]),
        ("Trastuz\u200bumab", ["drug.trastuzumab"]),
        ("denosumabum", []),
        ("pseudodenosumab", []),
        ("aspirin", []),
        ("", []),
    ],
)
def test_drugs_by_name(words, names):
    assert named(words, DRUG) == names


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Calcium 500 mg + Vitamin D3 400 IU", ["supplement.calcium", "supplement.vitamin-d"]),
        ("Kalzium/Vitamin D", ["supplement.calcium", "supplement.vitamin-d"]),
        ("calcium carbonate 1250 mg", ["supplement.calcium"]),
        ("Colecalciferol 20.000 I.E.", ["supplement.vitamin-d"]),
        ("vitamina D", ["supplement.vitamin-d"]),
        ("carbonato de calcio", ["supplement.calcium"]),
        ("atorvastatin calcium 20 mg", []),
        ("leucovorin calcium", []),
        ("calcium folinate", []),
        ("calcium gluconate 10 %", []),
        ("calcium channel blocker", []),
        ("calcitriol", ["drug.calcitriol"]),
    ],
)
def test_supplements_by_name(words, names):
    assert named(words, DRUG) == names


@pytest.mark.parametrize(
    "words",
    ["bone metastases", "Bone Metastasis", "known osseous metastases", "Knochenmetastasen", "ossäre Metastasierung",
     "ossaere Metastasen", "metastatic disease to bone", "multiple Knochenmetastasen der BWS"],
)  # fmt: skip
def test_bone_metastases_by_name(words):
    assert "condition.metastasis.bone" in named(words, CONDITION)


@pytest.mark.parametrize(
    "words", ["bone marrow metastases", "metastatic disease", "bone pain", "bone scan", "Knochenmarkmetastase"]
)
def test_what_only_sounds_like_bone_metastases(words):
    assert named(words, CONDITION) == []


@pytest.mark.parametrize(
    ("words", "name"),
    [("spinal cord compression", "condition.spinal-cord-compression"), ("Myelonkompression", "condition.spinal-cord-compression"),
     ("Cauda-equina-Syndrom", "condition.cauda-equina"), ("osteonecrosis of the jaw", "condition.onj"),
     ("pathologische Fraktur", "fracture.pathological"), ("Mammakarzinom", "condition.breast-cancer")],
)  # fmt: skip
def test_other_conditions_by_name(words, name):
    assert named(words, CONDITION) == [name]


def test_a_family_history_is_not_her_own():
    assert named("Family history of breast cancer", ("condition", "history")) == []
    assert named("history of breast cancer", ("condition", "history")) == ["history.breast-cancer"]


def test_only_the_kinds_asked_for_and_with_or_without_a_dot():
    assert named("denosumab for bone metastases", ("drug",)) == ["drug.denosumab"]
    assert named("denosumab for bone metastases", ("drug.",)) == ["drug.denosumab"]
    assert named("denosumab for bone metastases", ("condition",)) == ["condition.metastasis.bone"]
    assert named("denosumab for bone metastases", ()) == []


@pytest.mark.parametrize(
    "display",
    ["", "Bony metastasis", "Knochenmetastasen", "Secondary malignant neoplasm of bone (disorder)", "Metastatic breast cancer",
     "Metastasis to bone from breast", "Tumeur maligne secondaire des os", "Skeletal mets", "C79.5",
     "Sekundäre bösartige Neubildung des Knochens und des Knochenmarkes", "Secondary malignant neoplasm of bone and bone marrow"],
)  # fmt: skip
def test_displays_that_fit_bone(display):
    (match,) = match_code(SNOMED, "94222008")
    assert not display_contradicts(match, display)


@pytest.mark.parametrize(
    "display",
    ["Secondary malignant neoplasm of liver", "Lebermetastasen", "lung", "Metastatic malignant neoplasm to brain", "hepatic metastasis",
     "Metastasis to colon", "bone marrow metastasis", "L\u200biver metastasis", "Knochenmarkmetastase"],
)  # fmt: skip
def test_displays_that_clash_with_bone(display):
    (match,) = match_code(SNOMED, "94222008")
    assert display_contradicts(match, display)


@pytest.mark.parametrize("display", ["Breast Cancer", "Prostate Cancer", "Lung Cancer", "Mammakarzinom"])
def test_a_cancer_without_organ_shown_with_one(display):
    (match,) = match_code(SNOMED, "363346000")
    assert display_contradicts(match, display)


@pytest.mark.parametrize("display", ["Malignant neoplastic disease (disorder)", "Cancer", "", "Malignant tumor"])
def test_a_cancer_without_organ_shown_without_one(display):
    (match,) = match_code(SNOMED, "363346000")
    assert not display_contradicts(match, display)


def test_one_bone_shown_as_another():
    (match,) = match_code(SNOMED, "94300004")
    assert display_contradicts(match, "Secondary malignant neoplasm of rib")
    assert not display_contradicts(match, "Metastase im proximalen Femur links")
    (hip,) = match_code("http://hl7.org/fhir/sid/icd-10-cm", "M84.559A")
    assert not display_contradicts(hip, "Pathological fracture, femoral neck")


def test_breast_cancer_shown_as_prostate_cancer():
    (match,) = match_code(SNOMED, "254837009")
    assert display_contradicts(match, "Prostate cancer")
    assert not display_contradicts(match, "Breast cancer metastatic to liver")
