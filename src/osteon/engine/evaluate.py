"""The one-patient evaluator: the reference for what a tree means.

Each node becomes one small function of a `Situation` (see `engine.meaning`); facts are computed once and remembered.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from osteon.engine import choosing
from osteon.engine import nodes as n
from osteon.engine.choosing import Choice
from osteon.engine.events import Events
from osteon.engine.meaning import Build, Read, conditions, facts, numbers
from osteon.engine.rules import Pathway, Recommendation, Score
from osteon.engine.settings import Settings
from osteon.engine.silence import Needs, Nobody, Silence, remember
from osteon.engine.situation import AsOf, Looking, PatientData, Situation, as_of

__all__ = ["Evaluator", "Outcome", "Total", "bits", "compile_pathway"]

BUILD: dict[type, Build] = {**facts.BUILD, **conditions.BUILD, **numbers.BUILD}

NOBODY, ANY_DAY = Nobody(), as_of(date(2000, 1, 1))
"""A patient of whom nothing is known, on a date that nothing rests on."""
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


class Total(NamedTuple):
    """A score for one patient (or lesion). `low`, `high`: points as known; `category`: the bands still possible.

    `missing`: the facts that keep the band open (a bit mask), or the points when the band is decided; `items`: (label, low,
    high, missing, support) each.
    """

    score: Score
    lesion: str | None
    low: Decimal
    high: Decimal
    category: tuple[str, ...]
    missing: int
    items: tuple[tuple, ...]


class Evaluator:
    """A pathway made ready to run under some settings. Immutable; share it between threads and patients."""

    def __init__(self, pathway: Pathway, settings: Settings, drafts: bool = False) -> None:
        self.pathway, self.settings, self.drafts = pathway, settings, drafts
        self.facts = pathway.facts
        self.index = {id(fact): position for position, fact in enumerate(self.facts)}
        self.needs = Needs(self.facts)
        self._compiled: dict[int, Read] = {}
        self.selections: dict[Events, int] = {}
        self._kept: list[n.Node] = []
        """The nodes compiled so far: while they are kept, no other node can take over their identity."""
        self._rules = [self._rule(item) for item in pathway.recommendations if drafts or not item.draft]
        self._scores = [
            (
                item,
                self.compile(item.applies if item.applies is not None else n.ALWAYS),
                self.compile(item.total),
                self.compile(item.category),
                tuple((label, self.compile(points)) for label, points in item.items),
            )
            for item in pathway.scores
            if drafts or not item.draft
        ]
        self._options = choosing.ready((item for item in pathway.options if drafts or not item.draft), self.compile)
        self._silent: dict[str, tuple[Outcome, Silence]] = {}
        """The outcomes of recommendations that a record says nothing about."""

    # -- running --

    def situation(self, timeline: PatientData, at: AsOf) -> Situation:
        """Fresh working memory for one patient on one date."""
        situation = Situation(timeline, at, len(self.facts))
        situation.said = self.needs.met_by(timeline, situation.lesions)
        return situation

    def nobody(self) -> Situation:
        """Fresh working memory for a patient of whom nothing is known."""
        return Situation(NOBODY, ANY_DAY, len(self.facts))

    def outcomes(self, situation: Situation) -> list[Outcome]:
        """Every recommendation with its verdict, in the order of the pathway.

        One that asks about lesions has an outcome for each lesion that it applies to, or one not-applicable for the patient.
        """
        said = situation.said
        found: list[Outcome | list[Outcome]] = []
        about_lesions: list[tuple[list[Outcome], tuple]] = []
        for rule in self._rules:
            item, applies, when, needs = rule
            if needs is None:
                outcomes: list[Outcome] = []
                about_lesions.append((outcomes, rule))
                found.append(outcomes)
            elif needs & said:
                found.append(_outcome(item, applies(situation), when, situation, None))
            else:
                found.append(self._of_silence(situation, item, applies, when))
        for lesion in situation.lesions:
            with Looking(situation, lesion.id):
                for outcomes, (item, applies, when, _) in about_lesions:
                    whose = applies(situation)
                    if whose[0] is not False:
                        outcomes.append(_outcome(item, whose, when, situation, lesion.id))
        for outcomes, (item, *_) in about_lesions:
            if not outcomes:
                outcomes.append(Outcome(item, NOT_APPLICABLE, 0, 0, 0, None))
        told: list[Outcome] = []
        for one in found:
            if type(one) is not list:
                told.append(one)  # type: ignore[arg-type]
            else:
                told += one
        return told

    def totals(self, situation: Situation) -> list[Total]:
        """Every score that applies and of which something is known; one per lesion for scores of lesions."""
        found: list[Total] = []
        for item, applies, total, category, items in self._scores:
            if not item.per_lesion:
                found += _total(situation, None, item, applies, total, category, items)
                continue
            for lesion in situation.lesions:
                with Looking(situation, lesion.id):
                    found += _total(situation, lesion.id, item, applies, total, category, items)
        return found

    def choices(self, situation: Situation) -> list[Choice]:
        """Every option whose question may be this patient's, with the list that it belongs in."""
        return choosing.choices(self._options, situation)

    def value(self, situation: Situation, node: n.Node, lesion: str | None = None) -> tuple:
        """The value of any node of the pathway."""
        read = self.compile(node)
        if lesion is None:
            return read(situation)
        with Looking(situation, lesion):
            return read(situation)

    def facts_in(self, mask: int) -> list[n.Fact]:
        """The facts of a set, in the order of the pathway."""
        return [self.facts[position] for position in bits(mask)]

    def _of_silence(self, situation: Situation, item: Recommendation, applies: Read, when: Read) -> Outcome:
        """The outcome of a recommendation that the record says nothing about: the same for every such record."""
        found = self._silent.get(item.id)
        if found is None:
            nobody = self.nobody()
            outcome = _outcome(item, applies(nobody), when, nobody, None)
            found = self._silent[item.id] = (outcome, Silence((), nobody.looked, nobody.causes, nobody.inner))
        remember(situation, found[1])
        return found[0]

    # -- compiling --

    def _rule(self, item: Recommendation) -> tuple[Recommendation, Read, Read, int | None]:
        """A recommendation made ready: its two conditions, and what they need; None there for one about lesions."""
        whose = self.pathway.applicability(item, self.drafts)
        needs = None if item.per_lesion else self.needs.of(whose) | self.needs.of(item.when)
        return (item, self.compile(whose), self.compile(item.when), needs)

    def slot(self, node: n.Node) -> int:
        """Where the value of a node is remembered; the last place, which stays empty, for all but facts of a patient."""
        position = self.index.get(id(node))
        return len(self.facts) if position is None or node.per_lesion else position

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
        # From above, because what is left then gets shorter, and with it the arithmetic.
        highest = mask.bit_length() - 1
        found.append(highest)
        mask ^= 1 << highest
    found.reverse()
    return found


