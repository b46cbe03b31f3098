"""The one-patient evaluator: the reference for what a tree means.

Each node becomes one small function of a `Situation` (see `engine.meaning`); facts are computed once and remembered.
"""

from __future__ import annotations

from typing import NamedTuple

from osteon.engine import nodes as n
from osteon.engine.events import Events
from osteon.engine.meaning import Build, Read, conditions, facts, numbers
from osteon.engine.rules import Pathway, Recommendation
from osteon.engine.settings import Settings
from osteon.engine.situation import AsOf, Looking, PatientData, Situation

__all__ = ["Evaluator", "Outcome", "bits", "compile_pathway"]

BUILD: dict[type, Build] = {**facts.BUILD, **conditions.BUILD, **numbers.BUILD}

MET, NOT_MET, UNKNOWN, NOT_APPLICABLE = "met", "not-met", "unknown", "not-applicable"


class Outcome(NamedTuple):
    """The verdict of one recommendation for one patient (or lesion): sets of facts are bit masks over `Evaluator.facts`.

    `support` decided the verdict; `decisive` is the part of it that the condition itself brought, beside whose question it is.
    """

    recommendation: Recommendation
    verdict: str
    missing: int
    support: int
    decisive: int
    lesion: str | None


class Evaluator:
    """A pathway made ready to run under some settings. Immutable; share it between threads and patients."""

    def __init__(self, pathway: Pathway, settings: Settings, drafts: bool = False) -> None:
        self.pathway, self.settings, self.drafts = pathway, settings, drafts
        self.facts = pathway.facts
        self.index = {id(fact): position for position, fact in enumerate(self.facts)}
        self._compiled: dict[int, Read] = {}
        self.selections: dict[Events, int] = {}
        self._kept: list[n.Node] = []
        """The nodes compiled so far: while they are kept, no other node can take over their identity."""
        self._rules = [
            (item, self.compile(pathway.applicability(item, drafts)), self.compile(item.when), item.per_lesion)
            for item in pathway.recommendations
            if drafts or not item.draft
        ]
        self.readers = tuple(self.compile(fact) for fact in self.facts)
        """The function of each fact, in the order of `facts`."""

    # -- running --

    def situation(self, timeline: PatientData, at: AsOf) -> Situation:
        """Fresh working memory for one patient on one date."""
        return Situation(timeline, at, len(self.facts))

    def outcomes(self, situation: Situation) -> list[Outcome]:
        """Every recommendation with its verdict; one outcome per lesion for those that ask about lesions."""
        found: list[Outcome] = []
        for item, applies, when, per_lesion in self._rules:
            if not per_lesion:
                found.append(Outcome(item, *_verdict(applies(situation), when, situation), None))
                continue
            lesions = situation.lesions
            for lesion in lesions:
                with Looking(situation, lesion.id, len(self.facts)):
                    found.append(Outcome(item, *_verdict(applies(situation), when, situation), lesion.id))
            if not lesions:
                found.append(Outcome(item, NOT_APPLICABLE, 0, 0, 0, None))
        return found

    def value(self, situation: Situation, node: n.Node, lesion: str | None = None) -> tuple:
        """The value of any node of the pathway."""
        read = self.compile(node)
        if lesion is None:
            return read(situation)
        with Looking(situation, lesion, len(self.facts)):
            return read(situation)

    def facts_in(self, mask: int) -> list[n.Fact]:
        """The facts of a set, in the order of the pathway."""
        return [self.facts[position] for position in bits(mask)]

    # -- compiling --

    def compile(self, node: n.Node) -> Read:
        """The function of a node; the same node gives the same function."""
        read = self._compiled.get(id(node))
        if read is None:
            read = self._compiled[id(node)] = BUILD[type(node)](self, node)
            self._kept.append(node)
        return read


def bits(mask: int) -> list[int]:
    """Positions of the facts in a set, in ascending order."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


def _verdict(applies: tuple, when: Read, situation: Situation) -> tuple[str, int, int, int]:
    whose, missing, support = applies
    if whose is False:
        return (NOT_APPLICABLE, 0, support, 0)
    holds, more, because = when(situation)
    if holds is False:
        return (NOT_MET, 0, because if whose is None else support | because, because)
    if whose and holds:
        return (MET, 0, support | because, because)
    return (UNKNOWN, missing | more, support | because, because)


def compile_pathway(pathway: Pathway, settings: Settings, drafts: bool = False) -> Evaluator:
    """A pathway made ready to run."""
    return Evaluator(pathway, settings, drafts)
