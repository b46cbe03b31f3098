"""What a cohort review is asked to do, and what one shard of it reports: plain data that can be sent to another process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from osteon.engine.evaluate import Evaluator, compile_pathway
from osteon.engine.settings import Settings
from osteon.pathway import pathway

__all__ = ["DETAILS", "BrokenOffError", "Job", "JobError", "ShardSummary", "days_of", "evaluator_for", "evaluator_of"]

DETAILS = {"met": ("met",), "undecided": ("met", "unknown"), "all": ("met", "unknown", "not-met", "not-applicable")}
"""The verdicts that get a row in `findings.parquet`, by the word of `--detail`."""


class JobError(Exception):
    """A cohort review cannot be done as it was asked: the words say what to change."""


class BrokenOffError(JobError):
    """What was asked rightly could not be finished: a process died, the store changed on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One cohort review. The same for every shard of it, whichever process or machine works on the shard."""

    store: str
    """Folder of the store."""
    fingerprint: str
    """What the store holds and how it was read. The same input read by the same readers gives the same."""
    generation: int = 0
    """Which state of the store this job is about."""
    patients: int = 0
    """How many the store holds."""
    accounts: Mapping[str, int] = field(default_factory=dict)
    """Resources `read`, `used`, `refused`, and ignored by each rule, over the whole store."""
    out: str
    """Folder of the result."""
    parts: str
    """Folder in which each shard puts its part files; it must be there, and every worker must be able to write to it."""
    shards: tuple[int, ...]
    """Numbers of the shards of the job."""
    groups: tuple[tuple[int, ...], ...] = ()
    """For each shard of the job, the shards of the store that it takes together: columns are quickest in tens of thousands."""
    dates: tuple[date, ...] = ()
    """Dates of the review, for all patients alike. None: each patient on the day of her newest entry."""
    undated: date
    """Date of the review of a patient none of whose entries has a date, where `dates` is empty: the day of the run."""
    detail: str = "met"
    """A word of `DETAILS`."""
    drafts: bool = False
    settings: Settings = field(default_factory=Settings)
    only: tuple[str, ...] = ()
    """Recommendations that are asked; none for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShardSummary:
    """What one shard came to. Its rows are in its part files."""

    shard: int
    patients: int
    findings: int
    """Rows of the findings."""
    facts: int
    """Rows of the facts."""
    problems: int
    """Rows of the problems."""
    verdicts: dict[str, dict[str, list[int]]]
    """Patients by verdict (not-applicable, not-met, unknown, met), for each recommendation, for each date (ISO; "" for the
    day of the newest entry)."""


@lru_cache(maxsize=8)
def _ready(parameters: tuple, policies: tuple, provenance: tuple, drafts: bool, only: tuple[str, ...]) -> Evaluator:
    asked = pathway().only(only, drafts) if only else pathway()
    return compile_pathway(asked, Settings(dict(parameters), dict(policies), dict(provenance)), drafts)


def evaluator_for(job: Job) -> Evaluator:
    """The pathway made ready for a job; kept in the process, because making it ready takes longer than many a shard."""
    return evaluator_of(job.settings, job.drafts, job.only)


def evaluator_of(settings: Settings, drafts: bool, only: tuple[str, ...] = ()) -> Evaluator:
    """The pathway, or some recommendations of it, made ready for these settings; kept in the process."""
    named = (settings.parameters, settings.policies, settings.provenance)
    return _ready(*(tuple(sorted(one.items())) for one in named), drafts, only)


def days_of(first: date, last: date, every: int) -> tuple[date, ...]:
    """The dates from `first` on, `every` days apart, and `last`, which is always one of them.

    Raises JobError when the dates are the wrong way round or `every` is not at least 1.
    """
    if every < 1:
        raise JobError("--every needs at least one day, such as 90d.")
    if first > last:
        raise JobError(f"the first date ({first}) is after the last ({last}).")
    days = [first + timedelta(days=step) for step in range(0, (last - first).days + 1, every)]
    return tuple(days if days[-1] == last else [*days, last])


def part(job: Job, shard: int, table: str) -> Path:
    """The part file that a shard of a job has for a table of the result."""
    return Path(job.parts) / f"{shard:05d}-{table}.parquet"
