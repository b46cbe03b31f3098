"""Resources that belong to no patient and that entries of many patients may point to: medications and substances of a bulk export.

There may be any number of them, so they stay on disk: a file that is mapped into memory, and where in it each name stands.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.ipc

from osteon.record.store.fields import KINDS, SUPPORTING
from osteon.record.store.rows import ShardRows, load_rows

__all__ = ["SharedResources", "open_shared"]

Resource = dict[str, Any]

SHARED_KINDS: Final = [KINDS.index(kind) for kind in SUPPORTING if kind != "BodyStructure"]
"""A body structure is part of somebody."""
SCHEMA: Final = pa.schema(
    [("name", pa.string()), ("text", pa.binary()), ("input", pa.int32()), ("key", pa.uint64())]
)
MANY: Final = 2_000
"""Resources that are kept as they were read."""


class SharedResources(Mapping[str, Resource]):
    """By `Type/id`, as references name them. Of several with one name the last one counts."""

    def __init__(self, path: Path) -> None:
        with pa.memory_map(os.fspath(path)) as file:
            self._table = pa.ipc.open_file(file).read_all()
        keys, inputs = (self._table[name].to_numpy() for name in ("key", "input"))
        order = np.lexsort((inputs, keys))
        self._places, self._keys = order.astype(np.int32), keys[order]
        self._known: dict[str, Resource | None] = {}

    def _find(self, name: str) -> Resource | None:
        if name not in self._known:
            if len(self._known) >= MANY:
                self._known.clear()
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Resource | None:
        key = np.uint64(_key(name))
        begin, end = np.searchsorted(self._keys, key, "left"), np.searchsorted(self._keys, key, "right")
        for place in self._places[begin:end][::-1].tolist():
            if self._table["name"][place].as_py() == name:
                found: Resource = orjson.loads(self._table["text"][place].as_py())
                return found
        return None

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._find(name) is not None

    def __getitem__(self, name: str) -> Resource:
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(self._table["name"].to_pylist()))

    def __len__(self) -> int:
        return len(set(self))


def _key(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def open_shared(folder: Path, parts: Sequence[str], shard: int, live: np.ndarray) -> SharedResources:
    """What these parts hold in the shard of what belongs to no patient; in a file of `folder` that is made if need be."""
    told = repr((list(parts), shard)).encode() + live.tobytes()
    path = folder / f"shared-{blake2b(told, digest_size=8).hexdigest()}.arrow"
    if not path.exists():
        waiting = path.with_suffix(f".{os.getpid()}.new")
        with pa.ipc.new_file(waiting, SCHEMA) as file:
            for name in parts:
                file.write_batch(_batch(load_rows([folder / name], shard, live)))
        os.replace(waiting, path)
    return SharedResources(path)


def _batch(rows: ShardRows) -> pa.RecordBatch:
    positions = np.flatnonzero(np.isin(rows.kind, SHARED_KINDS))
    rows.fetch(positions)
    found = [
        (rows.source(position), bytes(rows.value(position, "raw")), rows.value(position, "input"))
        for position in positions.tolist()
    ]
    names, texts, inputs = zip(*found, strict=True) if found else ((), (), ())
    keys = [_key(name) for name in names]
    return pa.RecordBatch.from_arrays(
        [
            pa.array(values, field.type)
            for values, field in zip((names, texts, inputs, keys), SCHEMA, strict=True)
        ],
        schema=SCHEMA,
    )
