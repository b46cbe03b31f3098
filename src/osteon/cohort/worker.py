"""A worker process: `python -m osteon.cohort.worker`, started by `osteon.cohort.spread` and by nobody else.

It reads a task and then items from standard input, and writes what the task makes of each item (or what went wrong) to standard
output. Its arguments are pairs of open files: for each pair it makes a copy of itself, once it is ready, that reads items from the
one and writes to the other; so libraries and pathway are loaded once for all workers. A process of its own, and not one of
`multiprocessing`, so that a script that calls the library need not be importable.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any, BinaryIO

__all__ = ["serve"]


def serve(pairs: list[int]) -> None:
    """Work on items until standard input ends, and let a copy work on those that come through each pair of open files."""
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
    try:
        task, ready = pickle.load(asked)
    except EOFError:
        os._exit(0)
    if ready is not None:
        # What goes wrong here goes wrong again with the first item, and is told then.
        with suppress(Exception):
            ready()
    gc.freeze()
    copies = []
    for place in range(0, len(pairs), 2):
        copy = os.fork()
        if not copy:
            for end in (*pairs[:place], *pairs[place + 2 :]):
                os.close(end)
            # The first worker must be seen to end when it ends.
            os.close(asked.fileno())
            os.close(answers.fileno())
            _work(task, os.fdopen(pairs[place], "rb"), os.fdopen(pairs[place + 1], "wb"))
            os._exit(0)
        copies.append(copy)
    for end in pairs:
        os.close(end)
    _work(task, asked, answers)
    for copy in copies:
        os.waitpid(copy, 0)
    # All that was asked for is told and written: there is nothing to put in order.
    os._exit(0)


def _work(task: Callable[[Any], object], asked: BinaryIO, answers: BinaryIO) -> None:
    """Say who works here, and work on items until there are no more."""
    pickle.dump(os.getpid(), answers)
    answers.flush()
    done = 0
    while True:
        try:
            item = pickle.load(asked)
        except EOFError:
            return
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
    serve([int(end) for end in sys.argv[1:]])
