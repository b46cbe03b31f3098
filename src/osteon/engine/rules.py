"""What is written about a tree: evidence, recommendations, scores, topics, and the pathway that holds them."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from types import ModuleType

from osteon.engine.fingerprint import fingerprint
from osteon.engine.measures import Measure
from osteon.engine.nodes import CHECKED, BuildError, Fact, Node, Not, Parameter, Policy, all_of, walk
from osteon.engine.nodes.below import settings_below
from osteon.engine.options import Option

__all__ = ["URGENCIES", "Due", "Evidence", "Pathway", "Recommendation", "Score", "Source", "Topic", "named_in"]

URGENCIES = ("emergency", "urgent", "soon", "routine", "info")
"""Most pressing first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A guideline, label or paper, once."""

    id: str
    title: str
    year: str
    identifier: str = ""
    read: str = ""
    """What of it was read, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One source behind a statement, with the source's own strength words."""

    source: str
    locator: str
    strength: str
    checked: str

    def __post_init__(self) -> None:
        if self.checked not in CHECKED:
            raise BuildError(f"evidence {self.source}: checked is one of {', '.join(CHECKED)}")


@dataclass(frozen=True, eq=False, kw_only=True)
class Recommendation:
    """Advice with its condition.

    `applies` says whose question it is (false gives not-applicable); `when` says whether the advice holds; `unless` lists
    conditions that take the patient out of it. `excepts` names recommendations that step aside while this one holds.
    `gives` and `withholds` name the thing that the advice wants given or withheld: two that disagree are shown as a conflict.
    `says_more_than` names recommendations that need not be read when this one holds.
    """

    id: str
    title: str
    applies: Node
    when: Node
    advise: str
    urgency: str
    evidence: tuple[Evidence, ...]
    purpose: str
    misuse: str
    unless: Node | None = None
    excepts: tuple[str, ...] = ()
    says_more_than: tuple[str, ...] = ()
    gives: str = ""
    withholds: str = ""
    asks: bool = True
    """Whether an undecided verdict is worth a question to the reader."""
    topic: str = ""
    shows: tuple[Node, ...] = ()
    """Facts that a reader of the met finding wants to see beside the advice, though they decide nothing (a dose, an interval)."""

    def __post_init__(self) -> None:
        for name in ("applies", "when"):
            if getattr(self, name).kind != "boolean":
                raise BuildError(f"{self.id}: `{name}` must be a condition")
        if self.urgency not in URGENCIES:
            raise BuildError(f"{self.id}: urgency is one of {', '.join(URGENCIES)}")

    @cached_property
    def per_lesion(self) -> bool:
        """Whether it is asked for each lesion."""
        return any(node.per_lesion for node in self.roots())

    def roots(self) -> tuple[Node, ...]:
        """The conditions that decide it."""
        return (self.applies, self.when) + ((self.unless,) if self.unless is not None else ())

    @cached_property
    def checked(self) -> str:
        """The weakest mark among its evidence and the published numbers that its condition reads.

        A default of our own (a look-back window) is marked on the parameter, where a site can see and set it; it would
        otherwise hide how far the medicine was checked.
        """
        marks = [item.checked for item in self.evidence] or ["memory"]
        parameters = (node for root in self.roots() for node in settings_below(root) if isinstance(node, Parameter))
        marks += [node.checked for node in parameters if node.checked != "derived"]
        return max(marks, key=CHECKED.index)

    @property
    def draft(self) -> bool:
        """A rule that rests on memory; it takes part only when drafts are asked for."""
        return self.checked == "memory"


@dataclass(frozen=True, eq=False, kw_only=True)
class Score:
    """A published total with its items; an interval while items are missing.

    `items` are (label, points) pairs that add up to `total`; `category` is the band that the total falls in, and `meaning`
    says in words what the source says of each band. `accuracy` holds how well it did where it was measured: a statement with
    its source each, shown beside every result.
    """

    id: str
    title: str
    total: Node
    category: Node
    items: tuple[tuple[str, Node], ...]
    evidence: tuple[Evidence, ...]
    purpose: str
    misuse: str
    meaning: tuple[tuple[str, str], ...] = ()
    accuracy: tuple[Evidence, ...] = ()
    applies: Node | None = None
    topic: str = ""

    def __post_init__(self) -> None:
        if self.total.kind != "number" or self.category.kind != "category":
            raise BuildError(f"{self.id}: `total` is a number and `category` a category")
        strangers = [word for word, _ in self.meaning if word not in self.category.categories]
        if strangers:
            raise BuildError(f"{self.id}: {', '.join(strangers)} is no category of the score")

    @property
    def per_lesion(self) -> bool:
        """Whether each lesion has a total of its own."""
        return self.total.per_lesion or (self.applies is not None and self.applies.per_lesion)

    @cached_property
    def checked(self) -> str:
        """The weakest mark among its evidence and the numbers that it reads, our own defaults left aside."""
        marks = [item.checked for item in self.evidence] or ["memory"]
        roots = (self.total, self.category, *((self.applies,) if self.applies is not None else ()))
        parameters = (node for root in roots for node in settings_below(root) if isinstance(node, Parameter))
        return max([*marks, *(node.checked for node in parameters if node.checked != "derived")], key=CHECKED.index)

    @property
    def draft(self) -> bool:
        """A score whose points rest on memory; it takes part only when drafts are asked for."""
        return self.checked == "memory"


@dataclass(frozen=True, eq=False, kw_only=True)
class Due:
    """Something that comes round: when it was last done and how often it should be."""

    id: str
    what: str
    last: Node
    every: Node
    applies: Node
    finding: str
    """The recommendation that gives it its reason."""
    topic: str = ""


