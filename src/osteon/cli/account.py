"""`osteon serve account`: the accounts of people, for whoever sits at the storage."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from osteon.cli.ending import DONE

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from osteon.serve.settings import ServeSettings
    from osteon.serve.storage.database import Database

__all__ = ["declare_accounts"]

Opened = Callable[..., "tuple[ServeSettings, Database]"]


def declare_accounts(below: Any, opened: Opened) -> dict[argparse.ArgumentParser, Callable[[argparse.Namespace], int]]:
    """Add `account` and its commands; what each of them runs. `opened`: settings and storage of a choice."""
    account = below.add_parser("account", help="accounts of people").add_subparsers(required=True, metavar="COMMAND")
    add = account.add_parser("add", help="add an account; prints a one-time link")
    add.add_argument("name", metavar="NAME", help="how she signs in, and how the audit trail calls her")
    add.add_argument(
        "--role", action="append", default=[], help="viewer, nurse, clinician, patient, researcher or administrator; may be repeated"
    )
    add.add_argument("--patient", metavar="ID", help="for the role patient: whose record it may see")
    listed = account.add_parser("list", help="show all accounts")
    disable = account.add_parser("disable", help="nobody can sign in with it any more")
    enable = account.add_parser("enable", help="its owner can sign in again")
    link = account.add_parser("link", help="print a new one-time link, for a lost password or authenticator")
    for command in (disable, enable, link):
        command.add_argument("name", metavar="NAME", help="the account")
    return {
        add: lambda choice: _linked(*opened(choice, make=True), choice, new=True),
        listed: lambda choice: _list(*opened(choice)),
        disable: lambda choice: _change(*opened(choice), choice, "disable"),
        enable: lambda choice: _change(*opened(choice), choice, "enable"),
        link: lambda choice: _linked(*opened(choice), choice, new=False),
    }


def _linked(settings: ServeSettings, database: Database, choice: argparse.Namespace, *, new: bool) -> int:
    from osteon.serve.accounts.accounts import add_account
    from osteon.serve.accounts.links import address_of, new_link
    from osteon.serve.audit.chain import Deed, add
    from osteon.serve.storage.database import writing

    with writing(database) as connection:
        id = add_account(connection, choice.name, choice.role, patient=choice.patient) if new else _id(connection, choice.name)
        token = new_link(connection, id, settings.link_hours)
        detail = {"account": choice.name, **({"roles": choice.role} if new else {})}
        whose = choice.patient if new else None
        add(connection, [Deed("command line", "add-account" if new else "make-link", whose, "done", detail)])
    sys.stdout.write(f"{address_of(settings.base_address, token)}\n")
    told = f"With this link {choice.name} sets password and authenticator, once, within {settings.link_hours} hours. It is shown this once."
    print(told, file=sys.stderr)
    return DONE


def _id(connection: Connection, name: str) -> str:
    from osteon.serve.accounts.accounts import account_by_name
    from osteon.serve.failures import ServeError

    row = account_by_name(connection, name)
    if row is None:
        raise ServeError(f"There is no account {name}. `osteon serve account list` shows them.")
    return str(row.id)


def _list(settings: ServeSettings, database: Database) -> int:
    from osteon.serve.accounts.accounts import accounts
    from osteon.serve.storage.database import reading

    with reading(database) as connection:
        for one in accounts(connection):
            whose = f" of {one.patient}" if one.patient else ""
            state = f"disabled {one.disabled}" if one.disabled else "counts" if one.ready else "has not used the one-time link"
            seen = f"last sign-in {one.signed_in}" if one.signed_in else "never signed in"
            sys.stdout.write(f"{one.name:24} {', '.join(one.roles)}{whose}; made {one.made}; {seen}; {state}\n")
    return DONE


def _change(settings: ServeSettings, database: Database, choice: argparse.Namespace, what: str) -> int:
    from osteon.serve.accounts.accounts import disable, enable
    from osteon.serve.audit.chain import Deed, add
    from osteon.serve.storage.database import writing

    with writing(database) as connection:
        (disable if what == "disable" else enable)(connection, _id(connection, choice.name))
        add(connection, [Deed("command line", f"{what}-account", None, "done", {"account": choice.name})])
    return DONE
