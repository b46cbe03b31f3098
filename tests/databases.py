"""Databases for tests, of each kind. What a fixture does not need is not imported until it is asked for: every test loads this file."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from waiting import wait_for

if TYPE_CHECKING:
    from osteon.serve.storage.database import Database


def postgres_programs() -> Path | None:
    """Folder of the newest PostgreSQL of this machine."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name.partition(".")[0]))
    on_path = shutil.which("initdb")
    found = [path for path in debian if (path / "initdb").exists()] or ([Path(on_path).resolve().parent] if on_path else [])
    return found[-1] if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL that was started for the tests, on a socket in a folder of its own, not as root."""
    programs = postgres_programs()
    if programs is None:
        pytest.skip("needs PostgreSQL: on Debian and Ubuntu, apt install postgresql")
    who: dict[str, Any] = {}
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if os.geteuid() == 0:
        import pwd

        try:
            account = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        who = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    options: dict[str, Any] = {**who, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    data = folder / "data"
    subprocess.run(
        [programs / "initdb", "-D", data, "-U", "osteon", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"],
        check=True,
        **options,
    )
    server = subprocess.Popen(
        [programs / "postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c", "max_connections=200"], **options
    )
    address = f"postgresql://osteon@/postgres?host={folder}"
    try:
        subprocess.run(
            [programs / "pg_isready", "-h", folder, "-t", "30"], check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(lambda: answers(address))
        yield address
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def answers(address: str) -> bool:
    """Whether a PostgreSQL takes connections."""
    import psycopg

    with suppress(psycopg.OperationalError), psycopg.connect(address):
        return True
    return False


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str | Path]:
    """An empty database of each kind: the folder of an embedded one, or the address of a PostgreSQL."""
    if request.param == "sqlite":
        yield tmp_path / "data"
        return
    with new_postgres(request.getfixturevalue("postgres")) as found:
        yield found


class new_postgres:
    """An empty database of a PostgreSQL, for as long as the block runs."""

    def __init__(self, server: str) -> None:
        self.server, self.name = server, f"t{uuid.uuid4().hex}"

    def _do(self, command: str) -> None:
        import psycopg

        with psycopg.connect(self.server, autocommit=True) as connection:
            connection.execute(command)

    def __enter__(self) -> str:
        self._do(f"CREATE DATABASE {self.name}")
        return self.server.replace("/postgres?", f"/{self.name}?")

    def __exit__(self, *_: Any) -> None:
        self._do(f"DROP DATABASE {self.name} WITH (FORCE)")


def database_at(address: str | Path) -> Database:
    """A database with the tables of today."""
    from osteon.serve.storage.database import open_database
    from osteon.serve.storage.migrating import migrate

    found = open_database(address)
    migrate(found)
    return found


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Database]:
    """An embedded database, with the tables of today."""
    found = database_at(tmp_path / "data")
    yield found
    found.close()


@pytest.fixture
def database(embedded: Database) -> Database:
    """The database of a test: an embedded one, unless a folder's own fixture says otherwise."""
    return embedded


@pytest.fixture
def either(address: str | Path) -> Iterator[Database]:
    """A database of each kind, with the tables of today."""
    found = database_at(address)
    yield found
    found.close()


@pytest.fixture(scope="session")
def unhurried() -> Iterator[None]:
    """A list of patients makes all reviews that are missing, however busy the machine is: it usually stops after some seconds."""
    from osteon.serve.reviewing import patients_by_urgency

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(patients_by_urgency.__kwdefaults__, "seconds", 60.0)
        yield
