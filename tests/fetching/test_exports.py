"""Exports of a hospital that misbehaves: what came is kept, what did not come is told, and nothing is asked without an end."""

from __future__ import annotations

import gzip
import json
from typing import Any

import pytest

from fetching.conftest import Fetching
from fetching.hospital import MOMENT, Said, outcome, refusal
from osteon.serve.audit import chain
from osteon.serve.failures import ServeError
from osteon.serve.fetching import lines, taking
from osteon.serve.fetching.failures import RemoteError
from osteon.serve.records.receiving import receive
from osteon.serve.site import Limits
from osteon.serve.storage.database import reading
from osteon.serve.storage.exports import alone
from osteon.serve.storage.tables import audit, export, export_file, submission
from serve.small import bundle, creatinine, patient

FOUR = {("ann", "Patient", "ann"), ("bea", "Patient", "bea"), ("ann", "Observation", "c1"), ("bea", "Observation", "c2")}
NDJSON = {"Content-Type": "application/fhir+ndjson"}


def deletion(*names: str) -> dict[str, Any]:
    """A line of a file of deletions."""
    return {"resourceType": "Bundle", "type": "transaction", "entry": [{"request": {"method": "DELETE", "url": name}} for name in names]}


def two_people(fetching: Fetching) -> None:
    """Two patients with a result each; the results stand first in the manifest."""
    fetching.hospital.output("observations", "Observation", creatinine("c1"), creatinine("c2", "bea"))
    fetching.hospital.output("patients", "Patient", patient(), patient("bea", birthDate="1949-01-02"))


def taken_in(fetching: Fetching) -> None:
    """The whole of two people is there, once."""
    assert fetching.current() == FOUR
    newest = max(row.id for row in fetching.rows(export))
    assert sum(row.lines for row in fetching.rows(export_file) if row.kind == "output" and row.export == newest) == 4
    with reading(fetching.database) as connection:
        assert chain.verify(connection).fault is None


