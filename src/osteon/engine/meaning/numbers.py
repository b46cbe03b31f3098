"""Numbers as intervals, and the choices and bands over them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation, Overflow
from functools import lru_cache

from osteon.engine import nodes as n
from osteon.engine.meaning import Build, Compiler, Read, operands
from osteon.engine.situation import Situation, hours

__all__ = ["BUILD"]


@lru_cache(maxsize=8192)
def _power(left: Decimal, right: Decimal) -> Decimal:
    """A power to 28 digits costs as much as all other arithmetic of a patient. Ages and figures of few digits come again."""
    return Decimal(left) ** Decimal(right)


_OPERATORS: dict[str, Callable] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": lambda left, right: Decimal(left) / Decimal(right),
    "^": _power,
}


def _never(low: Decimal, other_low: Decimal, other_high: Decimal) -> bool:
    return False


_UNBOUNDED: dict[str, Callable] = {
    "/": lambda low, other_low, other_high: other_low <= 0 <= other_high,
    "^": lambda low, other_low, other_high: low < 0,
}
"""Where the ends of an interval do not tell what lies between them."""


def _arithmetic(compiler: Compiler, node: n.Arithmetic) -> Read:
    (slot, left), (other_slot, right) = operands(compiler, (node.left, node.right))
    operate, unbounded = _OPERATORS[node.operator], _UNBOUNDED.get(node.operator, _never)

    def read(situation: Situation) -> tuple:
        memo = situation.memo
        low, high, lacking, because = memo[slot] or left(situation)
        other_low, other_high, more, reasons = memo[other_slot] or right(situation)
        missing, support = lacking | more, because | reasons
        if low is None or other_low is None:
            return (None, None, missing, support)
        try:
            if (low is high or low == high) and (other_low is other_high or other_low == other_high):
                value = operate(low, other_low)
                return (value, value, 0, support)
            if unbounded(low, other_low, other_high):
                return (None, None, missing, support)
            corners = [operate(a, b) for a in (low, high) for b in (other_low, other_high)]
        except (ArithmeticError, InvalidOperation, Overflow):
            # Division by a recorded zero and the like: the entries cannot be meant, so nothing is known.
            return (None, None, missing | support, support)
        least, most = min(corners), max(corners)
        return (least, most, 0 if least == most else missing, support)

    return read


def _hull(compiler: Compiler, node: n.Hull) -> Read:
    one, two, lacks = compiler.compile(node.low), compiler.compile(node.high), compiler.compile(node.missing_of)

    def read(situation: Situation) -> tuple:
        low, high, lacking, because = one(situation)
        other_low, other_high, more, reasons = two(situation)
        missing = lacking | more | lacks(situation)[-2]
        if low is None or other_low is None:
            return (None, None, missing, because | reasons)
        least, most = min(low, other_low), max(high, other_high)
        return (least, most, 0 if least == most else missing, because | reasons)

    return read


def _greatest(compiler: Compiler, node: n.Greatest) -> Read:
    parts = operands(compiler, node.of)

    def read(situation: Situation) -> tuple:
        memo, known, missing, support = situation.memo, [], 0, 0
        for slot, part in parts:
            low, high, lacking, because = memo[slot] or part(situation)
            if low is None:
                missing |= lacking
            else:
                known.append((low, high, lacking))
                support |= because
        if not known:
            return (None, None, missing, support)
        least, most = max(low for low, _, _ in known), max(high for _, high, _ in known)
        open_ = 0
        for _, high, lacking in known:
            open_ |= lacking if high > least else 0
        return (least, most, 0 if least == most else open_, support)

    return read


def _days_since(compiler: Compiler, node: n.DaysSince) -> Read:
    ((slot, inner),) = operands(compiler, (node.of,))

    def read(situation: Situation) -> tuple:
        low, high, missing, support = situation.memo[slot] or inner(situation)
        if low is None:
            return (None, None, missing, support)
        today = situation.at.ordinal
        return (today - high, today - low, missing, support)

    return read


def _hours_since(compiler: Compiler, node: n.HoursSince) -> Read:
    inner = compiler.compile(node.of)

    def read(situation: Situation) -> tuple:
        low, high, missing, support = inner(situation)
        if low is None:
            return (None, None, missing, support)
        first, last = hours(situation.at.first) - high, hours(situation.at.last) - low
        return (first, last, (missing | support) if first != last else 0, support)

    return read


def _points(compiler: Compiler, node: n.Points) -> Read:
    ((slot, inner),) = operands(compiler, (node.of,))
    table = {word: Decimal(points) for word, points in node.table}
    least, most = min(table.values()), max(table.values())

    def read(situation: Situation) -> tuple:
        possible, missing, support = situation.memo[slot] or inner(situation)
        if possible is None:
            return (least, most, missing, support)
        if len(possible) == 1:
            points = table[possible[0]]
            return (points, points, 0, support)
        given = [table[word] for word in possible]
        low, high = min(given), max(given)
        return (low, high, 0 if low == high else missing, support)

    return read


# --- either -----------------------------------------------------------------------------------------------------------


def _choose(compiler: Compiler, node: n.Choose) -> Read:
    number, boolean = node.kind == "number", node.kind == "boolean"
    conditions = operands(compiler, tuple(condition for condition, _ in node.cases))
    outcomes = (_outcome(compiler, value) for _, value in node.cases)
    cases = tuple((*condition, outcome) for condition, outcome in zip(conditions, outcomes, strict=True))
    last = _outcome(compiler, node.otherwise) if node.otherwise is not None else None

    def read(situation: Situation) -> tuple:
        open_: list[tuple] = []
        missing = support = 0
        memo = situation.memo
        for slot, condition, outcome in cases:
            truth, lacking, because = memo[slot] or condition(situation)
            support |= because
            if truth is False:
                continue
            value = outcome(situation)
            if truth and not open_:
                return (*value[:-1], value[-1] | support)
            open_.append(value)
            if truth:
                break
            missing |= lacking
        else:
            if last is None:
                # No case holds: what ruled the cases out is what keeps the value from being known.
                return (None, None, missing | support, support) if number else (None, missing | support, support)
            value = last(situation)
            if not open_:
                return (*value[:-1], value[-1] | support)
            open_.append(value)
        return _merge(open_, missing, support, number, boolean)

    return read


def _outcome(compiler: Compiler, value: n.Node | str) -> Read:
    if isinstance(value, n.Node):
        return compiler.compile(value)
    result = ((value,), 0, 0)
    return lambda situation: result


def _merge(values: list[tuple], missing: int, support: int, number: bool, boolean: bool) -> tuple:
    """What is left when the condition is open: the span of the outcomes that are still possible."""
    for value in values:
        missing |= value[-2]
        support |= value[-1]
    if any(value[0] is None for value in values):
        return (None, None, missing, support) if number else (None, missing, support)
    if number:
        low, high = min(value[0] for value in values), max(value[1] for value in values)
        return (low, high, 0 if low == high else missing, support)
    if boolean:
        said = {value[0] for value in values}
        return (said.pop(), 0, support) if len(said) == 1 else (None, missing, support)
    words = tuple(dict.fromkeys(word for value in values for word in value[0]))
    return (words, 0 if len(words) == 1 else missing, support)


def _band(compiler: Compiler, node: n.Band) -> Read:
    ((slot, inner),) = operands(compiler, (node.of,))
    labels, upper, edges = node.labels, node.upper_inclusive, operands(compiler, node.edges)

    def place(value: Decimal, cuts: list[Decimal]) -> int:
        for position, cut in enumerate(cuts):
            if value <= cut if upper else value < cut:
                return position
        return len(cuts)

    def read(situation: Situation) -> tuple:
        memo = situation.memo
        low, high, missing, support = memo[slot] or inner(situation)
        cuts = [memo[place] or edge(situation) for place, edge in edges]
        for cut in cuts:
            missing |= cut[2]
            support |= cut[3]
        if low is None or any(cut[0] is None for cut in cuts):
            return (None, missing, support)
        first, last = place(low, [cut[1] for cut in cuts]), place(high, [cut[0] for cut in cuts])
        if first > last:
            first, last = last, first
        return (labels[first : last + 1], 0 if first == last else missing, support)

    return read


BUILD: dict[type, Build] = {
    n.Arithmetic: _arithmetic,
    n.Hull: _hull,
    n.Greatest: _greatest,
    n.DaysSince: _days_since,
    n.HoursSince: _hours_since,
    n.Points: _points,
    n.Choose: _choose,
    n.Band: _band,
}
