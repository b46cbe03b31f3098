"""The content of a review as plain data: findings with reasons, facts, skeleton, questions, due list.

Everything that does not depend on the patient (titles, sources, parameters) is made once per evaluator.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import osteon
from osteon.engine.evaluate import Evaluator
from osteon.engine.nodes import Fact, Parameter
from osteon.engine.rules import URGENCIES, Recommendation
from osteon.engine.words import number, unit_words
from osteon.review.due import due_list
from osteon.review.questions import questions
from osteon.review.skeleton import skeleton

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["FactViews", "content"]

SHOWN_DISEASE = {"breast_cancer": "breast-cancer", "metastatic": "metastatic-disease", "bone": "bone-metastasis",
                 "visceral": "visceral-metastasis"}


def content(review: Review) -> dict[str, Any]:
    """All of a review in the JSON shape."""
    evaluator, timeline = review.evaluator, review.timeline
    views = FactViews(review)
    marks = skeleton(timeline, review.at.day)
    findings = _findings(review, views)
    person = timeline.patient
    return {
        "osteon": osteon.__version__,
        "pathway": evaluator.pathway.version,
        "patient": _without_none({
            "id": person.id, "birth_date": _partial(person.birth_date, person.birth_precision), "sex": person.sex,
            "name": person.name or None, "age": _age(views),
            "died": _partial(person.death_date, person.death_precision) if person.death_date else None,
        }),
        "as_of": str(review.at),
        "as_of_reason": review.at_reason,
        "disease": _disease(views, marks),
        "skeleton": marks,
        "facts": [views.listed(fact) for fact in evaluator.facts if not fact.per_lesion],
        "scores": [],
        "findings": findings,
        "conflicts": _conflicts(review),
        "due": due_list(review, views),
        "questions": questions(review, views),
        "problems": [{"source": item.source, "path": item.path, "message": item.message} for item in timeline.problems],
        "accounting": {"read": timeline.read, "used": timeline.used, "ignored": dict(timeline.ignored), "refused": timeline.refused},
        "policies": {item.id: evaluator.settings.policies.get(item.id, item.default) for item in evaluator.pathway.policies},
        "changed": dict(evaluator.settings.provenance),
        "drafts": evaluator.drafts,
    }


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _partial(day: date | None, precision: str) -> str | None:
    if day is None:
        return None
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


# --- facts ------------------------------------------------------------------------------------------------------------


class FactViews:
    """What a reader sees of each fact in one review; each is made at most once."""

    def __init__(self, review: Review) -> None:
        self.evaluator, self.situation = review.evaluator, review.situation
        self._because: dict[tuple, dict[str, Any]] = {}
        self._origin: dict[tuple, tuple[tuple[str, ...], date | None]] = {}
        self.by_id = {fact.id: fact for fact in self.evaluator.facts}

    def value(self, fact: Fact, lesion: str | None = None) -> tuple:
        """The evaluator's value of a fact; of a fact about lesions, without a lesion named, the first value that is known."""
        if not fact.per_lesion:
            return self.evaluator.value(self.situation, fact)
        return self.evaluator.value(self.situation, fact, lesion or self._speaking_lesion(fact))

    def _speaking_lesion(self, fact: Fact) -> str:
        """The lesion that a statement about the whole patient quotes: one where the fact holds, else one where it is known."""
        names = [lesion.id for lesion in self.situation.timeline.lesions]
        values = {name: self.evaluator.value(self.situation, fact, name)[0] for name in names}
        return min(names, key=lambda name: (values[name] is not True, values[name] is None))

    def because(self, fact: Fact, lesion: str | None = None) -> dict[str, Any]:
        """A fact as a reason: value, unit, date and entries."""
        key = (fact.id, lesion if fact.per_lesion else None)
        found = self._because.get(key)
        if found is None:
            sources, at = self.origin(fact, lesion)
            found = self._because[key] = {
                "fact": fact.id, "label": fact.label, **shown(fact, self.value(fact, lesion)), "unit": _unit(fact),
                "at": at.isoformat() if at else None, "sources": list(sources),
            }
        return found

    def listed(self, fact: Fact) -> dict[str, Any]:
        """A fact in the list of all facts."""
        value = self.value(fact)
        reason = self.because(fact)
        entry = {"id": fact.id, **{name: reason[name] for name in reason if name != "fact"}}
        lacking = value[-2]
        entry["missing"] = [self.missing(item) for item in self.evaluator.facts_in(lacking)] if lacking else None
        return entry

    def missing(self, fact: Fact, lesion: str | None = None) -> dict[str, Any]:
        """A fact that is missing, and why."""
        self.value(fact, lesion)
        return {"fact": fact.id, "label": fact.label, "cause": self.cause(fact, lesion)}

    def cause(self, fact: Fact, lesion: str | None = None) -> str:
        """Why a fact is missing."""
        index = self.evaluator.index[id(fact)]
        memory = self._memory(fact, lesion)
        return memory[0].get(index, "not-computable")

    def origin(self, fact: Fact, lesion: str | None = None) -> tuple[tuple[str, ...], date | None]:
        """The entries that a fact rests on, and the date of the newest."""
        key = (fact.id, lesion if fact.per_lesion else None)
        if key not in self._origin:
            self.value(fact, lesion)
            _, chosen, inner = self._memory(fact, lesion)
            index = self.evaluator.index[id(fact)]
            sources: dict[str, None] = {}
            newest: date | None = None
            for event in chosen.get(index, ()):
                sources[event.source] = None
                newest = _later(newest, event.start)
            self._origin[key] = (tuple(sources), newest)
            for part in self.evaluator.facts_in(inner.get(index, 0)):
                more, at = self.origin(part, lesion)
                sources.update(dict.fromkeys(more))
                newest = _later(newest, at)
            self._origin[key] = (tuple(sources), newest)
        return self._origin[key]

    def _memory(self, fact: Fact, lesion: str | None) -> tuple[dict, dict, dict]:
        if fact.per_lesion:
            return self.situation.lesion_memory[lesion or self._speaking_lesion(fact)][1:]
        return (self.situation.causes, self.situation.chosen, self.situation.inner)


