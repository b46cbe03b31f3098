"""Only what is asked: a few recommendations from FHIR files, most of which is then not read, say what they say in the whole run."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import orjson
import pytest

from osteon.cohort import JobError, review
from osteon.pathway import pathway
from osteon.record.store import StoreError, ingest, open_store
from osteon.record.store.blocks import plan_tasks
from osteon.record.store.inputs import find_inputs
from osteon.record.store.sieve import Sieve
from osteon.record.store.staging import stage
from readers.fhir import bundle, observation, patient, quantity
from store.agreement import write_by_type, write_lines

DAY = date(2025, 6, 1)
FEW = ("za-avoid-crcl-lt30", "bma-low-calcium-look-for-magnesium", "fx-mirels-borderline")
CALCIUM = "lab.calcium"


@pytest.fixture(scope="module")
def exported(records, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The records as a server writes them, without spaces."""
    return write_by_type(tmp_path_factory.mktemp("exported"), *(one for some in records.values() for one in some))


@pytest.fixture(scope="module")
def whole(exported):
    return review(exported, as_of=DAY, detail="all")


def said(found, rules) -> dict[tuple, tuple]:
    rows = found.findings.select(["patient", "finding", "lesion", "verdict", "missing", "because"]).to_pylist()
    return {
        (row["patient"], row["finding"], row["lesion"]): (
            row["verdict"],
            set(row["missing"]),
            {(one["fact"], one["value"], one["low"], one["high"], one["answer"], one["at"]) for one in row["because"]},
        )
        for row in rows
        if row["finding"] in rules
    }


def topics() -> list[tuple[str, ...]]:
    found = [tuple(item.id for item in topic.recommendations if not item.draft) for topic in pathway().topics]
    return [names for names in found if names]


@pytest.mark.parametrize("rules", [FEW, *topics()[::4]])
def test_some_recommendations_say_what_they_say_among_all(exported, whole, rules):
    some = review(exported, as_of=DAY, detail="all", only=rules)
    assert some.verdicts.column_names == ["patient", "as_of", *(name for name in whole.verdicts.column_names if name in rules)]
    assert some.verdicts.sort_by("patient").equals(whole.verdicts.select(some.verdicts.column_names).sort_by("patient"))
    assert said(some, rules) == said(whole, rules)
    counts = some.summary["resources"]
    assert counts["read"] == whole.summary["resources"]["read"] == sum(counts.values()) - counts["read"]
    assert counts["not-asked"] > counts["read"] / 3
    assert some.summary["only"] == some.verdicts.column_names[2:]
    assert some.summary["pathway"] == whole.summary["pathway"]


def test_of_a_store_and_without_a_date_the_answers_are_the_same(exported, store):
    of_store = [review(store, as_of=DAY, detail="all", **asked) for asked in ({}, {"only": FEW})]
    assert said(of_store[1], FEW) == said(of_store[0], FEW)
    newest = [review(exported, detail="all", **asked) for asked in ({}, {"only": FEW})]
    assert said(newest[1], FEW) == said(newest[0], FEW)
    assert newest[1].verdicts["as_of"] == newest[0].verdicts["as_of"]
    assert "not-asked" not in newest[1].summary["resources"]


def test_each_recommendation_alone_is_asked_of_whom_it_is_asked_in_the_whole():
    whole = pathway()
    for drafts in (False, True):
        alone = whole.only([item.id for item in whole.recommendations], drafts)
        for one, other in zip(whole.recommendations, alone.recommendations, strict=True):
            assert (one.id, one.per_lesion, one.draft, one.when) == (other.id, other.per_lesion, other.draft, other.when)


def test_a_rule_that_does_not_exist_is_told_with_the_nearest(store):
    with pytest.raises(JobError, match="perhaps 'za-avoid-crcl-lt30'"):
        review(store, only=["za-avoid-crcl-lt-30"])
    draft = next(item.id for item in pathway().recommendations if item.draft)
    with pytest.raises(JobError, match="--drafts"):
        review(store, only=[draft])


# --- what has to be read all the same ------------------------------------------------------------------------------------


def calcium(name: str, **more) -> dict:
    return observation("17861-6", name, valueQuantity=quantity(2.1, "mmol/L")) | more


def store_of(tmp_path: Path, *inputs: Path):
    found = []
    for name, concepts in (("all", None), ("some", [CALCIUM])):
        ingest(inputs, tmp_path / name, concepts=concepts, workers=1)
        found.append(open_store(tmp_path / name, concepts))
    return found


