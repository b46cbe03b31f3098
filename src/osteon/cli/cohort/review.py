"""`osteon cohort review`: many patients at once, as tables."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from osteon.cli.cohort.asked import add_dates, add_settings, add_workers, dates_of, needs_cohort
from osteon.cli.ending import DONE, PARTIAL, UNREADABLE, UsageError, say
from osteon.cli.progress import collect_garbage, progress
from osteon.cli.settings import codes_of, settings_of

__all__ = ["declare"]

DETAILS = ("met", "undecided", "all")


def declare(actions: Any) -> None:
    """Add the action to those of `osteon cohort`."""
    review = actions.add_parser("review", help="review every patient of a store, or of FHIR files")
    review.add_argument(
        "source", metavar="STORE|INPUT", nargs="+", type=Path, help="a store made by `osteon ingest`, or FHIR files and folders"
    )
    review.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the tables; made if missing")
    add_dates(review)
    review.add_argument(
        "--detail", choices=DETAILS, default="met", help="verdicts that get a row in findings.parquet (default: met)"
    )
    review.add_argument(
        "--drafts", action="store_true", help="let rules take part that rest on memory only; they are labelled"
    )
    review.add_argument(
        "--only", metavar="RULE", action="append", default=[],
        help="ask this recommendation, by its id; may be repeated. With --as-of, most of FHIR files is then not read",
    )  # fmt: skip
    add_settings(review)
    add_workers(review)
    review.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="processes of this machine (default), or a Spark cluster"
    )
    review.add_argument(
        "--master", metavar="URL", help="the Spark cluster: spark://HOST:7077, yarn, k8s://..., sc://HOST:15002, local[2]"
    )
    review.set_defaults(run=_review)


def _review(choice: argparse.Namespace) -> int:
    needs_cohort()
    from osteon.cohort import JobError, days_of, prepare
    from osteon.cohort.spread import counted
    from osteon.record import RecordError
    from osteon.record.store import StoreError

    collect_garbage()
    with progress() as show:
        try:
            run = _engine(choice)
            job = prepare(
                choice.source,
                choice.out,
                dates=dates_of(choice, days_of),
                detail=choice.detail,
                drafts=choice.drafts,
                only=choice.only,
                settings=settings_of(choice),
                codes=codes_of(choice),
                workers=choice.workers,
                progress=show,
            )
        except JobError as fault:
            raise UsageError(str(fault)) from fault
        except (RecordError, StoreError) as fault:
            return say(str(fault), UNREADABLE)
        try:
            said = run(job, tell=counted(show, "reviewing", len(job.shards)))
        except JobError as fault:
            return say(str(fault), PARTIAL)
        except StoreError as fault:
            return say(str(fault), UNREADABLE)
    return _ended(said, choice.out)


def _engine(choice: argparse.Namespace) -> Callable[..., dict[str, Any]]:
    """What runs the shards. Whether it can is asked before the input is read, which may take long."""
    if choice.engine == "spark":
        from osteon.cohort.spark import ready
        from osteon.cohort.spark import run as run_on_spark

        ready(choice.master)
        return partial(run_on_spark, master=choice.master)
    if choice.master is not None:
        raise UsageError("--master names a Spark cluster: give --engine spark too.")
    from osteon.cohort import run

    return partial(run, workers=choice.workers)


def _ended(said: dict[str, Any], out: Path) -> int:
    refused, rows = said["resources"].get("refused", 0), said["rows"]
    if refused:
        return say(
            f"{refused} {'resource' if refused == 1 else 'resources'} could not be read; the rest was reviewed. "
            f"{out / 'problems.parquet'} lists them.",
            PARTIAL,
        )
    if sys.stderr.isatty():
        say(f"{said['patients']:,} patients reviewed, {rows['findings']:,} findings: {out}", DONE)
    return DONE
