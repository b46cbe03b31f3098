"""A FHIR server of a hospital that hands out exports, lets in by signed assertions, and misbehaves as it is told to."""

from __future__ import annotations

import gzip
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet

MOMENT = "2026-03-01T10:00:00.000Z"


class Said(NamedTuple):
    """An answer. `cut`: so many bytes of the body come, then the connection ends."""

    status: int
    headers: dict[str, str]
    body: bytes = b""
    cut: int | None = None


def outcome(code: str = "processing", severity: str = "error", text: str = "") -> bytes:
    """An OperationOutcome."""
    return json.dumps({"resourceType": "OperationOutcome", "issue": [{"severity": severity, "code": code, "diagnostics": text}]}).encode()


def refusal(status: int, code: str = "processing", text: str = "", **headers: str) -> Said:
    """An answer that is an OperationOutcome."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Said(status, {"Content-Type": "application/fhir+json", **named}, outcome(code, text=text))


class Asked(NamedTuple):
    """A request that came."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ")


class Hospital:
    """Answers requests. `faults`: for a path, what is answered instead, one after the other, before it behaves."""

    def __init__(self, base: str = "https://ehr.example/fhir", keys: dict[str, Any] | None = None, client: str = "osteon") -> None:
        self.base, self.keys, self.client = base, keys, client
        self.root = base.removesuffix("/fhir")
        self.now: Callable[[], float] = lambda: 1_000_000.0
        self.configuration: dict[str, Any] = {"token_endpoint": f"{self.root}/token", "capabilities": ["permission-v2"]}
        self.token_life = 300
        self.tokens: dict[str, float] = {}
        self.scopes: list[str] = []
        self.used: set[str] = set()
        self.polls = 0
        self.resources: dict[str, list[dict[str, Any]]] = {}
        self.files: dict[str, bytes] = {}
        self.manifest: dict[str, Any] | None = None
        self.gzip = False
        self.faults: dict[str, list[Said]] = {}
        self.asked: list[Asked] = []
        self.before: Callable[[Asked], None] = lambda _: None
        self.kick_off_by = "GET"
        self.everything = True
        self.jobs = 0
        self.deleted: list[str] = []

    # What it holds

    def output(self, name: str, kind: str, *resources: dict[str, Any] | bytes, count: int | None = None, into: str = "output") -> str:
        """Add a file to the manifest; gives back its address."""
        lines = [one if isinstance(one, bytes) else json.dumps(one).encode() for one in resources]
        self.files[name] = b"".join(line + b"\n" for line in lines)
        found = self.manifest_now()
        item: dict[str, Any] = {"type": kind, "url": f"{self.root}/files/{name}"}
        if count is not None:
            item["count"] = count
        found.setdefault(into, []).append(item)
        return str(item["url"])

    def manifest_now(self) -> dict[str, Any]:
        if self.manifest is None:
            self.manifest = {"transactionTime": MOMENT, "request": "x", "requiresAccessToken": True, "output": [], "error": []}
        return self.manifest

    def fault(self, path: str, *said: Said) -> None:
        """Misbehave at a path, as often as there are answers here."""
        self.faults.setdefault(path, []).extend(said)

    def count(self, method: str, path: str) -> int:
        """How often this was asked."""
        return sum(one.method == method and one.path == path for one in self.asked)

    # What it answers

    def answer(self, asked: Asked) -> Said:
        self.asked.append(asked)
        self.before(asked)
        waiting = self.faults.get(asked.path)
        if waiting:
            return waiting.pop(0)
        path = asked.path
        if path == "/fhir/.well-known/smart-configuration":
            return self._json(self.configuration)
        if path == "/token":
            return self._token(asked)
        protected = self.manifest is None or self.manifest["requiresAccessToken"] or not path.startswith("/files/")
        if self.keys is not None and path != "/fhir/metadata" and protected and not self._let_in(asked):
            return refusal(401, "login")
        if path == "/fhir/metadata":
            named = {*self.resources, "Patient", "Observation", "Condition", "Medication"}
            return self._json({"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1",
                               "rest": [{"resource": [{"type": name} for name in sorted(named)]}]})  # fmt: skip
        if path.endswith("/$export"):
            if asked.method != self.kick_off_by:
                return refusal(405, "not-supported")
            assert asked.headers["prefer"] == "respond-async"
            self.jobs += 1
            return Said(202, {"Content-Location": f"{self.root}/jobs/{self.jobs}"})
        if path.startswith("/jobs/"):
            return self._job(asked)
        if path.startswith("/files/"):
            return self._file(asked)
        return self._read(asked)

    def _json(self, value: Any, status: int = 200, kind: str = "application/json") -> Said:
        return Said(status, {"Content-Type": kind}, json.dumps(value).encode())

    def _let_in(self, asked: Asked) -> bool:
        return self.tokens.get(asked.token, 0) > self.now()

    def _token(self, asked: Asked) -> Said:
        form = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
        assert form["grant_type"] == "client_credentials"
        assert form["client_assertion_type"] == "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
        found = jwt.decode(form["client_assertion"], KeySet.import_key_set(self.keys or {}), algorithms=["ES384", "RS384"])
        claims = found.claims
        good = (
            found.header["typ"] == "JWT"
            and claims["iss"] == claims["sub"] == self.client
            and claims["aud"] == f"{self.root}/token"
            and self.now() < claims["exp"] <= self.now() + 300
            and claims["jti"] not in self.used
        )
        if not good:
            return self._json({"error": "invalid_client"}, 401)
        self.used.add(claims["jti"])
        self.scopes.append(form["scope"])
        token = f"token-{len(self.used)}"
        self.tokens[token] = self.now() + self.token_life
        return self._json({"access_token": token, "token_type": "bearer", "expires_in": self.token_life, "scope": form["scope"]})

    def _job(self, asked: Asked) -> Said:
        if asked.path in self.deleted:
            return refusal(404, "not-found")
        if asked.method == "DELETE":
            self.deleted.append(asked.path)
            return Said(202, {})
        if self.polls > 0:
            self.polls -= 1
            return Said(202, {"X-Progress": "50% done"})
        return self._json(self.manifest_now())

    def _file(self, asked: Asked) -> Said:
        body = self.files.get(asked.path.removeprefix("/files/"))
        if body is None:
            return refusal(404, "not-found")
        headers = {"Content-Type": "application/fhir+ndjson"}
        if self.gzip and "gzip" in asked.headers.get("accept-encoding", ""):
            return Said(200, {**headers, "Content-Encoding": "gzip"}, gzip.compress(body, mtime=0))
        return Said(200, headers, body)

    def _read(self, asked: Asked) -> Said:
        parts = asked.path.removeprefix("/fhir/").split("/")
        kind = "application/fhir+json"
        if len(parts) == 3 and parts[2] == "$everything":
            if not self.everything:
                return refusal(404, "not-supported")
            shared = self.resources.get("Medication", [])
            found = [one for many in self.resources.values() for one in many if whose(one) == parts[1]]
            found += shared if parts[1] == "ann" else []
            return self._json(self._page(asked, found), kind=kind)
        if len(parts) == 2:
            for one in self.resources.get(parts[0], []):
                if one["id"] == parts[1]:
                    return self._json(one, kind=kind)
            return refusal(404, "not-found")
        if len(parts) == 1 and "patient" in asked.query:
            found = [one for one in self.resources.get(parts[0], []) if whose(one) == asked.query["patient"][0]]
            return self._json(self._page(asked, found), kind=kind)
        return refusal(404, "not-found")

    def _page(self, asked: Asked, found: list[dict[str, Any]], size: int = 2) -> dict[str, Any]:
        begin = int(asked.query.get("from", ["0"])[0])
        page: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset"}
        some = found[begin : begin + size]
        page["entry"] = [{"fullUrl": f"{self.base}/{one['resourceType']}/{one['id']}", "resource": one} for one in some]
        if begin + size < len(found):
            words = "&".join(f"{name}={value[0]}" for name, value in asked.query.items() if name != "from")
            page["link"] = [{"relation": "next", "url": f"{self.root}{asked.path}?{words}&from={begin + size}"}]
        return page


