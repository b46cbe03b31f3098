"""Typed access to JSON that may hold anything: what has the wrong type is a problem, never an exception."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import lru_cache
from typing import Any

from osteon.record.fhir.reading import Reading

__all__ = ["as_number", "first_text", "listed", "member", "number", "objects", "text"]


def member(parent: dict[str, Any], key: str, reading: Reading, path: str) -> dict[str, Any] | None:
    """The object at `key`; None when it is not there."""
    value = parent.get(key)
    if value is None or isinstance(value, dict):
        return value
    reading.problem(path, "an object is expected here; not used")
    return None


def listed(parent: dict[str, Any], key: str, reading: Reading, path: str) -> list[Any]:
    value = parent.get(key)
    if value is None:
        return []
    if isinstance(value, list):
        return value
    if isinstance(value, dict):
        reading.problem(path, "a list is expected here; the single object was read as a list of one")
        return [value]
    reading.problem(path, "a list is expected here; not used")
    return []


def objects(parent: dict[str, Any], key: str, reading: Reading, path: str) -> list[dict[str, Any]]:
    """The objects in the list at `key`; anything else in it is a problem."""
    if key not in parent:
        return []
    found = []
    for position, value in enumerate(listed(parent, key, reading, path)):
        if isinstance(value, dict):
            found.append(value)
        else:
            reading.problem(f"{path}[{position}]", "an object is expected here; not used")
    return found


def text(parent: dict[str, Any], key: str, reading: Reading, path: str) -> str | None:
    value = parent.get(key)
    if value is None or isinstance(value, str):
        return value
    reading.problem(path, "text is expected here; not used")
    return None


def first_text(*values: Any) -> str:
    """The first that is text and not empty."""
    for value in values:
        if isinstance(value, str) and value.strip():
            return value.strip()
    return ""


# Limits of ranges and round values come again and again; making a Decimal costs more than looking it up.
@lru_cache(maxsize=4096)
def _of_float(value: float) -> Decimal | None:
    return Decimal(repr(value)) if math.isfinite(value) else None


_of_int = lru_cache(maxsize=4096)(Decimal)


def as_number(value: Any) -> Decimal | None:
    """The figure as it was written; None for what is no finite number (true and false are no numbers)."""
    if isinstance(value, float):
        return _of_float(value)
    if isinstance(value, int):
        return None if isinstance(value, bool) else _of_int(value)
    if isinstance(value, Decimal) and value.is_finite():
        return value
    return None


def number(parent: dict[str, Any], key: str, reading: Reading, path: str) -> Decimal | None:
    value = parent.get(key)
    if value is None:
        return None
    figure = as_number(value)
    if figure is None:
        if isinstance(value, str):
            reading.problem(path, "a number is expected here, but it is written as text; not used")
        else:
            reading.problem(path, "a finite number is expected here; not used")
    return figure
