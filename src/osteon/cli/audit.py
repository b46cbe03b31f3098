"""`osteon audit`: is the trail whole, and what is in it."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from osteon.cli.ending import DONE, FOUND, UsageError, say
from osteon.cli.serve import serve_settings_of, storage_flags, with_server

__all__ = ["declare"]


def declare(commands: Any) -> None:
    """Add the command and those below it to the parser's `commands`."""
    audit = commands.add_parser("audit", help="the audit trail of the server").add_subparsers(required=True, metavar="COMMAND")
    verify = audit.add_parser("verify", help="check that no entry was changed, taken out or put in")
    verify.add_argument("--head", metavar="NUMBER:HASH", help="an earlier head, from the log or a backup: it has to be in the trail")
    export = audit.add_parser("export", help="write the trail as FHIR AuditEvents, one a line")
    export.add_argument("--after", metavar="NUMBER", type=int, default=0, help="only what comes after this entry")
    export.add_argument("--patient", metavar="ID", help="only what concerns this patient")
    for command, run in ((verify, _verify), (export, _export)):
        storage_flags(command)
        command.set_defaults(run=with_server(run))


def _verify(choice: argparse.Namespace) -> int:
    from osteon.serve.audit.chain import Head, verify
    from osteon.serve.operation.running import open_storage
    from osteon.serve.storage.database import reading

    known = None
    if choice.head is not None:
        number, _, hash = choice.head.partition(":")
        if not number.isdecimal() or len(hash) != 64:
            raise UsageError("--head: write NUMBER:HASH, as `osteon audit verify` prints it.")
        known = Head(int(number), hash)
    with reading(open_storage(serve_settings_of(choice))) as connection:
        found = verify(connection, known)
    if found.fault is not None:
        return say(f"the audit trail is not whole: {found.fault}.", FOUND)
    sys.stdout.write(f"The audit trail is whole: {found.head.number} entries, head {found.head}\n")
    return DONE


def _export(choice: argparse.Namespace) -> int:
    import orjson

    from osteon.serve.audit.export import audit_events
    from osteon.serve.operation.running import open_storage
    from osteon.serve.storage.database import reading

    with reading(open_storage(serve_settings_of(choice))) as connection:
        for event in audit_events(connection, after=choice.after, patient=choice.patient):
            sys.stdout.buffer.write(orjson.dumps(event) + b"\n")
    sys.stdout.flush()
    return DONE
