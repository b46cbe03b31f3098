"""CDS Hooks on a running server: who may call, what is kept of cards, and what goes into the audit trail."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

import httpx2
from sqlalchemy import Connection
from starlette.requests import Request

from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Permission
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.noting import note
from osteon.serve.cds_hooks.answer import Manner, Written
from osteon.serve.cds_hooks.feedback import Feedback
from osteon.serve.cds_hooks.fetching import keys_at, reader
from osteon.serve.cds_hooks.routes import Hooks
from osteon.serve.cds_hooks.tokens import Issuer, TokenError, verify
from osteon.serve.failures import Issue, RequestError
from osteon.serve.site import Site
from osteon.serve.storage.cards import first_use, forget, keep_cards, take_feedback

__all__ = ["hooks_of"]


MOST_SEEN: Final = 10_000
"""Tokens that a process remembers; about 300 bytes each."""


FORGET_SECONDS: Final = 60
"""Between two times at which tokens that have ended and cards that are too old are let go."""


class Used(NamedTuple):
    """A token that was believed; `until`: seconds since 1970 at which it need not be remembered any more."""

    issuer: str
    id: str
    until: float


class Seen:
    """The newest tokens that came to this process: one that comes again is refused before anything is done for it.

    What counts in the end is the database, where the use is kept in the same commit as the answer's entry: it outlives this process,
    others may share it, and it knows those that are forgotten here.
    """

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], float] = {}
        self._turn = threading.Lock()

    def first_use(self, token: Used, now: float) -> bool:
        """Remember it; false where it came before."""
        name = (token.issuer, token.id)
        with self._turn:
            if self._until.get(name, 0.0) >= now:
                return False
            self._until.pop(name, None)
            self._until[name] = token.until
            if len(self._until) > MOST_SEEN:
                del self._until[next(iter(self._until))]
        return True


def hooks_of(site: Site) -> Hooks:
    """The hooks of a site: EHRs and FHIR servers from its settings, cards and tokens in its database."""
    settings = site.settings
    client = httpx2.Client(follow_redirects=False, trust_env=False)
    issuers = {issuer: Issuer(jku, keys_at(jku, client)) for issuer, jku in settings.ehr_issuers.items()}
    base = settings.base_address
    forgot = -math.inf

    def shown(request: Request, caller: str, given: Written) -> bool:
        rules = sorted({rule for item in given.shown for rule in item.rules})
        detail = {"service": given.service, "cards": len(given.shown), "rules": rules, "request": request.state.request}
        return kept(request, Deed(caller, "cards", given.patient, "done", detail), lambda found: keep_cards(found, given.shown))

    def told(request: Request, caller: str, items: list[Feedback]) -> bool:
        detail = {"entries": len(items), "request": request.state.request}
        return kept(request, Deed(caller, "feedback", None, "done", detail), lambda found: take_feedback(found, items))

    def refused(request: Request, caller: str) -> None:
        kept(request, Deed(caller, "cards", None, "refused", {"request": request.state.request}), lambda _: None)

    def kept(request: Request, deed: Deed, work: Callable[[Connection], None]) -> bool:
        """Remember the token as used, and keep what came of the call, in one commit. False, and nothing kept, where it was used before."""
        token: Used | None = getattr(request.state, "token", None)

        def both(connection: Connection) -> None:
            if token is not None and not first_use(connection, *token):
                raise TokenError("the token was used before")
            work(connection)
            nonlocal forgot
            if time.monotonic() - forgot > FORGET_SECONDS:
                forgot = time.monotonic()
                forget(connection, time.time())

        try:
            note(site.database, deed, work=both)
        except TokenError as fault:
            # By another process on this database, or before this one was started.
            _denied(site, request, str(fault))
            return False
        return True

    return Hooks(
        caller=_caller(site, issuers, base),
        shown=shown,
        told=told,
        refused=refused,
        fetch=reader(settings.ehr_server_list, client) if settings.ehr_server_list else None,
        manner=Manner(
            rule_address=f"{base}/fhir/PlanDefinition/{{rule}}",
            settings=site.reviewer.settings,
            language=settings.cards_language,
        ),
        workers=site.reviewer.workers,
        today=_today,
    )


def _today() -> date:
    return datetime.now(UTC).date()


def _caller(site: Site, issuers: dict[str, Issuer], base: str) -> Callable[[Request], str | None]:
    """Who calls: an EHR with a signed token of its own, or a client of this server with the role for it."""
    own = allowed(Permission.ASK).dependency
    seen = Seen()

    def caller(request: Request) -> str | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if not issuers or kind.lower() != "bearer" or token.count(".") != 2:
            name: str = own(request).name
            return name
        path = request.url.path
        audiences = dict.fromkeys((base + path, base + path.removesuffix("/feedback")))
        faults = []
        used: list[Used] = []

        def first(issuer: str, id: str, until: float, now: float) -> bool:
            used.append(Used(issuer, id, until))
            return seen.first_use(used[-1], now)

        for audience in audiences:
            try:
                claims = verify(token.strip(), audience=audience, issuers=issuers, first_use=first, now=time.time())
            except TokenError as fault:
                faults.append(str(fault))
            else:
                request.state.client, request.state.token = f"ehr {claims['iss']}", used[-1]
                return str(request.state.client)
        _denied(site, request, faults[0])
        return None

    return caller


def _denied(site: Site, request: Request, why: str) -> None:
    """Written down; and who brings many such tokens has to wait."""
    seconds = site.failures.wait(getattr(request.state, "address", ""), time.monotonic())
    if seconds:
        told = "Too many requests without a token that counts. Wait, then go on."
        raise RequestError(429, Issue("", told, "throttled"), headers={"Retry-After": str(int(seconds) + 1)})
    site.metrics.denials.labels("ehr token").inc()
    route = getattr(request.scope.get("route"), "path", "none")
    detail = {"route": route, "method": request.method, "why": why, "request": request.state.request}
    note(site.database, Deed("unknown", "ask", None, "denied", detail))
