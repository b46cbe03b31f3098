"""What every chart is made of: the picture with its name and description, words that fit, lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import NamedTuple

from osteon.drawing.ink import FONT, INK, QUIET

__all__ = ["BOLD", "NARROW", "SIZE", "WIDE", "Head", "fitted", "label", "picture", "width_of", "written"]

WIDE, NARROW = 620, 330
"""Widths to draw a chart in: one for a desk and for paper, one for a telephone. The letters are equally large in both."""
SIZE = 13
BOLD = SIZE * 1.13
"""Bold words are as wide as plain ones of this size."""
LINE_HEIGHT = 1.25
SLIM, BROAD = frozenset("iljtfrI.,:;'|!()[] -\N{NO-BREAK SPACE}"), frozenset("mwMW%@")


class Head(NamedTuple):
    """What a picture is called: an id that no other picture of the page has, a title, and what it shows in words."""

    name: str
    title: str
    says: str


def clean(words: str) -> str:
    """Without characters that no picture may hold."""
    return "".join(" " if one < " " or 0xD800 <= ord(one) <= 0xDFFF or one in "\ufffe\uffff" else one for one in words)


def picture(head: Head, width: float, height: float, body: str) -> str:
    """A chart: an image with a title and a description for whoever does not see it."""
    name = f"{head.name}-{width:.0f}"
    return (
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}"'
        f' height="{height:.0f}" role="img" aria-labelledby="{name}-title {name}-desc" font-family="{FONT}"'
        f' font-size="{SIZE}" fill="{QUIET}"><title id="{name}-title">{escape(clean(head.title))}</title>'
        f'<desc id="{name}-desc">{escape(clean(head.says))}</desc>{body}</svg>'
    )


def width_of(words: str, size: float = SIZE) -> float:
    """About how wide words are, in the widest of the fonts that a page may be shown in."""
    return size * sum(
        0.38 if one in SLIM else 0.98 if one in BROAD else 0.72 if one.isupper() else 0.635 for one in words
    )


def fitted(words: str, room: float, lines: int = 2, size: float = SIZE) -> list[str]:
    """Words in at most so many lines of a width; what does not fit ends with an ellipsis."""
    found: list[str] = [""]
    for word in clean(words).split():
        longer = f"{found[-1]} {word}".strip()
        if width_of(longer, size) <= room or not found[-1]:
            found[-1] = longer
        else:
            found.append(word)
    cut = len(found) > lines
    found = found[:lines]
    for place, line in enumerate(found):
        last = cut and place == lines - 1
        if last or width_of(line, size) > room:
            kept = line
            while kept and width_of(f"{kept}…", size) > room:
                kept = kept[:-1]
            found[place] = f"{kept.rstrip()}…"
    return found


def written(
    x: float, y: float, words: str, *, at: str = "start", ink: str = "", bold: bool = False, halo: bool = False
) -> str:
    """One line of text whose base line is at y; `at`: start, middle or end. `halo`: with a white edge, to lie upon lines."""
    more = f' text-anchor="{at}"' if at != "start" else ""
    more += (f' fill="{ink}"' if ink else "") + (' font-weight="600"' if bold else "")
    more += ' stroke="#fff" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{escape(clean(words))}</text>'


def label(
    x: float, middle: float, lines: Sequence[str], *, at: str = "start", ink: str = INK, bold: bool = False
) -> str:
    """Some lines of text, centred on a height."""
    step = SIZE * LINE_HEIGHT
    first = middle - step * (len(lines) - 1) / 2 + SIZE * 0.35
    return "".join(
        written(x, first + step * place, line, at=at, ink=ink, bold=bold) for place, line in enumerate(lines)
    )
