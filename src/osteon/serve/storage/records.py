"""The record of a patient as it is now, and what was received."""

from __future__ import annotations

import re
import zlib
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Row, func, select

from osteon.serve.storage.tables import patient, resource, submission

__all__ = ["SHARED", "current_record", "find_patient", "read_submission", "record_version"]

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


def current_record(connection: Connection, id: str) -> bytes:
    """The resources of a patient that count now, as a FHIR Bundle in JSON. Shared ones that she points to are among them."""
    counts = (resource.c.superseded.is_(None), resource.c.body.is_not(None))
    columns = (resource.c.url, resource.c.body)
    own = select(*columns).where(resource.c.owner == id, *counts).order_by(resource.c.sequence)
    rows = [tuple(row) for row in connection.execute(own)]
    rows += _pointed_at(connection, [body for _, body in rows], counts)
    entries = [_entry(url, body) for url, body in rows]
    return b'{"resourceType":"Bundle","type":"collection","entry":[' + b",".join(entries) + b"]}"


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
