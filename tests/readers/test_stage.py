"""The stage of a breast cancer: on the diagnosis, or as a result of its own."""

from datetime import date

import pytest

from osteon.record import read_record
from readers.fhir import OSTEON, SNOMED, code, condition, observation, only, read

BREAST_CANCER = "408643008"
LUNG_CANCER = "254637007"
CLINICAL, PATHOLOGICAL, OTHER = "21908-9", "21902-2", "21914-7"
MANUAL = "http://cancerstaging.org"


def staged(*summaries, **more):
    return condition(
        BREAST_CANCER, onsetDateTime="2018-03-16", stage=[{"summary": summary} for summary in summaries], **more
    )


@pytest.mark.parametrize(
    ("summary", "group"),
    [
        (code(SNOMED, "1222806003", "American Joint Committee on Cancer stage IIIC (qualifier value)"), "III"),
        (code(SNOMED, "1222806003"), "III"),
        (code(SNOMED, "1222769001"), "II"),
        (code(MANUAL, "4", "IV"), "IV"),
        (code(MANUAL, "1A"), "I"),
        ({"text": "Stage IIB"}, "II"),
        ({"text": "stage 3"}, "III"),
        ({"text": "Stadium IV"}, "IV"),
        ({"text": "IIIA (T3 N1 M0), stage IIIA"}, "III"),
        (code(MANUAL, "0", "Stage 0"), "0"),
        (code(OSTEON, "II"), "II"),
        (code("urn:local", "7", "Stage IA1"), "I"),
    ],
)
def test_the_stage_on_the_diagnosis(summary, group):
    event = only(read(staged(summary)), "condition.stage")
    assert (event.answer, event.start, event.kind, event.source) == (
        group,
        date(2018, 3, 16),
        "condition",
        "Condition/1",
    )


@pytest.mark.parametrize(
    "summary",
    [
        {"text": "T2 N0 M0"},
        {"text": "stage in dispute"},
        {"text": "Stage 12"},
        code(MANUAL, "3", "IV"),
        {"coding": [{"system": MANUAL, "code": "2"}, {"system": MANUAL, "code": "3"}]},
    ],
)
def test_a_stage_that_says_none_or_two_is_told(summary):
    timeline = read(staged(summary))
    assert "condition.stage" not in timeline.events
    assert "condition.breast-cancer" in timeline.events
    assert [problem.path for problem in timeline.problems] == ["stage[0].summary"]


def test_the_stage_of_another_cancer_is_not_read_from_its_diagnosis():
    timeline = read(condition(LUNG_CANCER, stage=[{"summary": {"text": "Stage II"}}]))
    assert "condition.stage" not in timeline.events
    assert not timeline.problems


def test_a_suspected_cancer_has_a_suspected_stage():
    event = only(
        read(
            staged(
                {"text": "Stage I"},
                verificationStatus=code("http://terminology.hl7.org/CodeSystem/condition-ver-status", "provisional"),
            )
        ),
        "condition.stage",
    )
    assert event.status == "suspected"


def test_a_stage_without_a_summary_points_to_its_observation():
    timeline = read(condition(BREAST_CANCER, stage=[{"assessment": [{"reference": "Observation/1"}]}]))
    assert "condition.stage" not in timeline.events
    assert not timeline.problems


@pytest.mark.parametrize("value", [CLINICAL, PATHOLOGICAL, OTHER])
def test_the_stage_as_a_result(value):
    event = only(read(observation(value, valueCodeableConcept=code(MANUAL, "3B", "IIIB"))), "condition.stage")
    assert (event.answer, event.start, event.kind) == ("III", date(2025, 5, 30), "observation")


@pytest.mark.parametrize("value", ["399390009", "399537006", "399588009"])
def test_the_stage_as_a_result_of_the_newer_guide(value):
    summary = code(SNOMED, "1222769001", "American Joint Committee on Cancer stage IIB (qualifier value)")
    assert only(read(observation(value, system=SNOMED, valueCodeableConcept=summary)), "condition.stage").answer == "II"


def test_the_stage_as_a_result_in_words():
    assert only(read(observation(CLINICAL, valueString="Stage IV")), "condition.stage").answer == "IV"


def test_a_result_that_names_no_stage_is_told():
    timeline = read(observation(CLINICAL, valueCodeableConcept={"text": "cannot be assessed"}))
    assert "condition.stage" not in timeline.events
    assert [problem.path for problem in timeline.problems] == ["valueCodeableConcept"]


def test_a_result_without_a_value_is_no_stage():
    timeline = read(observation(CLINICAL))
    assert "condition.stage" not in timeline.events


def test_a_stage_that_is_about_another_cancer_is_not_read():
    lung = condition(LUNG_CANCER, "lung")
    breast = condition(BREAST_CANCER, "breast")
    about = {
        name: observation(
            CLINICAL, name, valueCodeableConcept=code(MANUAL, "2"), focus=[{"reference": f"Condition/{name}"}]
        )
        for name in ("lung", "breast")
    }
    assert "condition.stage" not in read(lung, breast, about["lung"]).events
    assert only(read(lung, breast, about["breast"]), "condition.stage").answer == "II"


def test_a_stage_that_points_to_a_cancer_whose_site_is_the_breast():
    cancer = condition("363346000", "c", bodySite=[code(SNOMED, "76752008")])
    stage = observation(CLINICAL, valueCodeableConcept=code(MANUAL, "1"), focus=[{"reference": "Condition/c"}])
    assert only(read(cancer, stage), "condition.stage").answer == "I"
    elsewhere = condition("363346000", "c", bodySite=[code(SNOMED, "71341001")])
    assert "condition.stage" not in read(elsewhere, stage).events


def test_the_stage_of_public_patients(shared_data):
    trial = read_record(shared_data / "mcode-trial-matching" / "TrialMatching_Patient01.json")
    assert {event.answer for event in trial.events["condition.stage"]} == {"IV"}
    assert not trial.problems
    patients = shared_data / "mcode-ig-4.0.0" / "patients"
    jenny = read_record(patients / "cancer-patient-jenny-m.bundle.json").events["condition.stage"]
    # Her diagnosis says IIIC and her two staging results say IIB: all three are kept, the newest counts.
    assert [event.answer for event in jenny if event.kind == "condition"] == ["III"]
    assert [event.answer for event in jenny if event.kind == "observation"] == ["II", "II"]
    assert (jenny[-1].start, jenny[-1].answer) == (date(2018, 4, 5), "II")
    john = read_record(patients / "cancer-patient-john-anyperson.bundle.json")
    assert "condition.breast-cancer" not in john.events
    assert "condition.stage" not in john.events
