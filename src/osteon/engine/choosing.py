"""Which options fit one patient: three lists and a fourth for what is still watched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import NamedTuple

from osteon.engine.meaning import Read
from osteon.engine.nodes import Node
from osteon.engine.options import Caution, Option
from osteon.engine.situation import Situation

__all__ = ["DOES_NOT_FIT", "FITS", "LISTS", "WATCH", "WOULD_FIT", "Asked", "Choice", "choices", "ready"]

FITS, WOULD_FIT, DOES_NOT_FIT, WATCH = "fits", "would-fit", "does-not-fit", "watch"
LISTS = (FITS, WOULD_FIT, DOES_NOT_FIT, WATCH)


class Asked(NamedTuple):
    """One requirement for one patient: `holds` True, False or None, with the facts that are missing and that decided."""

    label: str
    holds: bool | None
    missing: int
    support: int


class Choice(NamedTuple):
    """One option for one patient. Sets of facts are bit masks over `Evaluator.facts`.

    `missing`: what keeps the list open; `failing`: the facts behind the requirements that do not hold.
    """

    option: Option
    list: str
    missing: int
    failing: int
    requires: tuple[Asked, ...]
    cautions: tuple[tuple[Caution, bool | None, int, int], ...]
    """Those that hold or are open: the caution, whether it holds, the missing facts, the support."""


class Ready:
    """An option made ready to run; what it requires becomes functions when it is first somebody's question."""

    def __init__(self, option: Option, compile_node: Callable[[Node], Read]) -> None:
        self.option, self._compile = option, compile_node
        self.applies = compile_node(option.applies)

    @cached_property
    def requires(self) -> tuple[tuple[str, Read], ...]:
        """Each requirement with its function."""
        return tuple((label, self._compile(node)) for label, node in self.option.requires)

    @cached_property
    def cautions(self) -> tuple[tuple[Caution, Read], ...]:
        """Each caution with its function."""
        return tuple((caution, self._compile(caution.when)) for caution in self.option.cautions)


def ready(options: Iterable[Option], compile_node: Callable[[Node], Read]) -> list[Ready]:
    """Options made ready to run."""
    return [Ready(item, compile_node) for item in options]


def choices(options: Iterable[Ready], situation: Situation) -> list[Choice]:
    """Every option whose question may be this patient's, with the list that it belongs in."""
    found = []
    for item in options:
        whose, missing, _ = item.applies(situation)
        if whose is False:
            continue
        asked = tuple(Asked(label, *read(situation)) for label, read in item.requires)
        failing = 0
        for one in asked:
            if one.holds is False:
                failing |= one.support
            missing |= one.missing if one.holds is None else 0
        word = _list(item.option, whose, asked)
        if word == DOES_NOT_FIT:
            found.append(Choice(item.option, word, 0, failing, asked, ()))
            continue
        found.append(Choice(item.option, word, missing, 0, asked, _cautions(item, situation)))
    return found


def _list(option: Option, whose: bool | None, asked: tuple[Asked, ...]) -> str:
    """What is ruled out does not fit, whatever else is open; what nobody approves is watched and never fits."""
    if any(one.holds is False for one in asked):
        return DOES_NOT_FIT
    if option.watched:
        return WATCH
    return FITS if whose and all(one.holds for one in asked) else WOULD_FIT


def _cautions(item: Ready, situation: Situation) -> tuple[tuple[Caution, bool | None, int, int], ...]:
    told = []
    for caution, read in item.cautions:
        holds, missing, support = read(situation)
        if holds is not False:
            told.append((caution, holds, missing, support))
    return tuple(told)
