"""Observations: figures, units, scores, answers, and what is not there."""

from decimal import Decimal

import pytest

from readers.fhir import (
    FEMUR,
    LEFT,
    LOINC,
    OSTEON,
    SNOMED,
    code,
    observation,
    only,
    quantity,
    read,
    refused,
)

CREATININE = "2160-0"
ECOG = "89247-1"
PAIN = "72514-3"
ER = "40556-3"


def test_a_figure_is_kept_as_reported_and_given_in_the_unit_of_the_concept():
    limits = [{"low": quantity(45, "umol/L"), "high": quantity(84, "umol/L")}]
    event = only(
        read(observation(CREATININE, valueQuantity=quantity(88.4, "umol/L"), referenceRange=limits)), "lab.creatinine"
    )
    assert (event.value, event.unit) == (Decimal(1), "mg/dL")
    assert (event.reported, event.reported_unit) == (Decimal("88.4"), "umol/L")
    assert (event.low, event.high) == (Decimal(45), Decimal(84))
    assert (event.kind, event.status, event.tier) == ("observation", "final", "A")


def test_a_limit_in_another_unit_is_brought_into_the_unit_of_the_report():
    limits = [{"low": quantity(0.5, "mg/dL"), "high": quantity(5, "kg")}]
    timeline = read(observation(CREATININE, valueQuantity=quantity(100, "umol/L"), referenceRange=limits))
    event = only(timeline, "lab.creatinine")
    assert event.low == Decimal("44.20")
    assert event.high is None
    assert timeline.problems[0].path == "referenceRange[0].high.unit"


@pytest.mark.parametrize(
    "value",
    [
        quantity(1.1, None),
        quantity(1.1, "furlong"),
        quantity(1.1, "kg"),
        quantity("1.1", "mg/dL"),
        quantity(float("nan"), "mg/dL"),
        quantity(True, "mg/dL"),
        quantity(-1, "mg/dL"),
        quantity(1.1, "mg/dL", comparator="<"),
        {"value": 1.1, "unit": "mg/dL", "code": "umol/L"},
        [1.1],
        "1.1 mg/dL",
    ],
)
def test_a_value_that_cannot_be_used_is_a_problem_and_a_gap(value):
    timeline = read(observation(CREATININE, valueQuantity=value))
    assert not timeline.events
    assert timeline.problems[0].path.startswith("valueQuantity")
    (gap,) = timeline.gaps["lab.creatinine"]
    assert (gap.cause, gap.source) == ("unit-not-convertible", "Observation/1")


def test_no_message_holds_the_value():
    timeline = read(observation(CREATININE, valueQuantity=quantity(31415.92653, "kg")))
    assert "31415" not in str(timeline.problems)


@pytest.mark.parametrize(
    ("value", "score"),
    [
        ({"valueInteger": 1}, 1),
        ({"valueQuantity": quantity(2, "{score}")}, 2),
        ({"valueQuantity": quantity(2, None)}, 2),
        ({"valueCodeableConcept": code(LOINC, "LA9622-7")}, 0),
        ({"valueCodeableConcept": code(LOINC, "LA9626-8")}, 4),
        ({"valueCodeableConcept": {"text": "3"}}, 3),
        ({"valueCodeableConcept": {"text": "ECOG 3"}}, 3),
        ({"interpretation": [code(LOINC, "LA9623-5")]}, 1),
    ],
)
def test_ecog_in_every_shape(value, score):
    assert only(read(observation(ECOG, **value)), "obs.ecog").value == score


@pytest.mark.parametrize(
    "value",
    [
        {"valueInteger": 7},
        {"valueInteger": -1},
        {"valueQuantity": quantity(1.5, "{score}")},
        {"valueString": "1"},
        {"valueCodeableConcept": {"text": "fit"}},
        {"valueBoolean": True},
        {"valueQuantity": quantity(1, "kg")},
    ],
)
def test_what_is_no_step_of_the_score_is_a_problem(value):
    assert refused(observation(ECOG, **value)).startswith("value")


@pytest.mark.parametrize(
    ("value", "score"),
    [
        ({"valueInteger": 7}, "7"),
        ({"valueQuantity": quantity(7, "{score}")}, "7"),
        ({"valueQuantity": quantity(3.4, "{score}")}, "3.4"),
        ({"valueCodeableConcept": {"coding": [{"system": "x", "code": "7"}]}}, "7"),
        ({"valueCodeableConcept": {"text": "7"}}, "7"),
    ],
)
def test_pain_in_every_shape(value, score):
    assert str(only(read(observation(PAIN, **value)), "obs.pain").value) == score


