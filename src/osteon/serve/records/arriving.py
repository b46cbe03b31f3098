"""Takes a submission apart: which resources it brings, what is to be done with each, and whose each one is."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import orjson

from osteon.record.fhir.bundle import KNOWN_TYPES, Entry
from osteon.record.fhir.documents import NOBODY, belonging_of, by_subject
from osteon.record.fhir.patients import MINE, NOT_A_PERSON
from osteon.record.fhir.references import tail_of
from osteon.record.limits import Limits
from osteon.record.sources import Parsed
from osteon.serve.failures import Issue, RequestError
from osteon.serve.storage.records import SHARED

__all__ = ["ID", "POINTED_AT", "Arrived", "Arrivals", "arrange"]

Resource = dict[str, Any]

POINTED_AT: Final = frozenset(
    ("BodyStructure", "Device", "Location", "Medication", "Organization", "Practitioner", "PractitionerRole", "Specimen", "Substance")
)
"""Types that are about somebody only where another entry points to them."""
ID: Final = re.compile(r"(?!\.{1,2}\Z)[A-Za-z0-9._~:-]{1,128}")
"""FHIR allows letters, digits, `-` and `.`, 64 of them; some senders are more generous. One or two dots alone are a path, no name."""
LONGEST_URL: Final = 1000
DELETE: Final = "DELETE"
PROVENANCE: Final = "Provenance"
WRITES: Final = ("POST", "PUT", DELETE)


class Arrived(NamedTuple):
    """One resource of a submission."""

    place: int
    """Position among all that the submission holds."""
    where: str
    """The same in words: `entry[3]`, `line 7`."""
    type: str
    id: str
    owner: str
    """Id of the patient, or SHARED. For a withdrawal it is looked up by what it withdraws."""
    url: str | None
    body: bytes | None
    """JSON; None withdraws the resource."""
    resource: Resource
    method: str = ""
    """What was asked for: POST, PUT, DELETE; empty where the sender only hands it over."""


class Arrivals(NamedTuple):
    """All of a submission. `atomic`: all of it is to be kept, or nothing."""

    resources: list[Arrived]
    issues: list[Issue]
    kind: str
    """`transaction`, `batch`, or empty for what only hands over."""

    @property
    def atomic(self) -> bool:
        return self.kind == "transaction"


class _Found(NamedTuple):
    where: str
    resource: Resource
    url: str | None
    method: str
    place: int
    """Which entry of the submission."""


def arrange(parsed: Parsed, limits: Limits, base: str = "") -> Arrivals:
    """The resources of a submission with their owners; what cannot be taken is an issue. `base`: address of the FHIR server that it was
    read from; what comes without an address of its own has one there.

    Each document of it (a bundle, a line of NDJSON) is looked at by itself. One that holds a single Patient is her record:
    what does not say otherwise is hers, and what is another person's is refused. In all others each entry has to say whose it is.
    """
    issues = [Issue(f"line {line.number}", f"{line.message}; the line was left out.", "structure") for line in parsed.broken]
    resources: list[Arrived] = []
    kinds = set()
    counter = iter(range(limits.resources))
    for where, root in parsed.roots:
        found: list[_Found] = []
        kinds.add(_take(root, where, None, "", 0, found, issues, limits, counter))
        if base:
            found = [_addressed(item, base) for item in found]
        resources += _owned(found, issues)
    kind = kinds.pop() if len(parsed.roots) == 1 else ""
    return Arrivals(resources, issues, kind if kind in ("transaction", "batch") else "")


def _addressed(item: _Found, base: str) -> _Found:
    identity = item.resource.get("id")
    if item.url is not None or not isinstance(identity, str) or not ID.fullmatch(identity):
        return item
    return item._replace(url=f"{base}/{item.resource['resourceType']}/{identity}")


def _take(
    value: Any,
    where: str,
    url: Any,
    method: str,
    depth: int,
    found: list[_Found],
    issues: list[Issue],
    limits: Limits,
    counter: Iterator[int],
) -> str:
    """Add a resource, or all of a bundle or a list; gives back the type of the bundle."""
    if isinstance(value, list):
        for position, item in enumerate(value):
            _take(item, f"{where}[{position}]", None, "", depth + 1, found, issues, limits, counter)
        return ""
    if not isinstance(value, dict):
        issues.append(Issue(where, "A resource is expected here, but this is no object.", "structure"))
        return ""
    kind = value.get("resourceType")
    if kind == "Bundle":
        return _take_bundle(value, where, depth, found, issues, limits, counter)
    place = next(counter, None)
    if place is None:
        raise RequestError(
            413, Issue("", f"Too many resources: more than {limits.resources}. Send them in several parts.", "too-costly")
        )
    if not isinstance(kind, str) or not kind:
        issues.append(Issue(where, "resourceType is missing or not text: this is no FHIR resource.", "structure"))
    elif kind not in KNOWN_TYPES:
        issues.append(Issue(where, "resourceType is no resource type of FHIR R4.", "not-supported"))
    elif kind == "OperationOutcome":
        issues.append(Issue(where, "A message of the sending server; it is not kept as part of a record.", "informational", "information"))
    else:
        if isinstance(url, str) and not _is_address(url):
            issues.append(Issue(where, f"fullUrl is longer than {LONGEST_URL} letters, or holds signs that no address has.", "value"))
            return ""
        found.append(_Found(where, value, url if isinstance(url, str) and url else None, method, place))
    return ""


def _is_address(url: Any) -> bool:
    return isinstance(url, str) and url.isprintable() and len(url) <= LONGEST_URL


def _take_bundle(
    bundle: Resource,
    where: str,
    depth: int,
    found: list[_Found],
    issues: list[Issue],
    limits: Limits,
    counter: Iterator[int],
) -> str:
    kind = bundle.get("type")
    entries = bundle.get("entry")
    if depth >= limits.depth:
        issues.append(Issue(where, f"Bundles are nested deeper than {limits.depth}.", "too-costly"))
        return ""
    if depth and kind in ("transaction", "batch"):
        issues.append(Issue(where, "A transaction inside another bundle is not done.", "not-supported"))
        return ""
    if entries is None:
        entries = []
    if not isinstance(entries, list):
        issues.append(Issue(f"{where}.entry" if where else "entry", "A list is expected here.", "structure"))
        return ""
    begin = len(found)
    for position, entry in enumerate(entries):
        inner = f"{where}.entry[{position}]" if where else f"entry[{position}]"
        if not isinstance(entry, dict):
            issues.append(Issue(inner, "An entry has to be an object.", "structure"))
            continue
        method = _method(entry, kind, inner, issues)
        if method is None:
            continue
        if method == DELETE:
            _take_withdrawal(entry, inner, found, issues, counter)
        elif entry.get("resource") is not None:
            _take(entry["resource"], inner, entry.get("fullUrl"), method, depth + 1, found, issues, limits, counter)
        elif method:
            issues.append(Issue(inner, f"{method} needs a resource.", "required"))
    if kind == "history":
        # A history lists the newest first; what is kept last is what counts.
        found[begin:] = found[begin:][::-1]
    return kind if isinstance(kind, str) else ""


def _method(entry: Resource, kind: Any, where: str, issues: list[Issue]) -> str | None:
    """POST, PUT, DELETE, empty where nothing is asked; None for what cannot be done."""
    request = entry.get("request")
    if kind not in ("transaction", "batch", "history") or request is None:
        if kind in ("transaction", "batch"):
            issues.append(Issue(where, "An entry of a transaction or batch needs `request` with method and url.", "required"))
            return None
        return ""
    method = request.get("method") if isinstance(request, dict) else None
    if method not in WRITES:
        issues.append(Issue(f"{where}.request", "The method has to be POST, PUT or DELETE.", "not-supported"))
        return None
    if kind != "history" and any(request.get(name) is not None for name in ("ifNoneExist", "ifMatch", "ifNoneMatch")):
        issues.append(Issue(f"{where}.request", "Conditions (ifNoneExist, ifMatch, ifNoneMatch) are not supported.", "not-supported"))
        return None
    return method


def _take_withdrawal(
    entry: Resource, where: str, found: list[_Found], issues: list[Issue], counter: Iterator[int]
) -> None:
    url, address = entry["request"].get("url"), entry.get("fullUrl")
    kind, _, identity = tail_of(url).partition("/") if isinstance(url, str) else ("", "", "")
    if kind not in KNOWN_TYPES or not ID.fullmatch(identity):
        issues.append(Issue(f"{where}.request.url", "DELETE names what to withdraw as Type/id.", "value"))
        return
    place = next(counter, 0)
    found.append(_Found(where, {"resourceType": kind, "id": identity}, address if _is_address(address) else None, DELETE, place))


def _owned(found: list[_Found], issues: list[Issue]) -> list[Arrived]:
    """The resources of one document, each with its id and its owner."""
    named = []
    for item in found:
        identity = _identity(item, issues)
        if identity is not None:
            named.append((item, identity))
    patients = [
        (item, identity) for item, identity in named if item.resource["resourceType"] == "Patient" and item.method != DELETE
    ]
    different = {identity for _, identity in patients}
    belonging = None
    if len(different) == 1:
        item, only = patients[-1]
        belonging = belonging_of(Entry(f"Patient/{only}", "Patient", item.resource), item.url)
    owners: dict[str, str | None] = {item.url: identity for item, identity in patients if item.url}
    told_about: dict[str, str] = {}
    arrived: dict[int, Arrived] = {}
    # A Provenance after the entries that it tells about.
    for position, (item, identity) in sorted(enumerate(named), key=lambda one: one[1][0].resource["resourceType"] == PROVENANCE):
        kind = item.resource["resourceType"]
        owner: str | None
        if kind == "Patient":
            owner = identity
        elif item.method == DELETE:
            owner = SHARED
        elif belonging is not None:
            owner = _hers(item, belonging, only, issues)
        else:
            owner = _owner_by_target(item, told_about) or _owner_by_subject(item, owners, issues)
        if owner is None:
            continue
        told_about[f"{kind}/{identity}"] = owner
        body = None if item.method == DELETE else _written(item, identity, issues)
        if item.method == DELETE or body is not None:
            arrived[position] = Arrived(item.place, item.where, kind, identity, owner, item.url, body, item.resource, item.method)
    return [arrived[position] for position in sorted(arrived)]


def _identity(item: _Found, issues: list[Issue]) -> str | None:
    """The sender's id; what has none is named by its fullUrl, or else by its content, so that sending it twice is no harm."""
    resource, identity = item.resource, item.resource.get("id")
    if identity is None and item.url:
        identity = item.url.rpartition(":" if item.url.startswith("urn:") else "/")[2]
    if identity is None and resource["resourceType"] == "Patient":
        issues.append(Issue(item.where, "The patient has no id, by which her entries could mean her.", "required"))
        return None
    if identity is None:
        try:
            content = orjson.dumps(resource, option=orjson.OPT_SORT_KEYS)
        except TypeError:
            issues.append(Issue(item.where, "It is nested too deep.", "too-costly"))
            return None
        return str(uuid.uuid5(uuid.NAMESPACE_OID, content.hex()))
    if not isinstance(identity, str) or not ID.fullmatch(identity):
        issues.append(
            Issue(item.where, "The id has to be text of at most 128 letters, digits, or `-`, `.`, `_`, `~`, `:`.", "value")
        )
        return None
    return identity


