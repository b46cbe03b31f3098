"""Passwords, codes, tokens and names of people never reach the log, whatever goes wrong; the commands of accounts."""

from __future__ import annotations

import json
import re
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import httpx2

from accounts.test_accounts import secret_on
from osteon.serve.accounts import codes
from serve.conftest import serve_command
from serve.process import free_port, running
from serve.test_commands import osteon
from waiting import wait_for

TOKEN = re.compile(r'name="form-token" value="([0-9a-f]{64})"')
NAME, PASSWORD, WRONG, NOTE = "zanderwick.q", "weepingwillow under larkspur", "quillibeth forty plums", "marrowbone-tale of a reason"


def test_nothing_that_a_person_types_or_is_given_reaches_the_log(tmp_path: Path):
    log, data = tmp_path / "log", tmp_path / "data"
    secrets = {"name": NAME, "password": PASSWORD, "wrong password": WRONG, "words": NOTE, "code": "731984"}
    with running(free_port(), log, "--data", str(data)) as server:
        wait_for(lambda: "/link/" in log.read_text())
        path = re.search(r"(/link/[A-Za-z0-9_-]{43})", log.read_text())[1]
        with httpx2.Client(base_url=f"http://127.0.0.1:{server.port}", headers={"Accept": "text/html"}, trust_env=False) as http:

            def post(to: str, page: str, **fields: str) -> httpx2.Response:
                token = TOKEN.search(http.get(page).text)
                return http.post(to, data={"form-token": token[1] if token else "", **fields})

            secret = secret_on(http.get(path).text)
            code = codes.code_at(secret, int(time.time() // 30))
            assert post(path, path, name=NAME, password=PASSWORD, again=WRONG, code=code).status_code == 400
            code = codes.code_at(secret, int(time.time() // 30))
            made = post(path, path, name=NAME, password=PASSWORD, again=PASSWORD, code=code)
            assert made.status_code == 200
            recovery = re.findall(r'"secret">([a-z0-9-]{19})<', made.text)
            secrets |= {f"recovery {place}": one for place, one in enumerate(recovery)}
            secrets |= {"secret": secret, "session": str(http.cookies["osteon-session"]), "browser": str(http.cookies["osteon-browser"])}
            token = TOKEN.search(http.get("/account").text)
            secrets["form"] = token[1] if token else "none"
            added = post("/accounts", "/accounts", name="larkspur.gasse", role="nurse")
            secrets |= {"added": "larkspur.gasse", "link": re.search(r"/link/([A-Za-z0-9_-]{43})", added.text)[1]}
            begun = post("/patient/pt-9c41canary/emergency", "/patient/pt-9c41canary/emergency", reason="treating", explanation=NOTE)
            assert begun.status_code == 303
            secrets |= {"patient": "pt-9c41canary", "renewed": str(http.cookies["osteon-session"])}
            post("/account/password", "/account", password=WRONG, code="731984", new=PASSWORD + WRONG, again=PASSWORD + WRONG)
            post("/sign-out", "/account")
            for name, password in ((NAME, WRONG), (WRONG, PASSWORD), (NAME, PASSWORD)):
                post("/sign-in", "/sign-in", name=name, password=password, code="731984", next=f"/{NOTE}")
            assert post("/sign-in", "/sign-in", name=NAME, password=PASSWORD, code=recovery[0]).status_code == 303
            secrets["last"] = str(http.cookies["osteon-session"])
            http.get(f"/sign-in/answer?code={NOTE}&state={WRONG}")
            http.get(f"/link/{'x' * 43}")
            http.post("/sign-in", content=PASSWORD.encode(), headers={"Content-Type": NOTE})
            # Damage that only the last resort can meet.
            with closing(sqlite3.connect(data / "osteon.db")) as direct:
                direct.execute("UPDATE account SET recovery = ?", (PASSWORD,))
                direct.execute("ALTER TABLE emergency RENAME TO gone")
                direct.commit()
            assert http.get("/account").status_code >= 500
            http.cookies.clear()
            assert http.get("/sign-in").status_code == 200
            broken = post("/sign-in", "/sign-in", name=NAME, password=PASSWORD, code=recovery[1])
            assert broken.status_code >= 500 and PASSWORD not in broken.text
        server.end()
    lines = [line for line in log.read_text().splitlines() if line.startswith("{")]
    assert len(lines) > 20 and all(json.loads(line) for line in lines)
    written = "\n".join(lines).lower()
    assert not [what for what, secret in secrets.items() if secret.lower() in written]
    assert path.removeprefix("/link/").lower() not in written
    assert "traceback" not in log.read_text().lower()
    assert any(json.loads(line)["event"] == "emergency access" for line in lines)


def test_accounts_from_the_command_line(tmp_path: Path):
    data = ("--data", tmp_path / "data")
    code, _, told = osteon("serve", "account", "add", "nora", "--role", "nurse", *data)
    assert code == 2 and "administrator" in told
    code, shown, told = osteon("serve", "account", "add", "ada", "--role", "administrator", "--role", "clinician", *data)
    assert code == 0 and "24 hours" in told
    assert re.fullmatch(r"http://127\.0\.0\.1:8090/link/[A-Za-z0-9_-]{43}\n", shown)
    code, listed, _ = osteon("serve", "account", "list", *data)
    assert code == 0
    assert listed.startswith("ada ") and "administrator, clinician" in listed and "has not used" in listed and "never signed in" in listed
    code, again, _ = osteon("serve", "account", "link", "ada", *data)
    assert code == 0 and again != shown
    code, _, told = osteon("serve", "account", "disable", "ada", *data)
    assert code == 2 and "last administrator" in told
    assert osteon("serve", "account", "add", "ann", "--role", "patient", "--patient", "pt-1", *data)[0] == 0
    assert osteon("serve", "account", "disable", "ann", *data)[0] == 0
    assert osteon("serve", "account", "link", "ann", *data)[0] == 2
    assert "disabled" in osteon("serve", "account", "list", *data)[1]
    assert osteon("serve", "account", "enable", "ann", *data)[0] == 0
    assert osteon("serve", "account", "link", "nobody", *data)[0] == 2
    trail = [json.loads(line) for line in osteon("audit", "export", *data)[1].splitlines()]
    assert [event["subtype"][0]["display"] for event in trail] == [
        "add-account", "make-link", "add-account", "disable-account", "enable-account"
    ]  # fmt: skip
    assert {(event["type"]["code"], event["subtype"][1]["code"]) for event in trail} == {("110113", "110137")}
    assert shown.strip().rpartition("/")[2] not in json.dumps(trail)


def test_a_start_with_accounts_prints_no_link_and_other_machines_need_more_than_an_account(tmp_path: Path):
    import subprocess

    data = ("--data", str(tmp_path / "data"))
    assert osteon("serve", "account", "add", "ada", "--role", "administrator", *data)[0] == 0
    with running(free_port(), tmp_path / "log", *data) as server:
        assert server.ask("GET", "/worklist", Accept="text/html")[0] == 303
        server.end()
    assert "/link/" not in (tmp_path / "log").read_text()
    command, environment = serve_command("--host", "0.0.0.0", *data)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and "--tls-certificate" in done.stderr
