"""What comes in is kept with the right person, once, as it was sent; what cannot be kept is said."""

from __future__ import annotations

import json

import orjson
import pytest

import osteon
from osteon.serve.storage.database import Database, reading
from osteon.serve.storage.records import current_record, find_patient, read_submission
from serve.conftest import EXAMPLES, Asking, count
from serve.small import bundle, creatinine, lines, patient, transaction

LINES = "application/fhir+ndjson"


def entries(database: Database, id: str) -> list[str]:
    """`Type/id` of what counts in a record."""
    with reading(database) as connection:
        found = orjson.loads(current_record(connection, id))
    return [f"{entry['resource']['resourceType']}/{entry['resource']['id']}" for entry in found["entry"]]


def values(database: Database, id: str) -> list[float]:
    """Results that count in a record."""
    with reading(database) as connection:
        found = orjson.loads(current_record(connection, id))
    resources = [entry["resource"] for entry in found["entry"]]
    return [resource["valueQuantity"]["value"] for resource in resources if "valueQuantity" in resource]


def diagnostics(answer: dict) -> str:
    return " ".join(issue["diagnostics"] for issue in answer["issue"])


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda path: path.stem)
def test_a_review_is_the_one_of_the_command_line(ask: Asking, file):
    said = ask.send(file.read_bytes())
    assert said.status_code == 200
    id = osteon.review_record(file).timeline.patient.id
    got = ask("GET", f"/fhir/Patient/{id}/$review?as_of=2025-06-01")
    assert got.status_code == 200
    assert got.content == osteon.review_record(file, as_of="2025-06-01").to_json_bytes()
    again = ask("GET", f"/fhir/Patient/{id}/$review?as_of=2025-06-01")
    assert again.content == got.content


def test_what_was_received_is_kept_byte_for_byte(ask: Asking, database: Database):
    sent = b"  " + bundle(patient(), creatinine()) + b"\n\n"
    number = int(ask.send(sent).headers["Osteon-Submission"])
    with reading(database) as connection:
        row, body = read_submission(connection, number)
    assert body == sent
    assert (row.client, row.media_type, row.size) == ("tester", "application/fhir+json", len(sent))


def test_sent_twice_is_kept_once(ask: Asking, database: Database):
    ask.send(bundle(patient(), creatinine()))
    said = ask.send(bundle(patient(), creatinine()))
    assert "2 unchanged" in diagnostics(said.json())
    assert entries(database, "ann") == ["Patient/ann", "Observation/c1"]
    assert count(database, "SELECT count(*) FROM resource") == 2


def test_what_has_no_id_is_not_doubled_when_it_is_sent_again(ask: Asking, database: Database):
    nameless = creatinine()
    del nameless["id"]
    for _ in range(2):
        assert ask.send(bundle(patient(), nameless)).status_code == 200
    assert len(entries(database, "ann")) == 2


def test_a_new_version_replaces_and_the_old_one_stays_in_the_past(ask: Asking, database: Database):
    ask.send(bundle(patient(), creatinine(value=1.1)))
    review = "/fhir/Patient/ann/$review?as_of=2025-06-01"
    assert ask("GET", review).json()["problems"] == []
    ask.send(bundle(patient(), creatinine(value=1.9, effectiveDateTime="none")))
    assert [problem["source"] for problem in ask("GET", review).json()["problems"]] == ["Observation/c1"]
    assert values(database, "ann") == [1.9]
    assert count(database, "SELECT count(*) FROM resource WHERE type = 'Observation'") == 2
    assert count(database, "SELECT count(*) FROM resource WHERE type = 'Observation' AND superseded IS NULL") == 1


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ({"lastUpdated": "2025-05-31T10:00:00Z"}, {"lastUpdated": "2025-05-30T10:00:00Z"}, 1.1),
        ({"lastUpdated": "2025-05-31T00:30:00+02:00"}, {"lastUpdated": "2025-05-30T23:00:00Z"}, 1.9),
        ({"lastUpdated": "2025-05-30T10:00:00Z"}, {"lastUpdated": "2025-05-31T10:00:00Z"}, 1.9),
        ({"versionId": "10"}, {"versionId": "9"}, 1.1),
        ({"versionId": "9"}, {"versionId": "10"}, 1.9),
        ({"lastUpdated": "2025-05-31T10:00:00Z"}, {}, 1.9),
        ({}, {"lastUpdated": "2020-01-01T10:00:00Z"}, 1.9),
        ({"lastUpdated": "soon"}, {"lastUpdated": "later"}, 1.9),
    ],
)
def test_a_late_older_version_does_not_count(ask: Asking, database: Database, first: dict, second: dict, counts: float):
    ask.send(bundle(patient(), creatinine(value=1.1, meta=first)))
    ask.send(bundle(patient(), creatinine(value=1.9, meta=second)))
    assert values(database, "ann") == [counts]


