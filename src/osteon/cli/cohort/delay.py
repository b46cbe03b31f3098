"""`osteon cohort delay`: how long recommendations wait for an answer."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from osteon.cli.cohort.asked import add_dates, add_settings, add_workers, answered, dates_of, needs_cohort
from osteon.cli.ending import DONE, UsageError
from osteon.cli.progress import collect_garbage, progress
from osteon.cli.settings import settings_of

__all__ = ["declare"]


def declare(actions: Any) -> None:
    """Add the action to those of `osteon cohort`."""
    delay = actions.add_parser("delay", help="how long a recommendation was met before it was answered")
    delay.add_argument("store", metavar="STORE", type=Path, help="a store made by `osteon ingest`")
    delay.add_argument(
        "--rule", metavar="ID", action="append", required=True, help="a recommendation; may be repeated"
    )
    delay.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the tables; made if missing")
    add_dates(delay)
    delay.add_argument(
        "--drafts", action="store_true", help="let rules take part that rest on memory only; they are labelled"
    )
    add_settings(delay)
    add_workers(delay)
    delay.set_defaults(run=_delay)


def _delay(choice: argparse.Namespace) -> int:
    needs_cohort()
    if choice.every is None:
        raise UsageError("a delay is looked for on many dates: give --every, such as --every 30d, with --from and --as-of.")
    collect_garbage()
    return answered(partial(_write, choice, settings_of(choice)))


def _write(choice: argparse.Namespace, settings: Any) -> int:
    from osteon.cohort import days_of
    from osteon.cohort.delay import delay_review, write

    with progress() as show:
        found = delay_review(
            choice.store,
            choice.rule,
            dates_of(choice, days_of),
            drafts=choice.drafts,
            settings=settings,
            workers=choice.workers,
            progress=show,
        )
        write(found, choice.out)
    return DONE
