"""Records that others published: what each must say, and what it must not."""

import gzip
import json

import pytest

from osteon.record import RecordError, read_record
from readers.fhir import balanced

NEVER = ("condition.metastasis.bone", "fracture.pathological-neoplastic", "drug.zoledronic-acid", "drug.denosumab-120")


def read(path):
    timeline = read_record(path)
    balanced(timeline)
    return timeline


@pytest.fixture(scope="module")
def trial_patient(shared_data):
    return read(shared_data / "mcode-trial-matching" / "TrialMatching_Patient01.json")


def test_the_trial_patient(trial_patient):
    events = trial_patient.events
    assert trial_patient.read == 18
    assert (trial_patient.patient.sex, trial_patient.patient.birth_date.isoformat()) == ("female", "1959-01-01")
    assert not trial_patient.problems
    (bone,) = events["condition.metastasis.bone"]
    assert (bone.site, bone.start, bone.status) == (None, None, "active")
    assert {"condition.breast-cancer", "condition.metastasis.liver", "condition.metastasis.axillary-nodes"} <= set(
        events
    )
    assert trial_patient.lesions == ()
    assert (events["marker.er"][0].answer, events["marker.pr"][0].answer) == ("positive", "positive")
    assert events["marker.er"][0].start is None
    assert {events[name][0].answer for name in ("marker.esr1", "marker.pik3ca")} == {"present"}
    assert events["obs.ecog"][0].value == 1
    assert [event.status for event in events["drug.fulvestrant"]] == ["completed", "active"]
    assert events["drug.abemaciclib"][0].status == events["drug.ribociclib"][0].status == "active"
    assert trial_patient.newest.isoformat() == "2019-06-01"


def mcode(shared_data, part):
    (path,) = (path for path in (shared_data / "mcode-ig-4.0.0" / "patients").glob("*.json") if part in path.name)
    return read(path)


def test_all_seven_patients_of_the_guide_are_read(shared_data):
    paths = sorted((shared_data / "mcode-ig-4.0.0" / "patients").glob("*.json"))
    assert len(paths) == 7
    for path in paths:
        timeline = read(path)
        assert timeline.read == len(json.loads(path.read_bytes())["entry"])
        assert not set(NEVER) & set(timeline.events), path.name


def test_jenny(shared_data):
    timeline = mcode(shared_data, "jenny")
    events = timeline.events
    (cancer,) = events["condition.breast-cancer"]
    assert (cancer.laterality, cancer.start.isoformat(), cancer.status) == ("left", "2018-03-16", "resolved")
    answers = [events[name][0].answer for name in ("marker.er", "marker.pr", "marker.her2-ihc") if name in events]
    assert answers[:2] == ["positive", "negative"]
    weights = [str(event.reported) for event in events["body.weight"]]
    assert weights == ["155", "150"]
    assert all(60 < event.value < 75 for event in events["body.weight"])
    assert 165 < events["body.height"][0].value < 165.2
    courses = events["proc.rt.course"]
    assert {(str(course.dose.normalize()), course.fractions) for course in courses} == {("6E+1", 30), ("5E+1", 25)}
    assert all(course.answer == "curative" and course.lesion is None for course in courses)
    (anastrozole,) = events["drug.anastrozole"]
    assert (anastrozole.kind, anastrozole.status, anastrozole.route) == ("order", "active", "oral")
    assert timeline.lesions == ()


def test_eve_has_breast_cancer_because_of_the_body_site(shared_data):
    (cancer,) = mcode(shared_data, "eve-anyperson").events["condition.breast-cancer"]
    assert (cancer.site, cancer.laterality) == ("breast", "left")


def test_adam_has_metastases_of_an_unknown_place(shared_data):
    events = mcode(shared_data, "adam-everyman").events
    assert "condition.metastasis" in events
    assert "condition.breast-cancer" not in events


def test_john_denies_metastases_in_his_history(shared_data):
    events = mcode(shared_data, "john").events
    assert [event.answer for event in events["history.metastasis"]] == ["absent"]
    assert "condition.metastasis.brain" in events
    assert "condition.breast-cancer" not in events


def test_the_units_of_the_guide_are_told_apart(shared_data):
    assert "lab.haemoglobin" in mcode(shared_data, "adam-everyman").events  # "g/dl"


def test_synthetic_people_without_cancer_in_the_bone(shared_data):
    paths = sorted((shared_data / "synthea-smart-negatives").glob("*.gz"))
    assert len(paths) == 3
    for path in paths:
        timeline = read(path)
        assert timeline.read == len(json.loads(gzip.decompress(path.read_bytes()))["entry"])
        assert not set(NEVER) & set(timeline.events)
        assert timeline.events["lab.calcium"]
        assert timeline.events["lab.creatinine"]
        assert timeline.events["body.weight"]
        assert timeline.lesions == ()


def test_every_case_of_the_reference_validator_is_read_or_refused(shared_data):
    paths = sorted((shared_data / "fhir-validator-cases").glob("*.json"))
    assert len(paths) > 80
    for path in paths:
        try:
            read(path)
        except RecordError as error:
            assert str(error)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("bad-json-close-1", 15),
        ("bad-json-close-2", 15),
        ("bad-json-close-3", 16),
        ("json-comma-bad-1", 7),
        ("json-comments-2", 3),
        ("json-no-quotes-1", 2),
    ],
)
def test_broken_json_is_refused_with_its_line(shared_data, name, line):
    with pytest.raises(RecordError, match=f"line {line}, column"):
        read_record(shared_data / "fhir-validator-cases" / f"{name}.json")


def test_a_byte_order_mark_is_no_fault(shared_data):
    assert read(shared_data / "fhir-validator-cases" / "shc-bundle.json").read == 3


def test_every_resource_of_the_guide_beside_its_own_patient(shared_data):
    for path in sorted((shared_data / "mcode-ig-4.0.0" / "resources").glob("*.json")):
        resource = json.loads(path.read_bytes())
        if resource["resourceType"] in ("Patient", "Group"):
            continue
        for key in ("subject", "patient"):
            if key in resource:
                resource[key] = {"reference": "Patient/x"}
        timeline = read_record([{"resourceType": "Patient", "id": "x"}, resource])
        balanced(timeline)
        assert not [problem for problem in timeline.problems if "form that cannot" in problem.message], path.name
        assert "condition.metastasis.bone" not in timeline.events
