"""Many callers at once: `osteon serve` as a process, asked for cards as EHRs ask, client and server on this machine.

    make bench-serve                # the compiled wheel: five minutes with thought, one without
    python -m benchmarks.load [--callers 50] [--seconds 60] [--think 0.5 | --rate 80] [--save]

Each call is a `patient-view` with its own signed token (ES384, used once) and the whole prefetch; each is answered after its token
and its entry in the audit trail are on the disk. Two ways to ask:

- closed loop (`--think S`): so many callers, each with a connection of its own that is kept open; each waits for its answer, then
  thinks S seconds on average (exponential; 0: the next call at once, so that all callers wait all of the time). A server that slows
  down is asked less: this is how people behave, and hides how long others would have waited.
- open loop (`--rate R`): R calls a second at random moments (Poisson), whether the earlier ones are answered or not, over as many
  connections as callers. Time counts from the moment at which a call was due, so a slow server does not hide that calls wait in line.

The records are the worked examples, one of them with two years of results, and the public records that are at hand, in turn; each
call is about another patient, whose id stands everywhere in it, so that no answer could be one that was kept. Tokens are signed and
bodies are written before the clock starts: that is the EHR's work. Times are whole seconds of the client, in its one process (bare
sockets of asyncio): what it costs itself is in them, and is told.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import http.server
import json
import os
import platform
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import orjson
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

import osteon
from benchmarks.cards import call, records
from benchmarks.one_patient import EXAMPLE, processor
from benchmarks.watching import Looking, busy_seconds, code_of, processor_seconds
from osteon.pathway import pathway

RESULT = Path(__file__).parent / "results" / "load.json"
ISSUER = "https://ehr.example"
WARM_SECONDS = 5


def bodies() -> dict[str, bytes]:
    """Calls by the name of their record."""
    everything = {**records(), "two years of results": long_record()}
    return {name: call(bundle, "patient-view")[0] for name, bundle in everything.items()}


def without_patient(body: bytes) -> list[bytes]:
    """A call in pieces, between which the id of its patient stands."""
    id = orjson.loads(body)["context"]["patientId"].encode()
    return re.split(rb'(?<=["/:])' + re.escape(id) + rb'(?=")', body)


def long_record() -> dict[str, Any]:
    """The example with its results again for each month of two years."""
    bundle = orjson.loads(EXAMPLE.read_bytes())
    results = [entry["resource"] for entry in bundle["entry"] if "effectiveDateTime" in entry.get("resource", {})]
    for month in range(1, 25):
        year, rest = divmod(2025 * 12 - month, 12)
        for item in results:
            earlier = {**item, "id": f"{item['id']}-{month}", "effectiveDateTime": f"{year}-{rest + 1:02}-15"}
            bundle["entry"].append({"resource": earlier})
    return bundle


class Sent(NamedTuple):
    """A call that was answered: which record, when it was due, seconds until the answer was read, and its status."""

    record: str
    due: float
    seconds: float
    status: int


class Calls:
    """The calls to come, written out as HTTP/1.1."""

    def __init__(self, port: int, key: ECKey, many: int) -> None:
        self._bodies = {name: without_patient(body) for name, body in bodies().items()}
        self.names = list(self._bodies)
        path = "/cds-services/osteon-patient-view"
        now = int(time.time())
        self._heads = []
        for number in range(many):
            claims = {"iss": ISSUER, "aud": f"http://127.0.0.1:{port}{path}", "iat": now, "exp": now + 3500, "jti": str(uuid.uuid4())}
            token = jwt.encode({"alg": "ES384", "typ": "JWT", "kid": key.kid}, claims, key, algorithms=["ES384"])
            length = len(self._body(number))
            self._heads.append(
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n".encode()
            )
        self._next = 0

    def next(self) -> tuple[str, bytes]:
        """The name of the record, and the bytes to send."""
        number = self._next
        if number >= len(self._heads):
            raise RuntimeError("too few tokens were signed before the start")
        self._next += 1
        return self.names[number % len(self.names)], self._heads[number] + self._body(number)

    def _body(self, number: int) -> bytes:
        """With a patient and an instance (as the standard asks) of its own."""
        body = f"patient-{number:08x}".encode().join(self._bodies[self.names[number % len(self.names)]])
        return body.replace(b"d1577c69-dfbe-44ad", f"{number:08x}-dfbe-44ad".encode(), 1)


class Caller:
    """One connection that is kept open."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.reader: asyncio.StreamReader | None = None
        self.writer: asyncio.StreamWriter | None = None

    async def ask(self, message: bytes) -> int:
        """Send a call and read the whole answer; its status, 0 where there was none."""
        if self.reader is not None and self.reader.at_eof():
            # The server lets go of a connection on which nothing came for five seconds; every client looks before it uses one again.
            self.close()
        try:
            if self.writer is None:
                self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port, limit=1 << 20)
            assert self.reader is not None
            self.writer.write(message)
            head = await self.reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            body = await self.reader.readexactly(length)
            status = int(head[9:12])
            if status == 200 and not body.startswith(b'{"cards":'):
                return 0
            return status
        except (OSError, ValueError, asyncio.IncompleteReadError):
            self.close()
            return 0

    def close(self) -> None:
        """Let the connection go."""
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def closed(calls: Calls, port: int, callers: int, seconds: float, think: float) -> list[Sent]:
    """Callers that wait for their answer and think before they ask again."""
    found: list[Sent] = []
    end = time.perf_counter() + seconds
    chance = random.Random(7)

    async def one() -> None:
        caller = Caller(port)
        await asyncio.sleep(chance.random() * (think or 0.05))
        while (due := time.perf_counter()) < end:
            name, message = calls.next()
            status = await caller.ask(message)
            found.append(Sent(name, due, time.perf_counter() - due, status))
            if think:
                await asyncio.sleep(chance.expovariate(1 / think))
        caller.close()

    await asyncio.gather(*(one() for _ in range(callers)))
    return found


