"""Questionnaires as they are published: the composite grade of PRO-CTCAE, the scales of the QLQ-C30, the FACT-BP, and licences."""

from decimal import Decimal
from itertools import product

import pytest

from osteon.engine.nodes import CHECKED
from osteon.pathway.patient_reports.composite import COMBINATIONS, NOT_ASKED, composite_grade, grade_of, with_zeros
from osteon.pathway.patient_reports.licences import LICENCES
from osteon.pathway.patient_reports.scorers import (
    C30_SCALES,
    C30_SUMMARY,
    FACT_BP_ITEMS,
    fact_bp,
    qlq_c30,
    qlq_c30_scale,
    qlq_c30_summary,
)
from osteon.pathway.patient_reports.terms import BY_ID, TERMS
from osteon.record import read_record
from osteon.terminology import concept

# --- PRO-CTCAE: all 179 combinations, typed from the reference (skeletal-events.md 7.1) ---------------------------------

THREE = """
F1  0 1 1 2 2   1 1 1 2 2   1 2 2 2 3   2 2 2 3 3   2 2 3 3 3
F2  0 1 1 2 2   1 1 1 2 2   2 2 2 3 3   2 2 2 3 3   2 2 3 3 3
F3  1 1 1 2 2   1 1 1 2 2   2 2 2 3 3   2 2 3 3 3   2 2 3 3 3
F4  1 1 1 2 2   1 1 2 2 3   2 2 2 3 3   2 2 3 3 3   2 2 3 3 3
"""
"""A row: frequency 1 to 4; blocks: severity 0 to 4; within a block: interference 0 to 4."""
TWO = {
    ("frequency", "severity"): "1 1 1 2 2 / 1 1 2 2 2 / 1 1 2 3 3 / 1 1 2 3 3",
    ("severity", "interference"): "1 1 1 2 2 / 1 1 2 2 3 / 1 2 2 3 3 / 2 2 2 3 3",
    ("frequency", "interference"): "1 1 1 2 2 / 1 1 1 2 2 / 1 1 2 3 3 / 1 1 2 3 3",
}
"""Rows: first answer 1 to 4; columns: second answer 0 to 4."""
ONE = {"frequency": "0 1 1 2 3", "severity": "0 1 2 3 3", "interference": "0 1 1 2 2"}
ASKED = (("frequency", "severity", "interference"), *TWO, *((name,) for name in ONE))


def typed():
    """(answers by name, grade) of every combination."""
    for row in THREE.split("F")[1:]:
        frequency, *grades = map(int, row.split())
        for (severity, interference), grade in zip(product(range(5), repeat=2), grades, strict=True):
            yield {"frequency": frequency, "severity": severity, "interference": interference}, grade
    for (first, second), table in TWO.items():
        for answer, row in enumerate(table.split("/"), 1):
            for other, grade in enumerate(map(int, row.split())):
                yield {first: answer, second: other}, grade
    for name, row in ONE.items():
        for answer, grade in enumerate(map(int, row.split())):
            yield {name: answer}, grade
    for names in ASKED[:4]:  # a first answer of 0: one combination for each set of questions
        yield {names[0]: 0} | dict.fromkeys(names[1:]), 0


ALL = list(typed())


def test_there_are_as_many_combinations_as_the_paper_states():
    assert len(ALL) == len(COMBINATIONS) == 179


@pytest.mark.parametrize(
    ("answers", "grade"), ALL, ids=[" ".join(f"{name[0]}{answer}" for name, answer in said.items()) for said, _ in ALL]
)
def test_composite_grade(answers, grade):
    assert composite_grade(**answers) == (grade, "")


def test_every_combination_of_answers_has_a_grade():
    """Whatever is answered in full is graded, and whatever is graded lies between 0 and 3."""
    for names in ASKED:
        for answers in product(range(5), repeat=len(names)):
            value, missing = composite_grade(**dict(zip(names, answers, strict=True)))
            assert value in range(4) and missing == ""


@pytest.mark.parametrize(
    ("term", "answers", "grade"),
    [
        ("pain", (4, 3, 2), 3),
        ("pain", (4, 3, 0), 2),
        ("pain", (1, 0, 0), 0),
        ("pain", (3, 0, 0), 1),
        ("pain", (2, 2, 3), 3),
        ("fatigue", (3, 0), 1),
        ("fatigue", (4, 1), 2),
        ("nausea", (3, 3), 3),
        ("constipation", (4,), 3),
        ("urinary-urgency", (4, 1), 1),
    ],
)
def test_vectors_of_the_reference(term, answers, grade):
    said = dict(zip(BY_ID[term].attributes, answers, strict=True))
    assert grade_of(BY_ID[term], said).value == grade


