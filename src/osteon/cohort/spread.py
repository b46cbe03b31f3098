"""A function over many pieces of work, in processes of this machine: shards of a store, mostly."""

from __future__ import annotations

import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Any, TypeVar

from osteon.cohort.job import BrokenOffError

__all__ = ["Progress", "counted", "processors", "spread", "workers_for"]

PIPE = subprocess.PIPE
WORTH_A_PROCESS = 5_000
"""Patients that take about as long as a process needs to start."""

KEEP_MEMORY = {
    "MALLOC_TRIM_THRESHOLD_": str(1 << 36),
    "MALLOC_MMAP_THRESHOLD_": str(1 << 25),
    "MALLOC_ARENA_MAX": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OPENBLAS_NUM_THREADS": "1",
}
"""A worker needs for the next item about as much memory as for the one before: it keeps it, and does not give it back in between.
What the thread of Arrow that reads has let go serves the arrays made next, and no other threads are kept that would only wait."""

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
    ready: Callable[[], object] | None = None,
) -> list[Answer]:
    """`task` of each of the items, in their order, worked out in so many processes; in this one where `workers` is 1.

    `task` is a function of a module, or `functools.partial` of one, and is sent to each process once; items and answers are plain data.
    What it keeps for the next item (a cache) stays in its process. `tell` is called with each answer as it comes, from any thread.
    `ready` makes a process ready for the first item; where processes can be copied, it is called once for all of them.
    The first exception of any item is raised, and the rest of the work is given up. Raises
    `osteon.cohort.job.BrokenOffError` when a process dies.
    """
    count = min(workers, len(items))
    return _here(task, items, tell) if count <= 1 else _in_workers(task, items, count, tell, ready)


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


def _in_workers(
    task: Callable, items: Sequence, count: int, tell: Callable | None, ready: Callable | None
) -> list:
    """One thread for each worker process: it hands out an item, waits for the answer, and hands out the next."""
    wanted: queue.SimpleQueue[int] = queue.SimpleQueue()
    for number in range(len(items)):
        wanted.put(number)
    done: dict[int, Any] = {}
    faults: list[BaseException] = []
    workers = _started(count)

    def feed(worker: _Worker) -> None:
        try:
            if not worker.copied:
                _send(worker, (task, ready))
            worker.pid = _answer(worker)
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
            # What this one has used is given back while the others are still at work,
            # and its number may soon be that of another process.
            worker.pid = None
            with suppress(OSError):
                worker.asked.close()
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
            worker.close()
    if faults:
        raise faults[0]
    return [done[number] for number in range(len(items))]


@dataclass
class _Worker:
    """A worker process, or a copy that one has made of itself."""

    process: subprocess.Popen[bytes]
    asked: IO[bytes]
    answers: IO[bytes]
    copied: bool
    pid: int | None = None
    """Known as soon as it is ready."""

    def kill(self) -> None:
        """End it at once. A copy that is not ready yet ends by itself, because nobody asks it anything."""
        if not self.copied:
            self.process.kill()
        elif self.pid is not None:
            with suppress(OSError):
                os.kill(self.pid, signal.SIGKILL)

    def close(self) -> None:
        """Wait for its end."""
        with suppress(OSError):
            self.asked.close()
        if not self.copied:
            self.process.wait()
        self.answers.close()


def _started(count: int) -> list[_Worker]:
    """Workers; where the system can copy a process, one that will make the others of itself when it is ready."""
    command = [sys.executable, "-m", "osteon.cohort.worker"]
    settings = {**KEEP_MEMORY, **os.environ}
    if sys.platform != "linux":
        # Elsewhere the libraries do not bear being copied.
        return [_worker(subprocess.Popen(command, stdin=PIPE, stdout=PIPE, env=settings)) for _ in range(count)]
    pipes = [(*os.pipe(), *os.pipe()) for _ in range(count - 1)]
    theirs = [end for to_read, _, _, to_write in pipes for end in (to_read, to_write)]
    try:
        first = subprocess.Popen([*command, *map(str, theirs)], stdin=PIPE, stdout=PIPE, env=settings, pass_fds=theirs)
    finally:
        for end in theirs:
            os.close(end)
    copies = [
        _Worker(first, os.fdopen(to_ask, "wb"), os.fdopen(to_hear, "rb"), copied=True) for _, to_ask, to_hear, _ in pipes
    ]
    # The copies are closed first: the first worker waits for their end.
    return [*copies, _worker(first)]


def _worker(process: subprocess.Popen[bytes]) -> _Worker:
    assert process.stdin is not None and process.stdout is not None
    return _Worker(process, process.stdin, process.stdout, copied=False)


def _send(worker: _Worker, what: object) -> None:
    try:
        pickle.dump(what, worker.asked)
        worker.asked.flush()
    except OSError as fault:
        raise _ended() from fault


def _answer(worker: _Worker) -> Any:
    try:
        return pickle.load(worker.answers)
    except (EOFError, pickle.UnpicklingError) as fault:
        raise _ended() from fault


def _ended() -> BrokenOffError:
    return BrokenOffError(
        "a worker process ended before its work was done, perhaps for want of memory. Nothing was written; try fewer --workers."
    )
