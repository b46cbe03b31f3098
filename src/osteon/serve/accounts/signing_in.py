"""Signing in with password and code. A wrong name, password or code, and an account that is disabled, all look and take the same."""

from __future__ import annotations

import hashlib
import time
from typing import Any, Final, NamedTuple

import orjson
from sqlalchemy import Connection, Row, update
from starlette.requests import Request

from osteon.serve.access import sessions
from osteon.serve.access.cookies import BROWSER, SESSION, cookie
from osteon.serve.access.sessions import key_of
from osteon.serve.accounts import codes, passwords
from osteon.serve.accounts.accounts import account_by_id, account_by_name, plain_name
from osteon.serve.accounts.tries import browser_of, mark_for
from osteon.serve.audit import chain
from osteon.serve.failures import Issue, RequestError
from osteon.serve.site import Site, site_of
from osteon.serve.storage.database import reading, writing
from osteon.serve.storage.moments import now
from osteon.serve.storage.tables import account

__all__ = ["SignedIn", "enter", "prove"]

NOBODYS_SECRET: Final = codes.new_secret()


class SignedIn(NamedTuple):
    """What the browser is given: `token` of the session, `mark` by which it is known again."""

    token: str
    mark: str


def prove(request: Request, name: str, password: str, code: str, action: str) -> Row[Any] | None:
    """The account whose name, password and code these are; None when any of it is wrong. The outcome stands in the audit trail.

    Raises RequestError (429) when there were too many tries, for this name or from this address.
    """
    site = site_of(request)
    with reading(site.database) as connection:
        row = account_by_name(connection, name)
    usable = row if row is not None and row.disabled is None and row.password is not None and row.second is not None else None
    browser = browser_of(cookie(request, BROWSER), usable.id, usable.browsers) if usable is not None else None
    who = f"browser {browser}" if browser else f"name {hashlib.blake2b(plain_name(name).encode(), key=site.secret).hexdigest()}"
    _count(site, request, who, known=browser is not None)
    right = passwords.is_right(None if usable is None else usable.password, password)
    with writing(site.database) as connection:
        fresh = usable if usable is None else account_by_id(connection, usable.id)
        how = _second(connection, fresh, code, right)
        proved = right and how is not None
        detail = {"request": request.state.request} | ({"code": how} if proved else {})
        whose = "unknown" if row is None else row.name
        chain.add(connection, [chain.Deed(whose, action, None, "done" if proved else "denied", detail)])
    if not proved:
        site.metrics.denials.labels("password").inc()
        return None
    site.people.clear(who)
    site.addresses.clear(request.state.address)
    return usable


def _count(site: Site, request: Request, who: str, *, known: bool) -> None:
    at = time.monotonic()
    # A browser that she has used before waits for nobody else's tries.
    seconds = site.people.wait(who, at) or (0 if known else site.addresses.wait(request.state.address, at))
    if seconds:
        site.metrics.denials.labels("pace").inc()
        wait = int(seconds) + 1
        told = f"Too many attempts. Wait {wait} seconds, then try again."
        raise RequestError(429, Issue("", told, "throttled"), headers={"Retry-After": str(wait)})


def _second(connection: Connection, row: Row[Any] | None, code: str, right: bool) -> str | None:
    """Which kind of code this is, used up if the password was right too; None when it is none."""
    half_minute = codes.half_minute_of(
        NOBODYS_SECRET if row is None else row.second, code, time.time(), 0 if row is None else row.second_used
    )
    plain = codes.plain_recovery_code(code)
    if row is None or not right:
        return None
    here = update(account).where(account.c.id == row.id)
    if half_minute is not None:
        connection.execute(here.values(second_used=half_minute))
        return "authenticator"
    left = orjson.loads(row.recovery)
    if plain is None or key_of(plain) not in left:
        return None
    left.remove(key_of(plain))
    connection.execute(here.values(recovery=orjson.dumps(left).decode()))
    return "recovery"


def enter(request: Request, connection: Connection, row: Row[Any], way: str) -> SignedIn:
    """Begin a session of this account, and end the one that this browser had."""
    site = site_of(request)
    earlier = cookie(request, SESSION)
    found = sessions.find(connection, earlier, site.settings) if earlier else None
    if found is not None:
        sessions.end(connection, str(found.asker.account), found.session.key)
    connection.execute(update(account).where(account.c.id == row.id).values(signed_in=now()))
    return SignedIn(sessions.begin(connection, row.id, way, site.settings), mark_for(row.id, row.browsers))
