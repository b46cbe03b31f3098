"""The figures of a report as files: Parquet for a program, CSV for a spreadsheet, and a summary that says what each of them is."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from osteon.cohort.report.figure import Figure
from osteon.cohort.report.page import Report
from osteon.cohort.written import write_folder

__all__ = ["WHAT", "write_tables"]

WHAT = "osteon cohort report"


def write_tables(report: Report, folder: str | os.PathLike[str]) -> dict[str, Any]:
    """Write each figure as `ID.parquet` and `ID.csv`, and `summary.json` with the words of each; gives back the summary.

    Raises JobError when the folder holds anything but the tables of an earlier report, BrokenOffError when it cannot be written.
    """
    tables = {figure.id: figure.table for figure in report.figures}
    if len(tables) < len(report.figures):
        raise ValueError("two figures of a report have one id")
    said = {"what": WHAT, **report.facts, "figures": [_said(figure) for figure in report.figures]}
    return write_folder(Path(folder), said, tables, small=tables)


def _said(figure: Figure) -> dict[str, Any]:
    return {
        "id": figure.id,
        "title": figure.title,
        "says": figure.says,
        "definition": figure.definition,
        "notes": list(figure.notes),
        "chart": figure.chart,
        "columns": {field.name: str(field.type) for field in figure.table.schema},
    }
