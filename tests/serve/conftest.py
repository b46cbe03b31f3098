"""A server on each kind of database, and the server as a process of its own."""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from osteon.engine.settings import Settings
from osteon.serve.access.tokens import add_client
from osteon.serve.application import application
from osteon.serve.reviewing import Reviewer
from osteon.serve.settings import ServeSettings
from osteon.serve.site import Site
from osteon.serve.storage.database import Database, open_database, writing
from osteon.serve.storage.migrating import migrate

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.json"))


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


def wait_for(condition: Callable[[], bool], seconds: float = 60) -> None:
    """Come back as soon as it holds; fail if it never does."""
    import time

    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


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


def embedded_database(folder: Path) -> Database:
    """An embedded database with the tables of today."""
    found = open_database(folder)
    migrate(found)
    return found


@pytest.fixture
def embedded(tmp_path: Path) -> Iterator[Database]:
    """An embedded database. Imported as `database` where nothing is asked of PostgreSQL."""
    found = embedded_database(tmp_path / "data")
    yield found
    found.close()


@pytest.fixture
def database(address: str | Path) -> Iterator[Database]:
    """A database with the tables of today."""
    found = open_database(address)
    migrate(found)
    yield found
    found.close()


def site_on(database: Database, **settings: Any) -> Site:
    """A site on this database."""
    if not database.embedded:
        settings.setdefault("database", "postgresql://somewhere/osteon")
    return Site.of(ServeSettings(**settings), database, Reviewer(Settings()))


@pytest.fixture
def site(database: Database) -> Site:
    """A site as it is without any settings."""
    return site_on(database)


class Asking:
    """A client program: what it is called, its token, and the way to ask."""

    def __init__(self, http: TestClient, token: str | None) -> None:
        self.http = http
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}

    def __call__(self, method: str, path: str, **words: Any) -> Any:
        headers = {**self.headers, **words.pop("headers", {})}
        return self.http.request(method, path, headers=headers, **words)

    def send(self, content: bytes, media_type: str = "application/fhir+json", **headers: str) -> Any:
        """Send a submission."""
        return self("POST", "/fhir", content=content, headers={"Content-Type": media_type, **headers})


@pytest.fixture
def http(site: Site) -> Iterator[TestClient]:
    """The application of the site, asked without a network."""
    with TestClient(application(site), base_url="http://localhost") as found:
        yield found


@pytest.fixture
def ask(http: TestClient, database: Database) -> Asking:
    """A client that may send and read everything."""
    with writing(database) as connection:
        token = add_client(connection, "tester", ["sender", "reader", "auditor", "operator"])
    return Asking(http, token)


def count(database: Database, query: str) -> int:
    """The one number that a query gives."""
    from osteon.serve.storage.database import reading

    with reading(database) as connection:
        return int(connection.execute(text(query)).scalar() or 0)


def serve_command(*arguments: str, **environment: str) -> tuple[list[str], dict[str, str]]:
    """Command and environment that run `osteon serve` as a process."""
    return [sys.executable, "-m", "osteon", "serve", *arguments], {**os.environ, "USER": getpass.getuser(), **environment}
