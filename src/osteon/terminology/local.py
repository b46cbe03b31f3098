"""Codes that a hospital brings: from its own SNOMED CT release, or of its own making."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import orjson

from osteon.terminology import store
from osteon.terminology.systems import canonical, plain_code

if TYPE_CHECKING:
    from osteon.terminology.matching import CodeMatch

__all__ = ["forget_site_codes", "load_site_codes", "rows"]

NEEDED: Final = ("system", "code", "concept")
OPTIONAL: Final = ("site", "laterality", "answer", "label")
SIDES: Final = ("left", "right", "bilateral", "midline")

_rows: dict[tuple[str, str], tuple[CodeMatch, ...]] = {}


def load_site_codes(path: str | Path) -> int:
    """Adds the rows of a CSV or JSON file and says how many. ValueError names the row that cannot be used; then none is added.

    Columns: system, code, concept, and optionally site, laterality, answer, label. The rows match with tier `site`
    and come before a row of ours for the same concept.
    """
    from osteon.terminology.matching import CodeMatch

    path = Path(path)
    table = _json(path) if path.suffix.lower() == ".json" else _csv(path)
    read: dict[tuple[str, str], tuple[CodeMatch, ...]] = {}
    concepts, sites = store.concepts(), store.sites()["sites"]
    for number, row in enumerate(table, 1):
        where = f"{path.name}, row {number}"
        missing = [name for name in NEEDED if not row.get(name)]
        if missing:
            raise ValueError(f"{where}: {missing[0]} is empty")
        if row["concept"] not in concepts:
            raise ValueError(f"{where}: there is no concept {row['concept']!r}")
        site, side = row.get("site") or None, row.get("laterality") or None
        if site is not None and site not in sites:
            raise ValueError(f"{where}: there is no site {site!r}")
        if side is not None and side not in SIDES:
            raise ValueError(f"{where}: laterality {side!r} is none of {', '.join(SIDES)}")
        system = canonical(row["system"])
        key = (system, plain_code(system, row["code"]))
        label = row.get("label") or concepts[row["concept"]]["label"]
        match = CodeMatch(row["concept"], label, "site", site, side, row.get("answer") or None)
        read[key] = (*read.get(key, ()), match)
    _rows.update(read)
    store.forget()
    return len(table)


def forget_site_codes() -> None:
    """Back to the codes that come with the package."""
    _rows.clear()
    store.forget()


def rows(system: str, code: str) -> tuple[CodeMatch, ...]:
    """The hospital's own meaning of a code (names already in their one spelling)."""
    return _rows.get((system, code), ())


def _csv(path: Path) -> list[dict[str, str]]:
    import csv

    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, skipinitialspace=True)
        _columns(path, reader.fieldnames or ())
        return [{name: (value or "").strip() for name, value in row.items() if name} for row in reader]


def _json(path: Path) -> list[dict[str, str]]:
    try:
        table = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as fault:
        raise ValueError(f"{path.name} is not JSON: {fault}") from fault
    if not isinstance(table, list) or not all(isinstance(row, dict) for row in table):
        raise ValueError(f"{path.name}: a list of objects is expected")
    for row in table:
        _columns(path, (*NEEDED, *row))
        for name, value in row.items():
            if value is not None and not isinstance(value, str):
                raise ValueError(f"{path.name}: {name} must be text, not {value!r}")
    return [{name: (value or "").strip() for name, value in row.items()} for row in table]


def _columns(path: Path, names: Sequence[str]) -> None:
    strangers = set(names) - {*NEEDED, *OPTIONAL}
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise ValueError(f"{path.name}: the column {missing[0]} is missing")
    if strangers:
        raise ValueError(
            f"{path.name}: unknown column {sorted(strangers)[0]!r}; known: {', '.join((*NEEDED, *OPTIONAL))}"
        )