def test_lines_belong_to_whom_they_say_in_any_order(ask: Asking, database: Database):
    sent = lines(creatinine("a", "ann"), creatinine("b", "bea"), patient("bea"), patient("ann"))
    assert ask.send(sent, LINES).status_code == 200
    assert sorted(entries(database, "ann")) == ["Observation/a", "Patient/ann"]
    assert sorted(entries(database, "bea")) == ["Observation/b", "Patient/bea"]


def test_one_line_is_lines_too(ask: Asking, database: Database):
    assert ask.send(lines(patient()), LINES).status_code == 200
    assert ask.send(lines(creatinine()), LINES).status_code == 200
    assert entries(database, "ann") == ["Patient/ann", "Observation/c1"]


def test_a_broken_line_is_told_and_the_others_are_kept(ask: Asking, database: Database):
    said = ask.send(b'{"resourceType": \n' + lines(patient(), creatinine()), LINES)
    assert said.status_code == 200
    assert "line 1: " in diagnostics(said.json())
    assert len(entries(database, "ann")) == 2


def test_what_does_not_say_whose_it_is_is_hers_in_her_bundle_and_refused_without(ask: Asking, database: Database):
    assert ask.send(bundle(patient(), creatinine(whose=None))).status_code == 200
    assert "Observation/c1" in entries(database, "ann")
    said = ask.send(lines(patient("bea"), creatinine("c2", None)), LINES)
    assert "does not say whose it is" in diagnostics(said.json())
    assert entries(database, "bea") == ["Patient/bea"]


def test_another_persons_entry_in_her_bundle_is_kept_with_nobody(ask: Asking, database: Database):
    said = ask.send(bundle(patient(), creatinine(whose="bea")))
    assert "another person" in diagnostics(said.json())
    assert entries(database, "ann") == ["Patient/ann"]
    with reading(database) as connection:
        assert find_patient(connection, "bea") is None


def test_two_people_whose_bundles_count_alike_keep_their_own(ask: Asking, database: Database):
    ask.send(bundle(patient("ann"), creatinine("1", "ann")))
    said = ask.send(bundle(patient("bea", birthDate="1960-01-01"), creatinine("1", "bea", 2.2)))
    assert "another person's record" in diagnostics(said.json())
    assert "Observation/1" in entries(database, "ann")
    assert "Observation/1" in entries(database, "bea")


@pytest.mark.parametrize(
    "stranger",
    [
        bundle(patient(birthDate="1988-08-08"), creatinine(value=9.9)),
        lines(creatinine(value=9.9), patient(birthDate="1988-08-08")),
        lines(patient(birthDate="1988-08-08", identifier=[{"system": "urn:x", "value": "other"}]), creatinine(value=9.9)),
    ],
)
def test_two_people_under_one_id_are_never_mixed(ask: Asking, database: Database, stranger: bytes):
    ask.send(bundle(patient(identifier=[{"system": "urn:x", "value": "7"}]), creatinine()))
    said = ask.send(stranger, LINES if stranger.endswith(b"\n") else "application/fhir+json")
    assert said.status_code == 409
    assert count(database, "SELECT count(*) FROM resource") == 2
    assert count(database, "SELECT count(*) FROM submission") == 1


def test_the_same_id_from_another_server_is_somebody_else(ask: Asking):
    def sent(base: str) -> bytes:
        entry = {"fullUrl": f"{base}/Patient/ann", "resource": patient()}
        return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": [entry]}).encode()

    assert ask.send(sent("https://a.example/fhir")).status_code == 200
    assert ask.send(sent("https://a.example/fhir")).status_code == 200
    assert ask.send(sent("https://b.example/fhir")).status_code == 409


