"""A whole day of a server in which everything goes wrong once: nothing of a person is in its log, its counters or its audit trail."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx2

from pages.conftest import token_in
from pages.deciding import DAY, filled
from serve.conftest import EXAMPLES
from serve.process import free_port, running
from serve.small import bundle, creatinine, lines, patient
from serve.test_commands import osteon

ID = "pt-9c41canary"
CANARIES = {
    "family": "Zanderwick",
    "given": "Quillibeth",
    "identifier": "MRN-77310042",
    "telephone": "555-0199-8873",
    "street": "Larkspurgasse",
    "birth date": "1951-02-27",
    "value": "31415.92653",
    "note": "weepingwillow",
    "name of a file": "marrowbone-upload",
    "words of a decision": "kestrelfeather",
    "who says so": "Dr Plumtree",
    "words that were searched": "snapdragonette",
    "comment on a card": "thistledownish",
    "token": "foxglovetoken",
    "word": "cowslipquery",
}


def record(**more: Any) -> list[dict[str, Any]]:
    """The person with a mark in every place, and a metastasis in a femur that asks for decisions."""
    who = patient(
        ID,
        name=[{"family": CANARIES["family"], "given": [CANARIES["given"]]}],
        identifier=[{"value": CANARIES["identifier"]}],
        telecom=[{"system": "phone", "value": CANARIES["telephone"]}],
        address=[{"line": [CANARIES["street"]]}],
        birthDate=CANARIES["birth date"],
    )
    result = creatinine(id="r1", whose=ID, note=[{"text": CANARIES["note"]}])
    result["valueQuantity"] |= {"value": CANARIES["value"], "unit": CANARIES["note"]} | more
    example = next(file for file in EXAMPLES if file.stem == "spine-and-femur").read_text().replace("Patient/ruth", f"Patient/{ID}")
    others = [one["resource"] for one in json.loads(example)["entry"] if one["resource"]["resourceType"] != "Patient"]
    return [who, result, *others]


class Walk:
    """A browser, and what it was answered."""

    def __init__(self, http: httpx2.Client) -> None:
        self.http, self.statuses = http, list[int]()

    def __call__(self, method: str, path: str, **words: Any) -> httpx2.Response:
        said = self.http.request(method, path, **words)
        self.statuses.append(said.status_code)
        assert "Traceback" not in said.text
        return said

    def send(self, page: str, to: str, **fields: str) -> httpx2.Response:
        return self("POST", to, data={"form-token": token_in(self.http.get(page).text), **fields})


def records_come_in(walk: Walk) -> None:
    fhir = {"Content-Type": "application/fhir+json"}
    whole = bundle(*record())
    note = CANARIES["note"]
    strange = bundle(*record(), {"resourceType": note, "id": note})
    for body in (whole, whole[:-200], whole + whole, note.encode(), strange, json.dumps(note).encode()):
        walk("POST", "/fhir", content=body, headers=fhir)
    walk("POST", "/fhir", content=lines(*record()) + note.encode(), headers={"Content-Type": "application/fhir+ndjson"})
    walk("POST", "/fhir", content=whole, headers={"Content-Type": note, "Content-Encoding": note})
    walk("POST", "/fhir", content=whole, headers={**fhir, "Authorization": f"Bearer {CANARIES['token']}"})
    token, name = token_in(walk.http.get("/upload").text), CANARIES["name of a file"]
    for content in (whole, whole[:-200], b"\xff\xfe" + note.encode(), b"\x1f\x8b" + note.encode(), lines(*record())):
        for file in (f"{name}.json", f"{name}.gz"):
            walk("POST", "/upload", data={"form-token": token}, files=[("files", (file, content))])
    walk("POST", "/upload", content=whole, headers={"Content-Type": f"multipart/form-data; boundary={name}"})
    broken = f"--{name}\r\nContent-Disposition: form-data; name={note}; filename={name}\r\n\r\n{note}\r\n--{name}Z".encode()
    walk("POST", "/upload", content=broken, headers={"Content-Type": f"multipart/form-data; boundary={name}"})


def pages_are_read(walk: Walk) -> None:
    word = CANARIES["word"]
    walk("GET", f"/patient/{ID}/letter/clinic.pdf?as_of={DAY}")
    for page in ("", "/timeline", "/letter/clinic", "/letter/patient", "/finding/fx-mirels-high", "/lesion/new", "/emergency"):
        for query in (f"as_of={DAY}", f"as_of={word}", f"as_of={DAY}&lesion={word}&site={word}"):
            walk("GET", f"/patient/{ID}{page}?{query}")
    for accept in ("application/json", "application/fhir+json"):
        walk("GET", f"/fhir/Patient/{ID}/$review?as_of={DAY}", headers={"Accept": accept})
    headers = {"Referer": word, "User-Agent": word, "Cookie": f"osteon-session={CANARIES['token']}"}
    # Not as an id of a patient: who was asked for belongs into the audit trail, known or not.
    for page in (f"/{word}", f"/patient/{ID}/{word}", f"/pathway/{word}", f"/worklist?topic={word}"):
        walk("GET", page, headers=headers)
    walk.send("/worklist", "/worklist", name=CANARIES["words that were searched"])
    walk.send("/worklist", "/worklist", name=CANARIES["family"])
    walk.send("/sign-in", "/sign-in", name=CANARIES["family"], password=CANARIES["token"], code="1", next=f"/{word}")
    walk("GET", f"/link/{CANARIES['token']}")


def things_are_decided(walk: Walk) -> None:
    review = walk("GET", f"/fhir/Patient/{ID}/$review?as_of={DAY}", headers={"Accept": "application/json"}).json()
    finding = next(one for one in review["findings"] if one["verdict"] == "met" and not one["lesion"])
    page = f"/patient/{ID}/finding/{finding['id']}?as_of={DAY}"
    text = walk.http.get(page).text
    for what, status in (("accepted", 303), (CANARIES["word"], 400)):
        to, fields = filled(text, words=CANARIES["words of a decision"])
        assert walk("POST", to, data={**fields, "what": what, "reason-accepted": "ordered"}).status_code == status
    lesion = f"/patient/{ID}/lesion/new?as_of={DAY}&site=femur.neck&side=left"
    to, fields = filled(walk.http.get(lesion, follow_redirects=True).text, says=CANARIES["who says so"], day="2025-05-30")
    assert walk("POST", to, data={**fields, "finding.metastasis-imaging": "present"}).status_code in (303, 400)
    hook = {"hook": "patient-view", "hookInstance": "f6b95768-b1c8-40dc-8385-bf3504b82ffb", "context": {"patientId": ID, "userId": "a"}}
    for prefetch in ({"patient": record()[0]}, {"patient": CANARIES["note"]}, CANARIES["note"]):
        walk("POST", "/cds-services/osteon-patient-view", json={**hook, "prefetch": prefetch})
    reason = {"reason": {"code": CANARIES["word"]}, "userComment": CANARIES["comment on a card"]}
    told = {"card": hook["hookInstance"], "outcome": "overridden", "outcomeTimestamp": "2025-06-01T00:00:00Z", "overrideReason": reason}
    for item in (told, {**told, "outcomeTimestamp": CANARIES["word"]}, CANARIES["word"]):
        walk("POST", "/cds-services/osteon-patient-view/feedback", json={"feedback": [item]})


def test_nothing_of_a_person_is_in_log_counters_or_audit_trail(tmp_path: Path):
    log, data = tmp_path / "log", tmp_path / "data"
    with running(free_port(), log, "--data", str(data), OSTEON_PATIENT_LETTERS="true") as server:
        address = f"http://127.0.0.1:{server.port}"
        with httpx2.Client(base_url=address, headers={"Accept": "text/html"}, trust_env=False, timeout=60) as http:
            walk = Walk(http)
            records_come_in(walk)
            pages_are_read(walk)
            things_are_decided(walk)
            counters = http.get("/metrics").text
            told = osteon("doctor", "--data", data)[1:] + osteon("audit", "verify", "--data", data)[1:]
            _, trail, more = osteon("audit", "export", "--data", data)
            assert max(walk.statuses) < 500
            # A crash in a handler, that only the last resort can meet, and records that no reader understands.
            with closing(sqlite3.connect(data / "osteon.db")) as direct:
                direct.execute("UPDATE decision SET rests_on = ?", (CANARIES["note"],))
                direct.commit()
                broken = walk("GET", f"/patient/{ID}?as_of={DAY}").status_code
                direct.execute("UPDATE resource SET body = ? WHERE type != 'Patient'", (CANARIES["note"].encode(),))
                direct.execute("DELETE FROM review")
                direct.commit()
            unread = walk("GET", f"/patient/{ID}?as_of={DAY}").status_code
            walk("GET", "/worklist")
        server.end()
    assert (broken, unread) == (500, 422) and walk.statuses.count(200) > 25 and walk.statuses.count(400) > 12
    places = {"log": log.read_text(), "counters": counters, "doctor and verify": "".join(told), "audit trail": trail + more}
    found = [(where, what) for where, text in places.items() for what, canary in CANARIES.items() if canary.lower() in text.lower()]
    assert found == []
    assert [where for where, text in places.items() if ID in text] == ["audit trail"], "there it belongs: whose record was read"
    assert "Traceback" not in places["log"]
