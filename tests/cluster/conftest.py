"""A small store of several shards."""

import sys
from pathlib import Path

import pytest

from cluster.standalone import PATIENTS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up patients in seven shards."""
    pytest.importorskip("duckdb")
    from osteon.record.store import ingest

    sys.path.insert(0, str(ROOT))
    try:
        from benchmarks.population import bundle
    finally:
        sys.path.remove(str(ROOT))

    folder = tmp_path_factory.mktemp("cluster")
    (folder / "records").mkdir()
    for number in range(PATIENTS):
        (folder / "records" / f"{number}.json").write_bytes(bundle(number))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[ingest.__module__], "PATIENTS_PER_SHARD", 4)
        ingest([folder / "records"], folder / "store", workers=1)
    return folder / "store"
