"""Conditions: three-valued logic with the facts that are missing and those that decided."""

from __future__ import annotations

from decimal import Decimal

from osteon.engine import nodes as n
from osteon.engine.meaning import Build, Compiler, Read, operands
from osteon.engine.situation import Situation, each_lesion

__all__ = ["BUILD"]


Side = tuple[int, Read, bool]
"""Where a side of AND or OR is remembered, its function, and the truth that settles the whole."""


def _sides(compiler: Compiler, nodes: tuple[n.Node, ...], settling: bool) -> tuple[Side, ...]:
    """The sides of AND or OR.

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
    if len(sides) in UNROLLED:
        return (_all_of_two if len(sides) == 2 else _all_of_three)(*sides)

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


UNROLLED = (2, 3)
"""Three in four that are asked have so few sides: written out, they cost half of what the loop costs. A decided side lacks nothing."""


def _all_of_two(one: Side, two: Side) -> Read:
    (slot, part, settles), (slot_2, part_2, settles_2) = one, two

    def read(situation: Situation) -> tuple:
        memo = situation.memo
        truth, lacking, because = memo[slot] or part(situation)
        if truth is settles:
            return (False, 0, because)
        truth_2, lacking_2, because_2 = memo[slot_2] or part_2(situation)
        if truth_2 is settles_2:
            return (False, 0, because_2)
        if truth is None or truth_2 is None:
            return (None, lacking | lacking_2, because | because_2)
        return (True, 0, because | because_2)

    return read


def _all_of_three(one: Side, two: Side, three: Side) -> Read:
    (slot, part, settles), (slot_2, part_2, settles_2), (slot_3, part_3, settles_3) = one, two, three

    def read(situation: Situation) -> tuple:
        memo = situation.memo
        truth, lacking, because = memo[slot] or part(situation)
        if truth is settles:
            return (False, 0, because)
        truth_2, lacking_2, because_2 = memo[slot_2] or part_2(situation)
        if truth_2 is settles_2:
            return (False, 0, because_2)
        truth_3, lacking_3, because_3 = memo[slot_3] or part_3(situation)
        if truth_3 is settles_3:
            return (False, 0, because_3)
        if truth is None or truth_2 is None or truth_3 is None:
            return (None, lacking | lacking_2 | lacking_3, because | because_2 | because_3)
        return (True, 0, because | because_2 | because_3)

    return read


def _any(compiler: Compiler, node: n.Any) -> Read:
    sides = _sides(compiler, node.of, True)
    if len(sides) in UNROLLED:
        return (_any_of_two if len(sides) == 2 else _any_of_three)(*sides)

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


def _any_of_two(one: Side, two: Side) -> Read:
    (slot, part, settles), (slot_2, part_2, settles_2) = one, two

    def read(situation: Situation) -> tuple:
        memo = situation.memo
        truth, lacking, because = memo[slot] or part(situation)
        truth_2, lacking_2, because_2 = memo[slot_2] or part_2(situation)
        if truth is settles:
            return (True, 0, because | because_2 if truth_2 is settles_2 else because)
        if truth_2 is settles_2:
            return (True, 0, because_2)
        if truth is None or truth_2 is None:
            return (None, lacking | lacking_2, because | because_2)
        return (False, 0, because | because_2)

    return read


def _any_of_three(one: Side, two: Side, three: Side) -> Read:
    (slot, part, settles), (slot_2, part_2, settles_2), (slot_3, part_3, settles_3) = one, two, three

    def read(situation: Situation) -> tuple:
        memo = situation.memo
        truth, lacking, because = memo[slot] or part(situation)
        truth_2, lacking_2, because_2 = memo[slot_2] or part_2(situation)
        truth_3, lacking_3, because_3 = memo[slot_3] or part_3(situation)
        if truth is settles or truth_2 is settles_2 or truth_3 is settles_3:
            reasons = because if truth is settles else 0
            if truth_2 is settles_2:
                reasons |= because_2
            return (True, 0, reasons | because_3 if truth_3 is settles_3 else reasons)
        if truth is None or truth_2 is None or truth_3 is None:
            return (None, lacking | lacking_2 | lacking_3, because | because_2 | because_3)
        return (False, 0, because | because_2 | because_3)

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
        if len(possible) == 1:
            return (possible[0] in words, 0, support)
        inside = [word in words for word in possible]
        if all(inside):
            return (True, 0, support)
        if not any(inside):
            return (False, 0, support)
        return (None, missing, support)

    return read


def _known(compiler: Compiler, node: n.Known) -> Read:
    slot, inner = compiler.slot(node.of), compiler.compile(node.of)

    def of_condition(situation: Situation) -> tuple:
        truth, missing, support = situation.memo[slot] or inner(situation)
        return (truth is not None, 0, missing | support)

    def of_category(situation: Situation) -> tuple:
        possible, missing, support = situation.memo[slot] or inner(situation)
        return (possible is not None and len(possible) == 1, 0, missing | support)

    def of_number(situation: Situation) -> tuple:
        low, high, missing, support = situation.memo[slot] or inner(situation)
        return (low is not None and (low is high or low == high), 0, missing | support)

    return {"boolean": of_condition, "category": of_category, "number": of_number}[node.of.kind]


def _any_lesion(compiler: Compiler, node: n.AnyLesion) -> Read:
    inner = compiler.compile(node.of)

    def read(situation: Situation) -> tuple:
        missing, support, reasons, found, open_ = 0, 0, 0, False, False
        for _ in each_lesion(situation):
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
        for _ in each_lesion(situation):
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
