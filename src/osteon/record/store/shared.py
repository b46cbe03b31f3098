"""Resources that belong to no patient and that entries of many patients may point to: medications and substances of a bulk export.

There may be any number of them, so they stay on disk: a file of their texts, and one that says where each name stands.
"""

from __future__ import annotations

import os
import weakref
from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import numpy as np
import orjson

from osteon.record.store.parts import read_rows

__all__ = ["SUPPORTING", "SharedResources", "open_shared"]

Resource = dict[str, Any]

SUPPORTING: Final = frozenset(("BodyStructure", "Medication", "Substance"))
"""Types that say something only where another entry points to them."""
SHARED: Final = SUPPORTING - {"BodyStructure"}
"""A body structure is part of somebody."""
PLACES: Final = np.dtype([("key", np.uint64), ("start", np.uint64), ("length", np.uint32), ("input", np.int32)])
"""Where a resource stands among the texts: its name, a line end, and then itself. Sorted by key, then as they were read."""
MANY: Final = 2_000
"""Resources that are kept as they were read."""


class SharedResources(Mapping[str, Resource]):
    """By `Type/id`, as references name them. Of several with one name the last one counts.

    `stem`: path of the two files, without their endings. Nothing but a look-up is in memory.
    """

    def __init__(self, stem: Path) -> None:
        path = Path(f"{stem}.places")
        # As plain arrays: each look into a `memmap` is slow for what it is.
        self._places = np.asarray(np.memmap(path, PLACES, "r")) if path.stat().st_size else np.empty(0, PLACES)
        self._keys = self._places["key"]
        self._texts = os.open(f"{stem}.texts", os.O_RDONLY)
        weakref.finalize(self, os.close, self._texts)
        self._known: dict[str, Resource | None] = {}

    def _find(self, name: str) -> Resource | None:
        if name not in self._known:
            if len(self._known) >= MANY:
                self._known.clear()
            self._known[name] = self._read(name)
        return self._known[name]

    def _read(self, name: str) -> Resource | None:
        key = np.uint64(_key(name))
        begin, end = self._keys.searchsorted(key, "left"), self._keys.searchsorted(key, "right")
        for place in range(int(end) - 1, int(begin) - 1, -1):
            told, _, text = self._at(place).partition(b"\n")
            if told == name.encode("utf-8", "surrogatepass"):
                found: Resource = orjson.loads(text)
                return found
        return None

    def _at(self, place: int) -> bytes:
        one = self._places[place]
        return os.pread(self._texts, int(one["length"]), int(one["start"]))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._find(name) is not None

    def __getitem__(self, name: str) -> Resource:
        found = self._find(name)
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        names = (self._at(place).partition(b"\n")[0] for place in range(len(self._places)))
        return iter(dict.fromkeys(name.decode("utf-8", "surrogatepass") for name in names))

    def __len__(self) -> int:
        return len(set(self))


def _key(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def open_shared(folder: Path, parts: Sequence[str], shard: int, live: np.ndarray) -> SharedResources:
    """What these parts hold in the shard of what belongs to no patient; in files of `folder` that are made if need be."""
    told = repr((list(parts), shard)).encode() + live.tobytes()
    stem = folder / f"shared-{blake2b(told, digest_size=8).hexdigest()}"
    if not Path(f"{stem}.places").exists():
        _write(stem, [folder / f"{name}.rows" for name in parts], shard, live)
    return SharedResources(stem)


def _write(stem: Path, parts: Sequence[Path], shard: int, live: np.ndarray) -> None:
    """The two files, the places last. Another worker may be writing the same."""
    own = f"{stem}.{os.getpid()}"
    numbers = frozenset(live.tolist())
    found = [np.empty(0, PLACES)]
    with Path(f"{own}.texts.new").open("wb") as file:
        for part in parts:
            places = []
            for row in read_rows(part, shard, shard):
                if row.broken or row.input not in numbers:
                    continue
                try:
                    value = orjson.loads(row.raw)
                except orjson.JSONDecodeError:
                    continue
                if not isinstance(value, dict) or value.get("resourceType") not in SHARED:
                    continue
                name, start = row.source(value), file.tell()
                length = file.write(name.encode("utf-8", "surrogatepass") + b"\n" + row.raw)
                places.append((_key(name), start, length, row.input))
            found.append(np.array(places, PLACES))
    every = np.concatenate(found)
    every[np.lexsort((every["start"], every["input"], every["key"]))].tofile(f"{own}.places.new")
    for kind in ("texts", "places"):
        os.replace(f"{own}.{kind}.new", f"{stem}.{kind}")
