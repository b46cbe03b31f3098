"""What is taken from an event: dates, moments and figures in the unit that is wanted (see `engine.reduce`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.exact import decimals_of, places_of, places_of_quotient, rounded
from osteon.engine.columns.population import NO_MOMENT, EventColumns, Words
from osteon.engine.columns.values import ROUGH, TIME, WHOLE, Flags, Places
from osteon.engine.events import Reduction

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["DATED", "Taken", "taken", "twins", "usable"]

DATED = frozenset(("start", "end", "moment"))
"""What is taken from an event that is no figure and no word."""
MICROSECONDS = 1_000_000
SECONDS_AN_HOUR = 3600
HOURS_A_DAY, FIRST_DAY_OF_HOURS = 24.0, 719_163

Rows = NDArray[np.intp]
Numbers = NDArray[np.float64]


class Taken(NamedTuple):
    """For each event the first and the last value that it may mean (the same array when all are exact)."""

    first: Numbers
    last: Numbers
    places: Places = WHOLE


def usable(table: EventColumns, field: str, places: Rows) -> Flags:
    """Events that have what is asked of them."""
    if field in ("start", "moment"):
        return table.start.take(places) != 0
    if field == "end":
        return table.end.take(places) != 0
    column = getattr(table, field)
    return column.codes.take(places) >= 0 if isinstance(column, Words) else ~np.isnan(column.take(places))


def taken(columns: Columns, reads: Reduction, places: Rows) -> Taken:
    """What is taken from events."""
    table = columns.population.events
    field = reads.field
    if field == "start":
        first, last = table.start[places].astype(float), table.last_day[places].astype(float)
        return Taken(first, last if (first != last).any() else first)
    if field == "end":
        end = table.end[places].astype(float)
        return Taken(end, end)
    if field == "moment":
        return _moments(table, places)
    if field == "value":
        return _expressed(columns, reads, places)
    if field in ("low", "high"):
        return _limit(columns, reads, places)
    return _as_written(columns, field, places)


def twins(table: EventColumns, reads: Reduction, places: Rows, others: Rows) -> Flags:
    """Where two events have the same figures, to the last digit."""
    names = {"value", "reported", reads.field} - DATED
    same = table.exact.codes[places] == table.exact.codes[others]
    for figures in (getattr(table, name) for name in names):
        one, other = figures[places], figures[others]
        same &= (one == other) | (np.isnan(one) & np.isnan(other))
    for words in (table.unit, table.reported_unit):
        same &= words.codes[places] == words.codes[others]
    return same


def _moments(table: EventColumns, places: Rows) -> Taken:
    instant = table.instant[places]
    timed = instant != NO_MOMENT
    seconds = np.fix(np.where(timed, instant, 0) / MICROSECONDS)
    first = (table.start[places] - FIRST_DAY_OF_HOURS) * HOURS_A_DAY
    last = (table.last_day[places] - FIRST_DAY_OF_HOURS + 1) * HOURS_A_DAY
    low = np.where(timed, seconds / SECONDS_AN_HOUR, first)
    return Taken(low, np.where(timed, seconds / SECONDS_AN_HOUR, last), np.array([TIME], np.int16))


def _as_written(columns: Columns, field: str, places: Rows) -> Taken:
    table = columns.population.events
    figures = getattr(table, field).take(places)
    return Taken(figures, figures, decimals_of(figures, columns.inexact(field).take(table.exact.codes.take(places))))


def _is(column: Words, places: Rows, word: str | None) -> Flags:
    return np.array([*(one == word for one in column.words), word is None]).take(column.codes.take(places))


def _expressed(columns: Columns, reads: Reduction, places: Rows) -> Taken:
    """The value in the unit wanted: as reported where it was reported in this unit, else converted."""
    table = columns.population.events
    canonical = np.ones(1, bool) if reads.unit is None else _is(table.unit, places, reads.unit)
    written = _as_written(columns, "value", places)
    if canonical.all():
        return written
    as_reported = ~canonical & _is(table.reported_unit, places, reads.unit)
    reported = _as_written(columns, "reported", places)
    figures = np.where(canonical, written.first, np.where(as_reported, reported.first, np.nan))
    decimals = np.where(canonical, written.places, np.where(as_reported, reported.places, 0))
    rest = ~(canonical | as_reported)
    if reads.factor is not None and rest.any():
        with np.errstate(all="ignore"):
            product = written.first * float(reads.factor)
        of_product, (product,) = rounded(written.places + places_of(reads.factor), product)
        figures, decimals = np.where(rest, product, figures), np.where(rest, of_product, decimals)
    return Taken(figures, figures, decimals)


def _limit(columns: Columns, reads: Reduction, places: Rows) -> Taken:
    """A limit of the reference range (in the unit of the report) in the unit wanted."""
    table = columns.population.events
    written = _as_written(columns, reads.field, places)
    as_reported = np.ones(1, bool) if reads.unit is None else _is(table.reported_unit, places, reads.unit)
    if as_reported.all():
        return written
    limit, value, reported = written, _as_written(columns, "value", places), _as_written(columns, "reported", places)
    with np.errstate(all="ignore"):
        of_product, (product,) = rounded(limit.places + value.places, limit.first * value.first)
        quotient = product / reported.first
        of_quotient, (quotient,) = rounded(
            places_of_quotient(of_product, product, reported.places, reported.first, quotient), quotient
        )
        same, told = limit.first == reported.first, ~np.isnan(reported.first) & (reported.first != 0)
        canonical = np.where(told, np.where(same, value.first, quotient), np.nan)
        of_canonical = np.where(same, value.places, of_quotient)
        # Two figures that one float stands for may differ.
        of_canonical = np.where(np.maximum(limit.places, reported.places) == ROUGH, np.int16(ROUGH), of_canonical)
        factor, of_factor = (float(reads.factor), places_of(reads.factor)) if reads.factor is not None else (np.nan, ROUGH)
        of_other, (other,) = rounded(of_canonical + np.int16(of_factor), canonical * factor)
    expressed = _is(table.unit, places, reads.unit)
    figures = np.where(as_reported, limit.first, np.where(expressed, canonical, other))
    decimals = np.where(as_reported, limit.places, np.where(expressed, of_canonical, of_other))
    return Taken(figures, figures, decimals)
