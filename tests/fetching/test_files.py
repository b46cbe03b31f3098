"""Files of an export that come cut, packed, twice, too large or as something else."""

from __future__ import annotations

import gzip
import json

import pytest

from fetching.conftest import Fetching
from fetching.hospital import Said, outcome, refusal
from fetching.test_exports import FOUR, NDJSON, taken_in, two_people
from osteon.serve.fetching import lines
from osteon.serve.fetching.failures import RemoteError
from osteon.serve.storage.tables import export, export_file
from serve.small import creatinine, patient


@pytest.mark.parametrize("cut", [0, 1, 100, 150, -1])
@pytest.mark.parametrize("packed", [False, True])
def test_a_cut_file_is_fetched_again(fetching: Fetching, cut: int, packed: bool):
    two_people(fetching)
    body = fetching.hospital.files["patients"]
    headers = NDJSON
    if packed:
        body, headers = gzip.compress(body), {**NDJSON, "Content-Encoding": "gzip"}
    fetching.hospital.fault("/files/patients", Said(200, headers, body, cut=cut % len(body)))
    assert fetching().whole
    taken_in(fetching)


def test_a_file_that_ends_within_a_line_without_a_word_is_fetched_again(fetching: Fetching):
    two_people(fetching)
    body = fetching.hospital.files["observations"]
    fetching.hospital.fault("/files/observations", Said(200, NDJSON, body[:-20]), Said(200, {**NDJSON, "Content-Length": "9999"}, body))
    assert fetching().whole
    taken_in(fetching)
    assert fetching.hospital.count("GET", "/files/observations") == 3


