"""What the actions of `osteon cohort` ask for alike: dates, settings, workers."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from osteon.cli.ending import PARTIAL, UNREADABLE, UsageError, say
from osteon.cli.settings import CONFIGURATION

__all__ = ["add_dates", "add_outcome", "add_settings", "add_workers", "answered", "count", "dates_of", "day", "needs_cohort", "step"]

NEEDED = ("duckdb", "msgspec", "numpy", "pyarrow")


def needs_cohort() -> None:
    """Raises UsageError where the libraries of the extra `cohort` are not installed."""
    wanting = [name for name in NEEDED if find_spec(name) is None]
    if wanting:
        raise UsageError(f"this command needs {', '.join(wanting)}: install osteon[cohort].")


def answered(work: Callable[[], int]) -> int:
    """The exit status of some work on a store; what goes wrong in it is told in one line. Raises UsageError for words that are off."""
    from osteon.cohort.job import BrokenOffError, JobError
    from osteon.record.store import StoreError

    try:
        return work()
    except BrokenOffError as fault:
        return say(str(fault), PARTIAL)
    except JobError as fault:
        raise UsageError(str(fault)) from fault
    except StoreError as fault:
        return say(str(fault), UNREADABLE)
    except OSError as fault:
        return say(f"{fault.filename or 'a file'} cannot be used: {fault.strerror}.", PARTIAL)


def add_outcome(action: argparse.ArgumentParser) -> None:
    """Add --definition, --anchor, --index and --by: what is counted, from when on, in which groups."""
    action.add_argument(
        "--definition", metavar="ID", default="sre",
        help="what counts: sre (default), sse, sre-or-hypercalcaemia, sre-calgb-70604, sse-react-bta, sre-prophylactic-radiation",
    )  # fmt: skip
    action.add_argument(
        "--anchor", metavar="WORD", default="last_counted",
        help="from which event the window of 21 days runs: last_counted (default) or last_any",
    )  # fmt: skip
    action.add_argument(
        "--index", metavar="WORD", default="bone-metastasis",
        help="from which day on patients are followed: bone-metastasis first recorded (default), or bone-agent first given",
    )  # fmt: skip
    action.add_argument(
        "--by", metavar="STRATUM", action="append", default=[],
        help="a group to compare: sex, age, subtype, bone_sites, spread; may be repeated",
    )  # fmt: skip


def add_dates(action: argparse.ArgumentParser) -> None:
    """Add --as-of, --every and --from; `dates_of` reads them."""
    action.add_argument("--as-of", metavar="DATE", type=day, help="date of the review (default: each patient's newest entry)")
    action.add_argument("--every", metavar="STEP", type=step, help="look on many dates, such as 90d or 12w apart; needs --from and --as-of")
    action.add_argument("--from", dest="first", metavar="DATE", type=day, help="first date of --every")


def add_settings(action: argparse.ArgumentParser) -> None:
    """Add --policy and --config; `osteon.cli.settings.settings_of` reads them."""
    action.add_argument("--policy", metavar="NAME=VALUE", action="append", default=[], help="choose a policy; may be repeated")
    action.add_argument(
        "--config", metavar="PATH", type=Path, help=f"settings of the site (default: {CONFIGURATION} here, if there)"
    )


def add_workers(action: argparse.ArgumentParser) -> None:
    """Add --workers."""
    action.add_argument("--workers", metavar="N", type=count, help="processes (default: one for each processor)")


def day(text: str) -> date:
    """A day as it is written on the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write 2025-06-01") from None


def step(text: str) -> int:
    """A step in days: `90d`, `12w`."""
    found = re.fullmatch(r"([1-9][0-9]{0,4})([dw])", text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text!r} is no step; write days or weeks, such as 90d or 12w")
    return int(found[1]) * (7 if found[2] == "w" else 1)


def count(text: str) -> int:
    """A number of processes."""
    if not text.isdecimal() or not 1 <= int(text) <= 1024:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)


def dates_of(choice: argparse.Namespace, days_of: Callable[[date, date, int], tuple[date, ...]]) -> tuple[date, ...]:
    """The dates that --as-of, or --every with --from, name. Raises UsageError."""
    if choice.every is not None:
        if choice.first is None or choice.as_of is None:
            raise UsageError("--every needs the first and the last date: --from DATE and --as-of DATE.")
        return days_of(choice.first, choice.as_of, choice.every)
    if choice.first is not None:
        raise UsageError("--from is the first date of --every, such as --every 90d.")
    return (choice.as_of,) if choice.as_of is not None else ()

