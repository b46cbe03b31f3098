"""Lines of text for a terminal of one width: a long line folds under its own beginning, and styles are the terminal's own.

Written by hand, because the usual library for it takes longer to load than a review to be made.
"""

from __future__ import annotations

from unicodedata import category, east_asian_width

__all__ = ["Sheet"]

NARROWEST, NARROWEST_BODY = 30, 12
CODES = {"bold": "1", "dim": "2", "red": "31", "yellow": "33", "magenta": "35", "cyan": "36"}
"""What a terminal calls the words of a style."""


class Sheet:
    """Lines on a page of one width, in characters; without a width, that of the terminal."""

    def __init__(self, width: int | None, color: bool) -> None:
        self._lines: list[str] = []
        self._width, self._color = max(width or _terminal(), NARROWEST), color

    def line(self, text: str = "", *, style: str = "", indent: int = 0, lead: str = "", lead_style: str = "") -> None:
        """Add a text. The lead stands in the margin of its first line; what folds is indented by its length."""
        if not text and not lead:
            self._lines.append("")
            return
        width = max(self._width - indent - len(lead), NARROWEST_BODY)
        for number, part in enumerate(_folded(text.split(), width)):
            margin = self._styled(lead, lead_style) if number == 0 else " " * len(lead)
            self._lines.append((" " * indent + margin + self._styled(part, style)).rstrip())

    def heading(self, text: str) -> None:
        """A heading after an empty line."""
        self.line()
        self.line(text.upper(), style="bold")

    def text(self) -> str:
        """All lines."""
        return "\n".join(self._lines) + "\n"

    def _styled(self, text: str, style: str) -> str:
        if not (self._color and style and text):
            return text
        return f"\x1b[{';'.join(CODES[word] for word in style.split())}m{text}\x1b[0m"


def _terminal() -> int:
    from shutil import get_terminal_size

    return get_terminal_size((80, 24)).columns


def _folded(words: list[str], width: int) -> list[str]:
    """The words on as few lines as hold them; a word that no line holds is broken."""
    lines, line, used = [], "", 0
    for word in words:
        size = _cells(word)
        if used and used + 1 + size <= width:
            line, used = f"{line} {word}", used + 1 + size
            continue
        if used:
            lines.append(line)
        while size > width:
            head = _fitting(word, width)
            lines.append(word[:head])
            word = word[head:]
            size = _cells(word)
        line, used = word, size
    return [*lines, line]


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def _cell(sign: str) -> int:
    if sign.isascii():
        return 1
    if category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if east_asian_width(sign) in ("W", "F") else 1


def _fitting(word: str, width: int) -> int:
    """How many signs of a word a line holds; one at least."""
    used = 0
    for number, sign in enumerate(word):
        used += _cell(sign)
        if used > width:
            return max(number, 1)
    return len(word)
