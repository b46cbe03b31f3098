"""What if: two cohort reviews of the same people, and what differs between them."""

from __future__ import annotations

import copy
import dataclasses
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from house import tree
from osteon.cohort import JobError, review
from osteon.cohort.compare import compare
from osteon.record.store import ingest

EXAMPLES = Path(__file__).parents[2] / "examples"

DAY = "2025-06-01"


@pytest.fixture(scope="module")
def before(store):
    return review(store, as_of=DAY)


def cells(verdicts):
    return {(row["patient"], name): word for row in verdicts.to_pylist() for name, word in row.items() if name not in ("patient", "as_of")}


def test_nothing_changed(before):
    same = compare(before, before)
    assert (same.changes.num_rows, same.who.num_rows, same.facts.num_rows) == (0, 0, 0)
    assert same.summary["changed"] == {"patients": 0, "cells": 0, "facts": 0}
    assert same.summary["differs"] == {}


@pytest.fixture(scope="module")
def eight(tmp_path_factory):
    """A store of one woman whose lesion of the femur scores 8: the example, with the missing item measured."""
    bundle = json.loads((EXAMPLES / "femur-borderline.json").read_bytes())
    resources = [entry["resource"] for entry in bundle["entry"]]
    share = copy.deepcopy(next(one for one in resources if one["id"] == "share-humerus"))
    share["valueQuantity"]["value"] = 50
    share |= {"id": "share-femur", "focus": [{"reference": "BodyStructure/right-femur"}]}
    folder = tmp_path_factory.mktemp("eight")
    (folder / "record.json").write_text(json.dumps([*resources, share]), encoding="utf-8")
    ingest([folder / "record.json"], folder / "store", workers=1)
    return folder / "store"


def test_a_score_of_eight_is_judged_or_fixed(eight):
    found = compare(review(eight, as_of=DAY), review(eight, as_of=DAY, policies={"mirels_policy": "original"}))
    old, new = (cells(review(eight, as_of=DAY, policies={"mirels_policy": name}).verdicts) for name in ("consensus", "original"))
    told = [(row["recommendation"], row["before"], row["after"], row["patients"]) for row in found.changes.to_pylist()]
    assert told, "one policy fixes the bone at 8, the other from 9 on"
    assert {(rule, *words) for rule, *words, _ in told} == {(key[1], old[key], new[key]) for key in old if old[key] != new[key]}
    assert {row["patient"] for row in found.who.to_pylist()} == {key[0] for key in old}
    assert found.summary["changed"]["patients"] == 1
    assert found.summary["differs"] == {"mirels_policy": ["consensus", "original"]}


def test_a_dose_that_changes_is_a_changed_fact(before, store):
    found = compare(before, review(store, as_of=DAY, policies={"za_dose_basis": "current"}))
    (row,) = [row for row in found.facts.to_pylist() if row["fact"] == "za-dose-recommended"]
    assert (row["value_before"], row["value_after"], row["unit"]) == (4.0, 0.0, "mg")
    assert found.summary["changed"]["cells"] == found.who.num_rows == 0, "the advice to ask for the dose stands either way"


def test_who_is_only_in_one_of_them_is_counted(before, eight):
    whole = review([EXAMPLES / "femur-borderline.json", EXAMPLES / "bone-only.json"], as_of=DAY)
    found = compare(whole, review(eight, as_of=DAY))
    assert (found.summary["compared"], found.summary["only_before"], found.summary["only_after"]) == (1, 1, 0)
    assert "store" in found.summary["differs"]


def test_order_of_rows_does_not_matter(eight, store):
    one, other = review(store, as_of=DAY), review(store, as_of=DAY, policies={"za_dose_basis": "current"})
    turned = dataclasses.replace(other, table=lambda name: _turned(other.table(name)))
    assert compare(one, turned).who.num_rows == compare(one, other).who.num_rows
    assert compare(one, dataclasses.replace(one, table=lambda name: _turned(one.table(name)))).who.num_rows == 0


def _turned(table):
    return table.take(list(reversed(range(table.num_rows))))


def test_nobody_in_common(before, eight, store):
    with pytest.raises(JobError, match="no patient and date in common"):
        compare(before, review(store, as_of="2024-06-01"))


def test_the_command_reviews_twice_or_compares_what_is_there(eight, tmp_path):
    out = tmp_path / "what-if"
    done = tree.osteon("cohort", "compare", str(eight), "--what-if", "mirels_policy=original", "--as-of", DAY, "--out", str(out))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    tables = {f"{name}.parquet" for name in ("changes", "who", "facts")}
    assert {path.name for path in out.iterdir()} == {"before", "after", "comparison.json", *tables}
    again = tmp_path / "again"
    done = tree.osteon("cohort", "compare", str(out / "before"), str(out / "after"), "--out", str(again))
    assert (done.returncode, done.stderr) == (0, "")
    for name in ("changes", "who", "facts"):
        assert pq.read_table(again / f"{name}.parquet").equals(pq.read_table(out / f"{name}.parquet"))
    assert json.loads((again / "comparison.json").read_bytes())["differs"] == {"mirels_policy": ["consensus", "original"]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["STORE"], "say what to change"),
        (["STORE", "--what-if", "mirels_policy"], "write NAME=VALUE"),
        (["STORE", "--what-if", "mirels=9"], "parameter `mirels` does not exist"),
        (["STORE", "--what-if", "mirels_policy=9"], "mirels_policy"),
        (["STORE", "STORE", "--what-if", "mirels_policy=original"], "--what-if is for a store"),
        (["STORE", "STORE"], "holds no cohort review"),
        (["STORE", "STORE", "STORE"], "two folders"),
    ],
)
def test_mistakes_are_told_in_words(eight, tmp_path, arguments, words):
    given = [str(eight) if word == "STORE" else word for word in arguments]
    done = tree.osteon("cohort", "compare", *given, "--out", str(tmp_path / "out"))
    assert done.returncode == 2
    assert words in done.stderr
