"""The two pieces of work of an ingest, as one process does them."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

from osteon.record.store.blocks import Task
from osteon.record.store.building import build, joined
from osteon.record.store.manifest import Manifest, Part
from osteon.record.store.opening import COMMON, shard_file
from osteon.record.store.ownerless import build_common
from osteon.record.store.rows import load_rows
from osteon.record.store.shared import SharedResources, open_shared
from osteon.record.store.tables import ACCOUNT_NUMBER
from osteon.record.store.template_store import TemplateStore

if TYPE_CHECKING:
    from osteon.record.store.stager import Stager

__all__ = ["Work", "build_shard", "part_of", "stage_part"]

COMPRESSION: Final = "lz4"


class Work(NamedTuple):
    """What became of one shard."""

    accounts: dict[str, int]
    patients: int
    slow_rows: int
    slow_patients: int


@lru_cache(maxsize=1)
def _stager(folder: Path) -> Stager:
    from osteon.record.store.stager import Stager  # DuckDB is for the first half only

    return Stager(folder)


@lru_cache(maxsize=1)
def _templates(generation: int, folder: Path, codes: Path | None) -> TemplateStore:
    from osteon.terminology import load_site_codes

    if codes is not None:
        load_site_codes(codes)
    return TemplateStore(ACCOUNT_NUMBER)


@lru_cache(maxsize=1)
def _shared(folder: Path, names: tuple[str, ...], shard: int, live: bytes) -> SharedResources:
    return open_shared(folder / "parts", names, shard, np.frombuffer(live, np.int64))


@contextmanager
def _little_memory() -> Iterator[None]:
    """Give back at once what a piece of work needed: the next one needs it again, but not on top.

    Nothing that is made here refers to itself in a ring; looking for rings among the many templates would take long.
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


def stage_part(name: str, folder: Path, task: Task, shards: int) -> Part:
    """Stage one task and write it as a part."""
    from osteon.record.store.staging import stage, write_part

    with _little_memory():
        batches, shapes = stage(task, shards, _stager(folder / "parts"))
        write_part(folder / "parts", name, batches, shapes)
        counts = [batch.num_rows for batch in batches]
        del batches, shapes
    return _described([span.number for span in task.spans], counts)


def _described(inputs: list[int], counts: list[int]) -> Part:
    return Part(inputs, sum(counts), [number for number, count in enumerate(counts) if count])


def part_of(stem: Path) -> Part | None:
    """A part that is complete; None when it is not there."""
    try:
        with pa.memory_map(f"{stem}-rows.arrow") as file:
            reader = pa.ipc.open_file(file)
            batches = [reader.get_batch(number) for number in range(reader.num_record_batches)]
    except (OSError, pa.ArrowInvalid):
        return None
    inputs: set[int] = set()
    for batch in batches:
        inputs.update(np.unique(batch.column("input").to_numpy()).tolist())
    return _described(sorted(inputs), [batch.num_rows for batch in batches])


def build_shard(shard: int, folder: Path, manifest: Manifest, codes: Path | None) -> Work:
    """Build the tables of one shard and write them; the last one holds what belongs to no patient."""
    with _little_memory():
        return _build_shard(shard, folder, manifest, codes)


def _build_shard(shard: int, folder: Path, manifest: Manifest, codes: Path | None) -> Work:
    live = np.array(sorted(manifest.inputs), np.int64)
    stems = [folder / "parts" / name for name, part in manifest.parts.items() if shard in part.shards]
    inputs = {number: Path(one.path).name for number, one in manifest.inputs.items()}
    if shard == manifest.shards:
        problems, accounts = build_common(stems, shard, live, inputs)
        _write(problems, shard_file(folder, COMMON, manifest.generation, "problems"))
        return Work(accounts, 0, 0, 0)
    templates = _templates(manifest.generation, folder, codes)
    common = tuple(name for name, part in manifest.parts.items() if manifest.shards in part.shards)
    shared = _shared(folder, common, manifest.shards, live.tobytes())
    rows = [load_rows(stems, shard, live)]
    pa.default_memory_pool().release_unused()
    pieces = build(rows.pop(), shared, templates, inputs)
    pa.default_memory_pool().release_unused()
    counts: dict[str, int] = {}
    for piece in pieces:
        for name, number in piece.accounts.items():
            counts[name] = counts.get(name, 0) + number
    patients = sum(piece.tables["patients"].num_rows for piece in pieces)
    for name, table in joined(pieces):
        _write(table, shard_file(folder, shard, manifest.generation, name))
    return Work(
        counts, patients, sum(piece.slow_rows for piece in pieces), sum(piece.slow_patients for piece in pieces)
    )


def _write(table: pa.Table, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(table, path, compression=COMPRESSION, row_group_size=1 << 30, write_statistics=False)
