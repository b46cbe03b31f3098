"""How long one patient takes: warm in one process, and cold from the shell.

    python -m benchmarks.one_patient [--runs 3000] [--save]      the sources as they stand (`make bench`)
    make bench-wheel                                             the wheel, whose inner loops are compiled

Warm goes from the bytes of a bundle to the bytes of the whole review as JSON: every finding, fact, score and option. Its
steps are timed beside it, so that it can be seen where the time goes, and the instructions that Python carries out for it are
counted (of the sources; what is compiled carries out none): whatever else the machine does, that number stays. Cold is a whole
`python -m osteon review FILE` process, with the bare interpreter as the floor.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import orjson

import osteon
import osteon.engine.select
from osteon.record import read_record
from osteon.review import review_record
from osteon.review.review import review_timeline

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "spine-and-femur.json"
COMPILED = not str(osteon.engine.select.__file__).endswith(".py")
RESULT = ROOT / "benchmarks" / "results" / ("one_patient_wheel.json" if COMPILED else "one_patient.json")
PUBLIC_RECORDS = ROOT.parent / "shared" / "data"
PUBLIC = {
    "a public record with bone metastases (trial matching, patient 1)": PUBLIC_RECORDS
    / "mcode-trial-matching"
    / "TrialMatching_Patient01.json",
    "a public record of early breast cancer (mCODE guide, Jenny M)": PUBLIC_RECORDS
    / "mcode-ig-4.0.0"
    / "patients"
    / "cancer-patient-jenny-m.bundle.json",
}
WARD = ("mcode-trial-matching", "mcode-ig-4.0.0/patients")
PROMISED = {"warm_p50_ms": 2.0, "warm_p99_ms": 5.0, "cold_json_ms": 300.0}


def bundle_of_the_example() -> bytes:
    """The example patient as a hospital's server would send it: with versions, profiles, identifiers, categories, no white space."""
    bundle = orjson.loads(EXAMPLE.read_bytes())
    for number, entry in enumerate(bundle["entry"]):
        resource = entry["resource"]
        kind = resource["resourceType"]
        entry["fullUrl"] = f"https://fhir.example.org/r4/{kind}/{resource['id']}"
        resource["meta"] = {
            "versionId": "1",
            "lastUpdated": "2025-05-30T12:00:00.000+02:00",
            "profile": [f"http://hl7.org/fhir/us/core/StructureDefinition/us-core-{kind.lower()}"],
        }
        if kind != "Patient":
            resource["identifier"] = [{"system": "urn:oid:1.2.276.0.76.4.1", "value": f"{number:09d}"}]
            resource["encounter"] = {"reference": f"Encounter/{number % 9:06d}"}
        if kind == "Observation":
            resource["category"] = [
                {
                    "coding": [
                        {"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}
                    ]
                }
            ]
            resource["performer"] = [{"reference": "Organization/laboratory", "display": "Central laboratory"}]
    return orjson.dumps(bundle)


def timed(work: Callable[[], object], runs: int) -> dict[str, float]:
    """Milliseconds of each run: median, 99th percentile, least."""
    for _ in range(max(20, runs // 20)):
        work()
    times = []
    for _ in range(runs):
        start = time.perf_counter_ns()
        work()
        times.append((time.perf_counter_ns() - start) / 1e6)
    times.sort()
    return {
        "p50": round(statistics.median(times), 3),
        "p99": round(times[int(len(times) * 0.99) - 1], 3),
        "min": round(times[0], 3),
    }


def instructions(work: Callable[[], object]) -> int:
    """The instructions of Python's own code that a piece of work takes; what libraries in C do is not among them."""
    count = 0

    def follow(frame: FrameType, event: str, _: object) -> Callable[..., object]:
        nonlocal count
        frame.f_trace_opcodes, frame.f_trace_lines = True, False
        count += event == "opcode"
        return follow

    work()
    sys.settrace(follow)
    try:
        work()
    finally:
        sys.settrace(None)
    return count


def cold(arguments: list[str], runs: int) -> dict[str, float]:
    """Milliseconds of a whole process."""
    times = []
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(runs + 2):
        start = time.perf_counter_ns()
        subprocess.run(
            [sys.executable, *arguments],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        times.append((time.perf_counter_ns() - start) / 1e6)
    times = sorted(times[2:])
    return {"p50": round(statistics.median(times), 1), "max": round(times[-1], 1), "min": round(times[0], 1)}


def processor() -> str:
    """The name of the processor, as the system gives it."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        return next(line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        return platform.processor()


def inputs() -> dict[str, bytes]:
    """Bundles without white space: our example as a server would send it, and public records where they are at hand."""
    found = {"spine and femur (this project's example, much is wrong at once)": bundle_of_the_example()}
    for name, path in PUBLIC.items():
        if path.is_file():
            found[name] = orjson.dumps(orjson.loads(path.read_bytes()))
    return found


def warm(raw: bytes, runs: int) -> dict[str, object]:
    """Figures of one record: its size, and the time of each step."""
    timeline, review = read_record(raw), review_record(raw)
    return {
        "bytes": len(raw),
        "resources": timeline.read,
        "findings": {
            verdict: sum(item["verdict"] == verdict for item in review.findings)
            for verdict in ("met", "unknown", "not-met")
        },
        "json_bytes": len(review.to_json_bytes()),
        "instructions": {
            "bytes to timeline": instructions(lambda: read_record(raw)),
            "timeline to every verdict": instructions(lambda: review_timeline(timeline)),
            "bytes to the whole review as JSON": instructions(lambda: review_record(raw).to_json_bytes()),
        },
        "ms": {
            "parse only (orjson)": timed(lambda: orjson.loads(raw), runs),
            "bytes to timeline": timed(lambda: read_record(raw), runs),
            "bytes to every verdict, its support and what is missing": timed(lambda: review_record(raw), runs),
            "bytes to the whole review as JSON": timed(lambda: review_record(raw).to_json_bytes(), runs),
            "bytes to the whole review as Python objects": timed(lambda: review_record(raw).to_dict(), runs),
        },
    }


def ward(runs: int) -> dict[str, object]:
    """The worked examples and every public patient at hand, in turn: bytes to the whole review as JSON."""
    folders = (EXAMPLE.parent, *(PUBLIC_RECORDS / name for name in WARD))
    found = {path.name: path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.json"))}
    records = [raw for path in found.values() if b'"Patient"' in (raw := path.read_bytes())]
    times = []
    for number in range(runs + len(records)):
        raw = records[number % len(records)]
        start = time.perf_counter_ns()
        review_record(raw).to_json_bytes()
        times.append((time.perf_counter_ns() - start) / 1e6)
    times = sorted(times[len(records) :])
    return {
        "records": len(records),
        "p50": round(statistics.median(times), 3),
        "p99": round(times[int(len(times) * 0.99) - 1], 3),
        "min": round(times[0], 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--save", action="store_true", help=f"write benchmarks/results/{RESULT.name}")
    choice = parser.parse_args()
    review = ["-m", "osteon", "review", str(EXAMPLE)]
    result = {
        "what": "one patient; warm: repeated in one process; cold: whole processes, bytecode compiled before",
        "code": "the wheel, compiled by mypyc" if COMPILED else "the sources as they stand",
        "versions": {
            "osteon": osteon.__version__,
            "pathway": review_record(EXAMPLE).to_dict()["pathway"],
            "python": platform.python_version(),
            "orjson": orjson.__version__,
        },
        "machine": {"processor": processor(), "cores": os.cpu_count(), "system": platform.platform()},
        "promised": PROMISED,
        "warm": {name: warm(raw, choice.runs) for name, raw in inputs().items()},
        "cold_ms": {
            "interpreter alone": cold(["-c", "pass"], 15),
            "--version": cold(["-m", "osteon", "--version"], 15),
            "review --format json": cold([*review, "--format", "json"], 15),
            "review (text)": cold(review, 15),
            "review --format html": cold([*review, "--format", "html"], 15),
        },
    }
    # What a long-running host does once when it starts.
    osteon.prepare()
    result["warm after prepare()"] = {name: warm(raw, choice.runs)["ms"] for name, raw in inputs().items()}
    result["a ward, one record after the other, after prepare()"] = ward(choice.runs)
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    if choice.save:
        RESULT.parent.mkdir(exist_ok=True)
        RESULT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
