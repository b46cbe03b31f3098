"""Logs as JSON lines on standard error. What an exception says is left out: only its kind and the places of our code it went through."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

import osteon
from osteon.serve.storage.moments import now

__all__ = ["EVENT", "Lines", "places", "start_logs", "tell"]

EVENT = "osteon"
PACKAGE = str(Path(osteon.__file__).parent)
LOGGER = logging.getLogger("osteon.serve")


class Lines(logging.Formatter):
    """One JSON object a line: our events with their fields, those of libraries with their words, and of a fault its kind and place."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {"at": now(), "level": record.levelname.lower()}
        told = getattr(record, EVENT, None)
        if told is not None:
            line |= {"event": record.msg, **told}
        else:
            # Words of a library: its fixed part only, since what it fills in could be anything.
            line |= {"event": "library", "logger": record.name, "message": str(record.msg)}
        if record.exc_info and record.exc_info[0] is not None:
            line |= {"fault": record.exc_info[0].__name__, "places": places(record.exc_info[2])}
        return orjson.dumps(line, default=str).decode("utf-8", "replace")


def start_logs() -> None:
    """Send all logs of this process to standard error as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    LOGGER.setLevel(logging.INFO)
    logging.captureWarnings(True)


def tell(event: str, *, level: int = logging.INFO, fault: BaseException | None = None, **fields: Any) -> None:
    """Log an event of ours. The fields are ours to answer for: numbers, names of clients, patterns of routes, never a value."""
    info = None if fault is None else (type(fault), fault, fault.__traceback__)
    LOGGER.log(level, event, extra={EVENT: fields}, exc_info=info)


def places(trace: TracebackType | None) -> list[str]:
    """Where a fault went through, innermost last: file and line, our own code by its name in the package."""
    return [_place(frame) for frame in traceback.extract_tb(trace)[-12:]]


def _place(frame: traceback.FrameSummary) -> str:
    inside = frame.filename.startswith(PACKAGE)
    name = frame.filename.removeprefix(PACKAGE).lstrip("/") if inside else Path(frame.filename).name
    return f"{name}:{frame.lineno}"
