"""What each kind of node means for one patient: one small function of a `Situation` for each.

Values are tuples:

- boolean: `(truth, missing, support)`, truth True, False or None;
- number: `(low, high, missing, support)`, low None when nothing is known;
- category: `(words still possible, missing, support)`, None when nothing is known.

`missing` and `support` are sets of facts, one bit each. A decided value has no missing facts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

from osteon.engine.events import Events
from osteon.engine.nodes import Fact, Node
from osteon.engine.settings import Settings
from osteon.engine.silence import Needs, Silence
from osteon.engine.situation import Situation

__all__ = ["Build", "Compiler", "Read", "operands"]

Read = Callable[[Situation], tuple]


class Compiler(Protocol):
    """What a node needs to know to become a function (`engine.evaluate.Evaluator` has it)."""

    settings: Settings
    facts: tuple[Fact, ...]
    index: dict[int, int]
    selections: dict[Events, int]
    needs: Needs
    silences: dict[int, Silence]

    def nobody(self) -> Situation:
        """Working memory for a patient of whom nothing is known."""
        ...

    def slot(self, node: Node) -> int:
        """Where the value of a node is remembered in `Situation.memo`, or stands ready; a place that stays empty for the others."""
        ...

    def compile(self, node: Node) -> Read:
        """The function of a node."""
        ...


Build = Callable[[Compiler, Any], Read]
"""Turns one node into its function."""


def operands(compiler: Compiler, nodes: tuple[Node, ...]) -> tuple[tuple[int, Read], ...]:
    """The functions of some nodes, each with the place of its value.

    Most are facts that were looked up before, or numbers that stand ready: the function is only called where the place is empty.
    """
    return tuple((compiler.slot(node), compiler.compile(node)) for node in nodes)
