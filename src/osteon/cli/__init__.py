"""The command line: `osteon review`, `osteon ingest`, `osteon serve` and the others. Data on stdout, everything else on stderr.

One module for each command: `declare` adds it to the parser, and what it needs is imported when it runs. The module itself is
imported when its command is asked for, or when all of them are to be shown.
"""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import osteon
from osteon.cli.ending import DONE, USAGE, UsageError, say

__all__ = ["main"]

REVIEW = "review"
COMMANDS = (REVIEW, "ingest", "cohort", "serve", "audit", "doctor", "pathway")
"""Each of them a module here."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit status (0 done, 1 finding at `--fail-on`, 2 usage, 3 unreadable, 4 partial).

    Without `arguments` it is the program itself.
    """
    # One command reads one record and ends: looking for cycles of garbage would only cost time, at the end most of all.
    gc.disable()
    atexit.register(gc.freeze)
    first = next(iter(sys.argv[1:] if arguments is None else arguments), None)
    choice = _parser((first,) if first in COMMANDS else COMMANDS).parse_args(arguments)
    status = _run(choice)
    if arguments is None and first == REVIEW:
        atexit.register(_leave, status)
    return status


def _leave(status: int) -> None:
    """End the process at once: taking the pathway apart object by object would take longer than some reviews."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _run(choice: argparse.Namespace) -> int:
    try:
        run: Callable[[argparse.Namespace], int] = choice.run
        return run(choice)
    except UsageError as fault:
        return say(str(fault), USAGE)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing to say, and nothing to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return say("stopped", 130)


class _Formatter(argparse.HelpFormatter):
    """Help as wide as the terminal. Where argparse is left to find the width, it loads four kinds of compression."""

    def __init__(self, prog: str) -> None:
        try:
            columns = int(os.environ.get("COLUMNS") or os.get_terminal_size().columns)
        except (OSError, ValueError):
            columns = 80
        super().__init__(prog, width=columns - 2)


class _Parser(argparse.ArgumentParser):
    """A parser that has this formatter, as have those of its commands."""

    def __init__(self, **words: Any) -> None:
        super().__init__(**{"formatter_class": _Formatter, **words})


def _parser(names: Sequence[str]) -> argparse.ArgumentParser:
    """The parser of some commands: it takes longer to declare all of them than to review some records."""
    parser = _Parser(
        prog="osteon",
        description="What the record of a person with breast cancer means for her bones. "
        "Decision support, research and education; not a medical device.",
    )
    parser.add_argument("--version", action="version", version=f"osteon {osteon.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name in names:
        import_module(f"osteon.cli.{name}").declare(commands)
    return parser
