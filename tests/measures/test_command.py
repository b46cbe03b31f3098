"""`osteon cohort measures`, as another program calls it."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from house import tree
from measures.deck import deck, sums
from osteon.record.store import ingest

FILES = {"measures.parquet", "measures.csv", "measure.json", "measure-report.json", "summary.json"}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The deck as a store."""
    folder = tmp_path_factory.mktemp("command")
    lines = [json.dumps(one) for member in deck() for one in member.resources]
    (folder / "all.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest([folder / "all.ndjson"], folder / "store", workers=1)
    return folder / "store"


def test_all_measures(store: Path, tmp_path: Path):
    done = tree.osteon("cohort", "measures", str(store), "--out", str(tmp_path / "out"), "--workers", "2")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES | {"measure-rows.parquet"}
    table = pq.read_table(tmp_path / "out" / "measures.parquet").to_pylist()
    assert [row["measure"] for row in table if row["stratifier"] == "all"] == list(sums())


def test_some_measures_in_a_period(store: Path, tmp_path: Path):
    name = "measure-renal-check-before-zoledronic-acid"
    said = ("--measure", name, "--from", "2022-01-01", "--to", "2023-12-31", "--individual")
    done = tree.osteon("cohort", "measures", str(store), "--out", str(tmp_path), *said)
    assert done.returncode == 0, done.stderr
    rows = pq.read_table(tmp_path / "measure-rows.parquet").to_pylist()
    assert {(row["patient"], row["outcome"]) for row in rows} == {("dora", "not-numerator"), ("jana", "numerator"), ("jana", "excluded")}
    reports = [json.loads(line) for line in (tmp_path / "measure-report-patients.ndjson").read_text().splitlines()]
    assert {one["subject"]["reference"] for one in reports} == {"Patient/dora", "Patient/jana"}
    assert {(one["period"]["start"], one["period"]["end"]) for one in reports} == {("2022-01-01", "2023-12-31")}
    summary = json.loads((tmp_path / "summary.json").read_text())
    assert (summary["measures"], summary["from"], summary["patients"]) == ([name], "2022-01-01", 12)


def test_small_cells_leave_no_patient_behind(store: Path, tmp_path: Path):
    """Nor rows of an earlier run in the same folder."""
    assert tree.osteon("cohort", "measures", str(store), "--out", str(tmp_path), "--individual").returncode == 0
    assert tree.osteon("cohort", "measures", str(store), "--out", str(tmp_path), "--smallest-cell", "5").returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == FILES
    for row in pq.read_table(tmp_path / "measures.parquet").to_pylist():
        assert row["numerator"] is None or row["numerator"] == 0 or row["numerator"] >= 5


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--measure", "measure-luck"), "no measure is called"),
        (("--from", "2024-02-01", "--to", "2024-01-01"), "is after the last"),
        (("--smallest-cell", "5", "--individual"), "give one of them"),
        (("--policy", "luck=good"), "does not exist"),
    ],
)
def test_mistakes(store: Path, tmp_path: Path, words: tuple[str, ...], says: str):
    done = tree.osteon("cohort", "measures", str(store), "--out", str(tmp_path / "out"), *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr


def test_no_store(tmp_path: Path):
    done = tree.osteon("cohort", "measures", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out"))
    assert done.returncode == 3
    assert "no store" in done.stderr


def test_the_pathway_lists_and_shows_them():
    listed = tree.osteon("pathway", "list").stdout
    for name in sums():
        assert name in listed
        shown = tree.osteon("pathway", "show", name).stdout
        assert "**Population.**" in shown and "## Sources" in shown