def _later(one: date | None, two: date | None) -> date | None:
    return two if one is None or (two is not None and two > one) else one


def shown(fact: Fact, value: tuple) -> dict[str, Any]:
    """A value for a reader: `value`, and `low`, `high` or `possible` when it is not exact."""
    first = value[0]
    if first is None:
        return {"value": None}
    if fact.kind == "boolean":
        return {"value": first}
    if fact.kind == "category":
        return {"value": first[0]} if len(first) == 1 else {"value": None, "possible": list(first)}
    low, high = value[0], value[1]
    if low == high:
        return {"value": _plain(fact, low)}
    return {"value": None, "low": _plain(fact, low), "high": _plain(fact, high)}


def _plain(fact: Fact, value: Decimal | int) -> float | int | str:
    if fact.unit == "date":
        return date.fromordinal(int(value)).isoformat()
    if fact.unit in ("d", "a", "{count}", "{score}"):
        return int(value)
    return float(round(Decimal(value), max(fact.digits, 2)))


def _unit(fact: Fact) -> str | None:
    return fact.unit if fact.kind == "number" and fact.unit not in ("date", "moment", "1") else None


def _age(views: FactViews) -> int | None:
    fact = views.by_id.get("birth-date")
    value = views.value(fact) if fact is not None else (None, None)
    return int(value[0]) if value[0] is not None and value[0] == value[1] else None


