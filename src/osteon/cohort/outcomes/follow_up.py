"""From when to when each patient is followed, and in which groups she is: columns over the patients of some shards."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from osteon.cohort.evaluation import ShardData
from osteon.engine.columns import Columns
from osteon.engine.columns.entries import newest_entry
from osteon.engine.columns.values import Category, Span, Truth
from osteon.engine.evaluate import Evaluator
from osteon.engine.nodes import Node
from osteon.pathway.skeletal_events.strata import FOLLOWED, INDEX_DAYS, SINCE, STRATA

__all__ = ["ENDED_BY", "PRECISIONS", "FollowUp", "Words", "day_of", "ends", "follow_up", "precision_of", "words_of"]

Days = NDArray[np.int32]
Flags = NDArray[np.bool_]

ENDED_BY = ("death", "last-entry", "as-of")
PRECISIONS = ("day", "month", "year")
LONGEST_MONTH = 31
SOME_DAY = 1
"""Where a patient has no dated entry at all, it does not matter on which day she is looked at."""


@dataclass(frozen=True, slots=True)
class Words:
    """A column of words: `codes` are places in `words`, -1 where it is not known."""

    codes: NDArray[np.int32]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One row for each patient. Days are counted as by `date.toordinal`, 0 for none."""

    end: Days
    """The last day on which she is known to be alive, or that of her death; 0 for a patient without any dated entry."""
    ended_by: NDArray[np.int8]
    """Places in `ENDED_BY`."""
    steps: tuple[tuple[str, Flags], ...]
    """Who is left after each condition of the attrition, the last of them being those who are followed."""
    index: Days
    precision: NDArray[np.int8]
    """Of the index day: places in `PRECISIONS`."""
    entry: NDArray[np.int32]
    """Where the entry of the index day is among the events; -1 for none."""
    strata: dict[str, Words]
    columns: Columns
    """The facts on the last day of each patient."""

    @property
    def followed(self) -> Flags:
        """Patients with an index day, also those who are not followed beyond it."""
        return self.steps[-1][1]

    def flags(self, step: str) -> Flags:
        """Who is left after a step of the attrition."""
        return dict(self.steps)[step]


def ends(data: ShardData, as_of: date | None) -> tuple[Days, NDArray[np.int8]]:
    """The last day of each patient, and what ended her follow-up (places in `ENDED_BY`).

    Death ends it, on its day; a death of which only the month or year is written, on the first day that it may mean, though not
    before the newest entry that may still come before it. Else the newest entry ends it. Nothing counts after `as_of`.
    """
    first, last = data.population.death
    died = first > 0
    death = np.clip(data.newest, first, last)
    limit = np.int32(as_of.toordinal()) if as_of else np.iinfo(np.int32).max
    died &= death <= limit
    end = np.where(died, death, np.minimum(data.newest, limit))
    return end.astype(np.int32), np.where(died, 0, np.where(data.newest > limit, 2, 1)).astype(np.int8)


def follow_up(evaluator: Evaluator, data: ShardData, as_of: date | None, index: str) -> FollowUp:
    """Who is followed, from when to when, and as what. `index`: a name in `INDEX_DAYS`."""
    people = data.population.patients
    end, ended_by = ends(data, as_of)
    at = np.maximum(end, SOME_DAY)
    columns = Columns(evaluator, data.population, at)
    steps = [("all patients", np.ones(people, bool))]
    for name, fact in FOLLOWED.items():
        steps.append((name, steps[-1][1] & _holds(columns, fact)))
    first, last, entry = _index(columns, INDEX_DAYS[index])
    steps.append(("day of the index known", steps[-1][1] & (first > 0)))
    followed = steps[-1][1]
    start = np.where(followed, first, at).astype(np.int32)
    then = Columns(evaluator, data.population, start)
    return FollowUp(
        end=end,
        ended_by=ended_by,
        steps=tuple(steps),
        index=np.where(followed, first, 0).astype(np.int32),
        precision=precision_of(first, last),
        entry=np.where(followed, entry, -1).astype(np.int32),
        strata={name: words_of(then, node) for name, node in STRATA.items()},
        columns=columns,
    )


def _index(columns: Columns, fact: Node) -> tuple[Days, Days, NDArray[np.int32]]:
    """As `day_of`, for the day that is asked for or that of bone metastasis, whichever is later; both must be known."""
    one, other = day_of(columns, SINCE["bone metastasis"]), day_of(columns, fact)
    both = (one[0] > 0) & (other[0] > 0)
    later = other[0] >= one[0]
    first, last, entry = (np.where(later, right, left) for left, right in zip(one, other, strict=True))
    return np.where(both, first, 0).astype(np.int32), np.where(both, last, 0).astype(np.int32), entry


def _holds(columns: Columns, fact: Node) -> Flags:
    value = columns.value(fact)
    assert isinstance(value, Truth)
    return np.broadcast_to(value.true, columns.population.patients)


def day_of(columns: Columns, fact: Node) -> tuple[Days, Days, NDArray[np.int32]]:
    """The first and the last day that a date may mean (0 where there is none), and the entry that it stands in (-1)."""
    people = columns.population.patients
    value = columns.value(fact)
    assert isinstance(value, Span)
    low, high = (
        np.broadcast_to(np.nan_to_num(side, nan=0.0), people).astype(np.int32) for side in (value.low, value.high)
    )
    entry = newest_entry(columns, columns.evaluator.index[id(fact)])
    return low, high, np.full(people, -1, np.int32) if entry is None else entry


def precision_of(first: Days, last: Days) -> NDArray[np.int8]:
    """How much of a date was written, from the first and the last day that it may mean."""
    return np.where(first == last, 0, np.where(last - first < LONGEST_MONTH, 1, 2)).astype(np.int8)


def words_of(columns: Columns, node: Node) -> Words:
    """The word of each patient; none where several are still possible."""
    value = columns.value(node)
    assert isinstance(value, Category)
    words = tuple(dict.fromkeys(one[0] for one in value.sets if len(one) == 1))
    codes = value.of_sets((words.index(one[0]) if len(one) == 1 else -1 for one in value.sets), -1, np.int32)
    return Words(np.broadcast_to(codes, columns.population.patients), words)