def results(store) -> list[str]:
    from osteon.record.store import timelines

    people = (one for shard in store.shards for one in timelines(store, shard))
    return [f"{one.patient.id} {event.source}" for one in people for event in one.events.get(CALCIUM, ())]


def test_a_newer_version_about_something_else_takes_the_place_of_what_is_asked(tmp_path):
    old = calcium("1") | {"meta": {"lastUpdated": "2025-01-01T00:00:00Z"}}
    new = observation("2160-0", "1", valueQuantity=quantity(1, "mg/dL")) | {"meta": {"lastUpdated": "2025-02-01T00:00:00Z"}}
    kept = calcium("2")
    mixed = write_lines(tmp_path / "mixed.ndjson", patient(), old, kept)
    alike = write_lines(tmp_path / "alike.ndjson", old, kept)
    document = tmp_path / "record.json"
    document.write_bytes(orjson.dumps(bundle(patient(), old, kept)))
    two = write_lines(tmp_path / "two.ndjson", observation("718-7", "9"), new)
    # In the file of the other version an entry says nothing; after a document it is the first line of its patient, and read for that.
    for one, left in ((mixed, 1), (alike, 1), (document, 0)):
        whole, some = store_of(tmp_path / one.stem, one, two)
        assert results(some) == results(whole) == ["ann Observation/2"]
        assert some.accounts["not-asked"] == left


def test_of_the_file_of_another_version_only_that_is_read(tmp_path):
    old = calcium("1") | {"meta": {"lastUpdated": "2025-01-01T00:00:00Z"}}
    new = observation("2160-0", "1", valueQuantity=quantity(1, "mg/dL")) | {"meta": {"lastUpdated": "2025-02-01T00:00:00Z"}}
    others = [observation("718-7", str(number)) for number in range(5, 10)]
    one = write_lines(tmp_path / "one.ndjson", patient(), old, calcium("2"))
    two = write_lines(tmp_path / "two.ndjson", *others, new)
    whole, some = store_of(tmp_path, one, two)
    assert results(some) == results(whole) == ["ann Observation/2"]
    assert some.accounts["superseded"] == whole.accounts["superseded"] == 1
    assert some.accounts["not-asked"] == len(others)
    assert some.accounts["read"] == whole.accounts["read"] == 9


def test_what_is_read_again_meets_its_patients_anew(tmp_path):
    entries = [observation("718-7", str(number)) for number in range(4)]
    (task,) = plan_tasks(list(enumerate(find_inputs([write_lines(tmp_path / "one.ndjson", *entries)]))))
    sieve = Sieve([CALCIUM])
    lines = [[row.line for shards, _ in stage(task, 1, sieve) for rows in shards for row in rows]]
    left = sieve.take_keys()["left"]
    for needed in ([], left[1:2].tolist()):
        sieve.need(needed)
        lines.append([row.line for shards, _ in stage(task, 1, sieve) for rows in shards for row in rows])
    assert lines == [[0], [0], [0, 2]], "the first by which she is known, and what is needed"


def test_two_versions_that_say_nothing_of_what_is_asked_are_left_out(tmp_path):
    twice = [observation("718-7", "1", valueQuantity=quantity(value, "g/dL")) for value in (9, 10)]
    _, some = store_of(tmp_path, write_lines(tmp_path / "one.ndjson", *twice, patient(), calcium("2")))
    assert results(some) == ["ann Observation/2"]
    assert some.accounts["not-asked"] == 1


def test_a_store_of_some_concepts_takes_no_input_later(tmp_path):
    one = write_lines(tmp_path / "one.ndjson", patient(), calcium("1"))
    two = write_lines(tmp_path / "two.ndjson", observation("2160-0", "1", valueQuantity=quantity(1, "mg/dL")))
    for _ in range(2):
        ingest([one], tmp_path / "store", concepts=[CALCIUM], workers=1)
    with pytest.raises(StoreError, match="all its input at once"):
        ingest([one, two], tmp_path / "store", concepts=[CALCIUM], workers=1)
    assert results(open_store(tmp_path / "store", [CALCIUM])) == ["ann Observation/1"]


