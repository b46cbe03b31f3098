"""A cohort review on this machine: shard after shard, in as many processes as asked for."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from osteon.cohort.folder import discard, finish
from osteon.cohort.job import Job, JobError, ShardSummary
from osteon.cohort.shard import run_shard

__all__ = ["processors", "run"]

WORTH_A_PROCESS = 5_000
"""Patients that take about as long as a process needs to start."""
Tell = Callable[[ShardSummary], None]


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def run(job: Job, *, workers: int | None = None, tell: Tell | None = None) -> dict[str, object]:
    """Review all shards and write the result; gives back what `summary.json` says.

    `workers`: processes; when left out, as many as there are processors, and one for a small store. `tell` is called with the
    summary of each shard that is done, from any thread. Nothing is left behind when the run fails. Raises JobError,
    `osteon.record.store.StoreError`.
    """
    count = min(workers or min(processors(), 1 + job.patients // WORTH_A_PROCESS), len(job.shards))
    try:
        summaries = _here(job, tell) if count <= 1 else _in_workers(job, count, tell)
        return finish(job, summaries)
    except BaseException as fault:
        discard(job)
        if isinstance(fault, OSError):
            raise JobError(f"the review broke off: {fault.strerror or type(fault).__name__}. Nothing was written.") from fault
        raise


def _here(job: Job, tell: Tell | None) -> list[ShardSummary]:
    done = []
    for shard in job.shards:
        done.append(run_shard(job, shard))
        if tell is not None:
            tell(done[-1])
    return done


def _in_workers(job: Job, count: int, tell: Tell | None) -> list[ShardSummary]:
    """One thread for each worker process: it hands out a shard, waits for the answer, and hands out the next."""
    wanted: queue.SimpleQueue[int] = queue.SimpleQueue()
    for shard in job.shards:
        wanted.put(shard)
    done: list[ShardSummary] = []
    faults: list[BaseException] = []
    workers = [_started() for _ in range(count)]

    def feed(worker: subprocess.Popen[bytes]) -> None:
        try:
            _send(worker, job)
            while not faults:
                _send(worker, wanted.get_nowait())
                answer = _answer(worker)
                if isinstance(answer, Exception):
                    raise answer
                done.append(answer)
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
            if faults or len(done) < len(job.shards):
                worker.kill()
        for worker in workers:
            with suppress(OSError):
                worker.stdin.close()  # type: ignore[union-attr]
            worker.wait()
            worker.stdout.close()  # type: ignore[union-attr]
    if faults:
        raise faults[0]
    return done


def _started() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "osteon.cohort.worker"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def _send(worker: subprocess.Popen[bytes], what: object) -> None:
    try:
        pickle.dump(what, worker.stdin)  # type: ignore[arg-type]
        worker.stdin.flush()  # type: ignore[union-attr]
    except OSError as fault:
        raise _ended(worker) from fault


def _answer(worker: subprocess.Popen[bytes]) -> ShardSummary | Exception:
    try:
        return pickle.load(worker.stdout)  # type: ignore[arg-type]
    except (EOFError, pickle.UnpicklingError) as fault:
        raise _ended(worker) from fault


def _ended(worker: subprocess.Popen[bytes]) -> JobError:
    return JobError(
        f"a worker process ended before its work was done (status {worker.wait()}), perhaps for want of memory. "
        "Nothing was written; try fewer --workers."
    )
