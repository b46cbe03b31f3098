"""The account of a person whom the OpenID provider signs in: made the first time, its roles those that her groups give now."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Row, select, update

from osteon.language import N_
from osteon.serve.access import sessions
from osteon.serve.accounts.accounts import account_by_id, account_by_name, add_account, plain_name
from osteon.serve.accounts.provider import Stated
from osteon.serve.failures import ServeError
from osteon.serve.settings import ServeSettings
from osteon.serve.storage.tables import account

__all__ = ["ALLOWS_NOTHING", "account_for"]

ALLOWS_NOTHING: Final = N_("Your organisation has signed you in, but nothing here is allowed to you. Ask an administrator.")


def account_for(connection: Connection, stated: Stated, settings: ServeSettings) -> tuple[Row[Any] | None, str]:
    """Her account; None and why not, when no group gives a role or the account is disabled.

    She is known by what the provider never changes (issuer and subject), not by a name that somebody else could take on.
    """
    roles = sorted({role for group, role in settings.role_groups if group in stated.groups})
    hers = select(account).where(account.c.issuer == stated.issuer, account.c.subject == stated.subject)
    row = connection.execute(hers).one_or_none()
    if row is not None and row.disabled is not None:
        return None, "the account is disabled"
    if row is not None and roles != orjson.loads(row.roles):
        connection.execute(update(account).where(account.c.id == row.id).values(roles=orjson.dumps(roles).decode()))
        sessions.end_all(connection, row.id)
    if not roles:
        return None, "no group gives a role"
    if row is None:
        return account_by_id(connection, _added(connection, stated, roles)), ""
    return account_by_id(connection, row.id), ""


def _added(connection: Connection, stated: Stated, roles: list[str]) -> str:
    """A new account, under the first of her names that nobody has, or one that follows from who she is."""
    digest = hashlib.sha256(f"{stated.issuer} {stated.subject}".encode()).hexdigest()[:12]
    who = (stated.issuer, stated.subject)
    for name in stated.names:
        if account_by_name(connection, plain_name(name)) is None:
            try:
                return add_account(connection, name, roles, provider=who)
            except ServeError:
                continue
    return add_account(connection, f"person-{digest}", roles, provider=who)
