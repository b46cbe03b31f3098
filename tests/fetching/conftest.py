"""A hospital that hands out records, and a storage that fetches them, without a network and without waiting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from fetching.hospital import Hospital, Wire
from osteon.serve.fetching.bulk import Scope
from osteon.serve.fetching.clock import Clock
from osteon.serve.fetching.exports import LAST, Summary
from osteon.serve.fetching.fetch import fetch
from osteon.serve.fetching.keys import load_keys, make_key, public_keys
from osteon.serve.fetching.server import Server, open_server
from osteon.serve.settings import ServeSettings
from osteon.serve.storage.database import Database, reading
from osteon.serve.storage.tables import audit, export, export_file, patient, resource, submission

PUBLIC = "93.184.216.34"


class Time:
    """A clock that stands still, but for those who sleep."""

    def __init__(self) -> None:
        self.at = 1_000_000.0
        self.slept: list[float] = []

    def sleep(self, seconds: float) -> None:
        self.at += seconds
        self.slept.append(seconds)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.at, self.sleep, lambda: 1.0)


class Fetching:
    """A storage, a hospital, and all that is between them."""

    def __init__(self, hospital: Hospital, database: Database, key: Path) -> None:
        self.hospital, self.database, self.key = hospital, database, key
        self.time = Time()
        hospital.now = lambda: self.time.at
        self.wire = Wire(hospital)
        self.addresses = {"ehr.example": PUBLIC, "files.example": PUBLIC, "auth.example": PUBLIC}
        self.settings: dict[str, Any] = {"fetch_server": hospital.base, "fetch_client": "osteon", "fetch_key": key}

    def server(self) -> Server:
        return open_server(
            ServeSettings(**self.settings), transport=self.wire, clock=self.time.clock, find=lambda host, _: [self.addresses[host]]
        )

    def __call__(self, level: str = "group", id: str = "bone", since: str | None = LAST) -> Summary:
        scope = Scope(level, id if level in ("group", "patient") else "")
        return fetch(self.database, self.server(), ServeSettings(**self.settings), scope, since=since)

    def current(self) -> set[tuple[str, str, str]]:
        """(owner, type, id) of all that counts."""
        counts = (resource.c.superseded.is_(None), resource.c.body.is_not(None))
        with reading(self.database) as connection:
            return {tuple(row) for row in connection.execute(select(resource.c.owner, resource.c.type, resource.c.id).where(*counts))}

    def rows(self, table: Any) -> list[Any]:
        with reading(self.database) as connection:
            return list(connection.execute(select(table)))


def stored(database: Database) -> dict[str, list[tuple[Any, ...]]]:
    """All that is in the storage, but for moments and the hashes that they go into."""
    moments = {"received", "began", "at", "previous", "hash"}
    found = {}
    with reading(database) as connection:
        for table in (submission, patient, resource, audit, export, export_file):
            columns = [column for column in table.c if column.name not in moments]
            found[table.name] = [tuple(row) for row in connection.execute(select(*columns).order_by(*table.primary_key.columns))]
    return found


@pytest.fixture(scope="session")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a private key."""
    path = tmp_path_factory.mktemp("key") / "key.json"
    make_key(path)
    return path


@pytest.fixture
def hospital(key: Path) -> Hospital:
    """A hospital that knows that key."""
    return Hospital(keys=public_keys(load_keys(key)))


@pytest.fixture
def fetching(hospital: Hospital, database: Database, key: Path) -> Fetching:
    """A storage that fetches from that hospital."""
    return Fetching(hospital, database, key)
