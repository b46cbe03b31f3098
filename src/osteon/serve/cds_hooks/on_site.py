"""CDS Hooks on a running server: who may call, what is kept of cards, and what goes into the audit trail."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime

import httpx2
from starlette.requests import Request

from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Permission
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.noting import note
from osteon.serve.cds_hooks.answer import Answer, Manner
from osteon.serve.cds_hooks.feedback import Feedback
from osteon.serve.cds_hooks.fetching import keys_at, reader
from osteon.serve.cds_hooks.routes import Hooks
from osteon.serve.cds_hooks.tokens import Issuer, TokenError, verify
from osteon.serve.failures import Issue, RequestError
from osteon.serve.site import Site
from osteon.serve.storage.cards import first_use, keep_cards, take_feedback

__all__ = ["hooks_of"]


def hooks_of(site: Site) -> Hooks:
    """The hooks of a site: EHRs and FHIR servers from its settings, cards and tokens in its database."""
    settings = site.settings
    client = httpx2.Client(follow_redirects=False, trust_env=False)
    issuers = {issuer: Issuer(jku, keys_at(jku, client)) for issuer, jku in settings.ehr_issuers.items()}
    base = settings.base_address

    def shown(request: Request, caller: str, given: Answer) -> None:
        rules = sorted({rule for item in given.shown for rule in item.rules})
        detail = {"service": given.service, "cards": len(given.shown), "rules": rules, "request": request.state.request}
        note(site.database, Deed(caller, "cards", given.patient, "done", detail), work=lambda found: keep_cards(found, given.shown))

    def told(request: Request, caller: str, items: list[Feedback]) -> None:
        detail = {"entries": len(items), "request": request.state.request}
        note(site.database, Deed(caller, "feedback", None, "done", detail), work=lambda found: take_feedback(found, items))

    return Hooks(
        caller=_caller(site, issuers, base),
        shown=shown,
        told=told,
        fetch=reader(settings.ehr_server_list, client) if settings.ehr_server_list else None,
        manner=Manner(rule_address=f"{base}/fhir/PlanDefinition/{{rule}}", settings=site.reviewer.settings),
        today=_today,
    )


def _today() -> date:
    return datetime.now(UTC).date()


def _caller(site: Site, issuers: dict[str, Issuer], base: str) -> Callable[[Request], str | None]:
    """Who calls: an EHR with a signed token of its own, or a client of this server with the role for it."""
    own = allowed(Permission.ASK).dependency

    def caller(request: Request) -> str | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if not issuers or kind.lower() != "bearer" or token.count(".") != 2:
            name: str = own(request).name
            return name
        path = request.url.path
        audiences = dict.fromkeys((base + path, base + path.removesuffix("/feedback")))
        faults = []
        for audience in audiences:
            try:
                claims = verify(token.strip(), audience=audience, issuers=issuers, first_use=_first_use(site), now=time.time())
            except TokenError as fault:
                faults.append(str(fault))
            else:
                request.state.client = f"ehr {claims['iss']}"
                return str(request.state.client)
        _denied(site, request, faults[0])
        return None

    caller.permission = Permission.ASK  # type: ignore[attr-defined]
    return caller


def _first_use(site: Site) -> Callable[[str, str, float, float], bool]:
    def use(issuer: str, id: str, until: float, now: float) -> bool:
        return bool(note(site.database, work=lambda found: first_use(found, issuer, id, until, now)))

    return use


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
