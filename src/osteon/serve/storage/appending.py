"""Adds what came in to the records. Nothing is changed or removed: what replaces a resource is a row of its own."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import orjson
from sqlalchemy import Connection, bindparam, func, insert, select, update

from osteon.serve.storage.moments import now
from osteon.serve.storage.people import Person, person_of
from osteon.serve.storage.records import SHARED
from osteon.serve.storage.tables import patient, resource, submission

__all__ = ["Outcome", "Received", "add_resources", "add_submission", "know_base", "known_people", "names_from_elsewhere"]

Item = TypeVar("Item")
MANY = 400
"""Names in one question to the database."""


class Received(NamedTuple):
    """One resource to add. `body` is JSON; None withdraws the resource of this type and id."""

    place: int
    type: str
    id: str
    owner: str
    """Id of the patient. For a withdrawal it is found by what is to be withdrawn."""
    url: str | None
    body: bytes | None
    shared_name: bool
    """Whether others surely have one of the same type and id: an organisation in the bundle of each of its patients."""
    only_one: bool
    """Whether the sender means the one resource of this type and id (PUT)."""


class Outcome(NamedTuple):
    """What became of it, and whose record it concerns.

    `created`, `updated`, `unchanged`, `older` (a newer version is known), `withdrawn`, `absent` (nothing to withdraw), or
    `conflict`: not done, because it is not clear which of several patients' resources of this type and id is meant.
    """

    what: str
    owners: frozenset[str] = frozenset()
    elsewhere: bool = False
    """Somebody else has a resource of the same type and id: both are kept, each with its patient."""


class _Current:
    """The row that counts for one resource."""

    __slots__ = ("body", "owner", "sequence", "url")

    def __init__(self, sequence: int, owner: str, url: str | None, body: bytes | None) -> None:
        self.sequence, self.owner, self.url, self.body = sequence, owner, url, body


def add_submission(connection: Connection, body: bytes, *, client: str, media_type: str) -> int:
    """Keep what was received, byte for byte; gives back its number."""
    number = (connection.execute(select(func.max(submission.c.id))).scalar() or 0) + 1
    connection.execute(
        insert(submission).values(
            id=number,
            received=now(),
            client=client,
            media_type=media_type,
            sha256=hashlib.sha256(body).hexdigest(),
            size=len(body),
            body=zlib.compress(body, 1),
        )
    )
    return number


def known_people(connection: Connection, ids: Iterable[str]) -> dict[str, Person]:
    """Who is known under these ids: what tells one person from another."""
    found = {}
    for some in _parts(sorted(set(ids))):
        bases = select(patient.c.id, patient.c.base).where(patient.c.id.in_(some))
        own = (resource.c.type == "Patient", resource.c.id.in_(some), resource.c.superseded.is_(None), resource.c.body.is_not(None))
        bodies = {row.id: orjson.loads(row.body) for row in connection.execute(select(resource.c.id, resource.c.body).where(*own))}
        for id, base in connection.execute(bases):
            found[id] = person_of(bodies.get(id, {}), base)
    return found


def know_base(connection: Connection, ids: Iterable[str], base: str) -> None:
    """Note that these patients come from a FHIR server, where none is known for them: also of those whose Patient was no news."""
    for some in _parts(sorted(set(ids))):
        connection.execute(update(patient).where(patient.c.id.in_(some), patient.c.base.is_(None)).values(base=base))


def names_from_elsewhere(connection: Connection, names: Iterable[tuple[str, str]], base: str) -> set[tuple[str, str]]:
    """Those (type, id) that are known, but only of patients of another FHIR server than this one: it cannot withdraw them."""
    by_type: dict[str, set[str]] = {}
    for kind, id in names:
        by_type.setdefault(kind, set()).add(id)
    here: set[tuple[str, str]] = set()
    known: set[tuple[str, str]] = set()
    query = select(resource.c.id, resource.c.owner, resource.c.url, patient.c.base).outerjoin(patient, patient.c.id == resource.c.owner)
    for kind, ids in by_type.items():
        for some in _parts(sorted(ids)):
            where = (resource.c.type == kind, resource.c.id.in_(some), resource.c.superseded.is_(None), resource.c.body.is_not(None))
            for row in connection.execute(query.where(*where)):
                known.add((kind, row.id))
                if row.owner == SHARED or row.base == base or row.url == f"{base}/{kind}/{row.id}":
                    here.add((kind, row.id))
    return known - here


def add_resources(connection: Connection, number: int, items: Sequence[Received]) -> list[Outcome]:
    """Add the resources of submission `number` to the records, in this order; what became of each."""
    current = _current(connection, items)
    sequence = connection.execute(select(func.max(resource.c.sequence))).scalar() or 0
    rows: list[dict[str, Any]] = []
    first = sequence + 1
    replaced: dict[int, int] = {}
    touched: dict[str, int] = {}
    people: dict[str, bytes | None] = {}
    outcomes = []
    for item in items:
        same_name = current.setdefault((item.type, item.id), [])
        alive = [one for one in same_name if one.body is not None]
        rivals = _meant(item, same_name, alive)
        if rivals is None:
            outcomes.append(Outcome("conflict"))
            continue
        mine = [one for one in rivals if one.body is not None]
        if item.body is None and not mine:
            outcomes.append(Outcome("absent"))
            continue
        if mine and item.body is not None and mine[0].body == item.body and mine[0].url == item.url:
            outcomes.append(Outcome("unchanged", frozenset((item.owner,))))
            continue
        owner = mine[0].owner if item.body is None else item.owner
        late = bool(mine) and item.body is not None and _older(item.body, mine[0].body)
        sequence += 1
        row = {"sequence": sequence, "owner": owner, "type": item.type, "id": item.id, "url": item.url}
        row |= {"submission": number, "place": item.place, "body": item.body, "superseded": None}
        rows.append(row)
        if late:
            row["superseded"] = mine[0].sequence
            outcomes.append(Outcome("older", frozenset((owner,))))
            continue
        for one in rivals:
            if one.sequence >= first:
                rows[one.sequence - first]["superseded"] = sequence
            else:
                replaced[one.sequence] = sequence
            same_name.remove(one)
        same_name.append(_Current(sequence, owner, item.url, item.body))
        touched[owner] = sequence
        if item.type == "Patient":
            people[owner] = item.body
        what = "withdrawn" if item.body is None else "updated" if mine else "created"
        elsewhere = not item.shared_name and item.body is not None and any(one.owner != owner for one in alive)
        outcomes.append(Outcome(what, frozenset((owner,)), elsewhere))
    # The people first, though nothing points to them: a review of theirs does.
    _touch(connection, touched, people, rows)
    if replaced:
        # First out, then in: at no moment do two rows count for one resource.
        change = update(resource).where(resource.c.sequence == bindparam("old")).values(superseded=bindparam("by"))
        connection.execute(change, [{"old": old, "by": by} for old, by in replaced.items()])
    if rows:
        connection.execute(insert(resource), rows)
    return outcomes


def _meant(item: Received, same_name: list[_Current], alive: list[_Current]) -> list[_Current] | None:
    """Which rows this one replaces; None when that is not clear.

    Never those of another person: bundles that are numbered each by itself give a Condition/1 to every patient, often with one made-up
    address. Taking it from the one for the other would empty her record without a word.
    """
    if item.body is None:
        found = [one for one in alive if item.url is not None and one.url == item.url] or alive
        return found if len(found) <= 1 else None
    if item.only_one and not item.shared_name and any(one.owner != item.owner for one in alive):
        return None
    return [one for one in same_name if one.owner == item.owner]


def _older(body: bytes, known: bytes | None) -> bool:
    """Whether a version that comes late says of itself that it is older. Where one of the two does not say, what comes later counts."""
    if known is None:
        return False
    (changed, version), (changed_before, version_before) = _version(body), _version(known)
    if changed is not None and changed_before is not None and changed != changed_before:
        return changed < changed_before
    if (changed is None) != (changed_before is None) or version is None or version_before is None:
        return False
    return version < version_before


def _version(body: bytes) -> tuple[datetime | None, int | None]:
    meta = orjson.loads(body).get("meta")
    meta = meta if isinstance(meta, dict) else {}
    changed, number = meta.get("lastUpdated"), meta.get("versionId")
    try:
        moment = datetime.fromisoformat(changed) if isinstance(changed, str) and "T" in changed else None
    except ValueError:
        moment = None
    if moment is not None and moment.tzinfo is None:
        moment = None
    return moment, int(number) if isinstance(number, str) and number.isdecimal() and len(number) < 18 else None


def _current(connection: Connection, items: Sequence[Received]) -> dict[tuple[str, str], list[_Current]]:
    by_type: dict[str, set[str]] = {}
    for item in items:
        by_type.setdefault(item.type, set()).add(item.id)
    found: dict[tuple[str, str], list[_Current]] = {}
    columns = (resource.c.sequence, resource.c.owner, resource.c.url, resource.c.body, resource.c.id)
    for kind, ids in by_type.items():
        for some in _parts(sorted(ids)):
            where = (resource.c.type == kind, resource.c.id.in_(some), resource.c.superseded.is_(None))
            for row in connection.execute(select(*columns).where(*where)):
                body = None if row.body is None else bytes(row.body)
                found.setdefault((kind, row.id), []).append(_Current(row.sequence, row.owner, row.url, body))
    return found


def _touch(
    connection: Connection, touched: dict[str, int], people: dict[str, bytes | None], rows: list[dict[str, Any]]
) -> None:
    """Note the newest change of each record, and the name and birth date of those whose Patient resource came."""
    owners = sorted(set(touched) | {row["owner"] for row in rows})
    known = set()
    for some in _parts(owners):
        known |= set(connection.execute(select(patient.c.id).where(patient.c.id.in_(some))).scalars())
    new = [
        {"id": owner, "name": "", "birth_date": None, "base": None, "newest": touched.get(owner, 0)}
        for owner in owners
        if owner not in known and owner != SHARED
    ]
    if new:
        connection.execute(insert(patient), new)
    changes = [{"key": owner, "at": at} for owner, at in touched.items() if owner in known]
    if changes:
        connection.execute(update(patient).where(patient.c.id == bindparam("key")).values(newest=bindparam("at")), changes)
    urls = {row["owner"]: row["url"] for row in rows if row["type"] == "Patient" and row["body"] is not None}
    for owner, body in people.items():
        person = person_of(orjson.loads(body) if body is not None else {}, None, urls.get(owner))
        values: dict[str, Any] = {"name": person.name, "birth_date": person.birth_date}
        if person.base is not None:
            values["base"] = person.base
        connection.execute(update(patient).where(patient.c.id == owner).values(values))


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for begin in range(0, len(items), MANY):
        yield items[begin : begin + MANY]