@dataclass(frozen=True, eq=False, kw_only=True)
class Topic:
    """One room of the medicine, as written in its folder."""

    id: str
    title: str
    purpose: str
    recommendations: tuple[Recommendation, ...]
    facts: tuple[Fact, ...] = ()
    scores: tuple[Score, ...] = ()
    due: tuple[Due, ...] = ()
    shown: tuple[Fact, ...] = ()
    """Facts shown to a reader for their own sake (trends, the map), though no recommendation asks for them."""
    sources: tuple[Source, ...] = ()
    """Sources that no other topic cites before this one."""
    options: tuple[Option, ...] = ()
    """Treatments to choose from."""
    measures: tuple[Measure, ...] = ()
    """What many patients are looked back on by."""


def named_in(module: ModuleType, kind: type) -> tuple:
    """All objects of a kind that a module defines under a public name, in the order in which they stand."""
    return tuple(value for name, value in vars(module).items() if isinstance(value, kind) and not name.startswith("_"))


@dataclass(frozen=True, eq=False)
class Pathway:
    """Everything that a review asks. Immutable; its hash changes with every condition, number and source."""

    edition: str
    topics: tuple[Topic, ...]
    sources: tuple[Source, ...]

    @cached_property
    def recommendations(self) -> tuple[Recommendation, ...]:
        """All recommendations, topic after topic, with their topic filled in."""
        for topic in self.topics:
            for item in (*topic.recommendations, *topic.scores, *topic.due, *topic.options, *topic.measures):
                object.__setattr__(item, "topic", topic.id)
        return tuple(item for topic in self.topics for item in topic.recommendations)

    @cached_property
    def scores(self) -> tuple[Score, ...]:
        """All scores."""
        return tuple(item for topic in self.topics for item in topic.scores)

    @cached_property
    def due(self) -> tuple[Due, ...]:
        """All recurring things."""
        return tuple(item for topic in self.topics for item in topic.due)

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """All options of treatment."""
        return tuple(item for topic in self.topics for item in topic.options)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """All measures of quality."""
        return tuple(item for topic in self.topics for item in topic.measures)

    @cached_property
    def by_id(self) -> dict[str, Recommendation]:
        """Recommendation by id."""
        return {item.id: item for item in self.recommendations}

    @cached_property
    def source_by_id(self) -> dict[str, Source]:
        """Source by id."""
        return {item.id: item for item in self.sources}

    def roots(self) -> Iterable[Node]:
        """Every node that is evaluated by itself: in a review, or by a measure."""
        for item in self.recommendations:
            yield from item.roots()
            yield from item.shows
        for score in self.scores:
            yield from (score.total, score.category, *(node for _, node in score.items))
            if score.applies is not None:
                yield score.applies
        for due in self.due:
            yield from (due.last, due.every, due.applies)
        for option in self.options:
            yield from option.roots()
        for topic in self.topics:
            yield from topic.shown
        for measure in self.measures:
            yield from (*measure.roots(), *measure.parameters())

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """Every node, each once."""
        seen: set[int] = set()
        return tuple(node for root in self.roots() for node in walk(root, seen))

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that is read, each once."""
        return tuple(node for node in self.nodes if isinstance(node, Fact))

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Every parameter that is read, each once."""
        return tuple(node for node in self.nodes if isinstance(node, Parameter))

    @cached_property
    def policies(self) -> tuple[Policy, ...]:
        """Every policy that is read, each once."""
        return tuple(node for node in self.nodes if isinstance(node, Policy))

    @cached_property
    def reads(self) -> dict[str, tuple[Parameter | Policy, ...]]:
        """Parameters and policies that a recommendation reads, through all its facts."""
        return {
            item.id: tuple(dict.fromkeys(node for root in item.roots() for node in settings_below(root)))
            for item in self.recommendations
        }

    @cached_property
    def _excepted_by(self) -> dict[str, list[Recommendation]]:
        found: dict[str, list[Recommendation]] = {}
        for other in self.recommendations:
            for name in dict.fromkeys(other.excepts):
                found.setdefault(name, []).append(other)
        return found

    def applicability(self, item: Recommendation, drafts: bool) -> Node:
        """Whose question a recommendation is, once its own `unless` and the rules that except it are taken off."""
        parts = [item.applies] + ([Not(of=item.unless)] if item.unless is not None else [])
        for other in self._excepted_by.get(item.id, ()):
            if drafts or not other.draft:
                own = [Not(of=other.unless)] if other.unless is not None else []
                parts.append(Not(of=all_of(other.applies, other.when, *own)))
        return all_of(*parts)

    def only(self, names: Collection[str], drafts: bool) -> Pathway:
        """Some of the recommendations, each asked of whom it is asked in the whole. Nothing else of the topics is kept.

        `drafts`: whether drafts take part in the whole. Names that are none of ours are passed over.
        """
        topics = []
        for topic in self.topics:
            chosen = (item for item in topic.recommendations if item.id in names)
            alone = tuple(replace(item, applies=self.applicability(item, drafts), unless=None, excepts=()) for item in chosen)
            topics.append(Topic(id=topic.id, title=topic.title, purpose=topic.purpose, recommendations=alone))
        return Pathway(edition=self.edition, topics=tuple(topics), sources=self.sources)

    @cached_property
    def hash(self) -> str:
        """Eight hexadecimal digits over all that decides a review."""
        return fingerprint(self)

    @cached_property
    def version(self) -> str:
        """Edition and hash, such as `2026.11+1a2b3c4d`."""
        return f"{self.edition}+{self.hash}"
