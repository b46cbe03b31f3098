"""Entries of the audit trail that share a commit: each is on the disk before its request goes on, and a fault stays with its own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import event, text

from osteon.serve.audit import chain
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.noting import note
from osteon.serve.failures import RequestError, StorageError
from osteon.serve.storage.database import Database, reading, writing
from serve.conftest import count


def entries(database: Database) -> list[str]:
    """What the trail says was done, in its order."""
    with reading(database) as connection:
        assert chain.verify(connection).fault is None
        return list(connection.execute(text("SELECT action FROM audit ORDER BY number")).scalars())


class Held:
    """Keeps the turn until so many requests wait, so that they surely share what comes next."""

    def __init__(self, database: Database, waiting: int) -> None:
        self.database, self.waiting = database, waiting

    def __enter__(self) -> None:
        self.database.turn.acquire()

    def __exit__(self, *_: Any) -> None:
        while len(self.database.waiting) < self.waiting:
            threading.Event().wait(0.001)
        self.database.turn.release()


def together(database: Database, *asked: Any) -> list[Any]:
    """Results, or faults, of requests that wait at the same moment."""

    def one(want: Any) -> Any:
        try:
            return note(database, Deed("tester", want["action"]), work=want.get("work"))
        except (RequestError, StorageError, KeyError) as fault:
            return fault

    with ThreadPoolExecutor(len(asked)) as pool, Held(database, len(asked)):
        found = [pool.submit(one, want) for want in asked]
    return [item.result() for item in found]


@pytest.fixture
def commits(database: Database) -> list[int]:
    """Grows by one with each commit."""
    seen: list[int] = []
    event.listen(database.engine, "commit", lambda _: seen.append(1))
    return seen


def test_many_requests_share_one_commit_and_make_one_chain(database: Database, commits: list[int]):
    before = len(commits)
    together(database, *({"action": f"a{number}"} for number in range(30)))
    assert len(commits) - before <= 2
    assert sorted(entries(database)) == sorted(f"a{number}" for number in range(30))


def test_what_is_given_back_was_committed(database: Database):
    def kept() -> int:
        return count(database, "SELECT count(*) FROM audit")

    def work(place: int) -> None:
        for number in range(20):
            note(database, Deed("tester", f"{place}-{number}"))
            assert count(database, f"SELECT count(*) FROM audit WHERE action = '{place}-{number}'") == 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert kept() == 160
    assert len(entries(database)) == 160


def test_each_gets_the_result_of_her_own_work(database: Database):
    wanted = [{"action": f"a{number}", "work": lambda _, number=number: number * number} for number in range(9)]
    assert together(database, *wanted) == [number * number for number in range(9)]


def test_a_fault_stays_with_the_one_who_has_it(database: Database):
    def refuses(_: Any) -> None:
        raise RequestError(409)

    def breaks(connection: Any) -> None:
        connection.execute(text("INSERT INTO nowhere VALUES (1)"))

    def adds(connection: Any) -> int:
        return int(connection.execute(text("SELECT count(*) FROM patient")).scalar() or 0)

    found = together(
        database,
        {"action": "sound", "work": adds},
        {"action": "refused", "work": refuses},
        {"action": "broken", "work": breaks},
        {"action": "sound too"},
    )
    assert found[0] == 0
    assert isinstance(found[1], RequestError) and found[1].status == 409
    assert isinstance(found[2], StorageError)
    assert found[3] is None
    assert sorted(entries(database)) == ["sound", "sound too"]


def test_what_cannot_be_written_down_is_told_to_everybody(database: Database):
    """Where the trail does not take entries nobody goes on, and all hear it at once."""
    with writing(database) as connection:
        connection.execute(text("ALTER TABLE audit RENAME TO elsewhere"))
    found = together(database, *({"action": f"a{number}"} for number in range(6)))
    assert all(isinstance(item, StorageError) for item in found)
    with writing(database) as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO audit"))
    assert entries(database) == []
    note(database, Deed("tester", "again"))
    assert entries(database) == ["again"]
