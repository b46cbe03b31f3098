"""A small store with several shards: the examples, and made-up patients."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from osteon.record.store import ingest

ROOT = Path(__file__).parents[2]
GENERATED = 24


@pytest.fixture(scope="session")
def records(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict]]:
    """Resources of each patient, by id."""
    sys.path.insert(0, str(ROOT))
    try:
        from benchmarks.population import resources
    finally:
        sys.path.remove(str(ROOT))
    found = [resources(number) for number in range(GENERATED)]
    for path in sorted((ROOT / "examples").glob("*.json")):
        found.append([entry["resource"] for entry in json.loads(path.read_bytes())["entry"]])
    return {next(one["id"] for one in some if one["resourceType"] == "Patient"): some for some in found}


@pytest.fixture(scope="session")
def files(records: dict[str, list[dict]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records as a bulk export: one file for each type."""
    folder = tmp_path_factory.mktemp("export")
    by_type: dict[str, list[str]] = {}
    for some in records.values():
        for one in some:
            by_type.setdefault(one["resourceType"], []).append(json.dumps(one))
    for name, lines in by_type.items():
        (folder / f"{name}.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def store(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of them in several shards."""
    folder = tmp_path_factory.mktemp("stores") / "store"
    module = sys.modules[ingest.__module__]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PATIENTS_PER_SHARD", 9)
        ingest([files], folder, workers=1)
    return folder
