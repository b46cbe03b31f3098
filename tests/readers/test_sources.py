"""Whatever a record comes in: read, or refused with a message that helps."""

import gzip
import json
from pathlib import Path

import pytest

from osteon.record import Limits, RecordError, read_record
from readers.fhir import balanced, bundle, condition, observation, patient, quantity

RECORD = bundle(patient(), observation("2160-0", valueQuantity=quantity(1.1, "mg/dL")))
TEXT = json.dumps(RECORD)
LINES = "\n".join(json.dumps(entry["resource"]) for entry in RECORD["entry"])


def same(timeline):
    balanced(timeline)
    return timeline.patient.id == "ann" and set(timeline.events) == {"lab.creatinine"} and timeline.read == 2


@pytest.mark.parametrize(
    "source",
    [
        RECORD,
        TEXT,
        TEXT.encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        "\ufeff" + TEXT,
        json.dumps(RECORD, indent=2),
        [entry["resource"] for entry in RECORD["entry"]],
        json.dumps([entry["resource"] for entry in RECORD["entry"]], indent=1),
        LINES,
        LINES.encode() + b"\n\n",
        LINES.replace("\n", "\r\n").encode(),
        gzip.compress(TEXT.encode()),
        gzip.compress(LINES.encode()),
        bundle(RECORD, kind="batch"),
    ],
    ids=lambda source: type(source).__name__,
)
def test_a_record_is_read_in_every_shape(source):
    assert same(read_record(source))


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.json", TEXT.encode()),
        ("a.ndjson", LINES.encode()),
        ("a.json.gz", gzip.compress(TEXT.encode())),
        ("a.ndjson.gz", gzip.compress(LINES.encode())),
        ("no-suffix", TEXT.encode()),
    ],
)
def test_a_record_is_read_from_a_file(tmp_path: Path, name: str, data: bytes):
    path = tmp_path / name
    path.write_bytes(data)
    assert same(read_record(path))
    assert same(read_record(str(path)))


@pytest.mark.parametrize(
    "kind", ["collection", "searchset", "transaction", "batch", "document", "message", "history", None]
)
def test_the_type_of_the_bundle_does_not_matter(kind):
    assert same(read_record(RECORD | {"type": kind}))


def test_a_patient_alone_is_a_record():
    timeline = read_record(patient())
    assert (timeline.read, timeline.used, timeline.newest) == (1, 1, None)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("{", "line 1, column 2.*truncated"),
        ('{"resourceType": "Bundle",\n "entry": [{', "line 2, column 13.*truncated"),
        ('{"resourceType": "Patient",\n "a": NaN}', "line 2, column 7.*NaN"),
        ('{\n// note\n"resourceType": "Patient"}', "line 2, column 1.*comments"),
        ("[1, 2", "truncated"),
        (b"", "empty"),
        ("   ", "empty"),
        (b"<Bundle xmlns='x'/>", "XML"),
        (b"hello", "line 1, column 1"),
        (b"\xff\xfe{\x00", "UTF-16"),
        (b'{"a": "\xff"}', "UTF-8"),
        ("[" * 3000 + "]" * 3000, "too deep"),
        ("3", "cannot be opened"),
        (b"3", "not a FHIR record"),
        (b'{"a": 1}', "resourceType"),
        ({"resourceType": 3}, "resourceType"),
        ({"resourceType": "Observation"}, "single Observation"),
        ({"resourceType": "Bundle"}, "no resources"),
        ([], "no resources"),
        ([observation("2160-0", subject=None)], "no Patient"),
        (3.5, "float"),
        (b"\x1f\x8b\x08garbage", "gzip"),
        (gzip.compress(b"x" * 5000, mtime=0)[:25], "truncated"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_place_of_the_fault(source, words):
    with pytest.raises(RecordError, match=words):
        read_record(source)


def test_a_message_never_holds_the_name_of_the_file(tmp_path: Path):
    with pytest.raises(RecordError) as caught:
        read_record(tmp_path / "Ann_Example_1960.json")
    assert "Ann" not in str(caught.value)
    with pytest.raises(RecordError, match="folder"):
        read_record(tmp_path)


def test_a_broken_line_costs_that_line_only():
    first, second = LINES.split("\n")
    timeline = read_record(f"{first}\n{second[:40]}\n{second}\n")
    balanced(timeline)
    assert timeline.read == 3
    assert timeline.refused == 1
    assert timeline.problems[0].source == "line 2"
    assert "lab.creatinine" in timeline.events


def test_lines_that_are_all_broken_are_no_record(tmp_path: Path):
    path = tmp_path / "a.ndjson"
    path.write_text("{\n{\n")
    with pytest.raises(RecordError, match="Line 1"):
        read_record(path)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path):
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(500 * 1024 * 1024)  # takes no room on the disk
    with pytest.raises(RecordError, match="Too large"):
        read_record(path)


def test_a_gzip_bomb_is_refused_by_what_it_unpacks_to():
    bomb = gzip.compress(b" " * 3_000_000)
    assert len(bomb) < 4_000
    with pytest.raises(RecordError, match="Too large"):
        read_record(bomb, limits=Limits(decompressed=1_000_000))


def test_the_limits_hold():
    with pytest.raises(RecordError, match="Too large"):
        read_record(TEXT, limits=Limits(bytes=100))
    with pytest.raises(RecordError, match="Too many"):
        read_record(RECORD, limits=Limits(resources=1))
    nested = RECORD
    for _ in range(5):
        nested = bundle(nested)
    assert same(read_record(nested))
    timeline = read_record([patient(), nested], limits=Limits(depth=3))
    assert "deeper" in timeline.problems[0].message
    assert timeline.refused == 1


def test_two_patients_are_not_one_record():
    with pytest.raises(RecordError, match=r"2 Patient resources: entries 1 and 2") as told:
        read_record([patient("ann"), patient("bea")])
    assert "ann" not in str(told.value)
    other = condition("94222008", "2") | {"subject": {"reference": "Patient/bea"}}
    with pytest.raises(RecordError, match=r"Condition/1 and Condition/2 name different ones"):
        read_record([condition("94222008", "1"), other])


def test_entries_of_one_person_without_a_patient_are_read_with_a_problem():
    timeline = read_record([condition("94222008", "1"), condition("94222008", "2")])
    balanced(timeline)
    assert timeline.patient.id == "ann"
    assert timeline.patient.sex is None
    assert "Patient" in timeline.problems[0].message


def test_a_page_of_a_search_says_that_the_record_is_not_complete():
    timeline = read_record(RECORD | {"link": [{"relation": "next", "url": "https://example.org/page2"}]})
    assert "page" in timeline.problems[0].message
    assert same(timeline)


def test_an_error_of_the_server_is_a_problem():
    outcome = {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "exception"}]}
    hint = {"resourceType": "OperationOutcome", "issue": [{"severity": "information", "code": "informational"}]}
    timeline = read_record(bundle(patient(), outcome, hint, kind="searchset"))
    balanced(timeline)
    assert timeline.refused == 1
    assert timeline.ignored == {"server-message": 1}
