"""Words of the interface in the language of the reader: gettext catalogs, and English where there is none."""

from __future__ import annotations

from functools import cache
from gettext import NullTranslations

__all__ = ["LANGUAGES", "chosen_language", "translated", "translated_count"]

LANGUAGES = {"en": "English"}
"""Languages that a reader may choose, by the name that each has for itself."""


@cache
def _catalog(language: str) -> NullTranslations:
    return NullTranslations()


def chosen_language(asked: str | None, accepted: str) -> str:
    """The language to speak: the one asked for if there is one, else the first that a browser accepts (Accept-Language), else English."""
    for one in (asked or "", *accepted.split(",")):
        name = one.partition(";")[0].strip().lower().partition("-")[0]
        if name in LANGUAGES:
            return name
    return "en"


def translated(language: str, text: str, **values: object) -> str:
    """A sentence of the interface in a language, its named places (`{count}`) filled."""
    found = _catalog(language).gettext(text)
    return found.format(**values) if values else found


def translated_count(language: str, one: str, many: str, count: int, **values: object) -> str:
    """A sentence that depends on a number, which stands in it as `{count}`."""
    return _catalog(language).ngettext(one, many, count).format(count=count, **values)
