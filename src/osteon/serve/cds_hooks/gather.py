"""The record that a call brings: what was sent along, what can be fetched for it, and what is still lacking.

The standard's states of a key: absent (not sent), null (there is no such entry), an OperationOutcome (an error on the way),
a resource or a Bundle, which may be one page of several.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from osteon.language import N_, _
from osteon.serve.cds_hooks.discovery import QUERIES, Query
from osteon.serve.cds_hooks.request import Access, Request

__all__ = ["Fetch", "FetchError", "Gathered", "MissingDataError", "gather"]

MOST_PAGES = 20
TIME_WAS_OVER = N_("time was over")

Fetch = Callable[[Access, str, float], Any]
"""Reads an absolute address with the token of the call, within so many seconds. Raises FetchError."""


class FetchError(Exception):
    """The EHR's FHIR server did not give what was asked; the message says why, without an address or a value."""


class MissingDataError(Exception):
    """Data without which no review can be trusted were neither sent nor to be had: the call is answered with 412."""


class Gathered(NamedTuple):
    """What was found, and in words what was not: `lacking` of the data that every review needs, `unseen` of the others.

    `late`: whether needed data were not there at all when the time was over, so that no rule can be asked.
    """

    resources: list[dict[str, Any]]
    lacking: list[str]
    unseen: list[str]
    late: bool


def gather(request: Request, fetch: Fetch | None, left: Callable[[], float]) -> Gathered:
    """Everything that belongs to the record, from the prefetched data and, where access was given, from the FHIR server.

    `left` gives the seconds that may still be spent. Raises MissingDataError.
    """
    work = _Gathering(request, fetch, left)
    for key, query in QUERIES.items():
        work.take(key, query)
    if work.refused:
        raise MissingDataError(
            f"No review without: {', '.join(work.refused)}. Send the prefetch keys that the service asks for, or "
            "`fhirServer` with `fhirAuthorization` for a server that this service may read."
        )
    return Gathered(work.resources, work.lacking, work.unseen, work.late)


class _Gathering:
    """The work on one call: what was found so far, and what was not."""

    def __init__(self, request: Request, fetch: Fetch | None, left: Callable[[], float]) -> None:
        self.request, self.fetch, self.left = request, fetch, left
        self.resources: list[dict[str, Any]] = []
        self.lacking: list[str] = []
        self.unseen: list[str] = []
        self.refused: list[str] = []
        self.late = False

    def take(self, key: str, query: Query) -> None:
        """One prefetch key."""
        value: Any = self.request.prefetch.get(key)
        problem = N_("not sent")
        if key in self.request.prefetch:
            if value is None and query.kind != "Patient":
                return
            problem = _problem(query, value)
        if problem and self._can_read:
            assert self.request.access is not None
            path = query.template.replace("{{context.patientId}}", self.request.patient)
            value, problem = self._read(f"{self.request.access.server}/{path}")
            problem = problem or _problem(query, value)
        if problem:
            self._miss(query, problem)
        else:
            self._add(query, value)

    @property
    def _can_read(self) -> bool:
        return self.fetch is not None and self.request.access is not None

    def _read(self, address: str) -> tuple[Any, str]:
        """What stands at an address, or why not."""
        assert self.fetch is not None and self.request.access is not None
        if self.left() <= 0:
            return None, TIME_WAS_OVER
        try:
            return self.fetch(self.request.access, address, self.left()), ""
        except FetchError as error:
            return None, TIME_WAS_OVER if self.left() <= 0 else str(error)

    def _miss(self, query: Query, problem: str) -> None:
        if query.needed and problem != TIME_WAS_OVER:
            self.refused.append(f"{query.words} ({problem})")
            return
        self.late = self.late or query.needed
        self._note(query, f"{_(query.words)} ({_(problem)})")

    def _note(self, query: Query, words: str) -> None:
        (self.lacking if query.needed else self.unseen).append(words)

    def _add(self, query: Query, value: dict[str, Any]) -> None:
        """A resource, or a Bundle with the pages that follow it."""
        self.resources += _resources(value)
        seen: set[str] = set()
        while (address := _next(value)) is not None:
            value, problem = self._page(address, seen)
            problem = problem or _problem(query, value)
            if problem:
                self._note(query, _("{what}, further pages ({problem})", what=_(query.words), problem=_(problem)))
                return
            self.resources += _resources(value)

    def _page(self, address: str, seen: set[str]) -> tuple[Any, str]:
        if not self._can_read:
            return None, N_("only the first was sent")
        assert self.request.access is not None
        server = self.request.access.server
        try:
            address = urljoin(f"{server}/", address)
            here = _place(address) == _place(server)
        except ValueError:
            return None, N_("the link is no address")
        if not here:
            return None, N_("they lie on another server")
        if address in seen or len(seen) >= MOST_PAGES:
            return None, N_("too many")
        seen.add(address)
        return self._read(address)


def _place(address: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(address)
    return parts.scheme, parts.hostname, parts.port


def _problem(query: Query, value: Any) -> str:
    """What is wrong with an answer, in words; empty when it can be used."""
    kind = value.get("resourceType") if isinstance(value, dict) else None
    if kind == "OperationOutcome":
        return N_("the server reports an error")
    if kind != ("Patient" if query.kind == "Patient" else "Bundle"):
        return N_("no Patient came") if query.kind == "Patient" else N_("no Bundle came")
    entries = value.get("entry")
    if entries is not None and not isinstance(entries, list):
        return N_("the Bundle has no list of entries")
    outcomes = [part for part in _resources(value) if part.get("resourceType") == "OperationOutcome"]
    return N_("the server reports an error") if any(map(_is_error, outcomes)) else ""


def _is_error(outcome: dict[str, Any]) -> bool:
    """An error inside a Bundle; warnings and hints about a search are none."""
    issues = outcome.get("issue")
    return not isinstance(issues, list) or any(
        isinstance(issue, dict) and issue.get("severity") in ("fatal", "error") for issue in issues
    )


def _resources(value: dict[str, Any]) -> list[dict[str, Any]]:
    """The resource itself, or the entries of a Bundle; what is no resource stays as an empty one, which the reader reports."""
    if value.get("resourceType") != "Bundle":
        return [value]
    found = [entry.get("resource") if isinstance(entry, dict) else None for entry in value.get("entry") or ()]
    return [resource if isinstance(resource, dict) else {} for resource in found]


def _next(value: dict[str, Any]) -> str | None:
    links = value.get("link")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("relation") == "next" and isinstance(link.get("url"), str):
            return link["url"]
    return None
