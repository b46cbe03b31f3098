"""`osteon serve fetch` as a program that kills itself before its n-th commit. For tests only: `python killed.py N ARGUMENTS...`."""

from __future__ import annotations

import os
import signal
import sys

from sqlalchemy import event
from sqlalchemy.engine import Engine

from osteon.cli import main
from osteon.serve.fetching import lines

lines.PART_LINES = 2
left = int(sys.argv[1])


@event.listens_for(Engine, "commit")
def _count(connection: object) -> None:
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


sys.exit(main(sys.argv[2:]))
