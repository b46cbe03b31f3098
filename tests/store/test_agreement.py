"""The store and the one-patient reader say the same of every patient, however her resources came in."""

from __future__ import annotations

import copy
import gzip
import random
from pathlib import Path

import orjson
import pytest

from osteon.record import RecordError, read_record
from osteon.record.fhir.references import tail_of
from readers.fhir import LOINC, bundle, code, condition, entry, observation, patient, quantity
from readers.test_accounting import PLACES, RICH, put
from store.agreement import differences, of, stored, write_by_type, write_lines

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.json"))
VALUES = [None, True, 0, -1, 5, 1e300, 3.5, "", "x", "final", "amended", "2025-01-01", "2025-02", "2025", "2025-02-30"]
VALUES += ["9999-12-31", "1900-01-01", "1960-04-01", "2025-05-30T10:00:00Z", "2025-05-30T10:00:00.123+02:00", "mg"]
VALUES += ["2025-05-30T24:00:00Z", "94222008", "#m", [], {}, ["a"], {"value": 1}, {"reference": "BodyStructure/b"}]
VALUES += [[{"reference": "Condition/c"}], 'é"\\\n', "entered-in-error", "registered", "refuted"]


def test_the_examples(tmp_path: Path):
    for path in EXAMPLES:
        want = read_record(path)
        _, got = stored(path, into=tmp_path / path.stem)
        assert not differences(want, got[want.patient.id]), path.name


def test_public_records(shared_data: Path, tmp_path: Path):
    paths = [
        *sorted((shared_data / "mcode-ig-4.0.0" / "patients").glob("*.json")),
        shared_data / "mcode-trial-matching" / "TrialMatching_Patient01.json",
        *sorted((shared_data / "synthea-smart-negatives").glob("*.gz")),
    ]
    _, got = stored(*paths, into=tmp_path)
    for path in paths:
        want = read_record(path)
        assert not differences(want, got[want.patient.id]), path.name


def test_examples_as_bulk_export_of_many_patients(tmp_path: Path):
    """Every example several times, under other names, in one file for each type."""
    records: dict[str, list] = {}
    for number, path in enumerate(EXAMPLES * 3):
        resources = [one["resource"] for one in orjson.loads(path.read_bytes())["entry"]]
        who = f"Patient/{next(one['id'] for one in resources if one['resourceType'] == 'Patient')}"
        text = orjson.dumps(resources).replace(orjson.dumps(who), orjson.dumps(f"Patient/n{number}"))
        found = orjson.loads(text)
        next(one for one in found if one["resourceType"] == "Patient")["id"] = f"n{number}"
        records[f"n{number}"] = found
    folder = write_by_type(tmp_path / "export", *[one for resources in records.values() for one in resources])
    done, got = stored(folder, into=tmp_path / "store")
    assert done.patients == len(records)
    for name, resources in records.items():
        resources.sort(key=lambda one: one["resourceType"])
        shared = [one for one in resources if one["resourceType"] in ("Medication", "Substance")]
        assert not shared
        assert not differences(read_record(resources), got[name]), name


@pytest.mark.parametrize("form", ["lines", "bundles"])
def test_odd_resources(form: str, tmp_path: Path):
    """A rich record with something odd in up to three places, many times over."""
    chance = random.Random(7)
    records = {}
    for number in range(120):
        resources = [of(f"p{number}", one) for one in copy.deepcopy(RICH)]
        for _ in range(chance.randrange(1, 4)):
            place = chance.choice(PLACES)
            whose = place[1][:1] in (("subject",), ("patient",), ("id",))
            if not whose:
                put(resources, place, copy.deepcopy(chance.choice(VALUES)))
        if chance.random() < 0.2:
            resources.append(copy.deepcopy(chance.choice(resources)))
        records[f"p{number}"] = resources
    if form == "lines":
        inputs = [write_lines(tmp_path / "a.ndjson", *[one for found in records.values() for one in found])]
    else:
        inputs = [tmp_path / f"{name}.json" for name in records]
        for path, resources in zip(inputs, records.values(), strict=True):
            path.write_bytes(orjson.dumps(bundle(*resources)))
    _, got = stored(*inputs, into=tmp_path / "store")
    for name, resources in records.items():
        try:
            want = read_record(bundle(*resources))
        except RecordError:
            continue
        found = differences(want, got[name])
        assert not found, (name, found)


def test_values_dates_and_zones(tmp_path: Path):
    """Decimals stay exact and dates keep what was written, in every spelling."""
    dates = [
        "2025",
        "2025-05",
        "2025-05-30",
        "2025-05-30T23:30:00-05:00",
        "2025-05-30T10:00:00.25Z",
        "2025-05-30T10:00",
    ]
    dates += [
        "2025-05-30T10:00:60Z",
        "2025-05-30T10:00:00.123456+05:30",
        "1960-04-01",
        "1900-01-01",
        "2130-01-01",
        "soon",
    ]
    values = [97.262, 1.1, 100, 0.1 + 0.2, 1e-7, 123456789012345678, 12345678901234567890, 88.4, -1, 1e300, 0]
    resources = [
        observation(name, f"{number}", effectiveDateTime=day, issued=told, valueQuantity=quantity(value, unit))
        for number, (name, day, told, value, unit) in enumerate(
            (name, day, told, value, unit)
            for name, unit in (("2160-0", "mg/dL"), ("17861-6", "mg/dL"), ("29463-7", "[lb_av]"))
            for day in dates
            for told in ("2025-06-01T10:00:00Z", "2025-06", None)
            for value in values
        )
    ]
    path = write_lines(tmp_path / "a.ndjson", patient(), *resources)
    _, got = stored(path, into=tmp_path / "store")
    assert not differences(read_record([patient(), *resources]), got["ann"])


