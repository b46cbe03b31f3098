"""The commands at the storage: import, tokens, audit, backup and restore, doctor; what they say and how they end."""

from __future__ import annotations

import gc
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from house import tree
from osteon.cli import main
from serve.conftest import EXAMPLES
from serve.small import bundle, creatinine, lines, patient


def osteon(*arguments: Any) -> tuple[int, str, str]:
    """(exit, standard output, standard error) of a command in a process of its own."""
    done = tree.osteon(*map(str, arguments))
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A storage with the example patients."""
    folder = tmp_path / "data"
    code, said, _ = osteon("serve", "import", *EXAMPLES, "--data", folder)
    assert code == 0
    assert said.count("of 1 patients") == len(EXAMPLES)
    return folder


def test_import_says_what_could_not_be_kept_and_names_no_file(tmp_path: Path):
    (tmp_path / "zanderwick.json").write_bytes(bundle(patient(), creatinine(whose="weepingwillow")))
    (tmp_path / "quillibeth.ndjson").write_bytes(lines(patient("bea")) + b"{broken")
    (tmp_path / "larkspur.json").write_bytes(b"none")
    known = ("--data", tmp_path / "data")
    code, said, warned = osteon("serve", "import", tmp_path / "zanderwick.json", tmp_path / "quillibeth.ndjson", *known)
    assert code == 4
    assert "file 1 of 2: 1 resources" in said
    assert "file 2 of 2: line 2" in warned
    assert osteon("serve", "import", tmp_path / "larkspur.json", *known)[0] == 3
    code, _, absent = osteon("serve", "import", tmp_path / "weepingwillow.json", *known)
    assert code == 3
    for secret in ("zanderwick", "quillibeth", "weepingwillow", "larkspur"):
        assert secret not in (said + warned + absent).lower()


def test_tokens_from_the_command_line(data: Path):
    code, token, told = osteon("serve", "token", "add", "ward", "--role", "reader", "--days", 30, "--data", data)
    assert code == 0
    assert token.startswith("osteon_") and token.count("\n") == 1
    assert "only time" in told
    code, listed, _ = osteon("serve", "token", "list", "--data", data)
    assert code == 0
    assert listed.startswith("ward ") and token.strip() not in listed and "ends" in listed
    assert osteon("serve", "token", "revoke", "ward", "--data", data)[0] == 0
    assert "revoked" in osteon("serve", "token", "list", "--data", data)[1]
    assert osteon("serve", "token", "revoke", "ward", "--data", data)[0] == 2
    assert osteon("serve", "token", "add", "boss", "--role", "god", "--data", data)[0] == 2


def test_the_audit_trail_from_the_command_line(data: Path):
    code, said, _ = osteon("audit", "verify", "--data", data)
    assert code == 0
    head = said.split()[-1]
    assert osteon("audit", "verify", "--head", head, "--data", data)[0] == 0
    assert osteon("audit", "verify", "--head", "nonsense", "--data", data)[0] == 2
    code, exported, _ = osteon("audit", "export", "--patient", "ruth", "--data", data)
    events = [json.loads(line) for line in exported.splitlines()]
    assert {event["resourceType"] for event in events} == {"AuditEvent"}
    assert [event["subtype"][0]["display"] for event in events] == ["import"]
    with closing(sqlite3.connect(data / "osteon.db")) as direct:
        direct.execute("DROP TRIGGER audit_no_update")
        direct.execute("UPDATE audit SET who = 'nobody' WHERE number = 2")
        direct.commit()
    code, _, warned = osteon("audit", "verify", "--data", data)
    assert code == 1
    assert "entry 2 was changed" in warned
    code, said, _ = osteon("doctor", "--data", data)
    assert code == 1
    assert "fault audit trail: entry 2 was changed" in said


def test_backup_and_restore_from_the_command_line(data: Path, tmp_path: Path):
    key, copy, other = tmp_path / "key", tmp_path / "copy.age", tmp_path / "other"
    code, public, _ = osteon("serve", "key", "--out", key)
    assert code == 0 and public.startswith("age1")
    assert osteon("serve", "backup", "--out", copy, "--data", data)[0] == 2  # without a key there is no backup
    code, made, _ = osteon("serve", "backup", "--out", copy, "--key-file", key, "--data", data)
    assert code == 0
    assert osteon("serve", "restore", copy, "--key-file", key, "--data", other)[:2] == (0, made)
    assert osteon("audit", "verify", "--data", other)[0] == 0
    assert osteon("serve", "restore", copy, "--key-file", key, "--data", other)[0] == 2


def test_the_doctor_finds_order_and_changes_nothing(data: Path, tmp_path: Path):
    before = (data / "osteon.db").read_bytes()
    code, said, _ = osteon("doctor", "--data", data)
    assert code == 0
    assert "integrity of the database file: ok" in said
    assert f"{len(EXAMPLES)} patients" in said
    assert (data / "osteon.db").read_bytes() == before
    code, said, _ = osteon("doctor", "--data", tmp_path / "nothing")
    assert code == 0
    assert not (tmp_path / "nothing").exists()
    (data / "osteon.db").chmod(0o644)
    code, said, _ = osteon("doctor", "--data", data)
    assert code == 1
    assert "chmod 600" in said


def test_a_damaged_file_is_said(data: Path):
    whole = bytearray((data / "osteon.db").read_bytes())
    whole[0:16] = b"no database here"
    (data / "osteon.db").write_bytes(whole)
    code, _, warned = osteon("audit", "verify", "--data", data)
    assert code == 3
    assert "damaged" in warned
    assert osteon("doctor", "--data", data)[0] == 1


def test_commands_that_cannot_be(tmp_path: Path):
    for arguments in (("audit", "verify"), ("audit", "export"), ("serve", "token", "list"), ("serve", "backup", "--out", "x")):
        code, _, warned = osteon(*arguments, "--data", tmp_path / "nothing")
        assert code == 2
        assert "--data" in warned
    code, _, warned = osteon("serve", "--database", "postgresql://osteon:hunter2@localhost/osteon")
    assert code == 2
    assert "hunter2" not in warned and "OSTEON_DATABASE" in warned
    code, _, warned = osteon("serve", "--data", tmp_path / "new", "--host", "0.0.0.0")
    assert code == 2
    assert "token" in warned
    (tmp_path / "osteon.toml").write_text("[serve]\nprot = 1\n")
    code, _, warned = osteon("serve", "--config", tmp_path / "osteon.toml")
    assert code == 2
    assert "prot" in warned


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr("osteon.cli.serve.find_spec", lambda name: None if name == "uvicorn" else object())
    try:
        assert main(["serve"]) == 2
    finally:
        gc.enable()  # a command by itself does without
    assert "uvicorn: install osteon[serve]" in capsys.readouterr().err
