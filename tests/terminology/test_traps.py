"""Codes that have been taken for something else, here or elsewhere."""

from __future__ import annotations

import pytest

from osteon.terminology import display_contradicts, match_code, match_text, members, site_for_code

SNOMED = "http://snomed.info/sct"
LOINC = "http://loinc.org"
ICD10CM = "http://hl7.org/fhir/sid/icd-10-cm"
ICD10 = "http://hl7.org/fhir/sid/icd-10"
RXNORM = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC = "http://www.whocc.no/atc"
DRUG = ("drug", "supplement")


def meant(system: str, code: str) -> set[str]:
    return {match.concept for match in match_code(system, code)}


@pytest.mark.parametrize(
    ("system", "code", "why"),
    [
        (SNOMED, "314990009", "a metastasis that came from bone"),
        (SNOMED, "314994000", "a metastasis that came from the prostate"),
        (ICD10CM, "C79.32", "cerebral meninges, not spinal"),
        (ICD10, "E83.5", "high and low calcium alike"),
        (SNOMED, "71651007", "mammography, taken for bone scintigraphy elsewhere"),
        (SNOMED, "241570006", "one of two codes in use for MRI of the spine"),
        (SNOMED, "48340000", "incontinence that does not say urine"),
        (ICD10CM, "R29.898", "too wide for weakness"),
        (ICD10CM, "M62.81", "too wide for weakness"),
        (ICD10CM, "E83.39", "phosphorus high or low"),
        (ICD10CM, "M89.8X9", "other disorders of bone"),
        (ICD10CM, "R10.2", "pelvic and perineal pain"),
        (LOINC, "15013-6", "a share of total ALP"),
        (LOINC, "59260-0", "haemoglobin in mol"),
        (LOINC, "2729-2", "PTHrP by mass"),
        (LOINC, "33729-5", "an additional dimension"),
        (LOINC, "38214-3", "a visual scale"),
        (LOINC, "38221-8", "faces"),
        (LOINC, "96268-8", "PD-L1 on monocytes"),
        (LOINC, "83055-4", "another antibody"),
        (LOINC, "83057-0", "another antibody"),
        (LOINC, "42778-1", "a protein stain"),
        (LOINC, "42779-9", "a protein stain"),
        (LOINC, "21639-0", "what was tested, not what was found"),
        (LOINC, "63419-6", "what was tested, not what was found"),
        (LOINC, "47255-7", "fails its check digit"),
        (LOINC, "54347-2", "fails its check digit"),
        (ATC, "L04AH02", "everolimus after a transplant"),
        (ATC, "N01AH01", "fentanyl as an anaesthetic"),
        (ATC, "S01BA01", "dexamethasone for the eye"),
        (ATC, "D07AB19", "dexamethasone for the skin"),
    ],
)
def test_never_matches(system, code, why):
    assert match_code(system, code) == (), why


@pytest.mark.parametrize(
    "code", ["128462008", "94225005", "94260004", "314994000", "314990009", "1287652008", "94217008"]
)
def test_lures_are_not_bone_metastases(code):
    assert "condition.metastasis.bone" not in meant(SNOMED, code)


def test_bone_shown_as_another_organ_is_a_clash():
    (match,) = match_code(SNOMED, "94222008")
    assert match.concept == "condition.metastasis.bone"
    assert display_contradicts(match, "Secondary malignant neoplasm of liver")
    assert display_contradicts(match, "Metastasis to lung")


def test_a_history_is_not_a_disease():
    assert meant(SNOMED, "1287652008") == {"history.metastasis"}
    assert meant(ICD10CM, "Z85.3") == {"history.breast-cancer"}


def test_fractures_that_are_not_neoplastic_by_themselves():
    for system, code in (
        (ICD10, "M84.4"),
        (ICD10, "M49.5"),
        (ICD10CM, "M48.54XA"),
        (SNOMED, "409667007"),
        (SNOMED, "274146004"),
    ):
        assert meant(system, code) == {"fracture.pathological"}
    assert meant(ICD10CM, "M80.051A") == {"fracture.osteoporotic"}


def test_only_one_code_says_jaw_necrosis_by_drugs():
    assert meant(ICD10CM, "M87.180") == {"condition.onj"}
    assert meant(ICD10CM, "M27.2") == meant(ICD10CM, "M27.8") == {"condition.jaw-disease"}
    assert meant(ICD10, "M87.1") == {"condition.osteonecrosis-drug"}


def test_other_parts_of_the_nervous_system_are_not_said_to_be_cord_or_meninges():
    assert meant(ICD10CM, "C79.49") == {"condition.metastasis.nervous-system"}


def test_receptor_status_codes_are_no_diagnosis():
    for code in ("Z17.0", "Z17.31", "Z17.410", "Z17.421"):
        assert all(name.startswith("status.") for name in meant(ICD10CM, code))


def test_weakness_of_unknown_place_is_not_weakness_of_a_limb():
    assert meant(SNOMED, "26544005") == {"symptom.muscle-weakness"}


