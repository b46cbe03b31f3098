"""How long many patients take, on one generated cohort and in one run: bare JSON, our ingest, our cohort runs, our peers.

    python -m benchmarks.many_patients [--patients 20000] [--folder DIR] [--runs 3] [--only limits ingest ...] [--save]

Everything is measured in processes of its own, start included, with the files in the page cache (each is read once before).
`--only` names the parts: limits, ingest, cohort, one-patient, three-measures.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import osteon
from benchmarks.one_patient import processor
from benchmarks.peers import limits, race
from benchmarks.peers.cells import Cell, differences
from benchmarks.peers.measure import ROOT, Run, call, run, spread, warm_up
from osteon.pathway import pathway
from osteon.record import assemble

RESULT = ROOT / "benchmarks" / "results" / "many_patients.json"
PARTS = ("limits", "ingest", "cohort", "one-patient", "three-measures")
PACKAGES = ("duckdb", "pyarrow", "numpy", "orjson", "pysimdjson")
PROMISED = {
    "ingest, as a share of the speed of DuckDB's read_ndjson with declared columns into tables": 0.7,
    "ingest, memory in MB (proportional_mb)": 600,
    "cohort from the store, patients a second": 50_000,
    "cohort from NDJSON, patients a second": 8_000,
    "three measures from NDJSON, times the speed of cql-execution": 200,
}
LIMITS = {
    "bytes and line ends": "plain_bytes",
    "simdjson, each line, 1 thread": "simdjson_lines",
    "orjson, each line to objects, 1 thread": "orjson_lines",
    "DuckDB read_ndjson_objects": "duckdb_objects",
    "DuckDB declared columns, count(*)": "count_with_columns",
    "DuckDB declared columns into tables": "into_table",
    "DuckDB declared columns into Parquet": "into_parquet",
}
FLOOR = "DuckDB declared columns into tables"

CQL_STYLES = {"three_measures": "written for speed", "as_published": "written as measures usually are"}

Rows = dict[str, Any]


class Bench:
    """One cohort, and what was measured on it so far. `rows`: by part and name, a spread or a reason why there is none."""

    def __init__(self, folder: Path, work: Path, day: date, runs: int) -> None:
        self.folder, self.work, self.day, self.runs = folder, work, day, runs
        self.files = limits.json_files(folder)
        self.megabytes = warm_up(self.files) / 1e6
        people = (path for path in self.files if path.name.startswith("Patient"))
        self.patients = sum(path.read_bytes().count(b"\n") for path in people)
        self.rows: dict[str, Rows] = {}

    def add(self, part: str, name: str, once: Callable[[], Run], patients: int | None = None, size: bool = True) -> Run | None:
        """Measure something a few times; the last run. What cannot be measured here is told in words."""
        found: list[Run] = []
        for _ in range(self.runs):
            try:
                found.append(once())
            except (race.NotThere, race.CqlMissing, RuntimeError) as fault:
                self.rows.setdefault(part, {})[name] = {"left out": str(fault).strip().splitlines()[-1]}
                print(f"{name:62} left out: {str(fault).strip().splitlines()[-1]}")
                return None
        row = spread(found, patients or self.patients, self.megabytes if size else None)
        self.rows.setdefault(part, {})[name] = row
        print(line(name, row), flush=True)
        return found[-1]


def line(name: str, row: dict[str, Any]) -> str:
    """One row of the table."""
    seconds = row["seconds"]
    return (
        f"{name:62} {seconds['median']:9.2f} s ({seconds['min']:.2f}-{seconds['max']:.2f}) {row['patients_per_second']:9,} patients/s "
        f"{row.get('mb_per_second', ''):>6} {'MB/s' if 'mb_per_second' in row else '    '} {row['memory_mb']:7,} MB "
        f"({row['proportional_mb']:,} MB with shared pages counted once)"
    )


# --- parts ------------------------------------------------------------------------------------------------------------


def parse_limits(bench: Bench) -> None:
    for name, function in LIMITS.items():
        if function == "simdjson_lines" and not installed("pysimdjson"):
            reason = "pysimdjson is not installed (`pip install pysimdjson`); only this benchmark uses it"
            bench.rows.setdefault("limits", {})[name] = {"left out": reason}
            continue
        bench.add("limits", name, lambda function=function: run(call(f"benchmarks.peers.limits:{function}", folder=bench.folder)))


def ingest(bench: Bench) -> None:
    store = bench.work / "store"

    def once() -> Run:
        shutil.rmtree(store, ignore_errors=True)
        return run(race.command("ingest", str(bench.folder), "--out", str(store)))

    bench.add("ingest", "osteon ingest", once)
    if (store / "store.json").is_file():
        size = sum(path.stat().st_size for path in store.rglob("*") if path.is_file()) / 1e6
        bench.rows["ingest"]["osteon ingest"]["store_mb"] = round(size)


def cohort(bench: Bench) -> None:
    store, out = bench.work / "store", bench.work / "result"

    def review(source: Path) -> Run:
        shutil.rmtree(out, ignore_errors=True)
        return run(race.command("cohort", "review", str(source), "--as-of", bench.day.isoformat(), "--out", str(out)))

    if (store / "store.json").is_file():
        bench.add("cohort", "osteon cohort review, from the store", lambda: review(store), size=False)
    bench.add("cohort", "osteon cohort review, from NDJSON", lambda: review(bench.folder))


def one_patient(bench: Bench, patients: int) -> None:
    """The whole pathway, one patient after the other, on the first patients; their files are cut out before."""
    few = race.split(bench.folder, bench.work / "few", patients=patients, kinds=None)[0]
    name = f"one patient after the other, reading and verdicts ({patients} patients)"
    bench.add(
        "one-patient", name, lambda: run(call("benchmarks.many_patients:verdicts_one_by_one", folder=few, day=bench.day)), patients,
        size=False,
    )  # fmt: skip


def verdicts_one_by_one(folder: str, day: str) -> int:
    """Every verdict of every patient of a folder by the one-patient reader and evaluator; how many there are."""
    from benchmarks.peers.ours import records
    from osteon.engine.evaluate import compile_pathway
    from osteon.engine.settings import Settings
    from osteon.engine.situation import as_of
    from osteon.record import read_record

    kinds = tuple(dict.fromkeys(["Patient", *(race.kind_of(path) for path in limits.json_files(folder))]))
    evaluator, at = compile_pathway(pathway(), Settings()), as_of(date.fromisoformat(day))
    return sum(len(evaluator.outcomes(evaluator.situation(read_record(one), at))) for one in records(Path(folder), kinds))


def three_measures(bench: Bench, cql_patients: int) -> None:
    """Peers on the whole cohort, cql-execution on its first patients; every cell is compared on those."""
    work, day, part = bench.work, bench.day, "three-measures"
    answers: dict[str, dict[str, Cell]] = {}

    def keep(name: str, compete: Callable[[], tuple[Run, dict[str, Cell]]]) -> Callable[[], Run]:
        def once() -> Run:
            measured, answers[name] = compete()
            return measured

        return once

    name = "three measures, Osteon from NDJSON"
    bench.add(part, name, keep(name, lambda: race.ours(bench.folder, day, work)))
    store = race.store_of_task(bench.folder, work)
    name = "three measures, Osteon from the store"
    bench.add(part, name, keep(name, lambda: race.ours_from_store(store, day, work)), size=False)
    name = "three measures, DuckDB with hand-written SQL"
    bench.add(part, name, keep(name, lambda: race.sql(bench.folder, day, work)))
    few = race.split(bench.folder, work / "cql-1", 1, cql_patients)
    halves = race.split(bench.folder, work / "cql-2", 2, cql_patients)
    name = f"three measures, Osteon one patient after the other ({cql_patients} patients)"
    bench.add(part, name, keep(name, lambda: race.one_by_one(few[0], day, work)), cql_patients, size=False)
    reference = answers.get(name, {})
    for library, how in CQL_STYLES.items():
        for folders in (few, halves):
            told: list[dict[str, Any]] = []
            processes = "1 process" if len(folders) == 1 else f"{len(folders)} processes"
            name = f"three measures, cql-execution, {how}, {processes} ({cql_patients} patients)"

            def compete(folders: list[Path] = folders, told: list[dict[str, Any]] = told, library: str = library):
                parts, measured, cells = race.cql(folders, day, work, library)
                told[:] = parts
                return measured, cells

            if bench.add(part, name, keep(name, compete), cql_patients, size=False) is not None:
                bench.rows[part][name]["steady_patients_per_second"] = steady = round(sum(map(steady_rate, told)), 1)
                print(f"{'    once warm, its share of the loading included':62} {steady:.1f} patients/s")
    for name, cells in answers.items():
        found = differences({one: cell for one, cell in reference.items() if one in cells}, cells_of(reference, cells))
        bench.rows[part][name]["cells compared"] = 3 * len(reference)
        bench.rows[part][name]["cells that differ"] = len(found)
        print(f"{name:62} {len(found)} of {3 * len(reference)} cells differ")


def cells_of(reference: dict[str, Cell], cells: dict[str, Cell]) -> dict[str, Cell]:
    return {patient: cell for patient, cell in cells.items() if patient in reference}


def steady_rate(told: dict[str, Any]) -> float:
    """Patients a second of a process that is warm and goes on for long: its start does not count, its loading does."""
    alone = told["execute"] / (told["patients"] - told["warm_up_patients"])
    return 1 / (alone + told["load"] / told["patients"])


# --- what it comes to -------------------------------------------------------------------------------------------------


def compared(rows: dict[str, Rows]) -> dict[str, float]:
    """The figures that the promises speak of, as far as they were measured."""

    def speed(part: str, start: str, what: str = "patients_per_second") -> float | None:
        found = (row.get(what) for name, row in rows.get(part, {}).items() if name.startswith(start))
        return next((one for one in found if one), None)

    pairs = {
        "ingest / DuckDB declared columns into tables": (speed("ingest", "osteon ingest"), speed("limits", FLOOR)),
        "ingest / DuckDB declared columns into Parquet": (
            speed("ingest", "osteon ingest"), speed("limits", "DuckDB declared columns into Parquet"),
        ),
    }  # fmt: skip
    ours = speed("three-measures", "three measures, Osteon from NDJSON")
    for how in CQL_STYLES.values():
        for processes in ("1 process", "2 processes"):
            start = f"three measures, cql-execution, {how}, {processes}"
            pairs[f"three measures from NDJSON / cql-execution, {how}, {processes}, once warm"] = (
                ours, speed("three-measures", start, "steady_patients_per_second"),
            )  # fmt: skip
    pairs["three measures from NDJSON / DuckDB with hand-written SQL"] = (
        ours, speed("three-measures", "three measures, DuckDB"),
    )  # fmt: skip
    return {name: round(own / other, 2) for name, (own, other) in pairs.items() if own and other}


def installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def described(bench: Bench, made_with: str) -> dict[str, Any]:
    return {
        "what": "many patients; whole processes with their start; files in the page cache; memory_mb: largest sum of resident sets; "
        "proportional_mb: the same with each shared page counted once",
        "versions": {
            "osteon": osteon.__version__,
            "compiled": not assemble.__file__.endswith(".py"),
            "pathway": pathway().version,
            "python": platform.python_version(),
            **{name: found for name in PACKAGES if (found := installed(name))},
            **race.cql_versions(),
        },
        "machine": {
            "processor": processor(),
            "cores": os.cpu_count(),
            "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9),
            "system": platform.platform(),
        },
        "cohort": {
            "made with": made_with,
            "patients": bench.patients,
            "mb": round(bench.megabytes, 1),
            "kb_per_patient": round(bench.megabytes * 1e3 / bench.patients, 1),
            "mb_by_kind": by_kind(bench.files),
            "day": bench.day.isoformat(),
        },
        "promised": PROMISED,
    }


def by_kind(files: Sequence[Path]) -> dict[str, float]:
    found: dict[str, float] = {}
    for path in files:
        kind = race.kind_of(path)
        found[kind] = round(found.get(kind, 0) + path.stat().st_size / 1e6, 1)
    return found


def save(told: dict[str, Any], measured: dict[str, Rows], found: dict[str, float]) -> None:
    """Write the result. Parts that were not measured now stay as they were; `runs` says of each part what it was measured with."""
    old = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.is_file() else {}
    kept = {part: rows for part, rows in old.get("measured", {}).items() if part not in measured}
    before = {name: old[name] for name in ("versions", "cohort") if name in old}
    runs = {part: old.get("runs", {}).get(part, before) for part in kept}
    runs |= {part: {name: told[name] for name in ("versions", "cohort")} for part in measured}
    rows = kept | measured
    ratios = {name: ratio for name, ratio in old.get("compared", {}).items() if kept and name not in found}
    result = {
        **told,
        "runs": {part: runs[part] for part in PARTS if part in rows},
        "measured": {part: rows[part] for part in PARTS if part in rows},
        "compared": found | ratios,
    }
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many_patients", description=__doc__)
    parser.add_argument("--patients", type=int, default=20_000, help="size of the cohort that is made (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="NDJSON that is there already, instead of a cohort made for this run")
    parser.add_argument("--work", type=Path, help="where the files of the run go (default: a temporary folder)")
    parser.add_argument("--runs", type=int, default=3, help="how often each thing is measured (default: %(default)s)")
    parser.add_argument("--cql-patients", type=int, default=2000, help="patients for cql-execution (default: %(default)s)")
    parser.add_argument("--one-patient", type=int, default=1000, help="patients, one after the other (default: %(default)s)")
    parser.add_argument("--day", type=date.fromisoformat, default=date(2024, 6, 30), help="date of the review and the measures")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument(
        "--save", action="store_true", help=f"write {RESULT.relative_to(ROOT)}; parts that were not measured now stay in it"
    )
    choice = parser.parse_args()
    with TemporaryDirectory(dir=choice.work) as place:
        work = Path(place)
        folder, made_with = choice.folder, f"the files of the folder {choice.folder.name}"
        if folder is None:
            folder = work / "cohort"
            command = ["-m", "benchmarks.population", "--patients", str(choice.patients), "--seed", str(choice.seed)]
            subprocess.run([sys.executable, *command, "--out", str(folder)], cwd=ROOT, check=True)
            made_with = f"python {' '.join(command)}"
        bench = Bench(folder, work, choice.day, choice.runs)
        print(f"{bench.patients} patients, {bench.megabytes:.0f} MB")
        steps: dict[str, Callable[[], None]] = {
            "limits": lambda: parse_limits(bench),
            "ingest": lambda: ingest(bench),
            "cohort": lambda: cohort(bench),
            "one-patient": lambda: one_patient(bench, min(choice.one_patient, bench.patients)),
            "three-measures": lambda: three_measures(bench, min(choice.cql_patients, bench.patients)),
        }
        for part in PARTS:
            if part in choice.only:
                steps[part]()
        found = compared(bench.rows)
        for name, ratio in found.items():
            print(f"{name}: {ratio}")
        if choice.save:
            save(described(bench, made_with), bench.rows, found)


if __name__ == "__main__":
    main()
