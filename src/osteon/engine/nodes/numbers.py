"""Nodes that are numbers with a unit, and bands and choices over them."""

from __future__ import annotations

from dataclasses import dataclass

from osteon.engine.nodes.base import BuildError, Node, words
from osteon.engine.nodes.conditions import Known

__all__ = [
    "Arithmetic",
    "Band",
    "Choose",
    "CountLesions",
    "DaysSince",
    "Greatest",
    "HoursSince",
    "Hull",
    "Points",
    "choose",
    "first_known",
]


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Number(Node):
    @property
    def kind(self) -> str:
        return "number"


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Arithmetic(Number):
    """Interval arithmetic on decimals: no rounding before a comparison. Days may be added to a date."""

    operator: str
    left: Node
    right: Node
    result: str

    def __post_init__(self) -> None:
        if self.operator not in "+-*/^":
            raise BuildError(f"{self.operator} is not arithmetic")
        for side in (self.left, self.right):
            if side.kind != "number":
                raise BuildError(f"arithmetic needs numbers, not a {side.kind} ({words(side)})")
        later = self.operator == "+" and (self.left.unit, self.right.unit) == ("date", "d")
        if self.operator in "+-" and not later and self.left.unit != self.right.unit:
            raise BuildError(f"cannot {self.operator} {self.left.unit} and {self.right.unit}")
        if self.operator == "^" and self.right.unit != "1":
            raise BuildError("an exponent is a pure number")

    @property
    def unit(self) -> str | None:
        return self.result


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Hull(Number):
    """The smallest interval around two numbers: bounds that are known while the value is not.

    `missing_of` names what would make it exact: its missing facts become those of the interval.
    """

    low: Node
    high: Node
    missing_of: Node

    def __post_init__(self) -> None:
        if self.low.unit != self.high.unit:
            raise BuildError(f"bounds in {self.low.unit} and {self.high.unit}")

    @property
    def unit(self) -> str | None:
        return self.low.unit


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Greatest(Number):
    """The greatest of those numbers (the newest of those dates) that are known; unknown when none is."""

    of: tuple[Node, ...]

    def __post_init__(self) -> None:
        units = {part.unit for part in self.of}
        if len(units) != 1:
            raise BuildError(f"the greatest of numbers in {', '.join(sorted(str(unit) for unit in units))}")

    @property
    def unit(self) -> str | None:
        return self.of[0].unit


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class DaysSince(Number):
    """Whole days from a date to the date of the review."""

    of: Node

    def __post_init__(self) -> None:
        if self.of.unit != "date":
            raise BuildError(f"days are counted from a date, not from {words(self.of)}")

    @property
    def unit(self) -> str | None:
        return "d"


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class HoursSince(Number):
    """Hours from a moment to the moment of the review; an interval where only the day was written."""

    of: Node

    def __post_init__(self) -> None:
        if self.of.unit != "moment":
            raise BuildError(f"hours are counted from a moment, not from {words(self.of)}")

    @property
    def unit(self) -> str | None:
        return "h"


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Points(Number):
    """Points of one item of a score; the whole range while the item is not known."""

    of: Node
    table: tuple[tuple[str, int], ...]

    def __post_init__(self) -> None:
        named = {word for word, _ in self.table}
        if self.of.kind != "category":
            raise BuildError("points are given for a category")
        left_out = [word for word in self.of.categories if word not in named]
        if left_out:
            raise BuildError(f"no points for {', '.join(left_out)}")

    @property
    def unit(self) -> str | None:
        return "{score}"


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class CountLesions(Number):
    """How many lesions fulfil a condition."""

    of: Node

    def __post_init__(self) -> None:
        if not (self.of.kind == "boolean" and self.of.per_lesion):
            raise BuildError("CountLesions asks a condition about lesions")

    @property
    def unit(self) -> str | None:
        return "{count}"

    @property
    def per_lesion(self) -> bool:
        return False


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Choose(Node):
    """The value beside the first condition that holds. `otherwise` None: unknown when none holds."""

    cases: tuple[tuple[Node, Node | str], ...]
    otherwise: Node | str | None

    def __post_init__(self) -> None:
        outcomes = [value for _, value in self.cases] + ([self.otherwise] if self.otherwise is not None else [])
        kinds = {value.kind if isinstance(value, Node) else "category" for value in outcomes}
        if len(kinds) != 1:
            raise BuildError(f"choose() mixes {' and '.join(sorted(kinds))}")
        units = {value.unit for value in outcomes if isinstance(value, Node)}
        if len(units) > 1:
            raise BuildError(f"choose() mixes units {', '.join(sorted(str(unit) for unit in units))}")
        for condition, _ in self.cases:
            if condition.kind != "boolean":
                raise BuildError("choose() decides on conditions")

    def _outcomes(self) -> list[Node | str]:
        last = [self.otherwise] if self.otherwise is not None else []
        return [value for _, value in self.cases] + last

    @property
    def kind(self) -> str:
        first = self._outcomes()[0]
        return first.kind if isinstance(first, Node) else "category"

    @property
    def unit(self) -> str | None:
        first = self._outcomes()[0]
        return first.unit if isinstance(first, Node) else None

    @property
    def categories(self) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for value in self._outcomes():
            found.update(dict.fromkeys(value.categories if isinstance(value, Node) else (value,)))
        return tuple(found)


def choose(*cases: tuple[Node, Node | str], otherwise: Node | str | None = None) -> Choose:
    """The value beside the first condition that holds."""
    return Choose(cases=cases, otherwise=otherwise)


def first_known(first: Node, second: Node) -> Choose:
    """The first value where it is known, else the second."""
    return Choose(cases=((Known(of=first), first),), otherwise=second)


@dataclass(frozen=True, eq=False, repr=False, slots=True, kw_only=True)
class Band(Node):
    """Which of the bands between ascending cut-points a number falls in.

    `edges` has one cut-point fewer than `labels`. With `upper_inclusive` a number equal to a cut-point belongs to the
    band below it, otherwise to the band above.
    """

    of: Node
    edges: tuple[Node, ...]
    labels: tuple[str, ...]
    upper_inclusive: bool

    def __post_init__(self) -> None:
        if len(self.labels) != len(self.edges) + 1:
            raise BuildError("bands need one label more than cut-points")
        for edge in self.edges:
            if edge.unit != self.of.unit:
                raise BuildError(f"cut-point in {edge.unit}, number in {self.of.unit}")

    @property
    def kind(self) -> str:
        return "category"

    @property
    def categories(self) -> tuple[str, ...]:
        return self.labels
