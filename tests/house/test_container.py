"""The container's files say what is there: no engine runs where the tests run, so each of their steps is looked at by itself."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
STEPS = re.sub(r"\\\n", " ", (ROOT / "Containerfile").read_text())
LINES = [line for line in STEPS.splitlines() if line and not line.startswith("#")]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
LOCK = (ROOT / "requirements-postgres.lock").read_text()


def test_python_is_that_of_the_lock_file_and_new_enough():
    versions = set(re.findall(r"FROM docker\.io/library/python:(\d+\.\d+)-slim", STEPS))
    locked = re.search(r"pip-compile with Python (\d+\.\d+)", LOCK)
    least = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    assert locked and versions == {locked[1]}
    assert least == f">={locked[1]}"


def test_what_is_copied_is_there_and_sent_to_the_build():
    sent = {line.removeprefix("!") for line in (ROOT / ".containerignore").read_text().splitlines() if line.startswith("!")}
    assert (ROOT / ".containerignore").read_text() == (ROOT / ".dockerignore").read_text()
    copied = {
        name.removeprefix("./")
        for line in LINES
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    }
    assert copied == sent
    assert all((ROOT / name).exists() for name in copied)


def test_it_runs_without_rights_and_without_secrets():
    assert [line for line in LINES if line.startswith("USER ")][-1] == "USER 10001:10001"
    assert LINES[-1] == 'ENTRYPOINT ["osteon", "serve"]'
    assert LINES.index("USER 10001:10001") > max(place for place, line in enumerate(LINES) if line.startswith("RUN "))
    assert not re.search(r"(?i)(password|secret|token|private)\s*=", STEPS)
    assert "--require-hashes" in STEPS and "curl" not in STEPS and "apt-get" not in STEPS


def test_the_lock_file_holds_all_that_the_extra_names():
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    names = [*wanted["dependencies"], *wanted["optional-dependencies"]["serve"], "psycopg", "psycopg-binary"]
    locked = set(re.findall(r"^([a-z0-9-]+)==", LOCK, re.MULTILINE))
    assert {re.split(r"[\[><=]", name)[0] for name in names} <= locked


def test_each_service_is_closed():
    for name, service in COMPOSE["services"].items():
        assert service["read_only"] is True, name
        assert "no-new-privileges:true" in service["security_opt"], name
        assert not service.get("privileged") and service.get("network_mode") is None
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), "only this machine"
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name, value in (pair for service in COMPOSE["services"].values() for pair in service.get("environment", {}).items()):
        if "PASSWORD" in name:
            assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), "from outside, and asked for where it is lacking"


def test_the_server_would_start_with_these_settings():
    pytest.importorskip("sqlalchemy")
    from osteon.serve.settings import ServeSettings, refusal, serve_settings

    service = COMPOSE["services"]["osteon"]
    environment = service["environment"]
    known = {f"OSTEON_{item.name.upper()}" for item in fields(ServeSettings)}
    assert {name for name in environment if name.startswith("OSTEON_")} <= known
    settings = serve_settings({}, environment, {})
    assert refusal(settings, anybody=True) is None
    assert refusal(settings, anybody=False) is not None
    proxy = COMPOSE["services"]["proxy"]
    assert settings.proxy == proxy["networks"]["front"]["ipv4_address"]
    assert f"osteon:{settings.port}" in proxy["command"]
    assert "localhost" in settings.own_names
    files = COMPOSE["services"]["examples"]["command"][1:]
    assert files and all((ROOT / file.removeprefix("/")).is_file() for file in files)


def test_the_health_check_tells_a_server_that_lives(tmp_path: Path):
    pytest.importorskip("sqlalchemy")
    from osteon.serve.operation.alive import lives
    from serve.process import free_port, running

    assert "osteon.serve.operation.alive" in STEPS
    port = free_port()
    assert not lives(port, over_tls=False)
    with running(port, tmp_path / "log", "--data", str(tmp_path / "data")):
        assert lives(port, over_tls=False)


@pytest.mark.long
def test_the_steps_of_the_build_in_a_fresh_environment(tmp_path: Path):
    """What the build does, without its engine; it downloads the locked packages."""
    place = tmp_path / "osteon"
    steps = [line.removeprefix("RUN ").split("&&") for line in LINES if line.startswith("RUN ") and "/opt/osteon" in line]
    for step in (part.strip() for group in steps for part in group):
        words = step.replace("/opt/osteon", str(place)).split()
        words[0] = sys.executable if words[0] == "python" else words[0]
        subprocess.run(words, check=True, cwd=ROOT)
    told = subprocess.run([place / "bin" / "osteon", "doctor"], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert "osteon[serve] is installed" in told.stdout and "osteon[postgres] is installed" in told.stdout
