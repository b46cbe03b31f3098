"""Why a finding has its verdict, as a tree: which of its conditions hold, which do not, which are open and for want of what.

Its words are in the language in use; names of facts stay the English ones, for who shows them to translate.
"""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, NamedTuple

import orjson

from osteon.engine import nodes as n
from osteon.engine.nodes.below import direct_facts
from osteon.engine.rules import Recommendation
from osteon.engine.settings import Settings
from osteon.language import _, spoken
from osteon.review.reasons import Reasons
from osteon.review.review import Review
from osteon.review.translation import answer, in_language, rule_words, sentence
from osteon.review.wording import capital, lesion_place, moment, reading
from osteon.terminology import site

__all__ = ["Branch", "Part", "reason_tree"]

DEEPEST = 12
"""Facts inside facts that are opened. No fact of the pathway is deeper; a page must end in any case."""
MOST_WORDS = 6
LONGEST_WORDS = 240


class Branch(NamedTuple):
    """One condition or figure of a rule, as it is for this patient.

    `state`: `holds`, `fails`, `open`; of a figure or a word `known` or `open`. `joins`: `all` or `any` of `of` are asked for; empty where
    `of` is what stands behind it. `value`, `at`: in words. `cause`: why it is open, as in the review's `missing`. `fact`: its id, if
    it is a fact, which `says` then names. `negated`: `state` is of its contrary. `again`: it was opened further up.
    """

    says: str
    state: str
    joins: str = ""
    of: tuple[Branch, ...] = ()
    value: str = ""
    at: str = ""
    sources: tuple[str, ...] = ()
    cause: str = ""
    fact: str = ""
    negated: bool = False
    again: bool = False


class Part(NamedTuple):
    """One of the questions that a recommendation asks. `role`: `applies`, `when`, `unless`, or `excepted` by the rule `by`."""

    role: str
    tree: Branch
    by: str = ""


def reason_tree(review: Review, id: str, lesion: str | None = None) -> list[Part]:
    """The conditions of one recommendation of the review, in the order in which they are asked. Raises KeyError for an unknown id.

    `lesion`: for a recommendation about lesions, the name of the one that is asked about. Empty where there is none to ask about.
    """
    item = review.evaluator.pathway.by_id[id]
    known = {one.id for one in review.situation.lesions}
    return _Tree(review).parts(item, lesion) if not item.per_lesion or lesion in known else []


_STATES = {True: "holds", False: "fails", None: "open"}


