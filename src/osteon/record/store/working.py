"""The two pieces of work of an ingest, as one process does them."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from osteon.record.store.blocks import Task
from osteon.record.store.building import build, joined
from osteon.record.store.manifest import MANIFEST, Manifest, Part, first_lines, read_manifest
from osteon.record.store.opening import COMMON, shard_file
from osteon.record.store.ownerless import build_common
from osteon.record.store.parts import read_rows, write_part
from osteon.record.store.shared import SharedResources, open_shared

if TYPE_CHECKING:
    from osteon.record.store.sieve import Sieve

__all__ = ["LIST", "ROWS", "Asked", "Work", "build_shard", "left_behind", "parts_of", "stage_task"]

COMPRESSION: Final = "lz4"
LIST: Final = "-list.json"
"""How the name of the list of the parts of a task ends."""
ROWS: Final = ".rows"
"""How the name of a part ends."""


class Asked(NamedTuple):
    """What an ingest is about when it is not about everything."""

    concepts: tuple[str, ...]
    codes: Path | None
    run: int
    """Tells ingests apart: what one has met is no concern of the next."""


class Work(NamedTuple):
    """What became of one shard."""

    accounts: dict[str, int]
    patients: int


@lru_cache(maxsize=1)
def _sieve(asked: Asked) -> Sieve:
    from osteon.record.store.sieve import Sieve

    if asked.codes is not None:
        _load_codes(asked.codes)
    return Sieve(asked.concepts)


@lru_cache(maxsize=1)
def _load_codes(codes: Path) -> None:
    from osteon.terminology import load_site_codes

    load_site_codes(codes)


@lru_cache(maxsize=1)
def _shared(folder: Path, names: tuple[str, ...], shard: int, live: bytes) -> SharedResources:
    return open_shared(folder / "parts", names, shard, np.frombuffer(live, np.int64))


@contextmanager
def _little_memory() -> Iterator[None]:
    """Give back at once what a piece of work needed: the next one needs it again, but not on top.

    Nothing that is made here refers to itself in a ring; looking for rings among many resources would take long.
    """
    if pa.default_memory_pool().backend_name != "system":
        pa.set_memory_pool(pa.system_memory_pool())
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
        pa.default_memory_pool().release_unused()


def stage_task(
    name: str, folder: Path, task: Task, shards: int, asked: Asked | None, needed: tuple[int, ...] = ()
) -> dict[str, Part]:
    """Stage one task and write its parts, and then the list of them. With `asked`, without the lines that say nothing about its
    concepts, unless their key is `needed`; which entries were read and which were not then stands beside the parts, for
    `left_behind`."""
    from osteon.record.store.staging import stage

    found: dict[str, Part] = {}
    inputs = [span.number for span in task.spans]
    sieve = None if asked is None else _sieve(asked)
    if sieve and needed:
        sieve.need(needed)
    with _little_memory():
        for number, (shards_of_part, lines) in enumerate(stage(task, shards, sieve)):
            part = f"{name}-{number:04d}"
            marks = sum(1 << shard for shard, rows in enumerate(shards_of_part) if rows)
            count = sum(map(len, shards_of_part))
            write_part(folder / "parts" / f"{part}{ROWS}", shards_of_part)
            found[part] = Part(inputs, count, f"{marks:x}", sieve.count_left() if sieve else 0, task.spans[0].start, lines)
    if sieve:
        for kind, keys in sieve.take_keys().items():
            np.save(folder / "parts" / f"{name}-{kind}.npy", keys)
    path = folder / "parts" / f"{name}{LIST}"
    waiting = path.with_suffix(".new")
    waiting.write_bytes(orjson.dumps({part: asdict(said) for part, said in found.items()}))
    os.replace(waiting, path)
    return found


def parts_of(stem: Path) -> dict[str, Part] | None:
    """The parts of a task that was staged to its end; None when it was not."""
    try:
        told = orjson.loads(Path(f"{stem}{LIST}").read_bytes())
    except (OSError, orjson.JSONDecodeError):
        return None
    return {part: Part(**said) for part, said in told.items()}


def left_behind(folder: Path, names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """By task, keys of the entries that it left out and of which another version was read: which one counts is not known without
    them."""
    stems = {name: f"{folder}/parts/{name}" for name in names}
    read = np.unique(np.concatenate([np.empty(0, np.uint64), *(np.load(f"{stem}-read.npy") for stem in stems.values())]))
    found = {}
    for name, stem in stems.items():
        left = np.load(f"{stem}-left.npy")
        keys = left[np.searchsorted(read, left, "right") > np.searchsorted(read, left)]
        if len(keys):
            found[name] = tuple(keys.tolist())
    return found


def build_shard(shard: int, folder: Path, codes: Path | None) -> Work:
    """Build the tables of one shard and write them; the last one holds what belongs to no patient.

    What the store will consist of stands in a manifest among the parts.
    """
    with _little_memory():
        written = (folder / "parts" / MANIFEST).stat()
        return _build_shard(shard, folder, _planned(folder, (written.st_ino, written.st_mtime_ns)), codes)


@lru_cache(maxsize=1)
def _planned(folder: Path, _written: tuple[int, int]) -> Manifest:
    """`_written`: number and time of the file, for an ingest that goes on writes it anew."""
    manifest = read_manifest(folder / "parts")
    assert manifest is not None
    return manifest


def _build_shard(shard: int, folder: Path, manifest: Manifest, codes: Path | None) -> Work:
    if codes is not None:
        _load_codes(codes)
    begin = first_lines(manifest.parts)
    parts = [
        (folder / "parts" / f"{name}{ROWS}", begin.get(name, 0)) for name, part in manifest.parts.items() if part.has(shard)
    ]
    inputs = {number: Path(one.path).name for number, one in manifest.inputs.items()}
    if shard == manifest.shards:
        problems, accounts = build_common(parts, shard, inputs.keys(), inputs)
        _write(problems, shard_file(folder, COMMON, manifest.generation, "problems"))
        return Work(accounts, 0)
    common = tuple(name for name, part in manifest.parts.items() if part.has(manifest.shards))
    live = np.array(sorted(manifest.inputs), np.int64)
    shared = _shared(folder, common, manifest.shards, live.tobytes())
    rows = (read_rows(part, shard, manifest.shards, line) for part, line in parts)
    pieces = build(rows, shared, inputs)
    counts: dict[str, int] = {}
    for piece in pieces:
        for name, number in piece.accounts.items():
            counts[name] = counts.get(name, 0) + number
    patients = sum(piece.tables["patients"].num_rows for piece in pieces)
    for name, table in joined(pieces):
        _write(table, shard_file(folder, shard, manifest.generation, name))
    return Work(counts, patients)


def _write(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression=COMPRESSION, row_group_size=1 << 30, write_statistics=False)
