"""Measures of quality over many patients: what each row of a measure comes to. `engine.measuring` is the reference.

`anchors` finds the rows, and `judge` says what they come to; the caller tells how to make a population with one row for each of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.columns import Columns
from osteon.engine.columns.population import Days, Population
from osteon.engine.columns.select import select
from osteon.engine.columns.values import Category, Flags, Sets, Truth, Value, restricted, union
from osteon.engine.evaluate import Evaluator
from osteon.engine.events import Events
from osteon.engine.measures import FIRST, LAST_DAY, OUTCOMES, Exclusion, Measure, Stratifier, days_until_due
from osteon.engine.nodes import Node
from osteon.engine.situation import as_of

__all__ = ["Anchors", "JudgedRows", "Repeat", "anchors", "judge"]

EVER = as_of(date.max)
NUMERATOR, NOT_NUMERATOR, EXCLUDED, OPEN, UNDECIDED = range(len(OUTCOMES))
NO_ROW = -1

Rows = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Anchors:
    """Rows of a measure, by patient, then by day and lesion. `lesion` is a row of `Population.lesions`, -1 for none.

    `latest` is the last day that the anchor may mean. `entries` are the events behind the rows, as places among all events, and
    `row_of_entry` the row that each belongs to. `undated` counts entries without a date that would perhaps have been rows.
    """

    patient: Rows
    day: Days
    latest: Days
    lesion: Rows
    entries: Rows
    row_of_entry: Rows
    undated: int


@dataclass(frozen=True, slots=True)
class JudgedRows:
    """What the rows that are in the population came to.

    `rows`: places among the anchors, in their order; `outcome`: places in `OUTCOMES`; `strata`: for each stratifier the codes of its
    words (-1: not known) and the words; `why()`: for each fact the rows in which it decided, or is missing where the row is undecided.
    """

    rows: Rows
    outcome: NDArray[np.int8]
    strata: tuple[tuple[Stratifier, NDArray[np.int32], tuple[str, ...]], ...]
    why: Callable[[], Sets]


# --- anchors ----------------------------------------------------------------------------------------------------------


def anchors(evaluator: Evaluator, population: Population, measure: Measure, last: Days) -> Anchors:
    """The rows of a measure in a population. `last`: for each patient the last day of her follow-up, or of the period; 0 for none."""
    if measure.rows.take == LAST_DAY:
        patient = np.flatnonzero(last).astype(np.int32)
        days, nothing = last[patient].astype(np.int32), np.zeros(0, np.int32)
        return Anchors(patient, days, days, np.full(len(patient), -1, np.int32), nothing, nothing, 0)
    assert measure.rows.events is not None
    return _of_events(Columns(evaluator, population, EVER), measure, measure.rows.events)


def _of_events(columns: Columns, measure: Measure, events: Events) -> Anchors:
    table = columns.population.events
    chosen = select(columns, events)
    places = chosen.places.astype(np.int32)
    patient = table.patient[places]
    lesion = columns.lesion_rows[chosen.rows].astype(np.int32) if measure.rows.per_lesion else np.full(len(places), -1, np.int32)
    day, latest = table.start[places], table.last_day[places]
    if measure.rows.by == "end":
        told = (table.end[places] > 0) & (table.end[places] >= day)
        day, latest = np.where(told, table.end[places], day), np.where(told, table.end[places], latest)
    dated = day > 0
    undated = int((~dated).sum())
    places, patient, lesion, day, latest = (column[dated] for column in (places, patient, lesion, day, latest))
    rank = _by_name(columns.population, lesion)
    order = np.lexsort((places, rank, day, patient))
    places, patient, lesion, day, latest = (column[order] for column in (places, patient, lesion, day, latest))
    if measure.rows.take == FIRST:
        soonest = np.lexsort((day, lesion, patient))
        begins = _changes(patient[soonest], lesion[soonest])
        first_day = day[soonest][np.maximum.accumulate(np.where(begins, np.arange(len(begins)), 0))]
        keep = np.zeros(len(day), bool)
        keep[soonest] = day[soonest] == first_day
        places, patient, lesion, day, latest = (column[keep] for column in (places, patient, lesion, day, latest))
    new = _changes(patient, day, lesion)
    row = (np.cumsum(new) - 1).astype(np.int32)
    starts = np.flatnonzero(new)
    least = np.minimum.reduceat(latest, starts) if len(starts) else latest
    return Anchors(patient[new], day[new], least, lesion[new], places, row, undated)


def _by_name(population: Population, lesion: Rows) -> NDArray:
    """The order of lesions by their ids."""
    if not len(lesion) or lesion[0] < 0:
        return lesion
    _, rank = np.unique(np.array([population.lesions.id[place] for place in lesion.tolist()]), return_inverse=True)
    return rank


def _changes(*columns: NDArray) -> Flags:
    """Where a row differs from the row before in any of some columns."""
    new = np.ones(len(columns[0]), bool)
    if len(new):
        new[1:] = False
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return new


# --- judging ----------------------------------------------------------------------------------------------------------


class _Asked:
    """Nodes on a day for each row, answered in the rows of a measure (of lesions, where its rows are lesions)."""

    def __init__(self, evaluator: Evaluator, days: Population, lesion: Rows, at: Days, by_lesion: bool) -> None:
        self.columns = Columns(evaluator, days, at)
        self._place: Rows | None = None
        if by_lesion:
            place = np.full(len(days.lesions.patient) + 1, -1, np.int32)
            place[self.columns.lesion_rows] = np.arange(self.columns.lesions, dtype=np.int32)
            self._place = place[lesion]

    def value(self, node: Node) -> Value:
        """The column of a node; one of lesions where it asks about lesions."""
        value = self.columns.value(node)
        return self.columns.over_lesions(value) if node.per_lesion else value

    def rows(self, node: Node, column: NDArray) -> NDArray:
        """A column of a value in the rows of the measure."""
        if len(column) == 1:
            return np.broadcast_to(column, self.columns.population.patients)
        if not node.per_lesion or self._place is None:
            return column
        # On a day before any lesion is known there is none to take a value from; `there` says so of each row.
        return column[self._place] if len(column) else np.zeros(len(self._place), column.dtype)

    def truth(self, node: Node) -> tuple[Flags, Flags]:
        """Where a condition is true, and where it is false; neither where the record does not know the lesion yet on that day."""
        value = self.value(node)
        assert isinstance(value, Truth)
        true, false = self.rows(node, value.true), self.rows(node, value.false)
        there = self.there(node)
        return true & there, false & there

    def there(self, node: Node) -> Flags:
        """Rows whose lesion the record knows on that day, where the node asks about lesions."""
        return self._place >= 0 if node.per_lesion and self._place is not None else np.ones(1, bool)

    def sets(self, node: Node, sets: Sets) -> Sets:
        """Sets of facts in the rows of the measure."""
        there = self.there(node)
        return {fact: self.rows(node, flags) & there for fact, flags in sets.items()}


Repeat = Callable[[Rows, Days, Iterable[Node]], tuple[Population, Rows]]
"""From some anchors (by place), a day for each, and nodes: a population with a row for each anchor, which holds what the nodes ask of
her up to that day; and the lesion of each row among its lesions, -1 for none. `record.columns.repeated` makes one."""


def judge(
    evaluator: Evaluator,
    measure: Measure,
    found: Anchors,
    repeat: Repeat,
    end: Days,
    since: date | None = None,
    until: date | None = None,
) -> JudgedRows:
    """What the rows of a measure come to.

    `end`: the day on which follow-up ends, for each anchor. `since`, `until`: first and last day of an anchor. Most anchors are not in the
    population, so that is asked first, and all else of the others only.
    """
    settings, by_lesion = evaluator.settings, measure.rows.per_lesion
    every = np.arange(len(found.day), dtype=np.int32)
    first = _Asked(evaluator, *repeat(every, found.latest, [measure.population]), found.latest, by_lesion)
    in_it, out = first.truth(measure.population)
    kept = ~out
    if measure.episode is not None:
        kept &= _begins(found, in_it & (found.latest == found.day), kept, days_until_due(measure.episode, settings))
    if since is not None:
        kept &= found.day >= since.toordinal()
    if until is not None:
        kept &= found.day <= until.toordinal()
    rows = np.flatnonzero(kept).astype(np.int32)

    day, latest, after = found.day[rows], found.latest[rows], days_until_due(measure.after, settings)
    due = (day + after).astype(np.int32)
    exact, open_, excluded = latest == day, ~in_it[rows], np.zeros(len(rows), bool)
    others = list(measure.roots())[1:]
    days, lesion = repeat(rows, np.maximum(latest, due), others)
    then = _Asked(evaluator, days, lesion, latest, by_lesion)
    later = _Asked(evaluator, days, lesion, due, by_lesion) if after else then
    asked: list[tuple[Exclusion, Flags, Flags]] = []
    for exclusion in measure.exclusions:
        holds, fails = then.truth(exclusion.when)
        asked.append((exclusion, holds & ~excluded, ~holds & ~fails))
        open_, excluded = open_ | (~holds & ~fails), excluded | holds
    true, false = later.truth(measure.numerator)
    outcome = np.full(len(rows), NOT_NUMERATOR, np.int8)
    outcome[~true & ~false] = UNDECIDED
    outcome[~true & (due > end[rows])] = OPEN
    outcome[true] = NUMERATOR
    judged = exact & ~excluded & ~open_
    outcome[open_ | ~exact] = UNDECIDED
    outcome[excluded & exact] = EXCLUDED

    def why() -> Sets:
        lacking = exact & ~excluded & open_
        whose = first.sets(measure.population, first.value(measure.population).missing())
        parts = [restricted({fact: flags[rows] for fact, flags in whose.items()}, lacking & ~in_it[rows])]
        for exclusion, holds, unknown in asked:
            value = then.value(exclusion.when)
            parts.append(restricted(then.sets(exclusion.when, value.because()), holds & exact))
            parts.append(restricted(then.sets(exclusion.when, value.missing()), lacking & unknown))
        value = later.value(measure.numerator)
        decided = judged & ((outcome == NUMERATOR) | (outcome == NOT_NUMERATOR))
        parts.append(restricted(later.sets(measure.numerator, value.because()), decided))
        parts.append(restricted(later.sets(measure.numerator, value.missing()), judged & (outcome == UNDECIDED)))
        return {fact: flags for fact, flags in union(parts).items() if flags.any()}

    return JudgedRows(rows, outcome, tuple(_stratum(then, one) for one in measure.stratifiers), why)


def _begins(found: Anchors, in_it: Flags, kept: Flags, gap: int) -> Flags:
    """Rows that begin an episode: none that was surely in the population lies so few days before, of the same patient and lesion."""
    order = np.lexsort((found.day, found.lesion, found.patient))
    order = order[kept[order]]
    day, sure = found.day[order], in_it[order]
    group = np.cumsum(_changes(found.patient[order], found.lesion[order]))
    # The newest sure row before each row, as a place; of another patient or lesion it does not count.
    place = np.where(sure, np.arange(len(order)), -1)
    before = np.concatenate(([-1], np.maximum.accumulate(place)[:-1])) if len(order) else place
    goes_on = (before >= 0) & (group[before] == group) & (day - day[before] <= gap)
    begins = np.zeros(len(found.day), bool)
    begins[order] = ~goes_on
    return begins


def _stratum(asked: _Asked, one: Stratifier) -> tuple[Stratifier, NDArray[np.int32], tuple[str, ...]]:
    value = asked.value(one.of)
    assert isinstance(value, Category)
    words = one.of.categories
    single = [words.index(said[0]) if len(said) == 1 else -1 for said in value.sets]
    codes = value.of_sets(single, -1, np.int32)
    return one, np.where(asked.there(one.of), asked.rows(one.of, codes), -1), words
