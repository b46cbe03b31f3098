"""Takes a record apart into its resources, whatever it came in, and settles which version of each one counts."""

from __future__ import annotations

from typing import Any, Final

from osteon.record.fhir.references import Index, tail_of
from osteon.record.fhir.rules import READ_TYPES, RULE_BY_TYPE
from osteon.record.limits import Limits, RecordError
from osteon.record.sources import Parsed
from osteon.record.timeline import Problem

__all__ = ["KNOWN_TYPES", "Entry", "Unpacked", "settle_corrections", "take_resource", "unpack"]

Resource = dict[str, Any]

KNOWN_TYPES: Final = frozenset(RULE_BY_TYPE) | READ_TYPES | {"Patient", "OperationOutcome"}
CORRECTIONS: Final = ("amended", "corrected")
CORRECTED_TYPES: Final = ("Observation", "DiagnosticReport")


class Entry:
    """One resource of a record. `source` is how problems name it (`Observation/7`), `kind` its type."""

    __slots__ = ("kind", "resource", "source")

    def __init__(self, source: str, kind: str, resource: Resource) -> None:
        self.source, self.kind, self.resource = source, kind, resource


class Unpacked:
    """The resources that count, and the accounts of the others."""

    __slots__ = (
        "_corrections",
        "_deleted",
        "_place",
        "entries",
        "ignored",
        "index",
        "problems",
        "read",
        "refused",
        "urls",
    )

    def __init__(self) -> None:
        self.entries: list[Entry | None] = []
        self.index = Index()
        self.problems: list[Problem] = []
        self.ignored: dict[str, int] = {}
        self.read = 0
        self.refused = 0
        self.urls: dict[int, str] = {}
        """Absolute address by place in `entries`, for the patient and for resources that were given twice."""
        self._place: dict[str, int] = {}
        self._deleted: set[str] = set()
        self._corrections: list[Entry] = []

    def ignore(self, rule: str) -> None:
        self.ignored[rule] = self.ignored.get(rule, 0) + 1

    def refuse(self, source: str, path: str, message: str) -> None:
        self.problems.append(Problem(source, path, message))
        self.refused += 1


def unpack(parsed: Parsed, limits: Limits) -> Unpacked:
    found = Unpacked()
    for line in parsed.broken:
        found.read += 1
        found.refuse(f"line {line.number}", "", f"{line.message}; the line was left out")
    roots = parsed.roots
    if len(roots) == 1 and not isinstance(roots[0][1], list):
        _check_single(roots[0][1])
    for where, value in roots:
        if isinstance(value, list):
            for position, item in enumerate(value):
                _take(item, f"{where}[{position}]", None, 0, False, found, limits)
        else:
            _take(value, where, None, 0, False, found, limits)
    settle_corrections(found)
    return found


def _check_single(value: Any) -> None:
    """One JSON document has to be a bundle or a patient; anything else cannot be a record."""
    if not isinstance(value, dict):
        raise RecordError("This is JSON, but not a FHIR record: an object or a list of resources is expected.")
    kind = value.get("resourceType")
    if kind is None:
        raise RecordError(
            "This is JSON, but not FHIR: `resourceType` is missing. Give a Bundle, a list of resources, NDJSON or a Patient."
        )
    if not isinstance(kind, str):
        raise RecordError("This is not FHIR: `resourceType` is not text.")
    if kind not in ("Bundle", "Patient"):
        name = kind if kind.isalpha() and len(kind) < 50 else "resource"
        raise RecordError(
            f"A single {name} is not a record: it does not say who the person is. Give a Bundle with the Patient and the entries."
        )


def take_resource(value: Any, where: str, url: str | None, found: Unpacked, limits: Limits) -> None:
    """Add what one line of an export, or one entry of a document, holds; `where` says where it stands."""
    _take(value, where, url, 0, False, found, limits)


def _take(value: Any, where: str, url: Any, depth: int, history: bool, found: Unpacked, limits: Limits) -> None:
    """Add one resource, or everything inside a bundle."""
    if isinstance(value, dict):
        kind = value.get("resourceType")
        if kind == "Bundle":
            _take_bundle(value, where, depth, found, limits)
            return
        found.read += 1
        if found.read > limits.resources:
            raise RecordError(f"Too many resources: more than {limits.resources}. Split the record by patient.")
        if isinstance(kind, str) and kind:
            _add(value, kind, where, url, history, found)
            return
        found.refuse(where, "resourceType", "missing or not text: this is not a FHIR resource; left out")
        return
    found.read += 1
    found.refuse(where, "", "a resource is expected here, but this is no object; left out")


def _take_bundle(bundle: Resource, where: str, depth: int, found: Unpacked, limits: Limits) -> None:
    place = where or "Bundle"
    if depth >= limits.depth:
        found.read += 1
        found.refuse(place, "entry", f"bundles are nested deeper than {limits.depth}; left out")
        return
    if isinstance(bundle.get("link"), list):
        for link in bundle["link"]:
            if isinstance(link, dict) and link.get("relation") == "next":
                found.problems.append(
                    Problem(
                        place, "link", "this is one page of a search and more pages follow: the record is not complete"
                    )
                )
                break
    entries = bundle.get("entry")
    if entries is None:
        return
    if not isinstance(entries, list):
        found.read += 1
        found.refuse(place, "entry", "a list is expected here; nothing in it was read")
        return
    history = bundle.get("type") == "history"
    for position, entry in enumerate(entries):
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            kind = resource.get("resourceType")
            if isinstance(kind, str) and kind in KNOWN_TYPES and "id" in resource and found.read < limits.resources:
                found.read += 1  # the usual entry: it names itself, so that its place need not be spelt out
                _add(resource, kind, where, entry.get("fullUrl"), history, found)
                continue
        inner = f"{where}.entry[{position}]" if where else f"entry[{position}]"
        if not isinstance(entry, dict):
            found.read += 1
            found.refuse(inner, "", "an entry has to be an object; left out")
            continue
        if resource is not None:
            _take(resource, inner, entry.get("fullUrl"), depth + 1, history, found, limits)
            continue
        found.read += 1
        found.ignore("empty-entry")
        request = entry.get("request")
        if history and isinstance(request, dict) and request.get("method") == "DELETE":
            # A history lists the newest first: what follows under this name was deleted later.
            found._deleted.add(tail_of(str(request.get("url"))))


