"""Conditions, allergies, sites, sides, and clashes."""

from datetime import date

import pytest

from readers.fhir import (
    BONE_METASTASIS,
    FEMUR,
    ICD10CM,
    LEFT,
    SNOMED,
    code,
    condition,
    entry,
    observation,
    only,
    read,
    refused,
)

RIGHT = "24028007"
BREAST = "76752008"
CANCER = "363346000"
METASTASIS = "128462008"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"


def site(*codes: str) -> list:
    return [{"coding": [{"system": SNOMED, "code": one} for one in codes]}]


@pytest.mark.parametrize(("system", "value"), [(SNOMED, BONE_METASTASIS), (ICD10CM, "C79.51"), (ICD10CM, "C7951")])
def test_bone_metastases_by_code(system, value):
    event = only(read(condition(value, system=system, onsetDateTime="2024-03")), "condition.metastasis.bone")
    assert (event.start, event.precision, event.status, event.site) == (date(2024, 3, 1), "month", "active", None)


def test_site_and_side_of_a_metastasis():
    for where in (site(FEMUR, LEFT), site(FEMUR) + site(LEFT)):
        event = only(read(condition(BONE_METASTASIS, bodySite=where)), "condition.metastasis.bone")
        assert (event.site, event.laterality, event.lesion) == ("femur", "left", "femur:left")


def test_a_side_in_an_extension_and_a_part_as_a_qualifier():
    url = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-"
    where = site(FEMUR)
    where[0]["extension"] = [
        {"url": f"{url}laterality-qualifier", "valueCodeableConcept": code(SNOMED, RIGHT)},
        {"url": f"{url}body-location-qualifier", "valueCodeableConcept": code(SNOMED, "40415009")},
    ]
    event = only(read(condition(BONE_METASTASIS, bodySite=where)), "condition.metastasis.bone")
    assert (event.site, event.laterality) == ("femur.proximal", "right")


def structure(**more) -> dict:
    return {
        "resourceType": "BodyStructure",
        "id": "b",
        "patient": {"reference": "Patient/ann"},
        "location": code(SNOMED, FEMUR),
        "locationQualifier": [code(SNOMED, LEFT)],
    } | more


def test_a_body_structure_gives_the_place():
    url = "http://hl7.org/fhir/StructureDefinition/bodySite"
    pointing = condition(BONE_METASTASIS, extension=[{"url": url, "valueReference": {"reference": "BodyStructure/b"}}])
    timeline = read(pointing, structure())
    event = only(timeline, "condition.metastasis.bone")
    assert (event.site, event.laterality) == ("femur", "left")
    assert timeline.ignored == {"supporting": 1}


def test_a_body_structure_may_point_to_the_condition():
    url = "http://hl7.org/fhir/us/mcode/StructureDefinition/mcode-related-condition"
    pointing = structure(extension=[{"url": url, "valueReference": {"reference": "Condition/1"}}])
    assert only(read(condition(BONE_METASTASIS), pointing), "condition.metastasis.bone").site == "femur"


def test_several_sites_are_several_events_and_lesions():
    timeline = read(condition(BONE_METASTASIS, bodySite=site(FEMUR, LEFT) + site(FEMUR, RIGHT), onsetDateTime="2024"))
    assert [event.laterality for event in timeline.events["condition.metastasis.bone"]] == ["left", "right"]
    assert [lesion.id for lesion in timeline.lesions] == ["femur:left", "femur:right"]
    assert timeline.lesions[0].first_seen == date(2024, 1, 1)
    assert timeline.used == 2  # the patient and the condition


def test_a_lesion_gathers_what_is_said_about_its_place():
    pain = observation("72514-3", "p", valueInteger=6, bodySite=site(FEMUR, LEFT)[0])
    other = observation("72514-3", "q", valueInteger=3, bodySite=site(FEMUR, RIGHT)[0])
    timeline = read(condition(BONE_METASTASIS, bodySite=site(FEMUR, LEFT)), pain, other)
    (lesion,) = timeline.lesions
    assert lesion.sources == ("Condition/1", "Observation/p")
    assert {event.source: event.lesion for event in timeline.events["obs.pain"]} == {
        "Observation/p": "femur:left",
        "Observation/q": None,
    }


def test_cancer_of_no_organ_is_made_precise_by_the_body_site():
    assert set(read(condition(CANCER)).events) == {"condition.cancer"}
    assert set(read(condition(CANCER, bodySite=site(BREAST))).events) == {"condition.breast-cancer"}


def test_a_metastasis_of_no_organ_is_made_precise_by_the_body_site():
    assert set(read(condition(METASTASIS)).events) == {"condition.metastasis"}
    assert set(read(condition(METASTASIS, bodySite=site(FEMUR))).events) == {"condition.metastasis.bone"}


def test_the_category_says_that_a_condition_is_secondary():
    secondary = {"category": [code(SNOMED, METASTASIS)]}
    assert set(read(condition(CANCER, bodySite=site(FEMUR), **secondary)).events) == {"condition.metastasis.bone"}
    assert set(read(condition({"text": "spread"}, bodySite=site(FEMUR), **secondary)).events) == {
        "condition.metastasis.bone"
    }
    assert set(read(condition(CANCER, bodySite=site(FEMUR))).events) == {"condition.cancer"}


@pytest.mark.parametrize("value", ["314990009", "94225005", "94260004", "254637007"])
def test_lures_are_not_bone_metastases(value):
    assert "condition.metastasis.bone" not in read(condition(value)).events


