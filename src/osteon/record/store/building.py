"""Second half of an ingest: the tables of one shard from what was written about its patients."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import orjson
import pyarrow as pa

from osteon.record.assemble import newest_day
from osteon.record.fhir.bundle import Unpacked, settle_corrections, take_resource
from osteon.record.fhir.dispatch import Tally, read_entries
from osteon.record.fhir.documents import belonging_of
from osteon.record.fhir.patients import Belonging, read_patient
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.references import Index, tail_of
from osteon.record.lesions import group_lesions
from osteon.record.limits import Limits
from osteon.record.sources import fault_of
from osteon.record.store.parts import Row
from osteon.record.store.schema import GAPS, LESIONS, PROBLEMS
from osteon.record.store.tables import events_table, patients_table, table_of
from osteon.record.timeline import Event, Patient, Problem

__all__ = ["Built", "build", "joined"]

Resource = dict[str, Any]
Shared = Mapping[str, Resource]

AT_A_TIME: Final = 250
"""Patients who are in memory as objects."""
NO_PATIENT: Final = Problem("Bundle", "entry", "the record holds no Patient resource: sex and birth date are not known")
LIMITS: Final = Limits(resources=5_000_000)


class Built(NamedTuple):
    """The tables of some patients, and their accounts."""

    tables: dict[str, pa.Table]
    accounts: dict[str, int]


class _SharedIndex(Index):
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


def build(parts: Iterable[Iterable[Row]], shared: Shared, names: dict[int, str]) -> list[Built]:
    """A shard in pieces: what parts of the store hold of it, by patient. `shared` are resources that belong to no patient, `names`
    the names of inputs by number; rows of other inputs are left out."""
    people: dict[str, list[Row]] = {}
    for rows in parts:
        for row in rows:
            if row.input not in names:
                continue
            assert row.owner is not None
            mine = people.get(row.owner)
            if mine is None:
                people[row.owner] = [row]
            else:
                mine.append(row)
    owners = sorted(people)
    pieces = []
    for first in range(0, len(owners) or 1, AT_A_TIME):
        piece = _Piece(names)
        for number, owner in enumerate(owners[first : first + AT_A_TIME], first):
            piece.add(number, owner, people.pop(owner), shared)
        pieces.append(piece.built())
    return pieces


def joined(pieces: list[Built]) -> Iterator[tuple[str, pa.Table]]:
    """The tables of a shard, one after the other; what has been taken is given back."""
    for name in list(pieces[0].tables):
        found = pa.concat_tables([piece.tables.pop(name) for piece in pieces])
        yield name, found.unify_dictionaries().combine_chunks()


class _Piece:
    """Some patients, as rows of tables."""

    def __init__(self, names: dict[int, str]) -> None:
        self._names = names
        self._accounts: dict[str, int] = {"read": 0}
        self._patients: list[dict[str, Any]] = []
        self._events: list[tuple[int, list[Event]]] = []
        self._lesions: list[tuple[Any, ...]] = []
        self._gaps: list[tuple[Any, ...]] = []
        self._problems: list[tuple[Any, ...]] = []

    def add(self, number: int, owner: str, rows: list[Row], shared: Shared) -> None:
        """One patient: what the readers make of all her resources together."""
        rows.sort(key=lambda row: row.input)  # a part may hold several inputs, and an input have several parts
        patient, read, tally, reading = _read(owner, rows, shared)
        marked, lesions = group_lesions(reading.events)
        accounts = {"read": read, "used": tally.used, "refused": tally.refused}
        for name, count in (*accounts.items(), *tally.ignored.items()):
            self._accounts[name] = self._accounts.get(name, 0) + count
        told = {"patient": number, "newest": newest_day(reading.events, tally.newest), "ignored": list(tally.ignored.items())}
        self._patients.append(patient._asdict() | accounts | told)
        self._events.append((number, marked))
        self._lesions += [(number, *lesion) for lesion in lesions]
        gaps = sorted(reading.gaps, key=lambda gap: gap.start or date.min)
        self._gaps += [(number, gap.concept, gap.start, gap.cause, gap.source) for gap in gaps]
        for problem in reading.problems:
            self._problems.append((number, *problem, *self._place(_row_of(problem.source, rows))))

    def _place(self, row: Row | None) -> tuple[str | None, int | None]:
        return (None, None) if row is None else (self._names.get(row.input), row.line + 1)

    def built(self) -> Built:
        tables = {
            "patients": patients_table(self._patients),
            "events": events_table(self._events),
            "lesions": table_of(LESIONS, self._lesions),
            "gaps": table_of(GAPS, self._gaps),
            "problems": table_of(PROBLEMS, self._problems),
        }
        return Built(tables, {name: count for name, count in self._accounts.items() if count or name == "read"})


def _read(owner: str, rows: list[Row], shared: Shared) -> tuple[Patient, int, Tally, Reading]:
    """(patient, resources, accounts, what was found) of one patient."""
    found = Unpacked()
    found.index = _SharedIndex(shared)
    for row in rows:
        try:
            value = orjson.loads(row.raw)
        except orjson.JSONDecodeError as error:
            found.read += 1
            found.refuse(row.place, "", f"{fault_of(row.raw, error)}; the line was left out")
            continue
        take_resource(value, row.place, row.url, found, LIMITS)
    settle_corrections(found)
    reading = Reading(found.index, LIMITS.depth)
    reading.problems = found.problems
    place, entry = next(
        ((place, entry) for place, entry in enumerate(found.entries) if entry is not None and entry.kind == "Patient"),
        (-1, None),
    )
    if entry is not None:
        reading.source = entry.source
        patient = read_patient(entry.resource, entry.source, reading)
        belonging = belonging_of(entry, found.urls.get(place))
    else:
        patient, belonging = Patient(id=owner), Belonging(f"Patient/{owner}", None, frozenset())
        reading.problems.append(NO_PATIENT)
    return patient, found.read, read_entries(found, entry, belonging, reading), reading


def _row_of(source: str, rows: list[Row]) -> Row | None:
    """The row of the resource that a problem names; of several versions the last."""
    name = source.rpartition("/")[2].encode("utf-8", "surrogatepass")
    for row in reversed(rows):
        if source in (row.url, row.place):
            return row
        if name in row.raw:
            try:
                value = orjson.loads(row.raw)
            except orjson.JSONDecodeError:
                continue
            if row.source(value) == source:
                return row
    return None
