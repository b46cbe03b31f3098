"""A cohort review on this machine: shard after shard, in as many processes as asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from osteon.cohort.folder import discard, finish
from osteon.cohort.job import Job, JobError, ShardSummary
from osteon.cohort.shard import run_shard, warm
from osteon.cohort.spread import spread, workers_for

__all__ = ["run"]

Tell = Callable[[ShardSummary], None]


def run(job: Job, *, workers: int | None = None, tell: Tell | None = None) -> dict[str, object]:
    """Review all shards and write the result; gives back what `summary.json` says.

    `workers`: processes; when left out, as many as there are processors, and one for a small store. `tell` is called with the
    summary of each shard that is done, from any thread. Nothing is left behind when the run fails. Raises JobError,
    `osteon.record.store.StoreError`.
    """
    try:
        summaries = spread(
            partial(run_shard, job), job.shards, workers or workers_for(job.patients), tell, partial(warm, job)
        )
        return finish(job, summaries)
    except BaseException as fault:
        discard(job)
        if isinstance(fault, OSError):
            raise JobError(f"the review broke off: {fault.strerror or type(fault).__name__}. Nothing was written.") from fault
        raise
