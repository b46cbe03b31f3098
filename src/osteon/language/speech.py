"""The language in use, for all that is made while a page, a letter or a terminal view is being written.

It is kept in a context variable and not handed from function to function: every word of a page asks for it, from the
drawing of a bone to the foot of the page. Each request and each thread has its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from osteon.language.languages import ENGLISH, Language, language

__all__ = ["N_", "Speech", "_", "foot", "joined", "ngettext", "speaking", "spoken", "translated", "translated_count"]


class Speech:
    """A language in use; which sentences had to stay in English, or have a translation that nobody has signed."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._english: set[str] = set()
        self._unreviewed: set[str] = set()
        self.shown_english: set[str] = set()
        self.shown_unreviewed: set[str] = set()

    def note(self, translated: Mapping[str, Any]) -> None:
        """Take to heart what something translated (`translation` in it) says about its sentences."""
        told = translated.get("translation")
        if isinstance(told, Mapping):
            self._english.update(map(_name, told["english"]))
            self._unreviewed.update(map(_name, told["unreviewed"]))

    def stays_english(self, text: str) -> bool:
        """Whether a sentence that is being shown is one of those left in English. Counts it, and the unsigned ones."""
        if not self._english and not self._unreviewed:
            return False
        name = _name(text)
        if name in self._unreviewed:
            self.shown_unreviewed.add(name)
        if name not in self._english:
            return False
        self.shown_english.add(name)
        return True


def _name(text: str) -> str:
    """A sentence as it is known: views begin it with a capital letter or without."""
    return text[:1].upper() + text[1:]


_NOBODY_SAID = Speech(ENGLISH)
_SPOKEN: ContextVar[Speech] = ContextVar("spoken", default=_NOBODY_SAID)


def spoken() -> Speech:
    """The language in use here; English where nobody said otherwise."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[Speech]:
    """Everything made inside is said in this language."""
    speech = Speech(language)
    token = _SPOKEN.set(speech)
    try:
        yield speech
    finally:
        _SPOKEN.reset(token)


def _one(chosen: Language, text: str) -> str:
    return text if chosen.interface is None else chosen.interface.gettext(text)


def _counted(chosen: Language, one: str, many: str, count: int) -> str:
    return (one if count == 1 else many) if chosen.interface is None else chosen.interface.ngettext(one, many, count)


def _(text: str, **values: object) -> str:
    """A sentence of the interface in the language in use, its named places (`{day}`) filled."""
    found = _one(spoken().language, text)
    return found.format(**values) if values else found


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    """A sentence that depends on a number, which stands in it as `{count}`, in the language in use."""
    return _counted(spoken().language, one, many, count).format(count=count, **values)


def joined(parts: Iterable[str], between: str) -> str:
    """Parts with a word between them (`" or "`), as the language in use says it there."""
    chosen = spoken().language
    said = _one(chosen, between)
    before, otherwise = chosen.between.get(said, ("", said))
    found = ""
    for place, part in enumerate(parts):
        found += (otherwise if before and re.match(before, part) else said) * (place > 0) + part
    return found


def translated(code: str, text: str, **values: object) -> str:
    """A sentence of the interface in the language of that code."""
    found = _one(_chosen(code), text)
    return found.format(**values) if values else found


def translated_count(code: str, one: str, many: str, count: int, **values: object) -> str:
    """A sentence that depends on a number, in the language of that code."""
    return _counted(_chosen(code), one, many, count).format(count=count, **values)


def _chosen(code: str) -> Language:
    """The language in use where it is the one that is meant, which may be one that a test brings."""
    here = spoken().language
    return here if here.code == code else language(code)


def N_(text: str) -> str:
    """Marks a sentence that is kept in a table in English and said later, by `_`."""
    return text


def foot(unreviewed: int, english: int) -> str:
    """What a page in another language says at its foot about its clinical sentences; empty in English."""
    if spoken().language is ENGLISH:
        return ""
    said = [_("Translated from English; where the two differ, the English pathway holds.")]
    if unreviewed:
        said.append(
            ngettext(
                "{count} sentence of the pathway shown here has a translation that no named reviewer has signed.",
                "{count} sentences of the pathway shown here have a translation that no named reviewer has signed.",
                unreviewed,
            )
        )
    if english:
        said.append(
            ngettext(
                "{count} sentence is shown in English, because it has no translation.",
                "{count} sentences are shown in English, because they have no translation.",
                english,
            )
        )
    return " ".join(said)
