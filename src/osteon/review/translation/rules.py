"""The condition of a rule in the language of the reader: the same tree, said with translated names and phrases.

Names of facts and words that answer them are clinical sentences; what stands between them are words of the interface. Concepts,
sites and units are codes, and the same in every language.
"""

from __future__ import annotations

from collections.abc import Iterable

from osteon.engine.nodes import Node
from osteon.engine.words import describe
from osteon.language import ENGLISH, N_, _, joined, spoken
from osteon.review.translation.in_language import Translator
from osteon.review.translation.sentences import sentences_in
from osteon.review.wording import decimal, unit_said

__all__ = ["rule_words"]

class _InLanguage:
    """Says a tree in the language in use; `say` keeps account of what it could not say."""

    def __init__(self, say: Translator) -> None:
        self.say = say

    def phrase(self, text: str, **places: str) -> str:
        return _(text, **places)

    def label(self, text: str) -> str:
        return str(self.say.sentence(text))

    def answer(self, word: str) -> str:
        return str(self.say.answer(word))

    def word(self, name: str) -> str:
        return str(self.say.word(name))

    def figure(self, text: str) -> str:
        return decimal(text)

    def unit(self, unit: str | None) -> str:
        return unit_said(unit)

    def listed(self, parts: Iterable[str]) -> str:
        # Where the decimal sign is a comma, a comma between figures would make two of them one.
        return (", " if self.say.language.decimal == "." else "; ").join(parts)

    def both(self, parts: Iterable[str]) -> str:
        return joined(parts, N_(" and "))

    def either(self, parts: Iterable[str]) -> str:
        return joined(parts, N_(" or "))


def rule_words(node: Node, *, inside: bool = False) -> str:
    """A condition in one line, in the language in use; whole in English, and noted so, where a name in it has no translation."""
    speech = spoken()
    if speech.language is ENGLISH:
        return describe(node, inside=inside)
    say = Translator(sentences_in(speech.language.code), speech.language)
    told = describe(node, inside=inside, say=_InLanguage(say))
    if say.english:
        told = describe(node, inside=inside)
    english, unreviewed = [told] if say.english else [], [told] if say.unreviewed and not say.english else []
    speech.note({"translation": {"english": english, "unreviewed": unreviewed}})
    return told
