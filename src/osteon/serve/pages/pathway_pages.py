"""The pathway to be read: its topics, and each recommendation and score with its rule in words, its numbers and its sources."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from osteon.engine import nodes
from osteon.engine.nodes.below import direct_facts, settings_below
from osteon.engine.rules import Evidence, Pathway, Recommendation, Score, Topic
from osteon.engine.settings import Settings
from osteon.engine.words import number
from osteon.language import _, translated
from osteon.pathway import pathway
from osteon.review import wording
from osteon.review.translation import rule_words, sentence
from osteon.serve.access.asking import known_asker
from osteon.serve.failures import Issue, RequestError
from osteon.serve.pages.page import language_of, page
from osteon.serve.site import site_of

__all__ = ["routes"]

routes = APIRouter()
MARKS: Final = ("primary", "secondary", "derived", "memory")
"""How far something was checked, the best first."""
Rule = Recommendation | Score


@routes.get("/pathway", response_class=Response)
def show_pathway(
    request: Request,
    q: Annotated[str, Query(max_length=200, description="words to look for")] = "",
    topic: Annotated[str, Query(max_length=60)] = "",
) -> Response:
    """All topics, the rules of one, or the rules that hold the words that are looked for."""
    known_asker(request)
    whole, language = pathway(), language_of(request)
    found = _found(whole, q) if q.strip() else [one for one in _rules(whole) if one.topic == topic]
    chosen = next((one for one in whole.topics if one.id == topic), None)
    if topic and chosen is None:
        raise RequestError(404, Issue("", "The pathway has no topic of this name.", "not-found"))
    rules = list(_rules(whole))
    return page(
        request,
        "pathway.html.j2",
        title=translated(language, "Pathway"),
        q=q,
        topic=_topic(chosen) if chosen else None,
        listed=bool(q.strip() or chosen),
        rules=[_line(one, language) for one in found],
        topics=[(_topic(one), sum(rule.topic == one.id for rule in rules)) for one in whole.topics],
        total=len(whole.recommendations),
        marks=[(_mark(mark), sum(one.checked == mark for one in whole.recommendations)) for mark in MARKS],
    )


@routes.get("/pathway/{recommendation}", response_class=Response)
def show_rule(request: Request, recommendation: Annotated[str, Path(pattern=r"^[a-z0-9_-]{1,80}$")]) -> Response:
    """One recommendation or score."""
    known_asker(request)
    whole, language = pathway(), language_of(request)
    rule = next((one for one in _rules(whole) if one.id == recommendation), None)
    if rule is None:
        raise RequestError(404, Issue("", "The pathway has no recommendation or score of this name.", "not-found"))
    settings = site_of(request).reviewer.settings
    topic = next(one for one in whole.topics if one.id == rule.topic)
    return page(request, "rule.html.j2", title=sentence(rule.title), rule=_shown(whole, rule, settings, language), topic=_topic(topic))


def _rules(whole: Pathway) -> tuple[Rule, ...]:
    return (*whole.recommendations, *whole.scores)


def _found(whole: Pathway, words: str) -> list[Rule]:
    """Rules that hold all of the words, those with the words in their title first."""
    wanted = words.lower().split()
    inside, beside = [], []
    for one in _rules(whole):
        advice = one.advise if isinstance(one, Recommendation) else ""
        title = f"{one.title} {one.id}".lower()
        text = f"{title} {advice} {one.purpose} {one.topic}".lower()
        if all(word in title for word in wanted):
            inside.append(one)
        elif all(word in text for word in wanted):
            beside.append(one)
    return inside + beside


def _topic(topic: Topic) -> dict[str, str]:
    return {"id": topic.id, "title": sentence(topic.title), "purpose": sentence(topic.purpose)}


def _line(rule: Rule, language: str) -> dict[str, Any]:
    urgency = rule.urgency if isinstance(rule, Recommendation) else ""
    return {
        "id": rule.id,
        "title": sentence(rule.title),
        "urgency": urgency,
        "kind": translated(language, wording.URGENCIES[urgency]) if urgency else translated(language, "Score"),
        "said": sentence(rule.advise if isinstance(rule, Recommendation) else rule.purpose),
        "draft": rule.draft,
    }


def _mark(mark: str) -> str:
    return _(wording.CHECKED[mark]) if mark in wording.CHECKED else mark


def _shown(whole: Pathway, rule: Rule, settings: Settings, language: str) -> dict[str, Any]:
    told = _line(rule, language) | {
        "purpose": sentence(rule.purpose),
        "misuse": sentence(rule.misuse),
        "checked": _mark(rule.checked),
        "sources": [_source(whole, part) for part in rule.evidence],
        "advice": sentence(rule.advise) if isinstance(rule, Recommendation) else "",
        "exceptions": _titles(whole, [one.id for one in whole.recommendations if rule.id in one.excepts]),
        "more_than": _titles(whole, list(rule.says_more_than) if isinstance(rule, Recommendation) else []),
        "items": [],
        "bands": [],
        "accuracy": [],
    }
    if isinstance(rule, Recommendation):
        roots = rule.roots()
        told["conditions"] = [
            (translated(language, "Whose question"), _clauses(rule.applies)),
            (translated(language, "Holds when"), _clauses(rule.when)),
            *([(translated(language, "Unless"), _clauses(rule.unless))] if rule.unless is not None else []),
        ]
        reads = whole.reads[rule.id]
    else:
        roots = (rule.total, rule.category, *((rule.applies,) if rule.applies is not None else ()))
        told["conditions"] = [(translated(language, "Whose question"), _clauses(rule.applies))] if rule.applies is not None else []
        told["items"] = [(wording.capital(sentence(label)), rule_words(points)) for label, points in rule.items]
        meaning = dict(rule.meaning)
        bands = rule.category.categories
        told["bands"] = [(wording.capital(sentence(word.replace("-", " "))), sentence(meaning.get(word, ""))) for word in bands]
        told["accuracy"] = [_source(whole, part) for part in rule.accuracy]
        reads = tuple(dict.fromkeys(node for root in (rule.total, rule.category) for node in settings_below(root)))
    facts = dict.fromkeys(fact for root in roots for fact in direct_facts(root))
    told["facts"] = [(wording.capital(sentence(fact.label)), fact.id, rule_words(fact, inside=True)) for fact in facts]
    told["reads"] = [_setting(whole, node, settings) for node in reads]
    return told


def _clauses(node: nodes.Node) -> tuple[str, list[str]]:
    """A condition as a list of its parts: (`all`, `any` or nothing, each part in words)."""
    if isinstance(node, nodes.All | nodes.Any) and len(node.of) > 1:
        return ("all" if isinstance(node, nodes.All) else "any", [rule_words(part) for part in node.of])
    return ("", [rule_words(node)])


def _source(whole: Pathway, part: Evidence) -> dict[str, str]:
    source = whole.source_by_id[part.source]
    return {
        "title": source.title,
        "year": source.year,
        "locator": part.locator,
        "strength": part.strength,
        "checked": _mark(part.checked),
        "mark": part.checked,
    }


def _titles(whole: Pathway, ids: list[str]) -> list[tuple[str, str]]:
    return [(id, sentence(whole.by_id[id].title)) for id in ids if id in whole.by_id]


def _amount(value: Decimal, unit: str | None) -> str:
    return f"{wording.decimal(number(value))}{wording.unit_said(unit)}"


def _setting(whole: Pathway, node: nodes.Parameter | nodes.Policy, settings: Settings) -> dict[str, Any]:
    """A number or a choice that the rule reads, as this site has set it."""
    if isinstance(node, nodes.Parameter):
        value = settings.parameters.get(node.id, node.value)
        return {
            "id": node.id,
            "label": wording.capital(sentence(node.label)),
            "value": _amount(value, node.unit),
            "changed": node.id in settings.parameters,
            "given": _amount(node.value, node.unit),
            "reason": "",
            "source": f"{whole.source_by_id[node.source].title}, {node.locator}",
            "checked": _mark(node.checked),
        }
    return {
        "id": node.id,
        "label": sentence(node.question),
        "value": settings.policies.get(node.id, node.default),
        "changed": node.id in settings.policies,
        "given": node.default,
        "reason": sentence(node.reason),
        "source": "",
        "checked": "",
    }
