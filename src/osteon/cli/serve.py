"""`osteon serve`: the server, and what is done at its storage: import, tokens, backup, restore."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osteon.cli import fetch
from osteon.cli.account import declare_accounts
from osteon.cli.ending import DONE, PARTIAL, UNREADABLE, USAGE, UsageError, say
from osteon.cli.settings import CONFIGURATION, configuration_of, settings_of

if TYPE_CHECKING:
    from osteon.serve.settings import ServeSettings
    from osteon.serve.storage.database import Database

__all__ = ["declare", "serve_settings_of", "storage_flags", "with_server"]

LIBRARIES = ("alembic", "argon2", "fastapi", "httpx2", "joserfc", "prometheus_client", "pyrage", "segno", "sqlalchemy", "uvicorn")


def declare(commands: Any) -> None:
    """Add the command and those below it to the parser's `commands`."""
    serve = commands.add_parser("serve", help="keep records, hand out their reviews")
    storage_flags(serve)
    serve.add_argument("--host", metavar="ADDRESS", help="address to listen on (default: 127.0.0.1, this machine only)")
    serve.add_argument("--port", metavar="N", help="port to listen on (default: 8090)")
    serve.add_argument("--tls-certificate", dest="certificate", metavar="PATH", help="certificate with its chain, PEM")
    serve.add_argument("--tls-key", dest="key", metavar="PATH", help="private key of the certificate, PEM")
    serve.add_argument("--proxy", metavar="ADDRESS", help="the one proxy that may connect and does TLS")
    serve.set_defaults(run=with_server(_serve), policy=[], certificate=None, key=None)
    below = serve.add_subparsers(metavar="COMMAND")

    take_in = below.add_parser("import", help="take in records from files")
    take_in.add_argument("file", metavar="FILE", nargs="+", type=Path, help="FHIR JSON or NDJSON, plain or .gz")
    fetch.declare(below, storage_flags, with_server)
    token = below.add_parser("token", help="clients and their tokens").add_subparsers(required=True, metavar="COMMAND")
    add = token.add_parser("add", help="add a client; prints its token, once")
    add.add_argument("name", metavar="NAME", help="how the audit trail calls it")
    add.add_argument(
        "--role", action="append", default=[], help="sender, reader, patient, auditor, operator or ehr; may be repeated"
    )
    add.add_argument("--patient", metavar="ID", help="for the role patient: whose record it may see")
    add.add_argument("--days", metavar="N", type=int, help="the token ends after so many days (default: never)")
    listed = token.add_parser("list", help="show all clients")
    revoke = token.add_parser("revoke", help="end the token of a client")
    revoke.add_argument("name", metavar="NAME", help="the client")
    key = below.add_parser("key", help="make a key for backups")
    key.add_argument("--out", metavar="PATH", type=Path, required=True, help="file for the secret key; must not exist")
    backup = below.add_parser("backup", help="write an encrypted copy of everything")
    backup.add_argument("--out", metavar="PATH", type=Path, required=True, help="file for the copy; must not exist")
    restore = below.add_parser("restore", help="fill an empty storage from a backup")
    restore.add_argument("file", metavar="FILE", type=Path, help="what `backup` wrote")
    for command in (backup, restore):
        command.add_argument(
            "--key-file", metavar="PATH", type=Path, help="file with the key (default: the variable OSTEON_BACKUP_KEY)"
        )
    runs = {take_in: _import, add: _token_add, listed: _token_list, revoke: _token_revoke, backup: _backup, restore: _restore}
    runs |= declare_accounts(below, _opened)
    for command, run in runs.items():
        storage_flags(command)
        command.set_defaults(run=with_server(run))
    key.set_defaults(run=with_server(_key))


def storage_flags(command: argparse.ArgumentParser) -> None:
    """Where the records are, for every command that needs them."""
    # Without a default of its own, what stands before the name of a lower command is not lost.
    command.add_argument(
        "--data", metavar="FOLDER", default=argparse.SUPPRESS, help="folder of the embedded database (default: osteon-data)"
    )
    command.add_argument(
        "--database", metavar="ADDRESS", default=argparse.SUPPRESS, help="PostgreSQL instead: postgresql://USER@HOST/NAME"
    )
    command.add_argument(
        "--config",
        metavar="PATH",
        type=Path,
        default=argparse.SUPPRESS,
        help=f"settings of the site (default: {CONFIGURATION} here, if there)",
    )


