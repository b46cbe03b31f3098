"""What `summary.json` says about a cohort review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import osteon
from osteon.cohort.job import Job, ShardSummary, evaluator_for
from osteon.cohort.result import VERDICTS
from osteon.pathway import pathway

__all__ = ["WHAT", "summary"]

WHAT = "osteon cohort review"
"""By this a summary is known as ours."""

NEWEST = "newest entry of each patient"


def summary(job: Job, shards: Sequence[ShardSummary], rows: Mapping[str, int]) -> dict[str, Any]:
    """The summary of a run out of those of its shards. It depends on nothing but the input and the settings.

    `rows`: how many each table has.
    """
    evaluator = evaluator_for(job)
    whole, settings = evaluator.pathway, evaluator.settings
    counts = _added([one.verdicts for one in shards])
    last = job.dates[-1].isoformat() if job.dates else ""
    said = {
        "what": WHAT,
        "osteon": osteon.__version__,
        "pathway": pathway().version,
        "as_of": last or NEWEST,
        "detail": job.detail,
        "drafts": job.drafts,
        **({"only": list(job.only)} if job.only else {}),
        "policies": {item.id: settings.policies.get(item.id, item.default) for item in whole.policies},
        "parameters": {name: float(value) for name, value in sorted(settings.parameters.items())},
        "changed": dict(sorted(settings.provenance.items())),
        "store": job.fingerprint,
        "patients": sum(one.patients for one in shards),
        "rows": dict(rows),
        "resources": dict(sorted(job.accounts.items())),
        "verdicts": counts.get(last, {}),
    }
    if len(job.dates) > 1:
        said["dates"] = {day.isoformat(): counts.get(day.isoformat(), {}) for day in job.dates}
    return said


def _added(shards: Sequence[dict[str, dict[str, list[int]]]]) -> dict[str, dict[str, dict[str, int]]]:
    """Patients by verdict, for each date and recommendation, over all shards."""
    total: dict[str, dict[str, list[int]]] = {}
    for shard in shards:
        for day, rules in shard.items():
            here = total.setdefault(day, {})
            for name, counts in rules.items():
                before = here.get(name)
                here[name] = counts if before is None else [a + b for a, b in zip(before, counts, strict=True)]
    return {
        day: {name: dict(zip(VERDICTS, counts, strict=True)) for name, counts in rules.items()}
        for day, rules in total.items()
    }
