"""An encrypted copy of everything that cannot be made again, and the way back. The same file restores into SQLite and PostgreSQL.

The file is in the age format (age-encryption.org), so that it can be opened without Osteon. Inside are JSON lines: a header with the
revision of the tables and the head of the audit trail, for each table its name and then its rows, and a last line with their number.
Reviews are left out: they follow from the rest. So are sessions and one-time links: nobody is signed in by a restored backup.
"""

from __future__ import annotations

import base64
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Final, NamedTuple

import orjson
import pyrage
from sqlalchemy import Connection, MetaData, Table, func, insert, inspect, select

import osteon
from osteon.serve.audit import chain
from osteon.serve.failures import ServeError
from osteon.serve.storage.database import Database, reading, writing
from osteon.serve.storage.migrating import migrate, revision_of, revisions
from osteon.serve.storage.moments import now
from osteon.serve.storage.tables import METADATA, audit, link, review, session

__all__ = ["KEY_VARIABLE", "Copied", "Key", "backup", "key_of", "make_key", "restore"]

KEY_VARIABLE: Final = "OSTEON_BACKUP_KEY"
FORMAT: Final = 1
KEPT: Final = tuple(table for table in METADATA.sorted_tables if table not in (review, session, link))
MANY: Final = 50
"""Rows at a time: a submission may have many megabytes."""
DAMAGED: Final = "The backup is damaged: it does not hold what its last line says. Take another one."


class Key(NamedTuple):
    """`recipient` writes backups; `identity` reads them, and is None where only the public half was given."""

    recipient: Any
    identity: Any


class Copied(NamedTuple):
    """What a backup holds."""

    tables: int
    rows: int
    revision: str
    audit_head: str


def make_key(path: Path) -> str:
    """Write a new secret key to a file that nobody else may read; gives back its public half. Raises ServeError."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(f"# Osteon backup key, made {now()}\n# public key: {public}\n{identity}\n")
    except OSError as fault:
        raise ServeError(f"The key cannot be written: {fault.strerror}.") from None
    return public


def key_of(path: Path | None, environment: Mapping[str, str]) -> Key:
    """The key from a file, or from the environment. Raises ServeError."""
    if path is not None:
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise ServeError("The key file cannot be read.") from None
    else:
        text = environment.get(KEY_VARIABLE, "")
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    if not lines:
        raise ServeError(f"A backup is encrypted, and there is no key. Give --key-file or {KEY_VARIABLE}; `osteon serve key` makes one.")
    try:
        if lines[0].startswith("age1"):
            return Key(pyrage.x25519.Recipient.from_str(lines[0]), None)
        identity = pyrage.x25519.Identity.from_str(lines[0])
    except (pyrage.IdentityError, pyrage.RecipientError):
        raise ServeError("The key is none: AGE-SECRET-KEY-1..., or for writing only age1..., is expected.") from None
    return Key(identity.to_public(), identity)


class _Lines:
    """Lines as a file to read from, without having all of them at once."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._rest = lines, memoryview(b"")

    def read(self, size: int = -1) -> bytes:
        """At most so many bytes of a line; nothing at the end."""
        if not self._rest:
            self._rest = memoryview(next(self._lines, b""))
        piece = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(piece) :]
        return bytes(piece)


