"""The JSON of a review: the one way in which it is written, whatever a reader asks for."""

import json

import orjson
import pytest

from osteon.review import review_record

PATIENT = {"resourceType": "Patient", "id": "p", "gender": "female", "birthDate": "1960-05-01"}
CANCER = {
    "resourceType": "Condition",
    "id": "cancer",
    "clinicalStatus": {"coding": [{"code": "active"}]},
    "code": {"coding": [{"system": "http://snomed.info/sct", "code": "254837009"}]},
    "recordedDate": "2024-01-10",
}


def test_text_bytes_and_data_say_the_same():
    review = review_record("examples/spine-and-femur.json")
    assert review.to_json().encode() == review.to_json_bytes()
    assert json.loads(review.to_json()) == review.to_dict()
    assert review.findings is review.to_dict()["findings"]


@pytest.mark.parametrize("name", ["bone-only", "femur-borderline", "spine-and-cord", "spine-and-femur"])
def test_a_part_says_what_the_whole_says(name: str):
    review = review_record(f"examples/{name}.json")
    whole = review.to_dict()
    for verdicts in (("met",), ("met", "unknown"), ()):
        part = review.part(*verdicts)
        assert part["findings"] == [item for item in whole["findings"] if item["verdict"] in verdicts]
        assert {key: part[key] for key in part if key != "findings"} == {key: whole[key] for key in ("disease", "lesions", "questions")}


@pytest.mark.parametrize("name", ["bone-only", "femur-borderline", "spine-and-cord", "spine-and-femur"])
def test_nothing_is_left_to_fill_in_and_no_key_stands_twice(name: str):
    def once(pairs: list) -> dict:
        assert len({key for key, _ in pairs}) == len(pairs)
        return dict(pairs)

    raw = review_record(f"examples/{name}.json").to_json_bytes()
    assert b"\0" not in raw
    assert orjson.dumps(json.loads(raw, object_pairs_hook=once)) == raw


def test_words_of_the_record_stay_words():
    """Signs that mean something to JSON, or to whoever fills in a form, are only letters of a name here."""
    odd = '%b "100 %" \\ {x} %s'
    review = review_record([{**PATIENT, "name": [{"text": odd}]}, {**CANCER, "id": "a%b"}])
    content = json.loads(review.to_json_bytes())
    assert content["patient"]["name"] == odd
    assert content["disease"]["sources"] == ["Condition/a%b"]


def test_every_finding_is_there_for_somebody_of_whom_little_is_known():
    from osteon.pathway import pathway

    findings = review_record([PATIENT]).findings
    assert {item["id"] for item in findings} == {item.id for item in pathway().recommendations if not item.draft}
    assert all(item.keys() == findings[0].keys() for item in findings)


def test_half_a_surrogate_pair_is_written_as_a_question_mark():
    review = review_record([{**PATIENT, "name": [{"text": "An\ud800na"}]}, {**CANCER, "id": "c\udfff"}])
    assert json.loads(review.to_json_bytes())["patient"]["name"] == "An?na"
    assert review.to_dict()["disease"]["sources"] == ["Condition/c?"]
    assert "An?na" in review.to_text(width=80)
