"""Reading a store back: tables of a shard, or timelines."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from osteon.record.store.manifest import Manifest, StoreError, read_manifest
from osteon.record.store.schema import DECIMALS, TABLES
from osteon.record.timeline import Event, Gap, Lesion, Patient, Problem, Timeline

__all__ = ["Store", "open_store", "read_common", "read_shard", "shard_file", "timelines"]

COMMON: Final = "common"


class Store(NamedTuple):
    """A store as its manifest described it when it was opened."""

    path: Path
    manifest: Manifest

    @property
    def shards(self) -> list[int]:
        """Numbers of the shards that hold patients."""
        return [number for number in sorted(self.manifest.files) if self.manifest.patients.get(number)]

    @property
    def patients(self) -> int:
        """How many patients the store holds."""
        return sum(self.manifest.patients.values())

    @property
    def accounts(self) -> dict[str, int]:
        """`read`, `used`, `refused` and each rule, over everything that was read, of patients or not."""
        total: dict[str, int] = {}
        for counts in self.manifest.accounts.values():
            for name, count in counts.items():
                total[name] = total.get(name, 0) + count
        return total


def open_store(path: str | os.PathLike[str], concepts: Collection[str] | None = None) -> Store:
    """The store in the folder `path`. Raises StoreError when there is none that this version reads, or one that was made for a
    few concepts only and not for all of these (None: whatever there may be)."""
    folder = Path(path)
    manifest = read_manifest(folder)
    if manifest is None:
        raise StoreError("There is no store in this folder: store.json is missing. Make one with `osteon ingest`.")
    if manifest.concepts is not None and (concepts is None or not set(concepts) <= set(manifest.concepts)):
        raise StoreError("This store holds only what a few rules ask for. Ingest the files into a new folder.")
    return Store(folder, manifest)


def shard_file(folder: Path, shard: int | str, generation: int, table: str) -> Path:
    """Path of one table of one shard."""
    name = shard if isinstance(shard, str) else f"{shard:04d}"
    return folder / "shards" / name / f"{generation:06d}-{table}.parquet"


def read_shard(
    store: Store,
    shard: int,
    tables: tuple[str, ...] = tuple(TABLES),
    concepts: Collection[str] | None = None,
    columns: Mapping[str, pa.Schema] = TABLES,
) -> dict[str, pa.Table]:
    """The tables of one shard, by name: patients, events, lesions, gaps, problems. `concepts`: events and gaps of these only;
    `columns`: those that are wanted, for whoever needs but some of them."""
    generation = store.manifest.files[shard]
    found = {name: _read(shard_file(store.path, shard, generation, name), columns[name]) for name in tables}
    if concepts is not None:
        for name in ("events", "gaps"):
            if name in found:
                found[name] = _of_concepts(found[name], concepts)
    return found


def _of_concepts(table: pa.Table, concepts: Collection[str]) -> pa.Table:
    """The rows of some concepts. Words are compared once for each chunk, not once for each row."""
    kept = [np.zeros(0, bool)]
    for chunk in table["concept"].chunks:
        wanted = np.array([word in concepts for word in chunk.dictionary.to_pylist()], bool)
        kept.append(wanted[chunk.indices.to_numpy()])
    return table.filter(pa.array(np.concatenate(kept)))


def read_common(store: Store) -> pa.Table:
    """Problems with what belongs to no patient."""
    generation = store.manifest.files.get(store.manifest.shards)
    if generation is None:
        return TABLES["problems"].empty_table()
    return _read(shard_file(store.path, COMMON, generation, "problems"), TABLES["problems"])


def _read(path: Path, schema: pa.Schema) -> pa.Table:
    try:
        with pq.ParquetFile(path, memory_map=True) as file:
            found = file.read(columns=schema.names)
            return found if found.schema.equals(schema) else found.cast(schema)  # which costs, also where nothing differs
    except (OSError, pa.ArrowInvalid) as error:
        raise StoreError(
            f"A file of the store cannot be read ({path.name}: {type(error).__name__}). Ingest again."
        ) from None


def timelines(store: Store, shard: int) -> Iterator[Timeline]:
    """The patients of one shard as `read_record` gives them, without their names."""
    tables = read_shard(store, shard)
    events = _by_patient(tables["events"])
    lesions, gaps, problems = (_by_patient(tables[name]) for name in ("lesions", "gaps", "problems"))
    for row in tables["patients"].to_pylist():
        number = row["patient"]
        found: dict[str, list[Event]] = {}
        for one in events.get(number, ()):
            event = _event(one)
            found.setdefault(event.concept, []).append(event)
        waiting: dict[str, list[Gap]] = {}
        for one in gaps.get(number, ()):
            waiting.setdefault(one["concept"], []).append(
                Gap(one["concept"], one["start"], one["cause"], one["source"])
            )
        yield Timeline(
            patient=Patient(**{name: row[name] for name in Patient._fields if name != "name"}),
            events={concept: tuple(entries) for concept, entries in found.items()},
            lesions=tuple(
                Lesion(**{**one, "sources": tuple(one["sources"]), "joined": tuple(one["joined"])})
                for one in lesions.get(number, ())
            ),
            gaps={concept: tuple(entries) for concept, entries in waiting.items()},
            problems=tuple(Problem(one["source"], one["path"], one["message"]) for one in problems.get(number, ())),
            read=row["read"],
            used=row["used"],
            refused=row["refused"],
            ignored=dict(row["ignored"]),
            newest=row["newest"],
        )


def _by_patient(table: pa.Table) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        found.setdefault(row.pop("patient"), []).append(row)
    return found


def _event(row: dict[str, Any]) -> Event:
    exact = row.pop("exact")
    told = orjson.loads(exact) if exact else {}
    for name in DECIMALS:
        number = row[name]
        if name in told:
            row[name] = Decimal(told[name])
        elif number is not None:
            row[name] = Decimal(repr(number))
    if "fractions" in told:
        row["fractions"] = int(told["fractions"])
    return Event(**row)
