"""Keeps what came in: all of a submission with its resources and its entries in the audit trail, in one transaction."""

from __future__ import annotations

import zlib
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection

from osteon.record.limits import Limits, RecordError
from osteon.record.sources import Parsed, parse_lines, parse_source
from osteon.serve.audit import chain
from osteon.serve.failures import Issue, RequestError
from osteon.serve.records.arriving import POINTED_AT, Arrivals, Arrived, arrange
from osteon.serve.storage.appending import (
    Outcome,
    Received,
    add_resources,
    add_submission,
    know_base,
    known_people,
    names_from_elsewhere,
)
from osteon.serve.storage.database import Database, writing
from osteon.serve.storage.people import Person, another_person, person_of

__all__ = ["LINES", "MEDIA_TYPES", "Receipt", "keep", "receive", "unpack"]

LINES: Final = ("application/fhir+ndjson", "application/ndjson", "application/x-ndjson")
MEDIA_TYPES: Final = ("application/fhir+json", "application/json", *LINES)
DEEPEST: Final = 100
"""Levels of objects and lists. The deepest FHIR records that were seen have about twenty."""


class Receipt(NamedTuple):
    """What was kept. Once it is handed out, all of it is on the disk."""

    submission: int
    kind: str
    """`transaction`, `batch` or empty."""
    kept: list[tuple[Arrived, Outcome]]
    issues: list[Issue]

    @property
    def patients(self) -> list[str]:
        """Ids of those whose record this changed or could have changed."""
        return sorted({owner for _, outcome in self.kept for owner in outcome.owners if owner})

    def count(self, *what: str) -> int:
        """How many resources had one of these outcomes."""
        return sum(outcome.what in what for _, outcome in self.kept)


def receive(database: Database, body: bytes, *, media_type: str, client: str, limits: Limits, request: str = "") -> Receipt:
    """Keep a submission: FHIR JSON or NDJSON, plain or gzip, one resource or a bundle of any type.

    A transaction is kept whole or not at all; of everything else what can be read is kept and what cannot is an issue.

    Raises RequestError when there is nothing to keep, StorageError when the database cannot keep it.
    """
    arrivals = unpack(body, media_type=media_type, limits=limits)
    with writing(database) as connection:
        return keep(connection, body, arrivals, media_type=media_type, client=client, request=request)


def unpack(body: bytes, *, media_type: str, limits: Limits, base: str = "") -> Arrivals:
    """The resources of a submission. `base`: the FHIR server that it was read from, where that is known.

    Raises RequestError when there is nothing to keep.
    """
    arrivals = arrange(_parsed(body, media_type, limits), limits, base)
    if arrivals.atomic and any(issue.severity == "error" for issue in arrivals.issues):
        raise RequestError(400, *_transaction_fails(arrivals.issues))
    if not arrivals.resources:
        empty = Issue("", "There is nothing to keep: no FHIR resource that says whose it is.", "required")
        raise RequestError(422, *(arrivals.issues or [empty]))
    return arrivals


def keep(
    connection: Connection, body: bytes, arrivals: Arrivals, *, media_type: str, client: str, base: str = "", request: str = ""
) -> Receipt:
    """Keep what was unpacked, in a transaction that the caller has begun. `base`: as for `unpack`; then also entries that do not come
    with their Patient are kept only for those who are known from that server.

    Raises RequestError when there is nothing to keep: the transaction has to be given up.
    """
    known = known_people(connection, {item.owner for item in arrivals.resources if item.owner})
    resources, strangers = _without_strangers(arrivals, known, base)
    if base:
        gone = [(item.type, item.id) for item in resources if item.body is None]
        others = names_from_elsewhere(connection, gone, base)
        resources = [item for item in resources if item.body is not None or (item.type, item.id) not in others]
    issues = [*arrivals.issues, *strangers]
    if strangers and arrivals.atomic:
        raise RequestError(409, *_transaction_fails(issues))
    if not resources:
        raise RequestError(409 if strangers else 422, *issues)
    number = add_submission(connection, body, client=client, media_type=media_type)
    outcomes = add_resources(connection, number, [_received(item) for item in resources])
    kept = list(zip(resources, outcomes, strict=True))
    if base:
        know_base(connection, [item.id for item in resources if item.type == "Patient" and item.body is not None], base)
    unclear = _unclear(kept)
    issues += [*unclear, *_elsewhere(kept)]
    if unclear and (arrivals.atomic or len(unclear) == len(kept)):
        raise RequestError(409, *(_transaction_fails(issues) if arrivals.atomic else issues))
    receipt = Receipt(number, arrivals.kind, kept, issues)
    told: dict[str, Any] = {"submission": number, "resources": len(resources), "issues": len(issues)}
    if request:
        told["request"] = request
    chain.add(connection, [chain.Deed(client, "import", id, "done", told) for id in receipt.patients or (None,)])
    return receipt


