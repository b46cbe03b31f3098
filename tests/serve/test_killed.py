"""Killed in the middle of imports, and without room on the disk: nothing that was acknowledged is lost, nothing is there by halves."""

from __future__ import annotations

import http.client
import json
import random
import resource
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from databases import new_postgres
from osteon.serve.audit import chain
from osteon.serve.storage.database import open_database, reading
from serve.process import FHIR, Server, free_port, running
from serve.small import bundle, creatinine, patient
from waiting import wait_for


def submission(sender: int, number: int) -> bytes:
    """A submission that says who it is: a patient and some results, the same ones again and again."""
    id = f"p{sender}-{number % 7}"
    results = [creatinine(f"{id}-r{place}", id, 1 + number / 100) for place in range(40)]
    return bundle(patient(id), *results)


def send_all(server: Server, sender: int, first: int, acknowledged: dict[int, str], stop: threading.Event) -> None:
    """Send one submission after the other until the server is gone; note what was acknowledged, by its number."""
    number = first
    while not stop.is_set():
        body = submission(sender, number)
        try:
            status, headers, _ = server.ask("POST", "/fhir", body)
        except (OSError, http.client.HTTPException):
            return
        if status == 200:
            acknowledged[int(headers["osteon-submission"])] = sha256(body).hexdigest()
        number += 1


def check_storage(address: str | Path, acknowledged: dict[int, str]) -> int:
    """Everything that was acknowledged is there and whole, nothing is there by halves; how many submissions there are."""
    from sqlalchemy import func, select

    from osteon.serve.storage.records import read_submission
    from osteon.serve.storage.tables import resource, submission

    database = open_database(address)
    with reading(database) as connection:
        if database.embedded:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert chain.verify(connection).fault is None
        numbers = list(connection.execute(select(submission.c.id).order_by(submission.c.id)).scalars())
        assert numbers == list(range(1, len(numbers) + 1))
        lost = [number for number in acknowledged if number > len(numbers)]
        assert not lost
        per_submission = dict(
            tuple(row) for row in connection.execute(select(resource.c.submission, func.count()).group_by(resource.c.submission))
        )
        told = audited(connection)
        for number in numbers:
            row, body = read_submission(connection, number)
            assert sha256(body).hexdigest() == row.sha256 == acknowledged.get(number, row.sha256)
            # All 40 results are new in each submission; the patient is new in the first one of hers alone.
            assert per_submission[number] in (40, 41)
            assert told[number] == 41
        current = select(func.count()).select_from(resource).where(resource.c.superseded.is_(None))
        patients = connection.execute(select(func.count()).select_from(resource).where(resource.c.type == "Patient")).scalar()
        assert connection.execute(current).scalar() == 41 * (patients or 0)
    database.close()
    return len(numbers)


def audited(connection: Any) -> dict[int, int]:
    """How many resources the audit trail says that each submission brought."""
    from sqlalchemy import select

    from osteon.serve.storage.tables import audit

    rows = connection.execute(select(audit.c.detail).where(audit.c.action == "import", audit.c.outcome == "done")).scalars()
    details = [json.loads(row) for row in rows]
    return {detail["submission"]: detail["resources"] for detail in details}


def kill_in_the_middle(times: int, address: str | Path, folder: Path, *arguments: str, **environment: str) -> tuple[int, int]:
    """Import from two senders and kill -9, so many times; (acknowledged, kept)."""
    acknowledged: dict[int, str] = {}
    chance = random.Random(11)
    kept = 0
    for turn in range(times):
        with running(free_port(), folder / "log", *arguments, **environment) as server:
            stop = threading.Event()
            senders = [
                threading.Thread(target=send_all, args=(server, sender, turn * 1000, acknowledged, stop)) for sender in range(2)
            ]
            before = len(acknowledged)
            for sender in senders:
                sender.start()
            wait_for(lambda before=before: len(acknowledged) > before)
            time.sleep(chance.uniform(0, 0.25))
            assert server.end(signal.SIGKILL) == -signal.SIGKILL
            stop.set()
            for sender in senders:
                sender.join()
        kept = check_storage(address, acknowledged)
    return len(acknowledged), kept


def test_killed_in_the_middle_of_imports(tmp_path: Path):
    acknowledged, kept = kill_in_the_middle(3, tmp_path / "data", tmp_path, "--data", str(tmp_path / "data"))
    assert kept >= acknowledged > 3


@pytest.mark.long
def test_killed_in_the_middle_of_imports_fifty_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    acknowledged, kept = kill_in_the_middle(50, tmp_path / "data", tmp_path, "--data", str(tmp_path / "data"))
    with capsys.disabled():
        print(f"\nkilled 50 times (SQLite): {acknowledged} acknowledged, {kept} kept, none lost, none by halves")


@pytest.mark.long
def test_killed_in_the_middle_of_imports_into_postgresql_fifty_times(
    tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
):
    from osteon.serve.access.tokens import add_client
    from osteon.serve.storage.database import writing
    from osteon.serve.storage.migrating import migrate

    with new_postgres(postgres) as address:
        database = open_database(address)
        migrate(database)
        with writing(database) as connection:
            token = add_client(connection, "engine", ["sender"])
        database.close()
        FHIR["Authorization"] = f"Bearer {token}"
        try:
            acknowledged, kept = kill_in_the_middle(50, address, tmp_path, OSTEON_DATABASE=address)
        finally:
            del FHIR["Authorization"]
    with capsys.disabled():
        print(f"\nkilled 50 times (PostgreSQL): {acknowledged} acknowledged, {kept} kept, none lost, none by halves")


def no_more_than(size: int) -> Callable[[], None]:
    """For a process: no file grows beyond this, as on a disk that is full."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def fill(server: Server) -> tuple[int, dict[int, str], bytes]:
    """Send until the server says that it cannot take any more; how it says it."""
    acknowledged: dict[int, str] = {}
    for number in range(2000):
        body = submission(0, number)
        status, headers, said = server.ask("POST", "/fhir", body)
        if status != 200:
            return status, acknowledged, said
        acknowledged[int(headers["osteon-submission"])] = sha256(body).hexdigest()
    raise AssertionError("the disk was never full")


def test_a_full_disk_is_said_and_nothing_is_damaged(tmp_path: Path):
    data = tmp_path / "data"
    limit = no_more_than(2_000_000)
    with running(free_port(), tmp_path / "log", "--data", str(data), before=limit) as server:
        status, acknowledged, said = fill(server)
        assert status == 507
        outcome = json.loads(said)
        assert outcome["issue"][0]["code"] == "no-store"
        assert "Nothing was kept" in outcome["issue"][0]["diagnostics"]
        assert server.ask("POST", "/fhir", submission(0, 5000))[0] == 507
        assert server.ask("GET", "/healthz")[0] == 200
        assert server.end() == 0
    assert "Traceback" not in (tmp_path / "log").read_text()
    assert check_storage(data, acknowledged) == len(acknowledged) > 3
    # With room again it goes on where it was.
    with running(free_port(), tmp_path / "log", "--data", str(data)) as server:
        assert server.ask("POST", "/fhir", submission(0, 5000))[0] == 200
        assert server.ask("GET", "/fhir/Patient/p0-0/$review")[0] == 200


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_without_room_is_said_and_nothing_is_damaged(tmp_path: Path, small_disk: Path):
    with running(free_port(), tmp_path / "log", "--data", str(small_disk / "data")) as server:
        status, acknowledged, _ = fill(server)
        assert status == 507
        assert server.ask("GET", "/readyz")[0] == 503
        server.end()
    assert check_storage(small_disk / "data", acknowledged) == len(acknowledged) > 3
