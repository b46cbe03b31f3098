"""The routes for whoever runs the server: does it live, can it work, what has it counted."""

from __future__ import annotations

import shutil
from typing import Annotated, Any

from fastapi import APIRouter
from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import Response

from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.answers import answer
from osteon.serve.failures import StorageError
from osteon.serve.operation.metrics import CONTENT_TYPE_LATEST
from osteon.serve.settings import MEGABYTE
from osteon.serve.site import site_of
from osteon.serve.storage.database import Database, reading
from osteon.serve.storage.migrating import newest_revision, revision_of

__all__ = ["OPEN", "routes", "unready"]

routes = APIRouter()
OPEN = frozenset(
    (
        "/healthz",
        "/readyz",
        "/.well-known/jwks.json",
        "/cds-services",
        "/fhir/metadata",
        "/fhir/PlanDefinition/{id}",
        "/fhir/OperationDefinition/Patient-review",
    )
)
"""Routes that answer anybody. They say nothing of a record."""
LEAST_SPACE = 100 * MEGABYTE


@routes.get("/healthz", response_class=Response)
def health() -> Response:
    """The process lives."""
    return answer({"status": "ok"}, media_type="application/json")


@routes.get("/readyz", response_class=Response)
def readiness(request: Request) -> Response:
    """Whether it can take in records and hand out reviews; 503 and why, when it cannot."""
    because = unready(site_of(request).database)
    body: dict[str, Any] = {"ready": not because}
    if because:
        body["because"] = because
    return answer(body, 503 if because else 200, "application/json")


@routes.get("/metrics", response_class=Response)
def metrics(request: Request, asker: Annotated[Asker, allowed(Permission.METRICS)]) -> Response:
    """Counters as OpenMetrics."""
    return Response(site_of(request).metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def unready(database: Database) -> list[str]:
    """What keeps the server from its work."""
    try:
        with reading(database) as connection:
            connection.execute(text("SELECT 1"))
            revision = revision_of(connection)
    except StorageError as fault:
        return [str(fault)]
    found = []
    if revision != newest_revision():
        found.append("The tables are not those of this version. Start the server anew: it brings them up to date.")
    if database.embedded and shutil.disk_usage(database.file.parent).free < LEAST_SPACE:
        found.append(f"Less than {LEAST_SPACE // MEGABYTE} MB are free on the disk of the data folder.")
    return found
