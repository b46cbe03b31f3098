"""When the world misbehaves: a full disk under PostgreSQL, a database that is gone and comes back, a clock that goes back."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from databases import new_postgres
from osteon.serve.access.tokens import add_client
from osteon.serve.application import application
from osteon.serve.audit import chain
from osteon.serve.storage import moments
from osteon.serve.storage.database import Database, open_database, reading, writing
from osteon.serve.storage.migrating import migrate
from serve.conftest import Asking, count, site_on
from serve.small import bundle, creatinine, patient
from serve.test_killed import check_storage, submission

SMALL_DISK = Path(tempfile.gettempdir()) / f"small{os.getpid()}"


@pytest.fixture
def small_space(postgres: str) -> Iterator[str]:
    """Address of an empty database of PostgreSQL whose tables lie on a disk of 32 MB of their own."""
    import pwd

    import psycopg

    folder = SMALL_DISK
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        folder.rmdir()
        pytest.skip("needs the right to mount a small file system")
    try:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
        (inner := folder / "tables").mkdir()
        if os.geteuid() == 0:
            os.chown(inner, pwd.getpwnam("postgres").pw_uid, -1)
        with psycopg.connect(postgres, autocommit=True) as connection:
            connection.execute(f"CREATE TABLESPACE small LOCATION '{inner}'")
            connection.execute("CREATE DATABASE small TABLESPACE small")
        try:
            yield postgres.replace("/postgres?", "/small?")
        finally:
            with psycopg.connect(postgres, autocommit=True) as connection:
                connection.execute("DROP DATABASE small WITH (FORCE)")
                connection.execute("DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "-l", folder], check=True)
        folder.rmdir()


def test_a_full_disk_of_postgresql_is_said_and_nothing_is_damaged(small_space: str):
    database = open_database(small_space)
    migrate(database)
    with writing(database) as connection:
        token = add_client(connection, "engine", ["sender", "reader"])
    acknowledged: dict[int, str] = {}
    filler = SMALL_DISK / "filler"
    filler.write_bytes(bytes(max(0, shutil.disk_usage(SMALL_DISK).free - 1_000_000)))
    with TestClient(application(site_on(database)), base_url="http://localhost") as http:
        ask = Asking(http, token)
        for number in range(3000):
            said = ask.send(submission(0, number))
            if said.status_code != 200:
                break
            acknowledged[int(said.headers["osteon-submission"])] = _hash(submission(0, number))
        assert said.status_code == 507
        assert said.json()["issue"][0]["code"] == "no-store" and "Nothing was kept" in said.json()["issue"][0]["diagnostics"]
        assert http.get("/healthz").status_code == 200
        before = count(database, "SELECT count(*) FROM submission")
        assert before == len(acknowledged)
        filler.unlink()
        assert ask.send(submission(0, 5000)).status_code == 200, "with room again it goes on"
        assert ask("GET", "/fhir/Patient/p0-0/$review").status_code == 200
    assert check_storage(small_space, acknowledged) == before + 1
    database.close()


def _hash(body: bytes) -> str:
    from hashlib import sha256

    return sha256(body).hexdigest()


def test_a_database_that_is_gone_and_comes_back(postgres: str):
    """What is asked meanwhile is refused in words; nobody has to start the server anew."""
    import psycopg

    with new_postgres(postgres) as address:
        name = address.partition("@/")[2].partition("?")[0]
        database = open_database(address)
        migrate(database)
        with writing(database) as connection:
            token = add_client(connection, "engine", ["sender", "reader"])
        with TestClient(application(site_on(database)), base_url="http://localhost") as http:
            ask = Asking(http, token)
            assert ask.send(bundle(patient(), creatinine())).status_code == 200
            with psycopg.connect(postgres, autocommit=True) as outside:
                outside.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
                outside.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))
                for said in (ask.send(bundle(patient("bea"))), ask("GET", "/fhir/Patient/ann/$review"), ask("GET", "/patients")):
                    assert said.status_code == 503
                    assert "database" in said.text and "Traceback" not in said.text and name not in said.text
                assert http.get("/healthz").status_code == 200
                assert http.get("/readyz").status_code == 503
                outside.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
            assert http.get("/readyz").status_code == 200
            assert ask("GET", "/fhir/Patient/ann/$review").status_code == 200
            assert ask("GET", "/fhir/Patient/bea/$review").status_code == 404
            assert ask.send(bundle(patient("bea"))).status_code == 200
        with reading(database) as connection:
            assert chain.verify(connection).fault is None
        database.close()


def test_a_clock_that_goes_back(ask: Asking, database: Database, monkeypatch: pytest.MonkeyPatch):
    """The order of things is that of their numbers, not of the clock: what came last counts, and the trail stays whole."""
    assert ask.send(bundle(patient(), creatinine(value=1))).status_code == 200
    real = moments.datetime

    class YearAgo(real):
        @classmethod
        def now(cls, zone: Any = None) -> Any:
            found = real.now(zone)
            return found.replace(year=found.year - 1, day=min(found.day, 28))

    monkeypatch.setattr(moments, "datetime", YearAgo)
    assert ask.send(bundle(patient(), creatinine(value=2))).status_code == 200
    assert ask("GET", "/fhir/Patient/ann/$review?as_of=2025-06-01").status_code == 200
    monkeypatch.undo()
    assert ask.send(bundle(patient(), creatinine(value=2))).status_code == 200
    with reading(database) as connection:
        from osteon.serve.storage.records import current_record

        assert b'"value":2' in current_record(connection, "ann").replace(b" ", b"")
        assert chain.verify(connection).fault is None
        times = list(connection.exec_driver_sql("SELECT at FROM audit ORDER BY number").scalars())
    assert times != sorted(times), "the clock did go back"
    assert count(database, "SELECT count(*) FROM submission") == 3
