"""Facts, parameters, constants and policies in columns."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from osteon.engine import nodes as n
from osteon.engine.columns.exact import exact_columns
from osteon.engine.columns.reduce import read
from osteon.engine.columns.values import CONSTANT, Category, Sets, Span, Truth, Value

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["MEANING"]


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
    low, _, places = exact_columns([(value, value)])
    return Span(CONSTANT, low, low, places)


def _policy(columns: Columns, node: n.Policy) -> Category:
    chosen = columns.evaluator.settings.policies.get(node.id, node.default)
    return Category(CONSTANT, np.zeros(1, np.int32), ((chosen,),))


MEANING: dict[type, Callable[..., Value]] = {n.Fact: _fact, n.Parameter: _parameter, n.Constant: _constant, n.Policy: _policy}