def test_a_file_that_has_fewer_lines_than_was_said_is_fetched_again(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.manifest_now()["output"][0]["count"] = 2
    first = fetching.hospital.files["observations"].splitlines(keepends=True)[0]
    fetching.hospital.fault("/files/observations", Said(200, NDJSON, first))
    assert fetching().whole
    taken_in(fetching)


def test_a_count_that_is_never_reached_is_told_and_the_next_fetch_asks_for_all(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.manifest_now()["output"][0]["count"] = 3
    summary = fetching()
    assert not summary.whole and summary.problems == {"error: A file has fewer lines than the manifest of the export says.": 1}
    taken_in(fetching)
    fetching.hospital.manifest_now()["output"][0]["count"] = 2
    assert fetching().whole
    assert "_since" not in fetching.hospital.asked[-6].query
    assert all("_since" not in one.query for one in fetching.hospital.asked)


def test_a_file_that_is_always_cut_is_told_and_the_rest_is_there(fetching: Fetching):
    two_people(fetching)
    body = fetching.hospital.files["observations"]
    fetching.hospital.fault("/files/observations", *[Said(200, NDJSON, body, cut=5)] * 6)
    summary = fetching()
    assert not summary.whole and summary.missing.total() == 1
    assert fetching.current() == {one for one in FOUR if one[1] == "Patient"}
    again = fetching()
    assert again.whole and again.resumed
    assert fetching.hospital.jobs == 1 and fetching.hospital.count("GET", "/files/patients") == 1
    taken_in(fetching)


def test_what_two_runs_could_not_get_is_asked_for_anew(fetching: Fetching):
    two_people(fetching)
    body = fetching.hospital.files["observations"]
    fetching.hospital.fault("/files/observations", *[Said(200, NDJSON, body, cut=5)] * 12)
    assert not fetching().whole
    assert not fetching().whole
    assert fetching().whole
    assert fetching.hospital.jobs == 2
    taken_in(fetching)


def test_without_the_people_nothing_else_is_filed(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.fault("/files/patients", *[Said(200, NDJSON, b"{", cut=1)] * 6)
    assert not fetching().whole
    assert fetching.current() == set()


def test_gzip_that_says_so_and_gzip_that_does_not(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.gzip = True
    packed = gzip.compress(fetching.hospital.files["patients"])
    fetching.hospital.fault("/files/patients", Said(200, {"Content-Type": "application/gzip"}, packed))
    assert fetching().whole
    taken_in(fetching)


def test_a_gzip_that_grows_without_end_is_refused(fetching: Fetching):
    two_people(fetching)
    fetching.settings["fetch_megabytes"] = 2
    bomb = gzip.compress(b"\n" * (3 << 20))
    assert len(bomb) < 5000
    fetching.hospital.fault("/files/observations", Said(200, {**NDJSON, "Content-Encoding": "gzip"}, bomb))
    summary = fetching()
    assert summary.missing == {"A file of the export is larger than fetch_megabytes allows.": 1}


def test_an_answer_that_grows_without_end_is_refused(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.fault("/jobs/1", Said(200, {"Content-Encoding": "gzip"}, gzip.compress(b" " * (51 << 20), 1)))
    with pytest.raises(RemoteError, match="too large"):
        fetching()


def test_another_encoding_than_was_asked_for_is_refused(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.fault("/files/observations", Said(200, {**NDJSON, "Content-Encoding": "br"}, b"x"))
    assert fetching().missing == {"The FHIR server packs its answers in a way that was not asked for: only gzip is understood.": 1}


def test_lines_that_come_twice_are_kept_once(fetching: Fetching):
    fetching.hospital.output("p", "Patient", patient(), patient())
    fetching.hospital.output("o", "Observation", *[creatinine("c1")] * 3, creatinine("c2"))
    summary = fetching()
    assert summary.whole and (summary.lines, summary.kept, summary.new) == (6, 6, 3)
    assert fetching.current() == {("ann", "Patient", "ann"), ("ann", "Observation", "c1"), ("ann", "Observation", "c2")}


def test_a_page_for_people_is_no_file(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.fault("/files/observations", Said(200, {"Content-Type": "text/html"}, b"<h1>Sign in, Zanderwick</h1>"))
    summary = fetching()
    assert "page for people" in str(summary.missing) and "Zanderwick" not in str(summary)
    assert fetching().whole
    taken_in(fetching)


def test_lines_that_cannot_be_kept_are_told_and_the_others_are_kept(fetching: Fetching):
    deep = b'{"resourceType":"Observation","id":"deep","x":' + b"[" * 200 + b"]" * 200 + b"}"
    silent = {name: value for name, value in creatinine("c3").items() if name != "subject"}
    fetching.hospital.output("p", "Patient", patient())
    fetching.hospital.output("o", "Observation", creatinine("c1"), b"{broken Zanderwick", deep, silent, b"", b"[]", creatinine("c2"))
    summary = fetching()
    assert (summary.lines, summary.kept, summary.left_out) == (7 - 0, 3, 4)
    assert not summary.whole and summary.problems.total() >= 3 and "Zanderwick" not in str(summary)
    assert {name[2] for name in fetching.current()} == {"ann", "c1", "c2"}
    # What cannot be kept is not mended by asking for it again: the next fetch asks for what is new.
    assert fetching.rows(export)[0].complete == 1


def test_a_line_without_end_is_left_out(fetching: Fetching, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "LONGEST_LINE", 2000)
    fetching.hospital.output("p", "Patient", patient())
    fetching.hospital.output("o", "Observation", creatinine("c1"), creatinine("long", note=[{"text": "x" * 9000}]), creatinine("c2"))
    summary = fetching()
    assert (summary.lines, summary.kept) == (4, 3)
    assert summary.problems == {"error: A line is longer than is allowed; it was left out.": 1}


def test_messages_of_the_server_are_counted_and_not_repeated(fetching: Fetching):
    two_people(fetching)
    messages = [outcome("not-found", "warning", "Zanderwick"), outcome("exception", "error", "Zanderwick"), outcome("Zanderwick", "error")]
    fetching.hospital.output("errors", "OperationOutcome", *messages, into="error")
    summary = fetching()
    assert summary.problems == {
        "error: The FHIR server says of the export: error, exception.": 1,
        "error: The FHIR server says of the export: error, unknown.": 1,
        "note: The FHIR server says of the export: warning, not-found.": 1,
    }
    assert (summary.lines, summary.kept) == (4, 4) and not summary.whole
    taken_in(fetching)
    # Something may be missing: the next fetch does not ask only for what came later.
    fetching()
    assert all("_since" not in one.query for one in fetching.hospital.asked)


def test_outcome_as_version_four_calls_it(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.output("errors", "OperationOutcome", outcome("exception", "fatal"), into="outcome")
    assert fetching().problems == {"error: The FHIR server says of the export: fatal, exception.": 1}


def test_an_empty_file(fetching: Fetching):
    fetching.hospital.output("p", "Patient", count=0)
    assert fetching().whole


def test_addresses_of_files_that_ended_are_asked_for_anew(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.fault("/files/patients", refusal(403, "expired"))
    assert fetching().whole
    assert fetching.hospital.count("GET", "/jobs/1") == 2
    taken_in(fetching)


def test_a_file_that_changed_meanwhile_is_taken_in_from_its_beginning(fetching: Fetching, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(lines, "PART_LINES", 2)
    many = [creatinine(f"c{number}") for number in range(9)]
    fetching.hospital.output("p", "Patient", patient())
    fetching.hospital.output("o", "Observation", *many)
    body = fetching.hospital.files["o"]
    fetching.hospital.fault("/files/o", Said(200, NDJSON, body, cut=len(body) - 30))
    fetching.hospital.output("o2", "Observation", *reversed(many))
    fetching.hospital.manifest_now()["output"].pop()
    fetching.hospital.files["o"] = fetching.hospital.files.pop("o2")
    summary = fetching()
    assert summary.whole and (summary.lines, summary.kept) == (10, 10)
    assert len(fetching.current()) == 10


def test_problems_are_bounded(fetching: Fetching):
    fetching.hospital.output("p", "Patient", *[b"{" + b" " * number + b"x" for number in range(200)])
    fetching()
    assert len(json.loads(fetching.rows(export_file)[0].problems)) <= 50
