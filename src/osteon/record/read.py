"""Reads one patient's record into a timeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from osteon.record.assemble import assemble
from osteon.record.fhir.bundle import unpack
from osteon.record.fhir.dispatch import read_entries
from osteon.record.fhir.patients import find_patient, read_patient
from osteon.record.fhir.reading import Reading
from osteon.record.limits import Limits, RecordError
from osteon.record.sources import parse_source
from osteon.record.timeline import Patient, Problem, Timeline

__all__ = ["read_record"]

Source = str | Path | bytes | dict[str, Any] | list[Any]

DEFAULTS: Final = Limits()


def read_record(source: Source, *, limits: Limits = DEFAULTS) -> Timeline:
    """The timeline of the one person that `source` is about.

    `source` is a path (JSON or NDJSON, either may be gzipped), bytes, JSON text, a resource or a list of resources.
    Raises RecordError when there is no record to read; whatever is wrong inside a record is in `problems`.
    """
    found = unpack(parse_source(source, limits), limits)
    if not found.read:
        raise RecordError("The record holds no resources. Give a Bundle with the Patient and the entries.")
    entry, belonging = find_patient(found)
    reading = Reading(found.index, limits.depth)
    reading.problems = found.problems
    if entry is not None:
        reading.source = entry.source
        patient = read_patient(entry.resource, entry.source, reading)
    else:
        tail = next(iter(belonging.known))
        patient = Patient(id=tail.partition("/")[2] or tail)
        reading.problems.append(
            Problem("Bundle", "entry", "the record holds no Patient resource: sex and birth date are not known")
        )
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
