"""Codes that a hospital brings."""

from __future__ import annotations

import json

import pytest

from osteon.terminology import load_site_codes, match_code

pytestmark = pytest.mark.usefixtures("own_codes")
LAB = "https://hospital.example/lab"
SNOMED = "http://snomed.info/sct"
HEAD = "system,code,concept,site,laterality,answer,label\n"


def test_rows_of_a_csv_file_match(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text(
        HEAD + f"{LAB},KREA-S,lab.creatinine,,,,Kreatinin\n{SNOMED},94222008,condition.metastasis.bone,femur,left,,\n",
        "utf-8",
    )
    assert match_code(LAB, "KREA-S") == ()
    assert load_site_codes(path) == 2
    (match,) = match_code(LAB, "KREA-S")
    assert (match.concept, match.label, match.tier) == ("lab.creatinine", "Kreatinin", "site")
    (match,) = match_code("urn:oid:2.16.840.1.113883.6.96", "94222008")
    assert (match.tier, match.site, match.laterality) == ("site", "femur", "left")


def test_rows_of_a_json_file_match(tmp_path):
    path = tmp_path / "codes.json"
    path.write_text(
        json.dumps([{"system": LAB, "code": "FX", "concept": "fracture.pathological-neoplastic", "answer": "initial"}])
    )
    assert load_site_codes(path) == 1
    assert match_code(LAB, "FX")[0].answer == "initial"


def test_a_code_may_have_two_rows(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text(HEAD + f"{LAB},X,supplement.calcium,,,,\n{LAB},X,supplement.vitamin-d,,,,\n")
    load_site_codes(path)
    assert [match.concept for match in match_code(LAB, "X")] == ["supplement.calcium", "supplement.vitamin-d"]


def test_columns_that_are_not_needed_may_be_missing_and_a_mark_at_the_start_is_fine(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text(f"\ufeffsystem, code, concept\n{LAB}, X, lab.calcium\n", "utf-8")
    assert load_site_codes(path) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + f"{LAB},X,lab.lead,,,,\n", "row 1: there is no concept 'lab.lead'"),
        (HEAD + f"{LAB},A,lab.calcium,,,,\n{LAB},,lab.calcium,,,,\n", "row 2: code is empty"),
        (HEAD + f"{LAB},X,condition.metastasis.bone,thigh,,,\n", "no site 'thigh'"),
        (HEAD + f"{LAB},X,condition.metastasis.bone,femur,top,,\n", "'top'"),
        ("system,code\n", "column concept is missing"),
        (HEAD.replace("label", "price"), "'price'"),
        ("", "column system is missing"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_nothing_is_loaded(tmp_path, text, words):
    path = tmp_path / "codes.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"codes\.csv") as caught:
        load_site_codes(path)
    assert words in str(caught.value)
    assert match_code(LAB, "A") == ()


@pytest.mark.parametrize(
    "text", ["{", "{}", "[1]", '[{"system": 1, "code": "a", "concept": "b"}]', '[{"system": "a", "price": "1"}]']
)
def test_json_that_cannot_be_used(tmp_path, text):
    path = tmp_path / "codes.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"codes\.json"):
        load_site_codes(path)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(OSError):
        load_site_codes(tmp_path / "nothing.csv")
