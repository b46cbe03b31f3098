"""Clients and their bearer tokens. A token is shown once; kept is only what argon2id makes of its secret part."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import threading
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError
from sqlalchemy import Connection, Row, func, insert, select, update

from osteon.serve.access.roles import CLIENTS, TAKEN, Asker
from osteon.serve.failures import ServeError
from osteon.serve.storage.moments import now
from osteon.serve.storage.tables import account, client

__all__ = ["Verifier", "add_client", "any_client", "list_clients", "revoke_client"]

NAME: Final = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")
TOKEN: Final = re.compile(r"osteon_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")
HASHER: Final = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
"""The least that OWASP recommends (19 MiB, two passes): the secret has 256 random bits, nobody will guess it, and a lost database
must not hand it out."""


def add_client(
    connection: Connection, name: str, roles: list[str], *, patient: str | None = None, days: int | None = None
) -> str:
    """Add a client and give back its token, which cannot be had again. Raises ServeError."""
    if not NAME.fullmatch(name) or name in TAKEN:
        told = "The name of a client is at most 63 small letters, digits, or `.`, `_`, `-`"
        raise ServeError(f"{told}, and none that the server uses.")
    unknown = sorted(set(roles) - set(CLIENTS))
    if unknown or not roles:
        raise ServeError(f"Roles are {', '.join(CLIENTS)}{f'; not {unknown[0]}' if unknown else ''}.")
    if ("patient" in roles) != (patient is not None) or (patient is not None and len(set(roles)) > 1):
        raise ServeError("A client for one patient has the role `patient` alone, and --patient says whose.")
    for table in (client, account):
        if connection.execute(select(table.c.id).where(table.c.name == name)).first() is not None:
            told = f"There is a client or an account {name} already, or was."
            raise ServeError(f"{told} Choose another name: the audit trail speaks of it by name.")
    id, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
    ends = None if days is None else (datetime.now(UTC) + timedelta(days=days)).isoformat(timespec="seconds")
    connection.execute(
        insert(client).values(
            id=id,
            name=name,
            roles=orjson.dumps(sorted(set(roles))).decode(),
            patient=patient,
            secret=HASHER.hash(secret),
            made=now(),
            ends=ends,
            revoked=None,
        )
    )
    return f"osteon_{id}_{secret}"


def revoke_client(connection: Connection, name: str) -> None:
    """From now on its token counts no more. Raises ServeError when there is no such client."""
    change = update(client).where(client.c.name == name, client.c.revoked.is_(None)).values(revoked=now())
    if connection.execute(change).rowcount == 0:
        raise ServeError(f"There is no client {name} whose token counts. `osteon serve token list` shows them.")


def list_clients(connection: Connection) -> list[Row[Any]]:
    """All clients, those that count no more too: name, roles (JSON), patient, made, ends, revoked."""
    columns = (client.c.name, client.c.roles, client.c.patient, client.c.made, client.c.ends, client.c.revoked)
    return list(connection.execute(select(*columns).order_by(client.c.name)))


def any_client(connection: Connection) -> bool:
    """Whether a client was ever added: from then on nobody is let in without a token."""
    return bool(connection.execute(select(func.count()).select_from(client)).scalar())


class Verifier:
    """Tells who a token stands for. What argon2id found right once is known again by a keyed hash that only this process has."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._known: dict[str, tuple[str, bytes]] = {}
        # Each check takes 19 MiB and some milliseconds: strangers must not fill the machine with them.
        self._turn = threading.BoundedSemaphore(2)

    def asker(self, connection: Connection, token: str) -> Asker | None:
        """Who brings this token; None when it does not count (unknown, revoked, ended)."""
        match = TOKEN.fullmatch(token)
        if match is None:
            return None
        row = connection.execute(select(client).where(client.c.id == match[1])).one_or_none()
        if row is None or row.revoked is not None or not self._right(row.id, row.secret, match[2]):
            return None
        if row.ends is not None and datetime.fromisoformat(row.ends) <= datetime.now(UTC):
            return None
        return Asker(row.name, frozenset(orjson.loads(row.roles)), row.patient)

    def _right(self, id: str, kept: str, secret: str) -> bool:
        quick = hmac.digest(self._key, secret.encode(), hashlib.sha256)
        known = self._known.get(id)
        if known is not None and known[0] == kept and hmac.compare_digest(known[1], quick):
            return True
        with self._turn:
            try:
                HASHER.verify(kept, secret)
            except (Argon2Error, InvalidHashError):
                return False
        self._known[id] = (kept, quick)
        return True
