"""The record of a patient as it is now, and what was received."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from osteon.serve.storage.tables import patient, resource, submission

__all__ = ["SHARED", "Entry", "current_record", "entries_of", "find_patient", "read_submission", "record_version", "sequences_of"]

SHARED: Final = ""
"""Owner of what many records may point to: medications, organisations."""
REFERENCE: Final = re.compile(rb'"reference":"([^"\\]{1,400})"')


def find_patient(connection: Connection, id: str) -> Row[Any] | None:
    """(id, name, birth_date, base, newest) of a patient; None when she is not known."""
    return connection.execute(select(patient).where(patient.c.id == id)).one_or_none()


def record_version(connection: Connection, newest: int) -> int:
    """The version of a record whose own newest change is `newest`: what is shared belongs to every record."""
    query = select(func.max(resource.c.sequence)).where(resource.c.owner == SHARED)
    return max(newest, connection.execute(query).scalar() or 0)


def current_record(connection: Connection, id: str, upto: int | None = None) -> bytes:
    """The resources of a patient that count now, as a FHIR Bundle in JSON. Shared ones that she points to are among them.

    `upto`: as it was after the change of this sequence.
    """
    stands: ColumnElement[bool] = resource.c.superseded.is_(None)
    if upto is not None:
        stands = and_(resource.c.sequence <= upto, or_(stands, resource.c.superseded > upto))
    counts = (stands, resource.c.body.is_not(None))
    columns = (resource.c.url, resource.c.body)
    own = select(*columns).where(resource.c.owner == id, *counts).order_by(resource.c.sequence)
    rows = [tuple(row) for row in connection.execute(own)]
    rows += _pointed_at(connection, [body for _, body in rows], counts)
    entries = [_entry(url, body) for url, body in rows]
    return b'{"resourceType":"Bundle","type":"collection","entry":[' + b",".join(entries) + b"]}"


class Entry(NamedTuple):
    """One resource of a record that counts, with where it came from. `body` as it was sent, but for the white space."""

    reference: str
    body: bytes
    submission: int
    received: str
    client: str


def entries_of(connection: Connection, id: str, references: Iterable[str]) -> list[Entry]:
    """The entries of a record that these references (`Observation/7`) name, in their order. What is not there is left out."""
    wanted = list(dict.fromkeys(references))
    names = [tuple(one.rsplit("/", 2)[-2:]) for one in wanted if "/" in one]
    columns = (resource.c.type, resource.c.id, resource.c.body, resource.c.submission, submission.c.received, submission.c.client)
    found: dict[tuple[str, ...], Entry] = {}
    for begin in range(0, len(names), 500):
        some = [name[1] for name in names[begin : begin + 500]]
        query = select(*columns).join(submission, submission.c.id == resource.c.submission)
        where = (
            resource.c.owner.in_((id, SHARED)), resource.c.id.in_(some), resource.c.superseded.is_(None), resource.c.body.is_not(None),
        )  # fmt: skip
        for kind, name, *rest in connection.execute(query.where(*where).order_by(resource.c.owner)):
            # Her own comes after a shared one of the same name, and takes its place.
            found[kind, name] = Entry(f"{kind}/{name}", bytes(rest[0]), *rest[1:])
    return [found[name] for name in dict.fromkeys(names) if name in found]


def sequences_of(connection: Connection, number: int, id: str) -> tuple[int, int] | None:
    """First and last change to a patient's record that a submission brought; None when it brought none."""
    query = select(func.min(resource.c.sequence), func.max(resource.c.sequence))
    first, last = connection.execute(query.where(resource.c.submission == number, resource.c.owner == id)).one()
    return None if first is None else (first, last)


def _entry(url: str | None, body: bytes) -> bytes:
    address = b'"fullUrl":' + orjson.dumps(url) + b"," if url else b""
    return b"{" + address + b'"resource":' + bytes(body) + b"}"


def _pointed_at(connection: Connection, bodies: list[bytes], counts: tuple) -> list[tuple]:
    """Shared resources that these point to by `Type/id` or by address, and those that they point to in turn."""
    if connection.execute(select(resource.c.id).where(resource.c.owner == SHARED).limit(1)).first() is None:
        return []
    query = select(resource.c.type, resource.c.id, resource.c.url, resource.c.body)
    found: dict[tuple[str, str], tuple] = {}
    waiting = bodies
    for _ in range(3):  # a medication names its ingredients; nothing that is read goes deeper
        wanted = {match.decode("utf-8", "replace") for body in waiting for match in REFERENCE.findall(body)}
        names = {tuple(text.rstrip("/").rsplit("/", 2)[-2:]) for text in wanted if "/" in text}
        ids = sorted({name[1] for name in names})
        waiting = []
        for begin in range(0, len(ids), 500):
            where = (resource.c.owner == SHARED, resource.c.id.in_(ids[begin : begin + 500]), *counts)
            for kind, identity, url, body in connection.execute(query.where(*where)):
                if (kind, identity) in names and (kind, identity) not in found:
                    found[kind, identity] = (url, body)
                    waiting.append(body)
        if not waiting:
            break
    return list(found.values())


def read_submission(connection: Connection, id: int) -> tuple[Row[Any], bytes] | None:
    """A submission and its bytes as they were received; None when there is none of this number."""
    row = connection.execute(select(submission).where(submission.c.id == id)).one_or_none()
    return None if row is None else (row, zlib.decompress(row.body))
