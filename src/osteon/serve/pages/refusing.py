"""How the server says no: as a page to a browser that asked for one, otherwise in the shape that the route speaks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Scope

from osteon.language import translated
from osteon.serve.answers import refused, wants_page
from osteon.serve.failures import Issue
from osteon.serve.pages.page import language_of, page

__all__ = ["refusal"]

MOST_SHOWN: Final = 50


def refusal(scope: Scope, status: int, issues: Sequence[Issue], headers: dict[str, str] | None = None) -> Response:
    """The answer to a request that could not be done."""
    if not wants_page(scope):
        return refused(scope["path"], status, issues, headers)
    request = Request(scope)
    return page(
        request,
        "refused.html.j2",
        title=_heading(language_of(request), status),
        status=status,
        headers=headers,
        issues=list(issues)[:MOST_SHOWN],
    )


def _heading(language: str, status: int) -> str:
    if status == 401:
        return translated(language, "Sign in first")
    if status == 403:
        return translated(language, "Not allowed")
    if status == 404:
        return translated(language, "Not found")
    if status in (429, 503):
        return translated(language, "Busy")
    if status >= 500:
        return translated(language, "It did not work")
    return translated(language, "This cannot be done")
