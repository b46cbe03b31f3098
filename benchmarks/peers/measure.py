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
"""Seconds between two looks at the resident sets."""
RARELY = 0.25
"""Seconds between two looks at the shared pages: the system walks all of the memory for it."""
TICK = os.sysconf("SC_CLK_TCK")


class Run(NamedTuple):
    """One measured run, of a process and all below it."""

    seconds: float
    cpu_seconds: float
    memory_mb: float
    """The largest sum of the resident sets, seen every 20 ms. A page that several processes share counts once for each."""
    proportional_mb: float
    """The largest sum of the proportional sets (PSS), seen every 250 ms: a shared page counts once. This is what a machine has to have."""
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
    most, shared, looked = 0, 0, 0.0
    left, cpu, times = {process.pid for process in running}, 0.0, dict[int, float]()
    while left:
        family = _family([process.pid for process in running], times)
        most = max(most, sum(map(_resident, family)))
        if time.perf_counter() - looked > RARELY:
            shared, looked = max(shared, sum(map(_proportional, family))), time.perf_counter()
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
    # Processes that are not children of the first one are known from the looks at them only.
    return Run(seconds, max(cpu, sum(times.values())), most / 1e6, shared / 1e6, answers[0] if len(answers) == 1 else answers)


def _json(out: str) -> Any:
    lines = out.strip().splitlines()
    try:
        return json.loads(lines[-1]) if lines else None
    except json.JSONDecodeError:
        return None


def _family(roots: Iterable[int], times: dict[int, float]) -> list[int]:
    """Some processes and all below them; notes the processor time of each."""
    below: dict[int, list[int]] = {}
    spent: dict[int, float] = {}
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                text = Path(f"/proc/{name}/stat").read_text()
            except OSError:
                continue
            fields = text.rpartition(")")[2].split()
            below.setdefault(int(fields[1]), []).append(int(name))
            spent[int(name)] = (int(fields[11]) + int(fields[12])) / TICK
    found, waiting = [], list(roots)
    while waiting:
        pid = waiting.pop()
        waiting += below.get(pid, [])
        found.append(pid)
        times[pid] = max(times.get(pid, 0.0), spent.get(pid, 0.0))
    return found


def _resident(pid: int) -> int:
    """Bytes in memory of a process."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    except (OSError, IndexError):
        return 0


def _proportional(pid: int) -> int:
    """Bytes in memory of a process; of a page that it shares with others, its share."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


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
        "proportional_mb": round(max(one.proportional_mb for one in runs)),
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
