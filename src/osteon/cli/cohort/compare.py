"""`osteon cohort compare`: what another policy, parameter or pathway would have said."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osteon.cli.cohort.asked import add_settings, add_workers, answered, day, needs_cohort
from osteon.cli.ending import DONE, UsageError
from osteon.cli.progress import Show, collect_garbage, progress
from osteon.cli.settings import layers_of, settings_of

if TYPE_CHECKING:
    from osteon.engine.settings import Settings

__all__ = ["declare"]

BEFORE, AFTER = "before", "after"
"""Folders of the two reviews that are made here."""


def declare(actions: Any) -> None:
    """Add the action to those of `osteon cohort`."""
    compare = actions.add_parser("compare", help="what changes with another policy, parameter or pathway, and for whom")
    compare.add_argument(
        "source", metavar="BEFORE AFTER|STORE", nargs="+", type=Path,
        help="two folders of `osteon cohort review`; or a store, reviewed as it is and again with what --what-if changes",
    )  # fmt: skip
    compare.add_argument(
        "--what-if", metavar="NAME=VALUE", action="append", default=[], help="a policy or parameter to change; may be repeated"
    )
    compare.add_argument("--out", metavar="DIR", type=Path, required=True, help="folder for the tables; made if missing")
    compare.add_argument("--as-of", metavar="DATE", type=day, help="date of the review (default: each patient's newest entry)")
    compare.add_argument(
        "--drafts", action="store_true", help="let rules take part that rest on memory only; they are labelled"
    )
    add_settings(compare)
    add_workers(compare)
    compare.set_defaults(run=_compare)


def _compare(choice: argparse.Namespace) -> int:
    needs_cohort()
    if len(choice.source) > 2:
        raise UsageError("name two folders of cohort reviews, or one store with --what-if NAME=VALUE.")
    if len(choice.source) == 2 and choice.what_if:
        raise UsageError("--what-if is for a store; two reviews that are there already are compared as they are.")
    if len(choice.source) == 1 and not choice.what_if:
        raise UsageError("say what to change, such as --what-if za_dose_basis=current; or name two folders of cohort reviews.")
    collect_garbage()
    return answered(partial(_write, choice))


def _write(choice: argparse.Namespace) -> int:
    from osteon.cohort import open_review
    from osteon.cohort.compare import compare, write

    folders = choice.source
    if len(folders) == 1:
        _review_twice(choice)
        folders = [choice.out / BEFORE, choice.out / AFTER]
    write(compare(*(open_review(folder) for folder in folders)), choice.out)
    return DONE


def _review_twice(choice: argparse.Namespace) -> None:
    before, after = settings_of(choice), _changed(choice)
    with progress() as show:
        for name, settings in ((BEFORE, before), (AFTER, after)):
            _review(choice, choice.out / name, settings, show, f"reviewing: {name}")


def _review(choice: argparse.Namespace, out: Path, settings: Settings, show: Show | None, what: str) -> None:
    from osteon.cohort import prepare, run
    from osteon.cohort.spread import counted

    dates = (choice.as_of,) if choice.as_of is not None else ()
    job = prepare(choice.source[0], out, dates=dates, drafts=choice.drafts, settings=settings, workers=choice.workers)
    run(job, workers=choice.workers, tell=counted(show, what, len(job.shards)))


def _changed(choice: argparse.Namespace) -> Settings:
    """The settings of the site with what --what-if changes laid over them. A name is a policy or a parameter, never both."""
    from osteon.engine.settings import SettingsError, make_settings
    from osteon.pathway import pathway

    policies = {item.id for item in pathway().policies}
    given: dict[str, dict[str, str]] = {"policies": {}, "parameters": {}}
    for item in choice.what_if:
        name, sign, value = (part.strip() for part in item.partition("="))
        if not sign:
            raise UsageError(f"--what-if {item}: write NAME=VALUE.")
        given["policies" if name in policies else "parameters"][name] = value
    try:
        return make_settings(pathway(), [*layers_of(choice), ("--what-if", given)])
    except SettingsError as fault:
        raise UsageError(str(fault)) from fault
