"""Measures and reports in FHIR: valid by the classes of the standard, and the sum of the parts."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from measures.deck import deck, sums
from osteon.cohort.measures import Measured, measure, measure_reports, patient_reports, write
from osteon.engine.measures import Measure
from osteon.pathway import pathway
from osteon.record.store import ingest

STANDARD = "http://terminology.hl7.org/CodeSystem/measure-population"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
EMPTY = 1


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """The deck as a store, measured."""
    folder = tmp_path_factory.mktemp("fhir")
    lines = [json.dumps(one) for member in deck() for one in member.resources]
    (folder / "all.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest([folder / "all.ndjson"], folder / "store", workers=1)
    return measure(folder / "store", out=folder / "out", workers=1)


@pytest.fixture(scope="module")
def reports(measured: Measured) -> dict[str, dict]:
    """Summary reports by measure."""
    found = list(measure_reports(measured, measured.table()))
    return {one.id: report for one, report in zip(measured.measures, found, strict=True)}


def counts(group: dict) -> dict[str, int]:
    return {one["code"]["coding"][0]["code"]: one.get("count") for one in group["population"]}


def test_the_classes_of_the_standard_take_them(measured: Measured, tmp_path: Path):
    bundle_of = pytest.importorskip("fhir.resources.R4B.bundle").Bundle
    write(measured, tmp_path, individual=True)
    for name, kind in (("measure.json", "Measure"), ("measure-report.json", "MeasureReport")):
        text = (tmp_path / name).read_text(encoding="utf-8")
        bundle = bundle_of.model_validate_json(text)
        assert len(bundle.entry) == len(pathway().measures)
        assert {entry["resource"]["resourceType"] for entry in json.loads(text)["entry"]} == {kind}
    report_of = pytest.importorskip("fhir.resources.R4B.measurereport").MeasureReport
    lines = (tmp_path / "measure-report-patients.ndjson").read_text(encoding="utf-8").splitlines()
    for line in lines:
        report_of.model_validate_json(line)
    assert len(lines) == sum(len(member.expect) for member in deck())


def test_a_measure_says_what_it_asks(measured: Measured, tmp_path: Path):
    write(measured, tmp_path)
    found = {entry["resource"]["id"]: entry["resource"] for entry in json.loads((tmp_path / "measure.json").read_text())["entry"]}
    one = found["measure-renal-check-before-zoledronic-acid"]
    assert one["scoring"]["coding"][0]["code"] == "proportion"
    assert one["improvementNotation"]["coding"][0]["code"] == "increase"
    assert "pre-dose-creatinine: 7 days" in one["definition"]
    codes = [part["code"]["coding"][0] for part in one["group"][0]["population"]]
    assert [code["code"] for code in codes if code["system"] == STANDARD] == [
        "initial-population", "denominator", "denominator-exclusion", "denominator-exception", "numerator",
    ]  # fmt: skip
    assert all(part["criteria"]["expression"] for part in one["group"][0]["population"])


def test_the_counts_of_a_report_are_those_of_the_table(reports: dict[str, dict]):
    for name, (population, excluded, open_, undecided, denominator, numerator) in sums().items():
        (group,) = reports[name]["group"]
        said = counts(group)
        assert (said["initial-population"], said["denominator-exclusion"], said["open"], said["undecided"], said["numerator"]) == (
            population, excluded, open_, undecided, numerator,
        )  # fmt: skip
        # As the standard computes a proportion.
        left = said["denominator"] - said["denominator-exclusion"] - said["denominator-exception"]
        assert left == denominator
        assert group["measureScore"]["value"] == pytest.approx(said["numerator"] / left)


def test_strata_add_up_to_the_whole(reports: dict[str, dict]):
    for report in reports.values():
        (group,) = report["group"]
        for stratifier in group["stratifier"]:
            total = sum((Counter(counts(stratum)) for stratum in stratifier["stratum"]), Counter())
            assert total == Counter({name: count for name, count in counts(group).items() if count})


def test_the_summary_is_the_sum_of_the_individual_reports(measured: Measured, reports: dict[str, dict]):
    total: dict[str, Counter[str]] = {}
    for one in patient_reports(measured):
        assert one["type"] == "individual"
        name = one["measure"].split("/")[-1].split("|")[0]
        total.setdefault(name, Counter()).update(counts(one["group"][0]))
    for name, report in reports.items():
        assert total[name] == Counter(counts(report["group"][0]))


def test_an_individual_report_names_patient_and_entries(measured: Measured):
    (anna,) = [
        one for one in patient_reports(measured)
        if one["subject"]["reference"] == "Patient/anna" and "zoledronic-acid-dose" in one["measure"]
    ]  # fmt: skip
    assert anna["evaluatedResource"] == [{"reference": "MedicationAdministration/anna-5"}]
    assert anna["group"][0]["measureScore"]["value"] == EMPTY


def test_nobody_in_the_denominator_gives_no_score(measured: Measured):
    """A period without rows."""
    from datetime import date

    nobody = measure(measured.asked.store, workers=1, since=date(1990, 1, 1), until=date(1990, 12, 31))
    table = nobody.table()
    assert table.num_rows == len(pathway().measures)
    for report in measure_reports(nobody, table):
        (group,) = report["group"]
        assert group["measureScore"] == {"extension": [{"url": ABSENT, "valueCode": "not-applicable"}]}
        assert set(counts(group).values()) == {0}
    assert {row["score"] for row in table.to_pylist()} == {None}


def test_what_is_kept_back_is_masked(measured: Measured):
    for report in measure_reports(measured, measured.table(smallest_cell=2)):
        (group,) = report["group"]
        for part in group["population"]:
            assert part.get("count", 0) != 1
            assert ("count" in part) != ("_count" in part)


def test_the_ids_of_measures_are_ids_of_fhir():
    """At most 64 letters, digits, hyphens and points; with the suffix of a report too."""
    for one in pathway().measures:
        assert isinstance(one, Measure)
        assert len(f"{one.id}-summary") <= 64
