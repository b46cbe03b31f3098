"""How hard a text is to read: published formulas over counted sentences, words and syllables.

Syllables are counted twice and the larger count is taken: by the hyphenation patterns that `pyphen` brings (a word has one more than it
has places to break; they miss some, such as "ve-ry"), and by groups of vowels. Whoever is wrong is wrong on the hard side.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

import pyphen

WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
VOWELS = {"en_US": re.compile(r"[aeiouy]+"), "es": re.compile(r"[aeiouáéíóúü]+")}
SILENT = re.compile(r"(?<=[aeiouy][^aeiouy])e$|(?<=[aeiouy][^aeiouy]{2})(?<!l)e$|(?<=[aeiouy][^aeiouytd])ed$|(?<=[aeiouy][^aeiouysxz])es$")
"""An English e at the end that is not spoken."""
ENDS = re.compile(r"[.!?:;](?:\s|$)")


class Counts(NamedTuple):
    """What the formulas ask for."""

    sentences: int
    words: int
    syllables: int


@cache
def _patterns(language: str) -> pyphen.Pyphen:
    return pyphen.Pyphen(lang=language, left=1, right=1)


def counts(sentences: list[str], language: str) -> Counts:
    """Sentences, words and syllables. Each item of the list is at least one sentence; a clause after a semicolon is one of its own."""
    found = [words for one in sentences for part in ENDS.split(one) if (words := WORDS.findall(part))]
    every = [word.lower() for words in found for word in words]
    return Counts(len(found), len(every), sum(_syllables(word, language) for word in every))


def _syllables(word: str, language: str) -> int:
    spoken = SILENT.sub("", word) if language == "en_US" else word
    return max(len(_patterns(language).positions(word)) + 1, len(VOWELS[language].findall(spoken)))


def flesch_kincaid_grade(sentences: list[str]) -> float:
    """School grade (United States) of an English text: Kincaid and others 1975."""
    count = counts(sentences, "en_US")
    return 0.39 * count.words / count.sentences + 11.8 * count.syllables / count.words - 15.59


def fernandez_huerta(sentences: list[str]) -> float:
    """Ease of reading of a Spanish text, the higher the easier: Fernandez Huerta 1959, with words per sentence as he meant it."""
    count = counts(sentences, "es")
    return 206.84 - 60 * count.syllables / count.words - 1.02 * count.words / count.sentences