def test_an_id_of_another_patient_or_type_is_no_other_version(tmp_path):
    other = observation("2160-0", "1", valueQuantity=quantity(1, "mg/dL")) | {"subject": {"reference": "Patient/bob"}}
    one = write_lines(tmp_path / "one.ndjson", patient(), calcium("1"))
    first = observation("718-7", "8") | {"subject": {"reference": "Patient/bob"}}
    two = write_lines(tmp_path / "two.ndjson", first, other)
    visit = {"resourceType": "Encounter", "subject": {"reference": "Patient/ann"}}
    visits = write_lines(tmp_path / "visits.ndjson", *({"id": name} | visit for name in "021"))
    order = {"resourceType": "MedicationRequest", "id": "1", "subject": {"reference": "Patient/ann"}, "status": "active"}
    order |= {"medicationCodeableConcept": {"coding": [{"system": "http://www.whocc.no/atc", "code": "N02BE01"}]}}
    orders = write_lines(tmp_path / "orders.ndjson", order | {"id": "0"}, order)
    whole, some = store_of(tmp_path, one, two, visits, orders)
    assert results(some) == results(whole) == ["ann Observation/1"]
    assert some.accounts["not-asked"] == 6, "one of bob's results, three visits, two orders"


def test_a_patient_of_whom_nothing_is_asked_has_her_row(tmp_path):
    entries = [observation("2160-0", str(number), valueQuantity=quantity(1, "mg/dL")) for number in range(5)]
    whole, some = store_of(tmp_path, write_lines(tmp_path / "a.ndjson", *entries))
    assert some.patients == whole.patients == 1
    assert some.accounts["read"] == whole.accounts["read"] == 5
    assert some.accounts["not-asked"] == 4


def test_a_store_of_some_concepts_is_not_taken_for_a_whole_one(tmp_path):
    path = write_lines(tmp_path / "a.ndjson", patient(), calcium("1"))
    ingest([path], tmp_path / "store", concepts=[CALCIUM], workers=1)
    for concepts in (None, ["lab.creatinine"]):
        with pytest.raises(StoreError, match="few rules"):
            open_store(tmp_path / "store", concepts)
        with pytest.raises(StoreError, match="other concepts"):
            ingest([path], tmp_path / "store", concepts=concepts, workers=1)


@pytest.fixture
def sifted(tmp_path):
    """Which of some lines are read, when an entry of the patient has been."""

    def sift(*resources: dict, concepts=(CALCIUM,)) -> list[int]:
        path = write_lines(tmp_path / "lines.ndjson", resources[0], *resources)
        (task,) = plan_tasks(list(enumerate(find_inputs([path]))))
        sieve = Sieve(concepts)
        lines = [row.line for shards, _ in stage(task, 1, sieve) for rows in shards for row in rows]
        assert len(lines) + sieve.count_left() == len(resources) + 1
        return [line - 1 for line in sorted(lines) if line]

    return sift


def test_what_may_say_something_that_is_asked_is_read(sifted):
    other = {"system": "http://loinc.org", "code": "2160-0"}
    asked = {"system": "http://loinc.org", "code": "17861-6"}
    plain = observation("2160-0", "1", valueQuantity=quantity(1, "mg/dL"))
    assert sifted(plain) == []
    panel = plain | {"component": [{"code": {"coding": [other]}}, {"code": {"coding": [asked]}}]}
    for read in (
        calcium("1"),
        panel,
        plain | {"status": "amended"},
        plain | {"code": {"text": "Calcium"}},
        plain | {"code": {"coding": [{"system": "https://lab.example.org", "code": "CA", "display": "Calcium"}]}},
        plain | {"code": {"coding": [other, asked]}},
        plain | {"code": {"coding": []}},
        plain | {"contained": []},
        plain | {"subject": {"display": "Ann"}},
    ):
        assert sifted(plain, read) == [1], read
    assert sifted(plain, panel | {"component": [{"code": {"coding": [other]}}]}) == []


def test_orders_of_other_drugs_are_left_out_unless_they_replace_one_that_is_asked(sifted):
    def order(code: str, **more) -> dict:
        drug = {"coding": [{"system": "http://www.whocc.no/atc", "code": code}]}
        found = {"resourceType": "MedicationRequest", "id": code, "status": "active", "intent": "order"}
        return found | {"medicationCodeableConcept": drug, "subject": {"reference": "Patient/ann"}} | more

    other, denosumab, exemestane = order("N02BE01"), order("M05BX04"), order("L02BG06")
    replacing = other | {"priorPrescription": {"reference": "MedicationRequest/M05BX04"}}
    named = {name: value for name, value in other.items() if name != "medicationCodeableConcept"}
    named |= {"medicationReference": {"reference": "Medication/1"}}
    lines = (other, denosumab, exemestane, replacing, named)
    assert sifted(*lines, concepts=("drug.denosumab-120",)) == [1, 3, 4]
    visit = {"resourceType": "Encounter", "id": "1", "subject": {"reference": "Patient/ann"}}
    assert sifted(visit, visit) == []
    condition = {"resourceType": "Condition", "id": "1", "subject": {"reference": "Patient/ann"}}
    assert sifted(condition, condition) == [0, 1], "others may point to a condition"