def test_thigh_pain_is_told_apart_from_leg_pain():
    assert meant(ICD10CM, "M79.651") == {"symptom.thigh-pain"}
    assert meant(ICD10CM, "M79.604") == {"symptom.lower-limb-pain"}


def test_a_spine_code_that_two_sources_name_differently_is_the_whole_spine():
    assert site_for_code(SNOMED, "51282000") == ("spine", None)


def test_hip_is_a_region_and_not_the_hip_bone():
    assert site_for_code(SNOMED, "29836001") == ("hip", None)
    assert site_for_code(SNOMED, "118645006") == ("pelvis", None)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("993449", "drug.denosumab"), ("1157742", "drug.denosumab"), ("993451", "drug.denosumab"), ("1655915", "drug.denosumab"),
        ("1046397", "drug.denosumab-120"), ("1046398", "drug.denosumab-120"), ("1046400", "drug.denosumab-120"),
        ("1655917", "drug.denosumab-120"), ("993450", "drug.denosumab-60"), ("993452", "drug.denosumab-60"),
        ("993454", "drug.denosumab-60"), ("993455", "drug.denosumab-60"), ("993458", "drug.denosumab-60"),
        ("77655", "drug.zoledronic-acid"), ("1114086", "drug.zoledronic-acid"), ("351114", "drug.zoledronic-acid"),
        ("1865665", "drug.zoledronic-acid"), ("1865671", "drug.zoledronic-acid"), ("1865680", "drug.zoledronic-acid-5mg"),
        ("705873", "drug.zoledronic-acid-5mg"), ("705824", "drug.zoledronic-acid-5mg"),
    ],
)  # fmt: skip
def test_products_tell_the_family_only_when_they_say_so(code, name):
    assert meant(RXNORM, code) == {name}


def test_trastuzumab_and_its_conjugates_share_no_code():
    plain, emtansine, deruxtecan = "drug.trastuzumab", "drug.trastuzumab-emtansine", "drug.trastuzumab-deruxtecan"
    assert {plain, emtansine, deruxtecan} <= set(members("drug"))
    assert meant(ATC, "L01FD01") == {plain}
    assert meant(ATC, "L01FD03") == {emtansine}
    assert meant(ATC, "L01FD04") == {deruxtecan}
    assert meant(RXNORM, "1371041") == meant(RXNORM, "1658085") == {emtansine}
    assert meant(RXNORM, "2267582") == meant(RXNORM, "2267578") == {deruxtecan}
    assert meant(RXNORM, "224905") == {plain}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("trastuzumab", "drug.trastuzumab"), ("Trastuzumab-dkst [Ogivri]", "drug.trastuzumab"), ("HERCEPTIN", "drug.trastuzumab"),
        ("Ado-trastuzumab emtansine", "drug.trastuzumab-emtansine"), ("Trastuzumab Injection [KADCYLA]", "drug.trastuzumab-emtansine"),
        ("T-DM1 3.6 mg/kg", "drug.trastuzumab-emtansine"), ("Trastuzumab (Enhertu)", "drug.trastuzumab-deruxtecan"),
        ("fam-trastuzumab deruxtecan-nxki", "drug.trastuzumab-deruxtecan"), ("trastuzumab  DERUXTECAN", "drug.trastuzumab-deruxtecan"),
        ("T-DXd", "drug.trastuzumab-deruxtecan"), ("Trastuzumab-Emtansin", "drug.trastuzumab-emtansine"),
    ],
)  # fmt: skip
def test_trastuzumab_and_its_conjugates_share_no_words(words, name):
    assert [match.concept for match in match_text(words, DRUG)] == [name]


def test_another_conjugate_of_trastuzumab_is_nothing_that_we_know():
    assert match_text("trastuzumab duocarmazine", DRUG) == ()


@pytest.mark.parametrize(
    ("code", "display"),
    [("224905", "Trastuzumab Injection [KADCYLA]"), ("224905", "trastuzumab deruxtecan"), ("1371041", "Trastuzumab"),
     ("2267582", "ado-trastuzumab emtansine"), ("993454", "Xgeva"), ("1655917", "Prolia 60 mg")],
)  # fmt: skip
def test_a_drug_code_shown_as_another_drug_is_a_clash(code, display):
    (match,) = match_code(RXNORM, code)
    assert display_contradicts(match, display)


@pytest.mark.parametrize(
    ("code", "display"),
    [("993449", "Xgeva"), ("993449", "denosumab (Prolia)"), ("77655", "Aclasta"), ("224905", "Trastuzumab / hyaluronidase"),
     ("1658085", "Ado-trastuzumab emtansine 100 MG [KADCYLA]"), ("1655917", "Denosumab"), ("224905", "Antikörper gegen HER2")],
)  # fmt: skip
def test_a_drug_code_shown_as_its_own_product_is_no_clash(code, display):
    (match,) = match_code(RXNORM, code)
    assert not display_contradicts(match, display)
