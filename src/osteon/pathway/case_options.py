"""What cases say of options of treatment: in which list each one must be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from osteon.engine.checks import Example
from osteon.engine.choosing import LISTS
from osteon.engine.evaluate import NOT_APPLICABLE

if TYPE_CHECKING:
    from osteon.pathway.cases import Case

__all__ = ["choices_of", "expected_lists", "lists_said", "unlike_options"]


def lists_said(raw: Mapping[str, Any] | None) -> dict[str, str]:
    """The key `options` of a case: option id and list, or `not-applicable` where it must not be shown. ValueError for other words."""
    for name, word in (raw or {}).items():
        if word not in (*LISTS, NOT_APPLICABLE):
            raise ValueError(f"{word!r} is no list for option {name}")
    return dict(raw or {})


def choices_of(example: Example) -> dict[str, str]:
    """The list that each option is in; an option whose question it is not is left out."""
    situation = example.evaluator.situation(example.timeline, example.at)
    return {choice.option.id: choice.list for choice in example.evaluator.choices(situation)}


def unlike_options(case: Case, example: Example) -> list[str]:
    """Options that are in another list than a case says."""
    if not case.options:
        return []
    known, lists = {item.id for item in example.evaluator.pathway.options}, choices_of(example)
    found = []
    for name, wanted in case.options.items():
        said = lists.get(name, NOT_APPLICABLE) if name in known else "not in the pathway"
        if said != wanted:
            found.append(f"{case.file}, case `{case.name}`: option {name} is {said}, not {wanted}")
    return found


def expected_lists(cases: Iterable[Case]) -> dict[str, set[str]]:
    """The lists that cases expect of each option."""
    found: dict[str, set[str]] = defaultdict(set)
    for case in cases:
        for name, word in case.options.items():
            found[name].add(word)
    return found
