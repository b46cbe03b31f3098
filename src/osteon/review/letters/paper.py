"""Letters as one self-contained page of HTML, and as PDF."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

import osteon
from osteon.language import language as language_of
from osteon.language import speaking, translated
from osteon.language.in_templates import speak_in

__all__ = ["LETTER_STYLE", "NO_PDF", "html_letter", "pdf_letter", "title_of"]

HERE: Final = Path(__file__).parents[1]
LETTER_STYLE: Final = HERE / "static" / "letters.css"
NO_PDF: Final = "PDF needs the extra pdf: pip install 'osteon[pdf]'. Without it, open the letter as a page and print it from the browser."


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    return speak_in(Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined))


@cache
def _style() -> tuple[str, str]:
    """The style sheet and its hash, which is all that the content security policy of the page lets in."""
    text = LETTER_STYLE.read_text(encoding="utf-8")
    return text, b64encode(sha256(text.encode()).digest()).decode()


def title_of(kind: str, letter: Mapping[str, Any], language: str) -> str:
    """What the document is called. `kind`: `clinic` or `patient`."""
    if kind == "clinic":
        name, day = letter["head"]["name"], letter["head"]["as_of"]
        return translated(language, "Bone review of {name}, {day}", name=name, day=day)
    return translated(language, "Your bones: letter for {name}, {day}", name=letter["name"] or letter["id"], day=letter["as_of"])


def html_letter(kind: str, letter: Mapping[str, Any], language: str = "en") -> str:
    """A letter as a page of its own that fetches nothing. `kind`: `clinic` or `patient`; `letter`: what that letter's function gave."""
    style, digest = _style()
    template = _environment().get_template("letter.html.j2")
    with speaking(language_of(language)):
        return template.render(
            letter=letter,
            body=f"letter_{kind}.html.j2",
            title=title_of(kind, letter, language),
            language=language,
            version=osteon.__version__,
            style=Markup(style),
            style_hash=digest,
        )


def pdf_letter(kind: str, letter: Mapping[str, Any], language: str = "en") -> bytes:
    """A letter as PDF, with its title and language, tagged for screen readers. Raises ImportError without the extra `pdf`."""
    from osteon.review.letters.printing import printed

    return printed(html_letter(kind, letter, language), one_page=kind == "patient")
