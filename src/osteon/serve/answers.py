"""How the server says what went wrong: an OperationOutcome on FHIR routes, a small JSON elsewhere. No traceback, no value of a record."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import orjson
from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.types import Scope

from osteon.serve.failures import Issue

__all__ = ["FHIR_JSON", "answer", "operation_outcome", "refused", "wants_page"]

FHIR_JSON = "application/fhir+json"
MOST_ISSUES = 200
NO_PAGES: Final = ("/fhir", "/cds-services", "/patients", "/metrics", "/healthz", "/readyz", "/openapi.json", "/static")
"""Where programs ask, whatever they say that they accept."""


def operation_outcome(issues: Iterable[Issue]) -> dict[str, Any]:
    """Issues as a FHIR R4 OperationOutcome."""
    return {"resourceType": "OperationOutcome", "issue": [_issue(issue) for issue in _some(list(issues))]}


def _issue(issue: Issue) -> dict[str, Any]:
    told: dict[str, Any] = {"severity": issue.severity, "code": issue.code, "diagnostics": issue.message}
    return told | ({"expression": [f"Bundle.{issue.where}"]} if issue.where.startswith("entry[") else _place(issue))


def _place(issue: Issue) -> dict[str, Any]:
    return {"diagnostics": f"{issue.where}: {issue.message}"} if issue.where else {}


def _some(issues: list[Issue]) -> list[Issue]:
    if len(issues) <= MOST_ISSUES:
        return issues
    more = f"And {len(issues) - MOST_ISSUES} more."
    return [*issues[:MOST_ISSUES], Issue("", more, "informational", "information")]


def answer(content: Any, status: int = 200, media_type: str = FHIR_JSON, headers: dict[str, str] | None = None) -> Response:
    """JSON to the client."""
    return Response(orjson.dumps(content), status, headers, media_type)


def refused(path: str, status: int, issues: Iterable[Issue], headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that could not be done, in the shape that its route speaks."""
    if path.startswith("/fhir"):
        return answer(operation_outcome(issues), status, FHIR_JSON, headers)
    told = [{"where": issue.where, "message": issue.message} for issue in _some(list(issues))]
    return answer({"status": status, "errors": told}, status, "application/json", headers)


def wants_page(scope: Scope) -> bool:
    """Whether a browser asks for a page, not a program for data."""
    path: str = scope["path"]
    programs = any(path == one or path.startswith(f"{one}/") for one in NO_PAGES)
    return not programs and "text/html" in Headers(scope=scope).get("accept", "")
