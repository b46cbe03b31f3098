"""Work measured in processes of its own: wall clock, processor time, and the memory that all of them held at once."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["ROOT", "Run", "call", "run", "spread", "warm_up"]

ROOT = Path(__file__).resolve().parent.parent.parent
PAGE = os.sysconf("SC_PAGE_SIZE")
EVERY = 0.02
"""Seconds between two looks at the memory."""


class Run(NamedTuple):
    """One measured run. `memory_mb`: the largest sum of the resident sets of the process and all below it, seen every 20 ms."""

    seconds: float
    cpu_seconds: float
    memory_mb: float
    answer: Any
    """The last line of the output, where it is JSON."""


def call(function: str, **arguments: Any) -> list[str]:
    """The command that runs `module:function` with these arguments and prints what it gives back as JSON."""
    return [sys.executable, "-m", "benchmarks.peers.measure", function, json.dumps(arguments, default=str)]


PARTIAL = 4
"""Osteon's exit code when it has done its work and some entries could not be read, as in every real record."""


def run(*commands: Sequence[str]) -> Run:
    """Run commands side by side and wait for all; RuntimeError with the words of the first that fails."""
    start = time.perf_counter()
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for command in commands
    ]
    texts: list[tuple[str, str]] = [("", "")] * len(running)

    def listen(place: int) -> None:
        process = running[place]
        err: list[str] = []
        side = threading.Thread(target=lambda: err.append(process.stderr.read()))  # type: ignore[union-attr]
        side.start()
        out = process.stdout.read()  # type: ignore[union-attr]
        side.join()
        texts[place] = (out, err[0])

    listeners = [threading.Thread(target=listen, args=(place,)) for place in range(len(running))]
    for listener in listeners:
        listener.start()
    most, left, cpu = 0, {process.pid for process in running}, 0.0
    while left:
        most = max(most, _resident([process.pid for process in running]))
        for pid in sorted(left):
            done, status, usage = os.wait4(pid, os.WNOHANG)
            if done:
                left.discard(pid)
                cpu += usage.ru_utime + usage.ru_stime
                next(process for process in running if process.pid == pid).returncode = os.waitstatus_to_exitcode(status)
        time.sleep(EVERY if left else 0)
    seconds = time.perf_counter() - start
    for listener in listeners:
        listener.join()
    for process, (_, err) in zip(running, texts, strict=True):
        if process.returncode not in (0, PARTIAL):
            raise RuntimeError(f"{' '.join(map(str, process.args))} ended with {process.returncode}:\n{err[-2000:]}")
    answers = [_json(out) for out, _ in texts]
    return Run(seconds, cpu, most / 1e6, answers[0] if len(answers) == 1 else answers)


def _json(out: str) -> Any:
    lines = out.strip().splitlines()
    try:
        return json.loads(lines[-1]) if lines else None
    except json.JSONDecodeError:
        return None


def _resident(roots: Iterable[int]) -> int:
    """Bytes in memory of some processes and all below them."""
    below: dict[int, list[int]] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                text = Path(f"/proc/{name}/stat").read_text()
            except OSError:
                continue
            below.setdefault(int(text.rpartition(")")[2].split()[1]), []).append(int(name))
    total, waiting = 0, list(roots)
    while waiting:
        pid = waiting.pop()
        waiting += below.get(pid, [])
        try:
            total += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
        except (OSError, IndexError):
            continue
    return total


def spread(runs: Sequence[Run], patients: int, megabytes: float | None = None) -> dict[str, Any]:
    """Median, least and most of some runs, as seconds and patients (and MB) a second."""
    times = [one.seconds for one in runs]
    middle = statistics.median(times)
    found: dict[str, Any] = {
        "runs": len(runs),
        "seconds": {"median": round(middle, 3), "min": round(min(times), 3), "max": round(max(times), 3)},
        "cpu_seconds": round(statistics.median(one.cpu_seconds for one in runs), 2),
        "patients_per_second": round(patients / middle),
        "memory_mb": round(max(one.memory_mb for one in runs)),
    }
    if megabytes is not None:
        found["mb_per_second"] = round(megabytes / middle)
    return found


def warm_up(files: Iterable[str | Path]) -> int:
    """Read files once, so that they are in the page cache; their size in bytes."""
    size = 0
    for name in files:
        with open(name, "rb") as file:
            while part := file.read(1 << 22):
                size += len(part)
    return size


def node() -> str | None:
    """Where node is; None when this machine has none."""
    return shutil.which("node")


def _main() -> None:
    from importlib import import_module

    module, _, function = sys.argv[1].partition(":")
    print(json.dumps(getattr(import_module(module), function)(**json.loads(sys.argv[2]))))


if __name__ == "__main__":
    _main()
