"""How the use of one agent is read: ordered, given, stopped, held.

An agent is *current* when an order (or a statement of use) is active, or its last dose lies within a window, and nothing
newer says stopped. It is *planned* when an order is open that no dose has followed yet. All of this is read with a closed
world: what a clinic gives, it records.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from osteon.engine.events import Events, exists, latest
from osteon.engine.nodes import DaysSince, Fact, Node, Parameter, absent, all_of, any_of, constant, unknown

__all__ = ["Agent", "agent", "dated", "day_after", "is_recorded"]

ORDERED = ("order", "statement")
RECORDED = "orders and doses of this agent would be recorded"


class Agent(NamedTuple):
    """What the record says about the use of one agent. `ordered` looks at active orders only."""

    concepts: tuple[str, ...]
    ordered: Fact
    order_date: Fact
    started: Fact
    last_dose: Fact
    current: Node
    planned: Node
    held: Node
    in_use: Node


def is_recorded(id: str, label: str, events: Events, *, why: str = RECORDED, ask: str = "") -> Fact:
    """Whether the record has such an entry; silence means no."""
    return Fact(id=id, label=label, reads=exists(events), absence=absent(why), ask=ask)


def dated(id: str, label: str, events: Events, *, ask: str) -> Fact:
    """The date of the newest such entry."""
    return Fact(
        id=id, label=label, reads=latest(events, "start"), absence=unknown("the record may begin later"), ask=ask
    )


def day_after(date: Node) -> Node:
    """The day after a date, as the bound of a selection: `before` shuts the day itself out."""
    return date + constant(1, "date")


def _newer_than(date: Node) -> Node:
    """Age in days of whatever is at least one day newer than a date."""
    return DaysSince(of=date) - constant(1, "d")


def agent(id: str, name: str, *concepts: str, window: Parameter, together: Parameter) -> Agent:
    """The facts about one agent. `window`: how long a dose keeps it current; `together`: how long a dose counts as in use."""

    def entry(**filters: Any) -> Events:
        return Events(concepts=concepts, **filters)

    ordered = is_recorded(f"{id}-ordered", f"active order of {name}", entry(kinds=ORDERED, statuses=("active",)))
    order_date = dated(
        f"{id}-order-date",
        f"date of the newest open order of {name}",
        entry(kinds=ORDERED, statuses=("active", "planned")),
        ask=f"When was {name} ordered?",
    )
    open_order = is_recorded(
        f"{id}-open-order", f"open order or plan of {name}", entry(kinds=("order",), statuses=("active", "planned"))
    )
    started = is_recorded(f"{id}-given", f"{name} given before", entry(kinds=("dose",)))
    last_dose = dated(
        f"{id}-last-dose", f"last dose of {name}", entry(kinds=("dose",)), ask=f"When was {name} last given?"
    )
    recent = is_recorded(f"{id}-in-window", f"{name} given recently", entry(kinds=("dose",), within=window))
    since_order = is_recorded(
        f"{id}-given-since-order", f"{name} given since it was ordered", entry(kinds=("dose",), since=order_date)
    )
    stops = {"kinds": ORDERED, "statuses": ("stopped", "completed")}
    stopped_after_dose = is_recorded(
        f"{id}-stopped-after-dose", f"{name} stopped after the last dose", entry(**stops, within=_newer_than(last_dose))
    )
    stopped_after_order = is_recorded(
        f"{id}-stopped-after-order",
        f"{name} stopped after the last order",
        entry(**stops, within=_newer_than(order_date)),
    )
    held = is_recorded(f"{id}-held", f"order of {name} on hold", entry(kinds=("order",), statuses=("on-hold",)))
    lately = is_recorded(f"{id}-just-given", f"{name} given in the last days", entry(kinds=("dose",), within=together))
    active = all_of(ordered, ~stopped_after_order)
    return Agent(
        concepts,
        ordered,
        order_date,
        started,
        last_dose,
        current=any_of(active, all_of(recent, ~stopped_after_dose)),
        planned=all_of(open_order, ~since_order, ~stopped_after_order),
        held=all_of(held, ~ordered),
        in_use=any_of(active, all_of(lately, ~stopped_after_dose)),
    )
