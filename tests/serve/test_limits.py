"""What is too much, too deep, too fast or from the wrong side is refused, before it costs anything."""

from __future__ import annotations

import asyncio
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from osteon.serve import gate
from osteon.serve.access.tokens import add_client
from osteon.serve.application import application
from osteon.serve.failures import ServeError
from osteon.serve.pace import Pace
from osteon.serve.settings import ServeSettings, masked, refusal, serve_settings
from osteon.serve.site import Site
from osteon.serve.storage.database import Database, writing
from serve.conftest import Asking, count, site_on
from serve.small import bundle, creatinine, lines, patient

MEGABYTE = 1024 * 1024


def asking(database: Database, **settings: Any) -> Asking:
    """A client of a server with these settings."""
    with writing(database) as connection:
        token = add_client(connection, "tester", ["sender", "reader"])
    return Asking(TestClient(application(site_on(database, **settings)), base_url="http://localhost"), token)


def test_the_size_of_a_body(database: Database):
    ask = asking(database, body_megabytes=1)
    filled = bundle(patient(), creatinine(note=[{"text": "x" * (MEGABYTE - 2000)}]))
    assert len(filled) < MEGABYTE
    assert ask.send(filled).status_code == 200
    over = filled + b" " * (MEGABYTE + 1 - len(filled))
    assert ask.send(over).status_code == 413

    def pieces() -> Any:  # without a length that tells beforehand
        for begin in range(0, len(over), 100_000):
            yield over[begin : begin + 100_000]

    assert ask("POST", "/fhir", content=pieces(), headers={"Content-Type": "application/json"}).status_code == 413
    assert ask("POST", "/patients", content=b"x" * (9 * MEGABYTE)).status_code == 413
    assert count(database, "SELECT count(*) FROM submission") == 1


@pytest.mark.parametrize("encoding", [{}, {"Content-Encoding": "gzip"}])
def test_gzip_is_unpacked_up_to_the_limit(database: Database, encoding: dict[str, str]):
    ask = asking(database, body_megabytes=1)
    assert ask.send(gzip.compress(bundle(patient())), **encoding).status_code == 200
    assert ask.send(gzip.compress(lines(patient())), "application/fhir+ndjson", **encoding).status_code == 200
    bomb = gzip.compress(bundle(patient()) + b" " * (200 * MEGABYTE), 9)
    assert len(bomb) < MEGABYTE
    assert ask.send(bomb, **encoding).status_code == 413
    assert ask.send(gzip.compress(bundle(patient()))[:-9], **encoding).status_code == 400


@pytest.mark.parametrize(("levels", "status"), [(80, 200), (101, 400), (300, 400), (900, 400), (5000, 400)])
def test_how_deep(ask: Asking, levels: int, status: int):
    nested = b'{"a":' * levels + b"1" + b"}" * levels
    sent = bundle(patient(), creatinine(extension=["here"])).replace(b'"here"', nested)
    assert ask.send(sent).status_code == status


def test_bundles_in_bundles_end(ask: Asking):
    for levels, status in ((20, 200), (33, 422)):
        boxes = b'{"resourceType":"Bundle","entry":[{"resource":' * levels + json.dumps(patient()).encode() + b"}]}" * levels
        assert ask.send(boxes).status_code == status


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "--1", "0x10"])
def test_numbers_that_are_none(ask: Asking, database: Database, number: str):
    sent = bundle(patient(), creatinine(value=77.5)).replace(b"77.5", number.encode())
    said = ask.send(sent)
    assert said.status_code == 400
    assert count(database, "SELECT count(*) FROM submission") == 0


def test_how_many_resources(database: Database):
    ask = asking(database, resources=3)
    assert ask.send(bundle(patient(), creatinine("1"), creatinine("2"))).status_code == 200
    assert ask.send(bundle(patient(), creatinine("1"), creatinine("2"), creatinine("3"))).status_code == 413


def test_how_often(database: Database):
    ask = asking(database, requests_per_minute=1)
    statuses = [ask("GET", "/healthz").status_code for _ in range(10)]
    assert statuses[:5] == [200] * 5
    said = ask("GET", "/healthz")
    assert said.status_code == 429
    assert int(said.headers["Retry-After"]) >= 1


