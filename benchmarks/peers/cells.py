"""The answers of one competitor, and where two competitors differ."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["TOLERANCE", "Cell", "cells_of_table", "differences", "read_cells"]

TOLERANCE = 1e-6
"""Largest difference of two equal figures. CQL rounds each step to 8 places, and a clearance is some hundred times the
creatinine it is divided by; all others compute with 15 digits or more."""


class Cell(NamedTuple):
    """The answers for one patient; None where the answer is not known."""

    calcium: float | None
    clearance: float | None
    untreated: bool


def read_cells(path: Path) -> dict[str, Cell]:
    """Cells from CSV with a heading: patient, calcium, clearance, untreated (`true` or `false`)."""
    with path.open(newline="", encoding="utf-8") as lines:
        return {
            row["patient"]: Cell(_figure(row["calcium"]), _figure(row["clearance"]), row["untreated"] == "true")
            for row in csv.DictReader(lines)
        }


def _figure(text: str) -> float | None:
    return float(text) if text else None


def cells_of_table(table: Any) -> dict[str, Cell]:
    """Cells from an Arrow table with these columns."""
    columns = (table[name].to_pylist() for name in ("patient", "calcium", "clearance", "untreated"))
    return {patient: Cell(*values) for patient, *values in zip(*columns, strict=True)}


def differences(ours: dict[str, Cell], theirs: dict[str, Cell]) -> list[str]:
    """Each cell that differs, in words; a patient that only one side has is a difference, too."""
    found = [f"{patient}: only on one side" for patient in sorted(ours.keys() ^ theirs.keys())]
    for patient in sorted(ours.keys() & theirs.keys()):
        for name, own, other in zip(Cell._fields, ours[patient], theirs[patient], strict=True):
            if not _same(own, other):
                found.append(f"{patient}: {name} {own} and {other}")
    return found


def _same(own: float | bool | None, other: float | bool | None) -> bool:
    if own is None or other is None:
        return own is other
    return abs(own - other) <= TOLERANCE
