"""Words of a text in one spelling, so that names can be found in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

__all__ = ["Word", "fold", "parts", "spans", "split"]

WORD: Final = re.compile(r"[a-z0-9]+")
# Written without a visible width: they come with copied text and would cut words apart.
INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
LETTERS: Final = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d"})


class Word(NamedTuple):
    text: str
    start: int
    end: int


def fold(text: str) -> str:
    """Small letters without accents, invisible marks taken out; German umlauts lose their dots."""
    if text.isascii():
        return text.lower()
    text = text.translate(INVISIBLE).lower().translate(LETTERS)
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def split(text: str) -> list[Word]:
    """The words of a folded text, with their places in it."""
    return [Word(found.group(), found.start(), found.end()) for found in WORD.finditer(text)]


def parts(name: str) -> tuple[str, ...]:
    """The words of a name, without their places. Hundreds of names are read at once, most of them plain."""
    folded = fold(name)
    if folded.isascii() and folded.replace(" ", "").isalnum():
        return tuple(folded.split())
    return tuple(WORD.findall(folded))


def spans(words: list[Word], index: dict[str, list[tuple[str, ...]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(position, name) of the names in the text, from left to right; of two that begin alike the longer one."""
    position = 0
    while position < len(words):
        for name in index.get(words[position].text, ()):
            if len(name) <= len(words) - position and all(
                words[position + offset].text == part for offset, part in enumerate(name)
            ):
                yield position, name
                position += len(name)
                break
        else:
            position += 1
