"""Numbers in columns: intervals, choices and bands, as in `engine.meaning.numbers`, many rows at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

import numpy as np

from osteon.engine import nodes as n
from osteon.engine.columns.exact import (
    cancels,
    corrected,
    doubtful,
    merged,
    near,
    near_in,
    open_of,
    places_of_result,
    rounded,
)  # fmt: skip
from osteon.engine.columns.values import (
    CONSTANT,
    NONE,
    PATIENT,
    ROUGH,
    TIME,
    WHOLE,
    Category,
    Sets,
    Span,
    Truth,
    Value,
    restricted,
    union,
)

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["MEANING"]


def _power(base: np.ndarray, exponent: np.ndarray) -> np.ndarray:
    """A power that is not known where one of both is not; to NumPy whatever is raised to nothing is one."""
    return np.where(np.isnan(base) | np.isnan(exponent), np.nan, np.power(base, exponent))


_OPERATORS: dict[str, Callable] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": _power,
}
SECONDS_AN_HOUR = 3600


def _arithmetic(columns: Columns, node: n.Arithmetic) -> Span:
    space, (left, right) = columns.together([columns.value(node.left), columns.value(node.right)])
    assert isinstance(left, Span) and isinstance(right, Span)
    operator, operate = node.operator, _OPERATORS[node.operator]
    exact = left.low is left.high and right.low is right.high
    pairs = _pairs(operator, left, right)
    with np.errstate(all="ignore"):
        results = [operate(*pair) for pair in pairs]
        places, results = rounded(places_of_result(operator, left, right, pairs, results), *results)
        rough = places == ROUGH
        low = results[0] if exact else np.minimum.reduce(results)
        high = low if exact else np.maximum.reduce(results)
        spread = NONE if exact else ~((left.low == left.high) & (right.low == right.high))
        unbounded = NONE
        if operator == "/":
            unbounded = spread & (right.low <= 0) & (right.high >= 0)
        elif operator == "^":
            unbounded = spread & (left.low < 0)
        if unbounded.any():
            low, high = np.where(unbounded, np.nan, low), np.where(unbounded, np.nan, high)
        # What is divided by nothing cannot be meant, so the entries are what is missing.
        failed = NONE
        if operator == "/":
            failed = (right.low == 0) & (right.places != ROUGH) & left.known & ~spread
        if failed.any():
            low = np.where(failed, np.nan, low)
            high = low if exact else np.where(failed, np.nan, high)
        doubt = NONE
        if rough.any():
            doubt = near_in(spread & rough, low, high)
            for (one, other), result in zip(pairs, results, strict=True):
                # What cannot be computed, what lost its digits, and powers that decimals see otherwise.
                doubt = doubt | ~np.isfinite(result)
                if operator in "+-":
                    doubt = doubt | cancels(result, one, other)
                elif operator == "^":
                    doubt = doubt | (one <= 0)
            doubt = doubt & rough & left.known & right.known & ~(unbounded | failed)

    def missing() -> Sets:
        lacking = restricted(union((left.missing(), right.missing())), open_of(span))
        return union((lacking, restricted(because(), failed))) if failed.any() else lacking

    def because() -> Sets:
        return union((left.because(), right.because()))

    span = Span(space, low, high, places, missing=missing, because=because)
    return corrected(columns, node, span, doubt)


def _pairs(operator: str, left: Span, right: Span) -> list[tuple[np.ndarray, np.ndarray]]:
    """The ends that make the ends of the result."""
    if operator in "+-" and not (left.low is left.high and right.low is right.high):
        # A sum is least where both are least, a difference where the other is greatest.
        return [(left.low, right.low), (left.high, right.high)] if operator == "+" else [(left.low, right.high), (left.high, right.low)]
    return [(one, other) for one in _ends(left) for other in _ends(right)]


def _ends(span: Span) -> list[np.ndarray]:
    return [span.low] if span.low is span.high else [span.low, span.high]


def _hull(columns: Columns, node: n.Hull) -> Span:
    parts = [columns.value(node.low), columns.value(node.high), columns.value(node.missing_of)]
    space, (one, two, lacks) = columns.together(parts)
    assert isinstance(one, Span) and isinstance(two, Span)
    low, high = np.minimum(one.low, two.low), np.maximum(one.high, two.high)

    def missing() -> Sets:
        return restricted(union((one.missing(), two.missing(), lacks.missing())), open_of(span))

    because = lambda: union((one.because(), two.because()))  # noqa: E731
    span = Span(space, low, high, merged(one.places, two.places), missing=missing, because=because)
    return corrected(columns, node, span, (span.places == ROUGH) & near(low, high))


def _greatest(columns: Columns, node: n.Greatest) -> Span:
    space, parts = columns.together([columns.value(part) for part in node.of])
    low = np.fmax.reduce(np.broadcast_arrays(*(part.low for part in parts)))
    high = low if all(part.low is part.high for part in parts) else np.fmax.reduce(
        np.broadcast_arrays(*(part.high for part in parts))
    )  # fmt: skip

    def missing() -> Sets:
        none = np.isnan(low)
        lacking = (restricted(part.missing(), none | (part.known & (part.high > low))) for part in parts)
        return restricted(union(lacking), open_of(span))

    def because() -> Sets:
        return union(restricted(part.because(), part.known) for part in parts)

    span = Span(space, low, high, merged(*(part.places for part in parts)), missing=missing, because=because)
    rough = span.places == ROUGH
    if low is high or not rough.any():
        return span
    spread = [part.known & (part.low != part.high) for part in parts]
    close = [near(low, high), *(open_ & near(part.high, low) for part, open_ in zip(parts, spread, strict=True))]
    return corrected(columns, node, span, rough & reduce(or_, spread) & reduce(or_, close))


def _days_since(columns: Columns, node: n.DaysSince) -> Span:
    inner = columns.value(node.of)
    assert isinstance(inner, Span)
    space = inner.space if inner.space != CONSTANT or columns.one_day else PATIENT
    today = columns.in_space(columns.today, space)
    places, results = rounded(inner.places, *(today - end for end in reversed(_ends(inner))))
    span = Span(space, results[0], results[-1], places, missing=inner.missing, because=inner.because)
    doubt = (places == ROUGH) & (cancels(span.low, today, inner.high) | cancels(span.high, today, inner.low))
    return corrected(columns, node, span, doubt)


def _hours_since(columns: Columns, node: n.HoursSince) -> Span:
    inner = columns.value(node.of)
    assert isinstance(inner, Span)
    space = inner.space if inner.space != CONSTANT or columns.one_day else PATIENT
    first, last = columns.in_space(columns.first_hour, space), columns.in_space(columns.last_hour, space)
    low, high = first - inner.high, last - inner.low
    rough = (inner.places != 0) & (inner.places != TIME)
    places = np.where(rough, np.int16(ROUGH), np.int16(TIME))
    # Both are whole seconds, and so is what lies between them.
    low, high = (np.where(rough, end, np.rint(end * SECONDS_AN_HOUR) / SECONDS_AN_HOUR) for end in (low, high))

    def missing() -> Sets:
        open_ = restricted(union((inner.missing(), inner.because())), open_of(span) & inner.known)
        return union((open_, restricted(inner.missing(), ~inner.known)))

    span = Span(space, low, high, places, missing=missing, because=inner.because)
    doubt = rough & (cancels(low, first, inner.high) | cancels(high, last, inner.low) | near(low, high))
    return corrected(columns, node, span, doubt)


def _points(columns: Columns, node: n.Points) -> Span:
    inner, table = columns.value(node.of), dict(node.table)
    assert isinstance(inner, Category)
    low = inner.of_sets((min(table[word] for word in one) for one in inner.sets), min(table.values()), float)
    high = inner.of_sets((max(table[word] for word in one) for one in inner.sets), max(table.values()), float)
    # While the word is not known at all it stays missing, even if all words give the same.
    return Span(
        inner.space,
        low,
        high,
        missing=lambda: restricted(inner.missing(), (low != high) | ~inner.known),
        because=inner.because,
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
        # Where no case holds for certain, what ruled the cases out is what keeps the value from being known.
        lacking += [restricted(o.missing(), here & ~lost) for o, here in zip(outcomes, possible, strict=True)]
        lacking += [restricted(c.because(), lost) for c in conditions]
        return restricted(union(lacking), ~settled)

    def because() -> Sets:
        reasons = [restricted(c.because(), seen) for c, seen in zip(conditions, visited, strict=True)]
        reasons += [restricted(o.because(), here & ~lost) for o, here in zip(outcomes, possible, strict=True)]
        return union(reasons)

    result = type(result)(space, *_fields(result), missing=missing, because=because)
    if not isinstance(result, Span) or not (rough := result.places == ROUGH).any():
        return result
    several = np.sum(possible, axis=0) > 1
    return corrected(columns, node, result, rough & several & near(result.low, result.high))


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
        return ~open_of(value)
    if isinstance(value, Category):
        return value.of_sets((len(one) == 1 for one in value.sets), False, bool)
    return value.known


def _merge_numbers(space: int, outcomes: list[Span], possible: list, lost: np.ndarray) -> Span:
    exact = all(outcome.low is outcome.high for outcome in outcomes)
    # Only what is possible in a row can make it rough.
    rough = [np.where(here, one.places, np.int16(0)) for one, here in zip(outcomes, possible, strict=True) if one.places.any()]
    places = merged(*rough) if rough else WHOLE
    if exact and not _several(possible):
        number = np.full(possible[0].shape, np.nan)
        for outcome, here in zip(outcomes, possible, strict=True):
            np.copyto(number, outcome.low, where=here & ~lost)
        return Span(space, number, number, places)
    low, high = np.full(possible[0].shape, np.inf), np.full(possible[0].shape, -np.inf)
    for outcome, here in zip(outcomes, possible, strict=True):
        # What is not a number is not known, and stays so whatever it is joined with.
        low = np.where(here, np.minimum(low, outcome.low), low)
        high = np.where(here, np.maximum(high, outcome.high), high)
    if lost.any():
        low, high = np.where(lost, np.nan, low), np.where(lost, np.nan, high)
    exact = exact and bool(np.all((low == high) | np.isnan(low)))
    return Span(space, low, low if exact else high, places)


def _several(possible: list[np.ndarray]) -> bool:
    """Whether more than one outcome is possible anywhere."""
    one = possible[0]
    for here in possible[1:]:
        if (one & here).any():
            return True
        one = one | here
    return False


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
        rows = np.flatnonzero(here)
        pairs = codes.take(rows) * width + (outcome.codes if len(outcome.codes) == 1 else outcome.codes.take(rows)) + 1
        table = np.zeros(len(sets) * width + 1, np.int32)
        # There are few pairs, and they are small numbers: counting them is quicker than sorting.
        for pair in np.flatnonzero(np.bincount(pairs)):
            before, word = sets[pair // width], pair % width - 1
            joined = None if before is None or word < 0 else tuple(dict.fromkeys(before + outcome.sets[word]))
            if joined not in number:
                number[joined] = len(sets)
                sets.append(joined)
            table[pair] = number[joined]
        codes[rows] = table.take(pairs)
    codes = np.where(lost | (codes <= unknown), -1, codes - 2).astype(np.int32)
    return Category(space, codes, tuple(one for one in sets[2:] if one is not None))


_MERGE: dict[str, Callable] = {"number": _merge_numbers, "boolean": _merge_truths, "category": _merge_words}


def _band(columns: Columns, node: n.Band) -> Category:
    space, (inner, *cuts) = columns.together([columns.value(node.of), *(columns.value(edge) for edge in node.edges)])
    assert isinstance(inner, Span)
    rough = doubtful(inner.places, *(cut.places for cut in cuts))
    doubt = NONE
    ends = []
    for value, edges in ((inner.low, [cut.high for cut in cuts]), (inner.high, [cut.low for cut in cuts])):
        place = np.full(np.broadcast_shapes(value.shape, *(edge.shape for edge in edges)), len(cuts))
        for position in reversed(range(len(cuts))):
            below = value <= edges[position] if node.upper_inclusive else value < edges[position]
            place = np.where(below, position, place)
            if rough.any():
                doubt = doubt | near_in(rough, value, edges[position])
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
    numbers = {one: number for number, one in enumerate(sets)}
    for row, answer in columns.exactly(node, space, doubt & known):
        codes[row] = -1 if answer[0] is None else numbers[answer[0]]
    decided = np.array([*(len(one) == 1 for one in sets), False])

    def missing() -> Sets:
        return restricted(union(part.missing() for part in (inner, *cuts)), ~decided[codes])

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
