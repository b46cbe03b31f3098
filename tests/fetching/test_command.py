"""`osteon serve fetch`, its key, the public keys on the server, and what `osteon doctor` says: as whoever runs it sees them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from fetching.hospital import Hospital, Listening, Said, outcome, refusal
from osteon.cli import main
from osteon.serve.application import application
from osteon.serve.fetching import server
from osteon.serve.fetching.keys import load_keys, public_keys
from osteon.serve.operation.doctor import examine
from osteon.serve.settings import ServeSettings
from osteon.serve.storage.database import Database
from serve.conftest import site_on
from serve.small import creatinine, patient


@pytest.fixture
def there(key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hospital]:
    """A hospital at a port of this machine, that the environment names."""
    hospital = Hospital(keys=public_keys(load_keys(key)))
    with Listening(hospital) as listening:
        hospital.base, hospital.root = f"{listening.root}/fhir", listening.root
        hospital.now = time.time
        hospital.configuration["token_endpoint"] = f"{listening.root}/token"
        monkeypatch.chdir(tmp_path)
        monkeypatch.setenv("OSTEON_FETCH_SERVER", hospital.base)
        monkeypatch.setenv("OSTEON_FETCH_CLIENT", "osteon")
        monkeypatch.setenv("OSTEON_FETCH_KEY", str(key))
        yield hospital


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waits that are told, not done."""
    monkeypatch.setattr(server.Server, "wait", lambda *_: None)


def test_fetched_and_told(there: Hospital, capfd: pytest.CaptureFixture[str]):
    there.output("p", "Patient", patient())
    there.output("o", "Observation", creatinine())
    assert main(["serve", "fetch", "--all"]) == 0
    said = capfd.readouterr()
    assert said.out == "2 entries read: 2 kept (2 of them new).\n" and said.err == ""
    assert main(["serve", "fetch", "--all", "--since", "2026-01-31"]) == 0
    assert [one.query["_since"] for one in there.asked if "_since" in one.query] == [["2026-01-31T00:00:00.000+00:00"]]


def test_what_was_left_out_is_exit_four_without_a_value(there: Hospital, capfd: pytest.CaptureFixture[str]):
    there.output("p", "Patient", patient())
    there.output("o", "Observation", creatinine(whose=None, note=[{"text": "Zanderwick"}]))
    there.output("e", "OperationOutcome", outcome("exception", text="Zanderwick"), into="error")
    assert main(["serve", "fetch", "--group", "bone"]) == 4
    said = capfd.readouterr()
    assert said.out == "2 entries read: 1 kept (1 of them new), 1 left out.\n"
    assert "1 x It does not say whose it is." in said.err and "error, exception" in said.err
    assert "Zanderwick" not in said.out + said.err and "bone" not in said.err


def test_nothing_to_be_had_is_exit_three(there: Hospital, capfd: pytest.CaptureFixture[str]):
    there.fault("/fhir/$export", refusal(403, "forbidden", text="Zanderwick"))
    assert main(["serve", "fetch", "--system"]) == 3
    assert capfd.readouterr().err == "osteon: The FHIR server answered 403 (forbidden).\n"


def test_a_server_that_is_not_there_is_exit_three(there: Hospital, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    monkeypatch.setenv("OSTEON_FETCH_SERVER", "http://127.0.0.1:9/fhir")
    assert main(["serve", "fetch", "--patient", "ann"]) == 3
    assert capfd.readouterr().err == "osteon: The FHIR server cannot be reached.\n"


@pytest.mark.parametrize("words", [
    [], ["--patient", "ann", "--whole"], ["--patient", "ann", "--since", "2026-01-01"], ["--patient", "../x"], ["--group", ""],
])  # fmt: skip
def test_words_that_make_no_sense_are_exit_two(there: Hospital, words: list[str], capfd: pytest.CaptureFixture[str]):
    assert main(["serve", "fetch", *words]) == 2
    assert there.asked == []


def test_without_settings_it_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    monkeypatch.chdir(tmp_path)
    assert main(["serve", "fetch", "--all"]) == 2
    assert "fetch_server" in capfd.readouterr().err


def test_one_patient(there: Hospital, capfd: pytest.CaptureFixture[str]):
    there.resources = {"Patient": [patient()], "Observation": [creatinine()]}
    assert main(["serve", "fetch", "--patient", "ann"]) == 0
    assert capfd.readouterr().out == "2 entries read: 2 kept (2 of them new).\n"


def test_making_a_key(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    path = tmp_path / "key.json"
    assert main(["serve", "fetch", "key", "--out", str(path), "--algorithm", "RS384"]) == 0
    said = capfd.readouterr()
    shown = json.loads(said.out)["keys"][0]
    assert shown["alg"] == "RS384" and "d" not in shown
    assert json.loads(path.read_bytes())["keys"][0]["d"] not in said.out + said.err
    assert main(["serve", "fetch", "key", "--out", str(path)]) == 2


def keys_on(database: Database, **settings: Any) -> Any:
    """What the server tells of its keys."""
    with TestClient(application(site_on(database, **settings)), base_url="http://localhost") as http:
        return http.get("/.well-known/jwks.json")


def test_the_server_tells_its_public_keys(database: Database, key: Path, tmp_path: Path):
    said = keys_on(database, fetch_client="osteon", fetch_key=key)
    assert said.status_code == 200 and said.json() == public_keys(load_keys(key))
    assert json.loads(key.read_bytes())["keys"][0]["d"] not in said.text
    assert keys_on(database).json() == {"keys": []}
    broken = tmp_path / "broken"
    broken.write_text("{")
    assert keys_on(database, fetch_client="osteon", fetch_key=broken).status_code == 503


def told(settings: ServeSettings) -> list[tuple[str, str]]:
    """What doctor says about fetching."""
    return [(one.mark, one.message) for one in examine(settings) if one.message.startswith(("fetching", "others on", "The key"))]


def test_doctor_says_whether_it_is_let_in_and_fetches_nothing(there: Hospital, key: Path, tmp_path: Path):
    settings = ServeSettings(fetch_server=there.base, fetch_client="osteon", fetch_key=key, data=tmp_path / "none")
    assert told(settings) == [("ok", "fetching: the FHIR server answers and lets in")]
    assert {one.path for one in there.asked} == {"/fhir/.well-known/smart-configuration", "/token", "/fhir/metadata"}
    there.fault("/token", Said(400, {}, b'{"error": "invalid_client"}'))
    assert told(settings)[0][0] == "fault"
    there.keys = {"keys": []}
    there.fault("/fhir/metadata", Said(200, {}, b'{"fhirVersion": "3.0.2"}'))
    there.fault("/token", Said(200, {}, b'{"access_token": "x", "token_type": "bearer"}'))
    assert told(settings)[0][0] == "note"


def test_doctor_says_that_others_can_read_the_key(there: Hospital, key: Path, tmp_path: Path):
    open_to_all = tmp_path / "key.json"
    open_to_all.write_bytes(key.read_bytes())
    open_to_all.chmod(0o644)
    settings = ServeSettings(fetch_server=there.base, fetch_client="osteon", fetch_key=open_to_all, data=tmp_path / "none")
    assert told(settings)[0] == ("fault", f"others on this machine can read the key of fetching: chmod 600 {open_to_all}")
    missing = ServeSettings(fetch_server=there.base, fetch_client="osteon", fetch_key=tmp_path / "gone", data=tmp_path / "none")
    assert told(missing) == [("fault", "The key of fetching (fetch_key) cannot be read: No such file or directory.")]
