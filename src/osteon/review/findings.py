"""The recommendations of one review, dressed for a reader: verdict, reasons, what is missing, sources, settings.

What is the same for every patient (titles, sources, parameters) is made once per evaluator.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

from osteon.engine.evaluate import MET, Evaluator, Outcome, bits
from osteon.engine.nodes import Parameter, Policy
from osteon.engine.rules import URGENCIES, Recommendation, settings_below
from osteon.review.reasons import Reasons, why

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["Fixed", "conflicts", "findings", "fixed"]


class Fixed(NamedTuple):
    """The part of a review that is the same for every patient, made once per evaluator."""

    by_id: dict[str, int]
    findings: dict[str, dict[str, Any]]
    settings: dict[str, list[dict[str, Any]]]
    changed: dict[str, list[dict[str, Any]]]
    shows: dict[str, tuple[int, ...]]
    shown: tuple[int, ...]


_FIXED: WeakKeyDictionary[Evaluator, Fixed] = WeakKeyDictionary()


def fixed(evaluator: Evaluator) -> Fixed:
    """The part of a review that is the same for every patient."""
    found = _FIXED.get(evaluator)
    if found is None:
        whole = evaluator.pathway
        told: dict[str, dict[str, Any]] = {}

        def tell(nodes: tuple[Parameter | Policy, ...]) -> list[dict[str, Any]]:
            return [told.get(node.id) or told.setdefault(node.id, _setting(evaluator, node)) for node in nodes]

        set_here = evaluator.settings.provenance
        found = _FIXED[evaluator] = Fixed(
            {fact.id: index for index, fact in enumerate(evaluator.facts)},
            {item.id: _fixed_finding(evaluator, item) for item in whole.recommendations},
            {item.id: tell(settings_below(item.when)) for item in whole.recommendations},
            {
                item.id: tell(tuple(node for node in whole.reads[item.id] if node.id in set_here)) if set_here else []
                for item in whole.recommendations
            },
            {item.id: tuple(evaluator.index[id(fact)] for fact in item.shows) for item in whole.recommendations},
            tuple(evaluator.index[id(fact)] for topic in whole.topics for fact in topic.shown),
        )
    return found


def _fixed_finding(evaluator: Evaluator, item: Recommendation) -> dict[str, Any]:
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
        "parameters": [],
        "draft": item.draft,
        "checked": item.checked,
        "folds": [],
        "folded_into": None,
    }


def _setting(evaluator: Evaluator, node: Any) -> dict[str, Any]:
    settings = evaluator.settings
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

    A met finding brings all its reasons, the decisive ones first; one that is not met or undecided brings what its condition
    found. The settings that its condition reads are listed where it is met, and wherever a site changed one behind it.
    """
    evaluator = review.evaluator
    same = fixed(evaluator)
    folded = _folded(review.outcomes)
    found = []
    for item, verdict, missing, support, decisive, lesion in review.outcomes:
        name = item.id
        entry = {**same.findings[name], "verdict": verdict, "lesion": lesion, "parameters": same.changed[name]}
        if missing:
            entry["missing"] = [reasons.missing(index, lesion) for index in bits(missing)]
        if verdict == MET:
            entry.update(_met(reasons, same, name, support, decisive, lesion))
            entry["folds"] = [
                other for other in item.says_more_than if name in (folded.get((other, lesion)), folded.get((other, None)))
            ]
            entry["folded_into"] = folded.get((name, lesion))
        elif decisive:
            entry["because"] = [reasons.because(index, lesion) for index in bits(decisive)]
        found.append(entry)
    found.sort(key=lambda entry: (entry["verdict"] != MET, _PRESSING[entry["urgency"]]))
    return found


def _met(reasons: Reasons, same: Fixed, name: str, support: int, decisive: int, lesion: str | None) -> dict[str, Any]:
    """Reasons of a met finding: what decided it, the figures that belong to the advice, what stands behind, whose question it is."""
    order = dict.fromkeys((*bits(decisive), *same.shows[name]))
    for index in bits(decisive):
        order.update(dict.fromkeys(reasons.told(index, lesion)))
    order.update(dict.fromkeys(bits(support & ~decisive)))
    because = [reasons.because(index, lesion) for index in order if reasons.value(index, lesion)[0] is not None]
    line = why(reasons, bits(decisive), lesion) or why(reasons, bits(support), lesion)
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
