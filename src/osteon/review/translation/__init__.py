"""Sentences of the pathway in other languages: data with a mark of review, and a review said in them.

Titles, advice, questions and labels are looked up by the English sentence. What has no translation is left in English,
whole and marked. The words around them belong to `osteon.language`.
"""

from __future__ import annotations

from osteon.review.translation.in_language import answer, in_language, in_sentences_of, placed, sentence, speaking_as
from osteon.review.translation.rules import rule_words
from osteon.review.translation.sentences import Sentence, Sentences, sentences_in, signature

__all__ = [
    "Sentence",
    "Sentences",
    "answer",
    "in_language",
    "in_sentences_of",
    "placed",
    "rule_words",
    "sentence",
    "sentences_in",
    "signature",
    "speaking_as",
]
