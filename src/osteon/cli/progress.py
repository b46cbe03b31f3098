"""What long commands need: to collect garbage, and to say how far they are to whoever looks at a terminal."""

from __future__ import annotations

import atexit
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["Show", "collect_garbage", "progress"]

Show = Callable[[str, int, int], None]
"""Told the step (`reading`), how much of it is done, and of how much."""


def collect_garbage() -> None:
    """Unlike a review of one patient, a long command makes much that is thrown away; and what it loads wants to be unloaded."""
    gc.enable()
    atexit.unregister(gc.freeze)


@contextmanager
def progress() -> Iterator[Show | None]:
    """One bar for each step on standard error; None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        steps: dict[str, Any] = {}

        def show(step: str, done: int, whole: int) -> None:
            if step not in steps:
                steps[step] = bars.add_task(step, total=whole or 1)
            bars.update(steps[step], completed=done or (0 if whole else 1), total=whole or 1)

        yield show