@pytest.mark.parametrize("others", list(product((None, 0, 3, 4), repeat=2)))
def test_a_first_answer_of_0_is_grade_0_whatever_follows(others):
    assert composite_grade(0, *others).value == 0
    assert composite_grade(0, others[0]).value == 0
    assert composite_grade(severity=0, interference=others[0]).value == 0
    assert composite_grade(frequency=0, interference=others[0]).value == 0


def test_one_missing_answer_leaves_the_grade_missing():
    assert composite_grade(None, 3, 2) == (None, "no answer on frequency")
    assert composite_grade(4, None, 2) == (None, "no answer on severity")
    assert composite_grade(4, None, None) == (None, "no answer on severity and interference")
    assert composite_grade(severity=3, interference=None) == (None, "no answer on interference")
    assert composite_grade(severity=None, interference=0).value is None, "0 on a later question is no first answer"
    assert grade_of(BY_ID["pain"], {"frequency": 4, "severity": 3}).missing == "no answer on interference"


@pytest.mark.parametrize("answer", [-1, 5, 12, 2.5, True])
def test_what_is_no_answer_is_told(answer):
    assert composite_grade(severity=answer) == (None, f"severity is {answer}, which is no answer from 0 to 4")


def test_a_grade_needs_a_question():
    with pytest.raises(ValueError, match="at least one"):
        composite_grade()
    with pytest.raises(ValueError, match="no question on frequency"):
        grade_of(BY_ID["fatigue"], {"frequency": 1})
    assert composite_grade(NOT_ASKED, 2) == composite_grade(severity=2)


def test_zeros_for_questions_that_were_rightly_not_asked():
    pain = BY_ID["pain"]
    assert with_zeros(pain, {"frequency": 0}) == {"frequency": 0, "severity": 0, "interference": 0}
    assert with_zeros(pain, {"frequency": 0, "severity": 2}) == {"frequency": 0, "severity": 2, "interference": 0}
    assert with_zeros(pain, {"frequency": 1}) == {"frequency": 1, "severity": None, "interference": None}
    assert with_zeros(pain, {"severity": 0}) == {"frequency": None, "severity": 0, "interference": None}


NUMBERS = """
48 FSI, 50 FSI, 51 FSI, 53 SI, 52 SI, 54 FSI, 55 FSI, 56 FSI, 39 SI, 40 SI, 46 SI, 47 SI, 15 S, 9 FS, 10 FS, 8 SI, 18 FI, 62 FI,
65 FI, 19 SI, 3 SI, 77 FS, 60 S, 68 S, 71 S
"""


def test_terms_with_their_numbers_and_questions():
    typed = dict(item.split() for item in NUMBERS.split(","))
    ours = {str(term.number): "".join(word[0].upper() for word in term.attributes) for term in TERMS}
    assert ours == typed and len(TERMS) == 25


def test_an_answer_is_read_from_a_questionnaire():
    """A form with our link ids; a step that does not exist is a problem and no answer."""
    assert all(concept(name).bounds == (0, 4, 1) for term in TERMS for name in term.concepts)
    items = [
        {"linkId": "pro.ctcae.pain.severity", "answer": [{"valueInteger": 3}]},
        {"linkId": "pro.ctcae.pain.frequency", "answer": [{"valueCoding": {"code": "4"}}]},
        {"linkId": "pro.ctcae.fatigue.severity", "answer": [{"valueInteger": 5}]},
        {"linkId": "report.new-weakness", "answer": [{"valueBoolean": True}]},
        {"linkId": "report.fever", "answer": [{"valueBoolean": False}]},
    ]
    form = {
        "resourceType": "QuestionnaireResponse",
        "id": "diary",
        "status": "completed",
        "subject": {"reference": "Patient/p"},
        "authored": "2025-05-31T20:00:00Z",
        "item": items,
    }
    timeline = read_record([{"resourceType": "Patient", "id": "p"}, form])
    found = {name: (rows[0].value, rows[0].answer, rows[0].kind) for name, rows in timeline.events.items()}
    assert found == {
        "pro.ctcae.pain.severity": (3, None, "observation"),
        "pro.ctcae.pain.frequency": (4, None, "observation"),
        "report.new-weakness": (None, "present", "observation"),
        "report.fever": (None, "absent", "observation"),
    }
    assert [problem.path for problem in timeline.problems] == ["item[2].answer[0].valueInteger"]


# --- EORTC QLQ-C30 (skeletal-events.md 7.4) -----------------------------------------------------------------------------

SCALES = {scale.id: scale for scale in C30_SCALES}


