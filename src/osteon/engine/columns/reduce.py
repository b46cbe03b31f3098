"""Reading one answer for each row out of the events of all patients: the columns of `engine.reduce`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from osteon.engine.columns import person
from osteon.engine.columns.entries import closed, found_in, note
from osteon.engine.columns.exact import corrected, near, open_of
from osteon.engine.columns.figures import DATED, taken, twins, usable
from osteon.engine.columns.population import Words
from osteon.engine.columns.reduce_dose import added_up
from osteon.engine.columns.select import Chosen, Places, select
from osteon.engine.columns.values import (
    NONE,
    ROUGH,
    WHOLE,
    Category,
    Flags,
    Sets,
    Span,
    Truth,
    Value,
    restricted,
    union,
)
from osteon.engine.events import Reduction
from osteon.engine.nodes import Fact
from osteon.engine.reduce import OVER

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["read"]

NEGATIVE = ("absent", "negative")
NO_ROWS: Places = np.zeros(0, np.intp)
FIRST_DAY = 1
"""No day is before this one."""


def read(columns: Columns, fact: Fact, index: int) -> Value:
    """The column of a fact that reads events; `index` is its position among the facts of the pathway."""
    reads = fact.reads
    assert reads is not None and fact.absence is not None
    if reads.how == "patient":
        return person.read(columns, reads.field, index)
    if reads.how == "lesion":
        return person.read_lesion(columns, reads, index)
    chosen = columns.selected(reads.events, select)
    if reads.how in ("daily_dose", "single_dose"):
        return added_up(columns, fact, chosen, index)
    if reads.how == "exists":
        return _exists(columns, fact, chosen, index)
    if reads.how == "present":
        return _present(columns, fact, chosen, index)
    if reads.how == "count":
        return _count(columns, fact, chosen, index)
    if reads.kind == "category":
        return _category(columns, fact, chosen, index)
    return _number(columns, fact, chosen, index)


# --- which events ----------------------------------------------------------------------------------------------------


class _Best(NamedTuple):
    """The newest (or oldest) event of each row: `rows` that have one, `places` of it, and of all that time cannot tell from it.

    `same`, `same_rows` are all of these events; `ties` is False where each row has but one.
    """

    rows: Places
    places: Places
    same: Places
    same_rows: Places
    ties: bool


def _best(columns: Columns, chosen: Chosen, newest: bool, usable: Flags | None = None) -> _Best:
    places, rows = chosen.places, chosen.rows
    if usable is not None and not usable.all():
        places, rows = places.compress(usable), rows.compress(usable)
    if len(places) < 2:
        return _Best(rows, places, places, rows, False)
    change = rows[1:] != rows[:-1]
    ends = np.append(change, True) if newest else np.append(True, change)
    best, best_rows = places.compress(ends), rows.compress(ends)
    if len(best) == len(places):
        return _Best(best_rows, best, best, best_rows, False)
    rank = columns.population.events.rank.take(places)
    # Rows are in the order of time: what ties with the best stands beside it.
    alike = ~change & (rank[1:] == rank[:-1])
    if not (alike & (ends[1:] if newest else ends[:-1])).any():
        return _Best(best_rows, best, best, best_rows, False)
    of_row = np.zeros(columns.rows(chosen.space), np.int32)
    of_row[best_rows] = rank[ends]
    same = rank == of_row.take(rows)
    return _Best(best_rows, best, places.compress(same), rows.compress(same), True)


def _silence(columns: Columns, fact: Fact, chosen: Chosen, found: Flags) -> tuple[Flags, Callable[[Sets, Flags], Sets]]:
    """Where silence is an answer, and what is missing elsewhere: rows in which it is open which events are meant are no silence."""
    none = ~found
    if not closed(fact):
        return np.zeros(1, bool), lambda own, open_: restricted(own, open_)
    if chosen.undecided is None:
        return none, lambda own, open_: restricted(own, open_)
    undecided = chosen.undecided & none

    def missing(own: Sets, open_: Flags) -> Sets:
        return union((restricted(own, open_ & ~undecided), restricted(chosen.missing, undecided)))

    return none & ~undecided, missing


# --- conditions and counts --------------------------------------------------------------------------------------------


def _exists(columns: Columns, fact: Fact, chosen: Chosen, index: int) -> Truth:
    found = found_in(columns, chosen, chosen.rows)
    said_no, lacking = _silence(columns, fact, chosen, found)
    note(columns, index, chosen.space, chosen.places, chosen.rows)
    false = said_no & ~found
    return _truth(chosen.space, found, false, index, lacking)


def _truth(space: int, true: Flags, false: Flags, index: int, lacking: Callable) -> Truth:
    every = np.ones(1, bool)
    return Truth(
        space,
        true,
        false,
        missing=lambda: lacking({index: every}, ~(true | false)),
        because=lambda: {index: true | false},
    )


def _present(columns: Columns, fact: Fact, chosen: Chosen, index: int) -> Truth:
    best, table = _best(columns, chosen, newest=True), columns.population.events
    found = found_in(columns, chosen, best.rows)
    said_no, lacking = _silence(columns, fact, chosen, found)
    note(columns, index, chosen.space, best.places, best.rows)
    gone = np.array([*(word in OVER for word in table.status.words), False])[table.status.codes[best.same]]
    denied = np.array([*(word in NEGATIVE for word in table.answer.words), False])[table.answer.codes[best.same]]
    there = ~(gone | denied)
    yes, no = found_in(columns, chosen, best.same_rows[there]), found_in(columns, chosen, best.same_rows[~there])
    return _truth(chosen.space, yes & ~no, (no & ~yes) | (said_no & ~found), index, lacking)


def _count(columns: Columns, fact: Fact, chosen: Chosen, index: int) -> Span:
    table, places, rows = columns.population.events, chosen.places, chosen.rows
    number = np.zeros(columns.rows(chosen.space))
    if len(places):
        # Two entries of one day, one concept and one dose count once. No dose is a dose of its own here.
        dose = table.dose[places]
        keys = np.nan_to_num(dose), np.isnan(dose), table.start[places], table.concept.codes[places], rows
        order = np.lexsort(keys)
        first = np.ones(len(order), bool)
        first[1:] = np.any([key[order][1:] != key[order][:-1] for key in keys], axis=0)
        number = np.bincount(rows[order][first], minlength=len(number)).astype(float)
    found = number > 0
    said_no, lacking = _silence(columns, fact, chosen, found)
    note(columns, index, chosen.space, chosen.places, chosen.rows)
    low = np.where(found | said_no, number, np.nan)
    span = Span(
        chosen.space,
        low,
        low,
        missing=lambda: lacking({index: np.ones(1, bool)}, np.isnan(low)),
        because=lambda: {index: ~np.isnan(low)},
    )
    # Doses that one float stands for may be two.
    hard = (table.exact.codes[places] >= 0) & ~np.isnan(table.dose[places])
    return corrected(columns, fact, span, found_in(columns, chosen, rows[hard]))


# --- newest and oldest ------------------------------------------------------------------------------------------------


class _Choice(NamedTuple):
    """The events chosen; the rows in which they say nothing (stale, doubtful), and of these the ones to which a newer value is promised."""

    best: _Best
    spoilt: Places
    promised: Places


def _choose(columns: Columns, fact: Fact, chosen: Chosen, usable: Flags) -> _Choice:
    reads, table = fact.reads, columns.population.events
    assert reads is not None and fact.absence is not None
    newest = reads.how == "latest"
    if not newest:
        usable = usable & (table.start[chosen.places] != 0)
    best = _best(columns, chosen, newest, usable)
    spoilt = promised = NO_ROWS
    if newest and reads.field not in DATED:
        spoilt = promised = _promised(columns, reads, chosen.space, best)
    if fact.absence.after is not None and len(best.rows):
        limit = columns.whole_days(fact.absence.after, chosen.space, "within")
        start = table.start.take(best.places)
        today = columns.in_space(columns.today, chosen.space)
        fresh = (today if len(today) == 1 else today.take(best.rows)) - start <= (limit if len(limit) == 1 else limit.take(best.rows))
        spoilt = np.concatenate((spoilt, best.rows[~fresh | (start == 0)]))
    return _Choice(best, spoilt, promised)


def _promised(columns: Columns, reads: Reduction, space: int, best: _Best) -> Places:
    """Rows in which a newer value was promised but cannot be used: the older one is doubtful then."""
    rows, newest = columns.promised(reads.events.concepts, space)
    if not len(rows) or not len(best.rows):
        return rows
    place = np.minimum(np.searchsorted(best.rows, rows), len(best.rows) - 1)
    start = columns.population.events.start[best.places[place]]
    # An undated promise says nothing about a value that is there, but it is one where there is none.
    return rows[newest > np.where(best.rows[place] == rows, np.maximum(start, FIRST_DAY), -1)]


def _number(columns: Columns, fact: Fact, chosen: Chosen, index: int) -> Span:
    reads, table = fact.reads, columns.population.events
    assert reads is not None
    best, spoilt, _ = _choose(columns, fact, chosen, usable(table, reads.field, chosen.places))
    note(columns, index, chosen.space, best.places, best.rows)
    one = taken(columns, reads, best.places)
    rows = columns.rows(chosen.space)
    low, places = np.full(rows, np.nan), WHOLE
    low[best.rows] = one.first
    if one.places.any():
        places = np.zeros(rows, np.int16)
        places[best.rows] = one.places
    high = low
    if one.last is not one.first:
        high = low.copy()
        high[best.rows] = one.last
    # What is too large for a float may be a number all the same.
    doubt = best.rows[(one.places == ROUGH) & (table.exact.codes[best.places] >= 0) & ~np.isfinite(one.first)]
    if best.ties:
        every = taken(columns, reads, best.same)
        differs = (every.first != low[best.same_rows]) | (every.last != high[best.same_rows])
        spoilt = np.concatenate((spoilt, best.same_rows[differs]))
        rough = every.places == ROUGH
        if one.places.any():
            rough = rough | (places[best.same_rows] == ROUGH)
        if rough.any():
            newest = np.zeros(len(low), np.intp)
            newest[best.rows] = best.places
            alike = twins(table, reads, best.same, newest[best.same_rows])
            unsure = rough & ~alike & near(every.first, low[best.same_rows])
            doubt = np.concatenate((doubt, best.same_rows[unsure]))
    low[spoilt] = np.nan
    high[spoilt] = np.nan
    span = corrected(columns, fact, Span(chosen.space, low, high, places), found_in(columns, chosen, doubt) if len(doubt) else NONE)
    span.missing, span.because = lambda: {index: open_of(span)}, lambda: {index: span.known}
    return span


def _category(columns: Columns, fact: Fact, chosen: Chosen, index: int) -> Category:
    reads, table = fact.reads, columns.population.events
    assert reads is not None
    column: Words = getattr(table, reads.field)
    best, spoilt, promised = _choose(columns, fact, chosen, column.codes[chosen.places] >= 0)
    note(columns, index, chosen.space, best.places, best.rows)
    number = {word: position for position, word in enumerate(reads.categories)}
    other = number.get("other", -1)
    words = np.array([*(number.get(word, other) for word in column.words), -1], np.int32)
    codes = np.full(columns.rows(chosen.space), number["none"] if closed(fact) else -1, np.int32)
    codes[promised] = -1
    codes[best.rows] = words[column.codes[best.places]]
    if best.ties:
        differs = words[column.codes[best.same]] != codes[best.same_rows]
        spoilt = np.concatenate((spoilt, best.same_rows[differs]))
    codes[spoilt] = -1
    return Category(
        chosen.space,
        codes,
        tuple((word,) for word in reads.categories),
        missing=lambda: {index: codes < 0},
        because=lambda: {index: codes >= 0},
    )