def test_periods(tmp_path: Path):
    days = [
        "2025-01-01",
        "2025-01-01T10:00:00+01:00",
        "2025-01-01T23:45:00-05:00",
        "2025-01-02T00:15:00-05:00",
        "2024-12-31",
    ]
    days += ["2025-01", None, "x", "2035-01-01"]
    resources = [
        entry(
            "MedicationAdministration",
            f"{first}-{last}",
            status="completed",
            medicationCodeableConcept={"text": "Zometa"},
            effectivePeriod={name: day for name, day in (("start", first), ("end", last)) if day is not None},
        )
        for first in days
        for last in days
    ]
    path = write_lines(tmp_path / "a.ndjson", patient(), *resources)
    _, got = stored(path, into=tmp_path / "store")
    assert not differences(read_record([patient(), *resources]), got["ann"])


def test_medications_of_an_export_belong_to_nobody_and_are_found(tmp_path: Path):
    medication = {"resourceType": "Medication", "id": "m", "code": {"text": "Zometa"}}
    order = entry(
        "MedicationRequest",
        "r",
        status="active",
        medicationReference={"reference": "Medication/m"},
        authoredOn="2025-01-01",
    )
    folder = write_by_type(tmp_path / "in", patient(), order, medication)
    done, got = stored(folder, into=tmp_path / "store")
    want = read_record([patient(), order, medication])
    assert got["ann"].events == want.events
    assert done.accounts == {"read": 3, "used": 2, "supporting": 1}


def test_corrections_and_versions_across_files(tmp_path: Path):
    name = [{"system": "x", "value": "7"}]
    old = observation("2160-0", "1", valueQuantity=quantity(1, "mg/dL"), identifier=name)
    corrected = observation("2160-0", "2", status="corrected", valueQuantity=quantity(2, "mg/dL"), identifier=name)
    first = condition("94222008", "c", recordedDate="2024-01-01", meta={"versionId": "1"})
    second = condition("94222008", "c", recordedDate="2024-03-01", meta={"versionId": "2"})
    same = observation("718-7", "3", valueQuantity=quantity(120, "g/L"))
    files = [[patient(), old, second, same], [corrected, first, same]]
    paths = [write_lines(tmp_path / f"{number}.ndjson", *found) for number, found in enumerate(files)]
    _, got = stored(*paths, into=tmp_path / "store")
    assert not differences(read_record([one for found in files for one in found]), got["ann"])
    assert got["ann"].ignored == {"superseded": 2, "duplicate": 1}


def test_a_record_without_a_patient_resource(tmp_path: Path):
    result = observation("2160-0", "1", valueQuantity=quantity(1, "mg/dL"))
    path = write_lines(tmp_path / "a.ndjson", result)
    _, got = stored(path, into=tmp_path / "store")
    assert not differences(read_record([result]), got["ann"])


def test_a_history_and_bundles_in_bundles(tmp_path: Path):
    newer = observation("2160-0", "1", valueQuantity=quantity(2, "mg/dL"), meta={"versionId": "2"})
    older = observation("2160-0", "1", valueQuantity=quantity(1, "mg/dL"), meta={"versionId": "1"})
    for number, record in enumerate(
        [bundle(patient(), newer, older, kind="history"), bundle(patient(), bundle(newer), older, "x", None)]
    ):
        path = tmp_path / f"{number}.json"
        path.write_bytes(orjson.dumps(record))
        _, got = stored(path, into=tmp_path / f"store{number}")
        assert not differences(read_record(path), got["ann"])


def test_addresses_of_a_bundle(tmp_path: Path):
    who = {"reference": "urn:uuid:aaaa"}
    record = {
        "resourceType": "Bundle",
        "entry": [
            {"fullUrl": "urn:uuid:aaaa", "resource": patient("ann")},
            {"fullUrl": "urn:uuid:cccc", "resource": condition("94222008", "c") | {"subject": who}},
            {
                "fullUrl": "urn:uuid:oooo",
                "resource": entry(
                    "MedicationRequest",
                    "o",
                    status="active",
                    medicationCodeableConcept={"text": "Zometa"},
                    reasonReference=[{"reference": "urn:uuid:cccc"}],
                )
                | {"subject": who},
            },
            {"resource": observation("2160-0", "x") | {"subject": {"reference": "Patient/bob"}}},
            {"resource": observation("2160-0", "y") | {"subject": {"reference": "Group/1"}}},
        ],
    }
    path = tmp_path / "a.json.gz"
    path.write_bytes(gzip.compress(orjson.dumps(record)))
    _, got = stored(path, into=tmp_path / "store")
    assert not differences(read_record(path), got["ann"])
    assert tail_of("https://x/fhir/Patient/ann") == "Patient/ann"
    assert code(LOINC, "x")
