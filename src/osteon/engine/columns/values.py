"""Columns of values: what a node is for many patients (or lesions) at once.

A value belongs to a *space*: `CONSTANT` (one row that holds for all), `PATIENT` or `LESION`. What is missing and what
decided is asked for seldom, so it is worked out when somebody asks: sets of facts with one column of flags for each fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "CONSTANT", "LESION", "NONE", "PATIENT", "ROUGH", "TIME", "WHOLE", "Category", "Flags", "Places", "Sets", "Span",
    "Truth", "Value", "nobody", "restricted", "union",
]  # fmt: skip

CONSTANT, PATIENT, LESION = 0, 1, 2

TIME, ROUGH = 20, 100
"""`Span.places` of rows that are no decimals of a few places: whole seconds, written in hours; anything else."""

Flags = NDArray[np.bool_]
Places = NDArray[np.int16]
WHOLE: Places = np.zeros(1, np.int16)
"""Whole numbers in every row."""
NONE: Flags = np.zeros(1, bool)
Sets = dict[int, Flags]
"""For each fact (by its position in the pathway) the rows whose set holds it."""


def nobody() -> Sets:
    """The empty set in every row."""
    return {}


class Lazy:
    """Sets that are worked out when they are first asked for."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], Sets]) -> None:
        self._make: Callable[[], Sets] | None = make
        self._made: Sets = {}

    def __call__(self) -> Sets:
        if self._make is not None:
            self._made, self._make = self._make(), None
        return self._made


@dataclass(slots=True)
class Value:
    """What all columns share. `missing` and `because` are functions without arguments."""

    space: int
    missing: Callable[[], Sets] = field(default=nobody, kw_only=True)
    because: Callable[[], Sets] = field(default=nobody, kw_only=True)
    lifted: Any = field(default=None, init=False, repr=False)
    """The same value spread over lesions, once somebody asked for it."""

    def __post_init__(self) -> None:
        if self.missing is not nobody:
            self.missing = Lazy(self.missing)
        if self.because is not nobody:
            self.because = Lazy(self.because)

    @property
    def known(self) -> Flags:
        """Where anything is known."""
        raise NotImplementedError


@dataclass(slots=True)
class Truth(Value):
    """A condition: where it is true, and where it is false; unknown elsewhere."""

    true: Flags
    false: Flags

    @property
    def known(self) -> Flags:
        return self.true | self.false


@dataclass(slots=True)
class Span(Value):
    """A number between `low` and `high` (the same array when it is exact everywhere); NaN where it is not known.

    `places`: the number has no more decimal places than these, and the float is the one nearest to it; or `TIME`; or `ROUGH`: two
    numbers that nearly agree have to be asked exactly there (see `engine.columns.exact`).
    """

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    places: Places = field(default_factory=lambda: WHOLE)

    @property
    def known(self) -> Flags:
        return ~np.isnan(self.low)


@dataclass(slots=True)
class Category(Value):
    """A word, or the words still possible: `codes` are places in `sets`; -1 where nothing is known."""

    codes: NDArray[np.int32]
    sets: tuple[tuple[str, ...], ...]

    @property
    def known(self) -> Flags:
        return self.codes >= 0

    def of_sets(self, answers: Iterable[Any], otherwise: Any, kind: Any) -> NDArray:
        """For each row the answer of its set of words; `otherwise` where nothing is known."""
        # The last place of the table is that of -1.
        return np.array([*answers, otherwise], dtype=kind)[self.codes]


def restricted(sets: Sets, rows: Flags) -> Sets:
    """The sets in some rows only, without facts that are left in none."""
    if not sets or not rows.any():
        return {}
    if rows.all():
        return sets if len(rows) == 1 else {fact: flags if len(flags) > 1 else flags & rows for fact, flags in sets.items()}
    return {fact: both for fact, flags in sets.items() if (both := flags & rows).any()}


def union(parts: Iterable[Sets]) -> Sets:
    """The union, row by row."""
    found: Sets = {}
    for part in parts:
        for fact, flags in part.items():
            before = found.get(fact)
            found[fact] = flags if before is None else before | flags
    return found
