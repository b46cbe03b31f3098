"""Files taken in from a browser: what was kept is told in words, and what was not, entry by entry."""

from __future__ import annotations

import gzip
import json

import pytest

from pages.conftest import Visitor, token_in, words_of
from serve.conftest import EXAMPLES, count
from serve.small import bundle, creatinine, lines, patient, transaction

RUTH = next(path for path in EXAMPLES if path.stem == "spine-and-femur")


def kept(visitor: Visitor) -> int:
    """How many submissions there are."""
    return count(visitor.http.app.state.site.database, "SELECT count(*) FROM submission")


@pytest.mark.parametrize("packed", [False, True])
def test_a_bundle_is_kept_and_leads_to_its_patient(empty: Visitor, packed: bool):
    body = RUTH.read_bytes()
    said = empty.upload(("ruth.json.gz", gzip.compress(body)) if packed else ("ruth.json", body))
    assert "Kept as submission 1." in said and 'href="/patient/ruth"' in said and "new" in words_of(said)
    empty.see("/patient/ruth")
    again = words_of(empty.upload(("ruth.json", body)))
    assert "known already" in again and " new" not in again.partition("Entries:")[2].partition(".")[0]


@pytest.mark.parametrize("name", ["export.ndjson", "export", "export.txt", "export.ndjson.gz", "export.gz"])
def test_lines_of_json_are_known_by_name_or_by_look(empty: Visitor, name: str):
    body = lines(patient("ann"), creatinine(whose="ann"), patient("bea"))
    said = empty.upload((name, gzip.compress(body) if name.endswith("gz") else body))
    assert 'href="/patient/ann"' in said and 'href="/patient/bea"' in said and "3 new" in said


def test_one_resource_on_several_lines_is_not_taken_for_lines(empty: Visitor):
    said = empty.upload(("ann.json", json.dumps(patient(), indent=1).encode()))
    assert "Kept as submission 1." in said


def test_what_cannot_be_kept_is_told_entry_by_entry(empty: Visitor):
    body = bundle(patient("ann"), creatinine(whose="bea"), creatinine("c2"))
    said = words_of(empty.upload(("a.json", body)))
    assert "Not kept: 1 entry" in said and "Entry 2." in said and "belongs to another person" in said
    assert "2 new" in said


def test_each_file_is_kept_by_itself(empty: Visitor):
    said = words_of(
        empty.upload(
            ("good.json", bundle(patient("ann"), creatinine())),
            ("broken.json", b'{"resourceType": "Bundle", '),
            ("strange.json", b'{"hello": "world"}'),
            ("failing.json", transaction(("PUT", patient("cid")), ("PATCH", patient("cid")))),
        )
    )
    assert said.count("Nothing of this file was kept.") == 3 and said.count("Kept as submission") == 1
    assert "A transaction is kept whole or not at all" in said
    assert kept(empty) == 1


def test_no_file_chosen(empty: Visitor):
    said = empty.upload()
    assert "Choose a file first." in said and 'aria-invalid="true"' in said and kept(empty) == 0


def test_damaged_gzip_and_too_many_files(empty: Visitor):
    assert "gzip file is truncated" in empty.upload(("a.gz", gzip.compress(b"x" * 1000)[:20]))
    many = [(f"{number}.json", b"{}") for number in range(25)]
    assert "more than 20 files" in words_of(empty.upload(*many, status=400))
    assert kept(empty) == 0


def test_files_of_other_pages_are_refused(empty: Visitor):
    token = token_in(empty.see("/upload"))
    part = {"files": ("a.json", bundle(patient("ann"), creatinine()))}
    for fields, headers in (
        ({}, {}),
        ({"form-token": "x"}, {}),
        ({"form-token": token}, {"Origin": "https://elsewhere.example"}),
        ({"form-token": token}, {"Sec-Fetch-Site": "same-site"}),
    ):
        assert empty.http.post("/upload", data=fields, files=part, headers=headers).status_code == 403
    assert kept(empty) == 0


def test_a_refused_file_is_written_down(empty: Visitor):
    empty.upload(("broken.json", b"{"))
    entries = empty.http.get("/fhir/AuditEvent").json()["entry"]
    assert ("import", "refused") in [
        (one["resource"]["subtype"][0]["display"], one["resource"]["outcomeDesc"]) for one in entries
    ]


def test_the_name_of_a_file_is_shown_as_it_is(empty: Visitor):
    said = empty.upload(('<img src=x>"', bundle(patient("ann"), creatinine())))
    assert "<img" not in said
