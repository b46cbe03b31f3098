"""Nodes that are true, false or unknown."""

from __future__ import annotations

from dataclasses import dataclass

from osteon.engine.nodes.base import BuildError, Node, words

__all__ = [
    "ALWAYS",
    "NEVER",
    "All",
    "Any",
    "AnyLesion",
    "Compare",
    "Known",
    "Not",
    "OneOf",
    "all_of",
    "any_of",
    "known",
]


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Condition(Node):
    @property
    def kind(self) -> str:
        return "boolean"


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class All(Condition):
    """AND: false if any side is false, else unknown if any is unknown, else true."""

    of: tuple[Node, ...]

    def __post_init__(self) -> None:
        for part in self.of:
            if part.kind != "boolean":
                raise BuildError(f"`&` joins conditions, not a {part.kind} ({words(part)})")


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Any(Condition):
    """OR: true if any side is true, else unknown if any is unknown, else false."""

    of: tuple[Node, ...]

    def __post_init__(self) -> None:
        for part in self.of:
            if part.kind != "boolean":
                raise BuildError(f"`|` joins conditions, not a {part.kind} ({words(part)})")


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Not(Condition):
    """NOT: turns true and false round and keeps what is missing."""

    of: Node

    def __post_init__(self) -> None:
        if self.of.kind != "boolean":
            raise BuildError(f"`~` turns a condition round, not a {self.of.kind}")


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Compare(Condition):
    """Two numbers of the same unit; decided when their intervals do not overlap."""

    operator: str
    left: Node
    right: Node

    def __post_init__(self) -> None:
        for side in (self.left, self.right):
            if side.kind != "number":
                raise BuildError(f"only numbers can be compared, not a {side.kind} ({words(side)}); use one_of()")
        if self.left.unit != self.right.unit:
            raise BuildError(
                f"{words(self.left)} is in {self.left.unit} and {words(self.right)} in {self.right.unit}: convert one of them"
            )


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class OneOf(Condition):
    """Whether a category is one of some words; decided as soon as all words still possible agree."""

    of: Node
    words: tuple[str, ...]

    def __post_init__(self) -> None:
        if self.of.kind != "category":
            raise BuildError(f"one_of() asks a category, not a {self.of.kind}")
        strangers = [word for word in self.words if word not in self.of.categories]
        if strangers:
            raise BuildError(f"{', '.join(strangers)}: not among {', '.join(self.of.categories)}")


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Known(Condition):
    """Whether a value is known; itself always true or false."""

    of: Node


def known(node: Node) -> Node:
    """Whether the record (or its absence policy) settles this value. Never unknown."""
    return Known(of=node)


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class AnyLesion(Condition):
    """Whether a condition holds for at least one lesion; false when there is no lesion."""

    of: Node

    def __post_init__(self) -> None:
        if not (self.of.kind == "boolean" and self.of.per_lesion):
            raise BuildError("AnyLesion asks a condition about lesions")

    @property
    def per_lesion(self) -> bool:
        return False


ALWAYS = All(of=())
"""The condition that always holds: for advice that follows from whose question it is."""


NEVER = Any(of=())
"""The condition that never holds."""


def all_of(*parts: Node) -> Node:
    """AND of one or more conditions."""
    flat = [inner for part in parts for inner in (part.of if isinstance(part, All) else (part,))]
    return flat[0] if len(flat) == 1 else All(of=tuple(flat))


def any_of(*parts: Node) -> Node:
    """OR of one or more conditions."""
    flat = [inner for part in parts for inner in (part.of if isinstance(part, Any) else (part,))]
    return flat[0] if len(flat) == 1 else Any(of=tuple(flat))
