"""What columns cannot tell goes through the ordinary reader: a resource in its record, or a whole record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from osteon.record.assemble import assemble
from osteon.record.fhir.bundle import Entry, Unpacked, _apply_corrections, _take
from osteon.record.fhir.dispatch import read_entries
from osteon.record.fhir.documents import belonging_of
from osteon.record.fhir.patients import Belonging, read_patient
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.references import Index, tail_of
from osteon.record.fhir.rules import RULE_BY_TYPE
from osteon.record.limits import Limits
from osteon.record.store.fields import KINDS, SUPPORTING
from osteon.record.store.rows import ShardRows
from osteon.record.store.templates import read_one
from osteon.record.timeline import Patient, Problem, Timeline

__all__ = ["NO_PATIENT", "Person", "RecordIndex", "conditions_of", "person_of", "read_row", "supports", "whole_record"]

Resource = dict[str, Any]
Shared = Mapping[str, Resource]

NO_PATIENT = Problem("Bundle", "entry", "the record holds no Patient resource: sex and birth date are not known")
POINTED = frozenset(("Condition", "MedicationRequest")) | frozenset(SUPPORTING)
POINTED_AT = np.array([kind in POINTED for kind in KINDS])
"""Types, by number, that readers look for behind a reference."""
LIMITS = Limits(resources=5_000_000)


class Person(NamedTuple):
    """The patient of some rows: as read, and how her entries may name her."""

    patient: Patient
    belonging: Belonging
    earliest: date
    latest: date
    problems: list[Problem]
    position: int
    """Row of the Patient resource; -1 without one."""


class SharedIndex(Index):
    """The index of a record that also finds what belongs to no patient."""

    __slots__ = ("_shared",)

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared

    def resolve(self, reference: Any, container: Resource) -> Resource | None:
        found = super().resolve(reference, container)
        if found is not None or not isinstance(reference, str):
            return found
        return self._shared.get(tail_of(reference))


class RecordIndex(Index):
    """Finds the resources of one patient by her rows, and those that belong to no patient."""

    __slots__ = ("_places", "_rows", "_shared")

    def __init__(self, rows: ShardRows, number: int, shared: Shared) -> None:
        super().__init__()
        self._rows = rows
        self._shared = shared
        self._places: dict[str, int] = {}
        start, end = rows.edges[number], rows.edges[number + 1]
        for position in (start + np.flatnonzero(POINTED_AT[rows.kind[start:end]])).tolist():
            kind = KINDS[rows.kind[position]]
            self._places.setdefault(f"{kind}/{rows.name(position)}", position)
            url = rows.url(position)
            if url:
                self._places.setdefault(url, position)
                self._places.setdefault(url.rpartition(":")[2], position)
            if kind == "BodyStructure":
                structure = rows.resource(position)
                self.structures.update(dict.fromkeys(conditions_of(structure), structure))

    def resolve(self, reference: Any, container: Resource) -> Resource | None:
        if not isinstance(reference, str) or not reference or reference[0] == "#":
            return super().resolve(reference, container)
        found = self.find(reference)
        return self._rows.resource(found) if isinstance(found, int) else found

    def find(self, reference: str) -> int | Resource | None:
        """The row of the patient, or the resource that belongs to nobody, which a reference names."""
        plain = reference.partition("/_history/")[0]
        tail = plain.rpartition(":")[2] if plain.startswith("urn:") else tail_of(plain)
        for name in (reference, plain, tail):
            place = self._places.get(name)
            if place is not None:
                return place
            if name in self._shared:
                return self._shared[name]
        if plain.startswith("urn:"):
            for source, place in self._places.items():
                if source.rpartition("/")[2] == tail:
                    return place
        return None


def conditions_of(structure: Any) -> list[str]:
    """The conditions (`Type/id`) that a body structure says it belongs to."""
    extensions = structure.get("extension") if isinstance(structure, dict) else None
    found = []
    for extension in extensions if isinstance(extensions, list) else ():
        if isinstance(extension, dict) and str(extension.get("url", "")).endswith("related-condition"):
            target = extension.get("valueReference")
            if isinstance(target, dict) and isinstance(target.get("reference"), str):
                found.append(tail_of(target["reference"]))
    return found


def supports(kind: str, raw: bytes) -> str:
    """The rule for a resource that says something only where another one points to it; empty when it has to be read."""
    return RULE_BY_TYPE[kind] if kind in SUPPORTING and b"entered-in-error" not in raw and b"\\u" not in raw else ""


def person_of(rows: ShardRows, number: int, position: int) -> Person:
    """The patient with this number in the shard; `position` is the row of the Patient resource, -1 without one."""
    reading = Reading(Index(), 32)
    if position >= 0:
        resource = rows.resource(position)
        reading.source = source = rows.source(position)
        patient = read_patient(resource, source, reading)
        belonging = belonging_of(Entry(source, "Patient", resource), rows.value(position, "url"))
        return Person(patient, belonging, reading.earliest, reading.latest, reading.problems, position)
    owner = rows.owners[number]
    belonging = Belonging(f"Patient/{owner}", None, frozenset())
    return Person(Patient(id=owner), belonging, reading.earliest, reading.latest, [NO_PATIENT], -1)


def read_row(rows: ShardRows, position: int, person: Person, index: Index) -> tuple[str, date | None, Reading]:
    """(account, newest day, what was found) of one resource in its record."""
    reading = Reading(index, 32)
    reading.earliest, reading.latest = person.earliest, person.latest
    resource = rows.resource(position)
    source = rows.source(position)
    if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
        what = "missing or not text: this is not a FHIR resource; left out"
        reading.problems.append(Problem(rows.value(position, "where") or source, "resourceType", what))
        return "refused", None, reading
    account, newest = read_one(Entry(source, resource["resourceType"], resource), person.belonging, reading)
    return account, newest, reading


def whole_record(rows: ShardRows, number: int, shared: Shared) -> Timeline:
    """The timeline of one patient, read from all her resources together."""
    found = Unpacked()
    found.index = SharedIndex(shared)
    mine = np.arange(rows.edges[number], rows.edges[number + 1])
    rows.fetch(mine)
    for position in range(rows.edges[number], rows.edges[number + 1]):
        resource = rows.resource(position)
        url, where = rows.value(position, "url"), rows.value(position, "where") or ""
        _take(resource, where, url, 0, False, found, LIMITS)
    _apply_corrections(found)
    patients = [entry for entry in found.entries if entry is not None and entry.kind == "Patient"]
    owner = rows.owners[number]
    reading = Reading(found.index, LIMITS.depth)
    reading.problems = found.problems
    entry = patients[0] if patients else None
    if entry is not None:
        reading.source = entry.source
        patient = read_patient(entry.resource, entry.source, reading)
        url = found.urls.get(found.entries.index(entry))
        belonging = belonging_of(entry, url)
    else:
        patient, belonging = Patient(id=owner), Belonging(f"Patient/{owner}", None, frozenset())
        reading.problems.append(NO_PATIENT)
    tally = read_entries(found, entry, belonging, reading)
    return assemble(
        patient,
        reading.events,
        reading.gaps,
        reading.problems,
        read=found.read,
        used=tally.used,
        refused=tally.refused,
        ignored=tally.ignored,
        newest=tally.newest,
    )
