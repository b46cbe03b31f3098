"""Codes of every system, by every name of the system."""

from __future__ import annotations

import pytest

from osteon.terminology import answer_for_code, concept, match_code, members, source_of

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"
HCPCS = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
OSTEON = "https://osteon.dev/fhir/CodeSystem/osteon"


def meant(system: str, code: str) -> set[str]:
    return {match.concept for match in match_code(system, code)}


@pytest.mark.parametrize(
    ("system", "code", "name"),
    [
        (SNOMED, "94222008", "condition.metastasis.bone"),
        (SNOMED, "94217008", "condition.metastasis.bone-marrow"),
        (SNOMED, "363346000", "condition.cancer"),
        (SNOMED, "128462008", "condition.metastasis"),
        (SNOMED, "399409002", "condition.metastasis"),
        (SNOMED, "254837009", "condition.breast-cancer"),
        (SNOMED, "353431000119107", "condition.breast-cancer"),
        (SNOMED, "408643008", "condition.breast-cancer"),
        (SNOMED, "1287652008", "history.metastasis"),
        (SNOMED, "1098951000119108", "history.metastasis"),
        (SNOMED, "94381002", "condition.metastasis.liver"),
        (SNOMED, "94181007", "condition.metastasis.axillary-nodes"),
        (SNOMED, "134421000", "fracture.pathological-neoplastic"),
        (SNOMED, "78514002", "symptom.thigh-pain"),
        (SNOMED, "236435004", "condition.dialysis"),
        (LOINC, "49765-1", "lab.calcium"),
        (LOINC, "17861-6", "lab.calcium"),
        (LOINC, "2000-8", "lab.calcium"),
        (LOINC, "29265-6", "lab.calcium-corrected"),
        (LOINC, "46099-8", "lab.calcium-corrected"),
        (LOINC, "1995-0", "lab.calcium-ionised"),
        (LOINC, "38483-4", "lab.creatinine"),
        (LOINC, "14682-9", "lab.creatinine"),
        (LOINC, "35591-7", "lab.creatinine-clearance"),
        (LOINC, "98979-8", "lab.egfr"),
        (LOINC, "1751-7", "lab.albumin"),
        (LOINC, "14115-0", "lab.ntx"),
        (LOINC, "29463-7", "body.weight"),
        (LOINC, "8302-2", "body.height"),
        (LOINC, "72514-3", "obs.pain"),
        (LOINC, "38208-5", "obs.pain"),
        (LOINC, "89247-1", "obs.ecog"),
        (ICD10CM, "C79.51", "condition.metastasis.bone"),
        (ICD10CM, "C79.52", "condition.metastasis.bone-marrow"),
        (ICD10CM, "Z99.2", "condition.dialysis"),
        (ICD10CM, "M87.180", "condition.onj"),
        (ICD10CM, "M27.2", "condition.jaw-disease"),
        (ICD10CM, "G95.20", "condition.spinal-cord-compression"),
        (ICD10, "C79.5", "condition.metastasis.bone"),
        (ICD10, "C78.7", "condition.metastasis.liver"),
        (ICD10, "M90.7", "fracture.pathological-neoplastic"),
        (ICD10, "M84.4", "fracture.pathological"),
        (ICD10, "M49.5", "fracture.pathological"),
        (RXNORM, "993449", "drug.denosumab"),
        (RXNORM, "77655", "drug.zoledronic-acid"),
        (RXNORM, "1156671", "drug.fulvestrant"),
        (ATC, "M05BX04", "drug.denosumab"),
        (ATC, "M05BA08", "drug.zoledronic-acid"),
        (ATC, "A12AA04", "supplement.calcium"),
        (ATC, "A11CC05", "supplement.vitamin-d"),
        (HCPCS, "J0897", "drug.denosumab"),
        (HCPCS, "J3489", "drug.zoledronic-acid"),
        ("http://www.genenames.org/geneId", "HGNC:3467", "marker.esr1"),
        ("http://www.genenames.org", "HGNC:8975", "marker.pik3ca"),
    ],
)
def test_code_means_concept(system, code, name):
    assert name in meant(system, code)


