"""The one-patient evaluator: the reference for what a tree means.

Each node becomes one small function of a `Situation`; facts are computed once and remembered. Values are tuples:

- boolean: `(truth, missing, support)`, truth True, False or None;
- number: `(low, high, missing, support)`, low None when nothing is known;
- category: `(words still possible, missing, support)`, None when nothing is known.

`missing` and `support` are sets of facts, one bit each. A decided value has no missing facts.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation, Overflow
from typing import NamedTuple

from osteon.engine import nodes as n
from osteon.engine.events import Events
from osteon.engine.reduce import reader
from osteon.engine.rules import Pathway, Recommendation
from osteon.engine.settings import Settings
from osteon.engine.situation import AsOf, PatientData, Situation, hours

__all__ = ["Evaluator", "Outcome", "bits", "compile_pathway"]

Read = Callable[[Situation], tuple]

MET, NOT_MET, UNKNOWN, NOT_APPLICABLE = "met", "not-met", "unknown", "not-applicable"


class Outcome(NamedTuple):
    """The verdict of one recommendation for one patient (or lesion): sets of facts are bit masks over `Evaluator.facts`.

    `support` decided the verdict; `decisive` is the part of it that the condition itself brought, beside whose question it is.
    """

    recommendation: Recommendation
    verdict: str
    missing: int
    support: int
    decisive: int
    lesion: str | None


class Evaluator:
    """A pathway made ready to run under some settings. Immutable; share it between threads and patients."""

    def __init__(self, pathway: Pathway, settings: Settings, drafts: bool = False) -> None:
        self.pathway, self.settings, self.drafts = pathway, settings, drafts
        self.facts = pathway.facts
        self.index = {id(fact): position for position, fact in enumerate(self.facts)}
        self._compiled: dict[int, Read] = {}
        self.selections: dict[Events, int] = {}
        self._kept: list[n.Node] = []
        """The nodes compiled so far: while they are kept, no other node can take over their identity."""
        self._rules = [
            (item, self.compile(pathway.applicability(item, drafts)), self.compile(item.when), item.per_lesion)
            for item in pathway.recommendations
            if drafts or not item.draft
        ]
        self.readers = tuple(self.compile(fact) for fact in self.facts)
        """The function of each fact, in the order of `facts`."""

    # -- running --

    def situation(self, timeline: PatientData, at: AsOf) -> Situation:
        """Fresh working memory for one patient on one date."""
        return Situation(timeline, at, len(self.facts))

    def outcomes(self, situation: Situation) -> list[Outcome]:
        """Every recommendation with its verdict; one outcome per lesion for those that ask about lesions."""
        found: list[Outcome] = []
        for item, applies, when, per_lesion in self._rules:
            if not per_lesion:
                found.append(Outcome(item, *_verdict(applies(situation), when, situation), None))
                continue
            lesions = situation.lesions
            for lesion in lesions:
                with _Looking(situation, lesion.id, len(self.facts)):
                    found.append(Outcome(item, *_verdict(applies(situation), when, situation), lesion.id))
            if not lesions:
                found.append(Outcome(item, NOT_APPLICABLE, 0, 0, 0, None))
        return found

    def value(self, situation: Situation, node: n.Node, lesion: str | None = None) -> tuple:
        """The value of any node of the pathway."""
        read = self.compile(node)
        if lesion is None:
            return read(situation)
        with _Looking(situation, lesion, len(self.facts)):
            return read(situation)

    def facts_in(self, mask: int) -> list[n.Fact]:
        """The facts of a set, in the order of the pathway."""
        return [self.facts[position] for position in bits(mask)]

    # -- compiling --

    def compile(self, node: n.Node) -> Read:
        """The function of a node; the same node gives the same function."""
        read = self._compiled.get(id(node))
        if read is None:
            read = self._compiled[id(node)] = _BUILDERS[type(node)](self, node)
            self._kept.append(node)
        return read


def bits(mask: int) -> list[int]:
    """Positions of the facts in a set, in ascending order."""
    found = []
    while mask:
        lowest = mask & -mask
        found.append(lowest.bit_length() - 1)
        mask ^= lowest
    return found


class _Looking:
    """Within it, facts about lesions are facts about one lesion."""

    def __init__(self, situation: Situation, lesion: str, facts: int) -> None:
        self.situation, self.lesion = situation, lesion
        if lesion not in situation.lesion_memory:
            situation.lesion_memory[lesion] = ([None] * facts, {}, {}, {})

    def __enter__(self) -> None:
        situation = self.situation
        self.before = situation.lesion
        situation.lesion = self.lesion

    def __exit__(self, *_: object) -> None:
        self.situation.lesion = self.before


def _verdict(applies: tuple, when: Read, situation: Situation) -> tuple[str, int, int, int]:
    whose, missing, support = applies
    if whose is False:
        return (NOT_APPLICABLE, 0, support, 0)
    holds, more, because = when(situation)
    if holds is False:
        return (NOT_MET, 0, because if whose is None else support | because, because)
    if whose and holds:
        return (MET, 0, support | because, because)
    return (UNKNOWN, missing | more, support | because, because)


# --- facts and leaves -------------------------------------------------------------------------------------------------


def _fact(evaluator: Evaluator, fact: n.Fact) -> Read:
    index = evaluator.index.get(id(fact))
    if index is None:
        raise n.BuildError(f"fact {fact.id} is not part of the pathway")
    bit = 1 << index
    if fact.reads is not None:
        assert fact.absence is not None
        inner = reader(index, fact.reads, fact.absence, evaluator.compile, evaluator.selections)
    else:
        assert fact.computes is not None
        inner = _named(index, bit, fact.kind, evaluator.compile(fact.computes))
    if fact.per_lesion:
        return _lesion_memory(index, inner)

    def read(situation: Situation) -> tuple:
        value = situation.memo[index]
        if value is None:
            value = situation.memo[index] = (
                inner(situation) if situation.lesion is None else _of_patient(situation, inner)
            )
        return value

    return read


def _of_patient(situation: Situation, inner: Read) -> tuple:
    """A fact about the patient that is first asked while looking at a lesion: its reasons stay with the patient."""
    lesion, books = situation.lesion, (situation.causes, situation.chosen, situation.inner)
    situation.lesion = None
    situation.causes, situation.chosen, situation.inner = situation.of_patient
    try:
        return inner(situation)
    finally:
        situation.lesion = lesion
        situation.causes, situation.chosen, situation.inner = books


def _named(index: int, bit: int, kind: str, compute: Read) -> Read:
    """A computed fact stands for itself in the reasons; what it rests on is remembered beside it."""
    if kind == "number":

        def number(situation: Situation) -> tuple:
            low, high, missing, support = compute(situation)
            situation.inner[index] = support
            return (low, high, missing, bit if low is not None else 0)

        return number

    def other(situation: Situation) -> tuple:
        value, missing, support = compute(situation)
        situation.inner[index] = support
        return (value, missing, bit if value is not None else 0)

    return other


def _lesion_memory(index: int, inner: Read) -> Read:
    def read(situation: Situation) -> tuple:
        memory = situation.lesion_memory.get(situation.lesion)
        if memory is None:
            raise n.BuildError("a fact about a lesion was asked about the whole patient: use AnyLesion or CountLesions")
        value = memory[0][index]
        if value is None:
            outer = (situation.causes, situation.chosen, situation.inner)
            situation.causes, situation.chosen, situation.inner = memory[1], memory[2], memory[3]
            try:
                value = memory[0][index] = inner(situation)
            finally:
                situation.causes, situation.chosen, situation.inner = outer
        return value

    return read


def _parameter(evaluator: Evaluator, node: n.Parameter) -> Read:
    value = evaluator.settings.parameters.get(node.id, node.value)
    result = (value, value, 0, 0)
    return lambda situation: result


def _constant(evaluator: Evaluator, node: n.Constant) -> Read:
    result = (node.value, node.value, 0, 0)
    return lambda situation: result


def _policy(evaluator: Evaluator, node: n.Policy) -> Read:
    result = ((evaluator.settings.policies.get(node.id, node.default),), 0, 0)
    return lambda situation: result


# --- booleans ---------------------------------------------------------------------------------------------------------


def _all(evaluator: Evaluator, node: n.All) -> Read:
    parts = tuple(evaluator.compile(part) for part in node.of)

    def read(situation: Situation) -> tuple:
        open_, missing, support = False, 0, 0
        for part in parts:
            truth, lacking, because = part(situation)
            if truth is False:
                return (False, 0, because)
            if truth is None:
                open_ = True
                missing |= lacking
            support |= because
        return (None, missing, support) if open_ else (True, 0, support)

    return read


def _any(evaluator: Evaluator, node: n.Any) -> Read:
    parts = tuple(evaluator.compile(part) for part in node.of)

    def read(situation: Situation) -> tuple:
        open_, missing, support, reasons, found = False, 0, 0, 0, False
        for part in parts:
            truth, lacking, because = part(situation)
            if truth:
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


def _not(evaluator: Evaluator, node: n.Not) -> Read:
    inner = evaluator.compile(node.of)

    def read(situation: Situation) -> tuple:
        truth, missing, support = inner(situation)
        return (None if truth is None else not truth, missing, support)

    return read


def _compare(evaluator: Evaluator, node: n.Compare) -> Read:
    left, right = evaluator.compile(node.left), evaluator.compile(node.right)
    if node.operator in (">", ">="):
        left, right = right, left
    strict = node.operator in ("<", ">")

    def read(situation: Situation) -> tuple:
        low, high, lacking, because = left(situation)
        other_low, other_high, more, reasons = right(situation)
        if low is None or other_low is None:
            return (None, lacking | more, because | reasons)
        if high < other_low if strict else high <= other_low:
            return (True, 0, because | reasons)
        if low >= other_high if strict else low > other_high:
            return (False, 0, because | reasons)
        return (None, lacking | more, because | reasons)

    return read


def _one_of(evaluator: Evaluator, node: n.OneOf) -> Read:
    inner, words = evaluator.compile(node.of), frozenset(node.words)

    def read(situation: Situation) -> tuple:
        possible, missing, support = inner(situation)
        if possible is None:
            return (None, missing, support)
        inside = [word in words for word in possible]
        if all(inside):
            return (True, 0, support)
        if not any(inside):
            return (False, 0, support)
        return (None, missing, support)

    return read


def _known(evaluator: Evaluator, node: n.Known) -> Read:
    inner, number, category = evaluator.compile(node.of), node.of.kind == "number", node.of.kind == "category"

    def read(situation: Situation) -> tuple:
        value = inner(situation)
        if number:
            settled = value[0] is not None and value[0] == value[1]
        else:
            settled = value[0] is not None and (not category or len(value[0]) == 1)
        return (settled, 0, value[-1] | value[-2])

    return read


def _any_lesion(evaluator: Evaluator, node: n.AnyLesion) -> Read:
    inner, facts = evaluator.compile(node.of), len(evaluator.facts)

    def read(situation: Situation) -> tuple:
        missing, support, reasons, found, open_ = 0, 0, 0, False, False
        for lesion in situation.lesions:
            with _Looking(situation, lesion.id, facts):
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


def _count_lesions(evaluator: Evaluator, node: n.CountLesions) -> Read:
    inner, facts = evaluator.compile(node.of), len(evaluator.facts)

    def read(situation: Situation) -> tuple:
        low, high, missing, support = 0, 0, 0, 0
        for lesion in situation.lesions:
            with _Looking(situation, lesion.id, facts):
                truth, lacking, because = inner(situation)
            low += truth is True
            high += truth is not False
            missing |= lacking if truth is None else 0
            support |= because
        return (Decimal(low), Decimal(high), missing, support)

    return read


# --- numbers ----------------------------------------------------------------------------------------------------------


def _power(left: Decimal, right: Decimal) -> Decimal:
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


def _arithmetic(evaluator: Evaluator, node: n.Arithmetic) -> Read:
    left, right, operate = evaluator.compile(node.left), evaluator.compile(node.right), _OPERATORS[node.operator]
    unbounded = _UNBOUNDED.get(node.operator, _never)

    def read(situation: Situation) -> tuple:
        low, high, lacking, because = left(situation)
        other_low, other_high, more, reasons = right(situation)
        missing, support = lacking | more, because | reasons
        if low is None or other_low is None:
            return (None, None, missing, support)
        try:
            if low == high and other_low == other_high:
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


def _hull(evaluator: Evaluator, node: n.Hull) -> Read:
    one, two, lacks = evaluator.compile(node.low), evaluator.compile(node.high), evaluator.compile(node.missing_of)

    def read(situation: Situation) -> tuple:
        low, high, lacking, because = one(situation)
        other_low, other_high, more, reasons = two(situation)
        missing = lacking | more | lacks(situation)[-2]
        if low is None or other_low is None:
            return (None, None, missing, because | reasons)
        least, most = min(low, other_low), max(high, other_high)
        return (least, most, 0 if least == most else missing, because | reasons)

    return read


def _days_since(evaluator: Evaluator, node: n.DaysSince) -> Read:
    inner = evaluator.compile(node.of)

    def read(situation: Situation) -> tuple:
        low, high, missing, support = inner(situation)
        if low is None:
            return (None, None, missing, support)
        today = situation.at.ordinal
        return (today - high, today - low, missing, support)

    return read


def _hours_since(evaluator: Evaluator, node: n.HoursSince) -> Read:
    inner = evaluator.compile(node.of)

    def read(situation: Situation) -> tuple:
        low, high, missing, support = inner(situation)
        if low is None:
            return (None, None, missing, support)
        first, last = hours(situation.at.first) - high, hours(situation.at.last) - low
        return (first, last, (missing | support) if first != last else 0, support)

    return read


def _points(evaluator: Evaluator, node: n.Points) -> Read:
    inner, table = evaluator.compile(node.of), {word: Decimal(points) for word, points in node.table}
    least, most = min(table.values()), max(table.values())

    def read(situation: Situation) -> tuple:
        possible, missing, support = inner(situation)
        if possible is None:
            return (least, most, missing, support)
        given = [table[word] for word in possible]
        low, high = min(given), max(given)
        return (low, high, 0 if low == high else missing, support)

    return read


# --- either -----------------------------------------------------------------------------------------------------------


def _choose(evaluator: Evaluator, node: n.Choose) -> Read:
    number, boolean = node.kind == "number", node.kind == "boolean"
    cases = tuple((evaluator.compile(condition), _outcome(evaluator, value)) for condition, value in node.cases)
    last = _outcome(evaluator, node.otherwise) if node.otherwise is not None else None

    def read(situation: Situation) -> tuple:
        open_: list[tuple] = []
        missing = support = 0
        for condition, outcome in cases:
            truth, lacking, because = condition(situation)
            support |= because
            if truth is False:
                continue
            if truth:
                open_.append(outcome(situation))
                break
            missing |= lacking
            open_.append(outcome(situation))
        else:
            if last is None:
                # No case holds: what ruled the cases out is what keeps the value from being known.
                return (None, None, missing | support, support) if number else (None, missing | support, support)
            open_.append(last(situation))
        if len(open_) == 1 and not missing:
            only = open_[0]
            return (*only[:-1], only[-1] | support)
        return _merge(open_, missing, support, number, boolean)

    return read


def _outcome(evaluator: Evaluator, value: n.Node | str) -> Read:
    if isinstance(value, n.Node):
        return evaluator.compile(value)
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


def _band(evaluator: Evaluator, node: n.Band) -> Read:
    inner, labels, upper = evaluator.compile(node.of), node.labels, node.upper_inclusive
    edges = tuple(evaluator.compile(edge) for edge in node.edges)

    def place(value: Decimal, cuts: list[Decimal]) -> int:
        for position, cut in enumerate(cuts):
            if value <= cut if upper else value < cut:
                return position
        return len(cuts)

    def read(situation: Situation) -> tuple:
        low, high, missing, support = inner(situation)
        cuts = [edge(situation) for edge in edges]
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


_BUILDERS: dict[type, Callable[[Evaluator, n.Node], Read]] = {
    n.Fact: _fact,
    n.Parameter: _parameter,
    n.Constant: _constant,
    n.Policy: _policy,
    n.All: _all,
    n.Any: _any,
    n.Not: _not,
    n.Compare: _compare,
    n.OneOf: _one_of,
    n.Known: _known,
    n.AnyLesion: _any_lesion,
    n.CountLesions: _count_lesions,
    n.Arithmetic: _arithmetic,
    n.Hull: _hull,
    n.DaysSince: _days_since,
    n.HoursSince: _hours_since,
    n.Points: _points,
    n.Choose: _choose,
    n.Band: _band,
}  # type: ignore[dict-item]


def compile_pathway(pathway: Pathway, settings: Settings, drafts: bool = False) -> Evaluator:
    """A pathway made ready to run."""
    return Evaluator(pathway, settings, drafts)
