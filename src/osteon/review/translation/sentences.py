"""Clinical sentences in another language: one JSON file for each topic, the English sentence being the key.

A translation is `unreviewed` until somebody signs it. The signature covers the English sentence and its translation: when
either changes it no longer fits, and the translation counts as unreviewed again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import orjson

__all__ = [
    "ANSWERS",
    "HERE",
    "REVIEWED",
    "TEMPLATES",
    "UNREVIEWED",
    "Sentence",
    "Sentences",
    "Template",
    "is_reviewed",
    "sentences_in",
    "signature",
]

HERE = Path(__file__).parent
UNREVIEWED, REVIEWED = "unreviewed", "reviewed"
ANSWERS = "answers"
"""The file of words that answer a fact."""
TEMPLATES = "templates"
"""The file of sentences with places, which are matched and not looked up."""
_PLACE = re.compile(r"\\\{(\w+)\\\}|\{(\w+)\}")


class Sentence(NamedTuple):
    """A sentence as it is said in the other language."""

    text: str
    reviewed: bool


class Template(NamedTuple):
    """A sentence with places: what an English one looks like, and the one to be filled with what stands in its places."""

    english: re.Pattern[str]
    text: str
    reviewed: bool


class Sentences(NamedTuple):
    """All clinical sentences of one language."""

    language: str
    known: Mapping[str, Sentence]
    """By the English sentence."""
    answers: Mapping[str, Sentence]
    """Words that answer a fact (`mild`, `left`), by the English word."""
    templates: tuple[Template, ...]
    """For sentences that something was filled into; the longest first, so that the most particular one is found."""


def signature(english: str, translation: str) -> str:
    """What a reviewer signs: twelve hexadecimal digits over both sentences."""
    from hashlib import sha256

    return sha256(f"{english}\n{translation}".encode()).hexdigest()[:12]


def _read(path: Path) -> dict[str, Sentence]:
    entries: list[dict[str, Any]] = orjson.loads(path.read_bytes())["sentences"]
    return {one["english"]: Sentence(one["translation"], is_reviewed(one)) for one in entries if one["translation"]}


def is_reviewed(entry: Mapping[str, Any]) -> bool:
    """Whether a named reviewer signed this translation as it stands."""
    if entry["state"] != REVIEWED or not entry.get("reviewer"):
        return False
    return entry.get("signature") == signature(entry["english"], entry["translation"])


@cache
def sentences_in(code: str) -> Sentences:
    """What is known in a language; read when it is first asked for."""
    files = {path.stem: _read(path) for path in sorted((HERE / code).glob("*.json"))}
    answers, filled = files.pop(ANSWERS, {}), files.pop(TEMPLATES, {})
    known = {english: found for topic in files.values() for english, found in topic.items()}
    ordered = sorted(filled.items(), key=lambda item: -len(item[0]))
    templates = tuple(Template(_pattern(english), one.text, one.reviewed) for english, one in ordered)
    return Sentences(code, known, answers, templates)


def _pattern(english: str) -> re.Pattern[str]:
    """`{count} doses` as a pattern: each place takes what stands there, however long."""
    return re.compile(_PLACE.sub(lambda found: f"(?P<{found[1] or found[2]}>.+?)", re.escape(english)), re.DOTALL)
