"""What libraries say and what Python warns of: into the log goes what stands in their source, and where; nothing that was filled in."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import warnings
from collections.abc import Iterator
from typing import Any

import pytest

from osteon.serve.operation import logs

CANARY = "".join(("Zander", "wick"))
"""Nowhere in this file as it is: a library's source does not hold the names of patients."""


@pytest.fixture
def written() -> Iterator[Any]:
    """The lines that were logged since."""
    text, handler, root = io.StringIO(), logging.StreamHandler(), logging.getLogger()
    handler.setStream(text)
    handler.setFormatter(logs.Lines())
    root.addHandler(handler)
    yield lambda: [json.loads(line) for line in text.getvalue().splitlines()]
    root.removeHandler(handler)


def test_fixed_words_are_kept_and_what_is_filled_in_is_not(written: Any):
    library = logging.getLogger("some.library")
    library.warning("Invalid date: %r", CANARY)
    library.warning(f"Invalid date: {CANARY}")
    library.error(CANARY)
    library.error(ValueError(CANARY))
    lines = written()
    assert [line["message"] for line in lines] == ["Invalid date: %r", "", "", ""]
    assert all(line["place"].startswith("test_log_lines.py:") for line in lines)
    assert CANARY not in str(lines)


def test_a_task_that_failed_and_that_nobody_asked_about(written: Any):
    """Asyncio writes the whole exception into the message itself."""

    async def fails() -> None:
        raise ValueError(CANARY)

    async def forgets() -> None:
        loop = asyncio.get_running_loop()
        task = loop.create_task(fails())
        await asyncio.wait([task])
        loop.call_exception_handler({"message": "Task exception was never retrieved", "exception": task.exception(), "future": task})

    asyncio.run(forgets())
    [line] = [one for one in written() if one["logger"] == "asyncio" and one["level"] == "error"]
    assert line["fault"] == "ValueError" and line["places"]
    assert CANARY not in str(line)


def test_a_warning_is_told_by_its_kind_and_place(written: Any, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(warnings, "showwarning", logs._tell_warning)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(f"It cannot hold {CANARY}", RuntimeWarning, stacklevel=1)
    [line] = written()
    assert (line["event"], line["kind"]) == ("warning", "RuntimeWarning")
    assert line["place"].startswith("test_log_lines.py:") and CANARY not in str(line)