def _outcome(item: Recommendation, applies: tuple, when: Read, situation: Situation, lesion: str | None) -> Outcome:
    whose, missing, support = applies
    if whose is False:
        return Outcome(item, NOT_APPLICABLE, 0, support, 0, lesion)
    holds, more, because = when(situation)
    if holds is False:
        return Outcome(item, NOT_MET, 0, because if whose is None else support | because, because, lesion)
    if whose and holds:
        return Outcome(item, MET, 0, support | because, because, lesion)
    return Outcome(item, UNKNOWN, missing | more, support | because, because, lesion)


def _total(
    situation: Situation, lesion: str | None, score: Score, applies: Read, total: Read, category: Read, items: tuple
) -> list[Total]:
    if not applies(situation)[0]:
        return []
    low, high, missing, _ = total(situation)
    words, open_, _ = category(situation)
    if low is None or words is None:
        return []
    parts = tuple((label, *points(situation)) for label, points in items)
    if all(part[1] is None or (part[1] != part[2]) for part in parts):
        return []
    return [Total(score, lesion, low, high, words, open_ or missing, parts)]


def compile_pathway(pathway: Pathway, settings: Settings, drafts: bool = False) -> Evaluator:
    """A pathway made ready to run."""
    return Evaluator(pathway, settings, drafts)
