"""The questions of the lesion assessment, from the Questionnaire that the product ships."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import orjson

from osteon.terminology import is_within, site

__all__ = ["Group", "Question", "places", "questionnaire", "questions_at", "sides", "without"]

FILE: Final = Path(__file__).parent / "lesion-assessment.json"
UNIT: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
PLACE: Final = ("lesion.site", "lesion.side")
HIGHEST: Final = {"%": 100, "mm": 600}
"""No share is above all of it, and no bone is longer."""


class Question(NamedTuple):
    """One item. `concept`: what its answer is about; `options`: (code, words) of a choice; `unit` of a figure, and its highest value."""

    concept: str
    text: str
    options: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    highest: int = 0


class Group(NamedTuple):
    """Questions that stand together. `title` is empty for those that every lesion is asked."""

    title: str
    questions: tuple[Question, ...]


@cache
def questionnaire() -> bytes:
    """The Questionnaire as a FHIR R4 resource."""
    return FILE.read_bytes()


@cache
def _parts() -> dict[str, Any]:
    """The items of the group that stands for one lesion, by link id."""
    whole = orjson.loads(questionnaire())
    return {item["linkId"]: item for item in whole["item"][0]["item"]}


def _options(item: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    codings = (option["valueCoding"] for option in item.get("answerOption", ()))
    return tuple((coding["code"], coding["display"]) for coding in codings)


def _question(item: dict[str, Any]) -> Question:
    unit = next((one["valueCoding"]["code"] for one in item.get("extension", ()) if one["url"] == UNIT), "")
    return Question(item["linkId"], item["text"], _options(item), unit, HIGHEST.get(unit, 0))


def _is_asked(question: Question, name: str) -> bool:
    return question.concept != "lesion.axial-cortex" or is_within(name, "femur")


@cache
def questions_at(name: str) -> tuple[Group, ...]:
    """What is asked of a lesion at a site: of every lesion, then of a long bone or of a level of the spine."""
    known = site(name)
    found = [Group("", tuple(_question(one) for link, one in _parts().items() if one["type"] == "choice" and link not in PLACE))]
    for link, asked in (("limb", known.long_bone), ("level", is_within(name, "spine"))):
        if asked:
            group = _parts()[link]
            questions = tuple(_question(one) for one in group["item"])
            found.append(Group(group["text"], tuple(one for one in questions if _is_asked(one, name))))
    return tuple(found)


def without(groups: Sequence[Group], concepts: Collection[str]) -> list[Group]:
    """The groups without these questions, and without groups that have none left."""
    left = (Group(one.title, tuple(question for question in one.questions if question.concept not in concepts)) for one in groups)
    return [one for one in left if one.questions]


@cache
def places() -> tuple[tuple[str, str], ...]:
    """Where a lesion may be said to lie: (code, words)."""
    return _options(_parts()["lesion.site"])


@cache
def sides() -> tuple[tuple[str, str], ...]:
    """On which side: (code, words)."""
    return _options(_parts()["lesion.side"])
