"""What goes wrong when another server is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import orjson

__all__ = ["CutError", "RemoteError", "SilentError", "outcome_counts", "outcome_words"]

SEVERITIES: Final = ("fatal", "error", "warning", "information")
CODES: Final = frozenset(
    (
        "invalid structure required value invariant security login unknown expired forbidden suppressed processing not-supported "
        "duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly business-rule conflict transient "
        "lock-error no-store exception timeout incomplete throttled informational"
    ).split()
)
"""FHIR's IssueType. What else stands in an OperationOutcome may be about a patient, and is not repeated."""


class RemoteError(Exception):
    """The FHIR server, or what it sent, cannot be used. `status` is of HTTP, 0 where none came; no word of the server is repeated."""

    def __init__(self, message: str, status: int = 0, codes: frozenset[str] = frozenset()) -> None:
        super().__init__(message)
        self.status = status
        self.codes = codes


class SilentError(RemoteError):
    """No answer came, or not all of it: one may come later."""


class CutError(SilentError):
    """A file that ended before its end."""


def outcome_counts(resource: Any) -> dict[tuple[str, str], int]:
    """How often an OperationOutcome says each (severity, code)."""
    found: dict[tuple[str, str], int] = {}
    issues = resource.get("issue") if isinstance(resource, dict) else None
    for issue in issues if isinstance(issues, list) else ():
        severity, code = (issue.get("severity"), issue.get("code")) if isinstance(issue, dict) else (None, None)
        key = (severity if severity in SEVERITIES else "error", code if code in CODES else "unknown")
        found[key] = found.get(key, 0) + 1
    return found


def outcome_words(data: bytes, ours: Iterable[str] = ()) -> tuple[str, frozenset[str]]:
    """What an answer says of its failure: codes of FHIR, and which of `ours` (words that we had sent ourselves) it names."""
    try:
        resource = orjson.loads(data)
    except orjson.JSONDecodeError:
        return "", frozenset()
    if not isinstance(resource, dict) or resource.get("resourceType") != "OperationOutcome":
        return "", frozenset()
    codes = [code for _, code in outcome_counts(resource)]
    text = data.decode("utf-8", "replace")
    named = [word for word in ours if word in text]
    words = f" ({', '.join(dict.fromkeys(codes))})" if codes else ""
    return words + (f"; it names {', '.join(named)}" if named else ""), frozenset(codes)
