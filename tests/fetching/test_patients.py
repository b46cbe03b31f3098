"""Single patients: their whole record with its pages, kept all or not at all."""

from __future__ import annotations

import json

import pytest

from fetching.conftest import Fetching
from fetching.hospital import Said, outcome, refusal
from osteon.serve.failures import ServeError
from osteon.serve.fetching.failures import RemoteError
from osteon.serve.storage.tables import audit, submission
from serve.small import creatinine, patient


def hers(fetching: Fetching, results: int = 5) -> None:
    """A patient with some results and a medication, and somebody else."""
    fetching.hospital.resources = {
        "Patient": [patient(), patient("bea")],
        "Observation": [*[creatinine(f"c{number}") for number in range(results)], creatinine("other", "bea")],
        "Medication": [{"resourceType": "Medication", "id": "zol", "code": {"text": "zoledronic acid"}}],
    }


@pytest.mark.parametrize("everything", [True, False])
def test_the_whole_record_of_one_patient(fetching: Fetching, everything: bool):
    hers(fetching)
    fetching.hospital.everything = everything
    summary = fetching("patient", "ann")
    assert summary.whole and summary.kept == summary.lines
    expected = {("ann", "Patient", "ann"), *(("ann", "Observation", f"c{number}") for number in range(5))}
    found = fetching.current()
    assert found - {("", "Medication", "zol"), ("ann", "Medication", "zol")} == expected
    again = fetching("patient", "ann")
    assert again.whole and again.new == 0


def test_all_of_her_or_nothing(fetching: Fetching):
    hers(fetching)

    def fail(asked: object) -> None:
        if fetching.hospital.count("GET", "/fhir/Patient/ann/$everything") == 3:
            fetching.hospital.fault("/fhir/Patient/ann/$everything", refusal(500))

    fetching.hospital.before = fail
    with pytest.raises(RemoteError, match="500"):
        fetching("patient", "ann")
    assert fetching.current() == set() and fetching.rows(submission) == []
    assert [(row.action, row.outcome) for row in fetching.rows(audit)] == [("fetch-patient", "failed")]


def test_a_busy_server_is_asked_again(fetching: Fetching):
    hers(fetching)
    fetching.hospital.fault("/fhir/Patient/ann/$everything", refusal(429, Retry_After="3"), refusal(503), Said(200, {}, b"x" * 99, cut=9))
    assert fetching("patient", "ann").whole
    assert fetching.time.slept[0] == 3.0


@pytest.mark.parametrize("there", ["https://files.example/next", "http://ehr.example/next", "https://ehr.example:444/next"])
def test_a_next_page_on_another_host_is_refused(fetching: Fetching, there: str):
    fetching.settings["fetch_hosts"] = "files.example, ehr.example:444"
    page = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": patient()}], "link": [{"relation": "next", "url": there}]}
    fetching.hospital.fault("/fhir/Patient/ann/$everything", Said(200, {}, json.dumps(page).encode()))
    with pytest.raises(RemoteError, match=r"another host|not https"):
        fetching("patient", "ann")
    assert {host for host, _ in fetching.wire.seen} == {"ehr.example"}


def test_pages_that_go_round_in_a_circle_end(fetching: Fetching):
    page = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": patient()}], "link": [{"relation": "next", "url": "?a"}]}
    fetching.hospital.fault("/fhir/Patient/ann/$everything", Said(200, {}, json.dumps(page).encode()))
    fetching.hospital.fault("/fhir/", *[Said(200, {}, json.dumps(page).encode())] * 9)
    with pytest.raises(RemoteError, match="no end"):
        fetching("patient", "ann")


@pytest.mark.parametrize("id", ["../Group/bone", "ann?x=y", "a/b", "ann#x", "a\nb", "%2e%2e", "..", ".", "", "a" * 129, "ånn"])
@pytest.mark.parametrize("level", ["patient", "group"])
def test_an_id_is_an_id_and_no_path(fetching: Fetching, level: str, id: str):
    with pytest.raises(ServeError, match="id"):
        fetching(level, id)
    assert fetching.hospital.asked == []


def test_a_patient_of_whom_nothing_comes_is_told(fetching: Fetching):
    with pytest.raises(RemoteError, match="nothing about this patient"):
        fetching("patient", "nobody")


def test_nobody_of_this_id(fetching: Fetching):
    hers(fetching)
    fetching.hospital.everything = False
    with pytest.raises(RemoteError, match="404"):
        fetching("patient", "nobody")


def test_what_the_server_could_not_read_is_told(fetching: Fetching):
    told = json.loads(outcome("exception", text="Zanderwick"))
    page = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": patient()}, {"resource": told}]}
    fetching.hospital.fault("/fhir/Patient/ann/$everything", Said(200, {}, json.dumps(page).encode()))
    summary = fetching("patient", "ann")
    assert not summary.whole and "Zanderwick" not in str(summary)
    assert (summary.lines, summary.kept) == (1, 1)


def test_an_include_that_is_refused_is_left_out(fetching: Fetching):
    hers(fetching)
    fetching.hospital.everything = False
    fetching.hospital.fault("/fhir/Observation", refusal(400, "not-supported"))
    assert fetching("patient", "ann").whole
    assert len(fetching.current()) == 6