def with_server(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """A command that needs the libraries of the server, and says plainly what goes wrong with it."""

    def command(choice: argparse.Namespace) -> int:
        missing = [name for name in LIBRARIES if find_spec(name) is None]
        if missing:
            return say(f"this needs {' and '.join(missing)}: install osteon[serve].", USAGE)
        from osteon.engine.settings import SettingsError
        from osteon.serve.failures import ServeError, StorageError

        # It runs for long: cycles have to be collected, and the libraries want to be taken down in order at the end.
        gc.enable()
        atexit.unregister(gc.freeze)
        choice.config = getattr(choice, "config", None)
        try:
            return run(choice)
        except (ServeError, SettingsError) as fault:
            return say(str(fault), USAGE)
        except StorageError as fault:
            return say(str(fault), UNREADABLE)

    return command


def serve_settings_of(choice: argparse.Namespace) -> ServeSettings:
    """Settings of the server: the file, the environment, the command line. Raises ServeError, UsageError."""
    from osteon.serve.settings import serve_settings

    names = ("data", "database", "host", "port", "certificate", "key", "proxy")
    flags = {name: getattr(choice, name, None) for name in names}
    if flags["database"] and "@" in flags["database"] and ":" in flags["database"].rpartition("@")[0].partition("//")[2]:
        raise UsageError(
            "a password on the command line can be read by everyone on this machine. Put the address into OSTEON_DATABASE, "
            "or the password into a password file of PostgreSQL."
        )
    return serve_settings(configuration_of(choice).get("serve", {}), os.environ, flags)


def _storage(choice: argparse.Namespace, *, make: bool = False) -> Database:
    from osteon.serve.operation.running import open_storage

    return open_storage(serve_settings_of(choice), make=make)


def _opened(choice: argparse.Namespace, *, make: bool = False) -> tuple[ServeSettings, Database]:
    return serve_settings_of(choice), _storage(choice, make=make)


def _serve(choice: argparse.Namespace) -> int:
    from osteon.serve.operation.running import run

    def ready(words: str) -> None:
        print(words, file=sys.stderr, flush=True)

    run(serve_settings_of(choice), settings_of(choice), ready)
    return DONE


def _import(choice: argparse.Namespace) -> int:
    from osteon.record.limits import Limits
    from osteon.serve.failures import RequestError
    from osteon.serve.records.receiving import LINES, receive

    database = _storage(choice, make=True)
    status = DONE
    for number, file in enumerate(choice.file, 1):
        name = file.name.lower().removesuffix(".gz")
        media_type = LINES[0] if name.endswith((".ndjson", ".jsonl")) else "application/fhir+json"
        # Not by its name: the file of a record is often called like its patient.
        which = f"file {number} of {len(choice.file)}"
        try:
            receipt = receive(database, file.read_bytes(), media_type=media_type, client="command line", limits=Limits())
        except OSError as fault:
            status = say(f"{which} cannot be read: {fault.strerror}.", UNREADABLE)
            continue
        except RequestError as refusal:
            status = say(f"{which}: {refusal}", UNREADABLE)
            continue
        new = receipt.count("created", "updated", "withdrawn")
        sys.stdout.write(f"{which}: {len(receipt.kept)} resources, {new} of them new, of {len(receipt.patients)} patients.\n")
        errors = [issue for issue in receipt.issues if issue.severity == "error"]
        for issue in errors[:20]:
            say(f"{which}: {issue.where}: {issue.message}", PARTIAL)
        if errors and status == DONE:
            status = PARTIAL
    database.close()
    return status


def _token_add(choice: argparse.Namespace) -> int:
    from osteon.serve.access.tokens import add_client
    from osteon.serve.audit.chain import Deed, add
    from osteon.serve.storage.database import writing

    with writing(_storage(choice, make=True)) as connection:
        token = add_client(connection, choice.name, choice.role, patient=choice.patient, days=choice.days)
        add(connection, [Deed("command line", "add-client", choice.patient, "done", {"client": choice.name, "roles": choice.role})])
    sys.stdout.write(f"{token}\n")
    print("This is the only time that the token is shown. It is sent as: Authorization: Bearer TOKEN", file=sys.stderr)
    return DONE


def _token_list(choice: argparse.Namespace) -> int:
    import json

    from osteon.serve.access.tokens import list_clients
    from osteon.serve.storage.database import reading

    with reading(_storage(choice)) as connection:
        for row in list_clients(connection):
            roles = ", ".join(json.loads(row.roles))
            whose = f" of {row.patient}" if row.patient else ""
            state = f"revoked {row.revoked}" if row.revoked else f"ends {row.ends}" if row.ends else "counts"
            sys.stdout.write(f"{row.name:24} {roles}{whose}; made {row.made}; {state}\n")
    return DONE


def _token_revoke(choice: argparse.Namespace) -> int:
    from osteon.serve.access.tokens import revoke_client
    from osteon.serve.audit.chain import Deed, add
    from osteon.serve.storage.database import writing

    with writing(_storage(choice)) as connection:
        revoke_client(connection, choice.name)
        add(connection, [Deed("command line", "revoke-client", None, "done", {"client": choice.name})])
    return DONE


def _key(choice: argparse.Namespace) -> int:
    from osteon.serve.operation.backup import make_key

    sys.stdout.write(f"{make_key(choice.out)}\n")
    print("Whoever has the file can read backups; the line above can only write them. Keep the file elsewhere.", file=sys.stderr)
    return DONE


def _backup(choice: argparse.Namespace) -> int:
    from osteon.serve.operation.backup import backup, key_of

    done = backup(_storage(choice), choice.out, key_of(choice.key_file, os.environ))
    sys.stdout.write(f"{done.rows} rows of {done.tables} tables, revision {done.revision}; audit head {done.audit_head}.\n")
    return DONE


def _restore(choice: argparse.Namespace) -> int:
    from osteon.serve.operation.backup import key_of, restore
    from osteon.serve.storage.database import open_database

    settings = serve_settings_of(choice)
    database = open_database(settings.database or settings.data)
    done = restore(database, choice.file, key_of(choice.key_file, os.environ))
    sys.stdout.write(f"{done.rows} rows of {done.tables} tables, revision {done.revision}; audit head {done.audit_head}.\n")
    return DONE
