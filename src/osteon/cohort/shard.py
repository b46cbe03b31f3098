"""One shard of a cohort review: read it, review every patient in it, write its part files.

Shards do not know of each other. `run_shard` needs the job and the number of the shard and nothing else, so any scheduler can call
it on any machine that sees the store and the folder of the parts. It may be called twice for the same shard, one after the other
or at once: each part file appears whole, by renaming, and the second one holds the same rows as the first.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack

import numpy as np
import pyarrow as pa

from osteon.cohort.evaluation import READ, ShardData, concepts_for, evaluate, of_tables, read, store_of
from osteon.cohort.job import Job, ShardSummary, evaluator_for, part
from osteon.cohort.parts import part_file
from osteon.cohort.result import VERDICTS, ShardResult
from osteon.cohort.tables import (
    TABLES,
    asked,
    facts_table,
    findings_table,
    problems_table,
    schema,
    verdicts_table,
)
from osteon.engine.evaluate import Evaluator

__all__ = ["review_shard", "run_shard", "warm"]


def warm(job: Job) -> None:
    """Make the pathway ready for a job, and what it says of a patient of whom nothing is known."""
    nobody = of_tables({name: columns.empty_table() for name, columns in READ.items()})
    evaluate(evaluator_for(job), nobody, None, job.undated, job.detail)


def run_shard(job: Job, shard: int) -> ShardSummary:
    """Review the patients of one shard and put their rows into part files.

    Raises `osteon.record.store.StoreError` when the shard cannot be read, JobError when the store has changed since the job was made,
    OSError when a part cannot be written.
    """
    evaluator = evaluator_for(job)
    data = read(store_of(job), job.groups[shard], concepts_for(job))
    with ExitStack() as stack:
        sinks = {
            table: stack.enter_context(part_file(part(job, shard, table), schema(evaluator, table))) for table in TABLES
        }

        def write(name: str, table: pa.Table) -> None:
            if table.num_rows:
                sinks[name].write_table(table)

        return review_shard(job, shard, data, write)


def review_shard(job: Job, shard: int, data: ShardData, write: Callable[[str, pa.Table], None]) -> ShardSummary:
    """Review a shard that has been read. `write` is given each table of the result as it is made, with its name."""
    evaluator = evaluator_for(job)
    rows = dict.fromkeys(TABLES, 0)
    counted: dict[str, dict[str, list[int]]] = {}

    def tell(name: str, table: pa.Table) -> None:
        rows[name] += table.num_rows
        write(name, table)

    for day in job.dates or (None,):
        result = evaluate(evaluator, data, day, job.undated, job.detail)
        counted[day.isoformat() if day else ""] = _counted(evaluator, result)
        tell("verdicts", verdicts_table(evaluator, result, data.patients))
        facts = facts_table(evaluator, result, data.patients)
        tell("findings", findings_table(evaluator, result, data.patients, facts))
        tell("facts", facts)
    tell("problems", problems_table(data.problems, data.patients))
    return ShardSummary(
        shard=shard,
        patients=len(data.patients),
        findings=rows["findings"],
        facts=rows["facts"],
        problems=rows["problems"],
        verdicts=counted,
    )


def _counted(evaluator: Evaluator, result: ShardResult) -> dict[str, list[int]]:
    counts = np.stack([(result.verdicts == code).sum(axis=1) for code in range(len(VERDICTS))], axis=1)
    return {item.id: row for item, row in zip(asked(evaluator), counts.tolist(), strict=True)}
