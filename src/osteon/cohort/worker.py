"""A worker process of a cohort review: `python -m osteon.cohort.worker`, started by `osteon.cohort.local` and by nobody else.

It reads a job and then numbers of shards from standard input, and writes a summary (or what went wrong) for each to standard
output. A process of its own, and not one of `multiprocessing`, so that a script that calls the library need not be importable.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys

__all__ = ["serve"]


def serve() -> None:
    """Review shards until standard input ends."""
    # The keyboard is for the process that started this one; it will end this one too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked = sys.stdin.buffer
    # Whatever else is printed in this process must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    import pyarrow as pa

    from osteon.cohort.job import evaluator_for
    from osteon.cohort.shard import run_shard

    # The processes are the threads here.
    pa.set_cpu_count(1)
    job = pickle.load(asked)
    evaluator_for(job)
    gc.collect()
    gc.freeze()
    # A shard leaves much behind at once, and nothing worth looking for on the way.
    gc.disable()
    while True:
        try:
            shard = pickle.load(asked)
        except EOFError:
            return
        try:
            answer: object = run_shard(job, shard)
        except Exception as fault:  # noqa: BLE001 - it is told to whoever started this process, and raised there
            answer = fault
        pickle.dump(answer, answers)
        answers.flush()
        gc.collect()


if __name__ == "__main__":
    serve()
