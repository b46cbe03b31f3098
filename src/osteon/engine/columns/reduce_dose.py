"""Doses in columns: what several orders of several drugs come to (see `engine.reduce_dose`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.entries import closed, found_in, note
from osteon.engine.columns.exact import exact_columns
from osteon.engine.columns.select import Chosen
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
    first = found_in(columns, chosen, np.array([same[0] for same in groups], np.intp))
    answers = dict(columns.exactly(fact, chosen.space, first))
    told = exact_columns([answers[int(same[0])] for same in groups])
    for same, *answer in zip(groups, *told, strict=True):
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


def _alike(columns: Columns, fact: Fact, chosen: Chosen, asked: Flags) -> list[NDArray]:
    """Rows whose events say the same about doses, together."""
    assert fact.reads is not None
    if any(columns.value(factor.value).space != CONSTANT for factor in fact.reads.factors):
        # What a drug counts for is each patient's own.
        return [np.array([row]) for row in np.flatnonzero(asked)]
    table, places, rows = columns.population.events, chosen.places, chosen.rows
    kept = asked[rows]
    places, rows = places[kept], rows[kept]
    if not len(places):
        return []
    today = columns.in_space(columns.today, chosen.space)
    over = (table.end[places] != 0) & (table.end[places] < (today if len(today) == 1 else today[rows]))
    figures = [table.dose, table.interval_days, table.per_day, table.rate]
    said: list[NDArray] = [part for figure in figures for part in (np.nan_to_num(figure[places]), np.isnan(figure[places]))]
    said += [table.concept.codes[places], table.kind.codes[places], table.route.codes[places]]
    # Two doses that one float stands for may differ.
    said += [table.dose_open[places], over, table.exact.codes[places]]
    alone = np.zeros(len(places), np.int64)
    for position, place in enumerate(places.tolist()):
        if place in table.replaces:
            # What takes the place of what is told by names: such a row is like no other.
            alone[position] = place + 1
    _, number = np.unique(np.stack([*said, alone]).astype(float), axis=1, return_inverse=True)
    number = number.reshape(-1)
    starts = np.flatnonzero(np.concatenate(([True], rows[1:] != rows[:-1])))
    groups: dict[tuple, list[int]] = {}
    for start, end in zip(starts.tolist(), [*starts[1:].tolist(), len(rows)], strict=True):
        groups.setdefault(tuple(number[start:end].tolist()), []).append(int(rows[start]))
    return [np.array(group) for group in groups.values()]
