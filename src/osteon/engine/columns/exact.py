"""Floats that stand for decimals: when they tell two numbers apart, and what to do where they do not.

The one-patient evaluator counts in decimals, columns count in floats. A column says for each row how many decimal places its number
may have (`Span.places`). While these are few and the number is not huge, the float is the one nearest to the decimal: two floats are
equal when the decimals are, and what is added or multiplied is rounded back to the places that the result can have. Elsewhere
(`ROUGH`) two floats that nearly agree say nothing, and such a row is asked from the one-patient evaluator. A row never
depends on its neighbours.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.values import ROUGH, TIME, Flags, Places, Sets, Span
from osteon.engine.evaluate import bits
from osteon.engine.nodes import Node

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = [
    "cancels", "corrected", "decimals_of", "doubtful", "ends_of", "exact_columns", "merged", "near", "near_in", "open_of", "places_of",
    "places_of_quotient", "places_of_result", "rounded",
]  # fmt: skip

LARGEST = 2.0**48
"""Numbers of so many of their last places leave a float room for the errors of a sum or a product."""
TRIED_PLACES = (0, 1, 2, 3, 4, 6, 9, 12)
POWERS = 10.0 ** np.arange(TIME)
QUOTIENT_PLACES = 6
WHOLE_FLOATS = 2.0**53
"""Whole numbers up to here are floats, every one."""
FEW_PLACES = 4
"""Seconds written in hours are a number of so few places, or differ from it by more than a float's last digits."""
CLOSE = 1e-8
UNTOLD: Places = np.array([ROUGH], np.int16)
LOST = 1e-3
"""A difference that is so small beside what it is made of has lost too many digits."""

Numbers = NDArray[np.float64]


def places_of(number: Any) -> int:
    """The decimal places of an exact number; `ROUGH` where floats do not hold it."""
    exact = Decimal(number)
    if not exact.is_finite() or Decimal(repr(float(exact))) != exact:
        return ROUGH
    exponent = exact.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    places = max(0, -exponent)
    return places if places < TIME and abs(float(exact)) * 10.0**places < LARGEST else ROUGH


def exact_columns(answers: list[tuple]) -> tuple[Numbers, Numbers, Places]:
    """Exact intervals as columns: their ends and their decimal places."""
    ends = np.array([ends_of(answer) for answer in answers], np.float64).reshape(-1, 2)
    places = [0 if end is None else places_of(end) for answer in answers for end in answer[:2]]
    return ends[:, 0], ends[:, 1], np.array(places, np.int16).reshape(-1, 2).max(axis=1, initial=0)


def ends_of(answer: tuple) -> tuple[float, float]:
    """The ends of an exact answer as floats, NaN for none; two that are one float only are kept apart."""
    if answer[0] is None:
        return np.nan, np.nan
    low, high = float(answer[0]), float(answer[1])
    return (low, float(np.nextafter(high, np.inf))) if low == high and answer[0] != answer[1] else (low, high)


def decimals_of(figures: Numbers, inexact: Flags) -> Places:
    """How many decimal places each figure has; `ROUGH` for those that are `inexact`, have many places, or are huge."""
    found = np.where(inexact, np.int16(ROUGH), np.int16(0))
    left = np.flatnonzero(~inexact & ~np.isnan(figures))
    with np.errstate(all="ignore"):
        for places in TRIED_PLACES:
            one = figures[left]
            fits = np.round(one, places) == one
            found[left[fits]] = np.where(np.abs(one[fits]) * POWERS[places] < LARGEST, places, ROUGH)
            left = left[~fits]
            if not len(left):
                break
    found[left] = ROUGH
    return found


def rounded(places: Places, *columns: Numbers) -> tuple[Places, list[Numbers]]:
    """Results with so many decimal places as the floats nearest to them; `ROUGH` where floats have lost track."""
    most = places.max(initial=0)
    if not most and not any((np.abs(column) >= LARGEST).any() for column in columns):
        # Whole numbers, such as days, are the nearest floats as they are.
        return places, list(columns)
    if most >= TIME:
        places = np.where(places < TIME, places, np.int16(ROUGH))
    fine = places < TIME
    scale = POWERS[np.where(fine, places, 0)]
    with np.errstate(all="ignore"):
        for column in columns:
            fine = fine & ~(np.abs(column) * scale >= LARGEST)
        if not fine.all():
            places = np.where(fine, places, np.int16(ROUGH))
        if not places.any():
            return places, list(columns)
        return places, [np.where(fine, np.rint(column * scale) / scale, column) for column in columns]


