"""`osteon cohort events`: what happened to many patients, as tables."""

from __future__ import annotations

import argparse
import sys
from functools import partial
from pathlib import Path
from typing import Any

from osteon.cli.cohort.asked import add_outcome, add_settings, add_workers, answered, day, needs_cohort
from osteon.cli.ending import DONE, say
from osteon.cli.progress import collect_garbage, progress
from osteon.cli.settings import settings_of

__all__ = ["declare"]


def declare(actions: Any) -> None:
    """Add the action to those of `osteon cohort`."""
    events = actions.add_parser("events", help="skeletal events, follow-up and survival of the patients of a store")
    events.add_argument("store", metavar="STORE", type=Path, help="a store made by `osteon ingest`")
    events.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the tables; made if missing")
    add_outcome(events)
    events.add_argument(
        "--as-of", metavar="DATE", type=day, help="look at nothing after this day (default: at all there is)"
    )
    add_settings(events)
    add_workers(events)
    events.set_defaults(run=_events)


def _events(choice: argparse.Namespace) -> int:
    needs_cohort()
    collect_garbage()
    return answered(partial(_write, choice, settings_of(choice)))


def _write(choice: argparse.Namespace, settings: Any) -> int:
    from osteon.cohort.outcomes import outcomes, write_outcomes

    with progress() as show:
        found = outcomes(
            choice.store,
            definition=choice.definition,
            anchor=choice.anchor,
            index=choice.index,
            as_of=choice.as_of,
            settings=settings,
            workers=choice.workers,
            progress=show,
        )
        said = write_outcomes(found, choice.out, by=choice.by)
    if sys.stderr.isatty():
        rows = said["rows"]
        say(f"{rows['follow_up']:,} patients followed, {rows['skeletal_events']:,} events: {choice.out}", DONE)
    return DONE
