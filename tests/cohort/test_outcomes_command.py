"""`osteon cohort events`: what it writes, how it refuses, and that it writes all or nothing."""

from __future__ import annotations

import csv
import json

import pyarrow.parquet as pq
import pytest

from house import tree
from osteon.cohort import JobError
from osteon.cohort.outcomes import figures, outcomes, write_outcomes


@pytest.fixture(scope="module")
def written(store, tmp_path_factory):
    out = tmp_path_factory.mktemp("runs") / "deep" / "events"
    asked = ("--definition", "sre-or-hypercalcaemia", "--by", "subtype", "--by", "bone_sites", "--workers", "2")
    done = tree.osteon("cohort", "events", str(store), "--out", str(out), *asked)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return out


def test_the_folder_holds_what_python_gives(store, written):
    said = json.loads((written / "summary.json").read_bytes())
    assert {path.name for path in written.iterdir()} == {*said["files"], "summary.json"}
    found = outcomes(store, definition="sre-or-hypercalcaemia")
    for name, table in found.tables.items():
        assert pq.read_table(written / f"{name}.parquet").equals(table), name
    resources = dict(said["resources"])
    assert resources["refused"] > 0 and resources.pop("read") == sum(resources.values())
    assert said["attrition"] == dict(found.attrition) and said["definition"]["id"] == "sre-or-hypercalcaemia"
    assert said["events"]["counted"] == found.skeletal_events.num_rows > 0
    made = figures(found, ["subtype", "bone_sites"])
    assert set(said["figures"]) == {one.id for one in made}
    for one in made:
        assert pq.read_table(written / f"{one.id}.parquet").equals(one.table)
        with (written / f"{one.id}.csv").open(newline="") as lines:
            rows = list(csv.reader(lines))
        assert rows[0] == one.table.column_names and len(rows) == one.table.num_rows + 1
        assert said["figures"][one.id]["definition"] == one.definition


def test_an_earlier_result_is_replaced_as_a_whole(store, tmp_path):
    found = outcomes(store)
    before = write_outcomes(found, tmp_path / "out", by=["age"])
    (tmp_path / "out" / "notes.txt").write_text("mine")
    after = write_outcomes(found, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*after["files"], "summary.json", "notes.txt"}
    assert "first-event-by-age.csv" in before["files"]


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (("--definition", "ssre"), 2, "the definition is one of sre,"),
        (("--anchor", "first"), 2, "the anchor is one of"),
        (("--index", "birth"), 2, "the index day is one of"),
        (("--by", "weight"), 2, "the stratum is one of"),
        (("--as-of", "june"), 2, "is no day"),
    ],
)
def test_what_is_asked_wrongly_is_told_and_nothing_is_written(store, tmp_path, words, status, says):
    done = tree.osteon("cohort", "events", str(store), "--out", str(tmp_path / "out"), *words)
    assert done.returncode == status and says in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_without_a_store_and_a_folder_with_other_things_are_told(store, tmp_path):
    done = tree.osteon("cohort", "events", str(tmp_path), "--out", str(tmp_path / "out"))
    assert done.returncode == 3 and "no store" in done.stderr
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(JobError, match="holds other things"):
        write_outcomes(outcomes(store), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]
