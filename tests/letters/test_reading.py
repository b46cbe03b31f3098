"""Reading age of the letter to the patient. Aim: 11 years (grade 5); no sentence above 13."""

from __future__ import annotations

import pytest

from letters.reading import counts, fernandez_huerta, flesch_kincaid_grade
from osteon.language import LANGUAGES, translated
from osteon.review.letters.patient import BONE, FOUND
from osteon.review.letters.sentences import SENTENCES
from osteon.review.letters.signs import ELSE, SIGNS

HARDEST_LETTER, HARDEST_SENTENCE = 5.0, 8.0
"""Grades. Grade 5 is read at 10 to 11 years: the aim of the NHS is 9 to 11, of American advice grades 5 to 6."""
LEAST_EASE = 70.0
"""Fernandez Huerta from 70: easy enough for grades 6 and 7."""
EVERY = {one.id: one.text for one in (*SENTENCES, *SIGNS, ELSE)}
FIXED = [text.format(places="spine, left upper arm") for text in (*FOUND.values(), *BONE.values())]


def test_the_formulas_give_what_is_worked_out_by_hand():
    text = ["The cat sat on the mat. It was a very happy animal."]
    assert counts(text, "en_US") == (2, 12, 16)
    assert flesch_kincaid_grade(text) == pytest.approx(0.39 * 6 + 11.8 * 16 / 12 - 15.59)
    assert fernandez_huerta(["El gato come."]) == pytest.approx(206.84 - 60 * 5 / 3 - 1.02 * 3)


def test_a_text_of_the_clinic_is_harder_than_the_limit():
    hard = ["Metastatic spinal cord compression necessitates immediate neurosurgical consultation and corticosteroid administration."]
    assert flesch_kincaid_grade(hard) > HARDEST_SENTENCE


def test_all_sentences_together_are_easy():
    assert flesch_kincaid_grade([*EVERY.values(), *FIXED]) <= HARDEST_LETTER


@pytest.mark.parametrize("id", EVERY)
def test_each_sentence_is_easy(id):
    assert flesch_kincaid_grade([EVERY[id]]) <= HARDEST_SENTENCE


@pytest.mark.skipif("es" not in LANGUAGES, reason="Spanish is not spoken here")
def test_the_spanish_sentences_are_easy():
    said = [translated("es", text) for text in EVERY.values()]
    done = [spanish for spanish, english in zip(said, EVERY.values(), strict=True) if spanish != english]
    if not done:
        pytest.skip("no sentence of the letter has a translation yet")
    assert fernandez_huerta(done) >= LEAST_EASE
