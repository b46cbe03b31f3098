"""Accounts of people in the database: added, changed, disabled; functions that take a writer's connection, and raise ServeError."""

from __future__ import annotations

import re
import secrets
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Connection, Row, func, insert, select, update

from osteon.serve.access import sessions
from osteon.serve.access.roles import PEOPLE, TAKEN
from osteon.serve.failures import ServeError
from osteon.serve.storage.moments import now
from osteon.serve.storage.tables import account, client, emergency

__all__ = [
    "ADMINISTRATOR",
    "Account",
    "account_by_id",
    "account_by_name",
    "account_of",
    "accounts",
    "add_account",
    "any_account",
    "change_roles",
    "disable",
    "enable",
    "plain_name",
]

NAME: Final = re.compile(r"[a-z0-9][a-z0-9._@-]{0,62}")
PATIENT: Final = re.compile(r"[A-Za-z0-9._~:-]{1,128}")
ADMINISTRATOR: Final = "administrator"


class Account(NamedTuple):
    """An account as a list shows it; `ready`: whether she can sign in, because she has a password or a provider."""

    id: str
    name: str
    roles: tuple[str, ...]
    patient: str | None
    provider: bool
    ready: bool
    made: str
    signed_in: str | None
    disabled: str | None


def account_of(row: Row[Any]) -> Account:
    """A row of the table without its secrets."""
    provider = row.issuer is not None
    roles = tuple(orjson.loads(row.roles))
    return Account(
        row.id, row.name, roles, row.patient, provider, provider or row.password is not None, row.made, row.signed_in, row.disabled
    )


def plain_name(text: str) -> str:
    """A name as accounts have it."""
    return text.strip().casefold()


def any_account(connection: Connection) -> bool:
    """Whether an account was ever added: from then on everybody has to sign in."""
    return connection.execute(select(account.c.id).limit(1)).first() is not None


def accounts(connection: Connection) -> list[Account]:
    """All accounts by name, the disabled too."""
    return [account_of(row) for row in connection.execute(select(account).order_by(account.c.name))]


def account_by_name(connection: Connection, name: str) -> Row[Any] | None:
    """The row of an account, with what is kept of its secrets."""
    return connection.execute(select(account).where(account.c.name == plain_name(name))).one_or_none()


def account_by_id(connection: Connection, id: str) -> Row[Any]:
    """As above, by its id. Raises ServeError."""
    row = connection.execute(select(account).where(account.c.id == id)).one_or_none()
    if row is None:
        raise ServeError("There is no such account.")
    return row


def add_account(
    connection: Connection, name: str, roles: list[str], *, patient: str | None = None, provider: tuple[str, str] | None = None
) -> str:
    """Add an account, which cannot sign in yet unless a provider (issuer, subject) does it; its id.

    Raises ServeError for names and roles that cannot be, and for a first account that could not add others.
    """
    plain = plain_name(name)
    if not NAME.fullmatch(plain) or plain in TAKEN:
        told = "The name of an account is at most 63 small letters, digits, or `.`, `_`, `-`, `@`"
        raise ServeError(f"{told}, and none that the server uses.")
    for table in (account, client):
        if connection.execute(select(table.c.id).where(table.c.name == plain)).first() is not None:
            told = f"There is an account or a client {plain} already, or was."
            raise ServeError(f"{told} Choose another name: the audit trail speaks of it by name.")
    checked = _checked(roles, patient)
    if provider is None and ADMINISTRATOR not in checked and not any_account(connection):
        raise ServeError("The first account is an administrator's: otherwise nobody could add others. Add the role administrator.")
    id = secrets.token_hex(8)
    issuer, subject = provider or (None, None)
    connection.execute(
        insert(account).values(
            id=id,
            name=plain,
            roles=orjson.dumps(checked).decode(),
            patient=patient,
            second_used=0,
            recovery="[]",
            browsers=secrets.token_hex(32),
            issuer=issuer,
            subject=subject,
            made=now(),
        )
    )
    return id


def _checked(roles: list[str], patient: str | None) -> list[str]:
    chosen = sorted(set(roles))
    unknown = [role for role in chosen if role not in PEOPLE]
    if unknown or not chosen:
        raise ServeError(f"Roles of people are {', '.join(PEOPLE)}.")
    if ("patient" in chosen) != (patient is not None) or (patient is not None and len(chosen) > 1):
        raise ServeError("The account of a patient has the role `patient` alone, and the id of her record.")
    if patient is not None and not PATIENT.fullmatch(patient):
        raise ServeError("The id of a record is at most 128 letters, digits, or `.`, `_`, `~`, `:`, `-`.")
    return chosen


def change_roles(connection: Connection, id: str, roles: list[str], patient: str | None = None) -> bool:
    """Give an account other roles; its sessions end. Whether anything changed. Raises ServeError."""
    row = account_by_id(connection, id)
    checked = _checked(roles, patient)
    if checked == orjson.loads(row.roles) and patient == row.patient:
        return False
    if ADMINISTRATOR not in checked:
        _keep_one_administrator(connection, row)
    values = {"roles": orjson.dumps(checked).decode(), "patient": patient}
    connection.execute(update(account).where(account.c.id == id).values(**values))
    _end_access(connection, id)
    return True


def disable(connection: Connection, id: str) -> None:
    """Nobody can sign in with it any more, and its sessions end. Raises ServeError."""
    row = account_by_id(connection, id)
    _keep_one_administrator(connection, row)
    connection.execute(update(account).where(account.c.id == id, account.c.disabled.is_(None)).values(disabled=now()))
    _end_access(connection, id)


def enable(connection: Connection, id: str) -> None:
    """She can sign in again. Raises ServeError."""
    account_by_id(connection, id)
    connection.execute(update(account).where(account.c.id == id).values(disabled=None))


def _end_access(connection: Connection, id: str) -> None:
    at = now()
    sessions.end_all(connection, id)
    connection.execute(update(emergency).where(emergency.c.account == id, emergency.c.ends > at).values(ends=at))


def _keep_one_administrator(connection: Connection, row: Row[Any]) -> None:
    """Raises ServeError when this is the last account that can add others."""
    if row.disabled is not None or ADMINISTRATOR not in orjson.loads(row.roles):
        return
    others = select(func.count()).select_from(account).where(account.c.id != row.id, account.c.disabled.is_(None))
    if not connection.execute(others.where(account.c.roles.contains(f'"{ADMINISTRATOR}"'))).scalar():
        raise ServeError("This is the last administrator. Add another one first.")
