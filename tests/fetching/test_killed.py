"""Killed in the middle and started again: what is stored then is what would be stored without."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fetching.conftest import stored
from fetching.hospital import Asked, Hospital, Listening
from osteon.serve.audit import chain
from osteon.serve.fetching.keys import load_keys, public_keys
from osteon.serve.storage.database import open_database, reading
from osteon.serve.storage.migrating import migrate
from serve.small import creatinine, patient

REQUESTS, COMMITS = 11, 22
"""How many there are at most; a program that is not killed any more ends by itself."""


class Run:
    """One storage, and a hospital with an export of some parts."""

    def __init__(self, folder: Path, key: Path) -> None:
        self.folder, self.key = folder, key
        self.child: subprocess.Popen[bytes] | None = None
        self.kill_at = 0

    def hospital(self, root: str) -> Hospital:
        """A hospital at this address."""
        found = Hospital(f"{root}/fhir", keys=public_keys(load_keys(self.key)))
        found.now = __import__("time").time
        found.output("o", "Observation", *[creatinine(f"c{number}", ("ann", "bea")[number % 2]) for number in range(5)])
        found.output("p", "Patient", patient(), patient("bea"), patient("cleo"))
        gone = {"resourceType": "Bundle", "type": "transaction", "entry": [{"request": {"method": "DELETE", "url": "Observation/c3"}}]}
        found.output("d", "Bundle", gone, into="deleted")
        found.before = self._kill
        return found

    def _kill(self, _: Asked) -> None:
        self.kill_at -= 1
        if self.kill_at == 0 and self.child is not None:
            self.child.kill()
            self.child.wait()
            raise ConnectionAbortedError

    def fetch(self, hospital: Hospital, *, request: int = 0, commit: int = 0) -> int:
        """Fetch in a program of its own, that is killed at its n-th request or commit."""
        self.kill_at = request
        command = [sys.executable, str(Path(__file__).with_name("killed.py")), str(commit), "serve", "fetch", "--all"]
        settings = {"OSTEON_FETCH_SERVER": hospital.base, "OSTEON_FETCH_CLIENT": "osteon", "OSTEON_FETCH_KEY": str(self.key)}
        surroundings = {**os.environ, **settings, "OSTEON_DATA": str(self.folder / "data")}
        self.child = subprocess.Popen(command, env=surroundings, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.said = self.child.communicate(timeout=60)
        return self.child.returncode


def outcome(folder: Path, key: Path, kills: list[dict[str, int]]) -> tuple[dict[str, Any], list[int]]:
    """What is stored after these kills and a last run that is left alone; and how the killed ones ended."""
    folder.mkdir()
    database = open_database(folder / "data")
    migrate(database)
    run, hospital = Run(folder, key), Hospital()
    with Listening(hospital) as listening:
        found = run.hospital(listening.root)
        hospital.__dict__.update(found.__dict__)
        ends = [run.fetch(hospital, **kill) for kill in kills]
        last = run.fetch(hospital)
        assert last == 0, run.said
    with reading(database) as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert chain.verify(connection).fault is None
    whole = stored(database)
    database.close()
    root = hospital.root.encode()
    return {name: [tuple(_plain(value, root) for value in row) for row in rows] for name, rows in whole.items()}, ends


def _plain(value: Any, root: bytes) -> Any:
    """A value without the port of this run."""
    if isinstance(value, bytes):
        return value.replace(root, b"root")
    return value.replace(root.decode(), "root") if isinstance(value, str) else value


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory, key: Path) -> dict[str, Any]:
    """What is stored where nothing is killed."""
    found, _ = outcome(tmp_path_factory.mktemp("expected") / "run", key, [])
    assert len(found["submission"]) == 6 and len(found["resource"]) == 9
    return found


def check(expected: dict[str, Any], folder: Path, key: Path, kills: list[dict[str, int]]) -> int:
    """Kill, go on, compare; how many were really killed."""
    found, ends = outcome(folder, key, kills)
    killed = sum(end == -signal.SIGKILL for end in ends)
    if killed < len(kills):
        # One that was not killed was a fetch of its own.
        return killed
    assert found == expected, kills
    return killed


@pytest.mark.parametrize("kill", [{"request": 5}, {"request": 8}, {"commit": 7}, {"commit": 10}])
def test_killed_and_gone_on_with(expected: dict[str, Any], tmp_path: Path, key: Path, kill: dict[str, int]):
    assert check(expected, tmp_path / "run", key, [kill]) == 1


def test_killed_again_and_again(expected: dict[str, Any], tmp_path: Path, key: Path):
    assert check(expected, tmp_path / "run", key, [{"request": 7}, {"commit": 5}, {"request": 4}]) == 3


@pytest.mark.long
def test_killed_everywhere(expected: dict[str, Any], tmp_path: Path, key: Path, capsys: pytest.CaptureFixture[str]):
    points = [{"request": number} for number in range(1, REQUESTS + 1)] + [{"commit": number} for number in range(1, COMMITS + 1)]
    killed = [check(expected, tmp_path / f"run{number}", key, [point]) for number, point in enumerate(points)]
    with capsys.disabled():
        print(f"\nkilled at {sum(killed)} of {len(points)} points; the storage was the same each time")
    assert killed[:9] == [1] * 9 and sum(killed) >= 24
