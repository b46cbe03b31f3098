"""Whose entry it is, which version counts, and what a reference means."""

import pytest

from osteon.record import read_record
from readers.fhir import (
    BONE_METASTASIS,
    balanced,
    bundle,
    condition,
    drug,
    entry,
    observation,
    only,
    patient,
    quantity,
    read,
)

CREATININE = observation("2160-0", valueQuantity=quantity(1.1, "mg/dL"))


def with_url(url: str, resource: dict) -> dict:
    return {"fullUrl": url, "resource": resource}


@pytest.mark.parametrize(
    ("url", "reference"),
    [
        ("https://a.example/fhir/Patient/ann", "https://a.example/fhir/Patient/ann"),
        ("https://a.example/fhir/Patient/ann", "Patient/ann"),
        ("https://a.example/fhir/Patient/ann", "Patient/ann/_history/3"),
        ("https://a.example/fhir/Patient/ann", "https://a.example/fhir/Patient/ann/_history/3"),
        ("urn:uuid:1-2-3", "urn:uuid:1-2-3"),
        ("urn:uuid:1-2-3", "Patient/ann"),
        (None, "urn:uuid:ann"),
        (None, "https://a.example/fhir/Patient/ann"),
    ],
)
def test_her_entries_are_known_by_every_spelling(url, reference):
    mine = CREATININE | {"subject": {"reference": reference}}
    timeline = read_record({"resourceType": "Bundle", "entry": [with_url(url, patient()), {"resource": mine}]})
    assert "lab.creatinine" in timeline.events


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/bea"},
        {"reference": "urn:uuid:9-9-9"},
        {"reference": "https://b.example/fhir/Patient/ann"},
        {"identifier": {"system": "https://a.example/mrn", "value": "2"}},
        {"reference": "#contained"},
        {"reference": 7},
        "Patient/ann",
        ["Patient/ann"],
    ],
)
def test_an_entry_of_somebody_else_never_counts(subject):
    ann = patient(identifier=[{"system": "https://a.example/mrn", "value": "1"}])
    entries = [with_url("https://a.example/fhir/Patient/ann", ann), {"resource": CREATININE | {"subject": subject}}]
    timeline = read_record({"resourceType": "Bundle", "entry": entries})
    balanced(timeline)
    assert not timeline.events
    assert timeline.problems[0].source == "Observation/1"
    assert timeline.problems[0].path.startswith("subject")


def test_a_logical_reference_is_matched_by_identifier():
    ann = patient(identifier=[{"system": "mrn", "value": "1"}])
    timeline = read_record([ann, CREATININE | {"subject": {"identifier": {"system": "mrn", "value": "1"}}}])
    assert "lab.creatinine" in timeline.events


def test_an_entry_about_a_device_is_ignored_by_rule():
    assert read(CREATININE | {"subject": {"reference": "Device/1"}}).ignored == {"subject-not-person": 1}


def test_the_same_resource_twice_counts_once():
    timeline = read(CREATININE, dict(CREATININE))
    assert only(timeline, "lab.creatinine").source == "Observation/1"
    assert timeline.ignored == {"duplicate": 1}
    assert not timeline.problems


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_versions_the_newest_counts_and_a_problem_tells(turned):
    old = CREATININE | {"meta": {"lastUpdated": "2025-06-01T00:00:00Z", "versionId": "1"}}
    new = CREATININE | {
        "meta": {"lastUpdated": "2025-06-02T00:00:00Z", "versionId": "2"},
        "valueQuantity": quantity(2.2, "mg/dL"),
    }
    timeline = read(*([new, old] if turned else [old, new]))
    assert str(only(timeline, "lab.creatinine").value) == "2.2"
    assert timeline.ignored == {"superseded": 1}
    assert "more than once" in timeline.problems[0].message


