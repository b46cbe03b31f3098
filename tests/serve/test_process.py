"""The server as a process: stopped in good order, what it writes to its log, TLS, and a client that sends nothing."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest

from serve.conftest import ROOT, serve_command
from serve.process import free_port, running
from serve.small import bundle, creatinine, patient
from waiting import wait_for


def test_stopped_in_good_order(tmp_path: Path):
    """What is being taken in when the stop comes is finished and acknowledged."""
    data = tmp_path / "data"
    results = [creatinine(f"r{place}") for place in range(3000)]
    body = bundle(patient(), *results)
    with running(free_port(), tmp_path / "log", "--data", str(data)) as server:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        with closing(connection):
            connection.putrequest("POST", "/fhir")
            connection.putheader("Content-Type", "application/fhir+json")
            connection.putheader("Content-Length", str(len(body)))
            connection.endheaders()
            connection.send(body[:-10])
            wait_for(lambda: b'osteon_requests_running 2.0' in server.ask("GET", "/metrics")[2])
            server.process.send_signal(signal.SIGTERM)
            time.sleep(0.3)
            connection.send(body[-10:])
            answer = connection.getresponse()
            assert answer.status == 200
            answer.read()
        assert server.process.wait(60) == 0
    with closing(sqlite3.connect(data / "osteon.db")) as direct:
        assert direct.execute("SELECT count(*) FROM resource").fetchone() == (3001,)
        assert direct.execute("SELECT action FROM audit ORDER BY number").fetchall()[-1] == ("stop",)


def test_a_port_that_is_taken_is_said(tmp_path: Path):
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command, environment = serve_command("--data", str(tmp_path / "data"), "--port", str(taken.getsockname()[1]))
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, cwd=ROOT)
    assert done.returncode == 2
    assert "--port" in done.stderr
    assert "Traceback" not in done.stderr


CANARIES = {
    "family": "Zanderwick",
    "id": "pt-9c41canary",
    "note": "weepingwillow",
    "value": "31415.92653",
    "identifier": "MRN-77310042",
    "birth date": "1951-02-27",
}


def canary_requests() -> Iterator[tuple[str, str, bytes | None, dict[str, str]]]:
    """Requests with a mark in every place where a person could be told from it, sound and broken."""
    id, note = CANARIES["id"], CANARIES["note"]
    who = patient(
        id,
        name=[{"family": CANARIES["family"]}],
        identifier=[{"value": CANARIES["identifier"]}],
        birthDate=CANARIES["birth date"],
    )
    result = creatinine(id=f"{note}-1", whose=id, note=[{"text": note}])
    result["valueQuantity"]["value"] = CANARIES["value"]
    whole = bundle(who, result)
    yield "POST", "/fhir", whole, {}
    yield "POST", "/fhir", whole[:-30], {}
    yield "POST", "/fhir", whole.replace(b'"Observation"', json.dumps(note).encode()), {}
    yield "POST", "/fhir", whole.replace(CANARIES["birth date"].encode(), b"1999-01-01"), {}
    yield "POST", "/fhir", bundle(who, {**result, "subject": {"reference": f"Patient/{note}"}}), {}
    yield "POST", "/fhir", whole + b"\n" + note.encode(), {"Content-Type": "application/fhir+ndjson"}
    yield "POST", "/fhir", note.encode(), {"Content-Type": note}
    yield "POST", f"/{note}", whole, {}
    yield "GET", f"/fhir/Patient/{id}/$review", None, {}
    yield "GET", f"/fhir/Patient/{id}/$review?as_of={note}", None, {}
    yield "GET", f"/fhir/Patient/{note}/$review", None, {}
    yield "GET", f"/fhir/Patient/{id}%00{note}/$review", None, {}
    yield "GET", f"/patients?urgency={note}&limit={note}", None, {}
    yield "GET", "/patients", None, {}
    yield "GET", f"/fhir/AuditEvent?patient={id}&after={note}", None, {}
    yield "GET", "/patients", None, {"Authorization": f"Bearer {note}", "Host": note, "Origin": note, "User-Agent": note}
    yield note.upper(), f"/fhir/{note}", None, {}


def test_no_patient_value_reaches_the_log(tmp_path: Path):
    log = tmp_path / "log"
    with running(free_port(), log, "--data", str(tmp_path / "data")) as server:
        statuses = [server.ask(method, path, body, **headers)[0] for method, path, body, headers in canary_requests()]
        # Damage that only the last resort can meet: a table is gone.
        with closing(sqlite3.connect(tmp_path / "data" / "osteon.db")) as direct:
            direct.execute("DROP TABLE review")
            direct.execute("UPDATE resource SET body = ? WHERE type = 'Observation'", (CANARIES["note"].encode(),))
            direct.commit()
        id = CANARIES["id"]
        broken = [server.ask("GET", f"/fhir/Patient/{id}/$review")[0], server.ask("GET", "/patients")[0]]
        again = list(canary_requests())[0]
        broken.append(server.ask("POST", "/fhir", again[2].replace(b"31415", b"27182"))[0])
        server.end()
    assert statuses.count(200) >= 5
    assert min(broken[:2]) >= 500
    written = log.read_text()
    assert not [what for what, canary in CANARIES.items() if canary.lower() in written.lower()]
    assert "Traceback" not in written
    lines = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
    assert sum(line["event"] == "request" for line in lines) >= len(statuses)
    assert any(line["status"] >= 500 for line in lines if line["event"] == "request")
    assert all(set(line) >= {"at", "level", "event"} for line in lines)


def test_answers_over_tls_and_with_tokens_on_any_address(tmp_path: Path):
    import shutil
    import ssl

    if shutil.which("openssl") is None:
        pytest.skip("needs openssl to make a certificate")
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    made += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(tmp_path / "key.pem"), "-out", str(tmp_path / "cert.pem")]
    subprocess.run(made, check=True, capture_output=True)
    data = ("--data", str(tmp_path / "data"))
    command, environment = serve_command("token", "add", "ward", "--role", "reader", *data)
    token = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, cwd=ROOT).stdout.strip()
    port = free_port()
    tls = ("--tls-certificate", str(tmp_path / "cert.pem"), "--tls-key", str(tmp_path / "key.pem"))
    command, environment = serve_command("--host", "0.0.0.0", "--port", str(port), *data, *tls)
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stderr=log, cwd=ROOT)
    try:
        context = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))

        def get(path: str, **headers: str) -> tuple[int, Any]:
            with closing(http.client.HTTPSConnection("localhost", port, context=context, timeout=30)) as connection:
                connection.request("GET", path, headers=headers)
                answer = connection.getresponse()
                answer.read()
                return answer.status, answer.headers

        def up() -> bool:
            assert process.poll() is None
            with suppress(OSError):
                return get("/healthz")[0] == 200
            return False

        wait_for(up)
        assert get("/patients")[0] == 401
        status, headers = get("/patients", Authorization=f"Bearer {token}")
        assert status == 200
        assert "max-age" in headers["Strict-Transport-Security"]
    finally:
        process.terminate()
        assert process.wait(60) == 0
    assert token not in (tmp_path / "log").read_text()




def test_who_connects_and_sends_no_request_is_let_go(tmp_path: Path):
    with running(free_port(), tmp_path / "log", "--data", str(tmp_path / "data")) as server:
        first, later = (socket.create_connection(("127.0.0.1", server.port), timeout=40) for _ in range(2))
        with closing(first), closing(later):
            first.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
            later.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
            said = b""
            while not said.endswith(b"}"):
                said += later.recv(4096)
            # Once a request was answered, the next one has no more time than the first had.
            later.sendall(b"GET /healthz HTTP/1.1\r\nHost: local")
            assert first.recv(1) == b""
            assert later.recv(1) == b""
        assert server.ask("GET", "/healthz")[0] == 200