class _Watched:
    """A file between which and us the encryption stands. It tells of faults in words of its own, so they are kept here as they were."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.fault: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        """As of a file."""
        return bytes(self._watched(self._file.read, size))

    def write(self, piece: bytes) -> int:
        """As of a file."""
        return int(self._watched(self._file.write, piece))

    def flush(self) -> None:
        """As of a file."""
        self._watched(self._file.flush)

    def _watched(self, work: Callable[..., Any], *words: Any) -> Any:
        try:
            return work(*words)
        except Exception as fault:
            self.fault = fault
            raise


def _pass_through(work: Callable[..., None], source: Any, target: IO[bytes], keys: list[Any]) -> None:
    """Encrypt or decrypt a file into another one. Raises the faults of either, not what the encryption makes of them."""
    watched = _Watched(source), _Watched(target)
    try:
        work(*watched, keys)
    except (pyrage.EncryptError, pyrage.DecryptError, OSError):
        for file in watched:
            if file.fault is not None:
                raise file.fault from None
        raise


def backup(database: Database, out: Path, key: Key) -> Copied:
    """Write one state of the database, encrypted, while the server may go on. Raises ServeError, StorageError."""
    if out.exists():
        raise ServeError("There is such a file already; a backup does not write over it.")
    with writing(database) as connection:
        chain.add(connection, [chain.Deed("command line", "backup")])
    partial = out.with_name(f".{out.name}.partial")
    try:
        with reading(database) as connection:
            counts = {table.name: connection.execute(select(func.count()).select_from(table)).scalar() or 0 for table in KEPT}
            done = Copied(len(KEPT), sum(counts.values()), str(revision_of(connection)), str(chain.head_of(connection)))
            _encrypt(_written(connection, done), partial, out, key)
    finally:
        partial.unlink(missing_ok=True)
    return done


def _encrypt(lines: Iterator[bytes], partial: Path, out: Path, key: Key) -> None:
    """All lines into a file that gets its name when it is on the disk. Raises ServeError: this need not be the disk of the database."""
    try:
        with os.fdopen(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            _pass_through(pyrage.encrypt_io, _Lines(lines), file, [key.recipient])
            file.flush()
            os.fsync(file.fileno())
        partial.rename(out)
    except OSError as fault:
        raise ServeError(f"The backup cannot be written: {fault.strerror or 'the disk does not take it'}.") from None


def _written(connection: Connection, done: Copied) -> Iterator[bytes]:
    header = {"osteon-backup": FORMAT, "osteon": osteon.__version__, "made": now()}
    yield orjson.dumps(header | {"revision": done.revision, "audit_head": done.audit_head}) + b"\n"
    for table in KEPT:
        yield orjson.dumps({"table": table.name, "columns": [column.name for column in table.columns]}) + b"\n"
        with connection.execute(select(table).execution_options(yield_per=MANY)) as rows:
            for row in rows:
                yield orjson.dumps([_as_json(value) for value in row]) + b"\n"
    yield orjson.dumps({"rows": done.rows}) + b"\n"


def _as_json(value: Any) -> Any:
    return {"b64": base64.b64encode(value).decode()} if isinstance(value, (bytes, memoryview)) else value


def _from_json(value: Any) -> Any:
    return base64.b64decode(value["b64"]) if isinstance(value, dict) else value


def restore(database: Database, file: Path, key: Key) -> Copied:
    """Fill an empty database from a backup, of this version or an earlier one: all of it or nothing. Raises ServeError, StorageError."""
    if key.identity is None:
        raise ServeError("This is the public half of the key: it writes backups. Reading one needs the secret key.")
    with tempfile.TemporaryFile(dir=database.file.parent if database.embedded else None) as plain:
        try:
            with file.open("rb") as encrypted:
                _pass_through(pyrage.decrypt_io, encrypted, plain, [key.identity])
                plain.flush()
        except FileNotFoundError:
            raise ServeError("There is no such backup.") from None
        except (pyrage.DecryptError, OSError) as fault:
            if isinstance(fault, OSError) and fault.errno is not None:  # of a disk; the encryption's own have no number
                needs = "It needs room for what the backup holds, in the data folder or the folder for temporary files."
                raise ServeError(f"The backup cannot be unpacked: {fault.strerror}. {needs}") from None
            raise ServeError("The backup cannot be opened: another key, or the file is damaged or cut off.") from None
        plain.seek(0)
        return _restored(database, plain)


def _restored(database: Database, plain: IO[bytes]) -> Copied:
    try:
        header = orjson.loads(plain.readline())
        revision, head = header["revision"], header["audit_head"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        raise ServeError("This is no backup of Osteon.") from None
    if header.get("osteon-backup") != FORMAT or revision not in revisions():
        raise ServeError(f"A newer Osteon wrote this backup (revision {revision}). Install the newer version.")
    _refuse_unless_empty(database)
    with reading(database) as connection:
        empty = revision_of(connection) is None
    if empty:
        migrate(database, revision)
    with writing(database) as connection:
        if revision_of(connection) != revision:
            raise ServeError("The database has tables already. Restore into a new one.")
        rows = _fill(connection, plain)
        found = chain.verify(connection) if inspect(connection).has_table(audit.name) else None
        if found is not None and (found.fault is not None or str(found.head) != head):
            raise ServeError("The audit trail in the backup is not whole. Nothing was restored; take another backup.")
    migrate(database)
    return Copied(len(KEPT), rows, revision, head)


def _refuse_unless_empty(database: Database) -> None:
    with reading(database) as connection:
        present = inspect(connection).get_table_names()
        for table in KEPT:
            if table.name in present and connection.execute(select(func.count()).select_from(table)).scalar():
                raise ServeError("The database is not empty. Restore into a new one: another --data folder or database.")


def _fill(connection: Connection, plain: IO[bytes]) -> int:
    """Rows into the tables as they were when the backup was made."""
    then = MetaData()
    then.reflect(connection)
    table: Table | None = None
    columns: list[str] = []
    waiting: list[dict[str, Any]] = []
    count, promised = 0, None
    for line in plain:
        value = orjson.loads(line)
        if isinstance(value, list) and table is not None:
            waiting.append(dict(zip(columns, map(_from_json, value), strict=True)))
            count += 1
        if waiting and (isinstance(value, dict) or len(waiting) >= MANY) and table is not None:
            connection.execute(insert(table), waiting)
            waiting = []
        if isinstance(value, dict) and "table" in value:
            table, columns = then.tables[value["table"]], value["columns"]
        elif isinstance(value, dict):
            promised = value["rows"]
    if promised != count:
        raise ServeError(DAMAGED)
    return count
