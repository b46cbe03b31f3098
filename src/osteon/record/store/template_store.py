"""Templates that one worker has found, by number, and how rows find theirs without a look at each.

A key is 64 bits, mixed from the kind, the shape and whatever else decides about the template.
"""

from __future__ import annotations

from array import array
from typing import Any, Final, NamedTuple

import numpy as np

from osteon.record.store.patterns import PatternColumns, day_number
from osteon.record.store.templates import Template, tells_the_day
from osteon.record.timeline import Gap, Problem

__all__ = ["ASKS", "NONE", "UNKNOWN", "Mark", "TemplateStore", "mixed"]

NONE, ASKS, UNKNOWN = -1, -2, -3
"""In place of the number of a template: read one by one; look behind the references; not known yet."""
MANY: Final = 100_000
"""Templates, or patterns, that one worker keeps."""
FAR: Final = np.iinfo(np.int32).max
_KINDS: Final = {
    "account": np.int16,
    "tells": np.bool_,
    "troubled": np.bool_,
    "gaps": np.bool_,
    "first": np.int64,
    "events": np.int64,
    "earliest": np.int64,
    "latest": np.int64,
}
GOLDEN, FIRST, SECOND = (
    np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB),
)  # fmt: skip


def mixed(keys: np.ndarray, numbers: np.ndarray) -> np.ndarray:
    """Keys that depend on both, as good as drawn at random (the finalizer of SplitMix64)."""
    key = keys + (numbers.astype(np.uint64) + np.uint64(1)) * GOLDEN
    key = (key ^ (key >> np.uint64(30))) * FIRST
    key = (key ^ (key >> np.uint64(27))) * SECOND
    return np.asarray(key ^ (key >> np.uint64(31)))


class Mark(NamedTuple):
    """How much a store held at one moment."""

    keys: int
    templates: int
    patterns: tuple[int, dict[str, int]]


class TemplateStore:
    """Templates for all shards of one worker. Those that were added last can be taken away again."""

    def __init__(self, accounts: dict[str, int]) -> None:
        self._accounts = accounts
        self._forget()

    def _forget(self) -> None:
        self.patterns = PatternColumns()
        self.problems: dict[int, tuple[Problem, ...]] = {}
        self.gaps: dict[int, tuple[tuple[Gap, int], ...]] = {}
        self._keys, self._values = array("Q"), array("q")
        self._sorted: tuple[np.ndarray, np.ndarray] | None = None
        self._columns: dict[str, np.ndarray] = {name: np.empty(0, kind) for name, kind in _KINDS.items()}
        self._waiting: list[tuple[Any, ...]] = []
        self._count = 0

    def make_room(self) -> None:
        """Forget everything when it has become too much; numbers from before mean nothing then."""
        if max(len(self._keys), len(self.patterns)) > MANY:
            self._forget()

    def find(self, keys: np.ndarray) -> np.ndarray:
        """The number of the template for each key, or NONE, ASKS, UNKNOWN."""
        if self._sorted is None:
            known = np.array(self._keys, np.uint64)
            order = np.argsort(known)
            self._sorted = known[order], np.array(self._values, np.int64)[order]
        known, values = self._sorted
        if not len(known):
            return np.full(len(keys), UNKNOWN, np.int64)
        places = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        return np.where(known[places] == keys, values[places], UNKNOWN)

    def add(self, keys: list[int], template: Template | None) -> int:
        """Keep a template under some keys; its number, or NONE or ASKS."""
        value = NONE if template is None else ASKS if template.asks else self._count
        for key in keys:
            self._keys.append(key)
            self._values.append(value)
        self._sorted = None
        if template is None or template.asks:
            return value
        self._waiting.append(
            (
                self._accounts[template.account],
                tells_the_day(template.account),
                bool(template.problems),
                bool(template.gaps),
                self.patterns.add(template.patterns),
                len(template.patterns),
                FAR if template.earliest is None else day_number(template.earliest),
                -FAR if template.latest is None else day_number(template.latest),
            )
        )
        if template.problems:
            self.problems[value] = template.problems
        if template.gaps:
            self.gaps[value] = template.gaps
        self._count += 1
        return value

    def column(self, name: str) -> np.ndarray:
        """One column, over all templates."""
        if self._waiting:
            for (known, kind), values in zip(_KINDS.items(), zip(*self._waiting, strict=True), strict=True):
                self._columns[known] = np.concatenate([self._columns[known], np.array(values, kind)])
            self._waiting.clear()
        return self._columns[name]

    def mark(self) -> Mark:
        """How much there is now, for `cut`."""
        return Mark(len(self._keys), self._count, self.patterns.sizes())

    def cut(self, mark: Mark) -> None:
        """Forget what was added since then."""
        self.column("first")
        for number in range(mark.templates, self._count):
            self.problems.pop(number, None)
            self.gaps.pop(number, None)
        if len(self._keys) > mark.keys:
            del self._keys[mark.keys :], self._values[mark.keys :]
            self._sorted = None
        self._count = mark.templates
        for name in self._columns:
            self._columns[name] = self._columns[name][: self._count]
        self.patterns.cut(mark.patterns)
