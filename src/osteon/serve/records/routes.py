"""The routes of records: what comes in, the review of a patient, the list of patients."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query
from starlette.requests import Request
from starlette.responses import Response

from osteon.serve.access.asking import allowed, see
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.answers import FHIR_JSON, answer
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.noting import note
from osteon.serve.failures import Issue, RequestError
from osteon.serve.records.answering import receipt_in_fhir
from osteon.serve.records.receiving import MEDIA_TYPES
from osteon.serve.records.taking import take, turn
from osteon.serve.reviewing import Reviewed, moment_of, patients_by_urgency, rank_of, review_in_fhir, review_patient
from osteon.serve.site import site_of
from osteon.serve.storage.reviews import Wanted

__all__ = ["PatientId", "routes", "submission_of"]

routes = APIRouter()

PatientId = Annotated[str, Path(pattern=r"^[A-Za-z0-9._~:-]{1,128}$", description="id of the Patient resource")]
AsOf = Annotated[str | None, Query(description="date of the review, 2025-06-01 or with a time; today without")]
ACCEPTED = {"content": {name: {"schema": {"type": "object"}} for name in MEDIA_TYPES}, "required": True}


async def submission_of(request: Request) -> AsyncIterator[tuple[bytes, str]]:
    """The body of a submission and its media type. Few are read at the same time: each may fill much memory."""
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        told = f"Records come as {', '.join(MEDIA_TYPES)}; name one of these as Content-Type."
        raise RequestError(415, Issue("", told, "not-supported"))
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("gzip", "identity"):
        raise RequestError(415, Issue("", "The only encoding that is understood is gzip.", "not-supported"))
    async with turn(request):
        yield await request.body(), media_type


@routes.post("/fhir", response_class=Response, openapi_extra={"requestBody": ACCEPTED})
def take_in(
    request: Request,
    asker: Annotated[Asker, allowed(Permission.SEND)],
    sent: Annotated[tuple[bytes, str], Depends(submission_of)],
) -> Response:
    """Keep a bundle of any type, a single resource, or NDJSON. Answered once it is on the disk."""
    receipt = take(site_of(request), request, asker, *sent)
    return answer(receipt_in_fhir(receipt), headers={"Osteon-Submission": str(receipt.submission)})


@routes.get("/fhir/Patient/{id}/$review", response_class=Response)
def read_review(
    request: Request, id: PatientId, asker: Annotated[Asker, allowed(Permission.READ)], as_of: AsOf = None
) -> Response:
    """The review of a patient: as `osteon review --format json` writes it, or as a FHIR Bundle for `application/fhir+json`."""
    site = site_of(request)
    see(site, request, asker, id)
    at = moment_of(as_of)
    detail: dict[str, Any] = {"as_of": at.isoformat(), "request": request.state.request}
    try:
        if FHIR_JSON in request.headers.get("accept", ""):
            media_type = FHIR_JSON
            bundle, version = review_in_fhir(site.database, site.reviewer, id, at)
            said = Reviewed(bundle, {}, version, made_now=True)
        else:
            media_type = "application/json"
            said = review_patient(site.database, site.reviewer, id, at)
    except RequestError as refusal:
        note(site.database, Deed(asker.name, "read-review", id, "refused", detail | {"status": refusal.status}))
        raise
    note(site.database, Deed(asker.name, "read-review", id, "done", detail | {"version": said.version}))
    site.metrics.reviews.labels("made" if said.made_now else "kept").inc()
    return Response(said.body, media_type=media_type)


@routes.get("/patients", response_class=Response)
def read_patients(
    request: Request,
    asker: Annotated[Asker, allowed(Permission.LIST)],
    as_of: AsOf = None,
    urgency: Annotated[str | None, Query(description="leave out those who are less urgent")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
) -> Response:
    """All patients, the most urgent first: the data of a worklist."""
    site = site_of(request)
    found = patients_by_urgency(
        site.database, site.reviewer, moment_of(as_of), wanted=Wanted(rank=rank_of(urgency)), limit=limit, offset=offset
    )
    shown = [row["id"] for row in found["patients"]]
    detail = {"as_of": found["as_of"], "patients": shown, "request": request.state.request}
    note(site.database, Deed(asker.name, "list-patients", None, "done", detail))
    return answer(found, media_type="application/json")
