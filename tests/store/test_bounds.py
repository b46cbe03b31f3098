"""What keeps the memory of an ingest bounded: parts of a long file, shared resources on disk, templates that are forgotten."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import orjson
import pytest

from osteon.record.store import ingest, open_store
from osteon.record.store.shared import open_shared
from osteon.record.store.tables import ACCOUNT_NUMBER
from osteon.record.store.template_store import ASKS, NONE, UNKNOWN, TemplateStore, mixed
from osteon.record.store.templates import Signature, template_of
from readers.fhir import observation, patient, quantity
from store.agreement import stored, write_lines

DATED = Signature((True, False, False, False, False, False), False, None, "")


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
    assert sorted(name.rsplit("-")[-1] for name in left) == ["rows.arrow", "shapes.arrow"]


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


# --- templates ------------------------------------------------------------------------------------------------------


def template(code: str):
    resource = observation(code, "a", valueQuantity=quantity(1, "mg/dL"))
    return template_of("Observation", orjson.dumps(resource), DATED)


def test_templates_are_found_by_each_of_their_keys():
    store = TemplateStore(ACCOUNT_NUMBER)
    one, other = template("2160-0"), template("17861-6")
    assert one is not None and other is not None
    assert store.add([5, 6], one) == 0
    assert store.add([7], None) == NONE
    assert store.add([8], one._replace(asks=True)) == ASKS
    assert store.add([2**64 - 1], other) == 1
    asked = np.array([6, 5, 7, 8, 2**64 - 1, 9], np.uint64)
    assert store.find(asked).tolist() == [0, 0, NONE, ASKS, 1, UNKNOWN]
    first = store.column("first")
    concepts = store.patterns.vocabularies["concept"].words
    assert [concepts[store.patterns.column("concept")[place]] for place in first] == ["lab.creatinine", "lab.calcium"]


def test_what_was_added_last_is_taken_away_again():
    store = TemplateStore(ACCOUNT_NUMBER)
    store.add([1], template("2160-0"))
    mark = store.mark()
    store.add([2], template("17861-6"))
    assert len(store.patterns) == 2
    store.cut(mark)
    assert store.find(np.array([1, 2], np.uint64)).tolist() == [0, UNKNOWN]
    assert len(store.patterns) == 1 and len(store.column("account")) == 1
    assert store.patterns.vocabularies["concept"].words == ["lab.creatinine"]
    assert store.add([2], template("17861-6")) == 1


def test_all_templates_are_forgotten_when_they_are_too_many(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("osteon.record.store.template_store.MANY", 2)
    store = TemplateStore(ACCOUNT_NUMBER)
    store.add([1, 2], template("2160-0"))
    store.make_room()
    assert store.find(np.array([1], np.uint64)).tolist() == [0]
    store.add([3], template("2160-0"))
    store.make_room()
    assert store.find(np.array([1, 2, 3], np.uint64)).tolist() == [UNKNOWN] * 3


def test_keys_depend_on_both_of_what_is_mixed():
    keys = np.arange(1000, dtype=np.uint64)
    both = np.concatenate([mixed(keys, np.full(1000, number)) for number in (0, 1, -1)])
    assert len(np.unique(both)) == 3000
