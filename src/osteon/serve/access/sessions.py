"""Sessions of people: kept here, known by a cookie, ended by time, by the person, and by every change of what she may do."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Connection, delete, insert, select, update

from osteon.serve.access.roles import Asker
from osteon.serve.settings import ServeSettings
from osteon.serve.storage.moments import later, now
from osteon.serve.storage.tables import account, emergency, session

__all__ = ["Found", "Session", "begin", "confirm", "end", "end_all", "find", "key_of", "renew", "sessions_of", "touch"]

SEEN_AGAIN_SECONDS: Final = 60
"""A request is noted at most so often: reading must not cost a write each time."""


class Session(NamedTuple):
    """One session, as its owner may see it. `way`: password, link or provider; the rest are moments in UTC."""

    key: str
    way: str
    made: str
    seen: str
    ends: str
    confirmed: str


class Found(NamedTuple):
    """Who a session stands for. `old`: its last request was long enough ago to be noted anew."""

    asker: Asker
    session: Session
    old: bool


def key_of(token: str) -> str:
    """What is kept of a secret that has random bits enough: its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()


def begin(connection: Connection, who: str, way: str, settings: ServeSettings) -> str:
    """Begin a session of this account; what its cookie has to hold. Sessions that time has ended are thrown away."""
    at, token = now(), secrets.token_urlsafe(32)
    connection.execute(delete(session).where((session.c.ends <= at) | (session.c.seen <= later(minutes=-settings.session_idle_minutes))))
    row = {"key": key_of(token), "account": who, "way": way, "made": at, "seen": at, "confirmed": at}
    connection.execute(insert(session).values(**row, ends=later(hours=settings.session_hours)))
    return token


def find(connection: Connection, token: str, settings: ServeSettings) -> Found | None:
    """Whose session this is; None when it has ended, or never was."""
    at = now()
    query = (
        select(session, account.c.name, account.c.roles, account.c.patient)
        .join(account, account.c.id == session.c.account)
        .where(session.c.key == key_of(token), account.c.disabled.is_(None), session.c.ends > at)
        .where(session.c.seen > later(minutes=-settings.session_idle_minutes))
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    open_now = select(emergency.c.patient).where(emergency.c.account == row.account, emergency.c.ends > at)
    emergencies = frozenset(connection.execute(open_now).scalars())
    asker = Asker(row.name, frozenset(orjson.loads(row.roles)), row.patient, row.account, row.key, emergencies)
    kept = Session(row.key, row.way, row.made, row.seen, row.ends, row.confirmed)
    return Found(asker, kept, row.seen <= later(seconds=-SEEN_AGAIN_SECONDS))


def touch(connection: Connection, key: str) -> None:
    """Note that it was used now."""
    connection.execute(update(session).where(session.c.key == key).values(seen=now()))


def renew(connection: Connection, key: str) -> str:
    """The same session under a new secret, at a change of what it may do; what its cookie has to hold from now on."""
    token = secrets.token_urlsafe(32)
    connection.execute(update(session).where(session.c.key == key).values(key=key_of(token), seen=now()))
    return token


def confirm(connection: Connection, key: str) -> str:
    """She has shown anew who she is: what the cookie has to hold from now on."""
    connection.execute(update(session).where(session.c.key == key).values(confirmed=now()))
    return renew(connection, key)


def end(connection: Connection, who: str, key: str) -> bool:
    """End one session of this account; whether there was such a one."""
    return bool(connection.execute(delete(session).where(session.c.account == who, session.c.key == key)).rowcount)


def end_all(connection: Connection, who: str, but: str | None = None) -> int:
    """End all sessions of this account, but one; how many."""
    query = delete(session).where(session.c.account == who)
    return connection.execute(query if but is None else query.where(session.c.key != but)).rowcount


def sessions_of(connection: Connection, who: str, settings: ServeSettings) -> list[Session]:
    """The sessions of this account that go on, the last used first."""
    query: Any = (
        select(session)
        .where(session.c.account == who, session.c.ends > now())
        .where(session.c.seen > later(minutes=-settings.session_idle_minutes))
        .order_by(session.c.seen.desc())
    )
    rows = connection.execute(query)
    return [Session(row.key, row.way, row.made, row.seen, row.ends, row.confirmed) for row in rows]
