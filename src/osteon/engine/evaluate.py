"""The one-patient evaluator: the reference for what a tree means.

Each node becomes one small function of a `Situation` (see `engine.meaning`); facts are computed once and remembered.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from osteon.engine import choosing
from osteon.engine import nodes as n
from osteon.engine.choosing import Choice
from osteon.engine.events import Events
from osteon.engine.meaning import Build, Read, conditions, facts, numbers
from osteon.engine.rules import Pathway, Recommendation, Score
from osteon.engine.settings import Settings
from osteon.engine.silence import Needs, Nobody, Silence
from osteon.engine.situation import AsOf, Looking, PatientData, Situation, as_of, each_lesion

__all__ = ["Evaluator", "Outcome", "Total", "bits", "compile_pathway"]

BUILD: dict[type, Build] = {**facts.BUILD, **conditions.BUILD, **numbers.BUILD}

NOBODY: Final = Nobody()
"""A patient of whom nothing is known."""
ANY_DAY: Final = as_of(date(2000, 1, 1))
"""A date that nothing rests on."""
MET: Final = "met"
NOT_MET: Final = "not-met"
UNKNOWN: Final = "unknown"
NOT_APPLICABLE: Final = "not-applicable"


class Outcome:
    """The verdict of one recommendation for one patient (or lesion): sets of facts are bit masks over `Evaluator.facts`.

    `support` decided the verdict; `decisive` is the part of it that the condition itself brought, beside whose question it is.
    """

    __slots__ = ("decisive", "lesion", "missing", "recommendation", "support", "verdict")

    def __init__(
        self, recommendation: Recommendation, verdict: str, missing: int, support: int, decisive: int, lesion: str | None
    ) -> None:
        self.recommendation, self.verdict, self.lesion = recommendation, verdict, lesion
        self.missing, self.support, self.decisive = missing, support, decisive


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
        self._places, self._memo = _memory(pathway, settings)
        self._compiled: dict[int, Read] = {}
        self.selections: dict[Events, int] = {}
        self._kept: list[n.Node] = []
        """The nodes compiled so far: while they are kept, no other node can take over their identity."""
        asked = [item for item in pathway.recommendations if drafts or not item.draft]
        self._rules = [self._rule(item) for item in asked if not item.per_lesion]
        self._lesion_rules = [self._rule(item) for item in asked if item.per_lesion]
        self._lesion_places = _places_of_lesion_rules(asked)
        self.silences: dict[int, Silence] = {}
        """What facts come to that a record says nothing about, as far as they were asked."""
        self._silent: dict[str, tuple[Outcome, Silence]] = {}
        """The outcomes of recommendations that a record says nothing about."""
        self._scores: list[tuple] | None = None
        self._options: list[choosing.Ready] | None = None
        self.beside: dict[str, Any] = {}
        """What its users make once for it and keep with it, each under the name of its own module."""

    # -- running --

    def situation(self, timeline: PatientData, at: AsOf) -> Situation:
        """Fresh working memory for one patient on one date."""
        situation = Situation(timeline, at, self._memo.copy())
        situation.said = self.needs.met_by(timeline, situation.lesions)
        return situation

    def nobody(self) -> Situation:
        """Fresh working memory for a patient of whom nothing is known."""
        return Situation(NOBODY, ANY_DAY, self._memo.copy())

    def outcomes(self, situation: Situation) -> list[Outcome]:
        """Every recommendation with its verdict, in the order of the pathway.

        One that asks about lesions has an outcome for each lesion that it applies to, or one not-applicable for the patient.
        """
        said = situation.said
        of_patient: list[Outcome] = []
        for item, applies, needs in self._rules:
            if needs & said:
                whose = applies(situation)
                # Most are not this patient's question: those take the short way.
                if whose[0] is False:
                    of_patient.append(Outcome(item, NOT_APPLICABLE, 0, whose[2], 0, None))
                else:
                    of_patient.append(self._outcome(item, whose, situation, None))
            else:
                of_patient.append(self._of_silence(situation, item, applies))
        of_lesions: list[list[Outcome]] = [[] for _ in self._lesion_rules]
        for lesion in each_lesion(situation):
            for outcomes, (item, applies, _) in zip(of_lesions, self._lesion_rules, strict=True):
                whose = applies(situation)
                if whose[0] is not False:
                    outcomes.append(self._outcome(item, whose, situation, lesion))
        # From the last to the first, so that what is put in moves none of the places that are still to come.
        for outcomes, place, (item, *_) in zip(
            reversed(of_lesions), reversed(self._lesion_places), reversed(self._lesion_rules), strict=True
        ):
            of_patient[place:place] = outcomes or [Outcome(item, NOT_APPLICABLE, 0, 0, 0, None)]
        return of_patient

    def totals(self, situation: Situation) -> list[Total]:
        """Every score that applies and of which something is known; one per lesion for scores of lesions."""
        if self._scores is None:
            self._scores = [self._score(item) for item in self.pathway.scores if self.drafts or not item.draft]
        found: list[Total] = []
        for item, applies, total, category, items in self._scores:
            if not item.per_lesion:
                found += _total(situation, None, item, applies, total, category, items)
                continue
            for lesion in each_lesion(situation):
                found += _total(situation, lesion, item, applies, total, category, items)
        return found

    def choices(self, situation: Situation) -> list[Choice]:
        """Every option whose question may be this patient's, with the list that it belongs in."""
        if self._options is None:
            taking_part = [item for item in self.pathway.options if self.drafts or not item.draft]
            self._options = choosing.ready(taking_part, self.compile)
        return choosing.choices(self._options, situation)

    def value(self, situation: Situation, node: n.Node, lesion: str | None = None) -> tuple:
        """The value of any node of the pathway."""
        read = self._compiled.get(id(node)) or self.compile(node)
        if lesion is None:
            return read(situation)
        with Looking(situation, lesion):
            return read(situation)

    def facts_in(self, mask: int) -> list[n.Fact]:
        """The facts of a set, in the order of the pathway."""
        return [self.facts[position] for position in bits(mask)]

    def _outcome(self, item: Recommendation, applies: tuple, situation: Situation, lesion: str | None) -> Outcome:
        whose, missing, support = applies
        if whose is False:
            return Outcome(item, NOT_APPLICABLE, 0, support, 0, lesion)
        when = item.when
        holds, more, because = (self._compiled.get(id(when)) or self.compile(when))(situation)
        if holds is False:
            return Outcome(item, NOT_MET, 0, because if whose is None else support | because, because, lesion)
        if whose and holds:
            return Outcome(item, MET, 0, support | because, because, lesion)
        return Outcome(item, UNKNOWN, missing | more, support | because, because, lesion)

    def _of_silence(self, situation: Situation, item: Recommendation, applies: Read) -> Outcome:
        """The outcome of a recommendation that the record says nothing about: the same for every such record."""
        found = self._silent.get(item.id)
        if found is None:
            nobody = self.nobody()
            silent = self._outcome(item, applies(nobody), nobody, None)
            found = self._silent[item.id] = (silent, Silence((), nobody.looked, nobody.causes))
        outcome, silence = found
        situation.looked |= silence.looked
        if silence.causes:
            situation.causes.update(silence.causes)
        return outcome

    # -- compiling --

    def _rule(self, item: Recommendation) -> tuple[Recommendation, Read, int]:
        """A recommendation made ready: whose question it is, and what its conditions need.

        Few of them are any one patient's question, so whether the advice holds becomes a function when it is first asked.
        """
        whose = self.pathway.applicability(item, self.drafts)
        return (item, self.compile(whose), self.needs.of(whose) | self.needs.of(item.when))

    def _score(self, item: Score) -> tuple:
        """A score made ready."""
        applies = self.compile(item.applies if item.applies is not None else n.ALWAYS)
        items = tuple([(label, self.compile(points)) for label, points in item.items])
        return (item, applies, self.compile(item.total), self.compile(item.category), items)

    def slot(self, node: n.Node) -> int:
        """Where the value of a fact of the patient is remembered, or a number stands ready; an empty place for all else."""
        return self._places.get(id(node), len(self.facts))

    def compile(self, node: n.Node) -> Read:
        """The function of a node; the same node gives the same function."""
        read = self._compiled.get(id(node))
        if read is None:
            read = self._compiled[id(node)] = BUILD[type(node)](self, node)
            self._kept.append(node)
        return read


