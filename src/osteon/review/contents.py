"""The content of a review as plain data: findings with reasons, facts, skeleton, questions, due list.

Everything that does not depend on the patient (titles, sources, parameters) is made once per evaluator.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakKeyDictionary

import osteon
from osteon.engine.evaluate import MET, Evaluator, bits
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
        "facts": views.read(),
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
    """What a reader sees of each fact in one review; each is made at most once.

    Facts are named by their position in `Evaluator.facts`, as the bits of a set are.
    """

    def __init__(self, review: Review) -> None:
        self.evaluator, self.situation = review.evaluator, review.situation
        self.fixed = _fixed(review.evaluator).facts
        self.lesions = [lesion.id for lesion in review.timeline.lesions]
        self._because: dict[tuple[int, str | None], dict[str, Any]] = {}
        self._asked: set[int] = set()
        self._origin: dict[tuple[int, str | None], tuple[dict[str, None], date | None]] = {}

    def at(self, fact: Fact) -> int:
        """The position of a fact."""
        return self.evaluator.index[id(fact)]

    def by_id(self, id: str) -> int | None:
        """The position of the fact with this id."""
        return _fixed(self.evaluator).by_id.get(id)

    def value(self, index: int, lesion: str | None = None) -> tuple:
        """The evaluator's value of a fact; of a fact about lesions, without a lesion named, the first value that is known."""
        if not self.fixed[index].per_lesion:
            found = self.situation.memo[index]
            return found if found is not None else self.evaluator.readers[index](self.situation)
        return self.evaluator.value(self.situation, self.evaluator.facts[index], self._lesion(index, lesion))

    def _lesion(self, index: int, lesion: str | None) -> str:
        """The lesion that a statement about the whole patient quotes: one where the fact holds, else one where it is known."""
        if lesion is not None:
            return lesion
        fact = self.evaluator.facts[index]
        values = {name: self.evaluator.value(self.situation, fact, name)[0] for name in self.lesions}
        return min(self.lesions, key=lambda name: (values[name] is not True, values[name] is None))

    def because(self, index: int, lesion: str | None = None) -> dict[str, Any]:
        """A fact as a reason: value, unit, date and entries."""
        fixed = self.fixed[index]
        key = (index, lesion if fixed.per_lesion else None)
        found = self._because.get(key)
        if found is None:
            sources, at = self.origin(index, lesion)
            found = self._because[key] = {
                **fixed.reason, **shown(fixed, self.value(index, lesion)), "at": at.isoformat() if at else None, "sources": list(sources),
            }
        return found

    def listed(self, index: int) -> dict[str, Any]:
        """A fact in the list of all facts."""
        lacking = self.value(index)[-2]
        entry = self.because(index).copy()
        entry["id"] = entry.pop("fact")
        entry["missing"] = [self.missing(position) for position in bits(lacking)] if lacking else None
        return entry

    def read(self) -> list[dict[str, Any]]:
        """The facts that findings rest on or wait for, and those shown for their own sake, in the order of the pathway."""
        named = {index for index, _ in self._because} | self._asked | set(_fixed(self.evaluator).shown)
        return [self.listed(index) for index in sorted(named) if not self.fixed[index].per_lesion]

    def missing(self, index: int, lesion: str | None = None) -> dict[str, Any]:
        """A fact that is missing, and why."""
        self._asked.add(index)
        fixed = self.fixed[index]
        return {"fact": fixed.id, "label": fixed.label, "cause": self.cause(index, lesion)}

    def told(self, index: int, lesion: str | None = None) -> list[int]:
        """What stands behind a computed condition that holds: the figures, and the conditions that hold, down to the record."""
        if self.fixed[index].kind != "boolean" or self.value(index, lesion)[0] is not True:
            return []
        found: dict[int, None] = {}
        for part in bits(self._memory(index, lesion)[2].get(index, 0)):
            value, fixed = self.value(part, lesion)[0], self.fixed[part]
            if fixed.kind == "number":
                if value is not None and not fixed.dated:
                    found[part] = None
            elif fixed.kind == "boolean" and value:
                found.update(dict.fromkeys(self.told(part, lesion) or [part]))
        return list(found)

    def cause(self, index: int, lesion: str | None = None) -> str:
        """Why a fact is missing."""
        self.value(index, lesion)
        return self._memory(index, lesion)[0].get(index, "not-computable")

    def origin(self, index: int, lesion: str | None = None) -> tuple[dict[str, None], date | None]:
        """The entries that a fact rests on, in order, and the date of the newest."""
        key = (index, lesion if self.fixed[index].per_lesion else None)
        found = self._origin.get(key)
        if found is not None:
            return found
        self.value(index, lesion)
        _, chosen, inner = self._memory(index, lesion)
        sources: dict[str, None] = {}
        newest: date | None = None
        for event in chosen.get(index, ()):
            sources[event.source] = None
            newest = _later(newest, event.start)
        for part in bits(inner.get(index, 0)):
            more, at = self.origin(part, lesion)
            sources.update(more)
            newest = _later(newest, at)
        self._origin[key] = (sources, newest)
        return sources, newest

    def _memory(self, index: int, lesion: str | None) -> tuple[dict, dict, dict]:
        if self.fixed[index].per_lesion:
            return self.situation.lesion_memory[self._lesion(index, lesion)][1:]
        return (self.situation.causes, self.situation.chosen, self.situation.inner)


