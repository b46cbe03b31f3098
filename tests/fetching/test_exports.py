"""Exports of a hospital that misbehaves: what came is kept, what did not come is told, and nothing is asked without an end."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fetching.conftest import Fetching
from fetching.hospital import MOMENT, Said, refusal
from osteon.serve.audit import chain
from osteon.serve.failures import ServeError
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


def test_an_empty_export(fetching: Fetching):
    fetching.hospital.manifest_now()
    summary = fetching()
    assert summary.whole and summary.lines == 0
    assert fetching.rows(export)[0].complete == 1


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
