"""Asks for an export and waits for it (FHIR Bulk Data Access 3.0.0; what version 4 renames is understood too)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode, urljoin

import orjson

from osteon.record.fhir.rules import READ_TYPES
from osteon.serve.fetching.clock import pause, retry_after
from osteon.serve.fetching.failures import RemoteError, SilentError
from osteon.serve.fetching.server import BUSY, FHIR_JSON, Server, parsed

__all__ = ["TYPES", "Listed", "Manifest", "Scope", "end_export", "kick_off", "types_of", "wait_for_manifest"]

TYPES: Final = tuple(sorted({"Patient", "Medication", "BodyStructure", "Specimen", *READ_TYPES}))
"""What the readers read, and what that points to."""
NO_GET: Final = (404, 405, 414, 501)
"""Answers of servers that want a POST, as version 4 does, or that find the address too long."""
FIRST_WAIT: Final = 5.0
MOST_FILES: Final = 200_000
MOST_PAGES: Final = 1000
MOST_FAILURES: Final = 10
"""Polls in a row without any answer that makes sense."""
EXPORT: Final = "$export"


class Scope(NamedTuple):
    """Whose records are asked for: `level` is system, patients, group, or (not as an export) patient. `id` is one that was checked."""

    level: str
    id: str = ""

    def __str__(self) -> str:
        return f"{self.level} {self.id}".strip()

    @property
    def path(self) -> str:
        """The operation, below the base address."""
        if self.level == "group":
            return f"Group/{self.id}/{EXPORT}"
        return f"Patient/{EXPORT}" if self.level == "patients" else EXPORT


class Listed(NamedTuple):
    """A file of an export. `kind`: output, deleted or error; `promised`: lines that it is said to have."""

    kind: str
    type: str
    address: str
    promised: int | None


class Manifest(NamedTuple):
    """What an export came to. `moment`: transactionTime; `protected`: whether the files need the token."""

    moment: str
    protected: bool
    files: list[Listed]


def types_of(server: Server, wanted: list[str]) -> list[str]:
    """Which types to ask for: those that the server says it has, since many refuse a whole export for one that they do not know."""
    try:
        stated = server.ask_json(f"{server.base}/metadata?_elements=rest")
    except RemoteError:
        return wanted
    rest = stated.get("rest")
    known = {
        resource.get("type")
        for part in (rest if isinstance(rest, list) else ())
        if isinstance(part, dict) and isinstance(part.get("resource"), list)
        for resource in part["resource"]
        if isinstance(resource, dict)
    }
    return [name for name in wanted if name in known] or wanted


def kick_off(server: Server, scope: Scope, *, types: list[str], since: str | None, filters: list[str]) -> str:
    """Ask for an export; the address at which the server tells how far it is. By GET, or by POST where that is what it takes.

    Raises RemoteError.
    """
    address = f"{server.base}/{scope.path}"
    headers = {"Prefer": "respond-async"}
    ours = ("_type", "_since", "_typeFilter", "_outputFormat", *types)
    words = [("_outputFormat", "application/fhir+ndjson"), ("_type", ",".join(types))]
    words += [("_since", since)] if since else []
    words += [("_typeFilter", text) for text in filters]
    try:
        answer = server.ask("GET", f"{address}?{urlencode(words)}", headers=headers, fine=(202,), ours=ours)
    except RemoteError as fault:
        if fault.status not in NO_GET:
            raise
        body = orjson.dumps(_parameters(types, since, filters))
        posted = {**headers, "Content-Type": FHIR_JSON}
        try:
            answer = server.ask("POST", address, headers=posted, body=body, fine=(202,), ours=ours)
        except RemoteError as second:
            raise (fault if second.status in NO_GET else second) from None
    place = answer.headers.get("content-location", "")
    if not place:
        raise RemoteError("The FHIR server took the export on, but does not say where it tells how far it is (Content-Location).")
    return server.reach.check(urljoin(address, place))


def _parameters(types: list[str], since: str | None, filters: list[str]) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = [{"name": "_outputFormat", "valueString": "application/fhir+ndjson"}]
    parameters += [{"name": "_type", "valueString": name} for name in types]
    parameters += [{"name": "_since", "valueInstant": since}] if since else []
    parameters += [{"name": "_typeFilter", "valueString": text} for text in filters]
    return {"resourceType": "Parameters", "parameter": parameters}


def wait_for_manifest(server: Server, address: str, tell: Callable[[str], None] = lambda _: None) -> Manifest:
    """Wait until the export is done. `tell` hears how far it is, in per cent, where the server says.

    Raises RemoteError when it failed, is not known (status 404 or 410), or takes longer than the run may.
    """
    polls = failures = 0
    while True:
        try:
            answer = server.ask("GET", address, accept="application/json", fine=(200, 202, 429, 503), tries=2)
        except RemoteError as fault:
            failures += 1
            passes = isinstance(fault, SilentError) or fault.status in BUSY or "transient" in fault.codes
            if not passes or failures > MOST_FAILURES:
                raise
            server.wait(pause(failures, server.clock, FIRST_WAIT))
            continue
        failures = 0
        if answer.status == 200:
            return _pages(server, address, parsed(answer.data))
        if answer.status == 202:
            tell(_progress(answer.headers.get("x-progress", "")))
        asked = retry_after(answer.headers.get("retry-after"), server.clock.now())
        # A server that says 0 would be asked without a pause.
        server.wait(pause(polls, server.clock, FIRST_WAIT) if asked is None else max(asked, 1.0))
        polls += 1


def _progress(text: str) -> str:
    """The per cent of a server's own words; nothing else of them is shown."""
    for word in text[:100].replace("%", " % ").split():
        if word.isascii() and word.replace(".", "", 1).isdecimal() and float(word) <= 100 and "%" in text:
            return f"{float(word):.0f} %"
    return ""


