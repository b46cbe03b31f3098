"""What rows point to: rows that point to the same content, under whatever names, come to the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import orjson

from osteon.record.store.fields import KINDS, slot_paths
from osteon.record.store.ordinary import RecordIndex
from osteon.record.store.repeats import texts_of
from osteon.record.store.rows import ShardRows
from osteon.record.store.templates import NOT_OF_THE_SHAPE, Pointed, at_slot

__all__ = ["ALONE", "pointers"]

ALONE: Final = -1
FOLLOWED: Final = ("medicationReference", "reasonReference")
"""Behind these stands what has the same meaning under any id. A body structure has not: its id tells lesions apart."""
NAMED: Final = ("focus", "priorPrescription")


class _Content(NamedTuple):
    resource: dict[str, Any] | None
    text: bytes


def pointers(
    rows: ShardRows, positions: np.ndarray, indexes: dict[int, RecordIndex], shared: Mapping[str, Any]
) -> tuple[list[Pointed], np.ndarray]:
    """(what is pointed to, which of them each position has); ALONE where only the record itself can tell."""
    known: dict[bytes, int] = {}
    found: list[Pointed] = []
    which = np.full(len(positions), ALONE)
    contents: dict[Any, _Content] = {}
    named = [texts_of(rows, positions, name).is_valid().to_numpy(zero_copy_only=False) for name in NAMED]
    columns = (texts_of(rows, positions, name).to_pylist() for name in FOLLOWED)
    patients = rows.patient[positions].tolist()
    for place, (by_name, number, *texts) in enumerate(
        zip((named[0] | named[1]).tolist(), patients, *columns, strict=True)
    ):
        if by_name:
            continue
        index = indexes.get(number)
        if index is None:
            index = indexes[number] = RecordIndex(rows, number, shared)
        values: dict[str, Any] = {}
        behind: list[_Content] = []
        for name, text in zip(FOLLOWED, texts, strict=True):
            if text is not None:
                values[name] = value = orjson.loads(text)
                for target in value if isinstance(value, list) else (value,):
                    reference = target.get("reference") if isinstance(target, dict) else None
                    if isinstance(reference, str) and reference and reference[0] != "#":
                        target["reference"] = _name(len(behind))
                        behind.append(_content(rows, index.find(reference), contents))
        key = b"\n".join([orjson.dumps(values), *(one.text for one in behind)])
        at = known.get(key)
        if at is None:
            at = known[key] = len(found)
            found.append(Pointed(key, values, {_name(n): one.resource for n, one in enumerate(behind)}))
        which[place] = at
    return found, which


def _name(number: int) -> str:
    return f"\0{number}"


def _content(rows: ShardRows, found: int | dict[str, Any] | None, known: dict[Any, _Content]) -> _Content:
    """A resource without what differs from one to the next: its names, and its dates where they are slots."""
    if found is None:
        return _Content(None, b"")
    shape = None
    if isinstance(found, int):
        shape = (int(rows.kind[found]), int(rows.shape[found])) if rows.shape[found] and not rows.mark[found] else None
        if shape in known:
            return known[shape]
        resource = rows.resource(found)
    else:
        resource = dict(found)
    for name in NOT_OF_THE_SHAPE:
        resource.pop(name, None)
    if shape is not None:
        for path in slot_paths(KINDS[shape[0]]).values():
            at_slot(resource, path, None)
    content = _Content(resource, orjson.dumps(resource))
    if shape is not None:
        known[shape] = content
    return content