def _add(resource: Resource, kind: str, where: str, url: Any, history: bool, found: Unpacked) -> None:
    identity = resource.get("id")
    if kind not in KNOWN_TYPES:
        # Whatever stands here is no type of FHIR and may be anything: the place names the entry, not its own words.
        source, key = where or "resource", ""
    elif isinstance(identity, str) and identity:
        source = key = f"{kind}/{identity}"
    elif isinstance(url, str) and url:
        source = key = url
    else:
        source, key = f"{kind} ({where})" if where else kind, ""
    if key and key in found._deleted:
        found.ignore("deleted")
        return
    entries, places = found.entries, found._place
    if key in places:
        place = places[key]
        earlier_url = found.urls.get(place)
        if _is_web(url) and _is_web(earlier_url) and _plain(url) != _plain(earlier_url):
            # The same id on two servers: two resources.
            source = key = _plain(url)
            if key not in places:
                places[key] = len(entries)
                found.index.by_url[key] = resource
                entries.append(Entry(source, kind, resource))
                return
            place = places[key]
        _settle(Entry(source, kind, resource), place, history, found)
        return
    place = len(entries)
    entry = Entry(source, kind, resource)
    entries.append(entry)
    index = found.index
    if key:
        places[key] = place
        index.by_tail[key] = resource
    if isinstance(url, str):
        index.by_url[url] = resource
        found.urls[place] = url
    if kind == "BodyStructure":
        _note_structure(resource, index)
    if kind in CORRECTED_TYPES and resource.get("status") in CORRECTIONS:
        found._corrections.append(entry)


def _is_web(url: Any) -> bool:
    return isinstance(url, str) and url.startswith("http")


def _plain(url: Any) -> str:
    return str(url).partition("/_history/")[0]


def _settle(newer: Entry, place: int, history: bool, found: Unpacked) -> None:
    """The same resource twice: one of them counts."""
    earlier = found.entries[place]
    if earlier is None:
        found.ignore("superseded")
        return
    try:
        same = earlier.resource == newer.resource
    except RecursionError:
        same = False
    if same:
        found.ignore("duplicate")
        return
    found.ignore("superseded")
    if not history:
        found.problems.append(
            Problem(
                newer.source,
                "",
                "the record holds this resource more than once with different content; the newest version was used",
            )
        )
    if (
        not history
        and _age(newer.resource) >= _age(earlier.resource)
        or (history and _age(newer.resource) > _age(earlier.resource))
    ):
        found.entries[place] = newer
        index = found.index
        if newer.source in index.by_tail:
            index.by_tail[newer.source] = newer.resource
        url = found.urls.get(place)
        if url is not None:
            index.by_url[url] = newer.resource
        if newer.kind in CORRECTED_TYPES and newer.resource.get("status") in CORRECTIONS:
            found._corrections.append(newer)


def _age(resource: Resource) -> tuple[str, int, bool]:
    """Sorts versions of one resource: last change, version number, correction. What is absent sorts first."""
    meta = resource.get("meta")
    changed, version = "", -1
    if isinstance(meta, dict):
        if isinstance(meta.get("lastUpdated"), str):
            changed = meta["lastUpdated"]
        number = meta.get("versionId")
        if isinstance(number, str) and number.isdecimal() and len(number) < 18:
            version = int(number)
    return changed, version, resource.get("status") in CORRECTIONS


def _note_structure(resource: Resource, index: Index) -> None:
    """Remember which condition a body structure says it belongs to."""
    extensions = resource.get("extension")
    for extension in extensions if isinstance(extensions, list) else ():
        if not isinstance(extension, dict) or not str(extension.get("url", "")).endswith("related-condition"):
            continue
        target = extension.get("valueReference")
        if isinstance(target, dict) and isinstance(target.get("reference"), str):
            index.structures[tail_of(target["reference"])] = resource


def settle_corrections(found: Unpacked) -> None:
    """A corrected result replaces earlier ones that carry the same business identifier and the same code."""
    if not found._corrections:
        return
    corrected = {}
    for entry in found._corrections:
        for name in _names(entry):
            corrected[name] = entry.source
    if not corrected:
        return
    for place, other in enumerate(found.entries):
        if other is None or other.kind not in CORRECTED_TYPES or other.resource.get("status") in CORRECTIONS:
            continue
        if any(corrected.get(name, other.source) != other.source for name in _names(other)):
            found.entries[place] = None
            found.ignore("superseded")


def _names(entry: Entry) -> list[tuple[str, str, str, str]]:
    """Identifier and code together: an accession number alone is shared by all results of one sample."""
    identifiers = entry.resource.get("identifier")
    code = entry.resource.get("code")
    codings = code.get("coding") if isinstance(code, dict) else None
    first = codings[0] if isinstance(codings, list) and codings and isinstance(codings[0], dict) else {}
    return [
        (entry.kind, str(identifier.get("system", "")), identifier["value"], str(first.get("code", "")))
        for identifier in (identifiers if isinstance(identifiers, list) else ())
        if isinstance(identifier, dict) and isinstance(identifier.get("value"), str)
    ]
