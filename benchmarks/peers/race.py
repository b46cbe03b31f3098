"""The competitors for the three measures, each as commands that leave their cells as CSV, and what they came to."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.peers.cells import Cell, read_cells
from benchmarks.peers.measure import ROOT, Run, call, node, run
from benchmarks.peers.sql import files_of
from benchmarks.peers.task import READS, write_task

__all__ = [
    "CQL", "CqlMissing", "NotThere", "command", "cql", "cql_versions", "kind_of",
    "one_by_one", "ours", "ours_from_store", "split", "sql", "store_of_task",
]  # fmt: skip

CQL = Path(__file__).parent / "cql"
HEAP = ("--max-old-space-size=12000", "--max-semi-space-size=32")
"""Room for a whole cohort, and larger steps of the garbage collector, which takes a quarter of the time."""
SUBJECT = re.compile(rb'"(?:subject|patient)":\{[^{}]*?"reference":"([^"]*)"')
POINTED = re.compile(rb'"medicationReference":\{[^{}]*?"reference":"([^"]*)"')
ID = re.compile(rb'^\{"resourceType":"[A-Za-z]+","id":"([^"]*)"')


class NotThere(Exception):
    """A part of Osteon that a competitor needs is not there; the words say which."""


class CqlMissing(Exception):
    """CQL cannot be run on this machine; the words say what to do."""


def kind_of(path: Path) -> str:
    """The kind of resources in an NDJSON file, by its name."""
    return re.split(r"[.-]", path.name)[0]


def split(
    folder: Path, out: Path, parts: int = 1, patients: int | None = None, kinds: Sequence[str] | None = READS
) -> list[Path]:
    """Copy the first patients of a folder into folders for as many processes. `kinds`: of resources; None for all.

    It is done before anything is measured, so that no process has to read, and throw away, what is another one's.
    """
    place: dict[bytes, int] = {}
    folders = [out / f"part-{number}" for number in range(parts)]
    for one in folders:
        one.mkdir(parents=True, exist_ok=True)
    wanted: list[set[bytes]] = [set() for _ in folders]
    if kinds is None:
        kinds = sorted({kind_of(path) for path in folder.glob("*.ndjson")})
    for kind in sorted(kinds, key=lambda kind: (kind != "Patient", kind == "Medication")):
        sinks = [(one / f"{kind}.ndjson").open("wb") for one in folders]
        for name in files_of(folder, kind):
            for line in Path(name).read_bytes().splitlines(keepends=True):
                if kind == "Medication":
                    identity = _id(line)
                    for sink, needed in zip(sinks, wanted, strict=True):
                        if identity in needed:
                            sink.write(line)
                    continue
                if kind == "Patient":
                    if patients is not None and len(place) >= patients:
                        continue
                    place[_id(line)] = len(place) % parts
                found = place.get(_id(line) if kind == "Patient" else _tail(SUBJECT.search(line)))
                if found is None:
                    continue
                sinks[found].write(line)
                pointed = POINTED.search(line)
                if pointed is not None:
                    wanted[found].add(_tail(pointed))
        for sink in sinks:
            sink.close()
    return folders


def _id(line: bytes) -> bytes:
    """The id of a resource, from its first bytes where it stands there."""
    quick = ID.match(line)
    return quick[1] if quick else str(json.loads(line)["id"]).encode()


def _tail(found: re.Match[bytes] | None) -> bytes:
    return re.split(rb"[/:]", found[1])[-1] if found else b""


# --- competitors ------------------------------------------------------------------------------------------------------


def cql(
    folders: Sequence[Path], day: date, work: Path, library: str = "three_measures"
) -> tuple[list[dict[str, Any]], Run, dict[str, Cell]]:
    """cql-execution with one process for each folder: what each process told, the run, the cells. Raises CqlMissing.

    `library`: `three_measures`, which is written for speed, or `as_published`, which is written as measures usually are.
    """
    engine = node()
    if engine is None:
        raise CqlMissing("there is no node on this machine; install Node.js 18 or newer to measure cql-execution")
    if not (CQL / "node_modules" / "cql-execution").is_dir():
        raise CqlMissing(f"cql-execution is not installed; run `npm ci` in {CQL.relative_to(ROOT)}")
    task = write_task(work / "task.json")
    outs = [work / f"{library}-{number}.csv" for number in range(len(folders))]
    commands = [
        [engine, *HEAP, str(CQL / "run.mjs"), library, str(folder), str(task), day.isoformat(), str(out)]
        for folder, out in zip(folders, outs, strict=True)
    ]
    measured = run(*commands)
    told = measured.answer if isinstance(measured.answer, list) else [measured.answer]
    return told, measured, {patient: cell for out in outs for patient, cell in read_cells(out).items()}


def cql_versions() -> dict[str, str]:
    """Versions of node and of the packages that are installed; nothing where there is none."""
    found: dict[str, str] = {}
    engine = node()
    if engine is not None:
        found["node"] = subprocess.run([engine, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    for name in ("cql-execution", "cql-exec-fhir"):
        manifest = CQL / "node_modules" / name / "package.json"
        if manifest.is_file():
            found[name] = json.loads(manifest.read_text(encoding="utf-8"))["version"]
    return found


def sql(folder: Path, day: date, work: Path) -> tuple[Run, dict[str, Cell]]:
    """DuckDB with hand-written SQL."""
    out = work / "sql.csv"
    return run(call("benchmarks.peers.sql:write_cells", folder=folder, day=day, out=out)), read_cells(out)


def one_by_one(folder: Path, day: date, work: Path) -> tuple[Run, dict[str, Cell]]:
    """Osteon's one-patient reader and evaluator: the reference."""
    out = work / "one-by-one.csv"
    return run(call("benchmarks.peers.ours:write_one_by_one", folder=folder, day=day, out=out)), read_cells(out)


def ours(folder: Path, day: date, work: Path) -> tuple[Run, dict[str, Cell]]:
    """Osteon from NDJSON: the entries that the measures read, through a store that goes, in columns."""
    out = work / "from-ndjson.csv"
    return run(call("benchmarks.peers.ours:write_from_ndjson", folder=folder, day=day, out=out)), read_cells(out)


def command(name: str, *arguments: str) -> list[str]:
    """A command of Osteon as a process. Raises NotThere when this version has no such command."""
    helped = subprocess.run([sys.executable, "-m", "osteon", name, "--help"], cwd=ROOT, capture_output=True, text=True)
    if helped.returncode:
        raise NotThere(f"this version of Osteon has no command `{name}`")
    return [sys.executable, "-m", "osteon", name, *arguments]


def store_of_task(folder: Path, work: Path) -> Path:
    """A store of the files that the task reads, made if need be; one of all files would tell more of a patient."""
    store = work / f"{folder.name}-three-measures"
    if not (store / "store.json").is_file():
        files = [name for kind in READS for name in files_of(folder, kind)]
        run(command("ingest", *files, "--out", str(store)))
    return store


def ours_from_store(store: Path, day: date, work: Path) -> tuple[Run, dict[str, Cell]]:
    """Osteon from a store: the measures in columns."""
    out = work / "columns.csv"
    return run(call("benchmarks.peers.ours:write_columns", store=store, day=day, out=out)), read_cells(out)