@pytest.mark.parametrize(
    ("scale", "answers", "score"),
    [
        ("PF", (1, 2, 2, 1, 3), "73.33"),
        ("PF", (2, 2, 3, None, None), "55.56"),
        ("PF", (2, 3, None, None, None), None),
        ("EF", (1, 2, 2, 3), "66.67"),
        ("FA", (2, 3, 4), "66.67"),
        ("FA", (2, None, None), None),
        ("PA", (4, 3), "83.33"),
        ("QL", (5, 4), "58.33"),
        ("QL", (5, None), "66.67"),
        ("SL", (2,), "33.33"),
    ],
)
def test_qlq_c30_vectors(scale, answers, score):
    found = qlq_c30_scale(scale, dict(zip(SCALES[scale].items, answers, strict=True)))
    assert (found.value is None) == (score is None)
    assert found.value is None or round(found.value, 2) == Decimal(score)
    assert bool(found.missing) == (score is None)


@pytest.mark.parametrize("scale", C30_SCALES, ids=lambda scale: scale.id)
def test_every_scale_runs_from_0_to_100(scale):
    best, worst = (qlq_c30_scale(scale.id, dict.fromkeys(scale.items, answer)).value for answer in (1, scale.highest))
    assert (best, worst) == ((100, 0) if scale.kind == "function" else (0, 100))


def test_every_item_belongs_to_one_scale():
    assert sorted(item for scale in C30_SCALES for item in scale.items) == list(range(1, 31))


def test_half_of_the_items_is_enough():
    assert qlq_c30_scale("RF", {6: 2}).value is not None
    assert qlq_c30_scale("EF", {21: 1, 22: 1}).value == 100
    assert qlq_c30_scale("EF", {21: 1}) == (None, "1 of 4 items answered; at least half are needed")


def test_summary_is_the_mean_of_13_scales_with_symptoms_turned_round():
    assert len(C30_SUMMARY) == 13
    well = dict.fromkeys(range(1, 29), 1)
    assert qlq_c30_summary(well).value == 100, "global health and money are not part of it"
    assert qlq_c30_summary(dict.fromkeys(range(1, 29), 4)).value == 0
    tired = well | {10: 4, 12: 4, 18: 4}
    assert round(qlq_c30_summary(tired).value, 4) == round(Decimal(1200) / 13, 4)
    assert qlq_c30(tired)["summary"] == qlq_c30_summary(tired)


def test_summary_needs_all_13_scales():
    lacking = qlq_c30_summary({item: 1 for item in range(1, 29) if item not in (8, 11)})
    assert lacking == (None, "no score of DY, SL; all 13 scales are needed")


def test_an_answer_that_does_not_exist_is_told():
    assert qlq_c30_scale("SL", {11: 5}) == (None, "item 11: 5 is no answer from 1 to 4")
    assert qlq_c30_scale("PF", {1: 1, 2: 1, 3: 1, 4: 1, 5: 0}).value is None
    assert qlq_c30_scale("QL", {29: 7, 30: 7}).value == 100


# --- FACT-BP (skeletal-events.md 7.6) -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "score"),
    [
        ({"GF7": 3} | dict.fromkeys(FACT_BP_ITEMS[1:], 1), "45"),
        ({"GF7": 3} | dict.fromkeys(FACT_BP_ITEMS[1:-2], 1), "45"),
        ({"GF7": 3, "P2": 0} | {f"BP{number}": 2 for number in range(1, 7)}, "35.625"),
    ],
)
def test_fact_bp_vectors(answers, score):
    assert fact_bp(answers) == (Decimal(score), "")


def test_fact_bp_runs_from_0_to_60():
    assert len(FACT_BP_ITEMS) == 15
    assert fact_bp({"GF7": 4} | dict.fromkeys(FACT_BP_ITEMS[1:], 0)).value == 60
    assert fact_bp({"GF7": 0} | dict.fromkeys(FACT_BP_ITEMS[1:], 4)).value == 0


def test_fact_bp_needs_more_than_half():
    seven = dict.fromkeys(FACT_BP_ITEMS[:7], 2)
    assert fact_bp(seven) == (None, "7 of 15 items answered; more than half are needed")
    assert fact_bp(seven | {FACT_BP_ITEMS[7]: 2}).value == 30
    assert fact_bp(seven | {"BP9": 7}) == (None, "item BP9: 7 is no answer from 0 to 4")


# --- licences (skeletal-events.md 7.7) ----------------------------------------------------------------------------------


def test_every_licence_says_what_is_shipped_and_how_far_it_was_checked():
    assert len({row.instrument for row in LICENCES}) == len(LICENCES)
    for row in LICENCES:
        assert row.text in ("free", "own wording only", "not free", "terms apply"), row
        assert row.checked in CHECKED and row.shipped and row.note, row


def test_nothing_but_numbers_of_what_is_not_free():
    """What is not free comes as item numbers, as a total that a site records, or not at all."""
    for row in LICENCES:
        if row.text == "not free":
            assert any(word in row.shipped for word in ("nothing", "item numbers", "total")), row