def test_a_history_keeps_the_newest_and_honours_a_deletion():
    newer = CREATININE | {"meta": {"versionId": "2"}, "valueQuantity": quantity(2.2, "mg/dL")}
    older = CREATININE | {"meta": {"versionId": "1"}}
    gone = {"request": {"method": "DELETE", "url": "Condition/9"}}
    entries = [{"resource": patient()}, {"resource": newer}, {"resource": older}, gone]
    entries.append({"resource": condition(BONE_METASTASIS, "9")})
    timeline = read_record({"resourceType": "Bundle", "type": "history", "entry": entries})
    balanced(timeline)
    assert timeline.ignored == {"superseded": 1, "empty-entry": 1, "deleted": 1}
    assert str(only(timeline, "lab.creatinine").value) == "2.2"
    assert not timeline.problems


def test_a_correction_replaces_the_result_with_the_same_identifier_and_code():
    name = {"identifier": [{"system": "lab", "value": "77"}]}
    wrong = observation("2160-0", "1", valueQuantity=quantity(9.9, "mg/dL"), **name)
    right = observation("2160-0", "2", valueQuantity=quantity(0.9, "mg/dL"), **name, status="corrected")
    other = observation("17861-6", "3", valueQuantity=quantity(9.1, "mg/dL"), **name)
    timeline = read(wrong, right, other)
    assert only(timeline, "lab.creatinine").source == "Observation/2"
    assert "lab.calcium" in timeline.events
    assert timeline.ignored == {"superseded": 1}


def test_the_same_id_on_two_servers_is_two_resources():
    entries = [
        {"resource": patient()},
        with_url("https://a.example/Observation/1", CREATININE),
        with_url("https://b.example/Observation/1", CREATININE | {"valueQuantity": quantity(2, "mg/dL")}),
    ]
    timeline = read_record({"resourceType": "Bundle", "entry": entries})
    assert len(timeline.events["lab.creatinine"]) == 2


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("#m", None),
        ("Medication/m", None),
        ("Medication/m/_history/2", None),
        ("https://a.example/Medication/m", "https://a.example/Medication/m"),
        ("urn:uuid:5-5", "urn:uuid:5-5"),
    ],
)
def test_a_medication_is_found_behind_every_kind_of_reference(reference, url):
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "Xgeva 120 mg"}}
    dose = entry("MedicationAdministration", status="completed", effectiveDateTime="2025-05-01")
    dose["medicationReference"] = {"reference": reference}
    entries = [{"resource": patient()}, {"resource": dose}]
    if reference.startswith("#"):
        dose["contained"] = [medication]
    else:
        entries.append(with_url(url, medication))
    timeline = read_record({"resourceType": "Bundle", "entry": entries})
    balanced(timeline)
    assert only(timeline, "drug.denosumab-120").kind == "dose"


def test_a_medication_that_is_not_there_is_a_problem_unless_its_name_is_shown():
    lost = entry("MedicationRequest", status="active", medicationReference={"reference": "Medication/x"})
    assert read(lost).problems[0].path == "medicationReference"
    shown = lost | {"medicationReference": {"reference": "Medication/x", "display": "Zometa 4 mg"}}
    event = only(read(shown), "drug.zoledronic-acid")
    assert event.from_text


def test_an_entry_in_error_is_a_problem_and_no_event():
    wrong = drug("MedicationRequest", "Zometa", "entered-in-error")
    timeline = read(wrong)
    assert not timeline.events
    assert timeline.ignored == {"withdrawn": 1}
    assert "entered in error" in timeline.problems[0].message


def test_what_no_reader_reads_is_counted_under_its_rule():
    kinds = ["Encounter", "Claim", "CarePlan", "FamilyMemberHistory", "Immunization", "Composition", "ValueSet"]
    timeline = read_record(bundle(patient(), *(entry(kind, kind) for kind in kinds), {"resourceType": "Spaceship"}, {}))
    balanced(timeline)
    assert timeline.refused == 2
    assert timeline.ignored == {
        "encounter": 1,
        "administrative": 1,
        "planning": 1,
        "family": 1,
        "clinical-other": 1,
        "document": 1,
        "knowledge": 1,
    }