def _later(one: date | None, two: date | None) -> date | None:
    return two if one is None or (two is not None and two > one) else one


def shown(fixed: FixedFact, value: tuple) -> dict[str, Any]:
    """A value for a reader: `value`, and `low`, `high` or `possible` when it is not exact."""
    first = value[0]
    if first is None:
        return {"value": None}
    if fixed.kind == "boolean":
        return {"value": first}
    if fixed.kind == "category":
        return {"value": first[0]} if len(first) == 1 else {"value": None, "possible": list(first)}
    high = value[1]
    if first == high:
        return {"value": fixed.plain(first)}
    return {"value": None, "low": fixed.plain(first), "high": fixed.plain(high)}


def _age(views: FactViews) -> int | None:
    index = views.by_id("birth-date")
    value = views.value(index) if index is not None else (None, None)
    return int(value[0]) if value[0] is not None and value[0] == value[1] else None


def _disease(views: FactViews, marks: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    sources: dict[str, None] = {}
    for name, id in SHOWN_DISEASE.items():
        index = views.by_id(id)
        found[name] = views.value(index)[0] if index is not None else None
        if index is not None and found[name]:
            sources.update(views.origin(index)[0])
    found["bone_sites_known"] = bool(marks)
    found["sources"] = list(sources)
    return found


# --- findings ---------------------------------------------------------------------------------------------------------

class FixedFact(NamedTuple):
    """The part of a fact's view that is the same for every patient."""

    id: str
    label: str
    kind: str
    per_lesion: bool
    dated: bool
    plain: Callable[[Any], float | int | str]
    reason: dict[str, Any]


class Fixed(NamedTuple):
    """The part of a review that is the same for every patient, made once per evaluator."""

    facts: tuple[FixedFact, ...]
    by_id: dict[str, int]
    findings: dict[str, dict[str, Any]]
    settings: dict[str, list[dict[str, Any]]]
    changed: dict[str, list[dict[str, Any]]]
    shows: dict[str, tuple[int, ...]]
    shown: tuple[int, ...]


_FIXED: WeakKeyDictionary[Evaluator, Fixed] = WeakKeyDictionary()


def _fixed(evaluator: Evaluator) -> Fixed:
    found = _FIXED.get(evaluator)
    if found is None:
        whole = evaluator.pathway
        facts = tuple(_fixed_fact(fact) for fact in evaluator.facts)
        settings = {item.id: [_setting(evaluator, node) for node in whole.reads[item.id]] for item in whole.recommendations}
        found = _FIXED[evaluator] = Fixed(
            facts, {fact.id: index for index, fact in enumerate(facts)},
            {item.id: _fixed_finding(evaluator, item) for item in whole.recommendations}, settings,
            {name: [part for part in parts if part["changed"]] for name, parts in settings.items()},
            {item.id: tuple(evaluator.index[id(fact)] for fact in item.shows) for item in whole.recommendations},
            tuple(evaluator.index[id(fact)] for topic in whole.topics for fact in topic.shown),
        )
    return found


def _fixed_fact(fact: Fact) -> FixedFact:
    unit = fact.unit if fact.kind == "number" and fact.unit not in ("date", "moment", "1") else None
    reason = {"fact": fact.id, "label": fact.label, "value": None, "unit": unit}
    return FixedFact(fact.id, fact.label, fact.kind, fact.per_lesion, fact.unit in ("date", "moment"), _plain(fact), reason)


def _plain(fact: Fact) -> Callable[[Any], float | int | str]:
    """How a number is written in the JSON; rounding is for readers, never for comparisons."""
    if fact.kind != "number":
        return str
    if fact.unit == "date":
        return lambda value: date.fromordinal(int(value)).isoformat()
    if fact.unit in ("d", "a", "{count}", "{score}"):
        return int
    digits = fact.digits
    return lambda value: round(float(value), digits)


def _fixed_finding(evaluator: Evaluator, item: Recommendation) -> dict[str, Any]:
    sources = evaluator.pathway.source_by_id
    return {
        "id": item.id, "topic": item.topic, "title": item.title, "verdict": "", "urgency": item.urgency, "lesion": None,
        "advice": item.advise, "why": "", "because": [], "missing": [],
        "evidence": [{"source": part.source, "title": sources[part.source].title, "locator": part.locator,
                      "strength": part.strength, "checked": part.checked} for part in item.evidence],
        "parameters": [], "draft": item.draft, "checked": item.checked, "folds": [], "folded_into": None,
    }


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
    """Every recommendation with its verdict: met first, then by urgency.

    A met finding brings all its reasons, the decisive ones first; one that is not met or undecided brings what its condition
    found. The settings behind a finding are listed where it is met, and wherever a site changed one of them.
    """
    evaluator = review.evaluator
    fixed = _fixed(evaluator)
    met = {item.recommendation.id for item in review.outcomes if item.verdict == MET}
    folded = _folded(evaluator, met)
    found = []
    for item, verdict, missing, support, decisive, lesion in review.outcomes:
        name = item.id
        entry = {**fixed.findings[name], "verdict": verdict, "lesion": lesion, "parameters": fixed.changed[name]}
        if verdict == MET:
            reasons = dict.fromkeys(bits(decisive))
            for index in bits(decisive):
                reasons.update(dict.fromkeys(views.told(index, lesion)))
            reasons.update(dict.fromkeys(bits(support & ~decisive)))
            entry["because"] = [views.because(index, lesion) for index in reasons]
        elif decisive:
            entry["because"] = [views.because(index, lesion) for index in bits(decisive)]
        if missing:
            entry["missing"] = [views.missing(index, lesion) for index in bits(missing)]
        if verdict == MET:
            entry["because"] += [views.because(index, lesion) for index in fixed.shows[name]
                                 if index not in reasons and views.value(index, lesion)[0] is not None]
            entry["why"] = why(views, bits(decisive), lesion) or why(views, bits(support), lesion)
            entry["parameters"] = fixed.settings[name]
            entry["folds"] = [other for other in item.says_more_than if other in met]
            entry["folded_into"] = folded.get(name)
        found.append(entry)
    found.sort(key=lambda entry: (entry["verdict"] != MET, _PRESSING[entry["urgency"]]))
    return found


_PRESSING = {name: position for position, name in enumerate(URGENCIES)}


def _folded(evaluator: Evaluator, met: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for item in evaluator.pathway.recommendations:
        if item.id in met:
            for name in item.says_more_than:
                if name in met:
                    found.setdefault(name, item.id)
    return found


def why(views: FactViews, decisive: list[int], lesion: str | None) -> str:
    """One line out of the decisive facts: figures first, then what holds; what does not hold only if nothing else speaks."""
    known = [(index, views.because(index, lesion)) for index in decisive]
    told = sorted((item for item in known if item[1]["value"] is not False), key=lambda item: item[1]["value"] is True)
    said = []
    for index, part in told or known:
        behind = [text for inner in views.told(index, lesion)[:3] if (text := _reason(views.because(inner, lesion)))]
        own = _reason(part)
        said.append(f"{part['label']}: {', '.join(behind)}" if behind else own)
    return "; ".join(text for text in said if text)[:400]


def _reason(part: dict[str, Any]) -> str:
    value, label = part["value"], part["label"]
    at = f" ({part['at']})" if part["at"] else ""
    if value is True:
        return f"{label}{at}"
    if value is False:
        return f"{label}: no"
    if value is None:
        if "low" not in part:
            return ""
        return f"{label} between {part['low']} and {part['high']}{unit_words(part['unit'])}{at}"
    if isinstance(value, (int, float)):
        return f"{label} {number(Decimal(str(value)))}{unit_words(part['unit'])}{at}"
    return f"{label}: {value}{at if value != part['at'] else ''}"


def _conflicts(review: Review) -> list[dict[str, Any]]:
    """Recommendations that hold together and want opposite things."""
    met: dict[str, Recommendation] = {item.recommendation.id: item.recommendation for item in review.outcomes if item.verdict == MET}
    found = []
    for one in met.values():
        for two in met.values():
            if one.gives and one.gives == two.withholds and one.id not in two.says_more_than:
                what = one.gives.replace("-", " ")
                found.append({"between": [one.id, two.id],
                              "message": f"“{one.title}” and “{two.title}” want opposite things about {what}. Decide which one holds."})
    return found
