"""A worker process: `python -m osteon.cohort.worker`, started by `osteon.cohort.spread` and by nobody else.

It reads a task and then items from standard input, and writes what the task makes of each item (or what went wrong) to standard
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
    """Work on items until standard input ends."""
    # The keyboard is for the process that started this one; it will end this one too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked = sys.stdin.buffer
    # Whatever else is printed in this process must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)

    import pyarrow as pa

    # The processes are the threads here.
    pa.set_cpu_count(1)
    # An item leaves much behind at once, and nothing worth looking for on the way.
    gc.disable()
    task = pickle.load(asked)
    done = 0
    while True:
        try:
            item = pickle.load(asked)
        except EOFError:
            # All that was asked for is told and written: there is nothing to put in order.
            os._exit(0)
        if done:
            gc.collect()
        if done == 1:
            # What the first item made and left, such as the pathway made ready, serves all others: no need to look at it again.
            gc.freeze()
        done += 1
        fault: Exception | None = None
        answer: object = None
        try:
            answer = task(item)
        except Exception as error:  # noqa: BLE001 - it is told to whoever started this process, and raised there
            fault = error
        pickle.dump((fault, answer), answers)
        answers.flush()
        del answer, fault


if __name__ == "__main__":
    serve()
