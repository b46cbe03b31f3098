"""The report as one page of HTML: no script, no network, style and drawings inside."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

from osteon.cohort.report.cells import shown_table
from osteon.cohort.report.drawn import drawings
from osteon.cohort.report.figure import Figure

__all__ = ["Key", "Report", "Section", "render_report"]

HERE = Path(__file__).parent
CODE = re.compile(r"`([^`]*)`")


@dataclass(frozen=True, slots=True)
class Key:
    """A number that a reader should see first, in words, with what it is; `figure`: the id of the figure that it is from."""

    number: str
    says: str
    figure: str


@dataclass(frozen=True, slots=True)
class Section:
    """Some figures under one heading."""

    id: str
    title: str
    says: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All of a report. `about`: what was looked at, in pairs of a heading and words; `terms`: words of the report and what they mean."""

    title: str
    about: tuple[tuple[str, str], ...]
    keys: tuple[Key, ...] = ()
    summary: tuple[tuple[str, str, str], ...] = ()
    """Of each figure that the summary speaks of: id, title, and what it says."""
    sections: tuple[Section, ...] = ()
    terms: tuple[tuple[str, str], ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    facts: dict[str, Any] = field(default_factory=dict)
    """The same as `about`, for programs: what the manifest of the tables says."""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures of all sections, in the order of the page."""
        return tuple(figure for section in self.sections for figure in section.figures)


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(HERE / "templates")
    made = Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters["coded"] = _coded
    return made


def _coded(words: str) -> Markup:
    """Words with what stands between backticks as code: names of columns."""
    return Markup(CODE.sub(r"<code>\1</code>", str(escape(words))))


@cache
def _style() -> tuple[str, str]:
    """The style sheet and its hash, which is all that the page's content security policy lets in."""
    text = (HERE / "static" / "report.css").read_text(encoding="utf-8")
    return text, b64encode(sha256(text.encode()).digest()).decode()


def render_report(report: Report) -> str:
    """The page, as text to be written in UTF-8."""
    style, digest = _style()
    number = 0
    sections = []
    for section in report.sections:
        shown = []
        for figure in section.figures:
            number += 1
            drawn = {width: [Markup(one) for one in pictures] for width, pictures in drawings(figure).items()}
            shown.append({"figure": figure, "number": number, "drawn": drawn, "table": shown_table(figure)})
        sections.append({"section": section, "figures": shown})
    template = _environment().get_template("report.html.j2")
    return template.render(report=report, sections=sections, style=Markup(style), style_hash=digest)