@pytest.mark.parametrize(
    "system",
    [
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm",
        "http://fhir.de/CodeSystem/dimdi/icd-10-gm",
        "http://fhir.de/CodeSystem/bfarm/icd-10-gm|2025",
        "urn:oid:2.16.840.1.113883.6.3",
        "http://hl7.org/fhir/sid/icd-10-nl",
        "http://hl7.org/fhir/sid/icd-10/",
        "ICD10",
    ],
)
def test_national_editions_of_icd10_match_through_the_who(system):
    assert meant(system, "C79.5") == {"condition.metastasis.bone"}


def test_a_further_digit_of_a_national_edition_keeps_the_meaning():
    gm = "http://fhir.de/CodeSystem/bfarm/icd-10-gm"
    assert meant(gm, "M90.75") == {"fracture.pathological-neoplastic"}
    assert meant(gm, "C50.4") == {"condition.breast-cancer"}
    assert meant(gm, "I50.13") == {"condition.heart-failure"}


def test_a_further_digit_is_not_read_where_it_changes_the_meaning():
    gm = "http://fhir.de/CodeSystem/bfarm/icd-10-gm"
    assert match_code(gm, "E83.58") == ()
    assert match_code(gm, "C79.88") == ()


@pytest.mark.parametrize("code", ["C79.5", "C795", "c79.5", "C79.5+", "C79.5-", " C79.5 "])
def test_icd_codes_in_other_spellings(code):
    assert meant(ICD10, code) == {"condition.metastasis.bone"}


@pytest.mark.parametrize(
    ("system", "code", "name"),
    [
        ("urn:oid:2.16.840.1.113883.6.1", "2160-0", "lab.creatinine"),
        ("urn:oid:2.16.840.1.113883.6.96", "94222008", "condition.metastasis.bone"),
        ("http://snomed.info/sct/731000124108", "94222008", "condition.metastasis.bone"),
        (
            "http://snomed.info/sct|http://snomed.info/sct/11000274103/version/20241115",
            "94222008",
            "condition.metastasis.bone",
        ),
        ("urn:oid:2.16.840.1.113883.6.88", "993449", "drug.denosumab"),
        ("urn:oid:2.16.840.1.113883.6.73", "M05BX04", "drug.denosumab"),
        ("http://fhir.de/CodeSystem/bfarm/atc", "m05bx04", "drug.denosumab"),
        ("urn:oid:2.16.840.1.113883.6.90", "C79.51", "condition.metastasis.bone"),
        ("https://loinc.org/", "2160-0", "lab.creatinine"),
        ("SNOMED", "94222008", "condition.metastasis.bone"),
        ("RxNorm", "993449", "drug.denosumab"),
    ],
)
def test_other_names_of_the_systems(system, code, name):
    assert meant(system, code) == {name}


def test_a_code_is_not_read_in_another_system():
    assert match_code(LOINC, "94222008") == ()
    assert match_code("https://hospital.example/codes", "C79.51") == ()
    assert match_code("", "94222008") == ()
    assert match_code(ICD10, "C79.51") == ()


def test_one_code_can_mean_several_things():
    assert meant(SNOMED, "417181009") == {"condition.breast-cancer", "condition.breast-cancer.hr-positive"}


def test_our_own_system_takes_every_concept():
    for name in members(""):
        match = match_code(OSTEON, name)
        assert [found.concept for found in match] == [name]
        assert match[0].label == concept(name).label
    assert match_code(OSTEON, "dental.nothing") == ()


@pytest.mark.parametrize(
    ("code", "site", "side", "answer"),
    [
        ("M84.551A", "femur", "right", "initial"),
        ("M84.552D", "femur", "left", "subsequent"),
        ("M84.552S", "femur", "left", "sequela"),
        ("M84.552", "femur", "left", None),
        ("M84.50XA", None, None, "initial"),
        ("M84.511A", "shoulder", "right", "initial"),
        ("M84.521G", "humerus", "right", "subsequent"),
        ("M84.531K", "ulna", "right", "subsequent"),
        ("M84.534P", "radius", "left", "subsequent"),
        ("M84.550A", "pelvis", None, "initial"),
        ("M84.559A", "hip", None, "initial"),
        ("M84.561A", "tibia", "right", "initial"),
        ("M84.563A", "fibula", "right", "initial"),
        ("M84.575A", "foot", "left", "initial"),
        ("M84.58XA", None, None, "initial"),
    ],
)
def test_fracture_codes_tell_bone_side_and_encounter(code, site, side, answer):
    (match,) = match_code(ICD10CM, code)
    assert match.concept == "fracture.pathological-neoplastic"
    assert (match.site, match.laterality, match.answer) == (site, side, answer)


