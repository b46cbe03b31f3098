"""Reading one answer out of a patient's events: latest, earliest, existence, count.

Each function here turns a `Reduction` into a reader `read(situation) -> value`; the reader also notes the events that
it chose and, when the answer is unknown, why.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final, NamedTuple

from osteon.engine.events import Events, Reduction
from osteon.engine.nodes import Absence, Node
from osteon.engine.reduce_dose import dose_reader
from osteon.engine.select import selection, sort_key
from osteon.engine.silence import silent
from osteon.engine.situation import Situation, hours, last_day
from osteon.engine.undecided import Undecided

__all__ = ["reader"]

Reader = Callable[[Situation], tuple]
Compile = Callable[[Node], Reader]

OVER: Final = frozenset({"resolved", "stopped"})
"""Statuses that say that something is no longer there."""


def reader(
    index: int, reads: Reduction, absence: Absence, compile_node: Compile, selections: dict[Events, int]
) -> Reader:
    """The reader of one fact; `index` is its bit among the facts of the pathway. Equal selections share a number."""
    bit = 1 << index
    if reads.how == "patient":
        return _patient(reads.field, bit, index)
    if reads.how == "lesion":
        return _lesion(reads, bit, index)
    select = selection(reads.events, compile_node, selections)
    nothing = silent(reads, absence, bit)
    if reads.how == "exists":
        return _exists(select, nothing, bit, index)
    if reads.how == "present":
        return _present(select, nothing, bit, index)
    if reads.how in ("daily_dose", "single_dose"):
        return dose_reader(index, reads, absence, compile_node, select)
    if reads.how == "count":
        return _count(select, nothing, bit, index)
    if reads.kind == "category":
        return _category(reads, select, absence, bit, index, compile_node)
    return _number(reads, select, absence, bit, index, compile_node)


# --- conditions and counts --------------------------------------------------------------------------------------------


def _silence(nothing: tuple, index: int) -> Callable[[Situation, list], tuple]:
    """What it means that no event was found. Silence is no answer while it is open which events are meant."""
    open_, unknown = bool(nothing[-2]), (None,) * (len(nothing) - 2)

    def say(situation: Situation, found: list) -> tuple:
        if open_:
            situation.causes[index] = "not-recorded"
        elif isinstance(found, Undecided):
            return (*unknown, found.missing, 0)
        return nothing

    return say


def _exists(select: Callable, nothing: tuple, bit: int, index: int) -> Reader:
    silence = _silence(nothing, index)

    def read(situation: Situation) -> tuple:
        found = select(situation)
        if not found:
            return silence(situation, found)
        situation.chosen[index] = tuple(found)
        return (True, 0, bit)

    return read


def _ranking(found: list, best: Any) -> tuple:
    """The events of the same moment as one of them."""
    start, rank = best.start, sort_key(best)
    return tuple([event for event in found if event.start == start and sort_key(event) == rank])


def _present(select: Callable, nothing: tuple, bit: int, index: int) -> Reader:
    silence = _silence(nothing, index)

    def read(situation: Situation) -> tuple:
        found = select(situation)
        if not found:
            return silence(situation, found)
        same = _ranking(found, found[-1]) if len(found) > 1 else (found[0],)
        situation.chosen[index] = same
        said = {event.answer not in ("absent", "negative") and event.status not in OVER for event in same}
        if len(said) > 1:
            situation.causes[index] = "conflicting"
            return (None, bit, 0)
        return (said.pop(), 0, bit)

    return read


def _count(select: Callable, nothing: tuple, bit: int, index: int) -> Reader:
    silence = _silence(nothing, index)

    def read(situation: Situation) -> tuple:
        found = select(situation)
        if not found:
            return silence(situation, found)
        situation.chosen[index] = tuple(found)
        number = Decimal(len({(event.concept, event.start, event.dose) for event in found}))
        return (number, number, 0, bit)

    return read


# --- newest and oldest ------------------------------------------------------------------------------------------------


def _usable(reads: Reduction) -> Callable[[Any], Any]:
    """What an event must have to be chosen."""
    return attrgetter("start" if reads.field == "moment" else reads.field)


def _choose(
    reads: Reduction, select: Callable, absence: Absence, bit: int, index: int, compile_node: Compile
) -> Callable[[Situation], tuple]:
    """The events of the newest (or oldest) moment, or the cause why there is none."""
    usable = _usable(reads)
    concepts = reads.events.concepts
    newest = reads.how == "latest"
    limit = compile_node(absence.after) if absence.after is not None else None
    dated = reads.field in ("start", "end", "moment")

    def choose(situation: Situation) -> tuple:
        found = [event for event in select(situation) if usable(event) is not None]
        if not newest:
            found = [event for event in found if event.start is not None]
        best = (found[-1] if newest else found[0]) if found else None
        cause = _gap(situation, concepts, best) if newest and not dated and situation.timeline.gaps else None
        if best is None:
            return ((), cause or "not-recorded")
        same = _ranking(found, best) if len(found) > 1 else (best,)
        if cause is not None:
            return (same, cause)
        if limit is not None:
            if best.start is None:
                return (same, "undated")
            if (situation.at.day - best.start).days > limit(situation)[1]:
                return (same, "stale")
        return (same, None)

    return choose


def _gap(situation: Situation, concepts: tuple[str, ...], best: Any) -> str | None:
    """A newer value that could not be used makes the older one doubtful."""
    for concept in concepts:
        for gap in situation.timeline.gaps.get(concept, ()):
            if gap.start is not None and gap.start > situation.at.day:
                continue
            if best is None or (gap.start is not None and gap.start > (best.start or date.min)):
                return gap.cause
    return None


def _number(
    reads: Reduction, select: Callable, absence: Absence, bit: int, index: int, compile_node: Compile
) -> Reader:
    choose = _choose(reads, select, absence, bit, index, compile_node)
    take = _taker(reads)

    def read(situation: Situation) -> tuple:
        same, cause = choose(situation)
        if same:
            situation.chosen[index] = same
        if cause is None:
            low, high = take(same[-1])
            if low is None:
                cause = "unit-not-convertible"
            elif len(same) > 1 and any(take(event) != (low, high) for event in same):
                cause = "conflicting"
        if cause is not None:
            situation.causes[index] = cause
            return (None, None, bit, 0)
        if low is high or low == high:
            return (low, low, 0, bit)
        situation.causes[index] = "date-not-exact"
        return (low, high, bit, bit)

    return read


def _taker(reads: Reduction) -> Callable[[Any], tuple]:
    field, unit, factor = reads.field, reads.unit, reads.factor
    if field == "start":
        return lambda event: (event.start.toordinal(), last_day(event.start, event.precision).toordinal())
    if field == "end":
        return lambda event: (event.end.toordinal(),) * 2
    if field == "moment":
        return _moment
    if field == "value":
        return lambda event: (_expressed(event, unit, factor),) * 2
    if field in ("low", "high"):
        return lambda event: (_limit(event, getattr(event, field), unit, factor),) * 2
    if field == "fractions":
        return lambda event: (Decimal(event.fractions),) * 2
    return lambda event: (getattr(event, field),) * 2


def _moment(event: Any) -> tuple:
    if event.instant is not None:
        return (hours(event.instant),) * 2
    start = datetime(event.start.year, event.start.month, event.start.day)
    end = last_day(event.start, event.precision)
    return (hours(start), hours(datetime(end.year, end.month, end.day) + timedelta(days=1)))


def _expressed(event: Any, unit: str | None, factor: Decimal | None) -> Decimal | None:
    """The value in the unit wanted: as reported where it was reported in this unit, else converted."""
    if unit is None or event.unit == unit:
        return event.value
    if event.reported_unit == unit:
        return event.reported
    return event.value * factor if factor is not None else None


def _limit(event: Any, limit: Decimal, unit: str | None, factor: Decimal | None) -> Decimal | None:
    """A limit of the reference range (in the unit of the report) in the unit wanted."""
    if unit is None or event.reported_unit == unit:
        return limit
    if not event.reported:
        return None
    # A value that equals its limit must do so in every unit: dividing would leave a difference in the last digit.
    canonical = event.value if limit == event.reported else limit * event.value / event.reported
    return canonical if event.unit == unit else canonical * factor if factor is not None else None


def _category(
    reads: Reduction, select: Callable, absence: Absence, bit: int, index: int, compile_node: Compile
) -> Reader:
    choose = _choose(reads, select, absence, bit, index, compile_node)
    words, field = frozenset(reads.categories), reads.field
    nothing = silent(reads, absence, bit)
    other = "other" if "other" in words else None

    def read(situation: Situation) -> tuple:
        same, cause = choose(situation)
        if same:
            situation.chosen[index] = same
        if cause == "not-recorded" and nothing[0] is not None:
            return nothing
        if cause is None:
            said = {word if (word := getattr(event, field)) in words else other for event in same}
            if len(said) == 1 and None not in said:
                return (tuple(said), 0, bit)
            cause = "conflicting" if len(said) > 1 else "not-recorded"
        situation.causes[index] = cause
        return (None, bit, 0)

    return read


# --- the person -------------------------------------------------------------------------------------------------------


def _patient(field: str, bit: int, index: int) -> Reader:
    def sex(situation: Situation) -> tuple:
        value = situation.timeline.patient.sex
        if value in ("female", "male"):
            return ((value,), 0, bit)
        situation.causes[index] = "not-recorded"
        return (None, bit, 0)

    def number(situation: Situation) -> tuple:
        person = situation.timeline.patient
        start, precision = (
            (person.death_date, person.death_precision)
            if field == "death"
            else (person.birth_date, person.birth_precision)
        )
        if start is None or start > situation.at.day:
            situation.causes[index] = "not-recorded"
            return (None, None, bit, 0)
        end = last_day(start, precision)
        if field == "age":
            low, high = _years(end, situation.at.day), _years(start, situation.at.day)
        else:
            low, high = start.toordinal(), end.toordinal()
        if low == high:
            return (low, low, 0, bit)
        situation.causes[index] = "date-not-exact"
        return (low, high, bit, bit)

    return sex if field == "sex" else number


def _years(birth: date, day: date) -> int:
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


# --- the lesion -------------------------------------------------------------------------------------------------------


class _Entry(NamedTuple):
    """An entry that speaks about a lesion, as far as a reason needs it."""

    source: str
    start: date | None


def _lesion(reads: Reduction, bit: int, index: int) -> Reader:
    """The place or side of the lesion in question. `parts` tells what a place named widely may mean."""
    parts, field = dict(reads.parts), reads.field

    def read(situation: Situation) -> tuple:
        lesion = next(item for item in situation.lesions if item.id == situation.lesion)
        possible = parts.get(getattr(lesion, field))
        if possible is None:
            situation.causes[index] = "not-recorded"
            return (None, bit, 0)
        situation.chosen[index] = tuple(_Entry(source, lesion.first_seen) for source in lesion.sources[:1])
        if len(possible) == 1:
            return (possible, 0, bit)
        situation.causes[index] = "not-exact"
        return (possible, bit, bit)

    return read
