"""JSON that is the same for every patient, written once with holes for what is this patient's.

Most of a review is text of the pathway: titles, advice, sources. Writing it anew for each patient would cost more than the
whole evaluation. So it is written once per evaluator, and a review only fills the holes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import orjson

__all__ = ["HOLE", "joined", "stencil", "written"]

HOLE = orjson.Fragment(b"\0")
"""The place of a value that each patient brings; JSON itself never holds this byte."""


def stencil(entry: Any) -> bytes:
    """JSON with holes; `stencil(entry) % (one, two)` fills them in their order with JSON."""
    return orjson.dumps(entry).replace(b"%", b"%%").replace(b"\0", b"%b")


def written(value: Any) -> bytes:
    """What the record says, as JSON. Half a surrogate pair, which a record given as Python objects may hold, cannot be written."""
    try:
        return orjson.dumps(value)
    except TypeError:
        return orjson.dumps(_writable(value))


def _writable(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, dict):
        return {_writable(key): _writable(one) for key, one in value.items()}
    return [_writable(one) for one in value] if isinstance(value, (list, tuple)) else value


def joined(items: Iterable[bytes]) -> bytes:
    """A JSON list of what is JSON already."""
    return b"[%b]" % b",".join(items)
