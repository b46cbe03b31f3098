"""What all nodes share: a kind, a unit, operators that build bigger nodes, and the nodes below them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from operator import attrgetter
from typing import Any

from osteon.engine.events import Reduction

__all__ = ["Absence", "BuildError", "Node", "children", "field_values", "words"]


class BuildError(Exception):
    """The tree is wrong: says what, where, and what to write instead."""


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True, weakref_slot=True)
class Node:
    """Anything that has a value for one patient (or one lesion) on one date. Build the subclasses."""

    # Trees are built once and asked often, so what follows from a node alone is kept in it. None of it is part of its meaning.
    _below: tuple[Node, ...] | None = field(default=None, init=False, repr=False)
    _about_lesions: bool | None = field(default=None, init=False, repr=False)
    _settings: tuple[Node, ...] | None = field(default=None, init=False, repr=False)

    def __bool__(self) -> bool:
        raise BuildError(
            "A rule is not true or false until there is a patient: "
            "write `a & b`, `a | b`, `~a` (with brackets around comparisons) instead of `and`, `or`, `not`."
        )

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {words(self)}>"

    @property
    def kind(self) -> str:
        """`boolean`, `number` or `category`."""
        raise BuildError(f"{type(self).__name__} has no kind")

    @property
    def unit(self) -> str | None:
        """UCUM unit of a number; None for other kinds."""
        return None

    @property
    def categories(self) -> tuple[str, ...]:
        """All words that a category can take."""
        return ()

    @property
    def per_lesion(self) -> bool:
        """True when the value may differ between the lesions of one patient."""
        found = self._about_lesions
        if found is None:
            found = any(child.per_lesion for child in children(self))
            object.__setattr__(self, "_about_lesions", found)
        return found

    def __and__(self, other: Node) -> Node:
        from osteon.engine.nodes.conditions import all_of

        return all_of(self, other)

    def __or__(self, other: Node) -> Node:
        from osteon.engine.nodes.conditions import any_of

        return any_of(self, other)

    def __invert__(self) -> Node:
        from osteon.engine.nodes.conditions import Not

        return Not(of=self)

    def __lt__(self, other: Node) -> Node:
        return _compare("<", self, other)

    def __le__(self, other: Node) -> Node:
        return _compare("<=", self, other)

    def __gt__(self, other: Node) -> Node:
        return _compare(">", self, other)

    def __ge__(self, other: Node) -> Node:
        return _compare(">=", self, other)

    def __add__(self, other: Node) -> Node:
        return _calculate("+", self, other, self.unit or "")

    def __sub__(self, other: Node) -> Node:
        result = "d" if self.unit == "date" else self.unit or ""
        return _calculate("-", self, other, result)

    def times(self, other: Node, unit: str) -> Node:
        """Product, in the unit that the caller names (the engine does not guess units of products)."""
        return _calculate("*", self, other, unit)

    def per(self, other: Node, unit: str) -> Node:
        """Quotient, in the unit that the caller names."""
        return _calculate("/", self, other, unit)

    def power(self, other: Node) -> Node:
        """This number raised to a pure number."""
        return _calculate("^", self, other, self.unit or "")

    def one_of(self, *words: str) -> Node:
        """Whether this category is one of the words."""
        from osteon.engine.nodes.conditions import OneOf

        return OneOf(of=self, words=words)


def _compare(operator: str, left: Node, right: object) -> Node:
    from osteon.engine.nodes.conditions import Compare

    if not isinstance(right, Node):
        raise BuildError(
            f"{right!r} stands bare in a rule: a number needs a unit, a source and a date. "
            "Write a Parameter, or `constant(...)` where the number is arithmetic and not medicine."
        )
    return Compare(operator=operator, left=left, right=right)


def _calculate(operator: str, left: Node, right: Node, unit: str) -> Node:
    from osteon.engine.nodes.numbers import Arithmetic

    return Arithmetic(operator=operator, left=left, right=right, result=unit)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below this one (the definition, for a fact; the dates that bound a selection, too)."""
    found = node._below
    if found is None:
        below: list[Node] = []
        for value in _holders(type(node))(node):
            if value is not None:
                _take_nodes(value, below)
        found = tuple(below)
        object.__setattr__(node, "_below", found)
    return found


BARE = frozenset(("str", "str | None", "int", "bool", "Decimal", "tuple[str, ...]", "tuple[tuple[str, int], ...]"))
"""Types of fields that hold no node."""

Getter = Callable[[Any], tuple]
_HOLDERS: dict[type, Getter] = {}
_GETTERS: dict[type, Getter] = {}


def _holders(kind: type) -> Getter:
    """Takes the fields out of a node that may hold nodes."""
    get = _HOLDERS.get(kind)
    if get is None:
        get = _HOLDERS[kind] = _getter([item.name for item in fields(kind) if item.init and item.type not in BARE])
    return get


def field_values(value: Any) -> tuple:
    """What the fields say that make up the meaning of a node (or of a selection), in order."""
    kind = type(value)
    get = _GETTERS.get(kind)
    if get is None:
        get = _GETTERS[kind] = _getter([item.name for item in fields(kind) if item.init])
    return get(value)


def _getter(names: list[str]) -> Getter:
    if len(names) > 1:
        return attrgetter(*names)
    one = attrgetter(*names) if names else None
    return lambda whole: () if one is None else (one(whole),)


def _take_nodes(value: object, into: list[Node]) -> None:
    if isinstance(value, Node):
        into.append(value)
    elif type(value) is tuple:
        for part in value:
            if type(part) is not str:
                _take_nodes(part, into)
    elif isinstance(value, Reduction):
        into.extend(value.nodes())
    elif isinstance(value, Absence) and value.after is not None:
        into.append(value.after)


@dataclass(frozen=True, slots=True)
class Absence:
    """What it means when the record says nothing."""

    means: str
    """`unknown` or `absent`."""
    reason: str
    after: Node | None = None
    """Older than this many days counts as unknown (stale)."""


def words(node: Node) -> str:
    """Short name of a node for an error message."""
    return str(getattr(node, "id", None) or type(node).__name__)