@pytest.mark.parametrize("shown", ["Secondary malignant neoplasm of liver", "Metastasis to lung"])
def test_a_display_that_names_another_organ_is_a_clash(shown):
    said = refused(condition(code(SNOMED, BONE_METASTASIS, shown)))
    assert said.startswith("code.coding[0].display: code 94222008")


def test_a_fuller_display_is_no_clash():
    shown = code(SNOMED, BONE_METASTASIS, "Secondary malignant neoplasm of bone (disorder)")
    assert "condition.metastasis.bone" in read(condition(shown)).events


@pytest.mark.parametrize("shown", ["Breast Cancer", "Prostate Cancer", "Lung Cancer"])
def test_a_generic_code_shown_as_one_organ_stays_generic_and_is_told(shown):
    timeline = read(condition(code(SNOMED, CANCER, shown)))
    assert set(timeline.events) == {"condition.cancer"}
    assert "display" in timeline.problems[0].path


def test_codings_that_name_two_organs_are_a_clash():
    both = {"coding": [{"system": SNOMED, "code": BONE_METASTASIS}, {"system": ICD10CM, "code": "C78.7"}]}
    assert "different things" in refused(condition(both))


def test_codings_that_translate_each_other_are_one_event():
    both = {"coding": [{"system": SNOMED, "code": BONE_METASTASIS}, {"system": ICD10CM, "code": "C79.51"}]}
    only(read(condition(both)), "condition.metastasis.bone")


def test_a_code_and_a_body_site_that_exclude_each_other_are_a_clash():
    assert "body site" in refused(condition(BONE_METASTASIS, bodySite=site(BREAST)))


@pytest.mark.parametrize("status", ["refuted", "entered-in-error"])
def test_what_is_not_true_is_a_problem(status):
    timeline = read(condition(BONE_METASTASIS, verificationStatus=code(VERIFICATION, status)))
    assert (timeline.events, timeline.refused, timeline.ignored) == ({}, 0, {"withdrawn": 1})
    assert "was not used" in timeline.problems[0].message


@pytest.mark.parametrize("status", ["unconfirmed", "provisional", "differential"])
def test_what_is_not_sure_is_suspected(status):
    doubtful = condition(BONE_METASTASIS, verificationStatus=code(VERIFICATION, status))
    assert only(read(doubtful), "condition.metastasis.bone").status == "suspected"


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({}, "active"),
        ({"clinicalStatus": code(CLINICAL, "relapse")}, "active"),
        ({"clinicalStatus": code(CLINICAL, "remission")}, "resolved"),
        ({"abatementDateTime": "2025-01-01"}, "resolved"),
        ({"abatementString": "last year"}, "resolved"),
    ],
)
def test_the_clinical_status(more, status):
    assert only(read(condition(BONE_METASTASIS, **more)), "condition.metastasis.bone").status == status


def test_onset_then_asserted_then_recorded():
    url = "http://hl7.org/fhir/StructureDefinition/condition-assertedDate"
    asserted = {"extension": [{"url": url, "valueDateTime": "2024-02-02"}]}
    for more, day in (
        ({"onsetPeriod": {"start": "2024-01-01", "end": "2024-05-05"}, "recordedDate": "2024-03-03"}, date(2024, 1, 1)),
        ({"recordedDate": "2024-03-03", **asserted}, date(2024, 2, 2)),
        ({"recordedDate": "2024-03-03"}, date(2024, 3, 3)),
        ({"onsetDateTime": "9999-01-01"}, None),
    ):
        assert only(read(condition(BONE_METASTASIS, **more)), "condition.metastasis.bone").start == day


def test_a_neoplastic_fracture_keeps_side_and_encounter():
    event = only(read(condition("M84.552A", system=ICD10CM)), "fracture.pathological-neoplastic")
    assert (event.site, event.laterality, event.answer, event.lesion) == ("femur", "left", "initial", "femur:left")
    later = only(read(condition("M84.552D", system=ICD10CM)), "fracture.pathological-neoplastic")
    assert later.answer == "subsequent"


def test_a_symptom_says_present():
    assert only(read(condition("M54.50", system=ICD10CM)), "symptom.low-back-pain").answer == "present"


def test_words_are_read_only_without_a_standard_code():
    event = only(read(condition({"text": "Bone metastases"})), "condition.metastasis.bone")
    assert event.from_text
    beside_local = {"coding": [{"system": "urn:local", "code": "17"}], "text": "Bone metastases"}
    assert "condition.metastasis.bone" in read(condition(beside_local)).events
    excluded = {"coding": [{"system": SNOMED, "code": "314990009"}], "text": "Bone metastases"}
    assert read(condition(excluded)).ignored == {"code-not-in-pathway": 1}


def test_words_that_deny_are_no_finding():
    assert read(condition({"text": "No bone metastases"})).ignored == {"negated": 1}
    event = only(read(condition({"text": "Suspected bone metastases"})), "condition.metastasis.bone")
    assert event.status == "suspected"


def test_an_allergy_is_an_event_of_the_drug():
    allergy = entry("AllergyIntolerance", code={"text": "Zoledronic acid"}, recordedDate="2020-01-01")
    event = only(read(allergy), "drug.zoledronic-acid")
    assert (event.kind, event.status) == ("allergy", "active")
    nothing = entry("AllergyIntolerance", code={"text": "No known allergies"})
    assert read(nothing).ignored == {"text-only": 1}


def test_a_condition_without_a_code_is_a_problem():
    assert refused(entry("Condition")).startswith("code")
    assert refused(condition([BONE_METASTASIS])).startswith("code")