def _memory(pathway: Pathway, settings: Settings) -> tuple[dict[int, int], list[tuple | None]]:
    """The place of each node whose value is remembered, and the memory that a situation starts with.

    The place of a fact about lesions stays empty: its values are kept by lesion.
    """
    places = {id(fact): position for position, fact in enumerate(pathway.facts)}
    memo: list[tuple | None] = [None] * (len(places) + 1)
    for node in pathway.nodes:
        if isinstance(node, SETTLED):
            places[id(node)] = len(memo)
            memo.append(facts.settled(node, settings))
    return places, memo


SETTLED = (n.Parameter, n.Constant, n.Policy)
"""What has the same value for every patient."""


_BITS: Final[dict[int, tuple[int, ...]]] = {}
_MOST_BITS: Final = 8192


def bits(mask: int) -> tuple[int, ...]:
    """Positions of the facts in a set, in ascending order. The sets of a pathway come again with each patient."""
    found = _BITS.get(mask)
    if found is None:
        if len(_BITS) >= _MOST_BITS:
            _BITS.clear()
        found = _BITS[mask] = _bits(mask)
    return found


def _bits(mask: int) -> tuple[int, ...]:
    found = []
    while mask:
        # From above, because what is left then gets shorter, and with it the arithmetic.
        highest = mask.bit_length() - 1
        found.append(highest)
        mask ^= 1 << highest
    return tuple(reversed(found))


def _places_of_lesion_rules(asked: list[Recommendation]) -> list[int]:
    """Before which of the recommendations about the patient each one about lesions stands."""
    places, patient = [], 0
    for item in asked:
        if item.per_lesion:
            places.append(patient)
        else:
            patient += 1
    return places


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
