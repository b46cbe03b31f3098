"""What a template needs to speak: words of the interface, and a mark on sentences that stayed in English.

`_("...", name=value)` and `ngettext("...", "...", count)` give the words in the language in use, with whatever stands in a
named place escaped. The filter `said` shows a clinical sentence, `quoted` what a source says in its own words, `told` a
message from another part of the program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from osteon.language.languages import ENGLISH
from osteon.language.speech import _ as plain
from osteon.language.speech import foot, ngettext, spoken

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["speak_in"]

IN_ENGLISH = Markup('<span lang="en">{}</span>')


def speak_in(environment: Environment) -> Environment:
    """Give the templates of an environment `_`, `ngettext`, `spoken`, `foot` and the filters `said`, `quoted` and `told`."""
    environment.globals.update(_=_words, ngettext=_counted, spoken=spoken, foot=_foot)
    environment.filters.update(said=_said, quoted=_quoted, told=_told)
    return environment


def _words(text: str, **values: object) -> Markup:
    """A sentence is trusted, as the template is; a value is not."""
    sentence = Markup(plain(text))
    return sentence.format(**values) if values else sentence


def _counted(one: str, many: str, count: int, **values: object) -> Markup:
    left = {name: f"{{{name}}}" for name in values}
    return Markup(ngettext(one, many, count, **left)).format(**values)


def _said(text: Any) -> Any:
    """A clinical sentence as it is where it is translated, else marked as English."""
    if isinstance(text, str) and not isinstance(text, Markup) and spoken().stays_english(text):
        return IN_ENGLISH.format(text)
    return text


def _quoted(text: Any) -> Any:
    """A title, a place in a source, a strength: never translated, and marked as English on a page that is not."""
    return IN_ENGLISH.format(text) if text and spoken().language is not ENGLISH else text


def _told(text: str) -> str:
    """A message that was made far from any page: translated where the catalog has it as a whole, else marked as English."""
    found = plain(text)
    return IN_ENGLISH.format(text) if found == text and spoken().language is not ENGLISH else found


def _foot() -> str:
    """The foot of the page. It counts what was shown before it, so it is asked for last."""
    speech = spoken()
    return foot(len(speech.shown_unreviewed), len(speech.shown_english))
