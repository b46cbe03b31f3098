"""Processes that make reviews and cards, so that the one that answers is never kept from answering.

One process alone listens, counts, and writes; what takes a processor for milliseconds is handed to others, as bytes, and comes back
as bytes. They open no file, no database and no connection, and end when the one that answers is gone, however it went.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection, Pipe
from queue import Empty, SimpleQueue
from typing import Any, Final

import osteon
from osteon.engine.settings import Settings
from osteon.serve.operation.logs import start_logs, tell

__all__ = ["Workers", "most_useful", "work"]

MOST: Final = 8
END_SECONDS: Final = 10
NICE: Final = 5
TRIES: Final = 2
"""A record that makes two of them fall over is not tried on a third."""


def most_useful() -> int:
    """One for each core, but not more than a server of a hospital needs."""
    return min(os.cpu_count() or 1, MOST)


class Workers:
    """So many processes at most; they are started when there is work for them. With none, work is done where it is asked for."""

    def __init__(self, count: int = 0, settings: Settings | None = None) -> None:
        # What they are handed are open ends of a pipe, which only POSIX can pass on.
        self.count = count if os.name == "posix" else 0
        self._settings = settings or Settings()
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._turn = threading.Lock()
        self._all: list[_Worker] = []

    def start(self) -> None:
        """Start the first, so that the first request need not wait for it."""
        if self.count:
            self._idle.put(self._new())

    def do(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """`function(*arguments)`, which have to be such that another process can have them; what it raises of ours is raised here.

        Raises RuntimeError where the process ended over it, or failed in a way that is none of ours (its log has the place).
        """
        if not self.count:
            return function(*arguments)
        wanted = pickle.dumps((function, arguments), pickle.HIGHEST_PROTOCOL)
        for _ in range(TRIES):
            worker = self._free()
            try:
                done, result = worker.ask(wanted)
            except (EOFError, OSError):
                tell("worker", message="A process that makes reviews ended by itself; another takes its place.")
                self._gone(worker)
                continue
            self._idle.put(worker)
            if done:
                return result
            raise result
        raise RuntimeError("the process that does this ended twice")

    def close(self) -> None:
        """Let all of them end."""
        for worker in self._all:
            worker.close()
        self._all.clear()

    def _free(self) -> _Worker:
        with contextlib.suppress(Empty):
            return self._idle.get_nowait()
        with self._turn:
            if len(self._all) < self.count:
                return self._new()
        return self._idle.get()

    def _new(self) -> _Worker:
        worker = _Worker(self._settings)
        self._all.append(worker)
        return worker

    def _gone(self, worker: _Worker) -> None:
        worker.close()
        with self._turn:
            self._all.remove(worker)
            # Somebody may be waiting for it.
            self._idle.put(self._new())


class _Worker:
    """One process, and this end of the pipe to it."""

    def __init__(self, settings: Settings) -> None:
        self._pipe, theirs = Pipe()
        # A fresh interpreter, not a copy of this one: this one has threads, and connections to a database.
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", "from osteon.serve.workers import work; work()", str(theirs.fileno())],
            pass_fds=(theirs.fileno(),),
            stdin=subprocess.DEVNULL,
        )
        theirs.close()
        self._pipe.send(settings)

    def ask(self, wanted: bytes) -> tuple[bool, Any]:
        """Whether it was done, and the result or what was raised. Raises EOFError or OSError when the process is gone."""
        self._pipe.send_bytes(wanted)
        return self._pipe.recv()

    def close(self) -> None:
        """Let it end: it does so when the pipe is closed."""
        self._pipe.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def work() -> None:
    """What such a process does, from its start to its end."""
    # Whoever stops the server means the one that answers, which lets this one finish what it does.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    # The one that answers goes first: what it does is short, and everybody waits for it.
    os.nice(NICE)
    start_logs()
    pipe = Connection(int(sys.argv[1]))
    with contextlib.suppress(EOFError, OSError):
        osteon.prepare(settings=pipe.recv())
        while True:
            wanted = pipe.recv_bytes()
            function, arguments = pickle.loads(wanted)
            pipe.send(_done(function, arguments))


def _done(function: Callable[..., Any], arguments: tuple[Any, ...]) -> tuple[bool, Any]:
    try:
        return True, function(*arguments)
    except Exception as fault:  # noqa: BLE001 - the one that answers decides what to say
        if type(fault).__module__.startswith("osteon."):
            return False, fault
        tell("worker", fault=fault, message="What a process that makes reviews was asked to do failed.")
        return False, RuntimeError("failed in another process; its own line of the log has the place")
