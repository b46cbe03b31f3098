"""What cases say of measures of quality: for each patient the day of each row, and its outcome."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["ExpectedRow", "expected_rows"]


class ExpectedRow(NamedTuple):
    """One row that a case expects."""

    patient: str
    measure: str
    day: str
    outcome: str


def expected_rows(folder: Path) -> list[ExpectedRow]:
    """The rows that the files of a folder (`tests/cases/measures`) expect; none where there is no such folder. Needs PyYAML."""
    import yaml

    found = []
    for path in sorted(folder.glob("*.yaml")):
        content: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
        for raw in content["patients"]:
            for measure, rows in raw["expect"].items():
                found += [ExpectedRow(raw["name"], measure, str(day), outcome) for day, outcome in rows.items()]
    return found
