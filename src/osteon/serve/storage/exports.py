"""What is known of exports of FHIR servers: which are under way, and how far each of their files is taken in."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import orjson
from sqlalchemy import Connection, Row, func, insert, select, text, update

from osteon.serve.failures import ServeError
from osteon.serve.storage.database import Database
from osteon.serve.storage.moments import now
from osteon.serve.storage.tables import export, export_file, patient, resource

__all__ = [
    "ASKED",
    "DONE",
    "FAILED",
    "LISTED",
    "STORED",
    "NewFile",
    "Progress",
    "add_export",
    "alone",
    "begin_file_again",
    "change_export",
    "clear_export",
    "files_of",
    "find_export",
    "known_from",
    "last_moment",
    "list_files",
    "move_on",
    "open_export",
    "rename_files",
]

ASKED, LISTED, STORED, DONE, FAILED = "asked", "listed", "stored", "done", "failed"
"""The server works on it; its files are known; they are taken in; the server was told so; it came to nothing."""
ONE_FETCH = 0x0573_0FE7
MOST_PROBLEMS = 50
"""Different ones that are remembered of one file."""


class NewFile(NamedTuple):
    """A file of an export of which nothing is taken in yet. `promised`: lines, as the manifest says."""

    kind: str
    type: str
    address: str
    promised: int | None


class Progress(NamedTuple):
    """What one more part of a file has brought."""

    position: int
    digest: str
    lines: int
    """All of them up to here."""
    kept: int
    """Of this part."""
    new: int
    problems: Mapping[str, int]
    complete: bool


@contextmanager
def alone(database: Database) -> Iterator[None]:
    """One fetch at a time on this database. Raises ServeError when another one is at work."""
    busy = ServeError("Another fetch is at work on this storage. Wait until it has ended.")
    if database.embedded:
        with database.file.with_name("fetching.lock").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise busy from None
            yield
        return
    with database.engine.connect() as connection:
        if not connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": ONE_FETCH}).scalar():
            raise busy
        connection.commit()
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ONE_FETCH})


def open_export(connection: Connection, server: str, scope: str) -> Row[Any] | None:
    """The newest export of this server and scope that is not at its end."""
    going = (export.c.server == server, export.c.scope == scope, export.c.state.in_((ASKED, LISTED, STORED)))
    return connection.execute(select(export).where(*going).order_by(export.c.id.desc()).limit(1)).one_or_none()


def find_export(connection: Connection, number: int) -> Row[Any]:
    """An export by its number."""
    return connection.execute(select(export).where(export.c.id == number)).one()


def last_moment(connection: Connection, server: str, scope: str) -> str | None:
    """transactionTime of the last export that was complete."""
    whole = (export.c.server == server, export.c.scope == scope, export.c.complete == 1, export.c.state.in_((STORED, DONE)))
    return connection.execute(select(export.c.moment).where(*whole).order_by(export.c.id.desc()).limit(1)).scalar()


def add_export(connection: Connection, *, server: str, scope: str, since: str | None, address: str) -> int:
    """Note an export that the server has taken on; gives back its number."""
    number = (connection.execute(select(func.max(export.c.id))).scalar() or 0) + 1
    values = {"id": number, "server": server, "scope": scope, "since": since, "state": ASKED, "address": address}
    connection.execute(insert(export).values(**values, moment=None, protected=0, complete=0, began=now()))
    return number


def change_export(connection: Connection, number: int, **values: Any) -> None:
    """Change what is known of an export: state, moment, protected, complete."""
    connection.execute(update(export).where(export.c.id == number).values(**values))


def clear_export(connection: Connection, number: int, state: str) -> None:
    """End an export. Its addresses are forgotten: some of them let in whoever knows them."""
    change_export(connection, number, state=state, address="")
    connection.execute(update(export_file).where(export_file.c.export == number).values(address=""))


def list_files(connection: Connection, number: int, files: Sequence[NewFile], start: str) -> None:
    """Note the files of an export. `start`: the digest of nothing."""
    rows = [
        {"export": number, "number": place, **file._asdict(), "position": 0, "digest": start, "lines": 0, "kept": 0, "new": 0}
        | {"problems": "{}", "complete": 0}
        for place, file in enumerate(files, 1)
    ]
    for begin in range(0, len(rows), 500):
        connection.execute(insert(export_file), rows[begin : begin + 500])


def files_of(connection: Connection, number: int) -> list[Row[Any]]:
    """The files of an export in the order in which they are taken in."""
    return list(connection.execute(select(export_file).where(export_file.c.export == number).order_by(export_file.c.number)))


def rename_files(connection: Connection, number: int, files: Sequence[NewFile]) -> bool:
    """New addresses for the files of an export; whether they are the same files otherwise. If not, nothing is changed."""
    known = files_of(connection, number)
    if [(file.kind, file.type, file.promised) for file in known] != [(file.kind, file.type, file.promised) for file in files]:
        return False
    for old, new in zip(known, files, strict=True):
        this = (export_file.c.export == number, export_file.c.number == old.number)
        connection.execute(update(export_file).where(*this).values(address=new.address))
    return True


def move_on(connection: Connection, number: int, file: int, progress: Progress) -> None:
    """Note how far a file is taken in: in the transaction in which its part is kept."""
    this = (export_file.c.export == number, export_file.c.number == file)
    old = connection.execute(select(export_file).where(*this)).one()
    problems = orjson.loads(old.problems)
    for words, count in progress.problems.items():
        if words in problems or len(problems) < MOST_PROBLEMS:
            problems[words] = problems.get(words, 0) + count
    connection.execute(
        update(export_file)
        .where(*this)
        .values(
            position=progress.position,
            digest=progress.digest,
            lines=progress.lines,
            kept=old.kept + progress.kept,
            new=old.new + progress.new,
            problems=orjson.dumps(problems).decode(),
            complete=int(progress.complete),
        )
    )


def begin_file_again(connection: Connection, number: int, file: int, start: str) -> None:
    """Forget how far a file was: it is not the file any more that it was."""
    this = (export_file.c.export == number, export_file.c.number == file)
    values = {"position": 0, "digest": start, "lines": 0, "kept": 0, "new": 0, "problems": "{}", "complete": 0}
    connection.execute(update(export_file).where(*this).values(**values))


def known_from(connection: Connection, server: str, ids: Sequence[str]) -> set[str]:
    """Those of these patients whose Patient resource came from this server."""
    found: set[str] = set()
    for begin in range(0, len(ids), 400):
        some = ids[begin : begin + 400]
        own = (resource.c.type == "Patient", resource.c.superseded.is_(None), resource.c.body.is_not(None))
        query = select(patient.c.id).join(resource, resource.c.owner == patient.c.id)
        found |= set(connection.execute(query.where(patient.c.id.in_(some), patient.c.base == server, *own)).scalars())
    return found
