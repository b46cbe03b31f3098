"""What every route of a running server works with."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field

import httpx2
from starlette.requests import Request

from osteon.record.limits import MEGABYTE, Limits
from osteon.serve.access.tokens import Verifier
from osteon.serve.accounts.provider import Provider
from osteon.serve.accounts.tries import Tries
from osteon.serve.operation.metrics import Metrics
from osteon.serve.pace import Pace
from osteon.serve.reviewing import Reviewer
from osteon.serve.settings import ServeSettings
from osteon.serve.storage.database import Database

__all__ = ["Site", "site_of"]


@dataclass(frozen=True)
class Site:
    """One server: its settings, its database, how it reviews, and what it counts."""

    settings: ServeSettings
    database: Database
    reviewer: Reviewer
    imports: asyncio.Semaphore
    """Turns to take in a submission, of which each may fill much memory."""
    failures: Pace
    """Of those who bring no token that counts."""
    verifier: Verifier = field(default_factory=Verifier)
    metrics: Metrics = field(default_factory=Metrics)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """Only of this process: what it seals is not taken after the next start."""
    people: Tries = field(default_factory=lambda: Tries(5, 300))
    """Of signing in under one name."""
    addresses: Tries = field(default_factory=lambda: Tries(20, 60))
    """Of signing in from one address."""

    provider: Provider | None = None
    """Who signs people in besides this server, if anybody does."""

    @classmethod
    def of(cls, settings: ServeSettings, database: Database, reviewer: Reviewer) -> Site:
        """A site with nothing counted yet."""
        turns, failures = asyncio.Semaphore(settings.imports), Pace(settings.failures_per_minute)
        client = httpx2.Client(follow_redirects=False, trust_env=False) if settings.oidc_issuer else None
        return cls(settings, database, reviewer, turns, failures, provider=Provider(settings, client) if client else None)

    @property
    def limits(self) -> Limits:
        """Bounds of one submission."""
        size = self.settings.body_megabytes * MEGABYTE
        return Limits(bytes=size, decompressed=size, resources=self.settings.resources)


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site
