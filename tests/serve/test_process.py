"""The server as a process: killed in the middle, without room on the disk, stopped in good order, and what it writes to its log."""

from __future__ import annotations

import http.client
import json
import random
import resource
import signal
import socket
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from osteon.serve.audit import chain
from osteon.serve.storage.database import open_database, reading
from serve.conftest import ROOT, new_postgres, serve_command, wait_for
from serve.small import bundle, creatinine, patient

FHIR = {"Content-Type": "application/fhir+json"}


def free_port() -> int:
    """A port that nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """`osteon serve` as a process of its own."""

    def __init__(self, port: int, log: Path, *arguments: str, before: Callable[[], None] | None = None, **environment: str) -> None:
        command, surroundings = serve_command("--port", str(port), *arguments, **environment)
        self.port = port
        with log.open("ab") as file:
            self.process = subprocess.Popen(command, env=surroundings, cwd=log.parent, stderr=file, stdout=file, preexec_fn=before)
        wait_for(self._up)

    def _up(self) -> bool:
        assert self.process.poll() is None, "the server ended by itself"
        with suppress(OSError, http.client.HTTPException):
            return self.ask("GET", "/healthz")[0] == 200
        return False

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """(status, headers, body) of an answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        with closing(connection):
            connection.request(method, path, body, {**(FHIR if body is not None else {}), **headers})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def end(self, number: int = signal.SIGTERM) -> int:
        """Send a signal and wait for the end."""
        self.process.send_signal(number)
        return self.process.wait(60)


@contextmanager
def running(*arguments: Any, **words: Any) -> Iterator[Server]:
    """A server for as long as the block runs."""
    server = Server(*arguments, **words)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait()


def submission(sender: int, number: int) -> bytes:
    """A submission that says who it is: a patient and some results, the same ones again and again."""
    id = f"p{sender}-{number % 7}"
    results = [creatinine(f"{id}-r{place}", id, 1 + number / 100) for place in range(40)]
    return bundle(patient(id), *results)


def send_all(server: Server, sender: int, first: int, acknowledged: dict[int, str], stop: threading.Event) -> None:
    """Send one submission after the other until the server is gone; note what was acknowledged, by its number."""
    number = first
    while not stop.is_set():
        body = submission(sender, number)
        try:
            status, headers, _ = server.ask("POST", "/fhir", body)
        except (OSError, http.client.HTTPException):
            return
        if status == 200:
            acknowledged[int(headers["osteon-submission"])] = sha256(body).hexdigest()
        number += 1


def check_storage(address: str | Path, acknowledged: dict[int, str]) -> int:
    """Everything that was acknowledged is there and whole, nothing is there by halves; how many submissions there are."""
    from sqlalchemy import func, select

    from osteon.serve.storage.records import read_submission
    from osteon.serve.storage.tables import resource, submission

    database = open_database(address)
    with reading(database) as connection:
        if database.embedded:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert chain.verify(connection).fault is None
        numbers = list(connection.execute(select(submission.c.id).order_by(submission.c.id)).scalars())
        assert numbers == list(range(1, len(numbers) + 1))
        lost = [number for number in acknowledged if number > len(numbers)]
        assert not lost
        per_submission = dict(
            tuple(row) for row in connection.execute(select(resource.c.submission, func.count()).group_by(resource.c.submission))
        )
        told = audited(connection)
        for number in numbers:
            row, body = read_submission(connection, number)
            assert sha256(body).hexdigest() == row.sha256 == acknowledged.get(number, row.sha256)
            # All 40 results are new in each submission; the patient is new in the first one of hers alone.
            assert per_submission[number] in (40, 41)
            assert told[number] == 41
        current = select(func.count()).select_from(resource).where(resource.c.superseded.is_(None))
        patients = connection.execute(select(func.count()).select_from(resource).where(resource.c.type == "Patient")).scalar()
        assert connection.execute(current).scalar() == 41 * (patients or 0)
    database.close()
    return len(numbers)


def audited(connection: Any) -> dict[int, int]:
    """How many resources the audit trail says that each submission brought."""
    from sqlalchemy import select

    from osteon.serve.storage.tables import audit

    rows = connection.execute(select(audit.c.detail).where(audit.c.action == "import", audit.c.outcome == "done")).scalars()
    details = [json.loads(row) for row in rows]
    return {detail["submission"]: detail["resources"] for detail in details}


