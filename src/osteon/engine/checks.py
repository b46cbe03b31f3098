"""What can be wrong with a pathway, found before a patient is: each check returns messages in an author's words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import NamedTuple

from osteon.engine import nodes as n
from osteon.engine.choosing import DOES_NOT_FIT, FITS, WATCH, WOULD_FIT
from osteon.engine.evaluate import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Evaluator
from osteon.engine.measure_checks import check_measures
from osteon.engine.nodes.below import direct_facts
from osteon.engine.options import Option
from osteon.engine.rules import Pathway, Recommendation
from osteon.engine.situation import AsOf, PatientData

__all__ = [
    "Example",
    "check_cases",
    "check_choices",
    "check_structure",
    "possible_lists",
    "possible_verdicts",
    "thresholds",
]


class Example(NamedTuple):
    """A written case: a patient on a date, and the settings that it asks for."""

    name: str
    timeline: PatientData
    at: AsOf
    evaluator: Evaluator


def check_structure(pathway: Pathway, declared: Iterable[n.Fact], concepts: frozenset[str]) -> list[str]:
    """Faults that show without a patient.

    `declared` are the facts that topics define; `concepts` the concept ids that exist (a selection of anything else can
    never match).
    """
    return [
        *_twice("recommendation", [item.id for item in pathway.recommendations]),
        *_twice("fact", [item.id for item in pathway.facts]),
        *_twice("parameter", [item.id for item in pathway.parameters]),
        *_twice("policy", [item.id for item in pathway.policies]),
        *_twice("source", [item.id for item in pathway.sources]),
        *_twice("option", [item.id for item in pathway.options]),
        *_unused(pathway, declared),
        *_empty_selections(pathway, concepts),
        *_without_evidence(pathway),
        *_names(pathway),
        *_duplicates(pathway),
        *_options(pathway, concepts),
        *check_measures(pathway, concepts),
    ]


def _twice(what: str, ids: list[str]) -> list[str]:
    return [f"{what} {name} is defined {times} times" for name, times in Counter(ids).items() if times > 1]


def _unused(pathway: Pathway, declared: Iterable[n.Fact]) -> list[str]:
    used = {id(fact) for fact in pathway.facts}
    return [f"fact {fact.id} is defined but nothing asks it" for fact in declared if id(fact) not in used]


def _empty_selections(pathway: Pathway, concepts: frozenset[str]) -> list[str]:
    found = []
    for fact in pathway.facts:
        if fact.reads is None or fact.reads.how in ("patient", "lesion"):
            continue
        if not fact.reads.events.concepts:
            found.append(f"fact {fact.id} selects no concept")
        found += [
            f"fact {fact.id}: concept {name} does not exist"
            for name in fact.reads.events.concepts
            if name not in concepts
        ]
    return found


def _without_evidence(pathway: Pathway) -> list[str]:
    sources = set(pathway.source_by_id)
    found = []
    for item in pathway.recommendations:
        if not item.evidence:
            found.append(f"{item.id}: no evidence")
        found += [
            f"{item.id}: source {part.source} is not in the list of sources"
            for part in item.evidence
            if part.source not in sources
        ]
        found += [
            f"{item.id}: evidence {part.source} has no {name}"
            for part in item.evidence
            for name in ("locator", "strength")
            if not getattr(part, name)
        ]
        found += [
            f"{item.id}: `{name}` is empty"
            for name in ("title", "advise", "purpose", "misuse")
            if not getattr(item, name)
        ]
    found += [
        f"parameter {item.id}: source {item.source} is not in the list of sources"
        for item in pathway.parameters
        if item.source not in sources
    ]
    return found


def _names(pathway: Pathway) -> list[str]:
    known = set(pathway.by_id)
    found = []
    for item in pathway.recommendations:
        for word, names in (("excepts", item.excepts), ("says_more_than", item.says_more_than)):
            found += [f"{item.id}: {word} {name}, which does not exist" for name in names if name not in known]
            found += [f"{item.id}: {word} itself" for name in names if name == item.id]
        found += [
            f"{item.id} is about lesions and excepts {name}, which is not"
            for name in item.excepts
            if name in known and item.per_lesion and not pathway.by_id[name].per_lesion
        ]
    found += [
        f"due {item.id}: finding {item.finding} does not exist" for item in pathway.due if item.finding not in known
    ]
    return found


def _duplicates(pathway: Pathway) -> list[str]:
    seen: dict[tuple, str] = {}
    found = []
    for item in pathway.recommendations:
        key = tuple(_shape(node) for node in item.roots())
        if key in seen:
            found.append(f"{item.id} has the same condition as {seen[key]}")
        seen[key] = item.id
    return found


def _shape(part: object) -> object:
    """Equal for trees that ask the same: facts, parameters and policies by themselves, what joins them by what it is."""
    if isinstance(part, (n.Fact, n.Parameter, n.Policy)):
        return id(part)
    if isinstance(part, n.Node):
        return (type(part), *(_shape(getattr(part, item.name)) for item in fields(part) if item.init))
    return tuple(_shape(item) for item in part) if isinstance(part, tuple) else part


def _options(pathway: Pathway, concepts: frozenset[str]) -> list[str]:
    sources, known = set(pathway.source_by_id), {item.id for item in pathway.options}
    found = []
    for item in pathway.options:
        found += [f"option {item.id}: `{name}` is empty" for name in NEEDED_OF_AN_OPTION if not getattr(item, name)]
        found += [f"option {item.id}: drug {name} does not exist" for name in item.drugs if name not in concepts]
        cited = [part.source for part in item.evidence] + [part.source for part in item.region_status]
        found += [
            f"option {item.id}: source {name} is not in the list of sources" for name in cited if name not in sources
        ]
        found += [
            f"option {item.id}: evidence {part.source} has no {name}"
            for part in item.evidence
            for name in ("locator", "strength")
            if not getattr(part, name)
        ]
        if item.review_by is None and (item.watched or any(FRESH in part.date for part in item.region_status)):
            found.append(
                f"option {item.id}: it is watched or decided in {FRESH}, so say `review_by` when to look again"
            )
        found += [
            f"option {item.id}: preferred over {name}, which does not exist"
            for name in item.preferred_over
            if name not in known
        ]
    return found


NEEDED_OF_AN_OPTION = ("title", "drugs", "line", "requires", "evidence", "region_status")
FRESH = "2026"
"""Decisions of this year were read in news, and labels still change."""


# --- cases ------------------------------------------------------------------------------------------------------------


def possible_verdicts(pathway: Pathway, item: Recommendation, drafts: bool) -> tuple[str, ...]:
    """The verdicts that a recommendation can give."""
    applies = pathway.applicability(item, drafts)
    verdicts = [MET]
    if not _always(item.when):
        verdicts.append(NOT_MET)
    if _can_be_unknown(applies) or _can_be_unknown(item.when):
        verdicts.append(UNKNOWN)
    if not _always(applies):
        verdicts.append(NOT_APPLICABLE)
    return tuple(verdicts)


def _always(node: n.Node) -> bool:
    return isinstance(node, n.All) and all(_always(part) for part in node.of)


def _can_be_unknown(node: n.Node) -> bool:
    if isinstance(node, (n.Known, n.Parameter, n.Constant, n.Policy)):
        return False
    if isinstance(node, n.Fact) and node.reads is not None:
        assert node.absence is not None
        if node.reads.how in ("exists", "present", "count"):
            return node.absence.means == "unknown"
        return True
    if isinstance(node, n.All):
        # `known(x) & x` is decided whatever x is.
        settled = {
            id(part)
            for guard in node.of
            if isinstance(guard, n.Known)
            for part in (guard.of, *(guard.of.of if isinstance(guard.of, n.All) else ()))
        }
        return any(_can_be_unknown(part) for part in node.of if id(part) not in settled)
    return any(_can_be_unknown(child) for child in n.children(node))


def thresholds(pathway: Pathway, item: Recommendation) -> tuple[n.Node, ...]:
    """The comparisons of a number with a parameter that decide a recommendation, through all its facts.

    Ages of entries (days since) and the bands of a computed category count too.
    """
    nodes = dict.fromkeys(node for root in item.roots() for node in n.walk(root))
    found: list[n.Node] = []
    for node in nodes:
        if isinstance(node, n.Compare) and any(isinstance(side, n.Parameter) for side in (node.left, node.right)):
            found.append(node)
        elif isinstance(node, n.Band):
            found += [
                n.Compare(operator="<=" if node.upper_inclusive else "<", left=node.of, right=edge)
                for edge in node.edges
                if isinstance(edge, n.Parameter)
            ]
    return tuple(found)


def check_cases(
    pathway: Pathway, verdicts: Mapping[str, set[str]], examples: Iterable[Example], drafts: bool
) -> list[str]:
    """Recommendations without a case for each verdict, and thresholds not looked at three times.

    `verdicts` maps recommendation id to the verdicts that cases expect of it.
    """
    found = []
    for item in pathway.recommendations:
        if item.draft and not drafts:
            continue
        lacking = [
            name for name in possible_verdicts(pathway, item, drafts) if name not in verdicts.get(item.id, set())
        ]
        if lacking:
            found.append(f"{item.id}: no case where it is {' or '.join(lacking)}")
    return found + _boundaries(pathway, examples)


def possible_lists(item: Option) -> tuple[str, ...]:
    """The lists that an option can be in, and `not-applicable`."""
    lists = [] if item.watched else [FITS]
    if item.watched:
        lists.append(WATCH)
    elif any(_can_be_unknown(node) for node in (item.applies, *(node for _, node in item.requires))):
        lists.append(WOULD_FIT)
    lists.append(DOES_NOT_FIT)
    if not _always(item.applies):
        lists.append(NOT_APPLICABLE)
    return tuple(lists)


def check_choices(pathway: Pathway, lists: Mapping[str, set[str]], drafts: bool) -> list[str]:
    """Options without a case in each list that they can be in. `lists` maps option id to the lists that cases expect."""
    found = []
    for item in pathway.options:
        if item.draft and not drafts:
            continue
        lacking = [name for name in possible_lists(item) if name not in lists.get(item.id, set())]
        if lacking:
            found.append(f"option {item.id}: no case where it is {' or '.join(lacking)}")
    return found


def _boundaries(pathway: Pathway, examples: Iterable[Example]) -> list[str]:
    compares: dict[tuple, tuple[n.Compare, list[str]]] = {}
    for item in pathway.recommendations:
        if item.draft:
            continue
        for node in thresholds(pathway, item):
            assert isinstance(node, n.Compare)
            key = (id(node.left), id(node.right))
            compares.setdefault(key, (node, []))[1].append(item.id)
    sides: dict[tuple, set[str]] = defaultdict(set)
    for example in examples:
        situation = example.evaluator.situation(example.timeline, example.at)
        lesions = [lesion.id for lesion in situation.lesions]
        for key, (node, _) in compares.items():
            for lesion in lesions if node.per_lesion else [None]:
                left = example.evaluator.value(situation, node.left, lesion)
                right = example.evaluator.value(situation, node.right, lesion)
                if left[0] is None or right[0] is None or left[0] != left[1]:
                    continue
                number, cut = (right[0], left[0]) if isinstance(node.left, n.Parameter) else (left[0], right[0])
                sides[key].add("below" if number < cut else "above" if number > cut else "at")
    found = []
    for key, (node, rules) in compares.items():
        lacking = [side for side in ("below", "at", "above") if side not in sides[key]]
        if lacking:
            parameter = node.right if isinstance(node.right, n.Parameter) else node.left
            other = node.left if parameter is node.right else node.right
            what = ", ".join(fact.label for fact in direct_facts(other)) or type(other).__name__
            found.append(
                f"threshold {getattr(parameter, 'id', '')} ({what}; {', '.join(sorted(set(rules)))}): "
                f"no case {' or '.join(lacking)} it"
            )
    return found
