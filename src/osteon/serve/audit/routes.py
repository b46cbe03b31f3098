"""The route of the audit trail, for those who look over it."""

from __future__ import annotations

from contextlib import closing
from itertools import islice
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.answers import answer
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.export import audit_events
from osteon.serve.audit.noting import note
from osteon.serve.site import site_of
from osteon.serve.storage.database import reading

__all__ = ["routes"]

routes = APIRouter()


@routes.get("/fhir/AuditEvent", response_class=Response)
def read_audit(
    request: Request,
    asker: Annotated[Asker, allowed(Permission.AUDIT)],
    after: Annotated[int, Query(ge=0, le=2**62, description="number of the last entry that is known")] = 0,
    patient: Annotated[str | None, Query(pattern=r"^[A-Za-z0-9._~:-]{1,128}$", description="entries about her only")] = None,
    count: Annotated[int, Query(alias="_count", ge=1, le=1000)] = 100,
) -> Response:
    """Entries of the audit trail as AuditEvents, oldest first. The id of each is its number: ask for what comes after the last."""
    site = site_of(request)
    with reading(site.database) as connection, closing(audit_events(connection, after=after, patient=patient)) as found:
        events = list(islice(found, count))
    detail = {"after": after, "count": len(events), "request": request.state.request}
    note(site.database, Deed(asker.name, "read-audit", patient, "done", detail))
    bundle: dict[str, Any] = {"resourceType": "Bundle", "type": "searchset"}
    if events:
        bundle["entry"] = [{"resource": event} for event in events]
    return answer(bundle)