def test_the_pace_comes_back():
    pace = Pace(600)
    assert [pace.wait("a", 0.0) for _ in range(60)] == [0] * 60
    assert pace.wait("a", 0.0) == pytest.approx(0.1)
    assert pace.wait("b", 0.0) == 0
    assert pace.wait("a", 0.11) == 0
    assert pace.wait("a", 0.11) > 0


def test_pages_of_other_sites_are_not_answered(ask: Asking):
    assert ask("GET", "/patients", headers={"Host": "rebound.example"}).status_code == 421
    assert ask("GET", "/patients", headers={"Host": "localhost:99"}).status_code == 200
    assert ask("GET", "/patients", headers={"Host": "[::1]:99"}).status_code == 200
    assert ask("GET", "/patients", headers={"Origin": "http://evil.example"}).status_code == 403
    assert ask("GET", "/patients", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert ask("GET", "/patients", headers={"Origin": "http://localhost"}).status_code == 200


def test_every_answer_carries_the_headers(ask: Asking):
    for path in ("/healthz", "/patients", "/nowhere", "/fhir/Patient/x/$review", "/openapi.json"):
        headers = ask("GET", path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "Server" not in headers


def test_only_the_proxy_may_connect(database: Database):
    ask = asking(database, proxy="10.0.0.5", host="0.0.0.0", names="osteon.example")
    headers = {"Host": "osteon.example", "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7, 192.0.2.9"}
    assert ask("GET", "/healthz", headers=headers).status_code == 403

    def through(address: str, **more: str) -> int:
        http = TestClient(ask.http.app, base_url="http://osteon.example", client=(address, 5))
        return http.get("/healthz", headers={**headers, **more}).status_code

    assert through("10.0.0.5") == 200
    assert through("10.0.0.6") == 403
    assert through("10.0.0.5", **{"X-Forwarded-Proto": "http"}) == 403


@pytest.mark.parametrize(
    ("settings", "clients", "may"),
    [
        ({}, False, True),
        ({}, True, True),
        ({"host": "::1"}, False, True),
        ({"host": "localhost"}, False, True),
        ({"database": "postgresql://h/d"}, False, False),
        ({"database": "postgresql://h/d"}, True, True),
        ({"host": "0.0.0.0"}, False, False),
        ({"host": "0.0.0.0"}, True, False),
        ({"host": "::"}, True, False),
        ({"host": "192.0.2.1"}, True, False),
        ({"host": "hospital.example"}, True, False),
        ({"host": "0.0.0.0", "proxy": "10.0.0.5"}, False, False),
        ({"host": "0.0.0.0", "proxy": "10.0.0.5"}, True, True),
        ({"host": "0.0.0.0", "certificate": Path("c"), "key": Path("k")}, False, False),
        ({"host": "0.0.0.0", "certificate": Path("c"), "key": Path("k")}, True, True),
    ],
)
def test_what_others_can_reach_needs_tokens_and_tls(settings: dict[str, Any], clients: bool, may: bool):
    assert (refusal(ServeSettings(**settings), anybody=clients) is None) is may


def test_settings_come_from_file_environment_and_command_line_in_this_order():
    file, environment = {"port": 1, "host": "a", "names": "x"}, {"OSTEON_PORT": "2", "OSTEON_HOST": "b", "OSTEON_OTHER": "1"}
    found = serve_settings(file, environment, {"port": "3", "host": None})
    assert (found.port, found.host, found.names) == (3, "b", "x")


@pytest.mark.parametrize(
    "file",
    [
        {"prot": 1}, {"port": 0}, {"port": 70000}, {"port": "x"}, {"port": True}, {"host": 7}, {"certificate": "c"}, {"proxy": "everybody"},
        {"host": ["a", "b"]}, {"names": [1]}, {"names": ["a,b"]},
    ],  # fmt: skip
)
def test_settings_that_cannot_be(file: dict[str, Any]):
    with pytest.raises(ServeError):
        serve_settings(file, {}, {})


def test_a_list_of_texts_is_the_same_as_a_text_with_commas():
    assert serve_settings({"names": ["a.example", "b.example"]}, {}, {}) == serve_settings({"names": "a.example,b.example"}, {}, {})


def test_a_password_is_never_shown():
    shown = masked(ServeSettings(database="postgresql://osteon:hunter2@db/osteon"))
    assert "hunter2" not in str(shown)
    assert "db/osteon" in shown["database"]


NO_HOSTS = [
    "localhost:8090@evil.example", "[::1", "localhost:evil", "[localhost]", "localhost,evil.example", "localhost.evil.example",
    "evil@localhost",
    "localhost/x", "", "127.1", "localhost:8090:8090", "localhost:123456", "localhost:\u0663",
]  # fmt: skip


def test_a_host_that_is_no_host_is_not_answered(ask: Asking):
    answered = [host for host in NO_HOSTS if ask("GET", "/healthz", headers={"Host": host.encode()}).status_code != 421]
    assert not answered


def test_two_ways_to_say_where_a_body_ends_are_one_too_many(ask: Asking):
    said = ask("POST", "/fhir", content=bundle(patient()), headers={"Transfer-Encoding": "chunked", "Content-Length": "5"})
    assert said.status_code == 400 and said.headers["Connection"] == "close"


def test_a_body_that_drips_in_is_not_waited_for(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(gate, "SLOWEST_SECONDS", 0.05)
    sent: list[dict] = []

    async def drip() -> dict:
        await asyncio.sleep(0.002)
        return {"type": "http.request", "body": b"x", "more_body": True}

    async def send(message: Any) -> None:
        sent.append(message)

    async def read_all(scope: Any, receive: Any, send: Any) -> None:
        while (await receive())["more_body"]:
            pass

    headers = [(b"host", b"localhost")]
    scope = {"type": "http", "method": "POST", "path": "/fhir", "headers": headers, "client": ("127.0.0.1", 5), "query_string": b""}
    asyncio.run(gate.Gate(read_all, site)(scope, drip, send))
    assert sent[0]["status"] == 408


def test_who_goes_away_in_the_middle_is_no_fault_of_the_server(site: Site, caplog: pytest.LogCaptureFixture):
    with writing(site.database) as connection:
        token = add_client(connection, "tester", ["sender"])

    async def leave() -> dict:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        raise AssertionError("nobody is there")

    asking = [(b"host", b"localhost"), (b"authorization", b"Bearer " + token.encode()), (b"content-type", b"application/fhir+json")]
    scope = {"type": "http", "method": "POST", "path": "/fhir", "headers": asking, "client": ("127.0.0.1", 5), "query_string": b""}
    with caplog.at_level("INFO", "osteon.serve"):
        asyncio.run(application(site)({**scope, "root_path": "", "scheme": "http", "http_version": "1.1"}, leave, send))
    assert [record.osteon["status"] for record in caplog.records] == [499]
    assert count(site.database, "SELECT count(*) FROM submission") == 0


NO_DATES = [
    "20250601", "2025-W01-1", "2025-06-01" + "0" * 50, "2025-06-01 14:30", "2025-06-01T14", "2025-06-01T14:30:00.0000001", "2025-6-1",
    "0000-01-01", "2025-02-30", "10000-01-01", "2025-06-01T25:00", "2025-06-01T14:00:00+99:99", "0001-01-01T00:00:00+14:00",
    "\u0661\u0669\u0669\u0669-01-01", "2025-06-01\n", "",
]  # fmt: skip


def test_a_date_that_is_none_is_refused(ask: Asking):
    ask.send(bundle(patient()))
    taken = [text for text in NO_DATES if ask("GET", "/fhir/Patient/ann/$review", params={"as_of": text}).status_code != 400]
    assert not taken


def test_a_date_at_either_end_of_time_is_a_date(ask: Asking):
    ask.send(bundle(patient(), creatinine()))
    for text in ["0001-01-01", "9999-12-31", "2025-06-01T14:30", "2025-06-01T14:30:00.5Z", "2025-06-01T23:30:00-05:00"]:
        assert ask("GET", "/fhir/Patient/ann/$review", params={"as_of": text}).status_code == 200


def test_a_path_is_no_id(ask: Asking):
    for id in [".", ".."]:
        assert ask.send(bundle(patient(id), creatinine(whose=id))).status_code == 422


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ({}, "http://127.0.0.1:8090"),
        ({"host": "0.0.0.0"}, "http://localhost:8090"),
        ({"host": "::", "port": 9000}, "http://localhost:9000"),
        ({"host": "::1"}, "http://[::1]:8090"),
        ({"host": "0.0.0.0", "address": "https://osteon.example.org/"}, "https://osteon.example.org"),
    ],
)
def test_links_lead_to_an_address_that_exists(given, base):
    """All addresses together are none: in a container the link to the first account led to 0.0.0.0."""
    assert serve_settings(given, {}, {}).base_address == base
