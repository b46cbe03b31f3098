"""The report about the cohort that `osteon cohort report` made, where the settings of the site name one. No record is read here."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final, NamedTuple

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import translated
from osteon.review.wording import day
from osteon.serve.access.asking import allowed
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.audit.chain import Deed
from osteon.serve.audit.noting import note
from osteon.serve.failures import Issue, RequestError
from osteon.serve.pages.page import language_of, page
from osteon.serve.settings import MEGABYTE
from osteon.serve.site import site_of

__all__ = ["routes"]

routes = APIRouter()
LARGEST: Final = 50 * MEGABYTE
STYLE: Final = re.compile(rb"<style>(.*?)</style>", re.DOTALL)
TITLE: Final = re.compile(r"<title>([^<]{1,300})</title>")


class Found(NamedTuple):
    """The report as it lies there."""

    content: bytes
    made: datetime


@routes.get("/cohort", response_class=Response)
def show_cohort(request: Request, asker: Annotated[Asker, allowed(Permission.COHORT)]) -> Response:
    """What report there is, and how to make one."""
    path = site_of(request).settings.cohort_report
    told: dict[str, Any] = {"named": path is not None, "report": None}
    report = _report(path) if path is not None else None
    if report is not None:
        heading = TITLE.search(report.content[:20_000].decode("utf-8", "replace"))
        told["report"] = {"title": heading[1] if heading else "", "made": day(report.made.date().isoformat())}
    return page(request, "cohort.html.j2", title=translated(language_of(request), "Cohort"), **told)


@routes.get("/cohort/report", response_class=Response)
def send_report(request: Request, asker: Annotated[Asker, allowed(Permission.COHORT)]) -> Response:
    """The report: a document of its own, that may run and load nothing."""
    site = site_of(request)
    report = _report(site.settings.cohort_report) if site.settings.cohort_report is not None else None
    if report is None:
        raise RequestError(404, Issue("", "There is no report about the cohort here.", "not-found"))
    note(site.database, Deed(asker.name, "read-cohort-report", None, "done", {"request": request.state.request}))
    styles = " ".join(f"'sha256-{b64encode(sha256(one).digest()).decode()}'" for one in STYLE.findall(report.content)) or "'none'"
    policy = f"default-src 'none'; style-src {styles}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return Response(report.content, media_type="text/html", headers={"Content-Security-Policy": policy})


def _report(path: Path) -> Found | None:
    """None when there is no file, or one that cannot be a report."""
    try:
        state = path.stat()
        if state.st_size > LARGEST:
            return None
        return Found(path.read_bytes(), datetime.fromtimestamp(state.st_mtime, UTC))
    except OSError:
        return None