def test_a_birth_date_can_be_corrected_where_an_identifier_stays(ask: Asking, database: Database):
    same = {"identifier": [{"system": "urn:x", "value": "7"}]}
    ask.send(bundle(patient(**same)))
    assert ask.send(bundle(patient(birthDate="1957-03-15", **same))).status_code == 200
    with reading(database) as connection:
        assert find_patient(connection, "ann").birth_date == "1957-03-15"


def test_a_transaction_is_kept_whole(ask: Asking, database: Database):
    said = ask.send(transaction(("PUT", patient()), ("POST", creatinine()), ("PUT", creatinine("c2")))).json()
    assert said["type"] == "transaction-response"
    assert [entry["response"]["status"] for entry in said["entry"]] == ["201 Created"] * 3
    assert said["entry"][1]["response"]["location"] == "Observation/c1"
    again = ask.send(transaction(("PUT", patient()), ("DELETE", creatinine()), ("DELETE", creatinine("never")))).json()
    assert [entry["response"]["status"] for entry in again["entry"]] == ["200 OK", "204 No Content", "204 No Content"]
    assert entries(database, "ann") == ["Patient/ann", "Observation/c2"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"resource": creatinine("c2", "bea"), "request": {"method": "POST", "url": "Observation"}},
        {"resource": creatinine("c2"), "request": {"method": "PATCH", "url": "Observation/c2"}},
        {"resource": creatinine("c2"), "request": {"method": "POST", "url": "Observation", "ifNoneExist": "code=1"}},
        {"resource": creatinine("c2")},
        {"resource": {"resourceType": "Dragon"}, "request": {"method": "POST", "url": "Dragon"}},
        {"resource": "none", "request": {"method": "POST", "url": "Observation"}},
        {"request": {"method": "PUT", "url": "Observation/1"}},
        {"request": {"method": "DELETE", "url": "Observation?code=1"}},
        "none",
    ],
)
def test_or_not_at_all(ask: Asking, database: Database, wrong: object):
    good = json.loads(transaction(("PUT", patient()), ("POST", creatinine())))
    said = ask.send(json.dumps({**good, "entry": [*good["entry"], wrong]}).encode())
    assert said.status_code == 400
    assert "nothing was kept" in diagnostics(said.json())
    assert count(database, "SELECT count(*) FROM resource") == 0
    assert count(database, "SELECT count(*) FROM submission") == 0
    # The same in a batch costs that entry alone.
    said = ask.send(json.dumps({**good, "type": "batch", "entry": [*good["entry"], wrong]}).encode()).json()
    assert [entry["response"]["status"][:3] for entry in said["entry"]] in (["201", "201", "400"], ["201", "201", "409"])


def test_urn_references_inside_a_transaction_are_followed(ask: Asking, database: Database):
    who = {k: v for k, v in patient().items() if k != "id"}
    result = creatinine(whose=None, subject={"reference": "urn:uuid:0f3a"})
    del result["id"]
    request = {"method": "POST", "url": "x"}
    sent = [
        {"fullUrl": "urn:uuid:0f3a", "resource": who, "request": request},
        {"fullUrl": "urn:uuid:0f3b", "resource": result, "request": request},
    ]
    assert ask.send(json.dumps({"resourceType": "Bundle", "type": "transaction", "entry": sent}).encode()).status_code == 200
    review = ask("GET", "/fhir/Patient/0f3a/$review?as_of=2025-06-01").json()
    assert review["problems"] == []
    assert review["accounting"]["used"] == 2


def test_a_history_keeps_the_newest(ask: Asking, database: Database):
    said = ask.send(bundle(creatinine(value=2.0), creatinine(value=1.0), patient(), type="history"))
    assert said.status_code == 200
    assert values(database, "ann") == [2.0]


