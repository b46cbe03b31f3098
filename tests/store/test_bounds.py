"""What keeps the memory of an ingest bounded: parts of a long file, shared resources on disk."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import orjson
import pytest

from osteon.record.store import ingest, open_store, read_common, read_shard
from osteon.record.store.shared import open_shared
from readers.fhir import observation, patient, quantity
from store.agreement import stored, write_lines


def result(who: str, number: int) -> dict:
    found = observation("2160-0", f"{who}-{number}", valueQuantity=quantity(1 + number / 8, "mg/dL"))
    return found | {"subject": {"reference": f"Patient/{who}"}}


# --- parts ----------------------------------------------------------------------------------------------------------


def test_a_long_gzip_file_becomes_several_parts_and_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    people = [f"p{number}" for number in range(40)]
    lines = [*map(patient, people), *(result(who, number) for number in range(30) for who in people)]
    plain = write_lines(tmp_path / "a.ndjson", *lines)
    packed = tmp_path / "b" / "a.ndjson.gz"
    packed.parent.mkdir()
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    done, want = stored(plain, into=tmp_path / "whole")
    monkeypatch.setattr("osteon.record.store.blocks.BLOCK", 20_000)
    for name, size in (("BLOCK", 20_000), ("PART", 60_000)):
        monkeypatch.setattr(f"osteon.record.store.staging.{name}", size)
    again, got = stored(packed, into=tmp_path / "parts")
    assert len(open_store(tmp_path / "whole").manifest.parts) == 1
    parts = open_store(tmp_path / "parts").manifest.parts
    assert len(parts) > 4
    assert sum(part.rows for part in parts.values()) == len(lines)
    assert got == want
    assert again.accounts == done.accounts


def test_parts_of_an_interrupted_task_are_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from osteon.record.store import working

    path = write_lines(tmp_path / "a.ndjson", patient("a"), result("a", 1))
    monkeypatch.setattr(working, "LIST", "-never")
    monkeypatch.setattr("os.replace", _failing(".new", "-never"))
    with pytest.raises(Exception, match="written"):
        ingest([path], tmp_path / "store", workers=1)
    monkeypatch.undo()
    _, got = stored(path, into=tmp_path / "store")
    assert set(got) == {"a"}
    left = [one.name for one in (tmp_path / "store" / "parts").iterdir()]
    assert [name.rpartition(".")[2] for name in left] == ["rows"]


def _failing(*endings: str):
    from os import replace

    def put(source, target):
        if str(target).endswith(endings[1]):
            raise OSError(5, "broken off")
        replace(source, target)

    return put


# --- shared resources -----------------------------------------------------------------------------------------------


def test_shared_resources_stay_on_disk_and_the_last_of_a_name_counts(tmp_path: Path):
    drugs = [{"resourceType": "Medication", "id": f"m{number}", "code": {"text": f"drug {number}"}} for number in range(50)]
    one = write_lines(tmp_path / "one.ndjson", *drugs)
    newer = write_lines(tmp_path / "two.ndjson", drugs[7] | {"code": {"text": "another"}})
    ingest([one, newer], tmp_path / "store", workers=1)
    manifest = open_store(tmp_path / "store").manifest
    live = np.array(sorted(manifest.inputs), np.int64)
    parts = [name for name, part in manifest.parts.items() if part.has(manifest.shards)]
    found = open_shared(tmp_path / "store" / "parts", parts, manifest.shards, live)
    assert found["Medication/m3"] == drugs[3]
    assert found["Medication/m7"]["code"] == {"text": "another"}
    assert "Medication/m50" not in found
    with pytest.raises(KeyError):
        found["Medication/m50"]
    assert set(found) == {f"Medication/m{number}" for number in range(50)} and len(found) == 50
    first = open_shared(tmp_path / "store" / "parts", parts, manifest.shards, live[:1])
    assert first["Medication/m7"] == drugs[7], "an input that is no longer live is not asked"


def test_no_shared_resource_is_no_fault(tmp_path: Path):
    found = open_shared(tmp_path, [], 0, np.empty(0, np.int64))
    assert "Medication/m" not in found and len(found) == 0


def test_lines_of_a_file_that_is_read_in_pieces_are_counted_from_its_beginning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    lines = [orjson.dumps(patient("a")), *(orjson.dumps(result("a", number)) for number in range(400))]
    odd = {57: b"{", 201: b"[", 310: b'{"resourceType":"Nonsense","subject":{"reference":"Patient/a"}}', 399: b"}"}
    for place, text in odd.items():
        lines[place] = text
    lines[120] = b""
    lines[250] = orjson.dumps({"text": "x" * 5000})
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"\n".join(lines))
    monkeypatch.setattr("osteon.record.store.blocks.BLOCK", 2_000)
    monkeypatch.setattr("osteon.record.store.blocks.LONGEST_LINE", 3_000)
    for name, size in (("BLOCK", 2_000), ("PART", 9_000)):
        monkeypatch.setattr(f"osteon.record.store.staging.{name}", size)
    monkeypatch.setattr("osteon.record.store.blocks.PART", 17_000)
    ingest([path], tmp_path / "store", workers=1)
    store = open_store(tmp_path / "store")
    assert len({part.start for part in store.manifest.parts.values()}) > 3
    told = [*read_common(store).to_pylist(), *read_shard(store, 0)["problems"].to_pylist()]
    assert sorted(row["line"] - 1 for row in told) == sorted([*odd, 250])


