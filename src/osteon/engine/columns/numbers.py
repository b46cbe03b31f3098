"""Numbers in columns: intervals, choices and bands, as in `engine.meaning.numbers`, many rows at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from osteon.engine import nodes as n
from osteon.engine.columns.conditions import near
from osteon.engine.columns.values import CONSTANT, PATIENT, ROUGH, Category, Sets, Span, Truth, Value, restricted, union

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["MEANING"]

_OPERATORS: dict[str, Callable] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
}
TIME_PLACES = 4
"""Moments are whole seconds, written in hours: they differ by more than the fourth decimal place or not at all."""


def _open(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Where a number is not known exactly (NaN equals nothing)."""
    return np.isnan(low) if low is high else ~(low == high)


def _places(operator: str, left: Span, right: Span) -> int:
    if operator in "+-":
        return max(left.places, right.places)
    if operator == "*":
        return min(left.places + right.places, ROUGH)
    return ROUGH


def _arithmetic(columns: Columns, node: n.Arithmetic) -> Span:
    space, (left, right) = columns.together([columns.value(node.left), columns.value(node.right)])
    assert isinstance(left, Span) and isinstance(right, Span)
    operate = _OPERATORS[node.operator]
    with np.errstate(all="ignore"):
        if left.low is left.high and right.low is right.high:
            low = operate(left.low, right.low)
            failed = ~np.isfinite(low) & left.known & right.known
            if failed.any():
                low[failed] = np.nan
            high = low
        else:
            low, high, failed = _corners(node.operator, operate, left, right)

    def missing() -> Sets:
        lacking = restricted(union((left.missing(), right.missing())), _open(low, high))
        if failed.any():
            # The entries cannot be meant, so they are what is missing.
            lacking = union((lacking, restricted(because(), failed)))
        return lacking

    def because() -> Sets:
        return union((left.because(), right.because()))

    return Span(space, low, high, _places(node.operator, left, right), missing=missing, because=because)


