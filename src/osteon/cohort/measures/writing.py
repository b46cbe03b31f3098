"""The results of measures as files: tables, FHIR, and a summary of what was asked."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv

import osteon
from osteon.cohort.job import JobError
from osteon.cohort.measures.asked import evaluator_of
from osteon.cohort.measures.fhir import bundle, individual_reports, measure_resource, summary_report
from osteon.cohort.measures.run import ROWS_FILE, Measured, folder_of
from osteon.cohort.parts import part_file

__all__ = ["measure_reports", "patient_reports", "write"]

PATIENTS_FILE = "measure-report-patients.ndjson"


def write(found: Measured, out: str | os.PathLike[str], *, smallest_cell: int = 1, individual: bool = False) -> None:
    """Write `measures.parquet`, `measures.csv`, `measure.json`, `measure-report.json` and `summary.json` into a folder.

    `smallest_cell`: see `Measured.table`; above 1, nothing about single patients stays in the folder. `individual`: write a report for
    each patient too, one on a line. Raises JobError when the folder cannot be written.
    """
    if individual and (smallest_cell > 1 or found.rows is None):
        raise JobError("reports of single patients cannot go with small cells kept back; leave one of them out.")
    folder = folder_of(out)
    try:
        if smallest_cell > 1:
            (folder / ROWS_FILE).unlink(missing_ok=True)
        (folder / PATIENTS_FILE).unlink(missing_ok=True)
        table = found.table(smallest_cell)
        with part_file(folder / "measures.parquet", table.schema) as sink:
            sink.write_table(table)
        csv.write_csv(table, folder / "measures.csv")
        evaluator = evaluator_of(found.asked)
        _json(folder / "measure.json", bundle(measure_resource(evaluator, one) for one in found.measures))
        _json(folder / "measure-report.json", bundle(measure_reports(found, table)))
        if individual:
            with (folder / PATIENTS_FILE).open("w", encoding="utf-8") as sink:
                sink.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in patient_reports(found))
        _json(folder / "summary.json", _summary(found, smallest_cell))
    except OSError as fault:
        raise JobError(f"{folder} cannot be written: {fault.strerror}.") from fault


def measure_reports(found: Measured, table: pa.Table) -> Iterator[dict[str, Any]]:
    """A FHIR MeasureReport over all patients for each measure. `table`: that of `found`."""
    evaluator, rows = evaluator_of(found.asked), table.to_pylist()
    for one in found.measures:
        yield summary_report(evaluator, one, (row for row in rows if row["measure"] == one.id), found.period)


def patient_reports(found: Measured) -> Iterator[dict[str, Any]]:
    """A FHIR MeasureReport for each measure and patient with a row; of a measurement that wrote its rows."""
    assert found.rows is not None
    rows = pq.read_table(found.rows, columns=["measure", "patient", "outcome", "sources"]).to_pylist()
    return individual_reports(evaluator_of(found.asked), found.measures, rows, found.period)


def _json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _summary(found: Measured, smallest_cell: int) -> dict[str, Any]:
    asked = found.asked
    evaluator = evaluator_of(asked)
    days = {"from": asked.since, "to": asked.until, "as_of": asked.as_of}
    return {
        "osteon": osteon.__version__,
        "pathway": evaluator.pathway.version,
        "measures": [one.id for one in found.measures],
        **{name: day.isoformat() if day else None for name, day in days.items()},
        "smallest_cell": smallest_cell,
        "patients": found.patients if found.patients >= smallest_cell else None,
        "undated": {name: count for name, count in found.undated.items() if not 0 < count < smallest_cell},
        "parameters": {name: str(value) for name, value in asked.settings.parameters.items()},
        "policies": dict(asked.settings.policies),
        "changed": dict(asked.settings.provenance),
    }
