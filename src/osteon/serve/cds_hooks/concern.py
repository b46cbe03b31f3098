"""Which findings belong on the screen: all that are met when a chart is opened, those that rest on an order when it is signed.

A finding concerns an order when it would not be there without the drug that is ordered: the same record is reviewed once
more with every entry of that drug left out, and what differs speaks of the drug. So no list of rules for each drug is kept
anywhere; which recommendation speaks of which drug follows from the recommendations themselves.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, NamedTuple

from osteon.record.timeline import Timeline
from osteon.review import Review

__all__ = ["Concern", "joined", "of_chart", "of_orders", "ordered", "resting_on", "without"]

Finding = dict[str, Any]

OF_PRODUCT = re.compile(r"-\d+(mg)?$")
"""What tells a product from its substance in the name of a concept: `drug.denosumab-120`."""


class Concern(NamedTuple):
    """One recommendation with its findings: one, or one for each lesion."""

    rule: str
    findings: list[Finding]


def _grouped(findings: list[Finding]) -> list[Concern]:
    """In the order in which they come, which is that of the review: met first, then by urgency."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding["id"], []).append(finding)
    return [Concern(rule, items) for rule, items in found.items()]


def of_chart(findings: list[Finding]) -> list[Concern]:
    """What is met, without what another finding says more strongly."""
    return _grouped([item for item in findings if item["verdict"] == "met" and item["folded_into"] is None])


def joined(resources: list[dict[str, Any]], orders: list[dict[str, Any]], day: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The record with the orders in it as they will stand once they are signed, and their references.

    An order without an id gets one; a draft counts as active and, without a date, as written today; the earlier version of
    an order that is signed again steps aside.
    """
    names, added = [], []
    for position, order in enumerate(orders):
        identity = order.get("id")
        if not isinstance(identity, str) or not identity:
            identity = f"draft-order-{position + 1}"
        signed = {**order, "id": identity}
        if order.get("status") == "draft":
            signed["status"] = "active"
        if order.get("authoredOn") is None:
            signed["authoredOn"] = day
        names.append(f"{order['resourceType']}/{identity}")
        added.append(signed)
    kept = [item for item in resources if f"{item.get('resourceType')}/{item.get('id')}" not in names]
    return kept + added, names


def ordered(timeline: Timeline, names: list[str]) -> dict[str, set[str]]:
    """The concepts of each order, as far as the pathway knows them."""
    found: dict[str, set[str]] = {name: set() for name in names}
    for events in timeline.events.values():
        for event in events:
            if event.source in found:
                found[event.source].add(event.concept)
    return found


def without(timeline: Timeline, names: list[str], concepts: set[str]) -> Timeline:
    """The record as if the ordered drugs had never been heard of, and the other orders not been written."""
    drugs = {OF_PRODUCT.sub("", name) for name in concepts if name.startswith(("drug.", "supplement."))}
    events = {
        concept: tuple(event for event in those if event.source not in names)
        for concept, those in timeline.events.items()
        if OF_PRODUCT.sub("", concept) not in drugs
    }
    return replace(timeline, events={concept: those for concept, those in events.items() if those})


def of_orders(found: list[Finding], before: Review) -> tuple[list[Concern], list[Finding]]:
    """What is met because of the orders, and what is open because of them."""
    earlier = {(outcome.recommendation.id, outcome.lesion): outcome.verdict for outcome in before.outcomes}
    findings, undecided = [], []
    for item in found:
        was = earlier.get((item["id"], item["lesion"]))
        if item["verdict"] == "met" and item["folded_into"] is None and was != "met":
            findings.append(item)
        elif item["verdict"] == "unknown" and was not in ("met", "unknown"):
            undecided.append(item)
    return _grouped(findings), undecided


def resting_on(found: list[Finding], names: list[str]) -> list[Concern]:
    """What is met and has one of the orders among its entries: for want of time, in the place of the comparison."""
    return _grouped(
        [
            item
            for item in found
            if item["verdict"] == "met"
            and item["folded_into"] is None
            and any(source in names for part in item["because"] for source in part["sources"])
        ]
    )