def test_an_atypical_fracture_is_of_the_shaft():
    (match,) = match_code(ICD10CM, "M84.752D")
    assert (match.concept, match.site, match.laterality, match.answer) == (
        "fracture.atypical-femoral", "femur.shaft", "left", "subsequent",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("code", "site"),
    [("94300004", "femur"), ("94274006", "spine.thoracic"), ("94602001", "spine"), ("94447007", "skull.occipital"),
     ("94382009", "lower-limb"), ("94478006", "pelvis"), ("94620005", "tarsal"), ("94222008", None)],
)  # fmt: skip
def test_metastases_of_one_bone_are_bone_metastases_with_a_site(code, site):
    (match,) = match_code(SNOMED, code)
    assert (match.concept, match.site) == ("condition.metastasis.bone", site)


def test_the_label_tells_place_and_side():
    assert match_code(SNOMED, "94300004")[0].label == "Bone metastasis: femur"
    assert match_code(ICD10CM, "M84.552A")[0].label == "Pathological fracture through a metastasis: left femur"


@pytest.mark.parametrize(
    ("system", "code", "answer"),
    [
        (SNOMED, "10828004", "positive"), (SNOMED, "260385009", "negative"), (SNOMED, "52101004", "present"),
        (SNOMED, "2667000", "absent"), (SNOMED, "42425007", "equivocal"), (SNOMED, "7771000", "left"),
        (SNOMED, "24028007", "right"), (SNOMED, "51440002", "bilateral"), (LOINC, "LA6576-8", "positive"),
        (LOINC, "LA6577-6", "negative"), (LOINC, "LA9633-4", "present"), (LOINC, "LA9634-2", "absent"),
        (OSTEON, "lytic", "lytic"), (SNOMED, "94222008", None), (OSTEON, "perhaps", None), ("", "10828004", None),
    ],
)  # fmt: skip
def test_coded_answers(system, code, answer):
    assert answer_for_code(system, code) == answer


def test_members_are_the_concept_and_what_is_below_it():
    assert "drug.denosumab" in members("drug")
    assert members("lab.calcium") == ("lab.calcium",)
    assert "condition.metastasis" in members("condition.metastasis")
    assert "condition.metastasis" not in members("condition.metastasis.")
    assert "condition.metastasis.liver" in members("condition.metastasis.")
    assert members("nothing") == ()


def test_a_row_tells_where_it_was_read():
    assert source_of(SNOMED, "94300004")[0].startswith("HL7/fhir-mCODE-ig")
    assert source_of(SNOMED, "94222009") == ()


def test_units_and_classes_are_kept():
    assert concept("lab.creatinine").unit == "mg/dL"
    assert concept("lab.calcium-ionised").unit == "mmol/L"
    assert concept("body.weight").unit == "kg"
    assert concept("drug.denosumab-120").drug_class == "BMA"
    assert concept("drug.denosumab-120").narrows == "drug.denosumab"


@pytest.mark.parametrize(
    ("code", "concept"),
    [
        ("C61", "condition.cancer-other-organ"),
        ("C34.1", "condition.cancer-other-organ"),
        ("C90.00", "condition.cancer-other-organ"),
        ("C97", "condition.cancer-other-organ"),
        ("C78.39", None),
        ("C77.0", None),
        ("C98", None),
        ("D05.1", None),
    ],
)
def test_a_malignant_neoplasm_that_no_row_names_is_still_a_cancer(code, concept):
    found = {match.concept for match in match_code("http://hl7.org/fhir/sid/icd-10-cm", code)}
    assert found == ({concept} if concept else set())
