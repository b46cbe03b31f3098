"""A million patients once, end to end: ingest, the whole pathway, the report of a registry; each a whole process.

    for piece in $(seq 0 49); do                  # 58 GB of NDJSON, 4 GB as gzip
      python -m benchmarks.population --patients 20000 --first-patient $((piece * 20000)) --seed 1 --out DIR/$piece --gz
    done
    python -m benchmarks.million --folder DIR --work WORK [--only ingest review report] [--beside WORDS] [--save]

Takes half an hour and 10 GB for WORK beside the input. What was measured before stays in the result. The first eleven of the
pieces, unpacked, are 12.7 GB; measured with `--only ingest --called "12.7 GB not packed"`.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from pathlib import Path
from typing import Any

import osteon
from benchmarks.one_patient import processor
from benchmarks.peers.measure import ROOT, run
from osteon.pathway import pathway
from osteon.record.store import open_store

RESULT = ROOT / "benchmarks" / "results" / "million.json"
STEPS = ("ingest", "review", "report")


def command(step: str, folder: Path, work: Path) -> list[str]:
    """What a person would type for a step."""
    store = str(work / "store")
    words = {
        "ingest": ["ingest", str(folder), "--out", store],
        "review": ["cohort", "review", store, "--out", str(work / "review")],
        "report": ["cohort", "report", store, "--out", str(work / "report.html")],
    }
    return [sys.executable, "-m", "osteon", *words[step]]


def measured(step: str, folder: Path, work: Path, beside: str) -> dict[str, Any]:
    """One step, with time, processor time and memory. `beside`: what else the machine did."""
    found = run(command(step, folder, work))
    patients = open_store(work / "store").patients
    return {
        "patients": patients,
        "seconds": round(found.seconds, 1),
        "patients_per_second": round(patients / found.seconds),
        "cpu_seconds": round(found.cpu_seconds, 1),
        "memory_mb": round(found.memory_mb),
        "proportional_mb": round(found.proportional_mb),
        "beside": beside,
        "osteon": osteon.__version__,
        "pathway": pathway().version,
    }


def main() -> None:
    """The command line."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--folder", type=Path, required=True, help="the generated export")
    words.add_argument("--work", type=Path, required=True, help="folder for store, review and report; made if missing")
    words.add_argument("--only", nargs="+", choices=STEPS, default=STEPS)
    words.add_argument("--called", help="what another cohort is called, whose steps then stand beside those of the million in the result")
    words.add_argument("--beside", default="nothing", help="what else the machine does meanwhile, for the result")
    words.add_argument("--save", action="store_true", help=f"write {RESULT.relative_to(ROOT)}")
    choice = words.parse_args()
    choice.work.mkdir(parents=True, exist_ok=True)
    steps = json.loads(RESULT.read_text(encoding="utf-8"))["steps"] if RESULT.is_file() else {}
    for step in STEPS:
        if step in choice.only:
            name = f"{step}, {choice.called}" if choice.called else step
            steps[name] = measured(step, choice.folder, choice.work, choice.beside)
            print(name, json.dumps(steps[name], indent=1), flush=True)
    if choice.save:
        save(steps)


def save(steps: dict[str, Any]) -> None:
    """Write the result."""
    told = {
        "what": "a million generated patients once, each step a whole process with its start; steps of another cohort carry its name",
        "machine": {"processor": processor(), "cores": os.cpu_count(), "system": platform.platform()},
        "steps": steps,
    }
    RESULT.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
