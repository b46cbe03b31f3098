"""`osteon ingest`: the records of many patients into a store."""

from __future__ import annotations

import argparse
import atexit
import gc
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from osteon.cli.ending import DONE, PARTIAL, UNREADABLE, USAGE, say
from osteon.cli.settings import CONFIGURATION, codes_of

__all__ = ["declare"]


def declare(commands: Any) -> None:
    """Add the command to the parser's `commands`."""
    ingest = commands.add_parser("ingest", help="read the records of many patients into a store")
    ingest.add_argument(
        "input",
        metavar="INPUT",
        nargs="+",
        help="FHIR R4 NDJSON or JSON, plain or .gz; a folder of these; the manifest of a bulk export",
    )
    ingest.add_argument("--out", metavar="STORE", type=Path, required=True, help="folder of the store; made if need be")
    ingest.add_argument(
        "--config",
        metavar="PATH",
        type=Path,
        help=f"settings of the site, for its codes (default: {CONFIGURATION} here)",
    )
    ingest.add_argument("--workers", metavar="N", type=_count, help="processes (default: one for each processor)")
    ingest.set_defaults(run=_ingest)


def _count(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if not 0 < number <= 512:
        raise argparse.ArgumentTypeError("give a number from 1 to 512")
    return number


def _ingest(choice: argparse.Namespace) -> int:
    missing = [name for name in ("duckdb", "msgspec", "numpy", "pyarrow") if find_spec(name) is None]
    if missing:
        return say(f"ingest needs {' and '.join(missing)}: install osteon[cohort].", USAGE)
    from osteon.record import RecordError
    from osteon.record.store import StoreError, ingest

    # Many records: cycles have to be collected, and the libraries want to be taken down in order at the end.
    gc.enable()
    atexit.unregister(gc.freeze)
    try:
        with _progress() as progress:
            done = ingest(choice.input, choice.out, codes=codes_of(choice), workers=choice.workers, progress=progress)
    except RecordError as fault:
        return say(str(fault), UNREADABLE)
    except StoreError as fault:
        return say(str(fault), USAGE)
    counts = done.accounts
    refused = counts.get("refused", 0)
    ignored = counts.get("read", 0) - counts.get("used", 0) - refused
    known = f", {done.inputs - done.read} of them known and unchanged" if done.read < done.inputs else ""
    sys.stdout.write(
        f"{done.inputs} input{'s' if done.inputs != 1 else ''}{known}; the store holds {done.patients} patients. "
        f"Resources read: {counts.get('read', 0)}, used {counts.get('used', 0)}, ignored {ignored}, refused {refused}.\n"
    )
    if refused:
        what = "1 resource" if refused == 1 else f"{refused} resources"
        return say(f"{what} could not be read; the rest is in the store. Its tables of problems list them.", PARTIAL)
    return DONE


@contextmanager
def _progress() -> Iterator[Callable[[str, int, int], None] | None]:
    """A bar on standard error, if that is a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total or 1)
            bar.update(tasks[step], completed=done or (0 if total else 1), total=total or 1)

        yield show
