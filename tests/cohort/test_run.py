"""`osteon cohort review`: what it writes, and that it writes all of it or nothing."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from house import tree
from osteon import review_record
from osteon.cohort import JobError, discard, finish, open_review, prepare, review, run, run_shard
from osteon.cohort.tables import TABLES

FILES = {"summary.json", *(f"{table}.parquet" for table in TABLES)}
DAY = date(2025, 6, 1)


def written(out: Path) -> set[str]:
    return {path.name for path in out.iterdir()} if out.exists() else set()


@pytest.fixture(scope="module")
def everything(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A review of the store with all verdicts, by the command line, in two processes."""
    out = tmp_path_factory.mktemp("runs") / "deep" / "all"
    done = tree.osteon("cohort", "review", str(store), "--out", str(out), "--detail", "all", "--workers", "2")
    assert (done.returncode, done.stdout) == (4, ""), "some of the made-up records hold what cannot be read"
    assert re.fullmatch(r"osteon: \d+ resources could not be read; .*problems.parquet lists them\.\n", done.stderr)
    return out


def test_a_cohort_is_the_sum_of_its_patients(everything, records):
    verdicts = {row["patient"]: row for row in pq.read_table(everything / "verdicts.parquet").to_pylist()}
    findings: dict[str, list[dict]] = {}
    for row in pq.read_table(everything / "findings.parquet").to_pylist():
        findings.setdefault(row["patient"], []).append(row)
    problems: dict[str, set] = {}
    for row in pq.read_table(everything / "problems.parquet").to_pylist():
        problems.setdefault(row["patient"], set()).add((row["source"], row["path"], row["message"]))
    assert verdicts.keys() == records.keys()
    order = ("not-applicable", "not-met", "unknown", "met")
    for patient, resources in records.items():
        alone = review_record(resources)
        cells: dict[str, str] = {}
        told = {(row["finding"], row["lesion"]): row for row in findings[patient]}
        assert len(told) == len(findings[patient]) == len(alone.findings)
        for item in alone.findings:
            row = told[item["id"], item["lesion"]]
            assert (row["verdict"], set(row["missing"])) == (item["verdict"], {one["fact"] for one in item["missing"]})
            cells[item["id"]] = max(cells.get(item["id"], order[0]), item["verdict"], key=order.index)
        row = verdicts[patient]
        assert str(row.pop("as_of")) == alone.to_dict()["as_of"]
        assert row.pop("patient") == patient
        assert row == cells
        assert problems.get(patient, set()) == {(one["source"], one["path"], one["message"]) for one in alone.problems}


def test_the_summary_counts_what_the_tables_hold(everything, records):
    said = json.loads((everything / "summary.json").read_bytes())
    table = pq.read_table(everything / "verdicts.parquet")
    assert said["patients"] == table.num_rows == len(records)
    for name in table.column_names[2:]:
        counted = {one["values"]: one["counts"] for one in table[name].value_counts().to_pylist()}
        assert {word: count for word, count in said["verdicts"][name].items() if count} == counted
    for name in TABLES:
        assert said["rows"][name] == pq.read_metadata(everything / f"{name}.parquet").num_rows
    resources = dict(said["resources"])
    assert resources.pop("read") == sum(resources.values())
    assert said["policies"]["za_dose_basis"] == "baseline"


def test_other_programs_read_the_tables(everything):
    with duckdb.connect() as connection:
        for name in TABLES:
            count = connection.sql(f"select count(*) from '{everything / name}.parquet'").fetchall()[0][0]
            assert count == pq.read_metadata(everything / f"{name}.parquet").num_rows
        rows = connection.sql(
            f"select finding, r.fact, r.value, r.unit, r.at, r.sources from '{everything}/findings.parquet', unnest(because) as u(r) "
            "where verdict = 'met' and r.value is not null"
        ).fetchall()
    assert rows and all(row[5] for row in rows if row[4] is not None)


@pytest.mark.parametrize(("detail", "words"), [("met", {"met"}), ("undecided", {"met", "unknown"})])
def test_the_detail_says_which_verdicts_have_a_row(store, everything, detail, words):
    some, whole = review(store, detail=detail), open_review(everything)
    assert some.verdicts.equals(whole.verdicts)
    kept = [row for row in whole.findings.to_pylist() if row["verdict"] in words]
    assert some.findings.to_pylist() == kept
    known = {(row["patient"], row["fact"], row["lesion"]) for row in some.facts.to_pylist()}
    assert len(known) == some.facts.num_rows < whole.facts.num_rows
    assert known <= {(row["patient"], row["fact"], row["lesion"]) for row in whole.facts.to_pylist()}
    behind = {(row["patient"], reason["fact"]) for row in kept for reason in row["because"]}
    assert behind <= {(patient, fact) for patient, fact, _ in known}


