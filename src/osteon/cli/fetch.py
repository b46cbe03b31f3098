"""`osteon serve fetch`: records from a FHIR server into the storage, and the key by which that server knows this client."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from osteon.cli.ending import DONE, PARTIAL, UNREADABLE, UsageError, say
from osteon.cli.progress import progress
from osteon.cli.settings import moment

__all__ = ["declare"]

Command = Callable[[argparse.Namespace], int]


def declare(below: Any, flags: Callable[[argparse.ArgumentParser], None], with_server: Callable[[Command], Command]) -> None:
    """Add the command to those `below` `osteon serve`. `flags` adds where the storage is."""
    fetch = below.add_parser("fetch", help="read records from a FHIR server into the storage")
    flags(fetch)
    whose = fetch.add_mutually_exclusive_group()
    whose.add_argument("--group", metavar="ID", help="the patients of a Group of that server")
    whose.add_argument("--patient", metavar="ID", help="one patient")
    whose.add_argument("--all", action="store_true", help="all patients of that server")
    whose.add_argument("--system", action="store_true", help="all that the server has, also what belongs to no patient")
    begin = fetch.add_mutually_exclusive_group()
    begin.add_argument("--since", metavar="DATE", type=moment, help="what changed since (default: since the last complete fetch)")
    begin.add_argument("--whole", action="store_true", help="everything")
    fetch.set_defaults(run=with_server(_fetch))
    key = fetch.add_subparsers(metavar="COMMAND").add_parser("key", help="make the key by which the FHIR server knows this client")
    key.add_argument("--out", metavar="PATH", type=Path, required=True, help="file for the private key; must not exist")
    key.add_argument("--algorithm", choices=("ES384", "RS384"), default="ES384", help="elliptic (default) or RSA")
    key.set_defaults(run=with_server(_key))


def _key(choice: argparse.Namespace) -> int:
    import json

    from osteon.serve.fetching.keys import make_key

    sys.stdout.write(f"{json.dumps(make_key(choice.out, choice.algorithm), indent=2)}\n")
    words = "This is the public half, for whoever runs the FHIR server; `osteon serve` tells it at /.well-known/jwks.json too."
    print(f"{words} Whoever has the file can read what this client may.", file=sys.stderr)
    return DONE


def _fetch(choice: argparse.Namespace) -> int:
    from osteon.cli.serve import serve_settings_of
    from osteon.serve.fetching.bulk import Scope
    from osteon.serve.fetching.exports import LAST
    from osteon.serve.fetching.failures import RemoteError
    from osteon.serve.fetching.fetch import fetch
    from osteon.serve.fetching.server import open_server
    from osteon.serve.operation.running import open_storage

    if choice.group is not None:
        scope = Scope("group", choice.group)
    elif choice.patient is not None:
        scope = Scope("patient", choice.patient)
    elif choice.all or choice.system:
        scope = Scope("patients" if choice.all else "system")
    else:
        raise UsageError("say whose records: --group ID, --patient ID, --all or --system.")
    if scope.level == "patient" and (choice.since is not None or choice.whole):
        raise UsageError("one patient is always fetched as a whole: leave out --since and --whole.")
    settings = serve_settings_of(choice)
    server = open_server(settings)
    database = open_storage(settings, make=True)
    since = None if choice.whole else LAST if choice.since is None else _instant(choice.since)
    try:
        with progress() as show:
            summary = fetch(database, server, settings, scope, since=since, show=show)
    except RemoteError as fault:
        return say(str(fault), UNREADABLE)
    finally:
        server.close()
        database.close()
    return _tell(summary)


def _instant(day: date | datetime) -> str:
    at = day if isinstance(day, datetime) else datetime(day.year, day.month, day.day)
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).isoformat(timespec="milliseconds")


def _tell(summary: Any) -> int:
    went_on = " It went on with what an earlier run had begun." if summary.resumed else ""
    left_out = f", {summary.left_out} left out" if summary.left_out else ""
    sys.stdout.write(f"{summary.lines} entries read: {summary.kept} kept ({summary.new} of them new){left_out}.{went_on}\n")
    for words, count in sorted(summary.problems.items(), key=lambda item: (-item[1], item[0])):
        severity, _, told = words.partition(": ")
        print(f"osteon: {count} x {told}" if severity == "error" else f"osteon: note, {count} x {told}", file=sys.stderr)
    for words, count in summary.missing.items():
        print(f"osteon: {count} x not read: {words} The next fetch goes on there.", file=sys.stderr)
    return DONE if summary.whole else PARTIAL
