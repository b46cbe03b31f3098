"""Looks at processes while they work: what they cost, and what they hold."""

from __future__ import annotations

import contextlib
import os
import re
import statistics
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["Looking", "busy_seconds", "code_of", "processor_seconds"]

LOOK_SECONDS = 2
ROW_SECONDS = 10
COMPILED = re.compile(r"/osteon/record/\w+\.cpython-")


def family(process: int) -> list[int]:
    """A process and all below it."""
    found = [process]
    for child in Path(f"/proc/{process}/task/{process}/children").read_text().split():
        found += family(int(child))
    return found


def code_of(process: int) -> str:
    """Whether a server and the processes below it run the compiled wheel or the sources: what each has really loaded."""
    compiled = [COMPILED.search(Path(f"/proc/{one}/maps").read_text()) is not None for one in family(process)]
    if any(compiled) and not all(compiled):
        raise SystemExit("Some processes of the server run the compiled wheel, others the sources.")
    return f"{'compiled wheel' if all(compiled) else 'sources'}, in all {len(compiled)} processes"


class Held(NamedTuple):
    """Megabytes of a process: with its share of pages that others have too (PSS), and all that it has (RSS)."""

    pss: float
    rss: float


def memory(process: int) -> list[Held]:
    """Of a process and all below it."""
    found = []
    for one in family(process):
        with contextlib.suppress(OSError):
            words = dict(line.split(":", 1) for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()[1:])
            found.append(Held(*(round(int(words[name].split()[0]) / 1024, 1) for name in ("Pss", "Rss"))))
    return found


def processor_seconds(process: int, *, below: bool = True) -> float:
    """User and system time of a process and, where wanted, all below it."""
    ticks = 0
    for one in family(process) if below else [process]:
        with contextlib.suppress(OSError):
            ticks += sum(map(int, Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def busy_seconds() -> float:
    """Time that all cores have worked, for whomever."""
    user, nice, system, _, _, interrupts, soft, stolen, *_ = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:])
    return (user + nice + system + interrupts + soft + stolen) / os.sysconf("SC_CLK_TCK")


class Looking(threading.Thread):
    """Looks at the memory of a server now and then, from its start to `end`."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self._process, self._done = process, threading.Event()
        self._seen: list[tuple[float, list[Held]]] = []

    def run(self) -> None:
        while not self._done.wait(LOOK_SECONDS):
            self._seen.append((time.perf_counter(), memory(self._process)))

    def end(self) -> None:
        """Look no more."""
        self._done.set()
        self.join()

    def told(self, begin: float) -> dict[str, Any]:
        """Megabytes of all processes together (PSS) at the beginning and at the end, the slope between, and those of each now and then."""
        values = [sum(one.pss for one in those) for _, those in self._seen]
        fifth = max(1, len(values) // 5)
        slope = statistics.linear_regression([at for at, _ in self._seen], values).slope * 60 if len(values) > 2 else 0.0
        rows = self._seen[:: ROW_SECONDS // LOOK_SECONDS]
        return {
            "first fifth": round(statistics.mean(values[:fifth]), 1),
            "last fifth": round(statistics.mean(values[-fifth:]), 1),
            "most": round(max(values), 1),
            "slope per minute": round(slope, 2),
            "each 10 seconds": [
                {"second": round(at - begin), "all": round(sum(one.pss for one in those), 1), "pss and rss": those} for at, those in rows
            ],
        }
