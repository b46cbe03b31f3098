"""How a questionnaire is read: from its answers, or from a total that somebody else added up.

Answers belong together: what was answered on the newest day counts, and an answer that is missing from that day is not
filled up from an older one. A total that is newer than the answers, or of the same day while answers are missing, rules.
"""

from typing import NamedTuple

from osteon.engine.events import Events, latest
from osteon.engine.nodes import Band, DaysSince, Fact, Node, Parameter, Points, all_of, any_of, constant, known, unknown
from osteon.pathway.asking import lab
from osteon.terminology import concept

__all__ = ["Questionnaire", "questionnaire", "summed"]

_NOT_ASKED = "a questionnaire that was not filled in gives no answer, and an old one does not speak for today"
_STEPS = ("0", "1", "2", "3")


class Questionnaire(NamedTuple):
    """What a record says of one questionnaire."""

    recorded: Fact
    """The total as recorded."""
    recorded_day: Fact
    items: tuple[Fact, ...]
    points: tuple[Points, ...]
    """Points of each item; the whole range while it is missing."""
    answered: Node
    """Whether any answer was recorded."""
    recorded_rules: Fact
    """Whether the recorded total counts, and not the answers."""


def questionnaire(name: str, label: str, total: str, items: tuple[str, ...], window: Parameter) -> Questionnaire:
    """The facts of a questionnaire whose items run from 0 to 3."""
    within = Events(concepts=items, within=window, with_value=True)
    day = _day(f"{name}-answers-day", f"day of the newest answers to the {label}", within)
    recorded = lab(
        f"{name}-recorded",
        f"{label} total as recorded",
        total,
        within=window,
        absence=unknown(_NOT_ASKED),
        ask=f"What is the total of the {label}?",
        digits=0,
    )
    recorded_day = _day(
        f"{name}-recorded-day",
        f"day of the recorded {label} total",
        Events(concepts=(total,), within=window, with_value=True),
    )
    facts = tuple(_item(f"{name}-item-{number}", item, label, number, day) for number, item in enumerate(items, 1))
    newer, older = DaysSince(of=day) < DaysSince(of=recorded_day), DaysSince(of=recorded_day) < DaysSince(of=day)
    complete = all_of(*(known(fact) for fact in facts))
    rules = Fact(
        id=f"{name}-recorded-rules",
        label=f"the recorded {label} total counts, not its answers",
        computes=all_of(known(recorded), any_of(~known(day), older, all_of(~newer, ~complete))),
    )
    points = tuple(_points(fact) for fact in facts)
    return Questionnaire(recorded, recorded_day, facts, points, known(day), rules)


def _day(id: str, label: str, events: Events) -> Fact:
    return Fact(
        id=id, label=label, reads=latest(events, "start"), absence=unknown("an entry may have no date"), ask=f"{label}?"
    )


def _item(id: str, item: str, label: str, number: int, day: Fact) -> Fact:
    name = concept(item).label
    return lab(
        id,
        name,
        item,
        since=day,
        absence=unknown(_NOT_ASKED),
        ask=f"What is the answer to item {number} of the {label}, 0 to 3?",
        digits=0,
    )


def _points(item: Fact) -> Points:
    edges = tuple(constant(step, "{score}") for step in (1, 2, 3))
    band = Band(of=item, edges=edges, labels=_STEPS, upper_inclusive=False)
    return Points(of=band, table=tuple((step, int(step)) for step in _STEPS))


def summed(parts: tuple[Node, ...]) -> Node:
    """The sum of some numbers of one unit."""
    total, *rest = parts
    for part in rest:
        total = total + part
    return total
