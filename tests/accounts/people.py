"""People with accounts, and what the audit trail says of them."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

from sqlalchemy import select, update

from osteon.serve.accounts import codes, passwords
from osteon.serve.accounts.accounts import account_by_name, add_account
from osteon.serve.accounts.links import set_secrets
from osteon.serve.storage.database import Database, reading, writing
from osteon.serve.storage.tables import account
from osteon.serve.storage.tables import audit as audit_table

PASSWORD = "kestrel plum forty two"
PATIENTS = ("ann", "bea")
"""The two who have a record in the `house`."""


@cache
def kept_password() -> str:
    """What is kept of PASSWORD. Made once: it takes its time."""
    return passwords.hashed(PASSWORD)


def person(database: Database, name: str, *roles: str, patient: str | None = None, **values: Any) -> str:
    """Add an account that can sign in with PASSWORD; its id."""
    with writing(database) as connection:
        id = add_account(connection, name, list(roles), patient=patient)
        set_secrets(connection, id, password=kept_password(), second=codes.new_secret(), **values)
    return id


def row_of(database: Database, name: str) -> Any:
    """The row of an account."""
    with reading(database) as connection:
        return account_by_name(connection, name)


def next_code(database: Database, name: str) -> str:
    """A code of this person's authenticator that counts now and was not used."""
    row = row_of(database, name)
    return codes.code_at(row.second, max(int(time.time() // 30), row.second_used + 1))


def again(database: Database, name: str) -> None:
    """As if the last code had been used long ago: a test has no half minutes to wait."""
    with writing(database) as connection:
        connection.execute(update(account).where(account.c.name == name).values(second_used=0))


def deeds(database: Database, *actions: str) -> list[tuple[str, str, str | None, str]]:
    """(who, action, patient, outcome) of the entries of the audit trail, of these actions or all."""
    columns = (audit_table.c.who, audit_table.c.action, audit_table.c.patient, audit_table.c.outcome)
    with reading(database) as connection:
        rows = connection.execute(select(*columns).order_by(audit_table.c.number)).all()
    return [tuple(row) for row in rows if not actions or row.action in actions]
