"""Words in the language of the reader: gettext catalogs, and English where there is none.

English is what everything is written in; nothing is looked up for it. Whoever makes a page says with `speaking` in which
language, and `_` then gives its words. The sentences of the pathway are translated by `osteon.review.translation`.
"""

from __future__ import annotations

from osteon.language.languages import ENGLISH, LANGUAGES, Language, chosen_language, language
from osteon.language.speech import N_, _, foot, joined, ngettext, speaking, spoken, translated, translated_count

__all__ = [
    "ENGLISH",
    "LANGUAGES",
    "Language",
    "N_",
    "_",
    "chosen_language",
    "foot",
    "joined",
    "language",
    "ngettext",
    "speaking",
    "spoken",
    "translated",
    "translated_count",
]