def _disease(views: FactViews, marks: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    sources: dict[str, None] = {}
    for name, id in SHOWN_DISEASE.items():
        fact = views.by_id.get(id)
        found[name] = views.value(fact)[0] if fact is not None else None
        if fact is not None and found[name]:
            sources.update(dict.fromkeys(views.origin(fact)[0]))
    found["bone_sites_known"] = bool(marks)
    found["sources"] = list(sources)
    return found


# --- findings ---------------------------------------------------------------------------------------------------------

_FIXED: WeakKeyDictionary[Evaluator, dict[str, dict[str, Any]]] = WeakKeyDictionary()


def _fixed(evaluator: Evaluator) -> dict[str, dict[str, Any]]:
    """The part of each finding that is the same for every patient."""
    found = _FIXED.get(evaluator)
    if found is None:
        whole = evaluator.pathway
        found = _FIXED[evaluator] = {
            item.id: {
                "evidence": [{"source": part.source, "title": whole.source_by_id[part.source].title, "locator": part.locator,
                              "strength": part.strength, "checked": part.checked} for part in item.evidence],
                "parameters": [_setting(evaluator, node) for node in whole.reads[item.id]],
            }
            for item in whole.recommendations
        }
    return found


def _setting(evaluator: Evaluator, node: Any) -> dict[str, Any]:
    settings = evaluator.settings
    changed = node.id in settings.provenance
    where = settings.provenance.get(node.id)
    if isinstance(node, Parameter):
        value: Any = float(settings.parameters.get(node.id, node.value))
        origin = where or f"{node.source}, {node.locator}"
        return {"id": node.id, "label": node.label, "value": value, "unit": node.unit, "changed": changed, "provenance": origin}
    return {"id": node.id, "label": node.question, "value": settings.policies.get(node.id, node.default), "unit": None,
            "changed": changed, "provenance": where or "default of the pathway"}


def _findings(review: Review, views: FactViews) -> list[dict[str, Any]]:
    evaluator = review.evaluator
    fixed = _fixed(evaluator)
    met = {item.recommendation.id for item in review.outcomes if item.verdict == "met"}
    folded = _folded(evaluator, met)
    found = []
    for item, verdict, missing, support, lesion in review.outcomes:
        because = [views.because(fact, lesion) for fact in evaluator.facts_in(support)] if verdict != "not-applicable" else []
        if verdict == "met":
            because += [views.because(fact, lesion) for fact in item.shows if isinstance(fact, Fact)
                        and views.value(fact, lesion)[0] is not None and all(part["fact"] != fact.id for part in because)]
        found.append({
            "id": item.id, "topic": item.topic, "title": item.title, "verdict": verdict, "urgency": item.urgency, "lesion": lesion,
            "advice": item.advise, "why": why(because) if verdict == "met" else "", "because": because,
            "missing": [views.missing(fact, lesion) for fact in evaluator.facts_in(missing)] if missing else [],
            "draft": item.draft, "checked": item.checked, "purpose": item.purpose, "misuse": item.misuse,
            "folds": [name for name in item.says_more_than if verdict == "met" and name in met],
            "folded_into": folded.get(item.id) if verdict == "met" else None,
            **fixed[item.id],
        })
    order = {name: position for position, name in enumerate(URGENCIES)}
    found.sort(key=lambda item: (item["verdict"] != "met", order[item["urgency"]]))
    return found


def _folded(evaluator: Evaluator, met: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in evaluator.pathway.recommendations:
        if item.id in met:
            for name in item.says_more_than:
                if name in met:
                    found.setdefault(name, item.id)
    return found


def why(because: list[dict[str, Any]]) -> str:
    """One line out of the reasons: what holds, with figure and date."""
    said = [text for part in because if (text := _reason(part))]
    return "; ".join(said[:4])


def _reason(part: dict[str, Any]) -> str:
    value, label = part["value"], part["label"]
    at = f" ({part['at']})" if part["at"] else ""
    if value is True:
        return f"{label}{at}"
    if value is False:
        return f"no {label}" if not label.startswith(("no ", "not ")) else f"{label}: no"
    if value is None:
        if "low" not in part:
            return ""
        return f"{label} between {part['low']} and {part['high']}{unit_words(part['unit'])}{at}"
    if isinstance(value, (int, float)):
        return f"{label} {number(Decimal(str(value)))}{unit_words(part['unit'])}{at}"
    return f"{label}: {value}{at if value != part['at'] else ''}"


def _conflicts(review: Review) -> list[dict[str, Any]]:
    """Recommendations that hold together and want opposite things."""
    met: dict[str, Recommendation] = {item.recommendation.id: item.recommendation for item in review.outcomes if item.verdict == "met"}
    found = []
    for one in met.values():
        for two in met.values():
            if one.gives and one.gives == two.withholds and one.id not in two.says_more_than:
                what = one.gives.replace("-", " ")
                found.append({"between": [one.id, two.id],
                              "message": f"“{one.title}” and “{two.title}” want opposite things about {what}. Decide which one holds."})
    return found
