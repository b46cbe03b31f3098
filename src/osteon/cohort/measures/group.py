"""The measures over one group of shards, or over timelines: rows, and how many of each outcome in each stratum."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from osteon.cohort.evaluation import ShardData, concepts_of, of_timelines, read
from osteon.cohort.job import JobError
from osteon.cohort.measures.asked import Asked, evaluator_of, measures_of
from osteon.cohort.measures.rows import ROWS, counted, rows_of
from osteon.cohort.outcomes.follow_up import ends
from osteon.cohort.parts import part_file
from osteon.engine.columns import Population
from osteon.engine.columns.judging import Anchors, anchors, judge
from osteon.engine.evaluate import Evaluator
from osteon.engine.measures import Measure
from osteon.engine.nodes import Node
from osteon.record.columns.repeated import repeated, repeated_lesions
from osteon.record.store import open_store
from osteon.record.timeline import Timeline
from osteon.record.until import timeline_until

__all__ = ["Counted", "measured_group", "measured_timelines"]

Days = NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Counted:
    """What one group came to: how many rows of each measure, stratum and outcome; entries without a date; and patients."""

    counts: pa.Table
    undated: dict[str, int]
    patients: int
    period: tuple[date, date] | None
    """First and last day of the rows."""


def measured_group(asked: Asked, shards: tuple[int, ...]) -> Counted:
    """The measures over some shards of a store. Their rows are written to a part file where `asked.parts` names a folder.

    Raises `osteon.record.store.StoreError` when a shard cannot be read, JobError when the store has changed meanwhile.
    """
    store = open_store(asked.store)
    if store.manifest.generation != asked.generation:
        raise JobError("the store was changed by an ingest while it was measured; nothing was written. Start again.")
    evaluator, wanted = evaluator_of(asked), measures_of(asked)
    concepts = frozenset(concept for one in wanted for concept in _concepts(one))
    data = read(store, shards, concepts, asked.as_of)
    rows, undated = _measured(evaluator, wanted, data, asked)
    if asked.parts:
        with part_file(Path(asked.parts) / f"{shards[0]:05d}-rows.parquet", ROWS) as sink:
            for table in rows:
                sink.write_table(table)
    return _counted(rows, undated, data)


def measured_timelines(asked: Asked, timelines: Sequence[Timeline]) -> tuple[pa.Table, Counted]:
    """The measures over timelines: all their rows, and their counts."""
    if asked.as_of is not None:
        timelines = [timeline_until(one, asked.as_of) for one in timelines]
    data = of_timelines(timelines)
    rows, undated = _measured(evaluator_of(asked), measures_of(asked), data, asked)
    return pa.concat_tables([ROWS.empty_table(), *rows]), _counted(rows, undated, data)


def _counted(rows: list[pa.Table], undated: dict[str, int], data: ShardData) -> Counted:
    ends = [pc.min_max(table["anchor"]).as_py() for table in rows if table.num_rows]
    period = (min(one["min"] for one in ends), max(one["max"] for one in ends)) if ends else None
    return Counted(counted(rows), undated, len(data.patients), period)


def _measured(
    evaluator: Evaluator, wanted: Sequence[Measure], data: ShardData, asked: Asked
) -> tuple[list[pa.Table], dict[str, int]]:
    end, _ = ends(data, asked.as_of)
    last = end if asked.until is None else np.minimum(end, asked.until.toordinal()).astype(np.int32)
    tables, undated = [], {}
    for one in wanted:
        found = anchors(evaluator, data.population, one, last)
        judged = judge(evaluator, one, found, partial(_repeated, data.population, found), end[found.patient], asked.since, asked.until)
        tables.append(rows_of(evaluator, one, data, found, judged))
        undated[one.id] = found.undated
    return tables, undated


def _repeated(
    population: Population, found: Anchors, rows: NDArray[np.int32], until: Days, nodes: Iterable[Node]
) -> tuple[Population, NDArray[np.int32]]:
    """Some anchors as a population of their own (see `engine.columns.judging.Repeat`)."""
    patients = found.patient[rows]
    days = repeated(population, patients, concepts_of(nodes), until)
    return days, repeated_lesions(population, patients, found.lesion[rows])


def _concepts(one: Measure) -> frozenset[str]:
    """All concepts that a measure reads."""
    events = one.rows.events
    return concepts_of(one.roots()) | frozenset(events.concepts if events is not None else ())
