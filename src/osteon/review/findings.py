"""The recommendations of one review, dressed for a reader: verdict, reasons, what is missing, sources, settings.

What is the same for every patient (titles, sources, parameters) is written once per evaluator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from orjson import dumps

from osteon.engine.evaluate import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Evaluator, Outcome, bits
from osteon.engine.nodes import Parameter, Policy
from osteon.engine.nodes.below import settings_below
from osteon.engine.rules import URGENCIES, Recommendation
from osteon.language import N_
from osteon.review.fixed_facts import asked_of_lesions
from osteon.review.reasons import Reasons
from osteon.review.stencil import HOLE, Stencil, written
from osteon.review.why import why

if TYPE_CHECKING:
    from osteon.engine.settings import Settings
    from osteon.review.review import Review

__all__ = ["Fixed", "asked", "conflicts", "findings", "findings_of", "fixed", "folded"]


class Fixed:
    """The part of a review that is the same for every patient, made once per evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        whole, index = evaluator.pathway, evaluator.index
        taking_part = [item for item in whole.recommendations if evaluator.drafts or not item.draft]
        self.by_id = {fact.id: position for position, fact in enumerate(evaluator.facts)}
        self.shown = tuple(index[id(fact)] for topic in whole.topics for fact in topic.shown if not fact.per_lesion)
        settings = _Settings(evaluator)
        # Most urgent first, as a reader sees what is not met.
        self.findings = {
            item: FixedFinding(evaluator, item, settings, place)
            for place, item in enumerate(sorted(taking_part, key=lambda item: URGENCIES.index(item.urgency)))
        }
        self.not_applicable = [finding.filled(NOT_APPLICABLE) for finding in self.findings.values()]
        """Every finding where it is not the patient's question."""
        self.policies = {item.id: evaluator.settings.policies.get(item.id, item.default) for item in whole.policies}


class FixedFinding:
    """The part of a finding that is the same for every patient."""

    __slots__ = ("_id", "_settings", "elsewhere", "of_lesions", "place", "rank", "read_where_met", "shows", "stencil")

    def __init__(self, evaluator: Evaluator, item: Recommendation, settings: _Settings, place: int) -> None:
        self.rank, self.place = URGENCIES.index(item.urgency), place
        self.stencil = _stencil(evaluator, item)
        self.shows = tuple(evaluator.index[id(fact)] for fact in item.shows)
        self.of_lesions = () if item.per_lesion else asked_of_lesions(item.when)
        """What its condition asks of each lesion, though it speaks about the whole patient."""
        self.elsewhere = settings.changed(item.id)
        """The settings behind it that a site changed."""
        self._id, self._settings = item.id, settings
        self.read_where_met: bytes | None = None

    def filled(
        self,
        verdict: str,
        lesion: str | None = None,
        missing: bytes = b"[]",
        because: bytes = b"[]",
        *,
        why: bytes = b'""',
        parameters: bytes | None = None,
        folds: bytes = b"[]",
        folded_into: bytes = b"null",
    ) -> bytes:
        """The finding as JSON."""
        if parameters is None:
            parameters = dumps(self.elsewhere)
        of_lesion = b"null" if lesion is None else written(lesion)
        return self.stencil.filled(
            [_VERDICTS[verdict], of_lesion, why, because, missing, parameters, folds, folded_into]
        )

    def parameters(self) -> bytes:
        """The numbers and choices that its condition reads, and those behind it that a site changed; made when first needed."""
        found = self.read_where_met
        if found is None:
            own = self._settings[self._id]
            found = self.read_where_met = dumps(own + [part for part in self.elsewhere if part not in own])
        return found


_VERDICTS: Final = {verdict: dumps(verdict) for verdict in (MET, NOT_MET, UNKNOWN, NOT_APPLICABLE)}


def _stencil(evaluator: Evaluator, item: Recommendation) -> Stencil:
    sources = evaluator.pathway.source_by_id
    return Stencil(
        {
            "id": item.id,
            "topic": item.topic,
            "title": item.title,
            "verdict": HOLE,
            "urgency": item.urgency,
            "lesion": HOLE,
            "advice": item.advise,
            "why": HOLE,
            "because": HOLE,
            "missing": HOLE,
            "evidence": [
                {
                    "source": part.source,
                    "title": sources[part.source].title,
                    "locator": part.locator,
                    "strength": part.strength,
                    "checked": part.checked,
                }
                for part in item.evidence
            ],
            "parameters": HOLE,
            "draft": item.draft,
            "checked": item.checked,
            "folds": HOLE,
            "folded_into": HOLE,
        }
    )


class _Settings(dict[str, list[dict[str, Any]]]):
    """The numbers and choices that the condition of a recommendation reads, by its id; made when a review first needs them."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._settings, self._pathway = evaluator.settings, evaluator.pathway
        self._told: dict[str, dict[str, Any]] = {}

    def __missing__(self, name: str) -> list[dict[str, Any]]:
        found = self[name] = self._tell(settings_below(self._pathway.by_id[name].when))
        return found

    def changed(self, name: str) -> list[dict[str, Any]]:
        """What a site has set of all that a recommendation reads, through all its facts."""
        here = self._settings.provenance
        return self._tell(tuple(node for node in self._pathway.reads[name] if node.id in here)) if here else []

    def _tell(self, nodes: tuple[Parameter | Policy, ...]) -> list[dict[str, Any]]:
        told, settings = self._told, self._settings
        return [told.get(node.id) or told.setdefault(node.id, _setting(settings, node)) for node in nodes]


def fixed(evaluator: Evaluator) -> Fixed:
    """The part of a review that is the same for every patient."""
    found: Fixed | None = evaluator.beside.get(__name__)
    if found is None:
        found = evaluator.beside[__name__] = Fixed(evaluator)
    return found


def _setting(settings: Settings, node: Any) -> dict[str, Any]:
    changed = node.id in settings.provenance
    where = settings.provenance.get(node.id)
    if isinstance(node, Parameter):
        value: Any = float(settings.parameters.get(node.id, node.value))
        origin = where or f"{node.source}, {node.locator}"
        return {
            "id": node.id,
            "label": node.label,
            "value": value,
            "unit": node.unit,
            "changed": changed,
            "provenance": origin,
        }
    return {
        "id": node.id,
        "label": node.question,
        "value": settings.policies.get(node.id, node.default),
        "unit": None,
        "changed": changed,
        "provenance": where or N_("default of the pathway"),
    }


def asked(review: Review) -> list[Outcome]:
    """The outcomes of recommendations that are this patient's question, or may be: few of the pathway's are any one patient's."""
    return [one for one in review.outcomes if one.verdict != NOT_APPLICABLE or one.lesion is not None]


