"""Fetches the record of one patient: `$everything`, or where the server has no such operation a search for each type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlencode, urljoin

import orjson

from osteon.record.fhir.rules import READ_TYPES
from osteon.serve.audit import chain
from osteon.serve.fetching.bulk import types_of
from osteon.serve.fetching.exports import Show, Summary
from osteon.serve.fetching.failures import RemoteError, outcome_counts
from osteon.serve.fetching.server import FHIR_JSON, Server, parsed
from osteon.serve.fetching.taking import CLIENT, SEVERE, Taken, take_in
from osteon.serve.settings import MEGABYTE, ServeSettings
from osteon.serve.storage.database import Database, writing

__all__ = ["fetch_patients"]

PAGE: Final = 200
MOST_PAGES: Final = 2000
MOST_BYTES: Final = 200 * MEGABYTE
"""Of one patient's record, all pages together."""
NO_OPERATION: Final = (400, 403, 404, 405, 501)
"""Answers of servers without `$everything`; of those some say that the client may not."""
INCLUDED: Final = {
    "MedicationRequest": "MedicationRequest:medication",
    "MedicationAdministration": "MedicationAdministration:medication",
    "MedicationDispense": "MedicationDispense:medication",
    "MedicationStatement": "MedicationStatement:medication",
    "Observation": "Observation:specimen",
}
"""What entries of a type point to, and what does not say itself whose it is."""


def fetch_patients(
    database: Database, server: Server, ids: Sequence[str], settings: ServeSettings, show: Show | None = None
) -> Summary:
    """Fetch these patients, each whole or not at all: all pages of one are kept in one transaction.

    A patient who cannot be read is told in the summary, and does not keep out the others. Raises RemoteError when there is only one.
    """
    taken = Taken()
    entries = 0
    missing: Counter[str] = Counter()
    for place, id in enumerate(ids):
        if show is not None:
            show("patients", place, len(ids))
        try:
            pages = list(_bounded(_pages(server, id, settings.fetch_type_list)))
        except RemoteError as fault:
            with writing(database) as connection:
                chain.add(connection, [chain.Deed(CLIENT, "fetch-patient", None, "failed", {"status": fault.status})])
            if len(ids) == 1:
                raise
            missing[str(fault)] += 1
            continue
        here = Taken()
        with writing(database) as connection:
            for page in pages:
                here = here.plus(take_in(connection, page, media_type=FHIR_JSON, base=server.base))
                here = here.plus(Taken(problems=_messages(page)))
            detail = {"pages": len(pages), "kept": here.kept, "new": here.new}
            chain.add(connection, [chain.Deed(CLIENT, "fetch-patient", id if here.kept else None, "done", detail)])
        entries += sum(len(_resources(page)) for page in pages)
        taken = taken.plus(here)
    return Summary(entries, taken.kept, taken.new, taken.problems, missing)


def _bounded(pages: Iterator[bytes]) -> Iterator[bytes]:
    size = 0
    for number, page in enumerate(pages, 1):
        size += len(page)
        if number > MOST_PAGES or size > MOST_BYTES:
            raise RemoteError("The record of a patient is larger than one may be.")
        yield page
    if not size:
        raise RemoteError("The FHIR server sends nothing about this patient: it does not know her, or does not show her to this client.")


def _pages(server: Server, id: str, types: Sequence[str]) -> Iterator[bytes]:
    try:
        first = server.ask("GET", f"{server.base}/Patient/{id}/$everything?_count={PAGE}").data
    except RemoteError as fault:
        if fault.status not in NO_OPERATION:
            raise
    else:
        if parsed(first).get("resourceType") == "Bundle":
            yield from _following(server, f"{server.base}/", first)
            return
    yield server.ask("GET", f"{server.base}/Patient/{id}").data
    wanted = [name for name in (types or sorted(READ_TYPES)) if name in READ_TYPES]
    for name in types_of(server, wanted):
        yield from _searched(server, name, id)


def _searched(server: Server, name: str, id: str) -> Iterator[bytes]:
    words = [("patient", id), ("_count", str(PAGE))]
    more = [("_include", INCLUDED[name])] if name in INCLUDED else []
    address = f"{server.base}/{name}?"
    try:
        first = server.ask("GET", address + urlencode(words + more)).data
    except RemoteError as fault:
        # Some refuse an _include that they do not know.
        if not more or fault.status != 400:
            raise
        first = server.ask("GET", address + urlencode(words)).data
    yield from _following(server, address, first)


def _following(server: Server, address: str, page: bytes) -> Iterator[bytes]:
    """A page and all that follow it."""
    seen: set[str] = set()
    while True:
        found = parsed(page)
        if found.get("resourceType") != "Bundle":
            raise RemoteError("The FHIR server answered a search with something that is no Bundle.")
        if _resources(page):
            yield page
        links = found.get("link")
        following = [
            link["url"]
            for link in (links if isinstance(links, list) else ())
            if isinstance(link, dict) and link.get("relation") == "next" and isinstance(link.get("url"), str)
        ]
        if not following:
            return
        there = server.reach.check(urljoin(address, following[0]))
        if not server.reach.same(there, server.base):
            raise RemoteError("The next page of a search is on another host. It is not read.")
        if there in seen:
            raise RemoteError("The pages of a search have no end.")
        seen.add(there)
        page = server.ask("GET", there).data


def _resources(page: bytes) -> list[dict[str, Any]]:
    found = orjson.loads(page)
    if found.get("resourceType") != "Bundle":
        return [found]
    entries = found.get("entry")
    items = [entry.get("resource") for entry in (entries if isinstance(entries, list) else ()) if isinstance(entry, dict)]
    return [item for item in items if isinstance(item, dict) and item.get("resourceType") != "OperationOutcome"]


def _messages(page: bytes) -> Counter[str]:
    """What the server says beside the entries: that some could not be read, it may be."""
    found: Counter[str] = Counter()
    entries = orjson.loads(page).get("entry")
    for entry in entries if isinstance(entries, list) else ():
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict) and resource.get("resourceType") == "OperationOutcome":
            for (severity, code), count in outcome_counts(resource).items():
                if severity in ("fatal", "error"):
                    found[f"{SEVERE}: {severity}, {code}."] += count
    return found

