"""Where a tree ends: parameters, policies, and facts with their absence policies."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from osteon.engine.events import Events, Reduction
from osteon.engine.nodes.base import Absence, BuildError, Node

__all__ = ["CHECKED", "Constant", "Fact", "Parameter", "Policy", "absent", "constant", "stale", "unknown"]


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Parameter(Node):
    """A number of the pathway with its unit and where it comes from. A site can set it."""

    id: str
    value: Decimal
    in_unit: str
    source: str
    locator: str
    date: str
    """Year or date of the source's edition."""
    checked: str
    label: str = ""

    def __post_init__(self) -> None:
        if not isinstance(self.value, Decimal):
            raise BuildError(f"parameter {self.id}: write the value as text or Decimal, not float")
        if not self.in_unit:
            raise BuildError(f"parameter {self.id} has no unit; a pure number has the unit `1`")
        if not self.source:
            raise BuildError(f"parameter {self.id} has no source")
        if self.checked not in CHECKED:
            raise BuildError(f"parameter {self.id}: checked is one of {', '.join(CHECKED)}")

    @property
    def kind(self) -> str:
        return "number"

    @property
    def unit(self) -> str | None:
        return self.in_unit


CHECKED = ("primary", "secondary", "derived", "memory")
"""How far a statement was checked against its source; `memory` alone makes a draft."""


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Constant(Node):
    """A number that is arithmetic, not medicine (the 140 and the 72 inside a published formula)."""

    value: Decimal
    in_unit: str

    @property
    def kind(self) -> str:
        return "number"

    @property
    def unit(self) -> str | None:
        return self.in_unit


def constant(value: str | int, unit: str = "1") -> Constant:
    """A number inside a published formula; anything that a site might argue about is a Parameter."""
    return Constant(value=Decimal(value), in_unit=unit)


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Policy(Node):
    """A named choice where sources disagree; a site can set it."""

    id: str
    options: tuple[str, ...]
    default: str
    question: str
    reason: str

    def __post_init__(self) -> None:
        if self.default not in self.options:
            raise BuildError(f"policy {self.id}: the default is not one of the options")

    @property
    def kind(self) -> str:
        return "category"

    @property
    def categories(self) -> tuple[str, ...]:
        return self.options


def unknown(reason: str) -> Absence:
    """Silence says nothing: the fact is missing."""
    return Absence("unknown", reason)


def absent(reason: str) -> Absence:
    """Silence says no: it would have been recorded here, because ..."""
    return Absence("absent", reason)


def stale(after: Parameter, reason: str) -> Absence:
    """Silence says nothing, and a value older than `after` says nothing any more."""
    if after.unit != "d":
        raise BuildError(f"parameter {after.id}: an age limit is in days (`d`)")
    return Absence("unknown", reason, after)


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Fact(Node):
    """A typed answer to one clinical question: read from the timeline, or computed from other facts.

    Give either `reads` (with `absence`) or `computes`. `ask` is the question a person could answer to supply it.
    """

    id: str
    label: str
    reads: Reduction | None = None
    computes: Node | None = None
    absence: Absence | None = None
    ask: str = ""
    digits: int = 2
    """Decimal places that a reader sees; never used in a comparison."""
    note: str = ""
    """What a reader should know about the value (formula, limits)."""

    def __post_init__(self) -> None:
        if (self.reads is None) == (self.computes is None):
            raise BuildError(f"fact {self.id}: give `reads` or `computes`, one of them")
        if self.reads is not None:
            if self.absence is None:
                raise BuildError(f"fact {self.id}: say what absence means, and why (unknown, absent, stale)")
            if not self.absence.reason:
                raise BuildError(f"fact {self.id}: the absence policy needs a reason")
            if not (self.absence.means == "unknown" or self.reads.can_be_absent):
                raise BuildError(f"fact {self.id}: absence cannot be closed for a number; use exists() beside it")

    @property
    def kind(self) -> str:
        return self.reads.kind if self.reads is not None else self.computes.kind  # type: ignore[union-attr]

    @property
    def unit(self) -> str | None:
        return self.reads.unit if self.reads is not None else self.computes.unit  # type: ignore[union-attr]

    @property
    def categories(self) -> tuple[str, ...]:
        return self.reads.categories if self.reads is not None else self.computes.categories  # type: ignore[union-attr]

    @property
    def events(self) -> Events:
        """The entries that it reads. Raises BuildError for a fact that is computed from others."""
        if self.reads is None:
            raise BuildError(f"fact {self.id} is computed: it reads no entries itself")
        return self.reads.events

    @property
    def per_lesion(self) -> bool:
        found = self._about_lesions
        if found is None:
            if self.reads is not None:
                events = self.reads.events
                found = events.per_lesion or any(node.per_lesion for node in events.nodes())
            else:
                found = self.computes.per_lesion  # type: ignore[union-attr]
            object.__setattr__(self, "_about_lesions", found)
        return found
