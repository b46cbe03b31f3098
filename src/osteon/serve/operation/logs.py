"""Logs as JSON lines on standard error. What an exception or a warning says is left out: only its kind and the places it went through."""

from __future__ import annotations

import linecache
import logging
import traceback
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, TextIO

import orjson

import osteon
from osteon.serve.storage.moments import now

__all__ = ["EVENT", "Lines", "places", "start_logs", "tell"]

EVENT = "osteon"
PACKAGE = str(Path(osteon.__file__).parent)
LOGGER = logging.getLogger("osteon.serve")


class Lines(logging.Formatter):
    """One JSON object a line: our events with their fields, those of libraries with their fixed words, of a fault its kind and places."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        line: dict[str, Any] = {"at": now(), "level": record.levelname.lower()}
        told = getattr(record, EVENT, None)
        if told is not None:
            line |= {"event": record.msg, **told}
        else:
            place = _place(record.pathname, record.lineno)
            line |= {"event": "library", "logger": record.name, "message": _fixed_words(record), "place": place}
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
    warnings.showwarning = _tell_warning


def tell(event: str, *, level: int = logging.INFO, fault: BaseException | None = None, **fields: Any) -> None:
    """Log an event of ours. The fields are ours to answer for: numbers, names of clients, patterns of routes, never a value."""
    info = None if fault is None else (type(fault), fault, fault.__traceback__)
    LOGGER.log(level, event, extra={EVENT: fields}, exc_info=info)


def places(trace: TracebackType | None) -> list[str]:
    """Where a fault went through, innermost last: file and line, our own code by its name in the package."""
    return [_place(frame.filename, frame.lineno) for frame in traceback.extract_tb(trace)[-12:]]


def _place(file: str, line: int | None) -> str:
    name = file.removeprefix(PACKAGE).lstrip("/") if file.startswith(PACKAGE) else Path(file).name
    return f"{name}:{line}"


def _fixed_words(record: logging.LogRecord) -> str:
    """What a library says, if it stands word for word in its source: whatever it has filled in could be a value of a record."""
    said = str(record.msg).strip()
    return said if said in "".join(linecache.getlines(record.pathname)) else ""


def _tell_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None, line: str | None = None
) -> None:
    """As `warnings.showwarning`: its kind and place, not what it says."""
    tell("warning", level=logging.WARNING, kind=category.__name__, place=_place(filename, lineno))
