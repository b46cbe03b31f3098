"""How long one call of CDS Hooks takes as a function: from the bytes of the call to the bytes of its cards.

    python -m benchmarks.cards [--runs 2000] [--save]

The worked examples and every public record at hand, in turn, each sent as an EHR would send it; after `osteon.prepare()`, in
one process, without the network. `order-sign` signs an order of zoledronic acid 4 mg.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import statistics
import time
from datetime import date
from pathlib import Path

import orjson

import osteon
from benchmarks.one_patient import EXAMPLE, PUBLIC_RECORDS, WARD, processor
from osteon.pathway import pathway
from osteon.record import read_record
from osteon.serve.cds_hooks.answer import answer
from osteon.serve.cds_hooks.discovery import QUERIES

RESULT = Path(__file__).parent / "results" / "cards.json"
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"


def records() -> dict[str, dict]:
    """Bundles by the name of their file; those without breast cancer among them."""
    folders = (EXAMPLE.parent, *(PUBLIC_RECORDS / name for name in (*WARD, "synthea-smart-negatives")))
    paths = [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.json*"))]
    bundles = {}
    for path in paths:
        raw = path.read_bytes()
        bundle = orjson.loads(gzip.decompress(raw) if path.suffix == ".gz" else raw)
        if any(entry.get("resource", {}).get("resourceType") == "Patient" for entry in bundle.get("entry", ())):
            bundles[path.name] = bundle
    return bundles


def call(bundle: dict, hook: str) -> tuple[bytes, date]:
    """The body of a call, and the day of the newest entry of the record."""
    resources = [entry["resource"] for entry in bundle["entry"] if "resource" in entry]
    person = next(item for item in resources if item["resourceType"] == "Patient")
    prefetch: dict[str, object] = {}
    for key, query in QUERIES.items():
        mine = [{"resource": item} for item in resources if item["resourceType"] == query.kind]
        prefetch[key] = {"resourceType": "Bundle", "type": "searchset", "entry": mine} if mine else None
    prefetch["patient"] = person
    context: dict[str, object] = {"userId": "Practitioner/1", "patientId": person["id"]}
    if hook == "order-sign":
        quantity = {"value": 4, "unit": "mg", "system": "http://unitsofmeasure.org", "code": "mg"}
        order = {
            "resourceType": "MedicationRequest",
            "id": "new",
            "status": "draft",
            "intent": "order",
            "subject": {"reference": f"Patient/{person['id']}"},
            "medicationCodeableConcept": {"text": "zoledronic acid"},
            "dosageInstruction": [{"route": {"text": "intravenous"}, "doseAndRate": [{"doseQuantity": quantity}]}],
        }
        context["draftOrders"] = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": order}]}
    body = {"hook": hook, "hookInstance": INSTANCE, "context": context, "prefetch": prefetch}
    return orjson.dumps(body), read_record(bundle).newest or date(2025, 6, 1)


def timed(hook: str, runs: int) -> dict[str, object]:
    """Milliseconds of a call over all records in turn, and by record the least of its own."""
    calls = {name: call(bundle, hook) for name, bundle in records().items()}
    names = list(calls)
    times: dict[str, list[float]] = {name: [] for name in names}
    cards = {}
    for number in range(runs + 3 * len(names)):
        name = names[number % len(names)]
        body, day = calls[name]
        start = time.perf_counter_ns()
        given = answer(f"osteon-{hook}", orjson.loads(body), today=day)
        orjson.dumps(given.response)
        spent = (time.perf_counter_ns() - start) / 1e6
        cards[name] = len(given.shown)
        if number >= 3 * len(names):
            times[name].append(spent)
    everything = sorted(value for those in times.values() for value in those)

    def at(share: float) -> float:
        return round(everything[min(len(everything) - 1, int(len(everything) * share))], 2)

    return {
        "records": len(names),
        "calls": len(everything),
        "ms": {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "most": round(everything[-1], 2)},
        "by record": {
            name: {
                "kilobytes": round(len(calls[name][0]) / 1000),
                "cards": cards[name],
                "p50 ms": round(statistics.median(times[name]), 2),
            }
            for name in names
        },
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=2000)
    parser.add_argument("--save", action="store_true", help="write benchmarks/results/cards.json")
    choice = parser.parse_args()
    osteon.prepare()
    result = {
        "what": "one call of CDS Hooks as a function, bytes to bytes, after prepare(), in one process",
        "versions": {
            "osteon": osteon.__version__,
            "pathway": pathway().version,
            "python": platform.python_version(),
            "orjson": orjson.__version__,
        },
        "machine": {"processor": processor(), "cores": os.cpu_count(), "system": platform.platform()},
        "patient-view": timed("patient-view", choice.runs),
        "order-sign": timed("order-sign", choice.runs),
    }
    text = json.dumps(result, indent=1, ensure_ascii=False)
    print(text)
    if choice.save:
        RESULT.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
