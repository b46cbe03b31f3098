"""What a clinician can take over with one press: a test as a draft, a smaller dose, an order left out.

Only what `osteon.pathway.orders` says stands behind a recommendation.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from osteon.language import _
from osteon.pathway import pathway
from osteon.pathway.orders import ORDERS, WITHHELD, Order
from osteon.review.fhir.proposals import dose_in, proposal, with_dose
from osteon.review.translation import sentence
from osteon.review.wording import decimal

__all__ = ["Drafts", "suggestions"]


class Drafts(NamedTuple):
    """The orders that are being signed, as they came, by reference, with the concepts that each was read as."""

    resources: dict[str, dict[str, Any]]
    concepts: dict[str, set[str]]

    @property
    def ordered(self) -> set[str]:
        """Everything that is being ordered."""
        return {concept for those in self.concepts.values() for concept in those}


def suggestions(rule: str, finding: dict[str, Any], drafts: Drafts, patient: str, day: str) -> list[dict[str, Any]]:
    """Suggestions of CDS Hooks, without their uuid."""
    found = []
    for order in ORDERS.get(rule, ()):
        if order.replaces:
            found += _smaller(order, finding, drafts)
        elif order.concept not in drafts.ordered:
            # The order itself goes into the record, in English with its codes; what is pressed is in the language of the card.
            resource = proposal(order, patient, finding["urgency"], pathway().by_id[rule].title, day)
            told = sentence(order.words)
            action = {"type": "create", "description": _("Draft order: {what}", what=told), "resource": resource}
            found.append({"label": _("Order: {what}", what=told), "actions": [action]})
    return found + _left_out(rule, drafts)


def _smaller(order: Order, finding: dict[str, Any], drafts: Drafts) -> list[dict[str, Any]]:
    dose = dose_in(order, finding)
    found = []
    for name, concepts in drafts.concepts.items():
        # A product of several drugs, or a draft without a name of its own, is not changed from here.
        if dose is None or concepts != {order.concept} or not _named(drafts.resources[name]):
            continue
        changed = with_dose(drafts.resources[name], dose)
        if changed is not None and changed["resourceType"] == "MedicationRequest":
            words = _("Change the dose to {dose} mg", dose=decimal(f"{dose:g}"))
            found.append({"label": words, "actions": [{"type": "update", "description": words, "resource": changed}]})
    return found


def _left_out(rule: str, drafts: Drafts) -> list[dict[str, Any]]:
    unwanted = set(WITHHELD.get(pathway().by_id[rule].withholds, ()))
    return [
        {
            "label": _("Do not sign this order"),
            "actions": [{"type": "delete", "description": _("Remove the draft of this order"), "resourceId": name}],
        }
        for name, concepts in drafts.concepts.items()
        if concepts & unwanted and _named(drafts.resources[name])
    ]


def _named(resource: dict[str, Any]) -> bool:
    return isinstance(resource.get("id"), str) and bool(resource["id"])
