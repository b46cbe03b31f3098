"""Conditions in columns: the three-valued logic of `engine.meaning.conditions`, many rows at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import numpy as np

from osteon.engine import nodes as n
from osteon.engine.columns.exact import doubtful, near_in
from osteon.engine.columns.values import (
    CONSTANT,
    PATIENT,
    Category,
    Flags,
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

YES, NO = np.ones(1, bool), np.zeros(1, bool)


def _all(columns: Columns, node: n.All) -> Truth:
    found: list[Truth] = []
    never: dict[int, Flags] = {}
    """By space, where it does not hold by the parts so far."""
    for part in node.of:
        value = columns.value(part)
        assert isinstance(value, Truth)
        found.append(value)
        never[value.space] = never.get(value.space, NO) | value.false
        if never[value.space].all():
            # Nothing behind a condition that holds nowhere can change the answer, nor what decided it.
            break
    if not found:
        return Truth(CONSTANT, YES, NO)
    space, parts = columns.together(found)
    true = reduce(and_, (part.true for part in parts))
    false = reduce(or_, (part.false for part in parts))

    def missing() -> Sets:
        return restricted(union(part.missing() for part in parts), ~(true | false))

    def because() -> Sets:
        # The first condition that is false decides alone.
        sets, still = [], YES
        for part in parts:
            sets.append(restricted(part.because(), (still & part.false) | ~false))
            still = still & ~part.false
        return union(sets)

    return Truth(space, true, false, missing=missing, because=because)


def _any(columns: Columns, node: n.Any) -> Truth:
    if not node.of:
        return Truth(CONSTANT, NO, YES)
    space, parts = columns.together([columns.value(part) for part in node.of])
    true = reduce(or_, (part.true for part in parts))
    false = reduce(and_, (part.false for part in parts))

    def missing() -> Sets:
        return restricted(union(part.missing() for part in parts), ~(true | false))

    def because() -> Sets:
        # Where something holds, what holds is the reason; else everything that was looked at.
        return union(restricted(part.because(), part.true | ~true) for part in parts)

    return Truth(space, true, false, missing=missing, because=because)


def _not(columns: Columns, node: n.Not) -> Truth:
    inner = columns.value(node.of)
    assert isinstance(inner, Truth)
    return Truth(inner.space, inner.false, inner.true, missing=inner.missing, because=inner.because)


def _compare(columns: Columns, node: n.Compare) -> Truth:
    sides = (node.right, node.left) if node.operator in (">", ">=") else (node.left, node.right)
    space, (left, right) = columns.together([columns.value(side) for side in sides])
    assert isinstance(left, Span) and isinstance(right, Span)
    strict = node.operator in ("<", ">")
    true = left.high < right.low if strict else left.high <= right.low
    false = left.low >= right.high if strict else left.low > right.high
    doubt = doubtful(left.places, right.places)
    # A number is like itself to the last digit.
    if node.left is not node.right and doubt.any():
        asked = near_in(doubt, left.high, right.low)
        if left.low is not left.high or right.low is not right.high:
            asked = asked | near_in(doubt, left.low, right.high)
        for row, value in columns.exactly(node, space, asked):
            true[row], false[row] = value[0] is True, value[0] is False

    def missing() -> Sets:
        return restricted(union((left.missing(), right.missing())), ~(true | false))

    return Truth(space, true, false, missing=missing, because=lambda: union((left.because(), right.because())))


def _one_of(columns: Columns, node: n.OneOf) -> Truth:
    inner, words = columns.value(node.of), frozenset(node.words)
    assert isinstance(inner, Category)
    true = inner.of_sets((all(word in words for word in one) for one in inner.sets), False, bool)
    false = inner.of_sets((not any(word in words for word in one) for one in inner.sets), False, bool)
    return Truth(
        inner.space, true, false, missing=lambda: restricted(inner.missing(), ~(true | false)), because=inner.because
    )


def _known(columns: Columns, node: n.Known) -> Truth:
    inner = columns.value(node.of)
    if isinstance(inner, Span):
        true = inner.known if inner.low is inner.high else inner.low == inner.high
    elif isinstance(inner, Category):
        true = inner.of_sets((len(one) == 1 for one in inner.sets), False, bool)
    else:
        true = inner.known
    return Truth(inner.space, true, ~true, because=lambda: union((inner.because(), inner.missing())))


def _any_lesion(columns: Columns, node: n.AnyLesion) -> Truth:
    if not columns.lesions:
        return Truth(CONSTANT, NO, YES)
    inner = columns.over_lesions(columns.value(node.of))
    assert isinstance(inner, Truth)
    true = columns.any_lesion(inner.true)
    open_ = columns.any_lesion(~(inner.true | inner.false)) & ~true

    def missing() -> Sets:
        lacking = restricted(inner.missing(), ~(inner.true | inner.false))
        return {fact: columns.any_lesion(flags) & open_ for fact, flags in lacking.items()}

    def because() -> Sets:
        holds = columns.lift(true)
        return {
            fact: columns.any_lesion(flags & (inner.true | ~holds)) for fact, flags in inner.because().items()
        }  # fmt: skip

    return Truth(PATIENT, true, ~(true | open_), missing=missing, because=because)


def _count_lesions(columns: Columns, node: n.CountLesions) -> Span:
    if not columns.lesions:
        return Span(CONSTANT, np.zeros(1), np.zeros(1))
    inner = columns.over_lesions(columns.value(node.of))
    assert isinstance(inner, Truth)
    low, high = columns.count_lesions(inner.true), columns.count_lesions(~inner.false)

    def missing() -> Sets:
        lacking = restricted(inner.missing(), ~(inner.true | inner.false))
        return {fact: columns.any_lesion(flags) for fact, flags in lacking.items()}

    def because() -> Sets:
        return {fact: columns.any_lesion(flags) for fact, flags in inner.because().items()}

    return Span(PATIENT, low, high, missing=missing, because=because)


MEANING: dict[type, Callable[..., Value]] = {
    n.All: _all,
    n.Any: _any,
    n.Not: _not,
    n.Compare: _compare,
    n.OneOf: _one_of,
    n.Known: _known,
    n.AnyLesion: _any_lesion,
    n.CountLesions: _count_lesions,
}