def _transaction_fails(issues: list[Issue]) -> list[Issue]:
    return [*issues, Issue("", "A transaction is kept whole or not at all: nothing was kept.", "processing")]


def _received(item: Arrived) -> Received:
    shared_name = item.type in POINTED_AT
    return Received(item.place, item.type, item.id, item.owner, item.url, item.body, shared_name, item.method == "PUT")


def _unclear(kept: list[tuple[Arrived, Outcome]]) -> list[Issue]:
    several = (
        "Another patient has a resource of this type and id, so it is not clear which one is meant. Nothing was changed. "
        "If it stood in the wrong record, send DELETE with its whole address (fullUrl) first."
    )
    return [Issue(item.where, several, "conflict") for item, outcome in kept if outcome.what == "conflict"]


def _elsewhere(kept: list[tuple[Arrived, Outcome]]) -> list[Issue]:
    count = sum(outcome.elsewhere for _, outcome in kept)
    told = f"{count} of the resources have the type and id of one in another person's record. Each stays with its person."
    return [Issue("", told, "informational", "information")] if count else []


def _without_strangers(arrivals: Arrivals, known: dict[str, Person], base: str) -> tuple[list[Arrived], list[Issue]]:
    """Leaves out all that is said of somebody who cannot be the person known under her id: two people in one record would be worse."""
    people = dict(known)
    strangers: dict[str, str] = {}
    places: dict[str, str] = {}
    people_here = {item.id for item in arrivals.resources if item.type == "Patient" and item.body is not None}
    for item in arrivals.resources:
        if item.type == "Patient" and item.body is not None:
            comes = person_of(item.resource, None, item.url)
            if item.id in people:
                why = another_person(people[item.id], comes)
                if why is not None:
                    strangers[item.id], places[item.id] = why, item.where
            people.setdefault(item.id, comes)
        elif base and item.owner in known and item.owner not in strangers and item.owner not in people_here:
            person = known[item.owner]
            if person.base != base and (person.base or person.birth_date or person.identifiers):
                strangers[item.owner] = "Her Patient resource is known, but not from this FHIR server"
                places[item.owner] = item.where
    issues = [
        Issue(places[id], f"{why}. Nothing of it was kept; give each person an id of her own.", "conflict")
        for id, why in strangers.items()
    ]
    return [item for item in arrivals.resources if item.owner not in strangers], issues


def _parsed(body: bytes, media_type: str, limits: Limits) -> Parsed:
    try:
        parsed = parse_lines(body, limits) if media_type in LINES else parse_source(body, limits)
    except RecordError as fault:
        large = str(fault).startswith("Too large")
        raise RequestError(413 if large else 400, Issue("", str(fault), "too-costly" if large else "structure")) from None
    except zlib.error:
        raise RequestError(400, Issue("", "The gzip data is damaged. Send it again.", "structure")) from None
    for where, root in parsed.roots:
        if _depth(root) > DEEPEST:
            raise RequestError(400, Issue(where, f"It is nested deeper than {DEEPEST} levels.", "too-costly"))
    return parsed


def _depth(root: Any) -> int:
    """Levels of objects and lists in parsed JSON, counted level by level: without recursion, and no further than needed."""
    level = [root]
    for depth in range(DEEPEST + 2):
        level = [
            inner
            for outer in level
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, (dict, list))
        ]
        if not level:
            return depth + 1
    return DEEPEST + 2
