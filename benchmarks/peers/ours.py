"""The three measures by Osteon: patient by patient with the reference evaluator, and in columns over a store."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson

from benchmarks.peers.cells import Cell
from benchmarks.peers.measures import CALCIUM, CLEARANCE, MEASURES, UNTREATED
from benchmarks.peers.sql import files_of
from benchmarks.peers.task import READS
from osteon.engine.evaluate import Evaluator, compile_pathway
from osteon.engine.settings import Settings
from osteon.engine.situation import as_of
from osteon.record import read_record
from osteon.record.timeline import Timeline

__all__ = [
    "cell_of", "cells_of_population", "records", "three_measures_from_ndjson", "three_measures_in_columns",
    "three_measures_one_by_one", "write_columns", "write_from_ndjson", "write_one_by_one",
]  # fmt: skip


def records(folder: Path, kinds: tuple[str, ...] = READS) -> Iterator[list[dict[str, Any]]]:
    """The resources of each patient of a folder of NDJSON, in the order of the Patient files. All is held in memory."""
    found: dict[str, list[dict[str, Any]]] = {}
    apart: dict[str, dict[str, Any]] = {}
    for kind in kinds:
        for name in files_of(folder, kind):
            for line in Path(name).read_bytes().splitlines():
                resource = orjson.loads(line)
                if kind == "Patient":
                    found[resource["id"]] = [resource]
                elif kind == "Medication":
                    apart[resource["id"]] = resource
                else:
                    subject = resource.get("subject") or resource.get("patient")
                    whose = found.get(_id(subject)) if subject else None
                    if whose is not None:
                        whose.append(resource)
    for resources in found.values():
        pointed = {_id(one["medicationReference"]) for one in resources if "medicationReference" in one}
        yield resources + [apart[identity] for identity in sorted(pointed & apart.keys())]


def _id(reference: dict[str, Any]) -> str:
    return reference["reference"].rpartition("/")[2].rpartition(":")[2]


def cell_of(evaluator: Evaluator, timeline: Timeline, day: date) -> Cell:
    """The answers for one patient, by the one-patient evaluator."""
    situation = evaluator.situation(timeline, as_of(day))
    numbers = []
    for fact in (CALCIUM, CLEARANCE):
        low, high, *_ = evaluator.value(situation, fact)
        # A span (the sex or the day of birth is open) is no answer to this task.
        numbers.append(float(low) if low is not None and low == high else None)
    return Cell(numbers[0], numbers[1], bool(evaluator.value(situation, UNTREATED)[0]))


def three_measures_one_by_one(folder: Path, day: date) -> dict[str, Cell]:
    """The cells of every patient, by the one-patient reader and evaluator: the reference."""
    evaluator = compile_pathway(MEASURES, Settings())
    timelines = (read_record(resources) for resources in records(folder))
    return {timeline.patient.id: cell_of(evaluator, timeline, day) for timeline in timelines}


def cells_of_population(evaluator: Evaluator, population: Any, ids: list[str], day: date) -> dict[str, Cell]:
    """The cells of many patients, by the column compiler. `ids`: of the patients, in the order of the population."""
    import numpy as np

    from osteon.engine.columns import Columns

    columns = Columns(evaluator, population, as_of(day))
    numbers = []
    for fact in (CALCIUM, CLEARANCE):
        span = columns.value(fact)
        sure = np.where(span.low == span.high, span.low, np.nan)
        numbers.append([None if np.isnan(one) else float(one) for one in np.broadcast_to(sure, len(ids))])
    holds = np.broadcast_to(columns.value(UNTREATED).true, len(ids))
    return {
        patient: Cell(calcium, clearance, bool(untreated))
        for patient, calcium, clearance, untreated in zip(ids, *numbers, holds, strict=True)
    }


def three_measures_in_columns(store: Path, day: date) -> dict[str, Cell]:
    """The cells of every patient of a store, some thousands at a time; only the entries that the measures read are looked at."""
    from osteon.cohort.evaluation import concepts_of, read
    from osteon.cohort.preparation import groups_of
    from osteon.record.store import open_store

    evaluator = compile_pathway(MEASURES, Settings())
    concepts = concepts_of(MEASURES.roots())
    opened = open_store(store, concepts)
    found: dict[str, Cell] = {}
    for group in groups_of(opened):
        data = read(opened, group, concepts)
        found |= cells_of_population(evaluator, data.population, data.patients.to_pylist(), day)
    return found


def three_measures_from_ndjson(folder: Path, day: date) -> dict[str, Cell]:
    """The cells of every patient of a folder of NDJSON, from the entries that the measures read."""
    from osteon.cohort.evaluation import concepts_of
    from osteon.record.store import ingest

    files = [name for kind in READS for name in files_of(folder, kind)]
    with TemporaryDirectory(prefix="osteon-") as store:
        ingest(files, store, concepts=concepts_of(MEASURES.roots()))
        return three_measures_in_columns(Path(store), day)


def write_one_by_one(folder: str, day: str, out: str) -> int:
    """The reference's cells as CSV; how many patients there are."""
    return _write(three_measures_one_by_one(Path(folder), date.fromisoformat(day)), out)


def write_columns(store: str, day: str, out: str) -> int:
    """The columns' cells as CSV; how many patients there are."""
    return _write(three_measures_in_columns(Path(store), date.fromisoformat(day)), out)


def write_from_ndjson(folder: str, day: str, out: str) -> int:
    """The cells from NDJSON as CSV; how many patients there are."""
    return _write(three_measures_from_ndjson(Path(folder), date.fromisoformat(day)), out)


def _write(cells: dict[str, Cell], out: str) -> int:
    with open(out, "w", newline="", encoding="utf-8") as file:
        lines = csv.writer(file)
        lines.writerow(("patient", *Cell._fields))
        for patient, (calcium, clearance, untreated) in cells.items():
            lines.writerow((patient, calcium, clearance, "true" if untreated else "false"))
    return len(cells)
