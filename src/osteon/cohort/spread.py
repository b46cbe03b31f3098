"""A function over many pieces of work, in processes of this machine: shards of a store, mostly."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from osteon.cohort.job import BrokenOffError

__all__ = ["Progress", "counted", "processors", "spread", "workers_for"]

WORTH_A_PROCESS = 5_000
"""Patients that take about as long as a process needs to start."""

KEEP_MEMORY = {
    "MALLOC_TRIM_THRESHOLD_": str(1 << 36),
    "MALLOC_MMAP_THRESHOLD_": str(1 << 25),
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
"""A worker needs for the next item about as much memory as for the one before: it keeps it, and does not give it back in between."""

Progress = Callable[[str, int, int], None]
"""Told the step, how much of it is done, and of how much."""
Item = TypeVar("Item")
Answer = TypeVar("Answer")


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers_for(patients: int) -> int:
    """How many processes are worth while for so many patients: one for each processor, and one for few patients."""
    return min(processors(), 1 + patients // WORTH_A_PROCESS)


def spread(
    task: Callable[[Item], Answer],
    items: Sequence[Item],
    workers: int = 1,
    tell: Callable[[Answer], None] | None = None,
) -> list[Answer]:
    """`task` of each of the items, in their order, worked out in so many processes; in this one where `workers` is 1.

    `task` is a function of a module, or `functools.partial` of one, and is sent to each process once; items and answers are plain data.
    What it keeps for the next item (a cache) stays in its process. `tell` is called with each answer as it comes, from any thread.
    The first exception of any item is raised, and the rest of the work is given up. Raises
    `osteon.cohort.job.BrokenOffError` when a process dies.
    """
    count = min(workers, len(items))
    return _here(task, items, tell) if count <= 1 else _in_workers(task, items, count, tell)


def counted(progress: Progress | None, step: str, whole: int) -> Callable[[object], None] | None:
    """What `spread` is to tell so that `progress` hears how many of `whole` items are done; None where nobody listens."""
    if progress is None:
        return None
    done: list[None] = []
    progress(step, 0, whole)

    def told(_: object) -> None:
        done.append(None)
        progress(step, len(done), whole)

    return told


def _here(task: Callable, items: Sequence, tell: Callable | None) -> list:
    done = []
    for item in items:
        done.append(task(item))
        if tell is not None:
            tell(done[-1])
    return done


def _in_workers(task: Callable, items: Sequence, count: int, tell: Callable | None) -> list:
    """One thread for each worker process: it hands out an item, waits for the answer, and hands out the next."""
    wanted: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(items)):
        wanted.put(number)
    done: dict[int, Any] = {}
    faults: list[BaseException] = []
    workers = [_started() for _ in range(count)]

    def feed(worker: subprocess.Popen[bytes]) -> None:
        try:
            _send(worker, task)
            while not faults:
                number = wanted.get_nowait()
                _send(worker, items[number])
                fault, answer = _answer(worker)
                if fault is not None:
                    raise fault
                done[number] = answer
                if tell is not None:
                    tell(answer)
        except queue.Empty:
            return
        except Exception as fault:  # noqa: BLE001 - raised below, in the thread that asked
            faults.append(fault)

    threads = [threading.Thread(target=feed, args=(worker,), daemon=True) for worker in workers]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                # Not for ever in one call, so that the keyboard can interrupt it.
                thread.join(0.2)
                if faults:
                    raise faults[0]
    finally:
        for worker in workers:
            if faults or len(done) < len(items):
                worker.kill()
        for worker in workers:
            with suppress(OSError):
                worker.stdin.close()  # type: ignore[union-attr]
            worker.wait()
            worker.stdout.close()  # type: ignore[union-attr]
    if faults:
        raise faults[0]
    return [done[number] for number in range(len(items))]


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "osteon.cohort.worker"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**KEEP_MEMORY, **os.environ})


def _send(worker: subprocess.Popen[bytes], what: object) -> None:
    try:
        pickle.dump(what, worker.stdin)  # type: ignore[arg-type]
        worker.stdin.flush()  # type: ignore[union-attr]
    except OSError as fault:
        raise _ended(worker) from fault


def _answer(worker: subprocess.Popen[bytes]) -> tuple[Exception | None, Any]:
    try:
        return pickle.load(worker.stdout)  # type: ignore[arg-type]
    except (EOFError, pickle.UnpicklingError) as fault:
        raise _ended(worker) from fault


def _ended(worker: subprocess.Popen[bytes]) -> BrokenOffError:
    return BrokenOffError(
        f"a worker process ended before its work was done (status {worker.wait()}), perhaps for want of memory. "
        "Nothing was written; try fewer --workers."
    )
