"""A hand-made deck: FHIR, store, outcomes; every answer worked out by hand in `registry_deck.yaml`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from cohort import registry_deck
from osteon.cohort.outcomes import curves, figures, outcomes
from osteon.cohort.outcomes.rates import rates
from osteon.cohort.outcomes.shares import attrition, event_types
from osteon.cohort.statistics import read_off
from osteon.record.store import ingest

DECK = registry_deck.deck()
RUNS = DECK["runs"]


def store_of(folder: Path, per_shard: int) -> Path:
    lines = [json.dumps(one) for patient in DECK["patients"] for one in registry_deck.resources(patient)]
    (folder / "deck.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.modules[ingest.__module__], "PATIENTS_PER_SHARD", per_shard)
        ingest([folder / "deck.ndjson"], folder / "store", workers=1)
    return folder / "store"


@pytest.fixture(scope="module")
def stores(tmp_path_factory) -> list[Path]:
    """The deck in one shard, and in many."""
    return [store_of(tmp_path_factory.mktemp("deck"), size) for size in (100, 4)]


@pytest.fixture(scope="module")
def runs(stores):
    return {name: outcomes(stores[1], **how) for name, how in RUNS.items()}


def by_patient(table):
    found = {}
    for row in table.to_pylist():
        found.setdefault(row["patient"], []).append(row)
    return found


@pytest.mark.parametrize("run", RUNS)
@pytest.mark.parametrize("patient", DECK["patients"], ids=lambda one: one["id"])
def test_each_patient_is_as_worked_out_by_hand(runs, run, patient):
    found, expected, name = runs[run], registry_deck.answer(patient, run), patient["id"]
    row = by_patient(found.follow_up).get(name)
    if expected is None:
        assert row is None
        return
    (row,) = row
    keys = ("index", "index_precision", "end", "ended_by", "days")
    assert [row[key] for key in keys] == expected["follow-up"]
    assert [row["low"], row["high"]] == expected["low and high"]
    assert (row["events"], row["prevalent_events"]) == (len(expected["after"]), len(expected["before"]))
    assert row["index_source"] == f"Condition/{name}-bone-metastasis"
    for key, table in (
        ("after", found.skeletal_events), ("before", found.prevalent_events), ("possible", found.possible_events),
    ):  # fmt: skip
        events = by_patient(table).get(name, [])
        told = [
            {
                "day": one["day"], "days": one["days"], "components": one["components"],
                "sources": {source.split("/")[1] for source in one["sources"]},
            }
            for one in events
        ]  # fmt: skip
        assert told == expected[key], key
        assert [one["number"] for one in events] == list(range(1, len(events) + 1))
        assert [one["component"] for one in events] == [one["components"][0] for one in expected[key]]
    aside = by_patient(found.asides).get(name, [])
    assert {one["sources"][0].split("/")[1]: (one["became"], one["into"]) for one in aside} == expected["aside"]


@pytest.mark.parametrize("run", RUNS)
def test_neither_the_number_of_shards_nor_that_of_processes_shows(stores, runs, run):
    one = outcomes(stores[0], workers=1, **RUNS[run])
    many = outcomes(stores[1], workers=2, **RUNS[run])
    for name, table in runs[run].tables.items():
        assert table.equals(one.tables[name]) and table.equals(many.tables[name]), name
    for left, middle, right in zip(figures(runs[run]), figures(one), figures(many), strict=True):
        assert left.says == middle.says and left.table.equals(middle.table) and left.table.equals(right.table)


def test_the_cohort_is_as_worked_out_by_hand(runs):
    found, expected = runs["sre"], DECK["cohort"]["sre"]
    assert attrition(found)["count"].to_pylist() == expected["attrition"]
    row = rates(found).to_pylist()[0]
    assert row["events"] == expected["events"] and round(row["years"] * 365.25) == expected["days"]
    assert row["estimate"] == pytest.approx(expected["events"] / expected["days"] * 365.25, rel=1e-12)
    sums = [sum(found.follow_up[name].to_pylist()) for name in ("low", "high", "prevalent_events")]
    assert sums == [*expected["low and high"], expected["before"]]
    kinds = event_types(found)
    said = dict(zip(kinds["label"].to_pylist(), kinds["count"].to_pylist(), strict=True))
    assert {name.replace(" ", "-"): count for name, count in said.items() if count} == expected["first events"]
    assert {name: found.sites.get(name, 0) for name in expected["places"]} == expected["places"]


@pytest.mark.parametrize(
    ("curve", "key"),
    [
        (curves.first_event, "first event by day"),
        (curves.survival, "alive by day"),
        (curves.mean_events, "mean events by day"),
    ],
)
def test_the_curves_are_as_worked_out_by_hand(runs, curve, key):
    expected = DECK["cohort"]["sre"][key]
    ((_, found),) = curves.by_group(runs["sre"], curve)
    estimates = read_off(found, list(expected)).estimate
    for estimate, written in zip(estimates, expected.values(), strict=True):
        assert estimate == pytest.approx(float(registry_deck.number(written)), abs=1e-12)


def test_individuals_add_up_to_the_cohort(runs):
    for found in runs.values():
        rows = found.follow_up.to_pylist()
        assert sum(row["events"] for row in rows) == found.skeletal_events.num_rows
        assert sum(row["prevalent_events"] for row in rows) == found.prevalent_events.num_rows
        steps = list(found.attrition.values())
        assert steps[-2:] == [len(rows), sum(row["days"] > 0 for row in rows)]


def test_who_has_bone_metastasis_without_a_day_is_not_taken_for_one_without_it(runs):
    told = {row["patient"]: row["onset"] for row in runs["sre"].tables["diagnosed"].to_pylist()}
    assert "treatment-only" not in told and "other-cancer" not in told
    assert told["no-metastasis"] is None
    assert told["window"] == 1146, "days from 10 January 2018 to 1 March 2021"
    assert sum(onset is not None for onset in told.values()) == runs["sre"].attrition["day of the index known"]
