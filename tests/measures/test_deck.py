"""The deck: what a doctor worked out by hand comes out of both evaluators, and out of the store."""

from __future__ import annotations

import json

import pytest

from measures.by_patient import rows_by_patient
from measures.deck import deck, sums
from osteon.cohort.measures import Asked, Measured, measure, measured_timelines
from osteon.pathway import pathway
from osteon.record import read_record
from osteon.record.store import ingest
from osteon.record.timeline import Timeline

ASKED = Asked(store="")
NUMBERS = ("population", "excluded", "open", "undecided", "denominator", "numerator")


@pytest.fixture(scope="module")
def timelines() -> list[Timeline]:
    """The deck as one-patient records."""
    found = []
    for member in deck():
        entries = [{"resource": one} for one in member.resources]
        timeline = read_record({"resourceType": "Bundle", "type": "collection", "entry": entries})
        assert not timeline.problems, (member.name, timeline.problems)
        assert timeline.used == timeline.read
        found.append(timeline)
    return found


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """The deck as a store, measured."""
    folder = tmp_path_factory.mktemp("deck")
    lines = [json.dumps(one) for member in deck() for one in member.resources]
    (folder / "all.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest([folder / "all.ndjson"], folder / "store", workers=1)
    return measure(folder / "store", out=folder / "out", workers=1)


def expected() -> set[tuple[str, str, str, str]]:
    """Measure, patient, day and outcome of every row, as written by hand."""
    return {
        (name, member.name.lower(), day, outcome)
        for member in deck()
        for name, rows in member.expect.items()
        for day, outcome in rows.items()
    }


def test_the_deck_knows_every_measure_and_every_outcome():
    assert {name for name, *_ in expected()} == {one.id for one in pathway().measures}
    assert len(deck()) == 12


def test_one_patient_after_the_other(timelines: list[Timeline]):
    rows, _ = rows_by_patient(ASKED, timelines)
    assert {(row[0], row[1], row[2].isoformat(), row[5]) for row in rows} == expected()


def test_in_columns(timelines: list[Timeline]):
    table, _ = measured_timelines(ASKED, timelines)
    assert said(table.to_pylist()) == expected()


def test_out_of_a_store(measured: Measured):
    import pyarrow.parquet as pq

    assert measured.rows is not None
    assert said(pq.read_table(measured.rows).to_pylist()) == expected()


def said(rows: list[dict]) -> set[tuple[str, str, str, str]]:
    return {(row["measure"], row["patient"], row["anchor"].isoformat(), row["outcome"]) for row in rows}


def test_sums(measured: Measured):
    whole = {row["measure"]: row for row in measured.table().to_pylist() if row["stratifier"] == "all"}
    assert {name: [row[number] for number in NUMBERS] for name, row in whole.items()} == sums()
    assert measured.patients == 12


def test_scores_and_limits(measured: Measured):
    """5 of 7, with limits of Wilson as R's `prop.test(5, 7, correct = FALSE)` gives them; and the reach of what is undecided."""
    row = next(row for row in measured.table().to_pylist() if row["measure"] == "measure-bone-agent-within-3-months")
    assert row["score"] == pytest.approx(5 / 7)
    assert (row["lower"], row["upper"]) == (pytest.approx(0.3589345, abs=1e-6), pytest.approx(0.9177811, abs=1e-6))
    assert (row["low"], row["high"]) == (pytest.approx(5 / 8), pytest.approx(6 / 8))


def test_the_columns_say_where_a_row_comes_from(timelines: list[Timeline]):
    table, _ = measured_timelines(ASKED, timelines)
    rows = {(row["measure"], row["patient"], row["anchor"].isoformat()): row for row in table.to_pylist()}
    berta = rows["measure-zoledronic-acid-dose", "berta", "2024-04-03"]
    assert berta["sources"] == ["MedicationAdministration/berta-6"]
    assert "zoledronic-acid-dose-given" in berta["why"]
    assert berta["quarter"] == "2024-Q2"
    emma = rows["measure-hypercalcaemia-same-day", "emma", "2023-02-20"]
    assert emma["why"] == ["albumin"]
    jana = rows["measure-zoledronic-acid-dose", "jana", "2022-01-09"]
    assert "weight" in jana["why"]
    clara = rows["measure-bone-agent-within-3-months", "clara", "2022-03-01"]
    assert (clara["exact"], clara["why"]) == (False, [])
