"""Takes in one submission for a route: kept, counted, and written into the audit trail when it was refused."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from starlette.requests import Request

from osteon.serve.access.roles import Asker
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.noting import note
from osteon.serve.failures import Issue, RequestError
from osteon.serve.records.receiving import Receipt, receive
from osteon.serve.site import Site, site_of

__all__ = ["take", "turn"]

PATIENCE_SECONDS: Final = 10


@asynccontextmanager
async def turn(request: Request) -> AsyncIterator[None]:
    """A turn to take in a submission. Few have one at the same time: each may fill much memory. Raises RequestError after a while."""
    turns = site_of(request).imports
    try:
        await asyncio.wait_for(turns.acquire(), PATIENCE_SECONDS)
    except TimeoutError:
        told = "Other submissions are being taken in. Nothing was kept; send it again."
        raise RequestError(503, Issue("", told, "throttled"), headers={"Retry-After": "5"}) from None
    try:
        yield
    finally:
        turns.release()


def take(site: Site, request: Request, asker: Asker, body: bytes, media_type: str) -> Receipt:
    """Keep a submission; it is on the disk when this returns. Raises RequestError, StorageError."""
    number = request.state.request
    try:
        receipt = receive(site.database, body, media_type=media_type, client=asker.name, limits=site.limits, request=number)
    except RequestError as refusal:
        site.metrics.resources.labels("submission refused").inc()
        note(site.database, Deed(asker.name, "import", None, "refused", {"request": number, "status": refusal.status}))
        raise
    site.metrics.submissions.inc()
    for _, outcome in receipt.kept:
        site.metrics.resources.labels(outcome.what).inc()
    return receipt
