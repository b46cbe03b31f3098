"""`osteon cohort report`: one page about a cohort, for a registry or quality lead."""

from __future__ import annotations

import argparse
import os
import sys
from functools import partial
from pathlib import Path
from typing import Any

from osteon.cli.cohort.asked import (
    add_dates,
    add_outcome,
    add_settings,
    add_workers,
    answered,
    count,
    dates_of,
    needs_cohort,
)
from osteon.cli.ending import DONE, UsageError, say
from osteon.cli.progress import collect_garbage, progress
from osteon.cli.settings import settings_of

__all__ = ["declare"]


def declare(actions: Any) -> None:
    """Add the action to those of `osteon cohort`."""
    report = actions.add_parser("report", help="one page about a cohort: events, survival, quality, delay, data quality")
    report.add_argument("store", metavar="STORE", type=Path, help="a store made by `osteon ingest`")
    report.add_argument("--out", metavar="PATH", type=Path, required=True, help="the page (HTML), such as report.html")
    report.add_argument(
        "--tables", metavar="DIR", type=Path, help="folder for each figure as CSV and Parquet; made if missing"
    )
    add_outcome(report)
    report.add_argument(
        "--smallest-cell", metavar="N", type=count, default=1, help="withhold counts from 1 to N-1, and what would tell them"
    )
    report.add_argument(
        "--rule", metavar="ID", action="append", default=[],
        help="a recommendation whose delay is told; needs --every, --from and --as-of; may be repeated",
    )  # fmt: skip
    add_dates(report)
    add_settings(report)
    add_workers(report)
    report.set_defaults(run=_report)


def _report(choice: argparse.Namespace) -> int:
    needs_cohort()
    collect_garbage()
    return answered(partial(_write, choice, settings_of(choice)))


def _write(choice: argparse.Namespace, settings: Any) -> int:
    from osteon.cohort import days_of
    from osteon.cohort.report import make_report, render_report, write_tables

    if choice.out.is_dir():
        raise UsageError(f"--out is the page, and {choice.out} is a folder: name a file, such as {choice.out / 'report.html'}.")
    if choice.rule and choice.every is None:
        raise UsageError("a delay is looked for on many dates: with --rule give --every, such as --every 30d, with --from and --as-of.")
    if choice.every is not None and not choice.rule:
        raise UsageError("--every is for a delay: name a recommendation with --rule.")
    with progress() as show:
        made = make_report(
            choice.store,
            definition=choice.definition,
            anchor=choice.anchor,
            index=choice.index,
            as_of=choice.as_of,
            by=choice.by,
            rules=choice.rule,
            dates=dates_of(choice, days_of) if choice.rule else (),
            smallest_cell=choice.smallest_cell,
            settings=settings,
            workers=choice.workers,
            progress=show,
        )
        if choice.tables is not None:
            write_tables(made, choice.tables)
        choice.out.parent.mkdir(parents=True, exist_ok=True)
        # Whole or not at all.
        part = choice.out.with_name(f".{choice.out.name}.part")
        part.write_text(render_report(made), encoding="utf-8")
        os.replace(part, choice.out)
    if sys.stderr.isatty():
        say(f"{len(made.figures)} figures: {choice.out}", DONE)
    return DONE