def _subject(resource: Resource) -> Any:
    return resource.get("subject") or resource.get("patient")


def _hers(item: _Found, belonging: Any, only: str, issues: list[Issue]) -> str | None:
    subject = _subject(item.resource)
    if subject is None:
        return only
    if not isinstance(subject, dict) or not isinstance(subject.get("reference") or "", str):
        return only  # the review tells it as a problem
    verdict = belonging.of(subject)
    if verdict in (MINE, NOT_A_PERSON):
        return only
    issues.append(
        Issue(
            item.where,
            "It belongs to another person than the patient of this bundle. It was not kept; send it with the record of that person.",
            "conflict",
        )
    )
    return None


def _owner_by_target(item: _Found, told_about: Mapping[str, str]) -> str | None:
    """A Provenance has no subject: it belongs to whoever the entries beside it belong to that it tells about."""
    targets = item.resource.get("target") if item.resource["resourceType"] == PROVENANCE else None
    named = [one.get("reference") for one in targets if isinstance(one, dict)] if isinstance(targets, list) else []
    found = {told_about.get(tail_of(one)) for one in named if isinstance(one, str)}
    return found.pop() if len(found) == 1 else None


def _owner_by_subject(item: _Found, owners: Mapping[str, str | None], issues: list[Issue]) -> str | None:
    kind = item.resource["resourceType"]
    owner = by_subject(item.resource, dict(owners) if not isinstance(owners, dict) else owners)
    if owner == NOBODY:
        about = "It is about a group, a device or a place, not about a person; not kept."
        issues.append(Issue(item.where, about, "informational", "information"))
        return None
    if owner is not None and ID.fullmatch(owner):
        return owner
    if owner is None and kind in POINTED_AT and _subject(item.resource) is None:
        return SHARED
    silent = "It does not say whose it is. Send it with a subject (Patient/id), or in a bundle with its one Patient."
    issues.append(Issue(item.where, silent, "required"))
    return None


def _written(item: _Found, identity: str, issues: list[Issue]) -> bytes | None:
    resource = item.resource if "id" in item.resource else {**item.resource, "id": identity}
    try:
        return orjson.dumps(resource)
    except TypeError:  # orjson: deeper than 254 levels, or a lone surrogate
        issues.append(Issue(item.where, "It is nested too deep, or holds text that is not Unicode.", "too-costly"))
        return None
