"""Conditions: three-valued logic with the facts that are missing and those that decided."""

from __future__ import annotations

from decimal import Decimal

from osteon.engine import nodes as n
from osteon.engine.meaning import Build, Compiler, Read, operands
from osteon.engine.situation import Looking, Situation

__all__ = ["BUILD"]


def _sides(compiler: Compiler, nodes: tuple[n.Node, ...], settling: bool) -> tuple[tuple[int, Read, bool], ...]:
    """The sides of AND or OR, each with the truth that settles the whole.

    A side under NOT settles it by the opposite truth, and needs no function of its own: NOT keeps what is missing.
    """
    sides = []
    for node in nodes:
        settles = settling
        while isinstance(node, n.Not):
            node, settles = node.of, not settles
        sides.append((compiler.slot(node), compiler.compile(node), settles))
    return tuple(sides)


def _all(compiler: Compiler, node: n.All) -> Read:
    sides = _sides(compiler, node.of, False)

    def read(situation: Situation) -> tuple:
        memo, open_, missing, support = situation.memo, False, 0, 0
        for slot, part, settles in sides:
            truth, lacking, because = memo[slot] or part(situation)
            if truth is settles:
                return (False, 0, because)
            if truth is None:
                open_ = True
                missing |= lacking
            support |= because
        return (None, missing, support) if open_ else (True, 0, support)

    return read


def _any(compiler: Compiler, node: n.Any) -> Read:
    sides = _sides(compiler, node.of, True)

    def read(situation: Situation) -> tuple:
        memo, open_, missing, support, reasons, found = situation.memo, False, 0, 0, 0, False
        for slot, part, settles in sides:
            truth, lacking, because = memo[slot] or part(situation)
            if truth is settles:
                found = True
                reasons |= because
            elif truth is None:
                open_ = True
                missing |= lacking
            support |= because
        if found:
            return (True, 0, reasons)
        return (None, missing, support) if open_ else (False, 0, support)

    return read


def _not(compiler: Compiler, node: n.Not) -> Read:
    slot, inner = compiler.slot(node.of), compiler.compile(node.of)

    def read(situation: Situation) -> tuple:
        truth, missing, support = situation.memo[slot] or inner(situation)
        return (None if truth is None else not truth, missing, support)

    return read


def _compare(compiler: Compiler, node: n.Compare) -> Read:
    sides = (node.right, node.left) if node.operator in (">", ">=") else (node.left, node.right)
    (slot, left), (other_slot, right) = operands(compiler, sides)
    strict = node.operator in ("<", ">")

    def read(situation: Situation) -> tuple:
        memo = situation.memo
        low, high, lacking, because = memo[slot] or left(situation)
        other_low, other_high, more, reasons = memo[other_slot] or right(situation)
        if low is None or other_low is None:
            return (None, lacking | more, because | reasons)
        if high < other_low if strict else high <= other_low:
            return (True, 0, because | reasons)
        if low >= other_high if strict else low > other_high:
            return (False, 0, because | reasons)
        return (None, lacking | more, because | reasons)

    return read


def _one_of(compiler: Compiler, node: n.OneOf) -> Read:
    slot, inner, words = compiler.slot(node.of), compiler.compile(node.of), frozenset(node.words)

    def read(situation: Situation) -> tuple:
        possible, missing, support = situation.memo[slot] or inner(situation)
        if possible is None:
            return (None, missing, support)
        inside = [word in words for word in possible]
        if all(inside):
            return (True, 0, support)
        if not any(inside):
            return (False, 0, support)
        return (None, missing, support)

    return read


def _known(compiler: Compiler, node: n.Known) -> Read:
    slot, inner = compiler.slot(node.of), compiler.compile(node.of)
    number, category = node.of.kind == "number", node.of.kind == "category"

    def read(situation: Situation) -> tuple:
        value = situation.memo[slot] or inner(situation)
        exact = value[0] == value[1] if number else not category or value[0] is None or len(value[0]) == 1
        return (value[0] is not None and exact, 0, value[-1] | value[-2])

    return read


def _any_lesion(compiler: Compiler, node: n.AnyLesion) -> Read:
    inner = compiler.compile(node.of)

    def read(situation: Situation) -> tuple:
        missing, support, reasons, found, open_ = 0, 0, 0, False, False
        for lesion in situation.lesions:
            with Looking(situation, lesion.id):
                truth, lacking, because = inner(situation)
            if truth:
                found, reasons = True, reasons | because
            elif truth is None:
                open_, missing = True, missing | lacking
            support |= because
        if found:
            return (True, 0, reasons)
        return (None, missing, support) if open_ else (False, 0, support)

    return read


def _count_lesions(compiler: Compiler, node: n.CountLesions) -> Read:
    inner = compiler.compile(node.of)

    def read(situation: Situation) -> tuple:
        low, high, missing, support = 0, 0, 0, 0
        for lesion in situation.lesions:
            with Looking(situation, lesion.id):
                truth, lacking, because = inner(situation)
            low += truth is True
            high += truth is not False
            missing |= lacking if truth is None else 0
            support |= because
        return (Decimal(low), Decimal(high), missing, support)

    return read


BUILD: dict[type, Build] = {
    n.All: _all,
    n.Any: _any,
    n.Not: _not,
    n.Compare: _compare,
    n.OneOf: _one_of,
    n.Known: _known,
    n.AnyLesion: _any_lesion,
    n.CountLesions: _count_lesions,
}
