"""What lies below a node: all nodes, the settings that it reads, the facts that it names."""

from __future__ import annotations

from collections.abc import Iterator

from osteon.engine.nodes.base import Node, children
from osteon.engine.nodes.leaves import Fact, Parameter, Policy

__all__ = ["direct_facts", "settings_below", "walk"]


def walk(node: Node, seen: set[int] | None = None) -> Iterator[Node]:
    """This node and all below it, each once, children after their parent."""
    seen = set() if seen is None else seen
    stack = [node]
    while stack:
        current = stack.pop()
        if id(current) not in seen:
            seen.add(id(current))
            yield current
            stack += [child for child in reversed(children(current)) if id(child) not in seen]


def settings_below(node: Node) -> tuple[Parameter | Policy, ...]:
    """Every parameter and policy that a node reads, through all facts below it."""
    found = node._settings
    if found is None:
        if isinstance(node, (Parameter, Policy)):
            found = (node,)
        else:
            parts = []
            for child in children(node):
                below = settings_below(child)
                if below:
                    parts.append(below)
            # Most nodes have one node below that reads a setting, or none: what that one reads is then read again.
            found = parts[0] if len(parts) == 1 else tuple(dict.fromkeys([one for part in parts for one in part]))
        object.__setattr__(node, "_settings", found)
    return found  # type: ignore[return-value]


def direct_facts(node: Node) -> tuple[Fact, ...]:
    """Facts that a node names, without looking inside them."""
    found: dict[Fact, None] = {}
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, Fact):
            found[current] = None
        else:
            stack.extend(children(current))
    return tuple(found)
