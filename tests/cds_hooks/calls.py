"""Calls of an EHR, made from records; and what every answer has to hold to."""

import re
from datetime import date
from uuid import UUID

from osteon.serve.cds_hooks.answer import answer
from osteon.serve.cds_hooks.discovery import QUERIES

INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
DAY = date(2025, 6, 1)


def patient_of(resources):
    return next(item for item in resources if item["resourceType"] == "Patient")


def prefetched(resources):
    """The record as an EHR sends it: one searchset for each key, null where there is nothing."""
    found = {}
    for key, query in QUERIES.items():
        mine = [item for item in resources if item["resourceType"] == query.kind]
        if query.kind == "Patient":
            found[key] = mine[0]
        else:
            found[key] = searchset(mine) if mine else None
    return found


def searchset(resources, **more):
    return {
        "resourceType": "Bundle", "type": "searchset", "entry": [{"resource": item} for item in resources], **more
    }  # fmt: skip


def call(resources, orders=None, **more):
    """The body of a call: `patient-view`, or `order-sign` where orders are given."""
    context = {"userId": "Practitioner/1", "patientId": patient_of(resources)["id"]}
    if orders is not None:
        context["draftOrders"] = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in orders]}
    return {
        "hook": "patient-view" if orders is None else "order-sign",
        "hookInstance": INSTANCE,
        "context": context,
        "prefetch": prefetched(resources),
        **more,
    }


def service_of(body):
    return f"osteon-{body['hook']}"


def cards_for(body, day=DAY, **more):
    given = answer(service_of(body), body, today=day, **more)
    keeps_the_standard(given.response)
    return given.response["cards"]


def rules(cards):
    return [card["source"]["topic"]["code"] for card in cards if "topic" in card["source"]]


def told(cards, title):
    """Whether a finding is told on a card of its own, or folded into another."""
    return any(title in card["summary"] or title in card.get("detail", "") for card in cards)


URL = re.compile(r"https?://[^\s{}]+")


def keeps_the_standard(response):
    """Every rule of CDS Hooks 2.0 for a response that can be checked on the response alone."""
    assert set(response) <= {"cards", "systemActions"} and isinstance(response["cards"], list)
    nothing_empty(response["cards"])
    uuids = [card["uuid"] for card in response["cards"]]
    assert len(set(uuids)) == len(uuids)
    for card in response["cards"]:
        assert set(card) <= {
            "uuid", "summary", "detail", "indicator", "source", "suggestions", "selectionBehavior", "overrideReasons", "links"
        }  # fmt: skip
        UUID(card["uuid"])
        assert 0 < len(card["summary"]) < 140 and "\n" not in card["summary"]
        assert card["indicator"] in ("info", "warning", "critical")
        assert card["source"]["label"] and set(card["source"]) <= {"label", "url", "icon", "topic"}
        if "url" in card["source"]:
            assert URL.fullmatch(card["source"]["url"])
        if "topic" in card["source"]:
            assert {"system", "code", "display"} == set(card["source"]["topic"])
        assert ("suggestions" in card) == ("selectionBehavior" in card)
        assert card.get("selectionBehavior", "any") in ("any", "at-most-one")
        for suggestion in card.get("suggestions", ()):
            holds(suggestion)
        for link in card.get("links", ()):
            assert set(link) <= {"label", "url", "type", "appContext"} and {"label", "url", "type"} <= set(link)
            assert link["type"] in ("absolute", "smart") and ("appContext" not in link or link["type"] == "smart")
            assert URL.fullmatch(link["url"])
        for reason in card.get("overrideReasons", ()):
            assert reason["code"] and reason["display"] and reason["system"]
        if card.get("detail"):
            markdown(card["detail"])


def holds(suggestion):
    assert suggestion["label"] and UUID(suggestion["uuid"])
    for action in suggestion["actions"]:
        assert action["type"] in ("create", "update", "delete") and action["description"]
        if action["type"] == "delete":
            assert re.fullmatch(r"\w+/.+", action["resourceId"]) and "resource" not in action
        else:
            assert action["resource"]["resourceType"] in ("ServiceRequest", "MedicationRequest")
            assert action["type"] == "update" or action["resource"]["status"] == "draft"


def nothing_empty(value, path="cards"):
    """No null and no empty member anywhere but in the list of cards itself."""
    if isinstance(value, dict):
        assert value or path == "cards", path
        for name, part in value.items():
            nothing_empty(part, f"{path}.{name}")
    elif isinstance(value, list):
        assert value or path == "cards", path
        for position, part in enumerate(value):
            nothing_empty(part, f"{path}[{position}]")
    else:
        assert value is not None and value != "", path


def markdown(text):
    """Nothing in it opens HTML, a link or a picture: `<`, `[`, `]` and `!` only stand behind a backslash."""
    assert not re.search(r"(?<!\\)[<>\[\]!`]", text), text
