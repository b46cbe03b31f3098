"""The ways in which the server says no: to who starts it, and to who asks it."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Issue", "RequestError", "ServeError", "StorageError"]


class ServeError(Exception):
    """The server cannot be set up or started as it was asked. The message is for who runs it."""


class StorageError(Exception):
    """The database could not do it: full disk, no connection, damage. Nothing of what was asked is kept."""

    def __init__(self, message: str, *, full: bool = False) -> None:
        super().__init__(message)
        self.full = full


class Issue(NamedTuple):
    """One thing that was wrong with what came in. Never holds a value of a record."""

    where: str
    """Place in what was sent: `entry[3]`, `line 7`; empty for all of it."""
    message: str
    code: str = "invalid"
    """Of FHIR's IssueType."""
    severity: str = "error"


class RequestError(Exception):
    """What a client asked cannot be done. `status` is of HTTP; `issues` go to the client as they are."""

    def __init__(self, status: int, *issues: Issue, headers: dict[str, str] | None = None) -> None:
        super().__init__(issues[0].message if issues else "")
        self.status = status
        self.issues = issues
        self.headers = headers or {}