def test_one_worker_and_several_write_the_same_bytes(store, everything, tmp_path):
    run(prepare(store, tmp_path / "one", detail="all"), workers=1)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (everything / name).read_bytes(), name


def test_files_are_reviewed_without_a_store_and_none_is_left(files, everything, tmp_path):
    done = tree.osteon("cohort", "review", str(files), "--out", str(tmp_path / "out"), "--detail", "all")
    assert done.returncode == 4 and done.stderr.count("\n") == 1
    assert written(tmp_path) == {"out"} and written(tmp_path / "out") == FILES
    mine, its = open_review(tmp_path / "out"), open_review(everything)
    for name in ("verdicts", "findings", "facts"):
        # Another number of shards is another order of patients.
        rows = [sorted(map(repr, one.table(name).to_pylist())) for one in (mine, its)]
        assert rows[0] == rows[1]
    assert mine.summary["verdicts"] == its.summary["verdicts"]
    assert mine.summary["store"] == its.summary["store"], "the same input, whatever store it was read into"


def test_many_dates_are_one_review_each(store, tmp_path):
    out = tmp_path / "out"
    asked = ("--from", "2024-06-01", "--as-of", "2025-01-15", "--every", "26w")
    assert tree.osteon("cohort", "review", str(store), "--out", str(out), *asked).returncode == 4
    many = open_review(out)
    days = [date(2024, 6, 1), date(2024, 11, 30), date(2025, 1, 15)]
    assert many.summary["as_of"] == "2025-01-15"
    assert list(many.summary["dates"]) == [str(day) for day in days]
    for day in days:
        one = review(store, as_of=day)
        assert many.summary["dates"][str(day)] == one.summary["verdicts"]
        for name in ("verdicts", "findings", "facts"):
            rows = [row for row in many.table(name).to_pylist() if row["as_of"] == day]
            assert rows == one.table(name).to_pylist()


# --- the folder -------------------------------------------------------------------------------------------------------