def test_shared_medications_come_with_the_records_that_point_to_them(ask: Asking, database: Database):
    coding = {"coding": [{"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "77655"}]}
    given = {
        "resourceType": "MedicationAdministration",
        "id": "m1",
        "status": "completed",
        "subject": {"reference": "Patient/ann"},
        "medicationReference": {"reference": "Medication/za"},
        "effectiveDateTime": "2025-05-01",
    }
    ask.send(lines({"resourceType": "Medication", "id": "za", "code": coding}, {"resourceType": "Medication", "id": "no"}), LINES)
    ask.send(lines(patient(), given, patient("bea")), LINES)
    assert sorted(entries(database, "ann")) == ["Medication/za", "MedicationAdministration/m1", "Patient/ann"]
    assert entries(database, "bea") == ["Patient/bea"]
    before = ask("GET", "/fhir/Patient/ann/$review?as_of=2025-06-01").json()
    ask.send(lines({"resourceType": "Medication", "id": "za", "code": {"text": "another"}}), LINES)
    after = ask("GET", "/fhir/Patient/ann/$review?as_of=2025-06-01").json()
    assert before["accounting"] != after["accounting"] or before["facts"] != after["facts"]


def test_a_withdrawal_that_could_mean_two_people_is_not_done(ask: Asking, database: Database):
    ask.send(bundle(patient("ann"), creatinine("1", "ann")))
    ask.send(bundle(patient("bea"), creatinine("1", "bea")))
    assert ask.send(transaction(("DELETE", creatinine("1")))).status_code == 409
    assert ask.send(transaction(("PUT", creatinine("1", "ann", 3.3)))).status_code == 409
    assert "Observation/1" in entries(database, "ann")
    assert "Observation/1" in entries(database, "bea")


def test_what_is_no_record_is_said(ask: Asking):
    for content, status in ((b"", 400), (b"<Bundle/>", 400), (b"[]", 422), (b'{"a": 1}', 422), (b"7", 422), (b'"x"', 422)):
        said = ask.send(content)
        assert said.status_code == status, content
        assert said.json()["resourceType"] == "OperationOutcome"
    assert ask.send(bundle(patient()), "text/plain").status_code == 415
    assert ask.send(bundle(patient()), **{"Content-Encoding": "br"}).status_code == 415


def test_nobody_and_no_date_are_said(ask: Asking):
    ask.send(bundle(patient()))
    assert ask("GET", "/fhir/Patient/nobody/$review").status_code == 404
    assert ask("GET", "/fhir/Patient/ann/$review?as_of=tomorrow").status_code == 400
    assert ask("GET", "/fhir/Patient/ann/$review?as_of=0001-01-01T00:00%2B14:00").status_code == 400
    assert ask("GET", "/fhir/Patient/ann/$review?as_of=9999-12-31T23:59-14:00").status_code == 400
    assert ask("GET", "/fhir/Patient/ann/$review?as_of=2025-06-01T14:30%2B02:00").json()["as_of"] == "2025-06-01T12:30"
    assert ask("GET", "/fhir/Patient/ann%00/$review").status_code == 400


def test_the_most_urgent_come_first(ask: Asking):
    for file in EXAMPLES:
        ask.send(file.read_bytes())
    found = ask("GET", "/patients?as_of=2025-06-01").json()
    order = ("emergency", "urgent", "soon", "routine", "info")
    first = [row["review"]["finding"] for row in found["patients"]]
    ranks = [order.index(finding["urgency"]) if finding else len(order) for finding in first]
    assert (found["total"], found["pending"]) == (len(EXAMPLES), 0)
    assert ranks == sorted(ranks) and ranks[0] == 0
    alone = ask("GET", "/patients?as_of=2025-06-01&urgency=emergency").json()
    assert [row["id"] for row in alone["patients"]] == [row["id"] for row, rank in zip(found["patients"], ranks, strict=True) if not rank]
    page = ask("GET", "/patients?as_of=2025-06-01&limit=1&offset=1").json()
    assert page["patients"] == found["patients"][1:2]
    assert ask("GET", "/patients?urgency=later").status_code == 400
    for row in found["patients"]:
        review = ask("GET", f"/fhir/Patient/{row['id']}/$review?as_of=2025-06-01").json()
        met = [item for item in review["findings"] if item["verdict"] == "met"]
        assert sum(row["review"]["met"].values()) == len({(item["id"], item["lesion"]) for item in met})


def test_whoever_cannot_be_reviewed_is_at_the_top_and_says_why(ask: Asking):
    ask.send(bundle(patient("zoe"), creatinine("1", "zoe")))
    ask.send(transaction(("PUT", {"resourceType": "Encounter", "id": "e", "status": "finished", "subject": {"reference": "Patient/yve"}})))
    ask.send(transaction(("DELETE", {"resourceType": "Encounter", "id": "e"})))
    rows = ask("GET", "/patients?as_of=2025-06-01").json()["patients"]
    assert [row["id"] for row in rows] == ["yve", "zoe"]
    assert "no resources" in rows[0]["review"]["error"]
    assert ask("GET", "/fhir/Patient/yve/$review?as_of=2025-06-01").status_code == 422
