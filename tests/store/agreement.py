"""What a store says of a patient, beside what the one-patient reader says of the same resources."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from osteon.record import Timeline
from osteon.record.store import Ingested, ingest, open_store, timelines

FIELDS = ("events", "lesions", "gaps", "read", "used", "refused", "ignored", "newest")


def stored(*inputs: Path, into: Path) -> tuple[Ingested, dict[str, Timeline]]:
    """The store's timelines by patient, after an ingest by one process."""
    done = ingest(inputs, into, workers=1)
    store = open_store(into)
    return done, {one.patient.id: one for shard in store.shards for one in timelines(store, shard)}


def differences(want: Timeline, got: Timeline) -> list[tuple[str, Any, Any]]:
    """Names of what differs, with both sides. The store keeps no names, and problems have no order."""
    found: list[tuple[str, Any, Any]] = []
    if want.patient._replace(name="") != got.patient:
        found.append(("patient", want.patient, got.patient))
    for name in FIELDS:
        one, other = getattr(want, name), getattr(got, name)
        if one != other:
            found.append((name, one, other))
    if set(want.problems) != set(got.problems):
        found.append(("problems", set(want.problems) - set(got.problems), set(got.problems) - set(want.problems)))
    return found


def write_lines(path: Path, *resources: Any) -> Path:
    """An NDJSON file of these resources."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(orjson.dumps(one, option=orjson.OPT_APPEND_NEWLINE) for one in resources))
    return path


def write_by_type(folder: Path, *resources: Any) -> Path:
    """A bulk export: one file for each resource type."""
    kinds: dict[str, list[Any]] = {}
    for one in resources:
        kinds.setdefault(one["resourceType"], []).append(one)
    for kind, found in kinds.items():
        write_lines(folder / f"{kind}.ndjson", *found)
    return folder


def of(patient: str, resource: dict[str, Any]) -> dict[str, Any]:
    """The resource as one of another patient than `ann`."""
    text = orjson.dumps(resource).replace(b'"Patient/ann"', orjson.dumps(f"Patient/{patient}"))
    found: dict[str, Any] = orjson.loads(text)
    if found["resourceType"] == "Patient":
        found["id"] = patient
    return found