def places_of_quotient(of_one: Places, one: Numbers, of_other: Places, other: Numbers, quotient: Numbers) -> Places:
    """`QUOTIENT_PLACES` where a quotient has no more decimal places than these, which multiplying back in whole numbers proves."""
    fine = np.maximum(of_one, of_other) < TIME - QUOTIENT_PLACES
    of_one, of_other = np.where(fine, of_one, 0), np.where(fine, of_other, 0)
    with np.errstate(all="ignore"):
        whole = np.rint(one * POWERS[of_one]) * POWERS[np.maximum(of_other + QUOTIENT_PLACES - of_one, 0)]
        back = np.rint(quotient * POWERS[QUOTIENT_PLACES]) * np.rint(other * POWERS[of_other])
        back = back * POWERS[np.maximum(of_one - of_other - QUOTIENT_PLACES, 0)]
        proven = fine & (back == whole) & (np.abs(whole) < WHOLE_FLOATS) & (other != 0)
    return np.where(proven, np.int16(QUOTIENT_PLACES), np.int16(ROUGH))


def places_of_result(
    operator: str, left: Span, right: Span, pairs: list[tuple[Numbers, Numbers]], results: list[Numbers]
) -> Places:
    """The decimal places that a result can have; `TIME` or more where that is not known."""
    if operator in "+-":
        return np.maximum(left.places, right.places)
    if operator == "*":
        places = left.places + right.places
    elif operator == "/":
        ends = zip(pairs, results, strict=True)
        places = reduce(np.maximum, (places_of_quotient(left.places, one, right.places, other, end) for (one, other), end in ends))
    else:
        places = UNTOLD
    if operator in "*/" and places.max(initial=0) >= TIME:
        # Nothing times anything is nothing, to the last digit.
        nothing = _nothing(left) | _nothing(right) if operator == "*" else _nothing(left)
        places = np.where(nothing & reduce(and_, (result == 0 for result in results)), np.int16(0), places)
    return places


def _nothing(span: Span) -> Flags:
    return (span.low == 0) & (span.high == 0) & (span.places != ROUGH)


def merged(*parts: Places) -> Places:
    """The places of a column that holds numbers of several columns."""
    most = reduce(np.maximum, parts)
    if TIME in most:
        mixed = reduce(np.logical_or, [(part > 0) & (part < TIME) for part in parts])
        most = np.where((most == TIME) & mixed, np.int16(ROUGH), most)
    return most


def doubtful(*parts: Places) -> Flags:
    """Rows in which floats do not tell the numbers of several columns apart that nearly agree."""
    most = reduce(np.maximum, parts)
    doubt = most == ROUGH
    if TIME in most:
        mixed = reduce(np.logical_or, [(part > FEW_PLACES) & (part < TIME) for part in parts])
        doubt = doubt | ((most == TIME) & mixed)
    return doubt


def open_of(span: Span) -> Flags:
    """Where a number is not known exactly (NaN equals nothing)."""
    return np.isnan(span.low) if span.low is span.high else ~(span.low == span.high)


def near(one: Numbers, other: Numbers) -> Flags:
    """Where two numbers may be equal but for the last digits of a float."""
    with np.errstate(all="ignore"):
        return (one == other) | (np.abs(one - other) <= CLOSE * np.maximum(np.abs(one), np.abs(other)))


def near_in(rows: Flags, one: Numbers, other: Numbers) -> Flags:
    """Where two numbers may be equal but for the last digits of a float, in some rows only: those are few."""
    if len(rows) == 1:
        return near(one, other) & rows
    some = np.flatnonzero(rows)
    found = np.zeros(np.broadcast_shapes(rows.shape, one.shape, other.shape), bool)
    found[some] = near(*(column if len(column) == 1 else column[some] for column in (one, other)))
    return found


def cancels(result: Numbers, one: Numbers, other: Numbers) -> Flags:
    """Where a difference has lost digits."""
    return np.abs(result) < LOST * np.maximum(np.abs(one), np.abs(other))


def corrected(columns: Columns, node: Node, span: Span, doubt: Flags) -> Span:
    """A number with the answers of the one-patient evaluator in the rows that are in doubt."""
    if not doubt.any():
        return span
    # What is missing may differ between rows of one number, so each row is asked.
    rows = columns.rows(span.space)
    answers = dict(columns.exactly(node, span.space, np.broadcast_to(doubt, rows)))
    low, high = np.array(np.broadcast_to(span.low, rows)), np.array(np.broadcast_to(span.high, rows))
    for row, answer in answers.items():
        low[row], high[row] = ends_of(answer)
    if span.low is span.high and bool(np.all((low == high) | np.isnan(low))):
        high = low
    missing = _patched(span.missing, {row: answer[-2] for row, answer in answers.items()}, low.shape)
    return Span(span.space, low, high, span.places, missing=missing, because=span.because)


def _patched(sets: Callable[[], Sets], masks: dict[int, int], shape: tuple[int, ...]) -> Callable[[], Sets]:
    """Sets of facts with those of some rows replaced."""

    def patched() -> Sets:
        rows = np.array(list(masks), np.intp)
        found = {fact: np.array(np.broadcast_to(flags, shape)) for fact, flags in sets().items()}
        for flags in found.values():
            flags[rows] = False
        for row, mask in masks.items():
            for fact in bits(mask):
                found.setdefault(fact, np.zeros(shape, bool))[row] = True
        return found

    return patched
