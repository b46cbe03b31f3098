"""Answers of questionnaires whose steps are codes."""

from readers.fhir import LOINC, code, entry, observation, read


def test_coded_answers_of_the_phq9_are_points():
    timeline = read(observation("44260-8", "1", valueCodeableConcept=code(LOINC, "LA6569-3", "Several days")))
    assert timeline.events["obs.phq9-item-9"][0].value == 1
    assert timeline.problems == ()


def test_a_code_of_another_scale_is_told_and_not_used():
    timeline = read(observation("44260-8", "1", valueCodeableConcept=code(LOINC, "LA9622-7")))
    assert "obs.phq9-item-9" not in timeline.events
    assert "no step of this score" in timeline.problems[0].message


def test_a_form_with_coded_answers():
    answer = {"valueCoding": {"system": LOINC, "code": "LA6571-9"}}
    item = {"linkId": "/44260-8", "code": [{"system": LOINC, "code": "44260-8"}], "answer": [answer]}
    form = entry("QuestionnaireResponse", status="completed", authored="2025-05-30", item=[item])
    assert read(form).events["obs.phq9-item-9"][0].value == 3


def test_a_total_outside_its_bounds_is_told():
    timeline = read(observation("44261-6", "1", valueInteger=28))
    assert "obs.phq9" not in timeline.events
