"""`osteon cohort review`: many patients at once, as tables."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osteon.cli.ending import DONE, PARTIAL, UNREADABLE, UsageError, say
from osteon.cli.progress import Show, collect_garbage, progress
from osteon.cli.settings import CONFIGURATION, codes_of, settings_of

if TYPE_CHECKING:
    from osteon.cohort import Job, ShardSummary

__all__ = ["declare"]

NEEDED = ("duckdb", "numpy", "pyarrow")
DETAILS = ("met", "undecided", "all")


def declare(commands: Any) -> None:
    """Add the command to the parser's `commands`."""
    cohort = commands.add_parser("cohort", help="many patients at once, as tables")
    actions = cohort.add_subparsers(required=True, metavar="ACTION")
    review = actions.add_parser("review", help="review every patient of a store, or of FHIR files")
    review.add_argument(
        "source", metavar="STORE|INPUT", nargs="+", type=Path, help="a store made by `osteon ingest`, or FHIR files and folders"
    )
    review.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the tables; made if missing")
    review.add_argument(
        "--as-of", metavar="DATE", type=_day, help="date of the review (default: each patient's newest entry)"
    )
    review.add_argument(
        "--every", metavar="STEP", type=_step, help="review on many dates, such as 90d or 12w apart; needs --from and --as-of"
    )
    review.add_argument("--from", dest="first", metavar="DATE", type=_day, help="first date of --every")
    review.add_argument(
        "--detail", choices=DETAILS, default="met", help="verdicts that get a row in findings.parquet (default: met)"
    )
    review.add_argument(
        "--drafts", action="store_true", help="let rules take part that rest on memory only; they are labelled"
    )
    review.add_argument(
        "--policy", metavar="NAME=VALUE", action="append", default=[], help="choose a policy; may be repeated"
    )
    review.add_argument(
        "--config", metavar="PATH", type=Path, help=f"settings of the site (default: {CONFIGURATION} here, if there)"
    )
    review.add_argument("--workers", metavar="N", type=_count, help="processes (default: one for each processor)")
    review.add_argument(
        "--engine", choices=("local", "spark"), default="local", help="processes of this machine (default), or a Spark cluster"
    )
    review.add_argument(
        "--master", metavar="URL", help="the Spark cluster: spark://HOST:7077, yarn, k8s://..., sc://HOST:15002, local[2]"
    )
    review.set_defaults(run=_review)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2025-06-01") from None


def _step(text: str) -> int:
    found = re.fullmatch(r"([1-9][0-9]{0,4})([dw])", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no step; write days or weeks, such as 90d or 12w")
    return int(found[1]) * (7 if found[2] == "w" else 1)


def _count(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)


def _review(choice: argparse.Namespace) -> int:
    wanting = [name for name in NEEDED if find_spec(name) is None]
    if wanting:
        raise UsageError(f"this command needs {', '.join(wanting)}: install osteon[cohort].")
    from osteon.cohort import JobError, days_of, prepare
    from osteon.record import RecordError
    from osteon.record.store import StoreError

    collect_garbage()
    with progress() as show:
        try:
            run = _engine(choice)
            job = prepare(
                choice.source,
                choice.out,
                dates=_dates(choice, days_of),
                detail=choice.detail,
                drafts=choice.drafts,
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
            said = run(job, tell=_shards(job, show))
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


def _shards(job: Job, show: Show | None) -> Callable[[ShardSummary], None] | None:
    """What is told of each shard that is done."""
    if show is None:
        return None
    done: list[int] = []
    show("reviewing", 0, len(job.shards))

    def told(one: ShardSummary) -> None:
        done.append(one.shard)
        show("reviewing", len(done), len(job.shards))

    return told


def _dates(choice: argparse.Namespace, days_of: Callable[[date, date, int], tuple[date, ...]]) -> tuple[date, ...]:
    if choice.every is not None:
        if choice.first is None or choice.as_of is None:
            raise UsageError("--every needs the first and the last date: --from DATE and --as-of DATE.")
        return days_of(choice.first, choice.as_of, choice.every)
    if choice.first is not None:
        raise UsageError("--from is the first date of --every, such as --every 90d.")
    return (choice.as_of,) if choice.as_of is not None else ()


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
