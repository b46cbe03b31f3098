"""Random intervals: what the engine says about an interval must be true of every number in it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from osteon.engine.events import Events, latest
from osteon.engine.nodes import Band, Fact, Points, choose, constant, unknown
from spec.small import ask, between, event, limit, question, somebody

ENDS = st.integers(-40, 40).map(lambda number: Decimal(number) / 4)
intervals = st.tuples(ENDS, ENDS).map(lambda pair: (min(pair), max(pair)))
TINY = Fraction(1, 10**15)

EXACT = {"+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b}


def number(interval, name: str):
    low, high = interval
    return constant(str(low)) if low == high else between(str(low), str(high), question(name), "1")


def join(operator: str, left, right):
    return (
        left.times(right, "1")
        if operator == "*"
        else left.per(right, "1")
        if operator == "/"
        else EXACT[operator](left, right)
    )


def points(interval):
    low, high = interval
    return sorted({Fraction(low), Fraction(low + (high - low) / 3), Fraction((low + high) / 2), Fraction(high)})


def ends(value) -> tuple[Fraction, Fraction]:
    low, high = value if isinstance(value, tuple) else (value, value)
    return Fraction(low), Fraction(high)


@given(st.sampled_from("+-*/"), intervals, intervals)
def test_one_operation(operator, one, two):
    """The result holds every possible result, and its ends are possible results."""
    value, missing = ask(join(operator, number(one, "a"), number(two, "b")))
    if operator == "/" and two[0] <= 0 <= two[1]:
        assert value is None
        return
    results = [EXACT[operator](a, b) for a, b in product(points(one), points(two))]
    low, high = ends(value)
    assert abs(low - min(results)) < TINY
    assert abs(high - max(results)) < TINY
    assert bool(missing) == isinstance(value, tuple)


@given(
    st.sampled_from("+-*/"),
    st.sampled_from("+-*/"),
    intervals,
    intervals,
    intervals,
    ENDS,
    st.sampled_from(["<", "<=", ">", ">="]),
)
def test_two_operations_and_a_threshold(first, second, one, two, three, threshold, sign):
    """A comparison that is decided is right for every number of the intervals."""
    tree = join(second, join(first, number(one, "a"), number(two, "b")), number(three, "c"))
    value = ask(tree).value
    assume(value is not None)
    cut = limit(str(threshold), "1")
    condition = {"<": tree < cut, "<=": tree <= cut, ">": tree > cut, ">=": tree >= cut}[sign]
    truth, missing = ask(condition)
    assert bool(missing) == (truth is None)
    low, high = ends(value)
    for a, b, c in product(points(one), points(two), points(three)):
        result = EXACT[second](EXACT[first](a, b), c)
        assert low - TINY <= result <= high + TINY
        if truth is not None and abs(result - Fraction(threshold)) > TINY:
            assert truth == (result < threshold if sign in ("<", "<=") else result > threshold)


@given(intervals, intervals, st.sampled_from(["<", "<=", ">", ">="]))
def test_comparison_of_intervals(one, two, sign):
    """A comparison is decided exactly when all numbers of both sides agree on it. (Ends are enough to try.)"""
    left, right = number(one, "a"), number(two, "b")
    said = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}[sign]
    tries = {
        "<": [a < b for a, b in product(one, two)],
        "<=": [a <= b for a, b in product(one, two)],
        ">": [a > b for a, b in product(one, two)],
        ">=": [a >= b for a, b in product(one, two)],
    }[sign]
    assert ask(said).value == (tries[0] if len(set(tries)) == 1 else None)


@given(intervals, st.lists(ENDS, min_size=1, max_size=4, unique=True).map(sorted), st.booleans())
def test_bands(interval, cuts, upper_inclusive):
    """The bands that remain are those from the band of the lower end to the band of the upper end."""
    labels = tuple(str(position) for position in range(len(cuts) + 1))
    band = Band(
        of=number(interval, "a"),
        labels=labels,
        upper_inclusive=upper_inclusive,
        edges=tuple(limit(str(cut), "1", id=f"CUT{position}") for position, cut in enumerate(cuts)),
    )
    first, last = (sum(end > cut if upper_inclusive else end >= cut for cut in cuts) for end in interval)
    value, missing = ask(band)
    assert value == (labels[first] if first == last else labels[first : last + 1])
    assert missing == ({"a"} if first != last else set())


# --- scores -----------------------------------------------------------------------------------------------------------

WORDS = ("none", "some", "much")
tables = st.lists(st.tuples(*(st.integers(0, 4),) * 3), min_size=1, max_size=4)


@given(tables, st.lists(st.sampled_from((None, *WORDS)), min_size=4, max_size=4), st.integers(0, 12))
def test_scores(table, said, cut):
    """Filling in the open items in every possible way gives the ends of the total, and the category is decided exactly when
    every way gives the same one."""
    items = [
        Fact(
            id=f"i{position}",
            label="item",
            absence=unknown("may not be looked at"),
            reads=latest(Events(concepts=(f"i{position}",)), "answer", categories=WORDS),
        )
        for position in range(len(table))
    ]
    scored = [
        Points(of=item, table=tuple(zip(WORDS, row, strict=True))) for item, row in zip(items, table, strict=True)
    ]
    total = scored[0]
    for item in scored[1:]:
        total = total + item
    known = {position: word for position, word in enumerate(said[: len(table)]) if word is not None}
    who = somebody(*(event(f"i{position}", answer=word) for position, word in known.items()))
    ways = [
        sum(row[WORDS.index(word)] for row, word in zip(table, way, strict=True))
        for way in product(*([known[position]] if position in known else WORDS for position in range(len(table))))
    ]
    assert ends(ask(total, who).value) == (min(ways), max(ways))
    band = Band(of=total, edges=(limit(cut, "{score}"),), labels=("low", "high"), upper_inclusive=True)
    categories = {"low" if way <= cut else "high" for way in ways}
    assert ask(band, who).value == (categories.pop() if len(categories) == 1 else ("low", "high"))


# --- choosing ---------------------------------------------------------------------------------------------------------


@given(
    st.lists(st.tuples(st.sampled_from((True, False, None)), st.sampled_from("xyz")), min_size=1, max_size=5),
    st.sampled_from("xyz"),
)
def test_choose(rows, otherwise):
    """The words that remain are those that some answer to the open conditions leads to."""
    facts = [question(f"q{position}") for position in range(len(rows))]
    tree = choose(*((fact, word) for fact, (_, word) in zip(facts, rows, strict=True)), otherwise=otherwise)
    who = somebody(**{f"q{position}": truth for position, (truth, _) in enumerate(rows) if truth is not None})
    reached = set()
    for way in product(*([truth] if truth is not None else [True, False] for truth, _ in rows)):
        reached.add(next((word for holds, (_, word) in zip(way, rows, strict=True) if holds), otherwise))
    value, missing = ask(tree, who)
    assert set(value) == reached
    assert bool(missing) == (len(reached) > 1)
