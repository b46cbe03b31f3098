"""Which options fit one patient: three lists and a fourth for what is still watched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from osteon.engine.meaning import Read
from osteon.engine.nodes import Node
from osteon.engine.options import Caution, Option
from osteon.engine.situation import Situation

__all__ = ["DOES_NOT_FIT", "FITS", "LISTS", "WATCH", "WOULD_FIT", "Asked", "Choice", "choices", "ready"]

FITS: Final = "fits"
WOULD_FIT: Final = "would-fit"
DOES_NOT_FIT: Final = "does-not-fit"
WATCH: Final = "watch"
LISTS: Final = (FITS, WOULD_FIT, DOES_NOT_FIT, WATCH)


class Asked:
    """One requirement for one patient: `holds` True, False or None, with the facts that are missing and that decided."""

    __slots__ = ("holds", "label", "missing", "support")

    def __init__(self, label: str, holds: bool | None, missing: int, support: int) -> None:
        self.label, self.holds, self.missing, self.support = label, holds, missing, support


class Choice:
    """One option for one patient. Sets of facts are bit masks over `Evaluator.facts`.

    `missing`: what keeps the list open; `failing`: the facts behind the requirements that do not hold. `cautions`: those that
    hold or are open, as (caution, whether it holds, the missing facts, the support).
    """

    __slots__ = ("cautions", "failing", "list", "missing", "option", "requires")

    def __init__(
        self,
        option: Option,
        name: str,
        missing: int,
        failing: int,
        requires: list[Asked],
        cautions: list[tuple[Caution, bool | None, int, int]],
    ) -> None:
        self.option, self.list, self.missing, self.failing = option, name, missing, failing
        self.requires, self.cautions = requires, cautions


class Ready:
    """An option made ready to run; what it requires becomes functions when it is first somebody's question."""

    def __init__(self, option: Option, compile_node: Callable[[Node], Read]) -> None:
        self.option, self._compile = option, compile_node
        self.applies, self.watched = compile_node(option.applies), option.watched
        self._requires: list[tuple[str, Read]] | None = None
        self._cautions: list[tuple[Caution, Read]] | None = None

    def requires(self) -> list[tuple[str, Read]]:
        """Each requirement with its function."""
        if self._requires is None:
            self._requires = [(label, self._compile(node)) for label, node in self.option.requires]
        return self._requires

    def cautions(self) -> list[tuple[Caution, Read]]:
        """Each caution with its function."""
        if self._cautions is None:
            self._cautions = [(caution, self._compile(caution.when)) for caution in self.option.cautions]
        return self._cautions


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
        asked = []
        for label, read in item.requires():
            holds, lacking, because = read(situation)
            asked.append(Asked(label, holds, lacking, because))
        failing = 0
        for one in asked:
            if one.holds is False:
                failing |= one.support
            missing |= one.missing if one.holds is None else 0
        word = _list(item.watched, whose, asked)
        if word == DOES_NOT_FIT:
            found.append(Choice(item.option, word, 0, failing, asked, []))
            continue
        found.append(Choice(item.option, word, missing, 0, asked, _cautions(item, situation)))
    return found


def _list(watched: bool, whose: bool | None, asked: list[Asked]) -> str:
    """What is ruled out does not fit, whatever else is open; what nobody approves is watched and never fits."""
    fits = whose is True
    for one in asked:
        if one.holds is False:
            return DOES_NOT_FIT
        fits = fits and one.holds is True
    return WATCH if watched else FITS if fits else WOULD_FIT


def _cautions(item: Ready, situation: Situation) -> list[tuple[Caution, bool | None, int, int]]:
    told = []
    for caution, read in item.cautions():
        holds, missing, support = read(situation)
        if holds is not False:
            told.append((caution, holds, missing, support))
    return told
