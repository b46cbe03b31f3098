"""Adds entries to the audit trail, and checks that none was changed, taken out or put in."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Connection, insert, select

from osteon.serve.storage.moments import now
from osteon.serve.storage.tables import audit

__all__ = ["BEGINNING", "Deed", "Head", "Verified", "add", "head_of", "verify"]

BEGINNING: Final = "0" * 64
"""What the first entry has as the hash of the one before."""


class Deed(NamedTuple):
    """What is to be written down. `detail`: numbers and words of ours, never a value of a record."""

    who: str
    action: str
    patient: str | None = None
    outcome: str = "done"
    detail: dict[str, Any] = {}


class Head(NamedTuple):
    """The last entry: whoever keeps this elsewhere can tell that the end of the trail was cut off."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


class Verified(NamedTuple):
    """`fault` says what is wrong with the chain and where; None if nothing is."""

    head: Head
    fault: str | None


def head_of(connection: Connection) -> Head:
    """The last entry of the trail."""
    query = select(audit.c.number, audit.c.hash).order_by(audit.c.number.desc()).limit(1)
    row = connection.execute(query).one_or_none()
    return Head(0, BEGINNING) if row is None else Head(row.number, row.hash)


def add(connection: Connection, deeds: Iterable[Deed]) -> Head:
    """Add entries inside the transaction of what they tell about: both are kept, or neither. The connection has to be a writer's."""
    number, previous = head_of(connection)
    rows = []
    for deed in deeds:
        number += 1
        row = {"number": number, "at": now(), "who": deed.who, "action": deed.action, "patient": deed.patient}
        row |= {"outcome": deed.outcome, "detail": orjson.dumps(deed.detail, option=orjson.OPT_SORT_KEYS).decode()}
        row["previous"] = previous
        row["hash"] = previous = _hash(row)
        rows.append(row)
    if rows:
        connection.execute(insert(audit), rows)
    return Head(number, previous)


def verify(connection: Connection, known: Head | None = None) -> Verified:
    """Go through the whole trail. `known`: an earlier head that was kept elsewhere, which has to be in it."""
    query = select(audit).order_by(audit.c.number).execution_options(yield_per=1000)
    with connection.execute(query) as rows:
        return _followed(rows.mappings(), known)


def _followed(rows: Iterable[Any], known: Head | None) -> Verified:
    number, previous, met = 0, BEGINNING, known is None or known.number == 0
    for row in rows:
        number += 1
        here = Head(number - 1, previous)
        if row["number"] != number:
            return Verified(here, f"entry {number} is missing: after {number - 1} comes {row['number']}")
        if row["previous"] != previous:
            return Verified(here, f"entry {number} does not hold the hash of entry {number - 1}")
        if row["hash"] != _hash(row):
            return Verified(here, f"entry {number} was changed: its content does not have its hash")
        previous = row["hash"]
        if known is not None and known.number == number:
            met = True
            if known.hash != previous:
                return Verified(Head(number, previous), f"entry {number} is not the one that was kept elsewhere")
    head = Head(number, previous)
    if not met and known is not None:
        return Verified(head, f"entries after {number} are missing: {known.number} of them were there")
    return Verified(head, None)


def _hash(row: Any) -> str:
    names = ("number", "at", "who", "action", "patient", "outcome", "detail", "previous")
    return hashlib.sha256(orjson.dumps([row[name] for name in names])).hexdigest()
