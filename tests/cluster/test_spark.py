"""A cohort review on a real Spark with two workers gives what a review on one machine gives, whatever happens to a worker."""

import json
import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cluster.standalone import DAY, PATIENCE, PATIENTS, Cluster, cluster, end, needed, review, wait_until

pq = pytest.importorskip("pyarrow.parquet")

from osteon import cohort  # noqa: E402 - needs Arrow
from osteon.cohort.tables import TABLES  # noqa: E402


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    needed()
    return tmp_path_factory.mktemp("spark")


@pytest.fixture(scope="module")
def held(folder: Path) -> Path:
    """A file: while it is missing, the next task of the first worker makes it, and stops in the middle."""
    file = folder / "held"
    file.touch()
    return file


@pytest.fixture(scope="module")
def two_workers(folder: Path, held: Path) -> Iterator[Cluster]:
    may_be_held = {"PYTHONPATH": os.fspath(Path(__file__).with_name("held")), "HELD": os.fspath(held)}
    with cluster(folder, may_be_held, {}) as running:
        yield running


@pytest.fixture(scope="module")
def here(store: Path, folder: Path) -> Path:
    """The result of this machine alone."""
    out = folder / "here"
    cohort.run(cohort.prepare(store, out, dates=[date.fromisoformat(DAY)], detail="all"), workers=1)
    return out


def assert_same(result: Path, wanted: Path) -> None:
    """Every file, every column, every cell, in the same order; and nothing else is left in the folder."""
    assert sorted(os.listdir(result)) == sorted(os.listdir(wanted))
    assert json.loads((result / "summary.json").read_bytes()) == json.loads((wanted / "summary.json").read_bytes())
    for table in TABLES:
        told, expected = (pq.read_table(folder / f"{table}.parquet") for folder in (result, wanted))
        assert told.schema.equals(expected.schema) and told.equals(expected), table
    assert pq.read_metadata(wanted / "verdicts.parquet").num_rows == PATIENTS


def test_two_workers_give_what_one_machine_gives(two_workers: Cluster, store: Path, here: Path, folder: Path):
    log = folder / "review.log"
    with review(store, folder / "there", two_workers.master, log) as run:
        assert run.wait(PATIENCE) in (0, 4), log.read_text()
    assert_same(folder / "there", here)


def test_a_worker_that_is_killed_changes_nothing(
    two_workers: Cluster, store: Path, here: Path, folder: Path, held: Path
):
    log = folder / "killed.log"
    held.unlink()
    with review(store, folder / "killed", two_workers.master, log) as run:
        wait_until(lambda: held.exists() or run.poll() is not None, log.read_text)
        assert run.poll() is None, "the run was over before a worker could be killed in it:\n" + log.read_text()
        end(two_workers.workers[0])
        assert run.wait(PATIENCE) in (0, 4), log.read_text()
    assert "Lost executor" in log.read_text()
    assert_same(folder / "killed", here)
