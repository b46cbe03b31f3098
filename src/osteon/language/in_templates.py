"""The words of a template: `_("...", name=value)` and `ngettext("...", "...", count)`, with whatever stands in a named place escaped."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from markupsafe import Markup

from osteon.language import translated, translated_count

__all__ = ["words_for_templates"]


def words_for_templates(language: str) -> dict[str, Callable[..., Any]]:
    """The functions that templates of this language call. A sentence is trusted, as the template is; a value is not."""

    def one(text: str, **values: object) -> Markup:
        sentence = Markup(translated(language, text))
        return sentence.format(**values) if values else sentence

    def counted(single: str, many: str, count: int, **values: object) -> Markup:
        left = {name: f"{{{name}}}" for name in values}
        return Markup(translated_count(language, single, many, count, **left)).format(**values)

    return {"_": one, "ngettext": counted}