def _pages(server: Server, address: str, found: Any) -> Manifest:
    moment = found.get("transactionTime")
    if not _is_instant(moment):
        raise RemoteError("The manifest of the export has no transactionTime that is a moment.")
    protected = found.get("requiresAccessToken")
    if not isinstance(protected, bool):
        raise RemoteError("The manifest of the export does not say whether its files need the token (requiresAccessToken).")
    files: list[Listed] = []
    seen = {address}
    while True:
        files += _files(server, address, found)
        if len(files) > MOST_FILES:
            raise RemoteError(f"The manifest of the export names more than {MOST_FILES} files.")
        address = _next(address, found)
        if not address:
            break
        if address in seen or len(seen) > MOST_PAGES:
            raise RemoteError("The pages of the manifest have no end.")
        seen.add(address)
        found = server.ask_json(server.reach.check(address), accept="application/json")
    order = {"output": 1, "deleted": 2, "error": 3}
    # People first: whether somebody is who she is said to be has to be known before anything is filed under her id.
    files.sort(key=lambda file: (order[file.kind], file.type != "Patient"))
    return Manifest(moment, protected, files)


def _files(server: Server, address: str, found: Any) -> list[Listed]:
    files = []
    for name, kind in (("output", "output"), ("deleted", "deleted"), ("error", "error"), ("outcome", "error")):
        items = found.get(name)
        if items is not None and not isinstance(items, list):
            raise RemoteError(f"The manifest of the export is none: {name} is no list.")
        for item in items or ():
            place = item.get("url") if isinstance(item, dict) else None
            if not isinstance(place, str) or not place:
                raise RemoteError("The manifest of the export is none: a file has no url.")
            count, type = item.get("count"), item.get("type")
            number = count if isinstance(count, int) and not isinstance(count, bool) and count >= 0 else None
            known = type if isinstance(type, str) and type.isalpha() and type.isascii() and len(type) < 64 else ""
            files.append(Listed(kind, known, server.reach.check(urljoin(address, place)), number))
    return files


def _next(address: str, found: Any) -> str:
    links = found.get("link")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("relation") == "next" and isinstance(link.get("url"), str):
            return urljoin(address, link["url"])
    return ""


def _is_instant(text: Any) -> bool:
    try:
        return isinstance(text, str) and "T" in text and datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False


def end_export(server: Server, address: str) -> bool:
    """Tell the server that its files are not needed any more; whether it took that."""
    try:
        server.ask("DELETE", address, fine=(200, 202, 204, 404, 410), tries=2)
    except RemoteError:
        return False
    return True