def findings(
    review: Review, asked: list[Outcome], reasons: Reasons, folded: dict[tuple[str, str | None], str]
) -> list[bytes]:
    """Every recommendation with its verdict, each as JSON or several joined by commas: met first, then by urgency.

    A met finding brings its reasons, the decisive ones first, then whose question it is; one that is not met or undecided
    brings what its condition found. The settings that its condition reads are listed where it is met, and wherever a site
    changed one behind it.
    """
    met, others = _told(review, asked, reasons, folded)
    rest = fixed(review.evaluator).not_applicable.copy()
    for place, entries in others.items():
        rest[place] = b",".join(entries)
    return met + [entry for entry in rest if entry]


def findings_of(
    review: Review, some: list[Outcome], reasons: Reasons, folded: dict[tuple[str, str | None], str]
) -> list[bytes]:
    """The findings of some outcomes only, in the order that they have among all."""
    met, others = _told(review, some, reasons, folded)
    return met + [entry for place in sorted(others) for entry in others[place]]


def _told(
    review: Review, asked: list[Outcome], reasons: Reasons, folded: dict[tuple[str, str | None], str]
) -> tuple[list[bytes], dict[int, list[bytes]]]:
    """What is met, in its order, and the others by their place."""
    same = fixed(review.evaluator)
    met: list[list[bytes]] = [[] for _ in URGENCIES]
    others: dict[int, list[bytes]] = {}
    for outcome in asked:
        verdict, lesion = outcome.verdict, outcome.lesion
        finding = same.findings[outcome.recommendation]
        here = others.setdefault(finding.place, [])
        if verdict == MET:
            met[finding.rank].append(_met(reasons, finding, outcome, folded))
        else:
            quoted = reasons.speaker(finding.of_lesions) if lesion is None else lesion
            lacking = reasons.lacking(outcome.missing, quoted)
            because = reasons.because(outcome.decisive, quoted)
            here.append(finding.filled(verdict, lesion, lacking, because))
    return [entry for rank in met for entry in rank], others


def _met(reasons: Reasons, finding: FixedFinding, outcome: Outcome, folded: dict[tuple[str, str | None], str]) -> bytes:
    """A met finding: what decided it, the figures that belong to the advice, what stands behind, whose question it is."""
    item, lesion = outcome.recommendation, outcome.lesion
    quoted = reasons.speaker(finding.of_lesions) if lesion is None else lesion
    deciding = bits(outcome.decisive)
    order: dict[int, str | None] = dict.fromkeys((*deciding, *finding.shows), quoted)
    for index in deciding:
        told = reasons.told(index, quoted)
        if told:
            whose = reasons.whose(index, quoted)
            for behind in told:
                order.setdefault(behind, whose)
    for index in bits(outcome.support & ~outcome.decisive):
        order.setdefault(index, quoted)
    known = {index: whose for index, whose in order.items() if reasons.value(index, whose)[0] is not None}
    line = why(reasons, deciding, quoted) or why(reasons, bits(outcome.support), quoted)
    name = item.id
    weaker = [
        other for other in item.says_more_than if name in (folded.get((other, lesion)), folded.get((other, None)))
    ]
    return finding.filled(
        MET,
        lesion,
        because=reasons.quoted(known),
        why=written(line),
        parameters=finding.parameters(),
        folds=dumps(weaker),
        folded_into=dumps(folded.get((name, lesion))),
    )


def folded(met: list[Outcome]) -> dict[tuple[str, str | None], str]:
    """Met findings that another met finding says more strongly, as (id, lesion).

    A finding about one lesion says no more than another about the same lesion; one about the whole patient covers them all.
    """
    found: dict[tuple[str, str | None], str] = {}
    places: dict[str, list[str | None]] = {}
    for one in met:
        places.setdefault(one.recommendation.id, []).append(one.lesion)
    for one in met:
        for weak in one.recommendation.says_more_than:
            for other in places.get(weak, ()):
                if one.lesion is None or one.lesion == other:
                    found.setdefault((weak, other), one.recommendation.id)
    return found


def conflicts(met: list[Outcome]) -> list[dict[str, Any]]:
    """Recommendations that hold together and want opposite things."""
    held = dict.fromkeys(outcome.recommendation for outcome in met)
    giving, withholding = [one for one in held if one.gives], [two for two in held if two.withholds]
    return [
        {
            "between": [one.id, two.id],
            "message": f"“{one.title}” and “{two.title}” want opposite things about {one.gives.replace('-', ' ')}. "
            "Decide which one holds.",
        }
        for one in giving
        for two in withholding
        if one.gives == two.withholds and one.id not in two.says_more_than
    ]