async def opened(calls: Calls, port: int, callers: int, seconds: float, rate: float) -> list[Sent]:
    """Calls at random moments, whatever becomes of those before."""
    found: list[Sent] = []
    free: asyncio.Queue[Caller] = asyncio.Queue()
    everyone = [Caller(port) for _ in range(callers)]
    for caller in everyone:
        free.put_nowait(caller)
    chance = random.Random(7)

    async def one(due: float) -> None:
        caller = await free.get()
        name, message = calls.next()
        status = await caller.ask(message)
        found.append(Sent(name, due, time.perf_counter() - due, status))
        free.put_nowait(caller)

    begin = due = time.perf_counter()
    async with asyncio.TaskGroup() as group:
        while (due := due + chance.expovariate(rate)) < begin + seconds:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            group.create_task(one(due))
    for caller in everyone:
        caller.close()
    return found


@contextlib.contextmanager
def keys_of_the_ehr() -> Iterator[tuple[ECKey, str]]:
    """A key of the EHR, and the address at which its public half stands."""
    key = ECKey.generate_key("P-384", parameters={"kid": "load"})
    public = json.dumps(KeySet([key]).as_dict(private=False)).encode()

    class Answers(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Length", str(len(public)))
            self.end_headers()
            self.wfile.write(public)

        def log_message(self, *_: Any) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield key, f"http://127.0.0.1:{server.server_address[1]}/keys.json"
    finally:
        server.shutdown()


@contextlib.contextmanager
def served(folder: Path, keys: str, port: int, options: dict[str, str]) -> Iterator[subprocess.Popen]:
    """The server, as whoever installs it starts it. Only the bound of calls from one address is lifted: all come from one here."""
    environment = {**os.environ, "OSTEON_EHR_KEYS": f"{ISSUER}={keys}", "OSTEON_REQUESTS_PER_MINUTE": "10000000", **options}
    command = [sys.executable, "-m", "osteon", "serve", "--port", str(port), "--data", str(folder / "data")]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, cwd=folder, stderr=log, stdout=log)
    try:
        while not _answers(port):
            if process.poll() is not None:
                raise SystemExit((folder / "log").read_text()[-2000:])
            time.sleep(0.05)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(60)


def _answers(port: int) -> bool:
    import http.client

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.suppress(OSError, http.client.HTTPException), contextlib.closing(connection):
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False


def percentiles(values: list[float]) -> dict[str, float]:
    """In milliseconds."""
    ordered = sorted(values)
    at = {f"p{share:g}": ordered[min(len(ordered) - 1, int(len(ordered) * share / 100))] for share in (50, 95, 99, 99.9)}
    return {name: round(value * 1000, 1) for name, value in {**at, "most": ordered[-1]}.items()}


