"""Many patients: the pathway over a whole store at once, as tables. See docs/cohort.md.

`review` is for those who want the tables. Below it are three steps, so that any scheduler can stand in the middle: `prepare` looks at
the store and opens the folder of the result; `run_shard` does one shard, in any process that sees both; `finish` puts the parts
together. `run` does all shards on this machine.
"""

from __future__ import annotations

from osteon.cohort.cohort_review import CohortReview, open_review, review
from osteon.cohort.folder import discard, finish
from osteon.cohort.job import Job, JobError, ShardSummary, days_of
from osteon.cohort.local import run
from osteon.cohort.preparation import prepare
from osteon.cohort.shard import run_shard

__all__ = [
    "CohortReview", "Job", "JobError", "ShardSummary", "days_of", "discard", "finish", "open_review", "prepare", "review", "run",
    "run_shard",
]  # fmt: skip
