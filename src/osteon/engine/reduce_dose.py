"""Adding up doses: what several orders of several drugs come to in a day, each drug times its factor.

A drug that is on record in several ways is counted once. What counts:

- Of an entry: nothing after its `end`, and nothing once another entry says that it takes its place (`replaces`).
- Of the same drug by the same route, two entries of one kind that say the same dose are one order written again; two that
  say different doses are two orders, and both count.
- Orders, statements of use and running infusions each tell the whole. Where those of one drug and route come to the same,
  it is counted once; where they differ, the sum is `conflicting`. One that cannot be read gives way to one that can, and
  one that does not name the route to one that does.

An entry that nothing can make up for leaves the sum unknown, with the cause `dose-not-readable` (dose, timing or route) or
`no-conversion-factor`; the entries noted are then those to look at.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, NamedTuple

from osteon.engine.events import Reduction
from osteon.engine.nodes import Absence, Node
from osteon.engine.silence import silent
from osteon.engine.situation import Situation
from osteon.engine.undecided import Undecided

__all__ = ["dose_reader"]

Reader = Callable[[Situation], tuple]
Compile = Callable[[Node], Reader]

KINDS: Final = ("order", "statement", "dose")
ANY_ROUTE: Final = "any"
NOT_READABLE, NO_FACTOR, CONFLICTING, SEVERAL = (
    "dose-not-readable",
    "no-conversion-factor",
    "conflicting",
    "several-doses",
)
HOURS, MICROGRAMS = 24, 1000
ONE, ZERO = Decimal(1), Decimal(0)
TIMES_A_DAY: Final = Decimal("1e-12")
"""A third of a day leaves a last digit behind: how often a day is exact enough to twelve places."""


class _Told(NamedTuple):
    """What an entry comes to, or why that is not known."""

    amount: Decimal | None
    cause: str = ""


class _Drug(NamedTuple):
    """What one drug comes to; `open_` are the entries that keep it from being known."""

    amount: Decimal
    open_: tuple[Any, ...] = ()
    cause: str = ""


def dose_reader(index: int, reads: Reduction, absence: Absence, compile_node: Compile, select: Callable) -> Reader:
    """The reader of a daily or a single dose; `index` is the fact's bit among the facts of the pathway."""
    bit = 1 << index
    tell = _teller(reads, compile_node)
    nothing, least = silent(reads, absence, bit), reads.field == "least"

    def day(situation: Situation) -> tuple:
        found = select(situation)
        if isinstance(found, Undecided):
            return (None, None, found.missing, 0)
        rows = _standing(found, situation)
        if not rows:
            if nothing[0] is None:
                situation.causes[index] = "not-recorded"
            return nothing

        def tell_now(event: Any) -> _Told:
            return tell(event, situation)

        drugs = [_drug(same, tell_now) for same in _by_drug(rows)]
        open_ = [drug for drug in drugs if drug.cause]
        if open_ and not least:
            situation.chosen[index] = tuple(event for drug in open_ for event in drug.open_)
            situation.causes[index] = open_[0].cause
            return (None, None, bit, 0)
        situation.chosen[index] = tuple(rows)
        total = sum((drug.amount for drug in drugs), ZERO)
        return (total, total, 0, bit)

    def once(situation: Situation) -> tuple:
        found = select(situation)
        if isinstance(found, Undecided):
            return (None, None, found.missing, 0)
        rows = _standing(found, situation)
        situation.chosen[index] = tuple(rows)
        told = [tell(event, situation) for event in rows]
        lacking = [item.cause for item in told if item.amount is None]
        amounts = [item.amount for item in told if item.amount is not None]
        if lacking or not amounts:
            situation.causes[index] = lacking[0] if lacking else "not-recorded"
            return (None, None, bit, 0)
        low, high = min(amounts), max(amounts)
        if low == high:
            return (low, low, 0, bit)
        situation.causes[index] = SEVERAL
        return (low, high, bit, bit)

    return day if reads.how == "daily_dose" else once


