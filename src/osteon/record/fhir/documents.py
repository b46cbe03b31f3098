"""A document (a bundle, a list, one resource) as resources, each with the patient whose it is."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from osteon.record.fhir.bundle import Entry
from osteon.record.fhir.patients import MINE, NOT_PEOPLE, Belonging
from osteon.record.fhir.references import tail_of

__all__ = ["NOBODY", "Item", "belonging_of", "by_subject", "items_of", "owner_of"]

Resource = dict[str, Any]

NOBODY: Final = ""
"""Owner of what is about a group, a device or a place."""
DEEPEST: Final = 32


class Item(NamedTuple):
    """One resource of a document. `owner` is the id of the patient; None where it has to be read from the subject."""

    resource: Any
    owner: str | None = None
    url: str | None = None
    where: str = ""
    strange: bool = False
    """Only the ordinary reader can tell what it is: another person's, no object, a whole history."""


def owner_of(reference: str) -> str | None:
    """Id of the patient that the text of a reference names; NOBODY for what is no person, None when it cannot be told."""
    plain = reference.partition("/_history/")[0]
    if plain.startswith("urn:"):
        return plain.rpartition(":")[2] or None
    tail = tail_of(plain)
    if tail.startswith("Patient/") and len(tail) > len("Patient/"):
        return tail[len("Patient/") :]
    return NOBODY if tail.startswith(NOT_PEOPLE) else None


class _Walk:
    """Entries of a document, those inside bundles in bundles too."""

    def __init__(self) -> None:
        self.found: list[Item] = []
        self.plain = True
        """Nothing but resources in one bundle or list."""

    def take(self, value: Any, where: str, url: Any, depth: int) -> None:
        if isinstance(value, dict) and value.get("resourceType") == "Bundle" and depth < DEEPEST:
            self._take_bundle(value, where, depth)
            return
        sound = isinstance(value, dict) and isinstance(value.get("resourceType"), str)
        self.plain = self.plain and sound
        self.found.append(Item(value, None, url if isinstance(url, str) else None, where, not sound))

    def _take_bundle(self, bundle: Resource, where: str, depth: int) -> None:
        entries = bundle.get("entry")
        self.plain = (
            self.plain and not depth and bundle.get("type") != "history" and not isinstance(bundle.get("link"), list)
        )
        if entries is None:
            return
        if not isinstance(entries, list):
            self.plain = False
            self.found.append(Item(entries, None, None, where or "Bundle", True))
            return
        for position, entry in enumerate(entries):
            inner = f"{where}.entry[{position}]" if where else f"entry[{position}]"
            resource = entry.get("resource") if isinstance(entry, dict) else None
            if resource is None:
                self.plain = False
                self.found.append(Item(entry, None, None, inner, True))
                continue
            self.take(resource, inner, entry.get("fullUrl"), depth + 1)


def items_of(root: Any) -> list[Item]:
    """The resources of one document.

    With one Patient in it, it is her record: whatever does not say otherwise is hers, and what says otherwise is told by
    the ordinary reader as in the review of one record. A document that is more than a list of resources (a history, bundles
    in bundles, entries that hold nothing) then stays whole.
    """
    walk = _Walk()
    if isinstance(root, list):
        for position, value in enumerate(root):
            walk.take(value, f"[{position}]", None, 0)
    else:
        walk.take(root, "", None, 0)
    patients = [item for item in walk.found if not item.strange and item.resource["resourceType"] == "Patient"]
    if len(patients) == 1:
        return _of_one(root, walk, patients[0])
    owners = {item.url: _name(item) for item in patients if item.url}
    return [item if item.strange else item._replace(owner=by_subject(item.resource, owners)) for item in walk.found]


def _name(patient: Item) -> str | None:
    identity = patient.resource.get("id")
    return identity if isinstance(identity, str) and identity else patient.url


def _of_one(root: Any, walk: _Walk, patient: Item) -> list[Item]:
    owner = _name(patient)
    if owner is None:
        return [item._replace(strange=True) for item in walk.found]
    if not walk.plain:
        return [Item(root, owner, None, "", True)]
    resource = patient.resource
    source = f"Patient/{resource['id']}" if isinstance(resource.get("id"), str) and resource["id"] else owner
    belonging = belonging_of(Entry(source, "Patient", resource), patient.url)
    items = []
    for item in walk.found:
        subject = item.resource.get("subject") or item.resource.get("patient")
        strange = (
            subject is not None
            and item is not patient
            and (not isinstance(subject, dict) or _odd(subject) or belonging.of(subject) != MINE)
        )
        items.append(item._replace(owner=owner, strange=strange))
    return items


def _odd(subject: Resource) -> bool:
    reference = subject.get("reference")
    return reference is not None and not isinstance(reference, str)


def belonging_of(entry: Entry, url: str | None) -> Belonging:
    """How entries of the record may name its patient."""
    identifiers = entry.resource.get("identifier")
    names = frozenset(
        (one["system"] if isinstance(one.get("system"), str) else "", one["value"])
        for one in (identifiers if isinstance(identifiers, list) else ())
        if isinstance(one, dict) and isinstance(one.get("value"), str)
    )
    return Belonging(entry.source, url, names)


def by_subject(resource: Resource, owners: dict[str, str | None]) -> str | None:
    """Id of the patient that a resource is about, by its subject."""
    if resource.get("resourceType") == "Patient":
        identity = resource.get("id")
        return identity if isinstance(identity, str) and identity else None
    subject = resource.get("subject") or resource.get("patient")
    reference = subject.get("reference") if isinstance(subject, dict) else None
    if not isinstance(reference, str) or not reference:
        return None
    return owners.get(reference) or owner_of(reference)
