"""`osteon serve` as a process of its own."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from serve.conftest import serve_command
from waiting import wait_for

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