# --- which entries stand ----------------------------------------------------------------------------------------------


def _standing(found: list, situation: Situation) -> list:
    """Entries that have not ended, and that no other one has taken the place of."""
    today = situation.at.day
    replaced = {event.replaces for event in found if event.replaces is not None}
    return [event for event in found if (event.end is None or event.end >= today) and event.source not in replaced]


def _by_drug(rows: list) -> list[list]:
    drugs: dict[str, list] = {}
    for event in rows:
        drugs.setdefault(event.concept, []).append(event)
    return list(drugs.values())


def _says(event: Any) -> tuple:
    """Equal for entries that say the same dose."""
    return (event.dose, event.interval_days, event.per_day, event.rate, event.dose_open)


# --- one drug ---------------------------------------------------------------------------------------------------------


def _drug(rows: list, tell: Callable[[Any], _Told]) -> _Drug:
    """What one drug comes to, each route by itself."""
    named = {event.kind for event in rows if event.route is not None}
    if named:
        silent = {event.kind for event in rows} - named
        rows = [event for event in rows if event.kind not in silent]
    routes: dict[str | None, list] = {}
    for event in rows:
        routes.setdefault(event.route, []).append(event)
    total, cause = ZERO, ""
    open_: list[Any] = []
    for same in routes.values():
        part = _route(same, tell)
        total += part.amount
        open_ += part.open_
        cause = cause or part.cause
    return _Drug(total, tuple(open_), cause)


def _route(rows: list, tell: Callable[[Any], _Told]) -> _Drug:
    """What the orders, the statements or the running infusions of one drug by one route come to.

    What is not known counts as nothing here; `cause` says so.
    """
    sums: list[Decimal] = []
    part, cause = ZERO, ""
    for kind in KINDS:
        told = [tell(event) for event in {_says(event): event for event in rows if event.kind == kind}.values()]
        readable = sum((item.amount for item in told if item.amount is not None), ZERO)
        lacking = next((item.cause for item in told if item.amount is None), "")
        if told and not lacking:
            sums.append(readable)
        part, cause = max(part, readable), cause or lacking
    if not sums:
        return _Drug(part, tuple(rows), cause)
    if len(set(sums)) > 1:
        return _Drug(min(sums), tuple(rows), CONFLICTING)
    return _Drug(sums[0])


# --- one entry --------------------------------------------------------------------------------------------------------


def _teller(reads: Reduction, compile_node: Compile) -> Callable[[Any, Situation], _Told]:
    """What an entry comes to under the factors of the reduction."""
    table: dict[str, dict[str, tuple[str, Reader]]] = {}
    for factor in reads.factors:
        value = compile_node(factor.value)
        for concept in factor.concepts:
            by_route = table.setdefault(concept, {})
            by_route.update(dict.fromkeys(factor.routes or (ANY_ROUTE,), (factor.of, value)))
    amount = _of_day if reads.how == "daily_dose" else _of_dose

    def tell(event: Any, situation: Situation) -> _Told:
        by_route = table.get(event.concept)
        if by_route is None:
            return _Told(None, NO_FACTOR)
        factor = by_route.get(event.route) or by_route.get(ANY_ROUTE)
        if factor is None:
            return _Told(None, NOT_READABLE if event.route is None else NO_FACTOR)
        of, value = factor
        known = event.rate if of == "rate" else amount(event)
        return _Told(None, NOT_READABLE) if known is None else _Told(known * value(situation)[0])

    return tell


def _of_dose(event: Any) -> Decimal | None:
    return None if event.dose_open else event.dose


def _of_day(event: Any) -> Decimal | None:
    """Milligrams a day."""
    if event.dose_open:
        return None
    if event.per_day is not None:
        return event.per_day
    if event.dose is None:
        return None if event.rate is None else event.rate * HOURS / MICROGRAMS
    interval = event.interval_days
    if interval is None or interval <= 0:
        return None
    return event.dose * (ONE / interval).quantize(TIMES_A_DAY) if interval < 1 else event.dose / interval