def test_an_export_is_taken_in(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.polls = 3
    summary = fetching()
    assert summary.whole and (summary.lines, summary.kept, summary.new) == (4, 4, 4)
    taken_in(fetching)
    assert fetching.time.slept == [5.0, 10.0, 20.0]
    assert fetching.hospital.deleted == ["/jobs/1"]
    job = fetching.rows(export)[0]
    assert (job.state, job.moment, job.complete, job.address) == ("done", MOMENT, 1, "")
    assert all(row.address == "" for row in fetching.rows(export_file))
    kick_off = fetching.hospital.asked[3]
    assert kick_off.path == "/fhir/Group/bone/$export"
    assert kick_off.query == {"_outputFormat": ["application/fhir+ndjson"], "_type": ["Condition,Medication,Observation,Patient"]}


def test_what_was_received_is_kept_as_it_was_and_audited(fetching: Fetching):
    two_people(fetching)
    fetching()
    assert [row.client for row in fetching.rows(submission)] == ["fetch", "fetch"]
    told = [(row.who, row.action, row.patient, row.outcome) for row in fetching.rows(audit)]
    assert told[0] == ("fetch", "fetch-begin", None, "done")
    assert told[-1] == ("fetch", "fetch-end", None, "done")
    assert {row[2] for row in told if row[1] == "import"} == {"ann", "bea"}


@pytest.mark.parametrize(("level", "path"), [("patients", "/fhir/Patient/$export"), ("system", "/fhir/$export")])
def test_all_patients_and_the_whole_server(fetching: Fetching, level: str, path: str):
    two_people(fetching)
    assert fetching(level).whole
    assert fetching.hospital.count("GET", path) == 1
    taken_in(fetching)


def test_a_server_that_wants_a_post_gets_one(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.kick_off_by = "POST"
    fetching.settings["fetch_filters"] = "Observation?status=final,amended"
    assert fetching().whole
    posted = json.loads(next(one for one in fetching.hospital.asked if one.method == "POST" and one.path.endswith("$export")).body)
    assert {"name": "_typeFilter", "valueString": "Observation?status=final,amended"} in posted["parameter"]
    assert {"name": "_type", "valueString": "Patient"} in posted["parameter"]
    taken_in(fetching)


@pytest.mark.parametrize(
    "path", ["/fhir/Group/bone/$export", "/jobs/1", "/files/patients", "/token", "/fhir/.well-known/smart-configuration"]
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(fetching: Fetching, path: str, status: int):
    two_people(fetching)
    fetching.hospital.fault(path, refusal(status, "throttled", Retry_After="17"))
    assert fetching().whole
    assert 17.0 in fetching.time.slept
    taken_in(fetching)


def test_a_date_to_come_back_at(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.fault("/jobs/1", Said(202, {"Retry-After": "Mon, 12 Jan 1970 13:47:20 GMT"}))  # 1,000,040 seconds since 1970
    assert fetching().whole
    assert fetching.time.slept == [40.0]


def test_a_wait_that_makes_no_sense_is_not_taken_at_its_word(fetching: Fetching):
    two_people(fetching)
    for words in ("0", "-5", "soon", "99999999999", "NaN", "1e400"):
        fetching.hospital.fault("/jobs/1", Said(202, {"Retry-After": words}))
    assert fetching().whole
    assert min(fetching.time.slept) >= 1.0 and max(fetching.time.slept) == 3600.0


def test_endless_polling_ends(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.polls = 10**9
    with pytest.raises(RemoteError, match="fetch_hours"):
        fetching()
    assert sum(fetching.time.slept) <= 24 * 3600
    assert len(fetching.time.slept) < 400
    # The export goes on there; so does the next run here.
    fetching.hospital.polls = 0
    summary = fetching()
    assert summary.whole and summary.resumed
    assert fetching.hospital.jobs == 1
    taken_in(fetching)


def test_an_export_that_failed_there_is_told_and_asked_for_anew(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.fault("/jobs/1", refusal(500, "exception", text="Zanderwick could not be written"))
    with pytest.raises(RemoteError, match=r"answered 500 \(exception\)") as told:
        fetching()
    assert "Zanderwick" not in str(told.value)
    assert fetching.rows(export)[0].state == "failed"
    assert fetching().whole
    taken_in(fetching)


def test_a_failure_that_passes_is_no_failure_of_the_export(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.fault("/jobs/1", *[refusal(500, "transient")] * 3, *[refusal(502)] * 3)
    assert fetching().whole
    assert fetching.hospital.jobs == 1


def test_a_refused_kick_off_says_which_of_our_words_it_is_about(fetching: Fetching):
    fetching.hospital.fault("/fhir/Group/bone/$export", refusal(400, "not-supported", "_type Condition of Zanderwick"))
    with pytest.raises(RemoteError) as told:
        fetching()
    assert str(told.value) == "The FHIR server answered 400 (not-supported); it names _type, Condition."
    assert fetching.rows(export) == []


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


def test_what_was_deleted_there_counts_no_more(fetching: Fetching):
    two_people(fetching)
    gone, also = deletion("Observation/c1", "Observation/never-seen"), deletion("Patient/bea")
    assert fetching().whole
    fetching.hospital.manifest = None
    fetching.hospital.output("gone", "Bundle", gone, also, into="deleted")
    summary = fetching()
    assert summary.whole and (summary.lines, summary.kept) == (2, 2)
    assert fetching.current() == {("ann", "Patient", "ann"), ("bea", "Observation", "c2")}


def test_one_hospital_cannot_delete_what_another_sent(fetching: Fetching):
    there, hers = "https://other.example/fhir", (patient("zoe"), creatinine("c9", "zoe"))
    entries = [{"fullUrl": f"{there}/{one['resourceType']}/{one['id']}", "resource": one} for one in hers]
    body = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries}).encode()
    receive(fetching.database, body, media_type="application/fhir+json", client="other", limits=Limits())
    before = fetching.current()
    gone = deletion("Observation/c9", "Patient/zoe", "Observation/c1")
    fetching.hospital.output("gone", "Bundle", gone, into="deleted")
    fetching()
    assert fetching.current() == before


def test_a_token_that_ends_in_the_middle_is_renewed(fetching: Fetching):
    two_people(fetching)

    def late(asked: Any) -> None:
        if asked.path == "/files/observations" and fetching.hospital.count("GET", "/files/observations") == 1:
            fetching.hospital.tokens.clear()

    fetching.hospital.before = late
    assert fetching().whole
    assert len(fetching.hospital.used) == 2
    taken_in(fetching)


def test_a_token_is_not_used_until_its_last_second(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.polls = 6
    fetching.hospital.token_life = 60
    assert fetching().whole
    assert len(fetching.hospital.used) > 2
    assert not [one for one in fetching.hospital.asked if one.token and one.token not in fetching.hospital.tokens]


def test_a_server_that_does_not_let_in_is_not_asked_for_ever(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.before = lambda _: fetching.hospital.tokens.clear()
    with pytest.raises(RemoteError, match="answered 401"):
        fetching()
    assert len(fetching.hospital.asked) < 12


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


def test_an_empty_export(fetching: Fetching):
    fetching.hospital.manifest_now()
    summary = fetching()
    assert summary.whole and summary.lines == 0
    assert fetching.rows(export)[0].complete == 1


def test_an_empty_file(fetching: Fetching):
    fetching.hospital.output("p", "Patient", count=0)
    assert fetching().whole


def test_a_manifest_of_several_pages(fetching: Fetching):
    two_people(fetching)
    first = fetching.hospital.manifest_now()
    second = {**first, "output": [first["output"].pop()]}
    first["link"] = [{"relation": "next", "url": "/jobs/1/page2"}]
    fetching.hospital.fault("/jobs/1/page2", Said(200, {}, json.dumps(second).encode()))
    assert fetching().whole
    taken_in(fetching)


@pytest.mark.parametrize("manifest", [
    {}, {"transactionTime": "yesterday"}, {"requiresAccessToken": "no"}, {"output": {}}, {"output": [{"type": "Patient"}]},
    {"output": [None]}, {"link": [{"relation": "next", "url": "https://ehr.example/jobs/1"}]},
])  # fmt: skip
def test_a_manifest_that_is_none_is_told(fetching: Fetching, manifest: dict[str, Any]):
    good = fetching.hospital.manifest_now()
    fetching.hospital.fault("/jobs/1", Said(200, {}, json.dumps({**good, **manifest} if manifest else manifest).encode()))
    with pytest.raises(RemoteError, match="manifest"):
        fetching()


def test_a_server_that_does_not_say_where_it_tells(fetching: Fetching):
    fetching.hospital.fault("/fhir/Group/bone/$export", Said(202, {}))
    with pytest.raises(RemoteError, match="Content-Location"):
        fetching()


def test_the_next_fetch_asks_for_what_changed_since(fetching: Fetching):
    two_people(fetching)
    fetching("patients")
    fetching("patients")
    fetching("system")
    asked = [one.query.get("_since") for one in fetching.hospital.asked if one.path.endswith("$export")]
    assert asked == [None, [MOMENT], None]
    fetching("patients", since=None)
    assert "_since" not in fetching.hospital.asked[-5].query


def test_who_asks_for_something_else_gives_up_what_was_begun(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.fault("/jobs/1", refusal(500, "transient"), refusal(500, "transient"))
    fetching.settings["fetch_hours"] = 1
    fetching.hospital.polls = 10**6
    with pytest.raises(RemoteError):
        fetching()
    fetching.hospital.polls = 0
    assert fetching(since="2026-01-01T00:00:00Z").whole
    assert fetching.hospital.deleted == ["/jobs/1", "/jobs/2"]
    assert [row.state for row in fetching.rows(export)] == ["failed", "done"]


def test_an_export_that_is_forgotten_there_is_asked_for_anew(fetching: Fetching):
    two_people(fetching)
    fetching.hospital.polls = 10**6
    with pytest.raises(RemoteError):
        fetching()
    fetching.hospital.polls = 0
    fetching.hospital.deleted.append("/jobs/1")
    assert fetching().whole
    assert fetching.hospital.jobs == 2
    taken_in(fetching)


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


def test_two_people_under_one_id_are_not_mixed(fetching: Fetching):
    receive(
        fetching.database,
        bundle(patient("ann", birthDate="1970-12-12"), creatinine("own", "ann")),
        media_type="application/fhir+json",
        client="engine",
        limits=Limits(),
    )
    two_people(fetching)
    summary = fetching()
    assert not summary.whole and (summary.lines, summary.kept) == (4, 2)
    assert fetching.current() == {
        ("ann", "Patient", "ann"), ("ann", "Observation", "own"), ("bea", "Patient", "bea"), ("bea", "Observation", "c2"),
    }  # fmt: skip
    # Nor when her Patient does not come again.
    fetching.hospital.manifest = None
    fetching.hospital.output("more", "Observation", creatinine("c7"))
    assert fetching().kept == 0
    assert ("ann", "Observation", "c7") not in fetching.current()


def test_the_same_person_sent_before_is_the_same(fetching: Fetching):
    newer = patient(meta={"lastUpdated": "2026-06-01T00:00:00Z"})
    receive(fetching.database, bundle(newer, creatinine("own")), media_type="application/fhir+json", client="engine", limits=Limits())
    fetching.hospital.output("p", "Patient", patient(meta={"lastUpdated": "2025-06-01T00:00:00Z"}))
    fetching.hospital.output("o", "Observation", creatinine("c1"))
    assert fetching().whole
    assert {name[2] for name in fetching.current()} == {"ann", "own", "c1"}


def test_who_joined_the_group_is_read_as_a_whole(fetching: Fetching):
    two_people(fetching)
    members = ("Patient/ann", "https://ehr.example/fhir/Patient/cleo")
    fetching.hospital.resources = {
        "Patient": [patient("cleo")],
        "Observation": [creatinine(f"old{number}", "cleo") for number in range(5)],
        "Group": [{"resourceType": "Group", "id": "bone", "member": [{"entity": {"reference": name}} for name in members]}],
    }
    assert fetching().whole
    fetching.hospital.manifest = None
    fetching.hospital.output("o", "Observation", creatinine("new", "cleo"))
    summary = fetching()
    assert summary.whole and (summary.lines, summary.kept) == (7, 7)
    assert {name[2] for name in fetching.current() if name[0] == "cleo"} == {"cleo", "new", *(f"old{number}" for number in range(5))}
    fetching()
    assert fetching.hospital.count("GET", "/fhir/Patient/cleo/$everything") == 3  # its three pages, once


def test_a_group_that_cannot_be_read_is_told(fetching: Fetching):
    two_people(fetching)
    fetching()
    summary = fetching()
    assert summary.whole and any("who is in the group" in words for words in summary.problems)


def test_one_fetch_at_a_time(fetching: Fetching):
    with alone(fetching.database), pytest.raises(ServeError, match="Another fetch"):
        fetching()


def test_problems_are_bounded(fetching: Fetching):
    fetching.hospital.output("p", "Patient", *[b"{" + b" " * number + b"x" for number in range(200)])
    fetching()
    assert len(json.loads(fetching.rows(export_file)[0].problems)) <= 50
    assert taking.CLIENT == "fetch"
