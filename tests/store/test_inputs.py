"""What an ingest can be given, what it makes of broken input, and that every resource is accounted for."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import orjson
import pyarrow.compute as pc
import pytest

from house import tree
from osteon.record import RecordError, read_record
from osteon.record.store import StoreError, ingest, open_store, read_common, read_shard
from osteon.record.store import blocks as blocks_module
from readers.fhir import bundle, observation, patient, quantity
from store.agreement import stored, write_by_type, write_lines


def result(who: str, number: int = 1) -> dict:
    found = observation("2160-0", f"{who}-{number}", valueQuantity=quantity(number, "mg/dL"))
    return found | {"subject": {"reference": f"Patient/{who}"}}


def balanced(accounts: dict[str, int]) -> None:
    assert accounts["read"] == sum(count for name, count in accounts.items() if name != "read")


def test_files_folders_and_manifests_at_once(tmp_path: Path):
    write_by_type(tmp_path / "one" / "deep", patient("a"), result("a"))
    (tmp_path / "one" / "notes.txt").write_text("not read")
    (tmp_path / "b.json").write_bytes(orjson.dumps(bundle(patient("b"), result("b"))))
    (tmp_path / "c.json.gz").write_bytes(gzip.compress(orjson.dumps([patient("c"), result("c")])))
    packed = write_lines(tmp_path / "d.ndjson", patient("d"), result("d")).read_bytes()
    (tmp_path / "d.ndjson").unlink()
    (tmp_path / "d.ndjson.gz").write_bytes(gzip.compress(packed[:100]) + gzip.compress(packed[100:]))
    write_by_type(tmp_path / "bulk", patient("e"), result("e"))
    write_lines(tmp_path / "bulk" / "other.ndjson", patient("not-listed"))
    output = [{"type": kind, "url": f"https://x/files/{kind}.ndjson"} for kind in ("Patient", "Observation")]
    manifest = tmp_path / "bulk" / "status.json"
    manifest.write_bytes(orjson.dumps({"transactionTime": "2025-01-01T00:00:00Z", "output": output, "error": []}))
    inputs = [tmp_path / name for name in ("one", "b.json", "c.json.gz", "d.ndjson.gz")]
    done, got = stored(*inputs, manifest, into=tmp_path / "store")
    assert set(got) == {"a", "b", "c", "d", "e"}
    assert all(len(one.events["lab.creatinine"]) == 1 for one in got.values())
    assert (done.inputs, done.accounts) == (7, {"read": 10, "used": 10})


def test_a_manifest_whose_files_are_missing(tmp_path: Path):
    manifest = tmp_path / "status.json"
    manifest.write_bytes(orjson.dumps({"transactionTime": "x", "output": [{"url": "https://x/Patient.ndjson"}]}))
    with pytest.raises(RecordError, match=r"1 of its 1 files"):
        ingest([manifest], tmp_path / "store")


def test_a_link_that_leads_back_is_not_followed(tmp_path: Path):
    write_lines(tmp_path / "in" / "a.ndjson", patient("a"))
    os.symlink(tmp_path / "in", tmp_path / "in" / "again")
    done, _ = stored(tmp_path / "in", into=tmp_path / "store")
    assert (done.inputs, done.patients) == (1, 1)


def test_types_mixed_line_by_line_with_broken_and_empty_lines(tmp_path: Path):
    lines = [patient("a"), result("a"), {"resourceType": "Encounter", "id": "e", "subject": {"reference": "Patient/a"}}]
    lines += [
        {"resourceType": "Nonsense", "id": "n"},
        {"no": "type"},
        5,
        {"resourceType": "Observation", "id": "whose"},
    ]
    texts = [orjson.dumps(one) for one in lines]
    texts[2:2] = [
        b"",
        b'{"resourceType":"Observation",',
        b"\xff\xfe",
        b'{"resourceType":"Observation","id":"x","id":"y"}',
        b"  ",
    ]
    path = tmp_path / "Ann-Example.ndjson"
    path.write_bytes(b"\xef\xbb\xbf" + b"\r\n".join(texts))
    done, got = stored(path, into=tmp_path / "store")
    assert done.accounts == {"read": 10, "used": 2, "encounter": 1, "refused": 7}
    balanced(done.accounts)
    told = read_common(open_store(tmp_path / "store")).to_pylist()
    assert len(told) == 7
    assert {one["line"] for one in told if "not valid JSON" in one["message"]} == {4, 5}
    assert {one["input"] for one in told} == {"Ann-Example.ndjson"}
    assert set(got) == {"a"}


def test_a_value_of_another_form_costs_its_own_line_only(tmp_path: Path):
    many = [result("a", number) for number in range(1, 300)]
    many[150]["valueQuantity"] = "5 mg/dL"
    many[151]["subject"] = "Patient/a"
    done, got = stored(write_lines(tmp_path / "a.ndjson", patient("a"), *many), into=tmp_path / "store")
    assert len(got["a"].events["lab.creatinine"]) == 297
    assert [problem.path for problem in got["a"].problems] == ["valueQuantity"]
    assert done.accounts == {"read": 300, "used": 298, "refused": 2}


@pytest.mark.parametrize(
    "broken",
    [
        b'"note":[{"text":"caf\xe9"}]',
        b'"note":[{"text":"a\tb"}]',
        b'"note":[{"text":"\\x"}]',
        b'"note":[{"text":"\\ud800"}]',
        b'"note":[01]',
        b'"note":[1,]',
        b'"not\xff":1',
        b'"code":{"text":"\xff"}',
        b'"valueDecimal":1e999',
    ],
)
def test_what_no_reader_looks_at_has_to_be_json_too(broken: bytes, tmp_path: Path):
    good = result("a", 1) | {"note": [{"text": "café"}]}
    text = orjson.dumps(result("a", 2))[:-1] + b"," + broken + b"}\n"
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"".join(orjson.dumps(one) + b"\n" for one in (patient("a"), good)) + text)
    done, got = stored(path, into=tmp_path / "store")
    assert [event.source for event in got["a"].events["lab.creatinine"]] == ["Observation/a-1"]
    assert done.accounts == {"read": 3, "used": 2, "refused": 1}


def test_whatever_belongs_to_no_patient_is_counted(tmp_path: Path):
    resources = [
        {"resourceType": "Organization", "id": "o"},
        result("a") | {"subject": {"reference": "Group/1"}},
        result("a") | {"subject": {"identifier": {"value": "1"}}},
        {"resourceType": "Patient"},
        {"resourceType": "OperationOutcome", "issue": [{"severity": "error"}]},
        {"resourceType": "OperationOutcome", "issue": [{"severity": "information"}]},
    ]
    done, got = stored(write_lines(tmp_path / "a.ndjson", *resources), into=tmp_path / "store")
    assert not got
    assert done.accounts == {"read": 6, "administrative": 1, "subject-not-person": 1, "refused": 3, "server-message": 1}
    assert done.patients == 0


def test_a_bundle_of_several_patients(tmp_path: Path):
    path = tmp_path / "all.json"
    path.write_bytes(orjson.dumps(bundle(patient("a"), patient("b"), result("a"), result("b"), result("b", 2))))
    _, got = stored(path, into=tmp_path / "store")
    assert [len(got[who].events["lab.creatinine"]) for who in "ab"] == [1, 2]


def test_a_damaged_gzip_file_is_a_problem_and_the_rest_is_read(tmp_path: Path):
    packed = gzip.compress(write_lines(tmp_path / "x", patient("b"), *[result("b", n) for n in range(50)]).read_bytes())
    (tmp_path / "b.ndjson.gz").write_bytes(packed[: len(packed) // 2])
    good = write_lines(tmp_path / "a.ndjson", patient("a"), result("a"))
    done, got = stored(good, tmp_path / "b.ndjson.gz", into=tmp_path / "store")
    assert "a" in got
    assert done.accounts["refused"] >= 1
    assert any("truncated" in one["message"] for one in read_common(open_store(tmp_path / "store")).to_pylist())


def test_a_line_without_an_end_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    for name in ("BLOCK", "LONGEST_LINE"):
        monkeypatch.setattr(blocks_module, name, 4096)
    monkeypatch.setattr(blocks_module, "PART", 16384)
    long = result("a", 7) | {"note": [{"text": "x" * 9000}]}
    many = [result("a", number) for number in range(100, 250)]
    path = write_lines(tmp_path / "a.ndjson", patient("a"), *many[:70], long, *many[70:])
    packed = tmp_path / "b.ndjson.gz"
    packed.write_bytes(
        gzip.compress(path.read_bytes().replace(b"Patient/a", b"Patient/b").replace(b'"id":"a"', b'"id":"b"'))
    )
    done, got = stored(path, packed, into=tmp_path / "store")
    assert [len(got[who].events["lab.creatinine"]) for who in "ab"] == [150, 150]
    assert done.accounts == {"read": 304, "used": 302, "refused": 2}


def test_problems_name_file_and_line(tmp_path: Path):
    odd = result("a", 3) | {"valueQuantity": quantity(1, "spoons")}
    stored(write_lines(tmp_path / "a.ndjson", patient("a"), result("a", 2), odd), into=tmp_path / "store")
    store = open_store(tmp_path / "store")
    (problem,) = read_shard(store, store.shards[0])["problems"].to_pylist()
    assert (problem["patient"], problem["input"], problem["line"]) == (0, "a.ndjson", 3)


def test_the_tables_are_sorted_and_named(tmp_path: Path):
    resources = [one for who in ("b", "a") for one in (result(who, 2), patient(who), result(who, 1))]
    stored(write_lines(tmp_path / "a.ndjson", *resources), into=tmp_path / "store")
    store = open_store(tmp_path / "store")
    tables = read_shard(store, 0)
    assert tables["patients"]["id"].to_pylist() == ["a", "b"]
    assert tables["events"]["patient"].to_pylist() == [0, 0, 1, 1]
    assert pc.all(pc.is_null(tables["events"]["exact"])).as_py()
    assert store.patients == 2
    balanced(store.accounts)


def test_input_that_is_not_there(tmp_path: Path):
    with pytest.raises(RecordError, match="Input 1 cannot be opened"):
        ingest([tmp_path / "Ann Example.json"], tmp_path / "store")
    (tmp_path / "empty").mkdir()
    with pytest.raises(RecordError, match="no file to read"):
        ingest([tmp_path / "empty"], tmp_path / "store")


def test_a_folder_that_is_no_store(tmp_path: Path):
    with pytest.raises(StoreError, match="no store in this folder"):
        open_store(tmp_path)
    (tmp_path / "store.json").write_text("{")
    with pytest.raises(StoreError, match="damaged"):
        open_store(tmp_path)


def test_the_command(tmp_path: Path):
    path = write_lines(tmp_path / "Zanderwick.ndjson", patient("a"), result("a"))
    run = tree.osteon("ingest", str(path), "--out", str(tmp_path / "new" / "store"))
    assert (run.returncode, run.stderr) == (0, "")
    assert "1 patient" in run.stdout
    path.write_bytes(path.read_bytes() + b"{")
    run = tree.osteon("ingest", str(path), "--out", str(tmp_path / "new" / "store"))
    assert run.returncode == 4
    assert "Zanderwick" not in run.stderr and "Traceback" not in run.stderr
    run = tree.osteon("ingest", str(tmp_path / "Zanderwick.json"), "--out", str(tmp_path / "new" / "store"))
    assert run.returncode == 3
    assert "Zanderwick" not in run.stderr


def test_a_line_that_breaks_where_no_one_looked_is_a_problem_of_its_patient(tmp_path: Path):
    lines = [orjson.dumps(patient("a")), orjson.dumps(result("a", 1))]
    lines.append(orjson.dumps(result("a", 2))[:-1] + b',"valueDecimal":1e999}')
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"\n".join(lines))
    done, got = stored(path, into=tmp_path / "store")
    alone = read_record(path)
    assert done.accounts == {"read": 3, "used": 2, "refused": 1}
    assert got["a"].problems == alone.problems
    assert (got["a"].read, got["a"].refused, got["a"].events) == (alone.read, alone.refused, alone.events)


def test_each_problem_says_where_its_own_resource_stands(tmp_path: Path):
    one = write_lines(tmp_path / "one.ndjson", patient("a"), result("a", 1), result("a", 2) | {"effectiveDateTime": "soon"})
    two = write_lines(tmp_path / "two.ndjson", result("a", 3), result("a", 1) | {"issued": "2025-01-01"})
    stored(one, two, into=tmp_path / "store")
    (shard,) = open_store(tmp_path / "store").shards
    told = read_shard(open_store(tmp_path / "store"), shard)["problems"].to_pylist()
    assert {(row["source"], row["input"], row["line"]) for row in told} == {
        ("Observation/a-1", "two.ndjson", 2),
        ("Observation/a-2", "one.ndjson", 3),
    }
