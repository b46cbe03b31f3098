"""`osteon cohort`: many patients at once. One module for each action."""

from __future__ import annotations

from typing import Any

from osteon.cli.cohort import compare, delay, events, measures, report, review

__all__ = ["declare"]


def declare(commands: Any) -> None:
    """Add the command to the parser's `commands`."""
    cohort = commands.add_parser("cohort", help="many patients at once, as tables")
    actions = cohort.add_subparsers(required=True, metavar="ACTION")
    for action in (review, events, measures, delay, compare, report):
        action.declare(actions)