def test_a_karnofsky_score_in_percent():
    assert only(read(observation("89243-0", valueQuantity=quantity(80, "%"))), "obs.kps").value == 80


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ({"valueCodeableConcept": code(LOINC, "LA6576-8")}, "positive"),
        ({"valueCodeableConcept": code(SNOMED, "260385009")}, "negative"),
        ({"valueCodeableConcept": {"text": "Positive"}}, "positive"),
        ({"valueBoolean": False}, "negative"),
        (
            {"interpretation": [code("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "POS")]},
            "positive",
        ),
    ],
)
def test_a_receptor_answer_in_every_shape(value, answer):
    assert only(read(observation(ER, **value)), "marker.er").answer == answer


def test_an_answer_that_nobody_knows_is_a_problem_and_a_gap():
    timeline = read(observation(ER, valueCodeableConcept=code("local", "maybe")))
    assert not timeline.events
    assert timeline.gaps["marker.er"][0].cause == "unit-not-convertible"


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        ({}, "present"),
        ({"valueBoolean": True}, "present"),
        ({"valueBoolean": False}, "absent"),
        ({"valueCodeableConcept": code(SNOMED, "260385009")}, "absent"),
        ({"valueCodeableConcept": {"text": "no"}}, "absent"),
        ({"valueString": "yes"}, "present"),
    ],
)
def test_a_sign_is_present_or_absent(value, answer):
    event = only(read(observation("symptom.numbness", system=OSTEON, **value)), "symptom.numbness")
    assert event.answer == answer


def test_a_denied_history_is_absent():
    event = only(read(observation("1287652008", system=SNOMED, valueBoolean=False)), "history.metastasis")
    assert event.answer == "absent"


def test_an_assertion_is_read_from_its_value():
    assertion = observation("ASSERTION", system="http://terminology.hl7.org/CodeSystem/v3-ActCode")
    assertion["valueCodeableConcept"] = code(OSTEON, "symptom.bone-pain")
    assert only(read(assertion), "symptom.bone-pain").answer == "present"


@pytest.mark.parametrize(
    ("more", "rule"),
    [
        ({"dataAbsentReason": code("http://terminology.hl7.org/CodeSystem/data-absent-reason", "unknown")}, "no-value"),
        ({}, "no-value"),
        ({"hasMember": [{"reference": "Observation/2"}]}, "panel"),
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "registered"}, "pending"),
        ({"status": "preliminary"}, "pending"),
    ],
)
def test_a_result_without_a_value_is_counted_under_its_rule(more, rule):
    timeline = read(observation(CREATININE, **more))
    assert timeline.ignored == {rule: 1}
    assert ("lab.creatinine" in timeline.gaps) == (rule == "pending")


def test_a_preliminary_value_is_marked():
    event = only(
        read(observation(CREATININE, status="preliminary", valueQuantity=quantity(1, "mg/dL"))), "lab.creatinine"
    )
    assert event.status == "preliminary"


def test_components_are_results_of_their_own():
    parts = [
        {"code": code(LOINC, CREATININE), "valueQuantity": quantity(1, "mg/dL")},
        {"code": code(LOINC, "17861-6"), "valueQuantity": quantity("9", "mg/dL")},
        {"code": code(LOINC, "99999-9"), "valueQuantity": quantity(9, "mg/dL")},
        None,
    ]
    timeline = read(observation("55555-5", component=parts))
    assert set(timeline.events) == {"lab.creatinine"}
    assert timeline.used == 2  # the patient and the panel
    assert [problem.path for problem in timeline.problems] == ["component[3]", "component[1].valueQuantity.value"]


def test_a_gene_stands_in_a_component_and_its_state_in_the_value():
    gene = {"code": code(LOINC, "48018-6"), "valueCodeableConcept": code("http://www.genenames.org", "HGNC:3467")}
    variant = observation("69548-6", valueCodeableConcept=code(LOINC, "LA9633-4"), component=[gene])
    assert only(read(variant), "marker.esr1").answer == "present"
    looked_at = observation("53041-0", component=[gene])
    assert read(looked_at).ignored == {"code-not-in-pathway": 1}


def test_a_result_may_have_a_place():
    site = {"coding": [{"system": SNOMED, "code": FEMUR}, {"system": SNOMED, "code": LEFT}]}
    event = only(read(observation(PAIN, valueInteger=6, bodySite=site)), "obs.pain")
    assert (event.site, event.laterality) == ("femur", "left")


def test_results_stand_in_the_order_of_time():
    days = ["2025-03-01T09:00:00Z", "2025-01-01", None, "2025-03-01T08:00:00Z", "2025-03-01"]
    results = [
        observation(CREATININE, str(number), valueQuantity=quantity(number + 1, "mg/dL"), effectiveDateTime=day)
        for number, day in enumerate(days)
    ]
    assert [int(event.value) for event in read(*results).events["lab.creatinine"]] == [3, 2, 5, 4, 1]


def test_words_without_a_code_are_counted_and_not_guessed():
    assert read(observation({"text": "looks pale"}, valueBoolean=True)).ignored == {"text-only": 1}
