"""An option of treatment: whose it is, what it needs, what speaks for care, and where it stands with regulators.

Options are not advice. Nothing here ranks them: all that a record allows are shown, with what rules the others out.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from osteon.engine.nodes import CHECKED, BuildError, Node, Parameter
from osteon.engine.nodes.below import settings_below

if TYPE_CHECKING:
    from osteon.engine.rules import Evidence

__all__ = ["STATUSES", "Caution", "Option", "Status"]

STATUSES = ("approved", "guideline", "investigational", "withdrawn")


class Status(NamedTuple):
    """Where an option stands in one region, since when, by which source."""

    region: str
    status: str
    date: str
    """As far as it was read: a day, a month, a year."""
    source: str


class Caution(NamedTuple):
    """What does not rule an option out but has to be seen to. It is shown where its condition holds or is open."""

    label: str
    when: Node
    advice: str


@dataclass(frozen=True, eq=False, kw_only=True)
class Option:
    """A treatment that may be chosen.

    `applies` says whose question it is (false: the option is not shown at all); `requires` lists conditions that must all
    hold, each with words for a reader. `cautions` never exclude. `review_by`: the day by which somebody has to look again.
    `preferred_over` names options only where a guideline ranks them.
    """

    id: str
    title: str
    drugs: tuple[str, ...]
    """Concept ids."""
    line: str
    """The situation that it is for, in words."""
    applies: Node
    requires: tuple[tuple[str, Node], ...]
    evidence: tuple[Evidence, ...]
    region_status: tuple[Status, ...]
    cautions: tuple[Caution, ...] = ()
    review_by: date | None = None
    preferred_over: tuple[str, ...] = ()
    note: str = ""
    topic: str = ""

    def __post_init__(self) -> None:
        for label, node in (
            ("applies", self.applies),
            *self.requires,
            *((caution.label, caution.when) for caution in self.cautions),
        ):
            if node.kind != "boolean" or node.per_lesion:
                raise BuildError(f"{self.id}: `{label}` must be a condition about the patient")
        for status in self.region_status:
            if status.status not in STATUSES:
                raise BuildError(f"{self.id}: status is one of {', '.join(STATUSES)}")

    @property
    def watched(self) -> bool:
        """No region approves it and no guideline names it: it is watched, never offered."""
        return not any(item.status in ("approved", "guideline") for item in self.region_status)

    def roots(self) -> Iterable[Node]:
        """The conditions that it asks."""
        yield self.applies
        for _, node in self.requires:
            yield node
        for caution in self.cautions:
            yield caution.when

    @cached_property
    def checked(self) -> str:
        """How far it was checked: the best mark among its evidence, weakened by the published numbers that its conditions read.

        Each figure of an option keeps a mark of its own; one of them read in its source is enough to show the option.
        """
        best = min((item.checked for item in self.evidence), key=CHECKED.index, default="memory")
        conditions = (self.applies, *(node for _, node in self.requires))
        parameters = (node for root in conditions for node in settings_below(root) if isinstance(node, Parameter))
        return max([best, *(node.checked for node in parameters if node.checked != "derived")], key=CHECKED.index)

    @property
    def draft(self) -> bool:
        """An option that rests on memory alone; it takes part only when drafts are asked for."""
        return self.checked == "memory"