def test_a_folder_with_other_things_is_refused_and_kept(store, tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    done = tree.osteon("cohort", "review", str(store), "--out", str(tmp_path))
    assert done.returncode == 2 and "holds other things" in done.stderr
    assert written(tmp_path) == {"thesis.txt"}


def test_an_earlier_run_is_replaced_and_what_lies_beside_it_is_kept(store, tmp_path):
    run(prepare(store, tmp_path, dates=[DAY]), workers=1)
    (tmp_path / "notes.txt").write_text("mine")
    run(prepare(store, tmp_path, detail="all"), workers=1)
    assert open_review(tmp_path).summary["detail"] == "all"
    assert written(tmp_path) == FILES | {"notes.txt"}


def test_a_run_that_fails_leaves_the_earlier_one(store, tmp_path, monkeypatch):
    run(prepare(store, tmp_path / "out", dates=[DAY]), workers=1)
    before = {name: (tmp_path / "out" / name).read_bytes() for name in FILES}
    job = prepare(store, tmp_path / "out", detail="all")
    monkeypatch.setattr("osteon.cohort.local.run_shard", lambda *_: (_ for _ in ()).throw(OSError(28, "no space")))
    with pytest.raises(JobError, match="broke off: no space"):
        run(job, workers=1)
    assert {name: (tmp_path / "out" / name).read_bytes() for name in written(tmp_path / "out")} == before


def test_a_first_run_that_fails_leaves_nothing(store, tmp_path):
    job = prepare(store, tmp_path / "out")
    run_shard(job, job.shards[0])
    with pytest.raises(JobError, match="were not reviewed"):
        finish(job, [])
    discard(job)
    assert not (tmp_path / "out").exists()


def test_a_shard_that_is_run_twice_changes_nothing(store, tmp_path):
    job = prepare(store, tmp_path / "out")
    summaries = [run_shard(job, shard) for shard in reversed(job.shards)] + [run_shard(job, job.shards[0])]
    finish(job, summaries)
    assert open_review(tmp_path / "out").findings.equals(review(store).findings)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_killed_leaves_no_half(store, tmp_path, how):
    out = tmp_path / "out"
    asked = ["--from", "2015-01-01", "--as-of", "2025-06-01", "--every", "10d", "--detail", "all"]
    command = [sys.executable, "-m", "osteon", "cohort", "review", str(store), "--out", str(out), "--workers", "2", *asked]
    # Whoever runs the tests in the background of a shell has them ignore the keyboard, and a process inherits that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        working = subprocess.Popen(command, cwd=tree.ROOT, stderr=subprocess.PIPE, start_new_session=True)
    finally:
        signal.signal(signal.SIGINT, before)
    until = time.monotonic() + 30
    while not list(out.glob(".parts-*/*.parquet*")):
        assert working.poll() is None and time.monotonic() < until
        time.sleep(0.02)
    os.killpg(working.pid, how)
    said = working.communicate(timeout=30)[1].decode()
    assert not FILES & written(out)
    if how is signal.SIGINT:
        assert (working.returncode, said) == (130, "osteon: stopped\n")
        assert not out.exists()
    run(prepare(store, out), workers=1)
    assert written(out) == FILES, "what was left behind is no hindrance, and goes"


def test_a_worker_that_dies_is_told_in_words(store, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nif 'osteon.cohort.worker' in ' '.join(sys.orig_argv): os.kill(os.getpid(), 9)\n"
    )
    done = tree.osteon("cohort", "review", str(store), "--out", str(tmp_path / "out"), "--workers", "2")
    assert done.returncode == 4 and "worker process ended" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


# --- what is read -----------------------------------------------------------------------------------------------------


def test_what_cannot_be_read_is_told(files, tmp_path):
    bad = tmp_path / "bad.ndjson"
    bad.write_text((files / "Patient.ndjson").read_text().splitlines()[0] + '\n{"resourceType": "Observ\n')
    done = tree.osteon("cohort", "review", str(bad), "--out", str(tmp_path / "out"))
    assert done.returncode == 4 and "1 resource could not be read" in done.stderr
    rows = open_review(tmp_path / "out").problems.to_pylist()
    assert [row["patient"] for row in rows] == [None] and rows[0]["line"] == 2


@pytest.mark.parametrize(
    ("given", "status", "words"),
    [
        (["no-such-file.ndjson"], 3, "cannot be opened"),
        (["STORE", "--every", "90d"], 2, "--from DATE and --as-of DATE"),
        (["STORE", "--from", "2024-01-01"], 2, "--every"),
        (["STORE", "--every", "90d", "--from", "2025-01-01", "--as-of", "2024-01-01"], 2, "after the last"),
        (["STORE", "--every", "3m", "--from", "2025-01-01", "--as-of", "2024-01-01"], 2, "90d or 12w"),
        (["STORE", "--as-of", "2025-06-01T12:00"], 2, "is no day"),
        (["STORE", "--policy", "za_dose_base=current"], 2, "does not exist"),
        (["STORE", "STORE"], 2, "one store at a time"),
        (["STORE", "--workers", "0"], 2, "no number of processes"),
    ],
)
def test_what_is_asked_wrongly_is_told_in_words_and_makes_no_folder(store, tmp_path, given, status, words):
    done = tree.osteon(
        "cohort", "review", *[str(store) if word == "STORE" else word for word in given], "--out", str(tmp_path / "out")
    )
    assert done.returncode == status and words in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_store_that_is_damaged_is_told(store, tmp_path):
    shutil.copytree(store, tmp_path / "store")
    next((tmp_path / "store" / "shards").glob("*/*-events.parquet")).write_bytes(b"PAR1")
    done = tree.osteon("cohort", "review", str(tmp_path / "store"), "--out", str(tmp_path / "out"))
    assert done.returncode == 3 and "cannot be read" in done.stderr and "Traceback" not in done.stderr
    assert not (tmp_path / "out").exists()


def test_settings_reach_the_workers(store, tmp_path):
    done = tree.osteon(
        "cohort", "review", str(store), "--out", str(tmp_path / "out"), "--workers", "2", "--policy", "za_dose_basis=current", "--drafts"
    )
    assert done.returncode == 4
    said = open_review(tmp_path / "out")
    assert said.summary["policies"]["za_dose_basis"] == "current" and said.summary["changed"] == {"za_dose_basis": "--policy"}
    expected = review(store, policies={"za_dose_basis": "current"}, drafts=True)
    assert said.verdicts.equals(expected.verdicts) and said.verdicts.num_columns > review(store).verdicts.num_columns


def test_the_questions_of_the_manual_have_answers(everything, monkeypatch, tmp_path):
    """The statements of docs/cohort.md run as they stand there."""
    (tmp_path / "june").symlink_to(everything)
    (tmp_path / "replay").symlink_to(everything)
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```sql\n(.*?)```", tree.text("docs/cohort.md"), flags=re.DOTALL)
    statements = [one for block in blocks for one in block.split(";") if one.strip()]
    assert len(statements) >= 4
    with duckdb.connect() as connection:
        answers = [connection.sql(one).fetchall() for one in statements]
    assert all(answers), "each has a row at least"
