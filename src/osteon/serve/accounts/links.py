"""One-time links: with one a person sets her password and her authenticator, the first time and when she has lost them."""

from __future__ import annotations

import secrets
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Connection, Row, delete, insert, select, update

from osteon.serve.access import sessions
from osteon.serve.access.sessions import key_of
from osteon.serve.accounts import codes
from osteon.serve.accounts.accounts import ADMINISTRATOR, account_by_id, add_account, any_account
from osteon.serve.failures import ServeError
from osteon.serve.storage.moments import later, now
from osteon.serve.storage.tables import account, link

__all__ = ["Opened", "address_of", "first_link", "new_link", "open_link", "set_secrets", "use_link"]

FIRST_HOURS: Final = 1
"""Life of the link to the first account. It stands where the server tells that it has started; each start makes a new one."""


class Opened(NamedTuple):
    """A link that counts. `name`: whose; None for the first administrator, who chooses it. `second`: secret of her authenticator to be."""

    key: str
    account: str | None
    name: str | None
    second: str


def address_of(base: str, token: str) -> str:
    """Address of a link."""
    return f"{base}/link/{token}"


def new_link(connection: Connection, id: str, hours: float) -> str:
    """A link for this account, whose earlier ones count no more; the secret in its address. Raises ServeError."""
    row = account_by_id(connection, id)
    if row.disabled is not None:
        raise ServeError("This account is disabled. Enable it first.")
    if row.issuer is not None:
        raise ServeError("This person signs in through the OpenID provider, which keeps her password.")
    connection.execute(delete(link).where(link.c.account == id))
    return _made(connection, id, hours)


def first_link(connection: Connection) -> str | None:
    """A link to make the first account, which is an administrator's; None where there are accounts already."""
    connection.execute(delete(link).where(link.c.account.is_(None)))
    return None if any_account(connection) else _made(connection, None, FIRST_HOURS)


def _made(connection: Connection, id: str | None, hours: float) -> str:
    token = secrets.token_urlsafe(32)
    connection.execute(delete(link).where(link.c.ends <= now()))
    row = {"key": key_of(token), "account": id, "second": codes.new_secret(), "ends": later(hours=hours)}
    connection.execute(insert(link).values(**row))
    return token


def open_link(connection: Connection, token: str) -> Opened | None:
    """What a link is for; None when it does not count: unknown, used, ended, or its account disabled."""
    query: Any = (
        select(link, account.c.name, account.c.disabled)
        .outerjoin(account, account.c.id == link.c.account)
        .where(link.c.key == key_of(token), link.c.ends > now())
    )
    row: Row[Any] | None = connection.execute(query).one_or_none()
    if row is None or row.disabled is not None or (row.account is None and any_account(connection)):
        return None
    return Opened(row.key, row.account, row.name, row.second)


def use_link(connection: Connection, opened: Opened, name: str, password: str, half_minute: int) -> tuple[str, list[str]]:
    """Set what the person chose, and use up the link; (id of the account, recovery codes to show once). Raises ServeError.

    `password`: what is kept of it; `half_minute`: of the code with which she showed that her authenticator works.
    """
    id = opened.account or add_account(connection, name, [ADMINISTRATOR])
    left = set_secrets(connection, id, password=password, second=opened.second, second_used=half_minute, browsers=secrets.token_hex(32))
    connection.execute(delete(link).where((link.c.account == id) | link.c.account.is_(None)))
    sessions.end_all(connection, id)
    return id, left


def set_secrets(connection: Connection, id: str, **values: Any) -> list[str]:
    """Change what an account signs in with, and its recovery codes, which are given back to show once."""
    shown = codes.new_recovery_codes()
    kept = [key_of(str(codes.plain_recovery_code(one))) for one in shown]
    connection.execute(update(account).where(account.c.id == id).values(recovery=orjson.dumps(kept).decode(), **values))
    return shown
