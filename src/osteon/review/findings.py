"""The recommendations of one review, dressed for a reader: verdict, reasons, what is missing, sources, settings.

What is the same for every patient (titles, sources, parameters) is made once per evaluator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from osteon.engine.evaluate import MET, Evaluator, Outcome, bits
from osteon.engine.nodes import Parameter, Policy
from osteon.engine.rules import URGENCIES, Recommendation, settings_below
from osteon.review.reasons import Reasons, why

if TYPE_CHECKING:
    from osteon.engine.settings import Settings
    from osteon.review.review import Review

__all__ = ["Fixed", "conflicts", "findings", "fixed"]


class Fixed:
    """The part of a review that is the same for every patient, made once per evaluator."""

    def __init__(self, evaluator: Evaluator) -> None:
        whole, index = evaluator.pathway, evaluator.index
        asked = [item for item in whole.recommendations if evaluator.drafts or not item.draft]
        self.by_id = {fact.id: position for position, fact in enumerate(evaluator.facts)}
        self.shown = tuple(index[id(fact)] for topic in whole.topics for fact in topic.shown)
        self.shows = {item.id: tuple(index[id(fact)] for fact in item.shows) for item in asked}
        self.settings = _Settings(evaluator)
        self.changed = {item.id: self.settings.changed(item.id) for item in asked}
        self.findings = {item.id: _fixed_finding(evaluator, item, self.changed[item.id]) for item in asked}


class _Settings(dict[str, list[dict[str, Any]]]):
    """The numbers and choices that the condition of a recommendation reads, by its id; made when a review first needs them."""

    def __init__(self, evaluator: Evaluator) -> None:
        # Not the evaluator itself: what is kept for it must not keep it.
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


_FIXED: WeakKeyDictionary[Evaluator, Fixed] = WeakKeyDictionary()


def fixed(evaluator: Evaluator) -> Fixed:
    """The part of a review that is the same for every patient."""
    found = _FIXED.get(evaluator)
    if found is None:
        found = _FIXED[evaluator] = Fixed(evaluator)
    return found


def _fixed_finding(evaluator: Evaluator, item: Recommendation, changed: list[dict[str, Any]]) -> dict[str, Any]:
    sources = evaluator.pathway.source_by_id
    return {
        "id": item.id,
        "topic": item.topic,
        "title": item.title,
        "verdict": "",
        "urgency": item.urgency,
        "lesion": None,
        "advice": item.advise,
        "why": "",
        "because": [],
        "missing": [],
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
        "parameters": changed,
        "draft": item.draft,
        "checked": item.checked,
        "folds": [],
        "folded_into": None,
    }


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
        "provenance": where or "default of the pathway",
    }


def findings(review: Review, reasons: Reasons) -> list[dict[str, Any]]:
    """Every recommendation with its verdict: met first, then by urgency.

    A met finding brings its reasons, the decisive ones first, then whose question it is; one that is not met or undecided
    brings what its condition found. The settings that its condition reads are listed where it is met, and wherever a site
    changed one behind it.
    """
    evaluator = review.evaluator
    same = fixed(evaluator)
    folded = _folded(review.outcomes)
    missing_of, because_of = reasons.missing, reasons.because
    met: list[list[dict[str, Any]]] = [[] for _ in URGENCIES]
    others: list[list[dict[str, Any]]] = [[] for _ in URGENCIES]
    for item, verdict, missing, support, decisive, lesion in review.outcomes:
        name, pressing = item.id, _PRESSING[item.urgency]
        entry = same.findings[name].copy()
        entry["verdict"] = verdict
        if lesion is not None:
            entry["lesion"] = lesion
        if missing:
            entry["missing"] = [missing_of(index, lesion) for index in bits(missing)]
        if verdict == MET:
            entry.update(_met(reasons, same, name, support, decisive, lesion))
            entry["folds"] = [
                other
                for other in item.says_more_than
                if name in (folded.get((other, lesion)), folded.get((other, None)))
            ]
            entry["folded_into"] = folded.get((name, lesion))
            met[pressing].append(entry)
            continue
        if decisive:
            entry["because"] = [because_of(index, lesion) for index in bits(decisive)]
        others[pressing].append(entry)
    return [entry for rank in (*met, *others) for entry in rank]


def _met(reasons: Reasons, same: Fixed, name: str, support: int, decisive: int, lesion: str | None) -> dict[str, Any]:
    """Reasons of a met finding: what decided it, the figures that belong to the advice, what stands behind, whose question it is."""
    deciding = bits(decisive)
    order = dict.fromkeys((*deciding, *same.shows[name]))
    for index in deciding:
        order.update(dict.fromkeys(reasons.told(index, lesion)))
    order.update(dict.fromkeys(bits(support & ~decisive)))
    memo, value_of, because_of = reasons.situation.memo, reasons.value, reasons.because
    because = [because_of(index, lesion) for index in order if (memo[index] or value_of(index, lesion))[0] is not None]
    line = why(reasons, deciding, lesion) or why(reasons, bits(support), lesion)
    own = same.settings[name]
    elsewhere = [part for part in same.changed[name] if part not in own]
    return {"because": because, "why": line, "parameters": own + elsewhere}


_PRESSING = {name: position for position, name in enumerate(URGENCIES)}


def _folded(outcomes: list[Outcome]) -> dict[tuple[str, str | None], str]:
    """Met findings that another met finding says more strongly, as (id, lesion).

    A finding about one lesion says no more than another about the same lesion; one about the whole patient covers them all.
    """
    met = [(item.recommendation, item.lesion) for item in outcomes if item.verdict == MET]
    found: dict[tuple[str, str | None], str] = {}
    for strong, place in met:
        if strong.says_more_than:
            for weak, other in met:
                if weak.id in strong.says_more_than and (place is None or place == other):
                    found.setdefault((weak.id, other), strong.id)
    return found


def conflicts(review: Review) -> list[dict[str, Any]]:
    """Recommendations that hold together and want opposite things."""
    met: dict[str, Recommendation] = {
        item.recommendation.id: item.recommendation for item in review.outcomes if item.verdict == MET
    }
    found = []
    for one in met.values():
        for two in met.values():
            if one.gives and one.gives == two.withholds and one.id not in two.says_more_than:
                what = one.gives.replace("-", " ")
                found.append(
                    {
                        "between": [one.id, two.id],
                        "message": f"“{one.title}” and “{two.title}” want opposite things about {what}. Decide which one holds.",
                    }
                )
    return found