def kill_in_the_middle(times: int, address: str | Path, folder: Path, *arguments: str, **environment: str) -> tuple[int, int]:
    """Import from two senders and kill -9, so many times; (acknowledged, kept)."""
    acknowledged: dict[int, str] = {}
    chance = random.Random(11)
    kept = 0
    for turn in range(times):
        with running(free_port(), folder / "log", *arguments, **environment) as server:
            stop = threading.Event()
            senders = [
                threading.Thread(target=send_all, args=(server, sender, turn * 1000, acknowledged, stop)) for sender in range(2)
            ]
            before = len(acknowledged)
            for sender in senders:
                sender.start()
            wait_for(lambda before=before: len(acknowledged) > before)
            time.sleep(chance.uniform(0, 0.25))
            assert server.end(signal.SIGKILL) == -signal.SIGKILL
            stop.set()
            for sender in senders:
                sender.join()
        kept = check_storage(address, acknowledged)
    return len(acknowledged), kept


def test_killed_in_the_middle_of_imports(tmp_path: Path):
    acknowledged, kept = kill_in_the_middle(3, tmp_path / "data", tmp_path, "--data", str(tmp_path / "data"))
    assert kept >= acknowledged > 3


@pytest.mark.long
def test_killed_in_the_middle_of_imports_fifty_times(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    acknowledged, kept = kill_in_the_middle(50, tmp_path / "data", tmp_path, "--data", str(tmp_path / "data"))
    with capsys.disabled():
        print(f"\nkilled 50 times (SQLite): {acknowledged} acknowledged, {kept} kept, none lost, none by halves")


@pytest.mark.long
def test_killed_in_the_middle_of_imports_into_postgresql_fifty_times(
    tmp_path: Path, postgres: str, capsys: pytest.CaptureFixture[str]
):
    from osteon.serve.access.tokens import add_client
    from osteon.serve.storage.database import writing
    from osteon.serve.storage.migrating import migrate

    with new_postgres(postgres) as address:
        database = open_database(address)
        migrate(database)
        with writing(database) as connection:
            token = add_client(connection, "engine", ["sender"])
        database.close()
        FHIR["Authorization"] = f"Bearer {token}"
        try:
            acknowledged, kept = kill_in_the_middle(50, address, tmp_path, OSTEON_DATABASE=address)
        finally:
            del FHIR["Authorization"]
    with capsys.disabled():
        print(f"\nkilled 50 times (PostgreSQL): {acknowledged} acknowledged, {kept} kept, none lost, none by halves")


def no_more_than(size: int) -> Callable[[], None]:
    """For a process: no file grows beyond this, as on a disk that is full."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit


def fill(server: Server) -> tuple[int, dict[int, str], bytes]:
    """Send until the server says that it cannot take any more; how it says it."""
    acknowledged: dict[int, str] = {}
    for number in range(2000):
        body = submission(0, number)
        status, headers, said = server.ask("POST", "/fhir", body)
        if status != 200:
            return status, acknowledged, said
        acknowledged[int(headers["osteon-submission"])] = sha256(body).hexdigest()
    raise AssertionError("the disk was never full")


def test_a_full_disk_is_said_and_nothing_is_damaged(tmp_path: Path):
    data = tmp_path / "data"
    limit = no_more_than(2_000_000)
    with running(free_port(), tmp_path / "log", "--data", str(data), before=limit) as server:
        status, acknowledged, said = fill(server)
        assert status == 507
        outcome = json.loads(said)
        assert outcome["issue"][0]["code"] == "no-store"
        assert "Nothing was kept" in outcome["issue"][0]["diagnostics"]
        assert server.ask("POST", "/fhir", submission(0, 5000))[0] == 507
        assert server.ask("GET", "/healthz")[0] == 200
        assert server.end() == 0
    assert "Traceback" not in (tmp_path / "log").read_text()
    assert check_storage(data, acknowledged) == len(acknowledged) > 3
    # With room again it goes on where it was.
    with running(free_port(), tmp_path / "log", "--data", str(data)) as server:
        assert server.ask("POST", "/fhir", submission(0, 5000))[0] == 200
        assert server.ask("GET", "/fhir/Patient/p0-0/$review")[0] == 200


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 4 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("needs the right to mount a small file system")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_a_disk_without_room_is_said_and_nothing_is_damaged(tmp_path: Path, small_disk: Path):
    with running(free_port(), tmp_path / "log", "--data", str(small_disk / "data")) as server:
        status, acknowledged, _ = fill(server)
        assert status == 507
        assert server.ask("GET", "/readyz")[0] == 503
        server.end()
    assert check_storage(small_disk / "data", acknowledged) == len(acknowledged) > 3


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


