"""`osteon cohort measures`: measures of quality over a store."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import Any

from osteon.cli.cohort.asked import add_settings, add_workers, answered, count, day, needs_cohort
from osteon.cli.ending import DONE, UsageError
from osteon.cli.progress import collect_garbage, progress
from osteon.cli.settings import settings_of

__all__ = ["declare"]


def declare(actions: Any) -> None:
    """Add the action to those of `osteon cohort`."""
    measures = actions.add_parser("measures", help="how often care came in time: measures of quality, with limits")
    measures.add_argument("store", metavar="STORE", type=Path, help="a store made by `osteon ingest`")
    measures.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the tables; made if missing")
    measures.add_argument("--measure", metavar="ID", action="append", default=[], help="a measure (default: all); may be repeated")
    measures.add_argument("--from", dest="first", metavar="DATE", type=day, help="first day of the period that is measured")
    measures.add_argument("--to", dest="last", metavar="DATE", type=day, help="last day of the period that is measured")
    measures.add_argument(
        "--as-of", metavar="DATE", type=day, help="nobody is followed beyond it (default: each patient's newest entry)"
    )
    measures.add_argument(
        "--smallest-cell", metavar="N", type=count, default=1,
        help="keep back counts from 1 to N-1 and what gives them away; no row of a patient is written then",
    )  # fmt: skip
    measures.add_argument("--individual", action="store_true", help="write a FHIR report for each patient too")
    measures.add_argument("--drafts", action="store_true", help="let measures take part that rest on memory only")
    add_settings(measures)
    add_workers(measures)
    measures.set_defaults(run=_measures)


def _measures(choice: argparse.Namespace) -> int:
    needs_cohort()
    if choice.individual and choice.smallest_cell > 1:
        raise UsageError("--individual writes about single patients, and --smallest-cell keeps them from sight: give one of them.")
    collect_garbage()
    return answered(partial(_write, choice, settings_of(choice)))


def _write(choice: argparse.Namespace, settings: Any) -> int:
    from osteon.cohort.measures import measure, write

    with progress() as show:
        found = measure(
            choice.store,
            out=choice.out if choice.smallest_cell == 1 else None,
            measures=choice.measure,
            since=choice.first,
            until=choice.last,
            as_of=choice.as_of,
            drafts=choice.drafts,
            settings=settings,
            workers=choice.workers,
            tell=None if show is None else lambda done, whole: show("measuring", done, whole),
        )
        write(found, choice.out, smallest_cell=choice.smallest_cell, individual=choice.individual)
    return DONE
