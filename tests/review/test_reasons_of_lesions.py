"""A statement about the patient that rests on lesions quotes the entries of those lesions, and of no other."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from osteon import review_record

SPINE = Path(__file__).parents[2] / "examples" / "spine-and-cord.json"


@pytest.fixture(scope="module")
def reviewed():
    return json.loads(review_record(SPINE).to_json_bytes())


def fact(reviewed, name):
    (found,) = [one for one in reviewed["facts"] if one["id"] == name]
    return found


def test_a_count_of_lesions_quotes_all_that_were_counted(reviewed):
    found = fact(reviewed, "bone-metastases")
    assert found["value"] == 3
    assert {"Condition/bone-rib", "Condition/bone-l2", "QuestionnaireResponse/ct-form"} <= set(found["sources"])


def test_what_holds_for_one_lesion_quotes_that_one(reviewed):
    # The rib is a metastasis too, but it is the spine that gives way.
    found = fact(reviewed, "exercise-hold")
    assert found["value"] is True
    assert "QuestionnaireResponse/ct-form" in found["sources"]
    assert "Condition/bone-rib" not in found["sources"]


def test_reasons_do_not_depend_on_who_asks_first(reviewed):
    said = {one["id"]: (one["value"], one["sources"]) for one in reviewed["facts"]}
    labels = {one["id"] for one in reviewed["facts"]}
    quoted = [
        (finding["id"], reason["fact"], (reason["value"], reason["sources"]))
        for finding in reviewed["findings"]
        if finding["lesion"] is None
        for reason in finding["because"]
        if reason["fact"] in labels and reason["fact"] in ("bone-metastases", "exercise-hold", "exercise-clear")
    ]
    assert quoted
    assert all(said[name] == told for _, name, told in quoted)
