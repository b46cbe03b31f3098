"""A shard in memory, and its review: read from a store or made of timelines, answered by the columns of the engine."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from osteon.cohort.by_columns import evaluate_by_columns
from osteon.cohort.job import Job, JobError, evaluator_for
from osteon.cohort.result import ShardResult
from osteon.cohort.told import plain
from osteon.engine.columns import Population
from osteon.engine.evaluate import Evaluator
from osteon.engine.nodes import Fact, Node, walk
from osteon.engine.situation import EPOCH, as_of
from osteon.record.columns import population
from osteon.record.columns.tables import columns_read, population_of_tables
from osteon.record.store import Store, open_store, read_shard
from osteon.record.store.schema import PROBLEMS, TABLES
from osteon.record.store.until import tables_until
from osteon.record.timeline import Timeline

__all__ = ["READ", "ShardData", "concepts_for", "concepts_of", "evaluate", "of_tables", "of_timelines", "read", "store_of"]

Days = NDArray[np.int32]
EPOCH_DAY = EPOCH.toordinal()
READ = columns_read(TABLES)
"""What a review reads of the tables of a store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardData:
    """One shard in memory. Days are counted as by `date.toordinal`, 0 for none."""

    patients: pa.Array
    """Their ids; a row number elsewhere is a place in this list."""
    population: Population
    newest: Days
    """Day of each patient's newest entry that is not a plan."""
    death: Days
    deceased: NDArray[np.bool_]
    """Patients who are said to have died."""
    sources: pa.ChunkedArray
    """The reference of each event, and then of the first entry of each lesion; null for none."""
    problems: pa.Table
    """Columns patient (row number), source, path, message, input, line."""
    refused: int
    """Resources that could not be read."""


def store_of(job: Job) -> Store:
    """The store of a job. Raises JobError when it is no longer what it was when the job was made."""
    store = open_store(job.store, concepts_for(job))
    if store.manifest.generation != job.generation:
        raise JobError("the store was changed by an ingest while it was reviewed; nothing was written. Start again.")
    return store


def read(
    store: Store, shards: Sequence[int], concepts: Collection[str] | None = None, until: date | None = None
) -> ShardData:
    """Some shards of a store as one; with `concepts`, events and gaps of these only (`concepts_of` tells what facts need); with
    `until`, nothing of later days but plans.

    Raises `osteon.record.store.StoreError` when one cannot be read.
    """
    tables = _joined([read_shard(store, shard, concepts=concepts, columns=READ) for shard in shards])
    return of_tables(tables if until is None else tables_until(tables, until))


def concepts_for(job: Job) -> frozenset[str] | None:
    """The concepts whose entries a job reads; None for all."""
    return concepts_of(evaluator_for(job).pathway.roots()) if job.only else None


def concepts_of(nodes: Iterable[Node]) -> frozenset[str]:
    """The concepts whose entries some nodes read, in the facts below them too."""
    seen: set[int] = set()
    return frozenset(
        concept
        for node in nodes
        for below in walk(node, seen)
        if isinstance(below, Fact) and below.reads is not None
        for concept in below.reads.events.concepts
    )


def _joined(found: list[dict[str, pa.Table]]) -> dict[str, pa.Table]:
    """The tables of several shards as those of one: the patients of each are numbered on from those before."""
    if len(found) == 1:
        return found[0]
    firsts = np.cumsum([0, *(tables["patients"].num_rows for tables in found)]).tolist()
    return {
        name: pa.concat_tables([_shifted(tables[name], first) for tables, first in zip(found, firsts[:-1], strict=True)])
        for name in found[0]
    }


def _shifted(table: pa.Table, first: int) -> pa.Table:
    place = table.schema.get_field_index("patient")
    return table.set_column(place, table.schema.field(place), pc.add(table["patient"], pa.scalar(first, pa.int32())))


def of_timelines(timelines: Sequence[Timeline]) -> ShardData:
    """Timelines as one shard, in their order."""
    people = [one.patient for one in timelines]
    whole = population(timelines)
    lesions = [lesion for one in timelines for lesion in one.lesions]
    sources = [*whole.events.source, *(lesion.sources[0] if lesion.sources else None for lesion in lesions)]
    problems = [
        {"patient": number, **problem._asdict()} for number, one in enumerate(timelines) for problem in one.problems
    ]
    return ShardData(
        patients=pa.array([person.id for person in people], pa.string()),
        population=whole,
        newest=np.array([one.newest.toordinal() if one.newest else 0 for one in timelines], np.int32),
        death=np.array([person.death_date.toordinal() if person.death_date else 0 for person in people], np.int32),
        deceased=np.array([bool(person.deceased) for person in people], bool),
        sources=pa.chunked_array([pa.array(sources, pa.string())]),
        problems=pa.Table.from_pylist(problems, schema=PROBLEMS),
        refused=sum(one.refused for one in timelines),
    )


def of_tables(tables: Mapping[str, pa.Table]) -> ShardData:
    """The tables of a shard of a store (docs/store.md), by name."""
    patients, events, lesions = tables["patients"], tables["events"], tables["lesions"]
    sources = [*events["source"].cast(pa.string()).chunks, *_first_sources(lesions).chunks]
    return ShardData(
        patients=plain(patients["id"]),
        population=population_of_tables(tables),
        newest=_days(patients["newest"]),
        death=_days(patients["death_date"]),
        deceased=plain(patients["deceased"].fill_null(False)).to_numpy(zero_copy_only=False),
        sources=pa.chunked_array(sources, pa.string()),
        problems=tables["problems"],
        refused=pc.sum(patients["refused"]).as_py() or 0,
    )


def _days(column: pa.ChunkedArray) -> Days:
    days = plain(column).view(pa.int32()).fill_null(-EPOCH_DAY)
    return (days.to_numpy() + EPOCH_DAY).astype(np.int32)


def _first_sources(lesions: pa.Table) -> pa.ChunkedArray:
    """The first entry of each lesion."""
    found = []
    for lists in lesions["sources"].chunks:
        offsets = lists.offsets.to_numpy()
        places = pa.array(offsets[:-1], mask=offsets[1:] == offsets[:-1])
        values = lists.values
        found.append((values.cast(pa.string()) if pa.types.is_dictionary(values.type) else values).take(places))
    return pa.chunked_array(found, pa.string())


def evaluate(evaluator: Evaluator, data: ShardData, day: date | None, undated: date, detail: str) -> ShardResult:
    """Review every patient of a shard on one date, or each on the day of her newest entry (on `undated` if she has none)."""
    days = np.full(len(data.newest), day.toordinal(), np.int32) if day else data.newest
    days = np.where(days == 0, undated.toordinal(), days).astype(np.int32)
    died = np.where(data.death == 0, data.deceased, data.death <= days)
    at = as_of(day) if day else days
    return evaluate_by_columns(evaluator, data.population, at, died, data.sources, detail)