class _Tree:
    """Opens the nodes of one recommendation; a fact is opened once."""

    def __init__(self, review: Review) -> None:
        self.review, self.reasons = review, Reasons(review)
        self.places = in_language({"skeleton": review.to_dict()["skeleton"]}, spoken().language.code)
        self.opened: set[tuple[int, str | None]] = set()

    def parts(self, item: Recommendation, lesion: str | None) -> list[Part]:
        found = [Part("applies", self.branch(item.applies, lesion)), Part("when", self.branch(item.when, lesion))]
        if item.unless is not None:
            found.append(Part("unless", self.branch(item.unless, lesion)))
        evaluator = self.review.evaluator
        for other in evaluator.pathway.recommendations:
            if item.id in other.excepts and (evaluator.drafts or not other.draft):
                takes_over = n.all_of(other.applies, other.when)
                found.append(Part("excepted", self.branch(takes_over, lesion), other.id))
        return found

    def branch(self, node: n.Node, lesion: str | None, depth: int = 0) -> Branch:
        match node:
            case n.Fact():
                return self.fact(node, lesion, depth)
            case n.All() | n.Any():
                joins = "all" if isinstance(node, n.All) else "any"
                parts = tuple(self.branch(part, lesion, depth) for part in node.of)
                says = "" if parts else rule_words(node)
                return Branch(says, self.state(node, lesion), joins if parts else "", parts)
            case n.Not():
                inner = self.branch(node.of, lesion, depth)
                state = self.state(node, lesion)
                if inner.says and not inner.negated:
                    return inner._replace(negated=True, state=state)
                return Branch("", state, "", (inner,), negated=True)
            case n.AnyLesion():
                names = [one.id for one in self.review.situation.lesions]
                places = tuple(
                    Branch(lesion_place(name, self.places), self.state(node.of, name), "", (self.branch(node.of, name, depth),))
                    for name in names
                )
                return Branch(_("in some lesion"), self.state(node, lesion), "any" if places else "", places)
        return Branch(self.words(node), self.state(node, lesion), "", self.behind(node, lesion, depth))

    def words(self, node: n.Node) -> str:
        """A comparison in words. What is longer than a reader takes in at once stands in full in the words of the rule."""
        if isinstance(node, n.OneOf) and len(node.words) > MOST_WORDS:
            return _("{what} is one of the {count} that count", what=rule_words(node.of), count=len(node.words))
        said = rule_words(_as_set(node, self.review.evaluator.settings))
        return said if len(said) <= LONGEST_WORDS else _("what follows from these together")

    def state(self, node: n.Node, lesion: str | None) -> str:
        value = self.review.evaluator.value(self.review.situation, node, lesion if node.per_lesion else None)
        if node.kind == "boolean":
            return _STATES[value[0]]
        first = value[0]
        exact = first is not None and (len(first) == 1 if node.kind == "category" else first == value[1])
        return "known" if exact else "open"

    def behind(self, node: n.Node, lesion: str | None, depth: int) -> tuple[Branch, ...]:
        """The facts that a comparison, a formula or a table of points reads; those about lesions, lesion by lesion."""
        facts = dict.fromkeys(direct_facts(node))
        found = [self.fact(fact, lesion, depth) for fact in facts if lesion is not None or not fact.per_lesion]
        asked = [fact for fact in facts if lesion is None and fact.per_lesion]
        for one in self.review.situation.lesions if asked else ():
            here = tuple(self.fact(fact, one.id, depth) for fact in asked)
            found.append(Branch(lesion_place(one.id, self.places), "known", "", here))
        return tuple(found)

    def fact(self, fact: n.Fact, lesion: str | None, depth: int) -> Branch:
        evaluator = self.review.evaluator
        index = evaluator.index[id(fact)]
        whose = lesion if fact.per_lesion else None
        told: dict[str, Any] = orjson.loads(self.reasons.reason(index, whose).json)
        state = self.state(fact, whose)
        known = told["value"] is not None or "low" in told or "possible" in told
        found = Branch(
            fact.label,
            state,
            value="" if fact.kind == "boolean" or not known else _reading(fact, told),
            at=moment(told),
            sources=tuple(told["sources"]),
            cause=self.reasons.cause(index, whose) if state == "open" and fact.computes is None else "",
            fact=fact.id,
        )
        if fact.computes is None or depth >= DEEPEST:
            return found
        if (index, whose) in self.opened:
            return found._replace(again=True)
        self.opened.add((index, whose))
        if fact.kind != "boolean":
            return found._replace(of=self.behind(fact.computes, lesion, depth + 1))
        inner = self.branch(fact.computes, lesion, depth + 1)
        if inner.joins and not inner.says:
            return found._replace(joins=inner.joins, of=inner.of)
        return found._replace(of=(inner,))


def _reading(fact: n.Fact, told: dict[str, Any]) -> str:
    if fact.reads is not None and fact.reads.field == "site" and told["value"] is not None:
        return sentence(capital(site(told["value"]).label))
    if isinstance(told["value"], str):
        told = {**told, "value": answer(told["value"])}
    if "possible" in told:
        told = {**told, "possible": [answer(one) for one in told["possible"]]}
    return reading(told)


def _as_set(node: n.Node, settings: Settings) -> n.Node:
    """The node with the numbers that this site has set, to be put into words; facts are named there and stay as they are."""
    if isinstance(node, n.Parameter):
        return replace(node, value=settings.parameters[node.id]) if node.id in settings.parameters else node
    if isinstance(node, n.Fact) or not settings.parameters:
        return node
    changed = {}
    for one in fields(node):
        value = getattr(node, one.name) if one.init else None
        new = _value_as_set(value, settings)
        if new is not value:
            changed[one.name] = new
    return replace(node, **changed) if changed else node


def _value_as_set(value: Any, settings: Settings) -> Any:
    if isinstance(value, n.Node):
        return _as_set(value, settings)
    if isinstance(value, tuple):
        parts = tuple(_value_as_set(part, settings) for part in value)
        return parts if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    return value
