"""Ingesting again: what is known is skipped, what has changed is replaced, and a crash leaves the old store or the new one."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from osteon.record import Timeline
from osteon.record.store import Store, ingest, open_store, timelines
from osteon.record.store.ingesting import _Ingest
from readers.fhir import observation, patient, quantity
from store.agreement import stored, write_lines


def result(who: str, value: float, number: int = 1) -> dict:
    found = observation("2160-0", f"{who}-{number}", valueQuantity=quantity(value, "mg/dL"))
    return found | {"subject": {"reference": f"Patient/{who}"}}


def said(store: Store) -> dict[str, Timeline]:
    return {one.patient.id: one for shard in store.shards for one in timelines(store, shard)}


def values(found: dict[str, Timeline]) -> dict[str, list[str]]:
    return {who: [str(event.reported) for event in one.events.get("lab.creatinine", ())] for who, one in found.items()}


def test_what_is_known_is_not_read_again(tmp_path: Path):
    path = write_lines(tmp_path / "a.ndjson", patient("a"), result("a", 1.5))
    first, _ = stored(path, into=tmp_path / "store")
    before = (tmp_path / "store" / "store.json").read_bytes()
    second, _ = stored(path, into=tmp_path / "store")
    assert (first.read, second.read) == (1, 0)
    assert first.accounts == second.accounts
    assert (tmp_path / "store" / "store.json").read_bytes() == before


def test_a_changed_file_replaces_what_it_brought(tmp_path: Path):
    one = write_lines(tmp_path / "a.ndjson", patient("a"), patient("b"), result("a", 1.5), result("b", 1.5))
    other = write_lines(tmp_path / "b.ndjson", result("b", 2.5, 2))
    stored(one, other, into=tmp_path / "store")
    write_lines(one, patient("a"), result("a", 1.25), result("a", 3.5, 3))
    done, got = stored(one, other, into=tmp_path / "store")
    assert done.read == 1
    assert values(got) == {"a": ["1.25", "3.5"], "b": ["2.5"]}
    assert done.accounts == {"read": 4, "used": 4}


def test_a_further_file_adds_to_the_store(tmp_path: Path):
    stored(write_lines(tmp_path / "a.ndjson", patient("a"), result("a", 1.5)), into=tmp_path / "store")
    _, got = stored(write_lines(tmp_path / "b.ndjson", patient("b"), result("a", 2.5, 2)), into=tmp_path / "store")
    assert values(got) == {"a": ["1.5", "2.5"], "b": []}


def test_files_of_an_old_store_do_not_stay(tmp_path: Path):
    path = write_lines(tmp_path / "a.ndjson", patient("a"))
    stored(path, into=tmp_path / "store")
    write_lines(path, patient("a"), result("a", 1.5))
    (tmp_path / "store" / "parts" / "left.new").write_text("x")
    stored(path, into=tmp_path / "store")
    files = [one.name for one in (tmp_path / "store").rglob("*") if one.is_file()]
    assert sum(name.endswith("-events.parquet") for name in files) == 1
    assert sum(name.endswith(".rows") for name in files) == 1
    assert "left.new" not in files


def test_an_interrupted_ingest_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    paths = [write_lines(tmp_path / f"{who}.ndjson", patient(who), result(who, 1.5)) for who in "abc"]
    staged = []
    original = _Ingest._run

    def stopping(self, work, jobs):
        for name, part in original(self, work, jobs):
            staged.append(name)
            yield name, part
            raise KeyboardInterrupt

    monkeypatch.setattr("osteon.record.store.blocks.DOCUMENTS_PER_TASK", 1)
    monkeypatch.setattr(_Ingest, "_run", stopping)
    with pytest.raises(KeyboardInterrupt):
        ingest(paths, tmp_path / "store", workers=1)
    assert not (tmp_path / "store" / "store.json").exists()
    again = []

    def noting(self, work, jobs):
        again.extend(job[0] for job in jobs)
        yield from original(self, work, jobs)

    monkeypatch.setattr(_Ingest, "_run", noting)
    _, got = stored(*paths, into=tmp_path / "store")
    assert set(got) == set("abc")
    assert staged[0] not in again


def test_a_kill_leaves_the_old_store_or_the_new_one(tmp_path: Path):
    path = tmp_path / "a.ndjson"
    store = tmp_path / "store"
    people = [f"p{number}" for number in range(200)]
    write_lines(path, *[patient(who) for who in people], *[result(who, 1.0) for who in people])
    stored(path, into=store)
    command = [sys.executable, "-m", "osteon", "ingest", str(path), "--out", str(store), "--workers", "1"]
    chance = random.Random(3)
    value, kills, length = 1.0, 0, 1.0
    while kills < 5:
        new = value + 1
        write_lines(path, *[patient(who) for who in people], *[result(who, new) for who in people])
        started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.05, length))
        os.kill(started.pid, signal.SIGKILL)
        killed = started.wait(timeout=120) == -signal.SIGKILL
        kills += killed
        length *= 1 if killed else 0.8  # it was over before: it takes less time here
        found = {tuple(told) for told in values(said(open_store(store))).values()}
        assert found in ({(str(value),)}, {(str(new),)})
        value = float(found.pop()[0])
    assert subprocess.run(command, capture_output=True, timeout=120).returncode == 0
    assert {tuple(told) for told in values(said(open_store(store))).values()} == {(str(new),)}, "the last one was left alone"


def test_two_at_once_are_refused(tmp_path: Path):
    import fcntl

    from osteon.record.store import StoreError

    path = write_lines(tmp_path / "a.ndjson", patient("a"))
    (tmp_path / "store").mkdir()
    with (tmp_path / "store" / ".lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(StoreError, match="Another ingest"):
            ingest([path], tmp_path / "store")


def test_two_workers_say_the_same_as_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("osteon.record.store.blocks.DOCUMENTS_PER_TASK", 2)
    paths = [write_lines(tmp_path / f"{n}.ndjson", patient(f"p{n}"), result(f"p{n}", n + 0.5)) for n in range(6)]
    _, one = stored(*paths, into=tmp_path / "one")
    ingest(paths, tmp_path / "two", workers=2)
    assert said(open_store(tmp_path / "two")) == one