def _corners(operator: str, operate: Callable, left: Span, right: Span) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The span of the results, and where the exact ones cannot be computed."""
    corners = [operate(one, other) for one in (left.low, left.high) for other in (right.low, right.high)]
    low, high = np.minimum.reduce(corners), np.maximum.reduce(corners)
    exact = (left.low == left.high) & (right.low == right.high)
    low, high = np.where(exact, corners[0], low), np.where(exact, corners[0], high)
    unbounded = np.zeros(low.shape, bool)
    if operator == "/":
        unbounded = (right.low <= 0) & (right.high >= 0) & ~exact
    elif operator == "^":
        unbounded = (left.low < 0) & ~exact
    failed = ~(np.isfinite(low) & np.isfinite(high)) & left.known & right.known & ~unbounded
    gone = unbounded | failed
    low, high = np.where(gone, np.nan, low), np.where(gone, np.nan, high)
    return low, high, failed


def _hull(columns: Columns, node: n.Hull) -> Span:
    parts = [columns.value(node.low), columns.value(node.high), columns.value(node.missing_of)]
    space, (one, two, lacks) = columns.together(parts)
    assert isinstance(one, Span) and isinstance(two, Span)
    low, high = np.minimum(one.low, two.low), np.maximum(one.high, two.high)

    def missing() -> Sets:
        return restricted(union((one.missing(), two.missing(), lacks.missing())), _open(low, high))

    because = lambda: union((one.because(), two.because()))  # noqa: E731
    return Span(space, low, high, max(one.places, two.places), missing=missing, because=because)


def _greatest(columns: Columns, node: n.Greatest) -> Span:
    space, parts = columns.together([columns.value(part) for part in node.of])
    low = np.fmax.reduce(np.broadcast_arrays(*(part.low for part in parts)))
    high = low if all(part.low is part.high for part in parts) else np.fmax.reduce(
        np.broadcast_arrays(*(part.high for part in parts))
    )  # fmt: skip

    def missing() -> Sets:
        none = np.isnan(low)
        lacking = (restricted(part.missing(), none | (part.known & (part.high > low))) for part in parts)
        return restricted(union(lacking), _open(low, high))

    def because() -> Sets:
        return union(restricted(part.because(), part.known) for part in parts)

    return Span(space, low, high, max(part.places for part in parts), missing=missing, because=because)


def _days_since(columns: Columns, node: n.DaysSince) -> Span:
    inner = columns.value(node.of)
    assert isinstance(inner, Span)
    space = inner.space if inner.space != CONSTANT or columns.one_day else PATIENT
    today = columns.in_space(columns.today, space)
    low = today - inner.high
    high = low if inner.low is inner.high else today - inner.low
    return Span(space, low, high, inner.places, missing=inner.missing, because=inner.because)


def _hours_since(columns: Columns, node: n.HoursSince) -> Span:
    inner = columns.value(node.of)
    assert isinstance(inner, Span)
    space = inner.space if inner.space != CONSTANT or columns.one_day else PATIENT
    low = columns.in_space(columns.first_hour, space) - inner.high
    high = columns.in_space(columns.last_hour, space) - inner.low

    def missing() -> Sets:
        open_ = restricted(union((inner.missing(), inner.because())), ~(low == high) & inner.known)
        return union((open_, restricted(inner.missing(), ~inner.known)))

    return Span(space, low, high, TIME_PLACES, missing=missing, because=inner.because)


def _points(columns: Columns, node: n.Points) -> Span:
    inner, table = columns.value(node.of), dict(node.table)
    assert isinstance(inner, Category)
    low = inner.of_sets((min(table[word] for word in one) for one in inner.sets), min(table.values()), float)
    high = inner.of_sets((max(table[word] for word in one) for one in inner.sets), max(table.values()), float)
    return Span(
        inner.space, low, high, 0, missing=lambda: restricted(inner.missing(), _open(low, high)), because=inner.because
    )


# --- either -----------------------------------------------------------------------------------------------------------


def _choose(columns: Columns, node: n.Choose) -> Value:
    """Every outcome that is still possible; where one is left and nothing is open, that one."""
    conditions = [columns.value(condition) for condition, _ in node.cases]
    outcomes = [_outcome(columns, value) for _, value in node.cases]
    if node.otherwise is not None:
        outcomes.append(_outcome(columns, node.otherwise))
    space, lifted = columns.together([*conditions, *outcomes])
    conditions, outcomes = lifted[: len(conditions)], lifted[len(conditions) :]
    going = np.ones(columns.rows(space), bool)
    possible, visited = [], []
    for condition in conditions:
        assert isinstance(condition, Truth)
        visited.append(going)
        possible.append(going & ~condition.false)
        going = going & ~condition.true
    if node.otherwise is not None:
        possible.append(going)
        lost = np.zeros(1, bool)
    else:
        lost = going
    result = _MERGE[node.kind](space, outcomes, possible, lost)
    settled = _settled(result)

    def missing() -> Sets:
        lacking = [restricted(c.missing(), seen) for c, seen in zip(conditions, visited, strict=True)]
        lacking += [restricted(o.missing(), here) for o, here in zip(outcomes, possible, strict=True)]
        # Where no case holds, what ruled the cases out is what keeps the value from being known.
        lacking += [restricted(c.because(), lost) for c in conditions]
        return restricted(union(lacking), ~settled)

    def because() -> Sets:
        reasons = [restricted(c.because(), seen) for c, seen in zip(conditions, visited, strict=True)]
        return union(reasons + [restricted(o.because(), here) for o, here in zip(outcomes, possible, strict=True)])

    return type(result)(space, *_fields(result), missing=missing, because=because)


def _outcome(columns: Columns, value: n.Node | str) -> Value:
    if isinstance(value, n.Node):
        return columns.value(value)
    return Category(CONSTANT, np.zeros(1, np.int32), ((value,),))


def _fields(value: Value) -> tuple:
    if isinstance(value, Span):
        return (value.low, value.high, value.places)
    if isinstance(value, Category):
        return (value.codes, value.sets)
    assert isinstance(value, Truth)
    return (value.true, value.false)


def _settled(value: Value) -> np.ndarray:
    if isinstance(value, Span):
        return ~_open(value.low, value.high)
    if isinstance(value, Category):
        return value.of_sets((len(one) == 1 for one in value.sets), False, bool)
    return value.known


def _merge_numbers(space: int, outcomes: list[Span], possible: list, lost: np.ndarray) -> Span:
    low, high = np.full(possible[0].shape, np.inf), np.full(possible[0].shape, -np.inf)
    for outcome, here in zip(outcomes, possible, strict=True):
        # What is not a number is not known, and stays so whatever it is joined with.
        low = np.where(here, np.minimum(low, outcome.low), low)
        high = np.where(here, np.maximum(high, outcome.high), high)
    low, high = np.where(lost, np.nan, low), np.where(lost, np.nan, high)
    exact = all(outcome.low is outcome.high for outcome in outcomes) and bool(np.all((low == high) | np.isnan(low)))
    return Span(space, low, low if exact else high, max(outcome.places for outcome in outcomes))


def _merge_truths(space: int, outcomes: list[Truth], possible: list, lost: np.ndarray) -> Truth:
    true, false = ~lost & np.ones(possible[0].shape, bool), ~lost & np.ones(possible[0].shape, bool)
    for outcome, here in zip(outcomes, possible, strict=True):
        true, false = true & (outcome.true | ~here), false & (outcome.false | ~here)
    return Truth(space, true, false)


def _merge_words(space: int, outcomes: list[Category], possible: list, lost: np.ndarray) -> Category:
    """The words of all outcomes that are possible in a row, in the order of the outcomes."""
    none, unknown = 0, 1
    sets: list[tuple[str, ...] | None] = [(), None]
    number: dict[tuple[str, ...] | None, int] = {(): none, None: unknown}
    codes = np.zeros(possible[0].shape, np.int32)
    for outcome, here in zip(outcomes, possible, strict=True):
        width = len(outcome.sets) + 1
        pairs = np.where(here, codes * width + outcome.codes + 1, -1)
        table = np.zeros(len(sets) * width + 1, np.int32)
        for pair in np.unique(pairs):
            if pair < 0:
                continue
            before, word = sets[pair // width], pair % width - 1
            joined = None if before is None or word < 0 else tuple(dict.fromkeys(before + outcome.sets[word]))
            if joined not in number:
                number[joined] = len(sets)
                sets.append(joined)
            table[pair] = number[joined]
        codes = np.where(here, table[pairs], codes)
    codes = np.where(lost | (codes <= unknown), -1, codes - 2).astype(np.int32)
    return Category(space, codes, tuple(one for one in sets[2:] if one is not None))


_MERGE: dict[str, Callable] = {"number": _merge_numbers, "boolean": _merge_truths, "category": _merge_words}


def _band(columns: Columns, node: n.Band) -> Category:
    space, (inner, *cuts) = columns.together([columns.value(node.of), *(columns.value(edge) for edge in node.edges)])
    assert isinstance(inner, Span)
    places = max(inner.places, *(cut.places for cut in cuts))
    doubt = np.zeros(inner.low.shape, bool)
    ends = []
    for value, edges in ((inner.low, [cut.high for cut in cuts]), (inner.high, [cut.low for cut in cuts])):
        place = np.full(value.shape, len(cuts))
        for position in reversed(range(len(cuts))):
            equal = near(value, edges[position], places) if places else value == edges[position]
            doubt = doubt | equal
            below = (value < edges[position]) & ~equal
            place = np.where(below | equal if node.upper_inclusive else below, position, place)
        ends.append(place)
    first, last = np.minimum(*ends), np.maximum(*ends)
    known = inner.known
    for cut in cuts:
        known = known & cut.known
    spans = [(a, b) for a in range(len(node.labels)) for b in range(a, len(node.labels))]
    table = np.zeros((len(node.labels), len(node.labels)), np.int32)
    for number, (a, b) in enumerate(spans):
        table[a, b] = number
    sets = [node.labels[a : b + 1] for a, b in spans]
    codes = np.where(known, table[first, last], -1).astype(np.int32)
    if places >= ROUGH and doubt.any():
        numbers = {one: number for number, one in enumerate(sets)}
        for row, answer in columns.exactly(node, space, doubt & known):
            codes[row] = -1 if answer[0] is None else numbers[answer[0]]

    def missing() -> Sets:
        open_ = (first != last) | ~known
        return restricted(union(part.missing() for part in (inner, *cuts)), open_)

    because = lambda: union(part.because() for part in (inner, *cuts))  # noqa: E731
    return Category(space, codes, tuple(sets), missing=missing, because=because)


MEANING: dict[type, Callable[..., Value]] = {
    n.Arithmetic: _arithmetic,
    n.Hull: _hull,
    n.Greatest: _greatest,
    n.DaysSince: _days_since,
    n.HoursSince: _hours_since,
    n.Points: _points,
    n.Choose: _choose,
    n.Band: _band,
}
