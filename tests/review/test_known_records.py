"""Records that others wrote, and what each must and must not make us say."""

import gzip
import json

import pytest

from osteon import review_record


def met(review):
    return {item["id"] for item in review.findings if item["verdict"] == "met"}


def verdicts(review):
    return {item["id"]: item["verdict"] for item in review.findings}


def questions(review):
    return {item["fact"] for item in review.to_dict()["questions"]}


@pytest.fixture(scope="module")
def trial_patient(shared_data):
    return review_record(shared_data / "mcode-trial-matching" / "TrialMatching_Patient01.json")


def test_bone_disease_is_seen_and_its_place_is_not_invented(trial_patient):
    disease = trial_patient.to_dict()["disease"]
    assert disease["breast_cancer"] is True
    assert disease["bone"] is True
    assert disease["visceral"] is True
    assert disease["bone_sites_known"] is False
    assert trial_patient.to_dict()["skeleton"] == []
    assert trial_patient.to_dict()["scores"] == []


def test_the_missing_bone_agent_is_said_with_its_reason(trial_patient):
    finding = trial_patient.finding("bma-start-on-bone-mets")
    assert finding["verdict"] == "met"
    reasons = {part["fact"]: part for part in finding["because"]}
    assert reasons["bone-metastasis"]["sources"] == [
        "Condition/mCODETrialMatchingSecondaryCancerCondition03PatientExample01"
    ]
    assert "bone-agent-current" in reasons


def test_what_nobody_recorded_is_a_question_and_not_a_finding(trial_patient):
    assert {"creatinine", "calcium", "vitamin-d", "dental-exam"} <= questions(trial_patient)
    assert trial_patient.finding("za-avoid-crcl-lt30")["verdict"] == "not-applicable"
    alarming = {
        item["id"]
        for item in trial_patient.findings
        if item["verdict"] == "met" and item["urgency"] in ("emergency", "urgent")
    }
    assert alarming == set()


def test_the_date_of_the_review_is_the_newest_entry(trial_patient):
    content = trial_patient.to_dict()
    assert (content["as_of"], content["as_of_reason"]) == ("2019-06-01", "newest entry")


def mcode_patients(shared_data):
    return sorted((shared_data / "mcode-ig-4.0.0" / "patients").glob("*.json"))


def test_no_patient_of_the_mcode_guide_has_bone_metastases(shared_data):
    paths = mcode_patients(shared_data)
    assert len(paths) == 7
    for path in paths:
        review = review_record(path)
        disease = review.to_dict()["disease"]
        assert disease["bone"] is not True, path.name
        assert not [
            name for name in met(review) if name.startswith(("bma-", "za-", "denosumab", "ivbp", "mronj", "aff", "hcm"))
        ], path.name
        assert review.to_dict()["skeleton"] == [], path.name


def test_synthetic_people_without_cancer_get_no_finding(shared_data):
    paths = sorted((shared_data / "synthea-smart-negatives").glob("*.json.gz"))
    assert len(paths) == 3
    for path in paths:
        review = review_record(path)
        assert review.to_dict()["disease"]["bone"] is not True, path.name
        assert met(review) == set(), path.name
        accounting = review.to_dict()["accounting"]
        resources = len(json.loads(gzip.decompress(path.read_bytes()))["entry"])
        assert (
            accounting["read"]
            == accounting["used"] + sum(accounting["ignored"].values()) + accounting["refused"]
            == resources
        )


def by_name(shared_data, part):
    return next(review_record(path) for path in mcode_patients(shared_data) if part in path.name)


def test_jenny_has_breast_cancer_that_has_not_spread(shared_data):
    review = by_name(shared_data, "jenny")
    disease = review.to_dict()["disease"]
    assert (disease["breast_cancer"], disease["metastatic"], disease["bone"]) == (True, False, False)
    assert met(review) == set()


def test_eve_has_breast_cancer_only_because_of_the_body_site(shared_data):
    disease = by_name(shared_data, "eve-anyperson").to_dict()["disease"]
    assert (disease["breast_cancer"], disease["metastatic"], disease["bone"]) == (True, False, False)


def test_adam_has_metastases_at_a_place_that_nobody_named(shared_data):
    disease = by_name(shared_data, "adam-everyman").to_dict()["disease"]
    assert disease["breast_cancer"] is False
    assert disease["metastatic"] is True
    assert disease["bone"] is not True


def test_john_has_no_breast_cancer_and_brain_is_not_bone(shared_data):
    review = by_name(shared_data, "john")
    disease = review.to_dict()["disease"]
    assert (disease["breast_cancer"], disease["bone"]) == (False, False)
    assert met(review) == set()


def test_every_single_resource_of_the_guide_is_accounted_for(shared_data):
    patient = {"resourceType": "Patient", "id": "x"}
    for path in sorted((shared_data / "mcode-ig-4.0.0" / "resources").glob("*.json")):
        resource = json.loads(path.read_bytes())
        if resource["resourceType"] in ("Patient", "Bundle"):
            continue
        for key in ("subject", "patient"):
            if key in resource:
                resource[key] = {"reference": "Patient/x"}
        accounting = review_record([patient, resource]).to_dict()["accounting"]
        assert accounting["read"] == accounting["used"] + sum(accounting["ignored"].values()) + accounting["refused"], (
            path.name
        )