def whose(resource: dict[str, Any]) -> str:
    """Id of the patient of a resource; empty for what belongs to nobody."""
    if resource["resourceType"] == "Patient":
        return str(resource["id"])
    return str(resource.get("subject", {}).get("reference", "")).removeprefix("Patient/")


class Wire(httpx2.BaseTransport):
    """Brings requests to a hospital without a network. `seen`: whole addresses, with the IP that was spoken to."""

    def __init__(self, hospital: Hospital) -> None:
        self.hospital = hospital
        self.seen: list[tuple[str, str]] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        parts = urlsplit(str(request.url))
        self.seen.append((request.headers["host"], parts.hostname or ""))
        headers = {name.lower(): value for name, value in request.headers.items()}
        said = self.hospital.answer(Asked(request.method, parts.path, parse_qs(parts.query), headers, request.read()))
        sent = dict(said.headers)
        sent.setdefault("Content-Length", str(len(said.body)))
        return httpx2.Response(said.status, headers=sent, stream=_Pieces(said), request=request)


class _Pieces(httpx2.SyncByteStream):
    """A body in small pieces, that may end too early."""

    def __init__(self, said: Said) -> None:
        self.said = said

    def __iter__(self) -> Iterator[bytes]:
        whole = self.said.body if self.said.cut is None else self.said.body[: self.said.cut]
        for begin in range(0, len(whole), 977):
            yield whole[begin : begin + 977]
        if self.said.cut is not None:
            raise httpx2.RemoteProtocolError("peer closed connection without sending complete message body")


class Listening:
    """A hospital at a port of this machine, for programs of their own."""

    def __init__(self, hospital: Hospital) -> None:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                parts = urlsplit(self.path)
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", 0)))
                said = hospital.answer(Asked(self.command, parts.path, parse_qs(parts.query), headers, body))
                self.send_response(said.status)
                for name, value in said.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(said.body)))
                self.end_headers()
                self.wfile.write(said.body if said.cut is None else said.body[: said.cut])
                self.close_connection = said.cut is not None

            do_GET = do_POST = do_DELETE = _any

            def handle(self) -> None:
                with suppress(OSError):  # whoever asked was killed
                    super().handle()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> Listening:
        self.thread.start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()