def measured(choice: argparse.Namespace) -> dict[str, Any]:
    """One run."""
    options = {name.upper(): value for name, _, value in (pair.partition("=") for pair in choice.set)}
    rate = choice.rate or choice.callers / max(choice.think, 0.05)
    with tempfile.TemporaryDirectory(dir=choice.folder) as name, keys_of_the_ehr() as (key, address):
        folder, port = Path(name), choice.port
        calls = Calls(port, key, int(min(rate, 400) * (choice.seconds + WARM_SECONDS) * 1.2) + 200)
        with served(folder, address, port, options) as process:
            warm = asyncio.run(closed(calls, port, choice.callers, WARM_SECONDS, choice.think or 0.1))
            looking, before, own = Looking(process.pid), processor_seconds(process.pid), time.process_time()
            front, whole = processor_seconds(process.pid, below=False), busy_seconds()
            looking.start()
            begin = time.perf_counter()
            if choice.rate:
                found = asyncio.run(opened(calls, port, choice.callers, choice.seconds, choice.rate))
            else:
                found = asyncio.run(closed(calls, port, choice.callers, choice.seconds, choice.think))
            spent = time.perf_counter() - begin
            front, whole = processor_seconds(process.pid, below=False) - front, busy_seconds() - whole
            cost, own = processor_seconds(process.pid) - before, time.process_time() - own
            looking.end()
            code = code_of(process.pid)
        end = subprocess.run(
            [sys.executable, "-m", "osteon", "audit", "verify", "--data", str(folder / "data")],
            capture_output=True, text=True, check=False, cwd=folder, env={**os.environ, **options},
        )  # fmt: skip
    statuses = Counter(str(item.status) for item in (*warm, *found))
    by_record: dict[str, list[float]] = {}
    for item in found:
        by_record.setdefault(item.record, []).append(item.seconds)
    sizes = {name: len(body) for name, body in bodies().items()}
    return {
        "loop": f"open, {choice.rate:g} calls a second (Poisson)" if choice.rate else f"closed, {choice.think:g} s of thought on average",
        "code": code,
        "callers": choice.callers,
        "seconds": round(spent, 1),
        "calls": len(found),
        "calls per second": round(len(found) / spent, 1),
        "errors": sum(count for status, count in statuses.items() if status != "200"),
        "statuses, warming up included": dict(statuses),
        "ms": percentiles([item.seconds for item in found]),
        "processor ms per call": {
            "process that answers": round(front / len(found) * 1000, 2),
            "processes that make cards": round((cost - front) / len(found) * 1000, 2),
            "client": round(own / len(found) * 1000, 2),
        },
        "processor share of the machine": {
            "server": round(cost / spent / (os.cpu_count() or 1), 2),
            "client": round(own / spent / (os.cpu_count() or 1), 2),
            "everything else": round(max(0.0, whole - cost - own) / spent / (os.cpu_count() or 1), 2),
        },
        "memory of the server, MB": looking.told(begin),
        "audit trail": (end.stdout or end.stderr).strip().rpartition("head")[0].strip(" ,;:") or (end.stderr.strip()),
        "records": len(sizes),
        "kilobytes of a call": {"least": min(sizes.values()) // 1000, "most": max(sizes.values()) // 1000},
        "by record": {
            name: {"kilobytes": sizes[name] // 1000, **{key: value for key, value in percentiles(those).items() if key in ("p50", "p99")}}
            for name, those in sorted(by_record.items())
        },
        "settings": options,
    }


def table(result: dict[str, Any]) -> str:
    """A run for a reader."""
    ms, cost, share = result["ms"], result["processor ms per call"], result["processor share of the machine"]
    held = result["memory of the server, MB"]
    rows = [
        ("asked", f"{result['callers']} callers, {result['loop']}; code: {result['code']}"),
        ("calls", f"{result['calls']:,} in {result['seconds']:.0f} s, {result['calls per second']} a second, {result['errors']} errors"),
        ("answered within", ", ".join(f"{name} {value} ms" for name, value in ms.items())),
        ("processor per call", ", ".join(f"{name} {value} ms" for name, value in cost.items())),
        ("share of the machine", ", ".join(f"{name} {value:.0%}" for name, value in share.items())),
        ("memory (PSS)", f"first fifth {held['first fifth']} MB, last {held['last fifth']}, {held['slope per minute']} MB more a minute"),
        ("audit trail", result["audit trail"]),
    ]
    lines = [f"{name:22}{told}" for name, told in rows]
    lines += ["", f"{'second':>8}{'all MB':>9}   answers, then each that makes cards: PSS / RSS MB"]
    for moment in held["each 10 seconds"]:
        each = ", ".join(f"{pss} / {rss}" for pss, rss in moment["pss and rss"])
        lines.append(f"{moment['second']:>8}{moment['all']:>9}   {each}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--callers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--think", type=float, default=0.5, help="closed loop: mean seconds between an answer and the next call")
    parser.add_argument("--rate", type=float, help="open loop: calls a second")
    parser.add_argument("--port", type=int, default=8097)
    parser.add_argument("--folder", type=Path, help="where the database lies while it runs (a disk, not memory)")
    parser.add_argument("--set", action="append", default=[], metavar="OSTEON_X=Y", help="a setting of the server")
    parser.add_argument("--save", action="store_true", help="keep it in benchmarks/results/load.json, over the last of its kind")
    choice = parser.parse_args()
    result = {
        "versions": {"osteon": osteon.__version__, "pathway": pathway().version, "python": platform.python_version()},
        "machine": {"processor": processor(), "cores": os.cpu_count(), "system": platform.platform()},
        "date": time.strftime("%Y-%m-%d"),
        **measured(choice),
    }
    print(table(result))
    if choice.save:
        kept = json.loads(RESULT.read_text(encoding="utf-8")) if RESULT.exists() else {}
        name = f"{result['code'].partition(',')[0]}, {result['callers']} callers, {result['loop']}, {choice.seconds:g} s"
        RESULT.write_text(json.dumps({**kept, name: result}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
