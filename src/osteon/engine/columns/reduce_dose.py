"""Doses in columns: what several orders of several drugs come to (see `engine.reduce_dose`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.entries import closed, found_in, note
from osteon.engine.columns.exact import exact_columns
from osteon.engine.columns.select import Chosen, Places
from osteon.engine.columns.values import CONSTANT, Flags, Sets, Span, restricted, union
from osteon.engine.nodes import Fact

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["added_up"]


def added_up(columns: Columns, fact: Fact, chosen: Chosen, index: int) -> Span:
    """Doses are added up by the one-patient evaluator, once for all rows that say the same."""
    rows = columns.rows(chosen.space)
    low, high, places = np.full(rows, np.nan), np.full(rows, np.nan), np.zeros(rows, np.int16)
    if closed(fact):
        low[:] = high[:] = 0.0
    undecided = chosen.undecided if chosen.undecided is not None else np.zeros(rows, bool)
    asked = found_in(columns, chosen, chosen.rows)
    groups = _alike(columns, fact, chosen, asked & ~undecided)
    answers = _answers(columns, fact, chosen.space, groups)
    for (_, same), *answer in zip(groups, *exact_columns(answers), strict=True):
        low[same], high[same], places[same] = answer
    low[undecided] = high[undecided] = np.nan
    note(columns, index, chosen.space, chosen.places, chosen.rows)
    exact = bool(np.all((low == high) | np.isnan(low)))

    def missing() -> Sets:
        own = {index: ~(low == high) & ~undecided}
        return union((own, restricted(chosen.missing, undecided)))

    return Span(
        chosen.space,
        low,
        low if exact else high,
        places,
        missing=missing,
        because=lambda: {index: ~np.isnan(low)},
    )


Said = tuple[tuple, ...]
"""What the entries of a row say about doses, entry after entry."""

MOST_TOLD = 100_000
"""Answers kept for an evaluator."""


def _answers(columns: Columns, fact: Fact, space: int, groups: list[tuple[Said | None, NDArray]]) -> list[tuple]:
    """What each group of rows comes to, asked from the one-patient evaluator for one of its rows."""
    # By fact, what entries that say so come to: the same for whomever they are, and on whatever day.
    told: dict[tuple[int, Said], tuple] = columns.evaluator.beside.setdefault(__name__, {})
    if len(told) > MOST_TOLD:
        told.clear()
    asked = np.zeros(columns.rows(space), bool)
    for said, same in groups:
        asked[same[0]] = said is None or (id(fact), said) not in told
    fresh = dict(columns.exactly(fact, space, asked))
    for said, same in groups:
        if said is not None and int(same[0]) in fresh:
            told[id(fact), said] = fresh[int(same[0])]
    return [fresh[int(same[0])] if said is None else told[id(fact), said] for said, same in groups]


def _alike(columns: Columns, fact: Fact, chosen: Chosen, asked: Flags) -> list[tuple[Said | None, NDArray]]:
    """Rows whose events say the same about doses, together; None for what a row says that is like no other."""
    assert fact.reads is not None
    if any(columns.value(factor.value).space != CONSTANT for factor in fact.reads.factors):
        # What a drug counts for is each patient's own.
        return [(None, np.array([row])) for row in np.flatnonzero(asked)]
    found = columns.alike.get(id(chosen))
    if found is None:
        found = columns.alike[id(chosen)] = _grouped(columns, chosen, asked)
    return found


def _grouped(columns: Columns, chosen: Chosen, asked: Flags) -> list[tuple[Said | None, NDArray]]:
    kept = asked[chosen.rows]
    places, rows = chosen.places[kept], chosen.rows[kept]
    if not len(places):
        return []
    number, says = _contents(columns, chosen.space, places, rows)
    starts = np.flatnonzero(np.append(True, rows[1:] != rows[:-1]))
    groups: dict[tuple, list[int]] = {}
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=True):
        groups.setdefault(tuple(number[start:end]), []).append(int(rows[start]))
    return [(tuple(says[one] for one in said), np.array(group)) for said, group in groups.items()]


def _replaced(columns: Columns, places: Places, rows: Places) -> Flags:
    """Entries that another one of their row takes the place of, which says so by their name."""
    table = columns.population.events
    found = np.zeros(len(places), bool)
    replacing = np.array([place in table.replaces for place in places.tolist()])
    for row in np.unique(rows[replacing]).tolist():
        here = slice(*np.searchsorted(rows, (row, row + 1)).tolist())
        names = {table.replaces[place] for place in places[here].tolist() if place in table.replaces}
        found[here] = [str(table.source[place]) in names for place in places[here].tolist()]
    return found


def _contents(columns: Columns, space: int, places: Places, rows: Places) -> tuple[list[int], list[tuple]]:
    """For each entry a number, and by that number all that it says about a dose."""
    table = columns.population.events
    today = columns.in_space(columns.today, space)
    over = (table.end[places] != 0) & (table.end[places] < (today if len(today) == 1 else today[rows]))
    words = [(column, column.codes[places]) for column in (table.concept, table.kind, table.route, table.exact)]
    figures = [figure[places] for figure in (table.dose, table.interval_days, table.per_day, table.rate)]
    flags = [table.dose_open[places], over | _replaced(columns, places, rows)]
    number = np.zeros(len(places), np.int64)
    for part in (*(codes for _, codes in words), *figures, *flags):
        _, of_part = np.unique(part, return_inverse=True)
        _, number = np.unique(number * len(part) + of_part, return_inverse=True)
    _, first = np.unique(number, return_index=True)
    says = []
    for one in first.tolist():
        spelt = [column.words[codes[one]] if codes[one] >= 0 else None for column, codes in words]
        told = [None if np.isnan(figure[one]) else float(figure[one]) for figure in figures]
        # Two doses that one float stands for may differ: all their digits are among the words.
        says.append((*spelt, *told, *(bool(flag[one]) for flag in flags)))
    return number.tolist(), says
