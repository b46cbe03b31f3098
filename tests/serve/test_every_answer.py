"""What holds for every answer of every route, asked rightly or wrongly: its headers, its shape, and what is written to the log."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from osteon.serve.application import application
from osteon.serve.operation.logs import Lines
from osteon.serve.storage.database import open_database
from osteon.serve.storage.migrating import migrate
from serve.conftest import site_on
from serve.routes import NAMED, flat
from serve.small import bundle, creatinine, patient

CANARIES = ("Zanderwick", "weepingwillow", "pt-9c41canary", "31415.92653", "1951-02-27")
"""The family name, a note, the id, a value, and the birth date of the one patient; and what comes with senseless requests."""
SCRIPT = "<script>alert(1)</script>"
PUBLIC = ("/static/", "/.well-known/jwks.json")
"""What says nothing of anybody, and may be kept by others."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "weepingwillow")


class House:
    """A server with one patient, what is logged, and all its addresses."""

    def __init__(self, http: TestClient, log: io.StringIO) -> None:
        self.http, self.log = http, log
        self.routes = [(method, route.path) for route in flat(http.app.routes) for method in route.methods]
        self.paths = sorted({path for _, path in self.routes})
        self.page = http.get("/worklist", headers={"Accept": "text/html"})

    def ask(self, method: str, address: str, **words: Any) -> tuple[Any, str]:
        """The answer, and what was logged meanwhile."""
        self.log.seek(0)
        self.log.truncate()
        self.http.cookies.clear()
        said = self.http.request(method, address, follow_redirects=False, **words)
        return said, self.log.getvalue()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Of a server on which whoever asks may ask everything."""
    database = open_database(tmp_path_factory.mktemp("answers") / "data")
    migrate(database)
    app = application(site_on(database, requests_per_minute=10_000_000, failures_per_minute=10_000_000, body_megabytes=1))
    log, handler = io.StringIO(), logging.StreamHandler()
    handler.setStream(log)
    handler.setFormatter(Lines())
    root, ours = logging.getLogger(), logging.getLogger("osteon.serve")
    levels = root.level, ours.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    ours.setLevel(logging.DEBUG)
    who = patient(CANARIES[2], name=[{"family": CANARIES[0]}], birthDate=CANARIES[4])
    result = creatinine(whose=CANARIES[2], note=[{"text": CANARIES[1]}])
    with TestClient(app, base_url="http://localhost", raise_server_exceptions=False) as http:
        sent = http.post("/fhir", content=bundle(who, result), headers={"Content-Type": "application/fhir+json"})
        assert sent.status_code == 200
        yield House(http, log)
    root.removeHandler(handler)
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    database.close()


def check_headers(said: Any, path: str) -> None:
    """What every answer carries, whatever it says."""
    headers = said.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy and "base-uri 'none'" in policy
    assert "unsafe" not in policy and "*" not in policy and "http" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] in ("no-referrer", "same-origin")
    assert headers["Cross-Origin-Resource-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert len(headers["X-Request-Id"]) == 16
    assert not {"server", "x-powered-by", "access-control-allow-origin"} & {name.lower() for name in headers}
    kept = path.startswith(PUBLIC) and said.status_code == 200
    assert re.match(r"public, max-age=\d+", headers["Cache-Control"]) if kept else headers["Cache-Control"] == "no-store"
    for cookie in headers.get_list("set-cookie"):
        assert "httponly" in cookie.lower() and "samesite=" in cookie.lower()
    if said.content:
        kind = headers["Content-Type"]
        assert kind.startswith(("application/", "image/")) or "charset=utf-8" in kind.lower()
        if "json" in kind:
            said.json()


BODIES = st.one_of(
    st.sampled_from(
        [
            b"", b"{", b"[]", b"null", b"NaN", b'{"a":NaN}', b"[" * 5000, b'{"a":' * 900 + b"1" + b"}" * 900, b"\xff\xfe\x00", b"1e999",
            b'{"resourceType":7}', b'{"resourceType":"Bundle","type":[],"entry":{"a":1}}', b'"\\ud800"', b"weepingwillow=Zanderwick",
            b"note=weepingwillow&note=weepingwillow&" + b"a=1&" * 2000, b"%ff%00=%zz",
            b"--x\r\nContent-Disposition: form-data\r\n\r\n\r\n--x--",
            bundle(patient("pt-9c41canary", birthDate="1999-01-01"), creatinine(whose="Zanderwick")),
        ]
    ),
    st.binary(max_size=40),
)  # fmt: skip
MEDIA = st.sampled_from(
    ["application/json", "application/fhir+json", "application/fhir+ndjson", "application/x-www-form-urlencoded",
     "multipart/form-data; boundary=x", "multipart/form-data", "text/html", "weepingwillow", ""]
)  # fmt: skip
PARTS = st.sampled_from([*CANARIES[:3], SCRIPT, "%00", "..", "%2e%2e%2f", "'\"`;--", "a" * 300, "é", "fx-mirels-high", "1"])
QUERIES = st.sampled_from(
    ["", "as_of=2025-06-01", "as_of=weepingwillow", "as_of=9999-12-31", "as_of=0001-01-01", f"as_of={SCRIPT}", "limit=-1&offset=1e9",
     "urgency=weepingwillow", "lesion=weepingwillow", "language=weepingwillow", "language=es", "as_of=2025-06-01&as_of=Zanderwick",
     "_count=0&after=weepingwillow", "%00=%00", f"{SCRIPT}={SCRIPT}"]
)  # fmt: skip


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_every_answer_keeps_to_the_rules(house: House, data: st.DataObject):
    method, path = data.draw(st.sampled_from(house.routes))
    if data.draw(st.booleans()):
        method = data.draw(st.sampled_from(METHODS))
    address = path
    for name in ("{id}", "{name}", *NAMED):
        address = address.replace(name, data.draw(PARTS))
    if data.draw(st.integers(0, 9)) == 0:
        address = f"/{data.draw(PARTS)}/{data.draw(PARTS)}"
    query = data.draw(QUERIES)
    headers = {
        "Accept": data.draw(st.sampled_from(["*/*", "text/html", "application/fhir+json", "weepingwillow"])),
        "Content-Type": data.draw(MEDIA),
        "Host": data.draw(st.sampled_from(["localhost"] * 6 + ["rebound.example", "Zanderwick", "localhost:9999999", "[", ""])),
    }
    headers |= data.draw(
        st.sampled_from(
            [{}, {}, {}, {"Origin": "http://localhost"}, {"Origin": "https://evil.example"}, {"Origin": "null"},
             {"Sec-Fetch-Site": "cross-site"},
             {"Content-Encoding": "weepingwillow"}, {"Content-Encoding": "gzip"}, {"Authorization": "Bearer weepingwillow"},
             {"Accept-Language": "weepingwillow;q=x"}, {"X-Forwarded-For": "Zanderwick"}, {"Cookie": "weepingwillow=Zanderwick; a"}]
        )
    )  # fmt: skip
    said, logged = house.ask(method, f"{address}?{query}", headers=headers, content=data.draw(BODIES))
    assert said.status_code < 500, (method, address, query, headers, said.content[:300], logged[-600:])
    check_headers(said, address)
    if headers["Host"] in ("rebound.example", "Zanderwick", "["):
        assert said.status_code == 421
    elif headers.get("Origin") == "https://evil.example" or "Sec-Fetch-Site" in headers:
        assert said.status_code in (403, 421)
    assert SCRIPT.encode() not in said.content, "what came in is text, not markup"
    assert not [canary for canary in CANARIES if canary.lower() in logged.lower()], logged
    assert "Traceback" not in logged and said.headers["X-Request-Id"] in logged


def test_what_is_too_large_is_refused_everywhere(house: House):
    large = b'{"a":"' + b"x" * (9 << 20) + b'"}'
    for method, path in house.routes:
        if method in ("POST", "PUT"):
            address = path.replace("{id}", "pt-9c41canary")
            for name, value in NAMED.items():
                address = address.replace(name, value)
            for media in ("application/fhir+json", "application/x-www-form-urlencoded"):
                said, _ = house.ask(method, address, content=large, headers={"Content-Type": media})
                assert said.status_code == 413, address
                check_headers(said, address)


def test_the_last_resort_says_nothing_of_the_record(house: House, monkeypatch: pytest.MonkeyPatch):
    """A fault that nobody thought of, in each route: an answer with all its headers, and a log with places only."""
    from osteon.serve.access import asking

    def breaks(*_: Any, **__: Any) -> Any:
        raise ValueError("Zanderwick weepingwillow")

    monkeypatch.setattr(asking, "known_asker", breaks)
    monkeypatch.setattr("osteon.serve.operation.health.unready", breaks)
    met = 0
    for method, path in house.routes:
        address = path.replace("{id}", "pt-9c41canary").replace("{name}", "pages.css")
        for name, value in NAMED.items():
            address = address.replace(name, value)
        for accept in ("*/*", "text/html"):
            said, logged = house.ask(method, address, headers={"Accept": accept, "Content-Type": "application/fhir+json"}, content=b"{}")
            check_headers(said, address)
            met += said.status_code == 500
            assert not [canary for canary in CANARIES if canary in logged]
            # Links of a page lead back to the address that was asked for, and with it to its id.
            assert not [canary for canary in CANARIES if canary != CANARIES[2] and canary.encode() in said.content]
            assert "Traceback" not in logged
    assert met > 5, "the fault was not reached"
