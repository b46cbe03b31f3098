"""Facts, parameters, constants and policies in columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import numpy as np

from osteon.engine import nodes as n
from osteon.engine.columns.reduce import read
from osteon.engine.columns.values import CONSTANT, ROUGH, Category, Sets, Span, Truth, Value

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["MEANING", "places_of"]


def places_of(numbers: Iterable[Any]) -> int:
    """The most decimal places of some exact numbers."""
    found = 0
    for number in numbers:
        exponent = Decimal(number).normalize().as_tuple().exponent
        found = max(found, -exponent if isinstance(exponent, int) else ROUGH)
    return min(found, ROUGH)


def _fact(columns: Columns, fact: n.Fact) -> Value:
    index = columns.evaluator.index.get(id(fact))
    if index is None:
        raise n.BuildError(f"fact {fact.id} is not part of the pathway")
    if fact.reads is not None:
        assert fact.absence is not None
        return read(columns, fact, index)
    assert fact.computes is not None
    return _named(index, columns.value(fact.computes))


def _named(index: int, value: Value) -> Value:
    """A computed fact stands for itself in the reasons."""

    def because() -> Sets:
        return {index: value.known}

    if isinstance(value, Truth):
        return Truth(value.space, value.true, value.false, missing=value.missing, because=because)
    if isinstance(value, Span):
        return Span(value.space, value.low, value.high, value.places, missing=value.missing, because=because)
    assert isinstance(value, Category)
    return Category(value.space, value.codes, value.sets, missing=value.missing, because=because)


def _parameter(columns: Columns, node: n.Parameter) -> Span:
    return _number(columns.evaluator.settings.parameters.get(node.id, node.value))


def _constant(columns: Columns, node: n.Constant) -> Span:
    return _number(node.value)


def _number(value: Decimal) -> Span:
    column = np.array([float(value)])
    return Span(CONSTANT, column, column, places_of((value,)))


def _policy(columns: Columns, node: n.Policy) -> Category:
    chosen = columns.evaluator.settings.policies.get(node.id, node.default)
    return Category(CONSTANT, np.zeros(1, np.int32), ((chosen,),))


MEANING: dict[type, Callable[..., Value]] = {n.Fact: _fact, n.Parameter: _parameter, n.Constant: _constant, n.Policy: _policy}
