"""Opens the database, and the two ways to use it: reading one state of it, and writing all of something or nothing."""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event, exc, make_url, text

from osteon.serve.failures import ServeError, StorageError

__all__ = ["FILE_NAME", "Database", "changing", "open_database", "reading", "writing"]

FILE_NAME: Final = "osteon.db"
WAIT_SECONDS: Final = 20
"""For another writer, such as an import from the command line beside the running server."""
ONE_WRITER: Final = 0x0573_0E0A
"""Key of the lock that writers of a PostgreSQL take, so that sequences and the audit chain grow in the order of commits."""
WRITES: Final = "osteon_writes"
FULL = ("database or disk is full", "no space left", "disk quota", "file too large")


class Waiting:
    """Those who wait to have something small written, first come first; one of them at a time leads, and does it for all."""

    def __init__(self) -> None:
        self._line: deque[Any] = deque()
        self._led = False
        self._mutex = threading.Lock()

    def __len__(self) -> int:
        return len(self._line)

    def join(self, one: Any) -> bool:
        """Stand in line. True for who has to lead, because nobody does."""
        with self._mutex:
            self._line.append(one)
            leads, self._led = not self._led, True
        return leads

    def take(self, most: int) -> list[Any]:
        """So many from the front of the line, the one who leads first."""
        with self._mutex:
            return [self._line.popleft() for _ in range(min(most, len(self._line)))]

    def leave(self) -> Any:
        """The one who leads is through: who leads next, or None where nobody waits."""
        with self._mutex:
            self._led = bool(self._line)
            return self._line[0] if self._line else None


@dataclass(frozen=True)
class Database:
    """One database. Writers of this process wait in a line for `turn`, which is fairer than SQLite's own polling.

    `waiting`: small things to write that whoever has the turn next does together (`osteon.serve.audit.noting`).
    """

    engine: Engine
    turn: threading.Lock = field(default_factory=threading.Lock)
    waiting: Waiting = field(default_factory=Waiting)

    @cached_property
    def reader(self) -> Engine:
        """The engine for reading one state."""
        return self.engine if self.embedded else self.engine.execution_options(isolation_level="REPEATABLE READ")

    @cached_property
    def writer(self) -> Engine:
        """The engine for writing."""
        return self.engine.execution_options(**{WRITES: True})

    @property
    def embedded(self) -> bool:
        """Whether it is the SQLite file, not a server of its own."""
        return self.engine.dialect.name == "sqlite"

    @property
    def file(self) -> Path:
        """The SQLite file. Only where `embedded`."""
        return Path(self.engine.url.database or "")

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(address: str | Path) -> Database:
    """A database by its DSN (`postgresql://host/name`), or the SQLite file in a folder, which is made if it is not there.

    Nothing is connected yet. Raises ServeError for an address that is none.
    """
    if isinstance(address, Path):
        try:
            address.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as fault:
            raise ServeError(f"The data folder {address} cannot be made: {fault.strerror}.") from None
        file = address / FILE_NAME
        if not file.exists():
            # Before SQLite makes it for everyone to read; its side files take its permissions.
            try:
                file.touch(mode=0o600)
            except OSError as fault:
                raise ServeError(f"The data folder {address} cannot be written to: {fault.strerror}.") from None
        return _sqlite(file)
    try:
        url = make_url(address)
    except exc.ArgumentError:
        raise ServeError("The address of the database is none. Write postgresql://USER@HOST/NAME.") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername != "postgresql+psycopg":
        raise ServeError(f"Osteon keeps records in SQLite or PostgreSQL, not in {url.drivername.partition('+')[0]}.")
    try:
        engine = create_engine(
            url,
            hide_parameters=True,
            pool_pre_ping=True,
            pool_size=20,
            max_overflow=30,
            connect_args={"options": "-c synchronous_commit=on -c lock_timeout=60s", "connect_timeout": 10},
        )
    except ModuleNotFoundError:
        raise ServeError("PostgreSQL needs Psycopg: install osteon[postgres].") from None
    return Database(engine)


def _sqlite(file: Path) -> Database:
    engine = create_engine(
        f"sqlite:///{file}",
        hide_parameters=True,  # what SQLAlchemy says when it fails must not hold what was being written
        pool_size=20,
        max_overflow=30,
        pool_use_lifo=True,  # each connection fills a cache of its own: as few as are needed
        connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say, see `_begin`
        for setting in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {setting}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # A reader that turns writer half-way can find that the state has moved on: a writer takes the lock first.
        writes = connection.get_execution_options().get(WRITES)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return Database(engine)


@contextmanager
def reading(database: Database) -> Iterator[Connection]:
    """A connection that sees one state of the database. Raises StorageError."""
    with _failing_plainly(), database.reader.begin() as connection:
        yield connection


@contextmanager
def writing(database: Database) -> Iterator[Connection]:
    """A connection whose changes are all kept, on the disk, when the block has ended; or none of them. Raises StorageError."""
    with database.turn, changing(database) as connection:
        yield connection


@contextmanager
def changing(database: Database) -> Iterator[Connection]:
    """As `writing`, for whoever has the turn already. Raises StorageError."""
    with _failing_plainly(), database.writer.begin() as connection:
        if not database.embedded:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_WRITER})
        yield connection


@contextmanager
def _failing_plainly() -> Iterator[None]:
    try:
        yield
    except exc.SQLAlchemyError as fault:
        raise _plain(fault) from None
    except sqlite3.Error as fault:
        raise _plain(fault) from None
    except OSError as fault:
        if fault.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _no_room() from None
        raise


def _no_room() -> StorageError:
    return StorageError("The disk of the database is full. Nothing was kept. Free space, then send it again.", full=True)


def _plain(fault: Exception) -> StorageError:
    """The fault in words for who runs the server; of the database's own words, only what holds no value."""
    original = getattr(fault, "orig", None) or fault
    words = str(original).lower()
    if any(sign in words for sign in FULL) or getattr(original, "sqlstate", None) in ("53100", "53000"):
        return _no_room()
    if "locked" in words or "lock timeout" in words or isinstance(fault, exc.TimeoutError):
        return StorageError("The database is busy with another writer. Nothing was kept. Send it again.")
    if "readonly" in words or "read-only" in words:
        return StorageError("The database cannot be written to: check the permissions of its file. Nothing was kept.")
    if "malformed" in words or "not a database" in words:
        return StorageError("The database file is damaged. Stop the server and restore the last backup.")
    if isinstance(original, sqlite3.OperationalError) and "i/o error" in words:
        return StorageError(
            "The disk of the database does not take any more (full, or failing). Nothing was kept. "
            "Look at the disk, then send it again.",
            full=True,
        )
    if isinstance(fault, exc.OperationalError):
        return StorageError("The database does not answer. Nothing was kept. Check that it runs, then send it again.")
    kind = type(original).__name__
    return StorageError(f"The database refused ({kind}). Nothing was kept.")
