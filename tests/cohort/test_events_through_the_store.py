"""The counting vectors and the printed figures of trials, from FHIR through the store to the tables."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import pytest

from cohort import registry_deck
from osteon.cohort.outcomes import curves, outcomes
from osteon.cohort.outcomes.shares import event_types
from osteon.cohort.statistics import read_off
from osteon.pathway.skeletal_events.published import DENOSUMAB_TRIAL
from osteon.record.store import ingest

INDEX = date(2021, 1, 1)
NAMES = {"radiation": "radiotherapy", "fracture": "fracture", "surgery": "surgery", "cord-compression": "compression"}
PLACES = ("femur.shaft", "humerus.shaft", "tibia", "ilium", "scapula")


def patient(name: str, happened: list[tuple[int, str]], days: int = 700) -> dict:
    """A patient of the deck with events so many days after her index day, each at another place."""
    entries = [
        {"id": f"e{place}", "at": INDEX + timedelta(days=day), "what": NAMES[what], "site": PLACES[place], "side": "left"}
        for place, (day, what) in enumerate(happened)
    ]
    for entry in entries:
        if entry["what"] == "compression":
            del entry["site"], entry["side"]
    return {
        "id": name, "born": "1960-01-01", "breast cancer": "2019-01-01", "bone metastasis": INDEX,
        "entries": [*entries, {"id": "last", "at": INDEX + timedelta(days=days), "what": "visit"}],
    }  # fmt: skip


def store_of(folder: Path, patients: list[dict]) -> Path:
    lines = [json.dumps(one) for each in patients for one in registry_deck.resources(each)]
    (folder / "records.ndjson").write_text("\n".join(lines) + "\n", encoding="utf-8")
    ingest([folder / "records.ndjson"], folder / "store", workers=1)
    return folder / "store"


VECTORS = {
    "one": ([(10, "radiation")], [10], [10]),
    "same-day": ([(10, "fracture"), (10, "surgery")], [10], [10]),
    "10-25-40": ([(10, "fracture"), (25, "fracture"), (40, "fracture")], [10, 40], [10]),
    "exactly-21": ([(10, "fracture"), (31, "fracture")], [10, 31], [10, 31]),
    "20-days": ([(10, "fracture"), (30, "fracture")], [10], [10]),
}
"""skeletal-events.md 5.2: what happens on which day, and the days that count by either anchor."""


@pytest.fixture(scope="module")
def vectors(tmp_path_factory) -> Path:
    return store_of(tmp_path_factory.mktemp("vectors"), [patient(name, one) for name, (one, *_) in VECTORS.items()])


@pytest.mark.parametrize(("anchor", "place"), [("last_counted", 1), ("last_any", 2)])
def test_the_counting_vectors(vectors, anchor, place):
    found = outcomes(vectors, anchor=anchor)
    days = {name: [] for name in VECTORS}
    for row in found.skeletal_events.to_pylist():
        days[row["patient"]].append(row["days"])
    assert days == {name: one[place] for name, one in VECTORS.items()}
    for row in found.follow_up.to_pylist():
        assert row["events"] == len(VECTORS[row["patient"]][place])


def trial_arm(arm) -> list[dict]:
    """Patients with the printed numbers of first events of each kind, and of all events; further ones as early as they can count."""
    kinds = [name for name, number in arm.first_by_component for _ in range(number)]
    more = [0] * len(kinds)
    for place, _ in zip(count(), range(arm.events - arm.with_event), strict=False):
        more[place % len(kinds)] += 1
    records = [
        patient(f"{arm.treatment[:1]}{number:04d}", [(30, kind), *((51 + 21 * one, "surgery") for one in range(extra))])
        for number, (kind, extra) in enumerate(zip(kinds, more, strict=True))
    ]
    rest = range(arm.people - arm.with_event)
    return records + [patient(f"{arm.treatment[:1]}n{number:04d}", []) for number in rest]


@pytest.mark.parametrize("arm", DENOSUMAB_TRIAL.arms, ids=lambda one: one.treatment)
def test_the_table_of_the_denosumab_trial(tmp_path, arm):
    found = outcomes(store_of(tmp_path, trial_arm(arm)))
    assert found.attrition["follow-up after the index day"] == arm.people
    kinds = event_types(found)
    first = dict(zip(kinds["label"].to_pylist(), kinds["count"].to_pylist(), strict=True))
    assert {name.replace(" ", "-"): number for name, number in first.items()} == dict(arm.first_by_component)
    assert found.skeletal_events.num_rows == arm.events
    ((_, curve),) = curves.by_group(found, curves.first_event)
    assert round(100 * read_off(curve, [60]).estimate[0], 1) == pytest.approx(float(arm.share_with_event))
    ((_, mean),) = curves.by_group(found, curves.mean_events)
    assert read_off(mean, [600]).estimate[0] == pytest.approx(arm.events / arm.people, rel=1e-12)
