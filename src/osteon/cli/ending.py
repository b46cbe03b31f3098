"""How a command ends: its exit status, and the one line on standard error that says why."""

from __future__ import annotations

import sys

__all__ = ["DONE", "FOUND", "PARTIAL", "UNREADABLE", "USAGE", "UsageError", "say"]

DONE, FOUND, USAGE, UNREADABLE, PARTIAL = 0, 1, 2, 3, 4


class UsageError(Exception):
    """The words of the command, or of the configuration, are off: exit 2."""


def say(message: str, status: int) -> int:
    """Tell the message on standard error; gives back the exit status, to be returned."""
    print(f"osteon: {message}", file=sys.stderr)
    return status
