"""The three measures in hand-written DuckDB SQL over `read_ndjson`, with the columns declared."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from benchmarks.peers.task import AGENTS, BONE_METASTASIS, PANEL, RESULTS, UNITS, code_rows, words_of
from osteon.terminology.systems import LOINC

__all__ = ["files_of", "three_measures", "write_cells"]

SCRIPT = Path(__file__).with_name("three_measures.sql")
CONCEPT = "STRUCT(coding STRUCT(system VARCHAR, code VARCHAR)[], text VARCHAR)"
REFERENCE = "STRUCT(reference VARCHAR)"
PERIOD = 'STRUCT("start" VARCHAR)'
QUANTITY = 'STRUCT("value" JSON, comparator VARCHAR, unit VARCHAR, code VARCHAR)'
CONTAINED = f"STRUCT(id VARCHAR, code {CONCEPT})[]"
COLUMNS = {
    "Patient": {
        "id": "VARCHAR", "extension": "STRUCT(url VARCHAR, valueCode VARCHAR)[]", "gender": "VARCHAR", "birthDate": "VARCHAR",
    },
    "Observation": {
        "id": "VARCHAR", "meta": "STRUCT(lastUpdated VARCHAR)", "identifier": "STRUCT(system VARCHAR, value VARCHAR)[]",
        "status": "VARCHAR", "code": CONCEPT, "subject": REFERENCE, "effectiveDateTime": "VARCHAR", "effectivePeriod": PERIOD,
        "effectiveInstant": "VARCHAR", "issued": "VARCHAR", "valueQuantity": QUANTITY, "valueString": "VARCHAR",
        "dataAbsentReason": "JSON",
        "component": f"STRUCT(code {CONCEPT}, valueQuantity {QUANTITY}, valueString VARCHAR, dataAbsentReason JSON)[]",
    },
    "Condition": {
        "verificationStatus": CONCEPT, "code": CONCEPT, "subject": REFERENCE, "onsetDateTime": "VARCHAR", "onsetPeriod": PERIOD,
        "recordedDate": "VARCHAR",
    },
    "Medication": {"id": "VARCHAR", "code": CONCEPT},
    "MedicationAdministration": {
        "status": "VARCHAR", "medicationCodeableConcept": CONCEPT, "medicationReference": REFERENCE, "contained": CONTAINED,
        "subject": REFERENCE, "effectiveDateTime": "VARCHAR", "effectivePeriod": PERIOD,
    },
    "MedicationRequest": {
        "status": "VARCHAR", "intent": "VARCHAR", "doNotPerform": "BOOLEAN", "medicationCodeableConcept": CONCEPT,
        "medicationReference": REFERENCE, "contained": CONTAINED, "subject": REFERENCE, "authoredOn": "VARCHAR",
    },
}  # fmt: skip
"""What the task needs of each kind of resource."""


def files_of(folder: Path, kind: str) -> list[str]:
    """The NDJSON files of one kind of resource: `Kind.ndjson`, `Kind-0000.ndjson`, `Kind.000.ndjson`."""
    found = folder.glob(f"{kind}*.ndjson")
    return sorted(str(path) for path in found if re.split(r"[.-]", path.name)[0] == kind)


def three_measures(folder: Path, day: date, threads: int | None = None) -> pa.Table:
    """`patient`, `calcium`, `clearance`, `untreated` for each patient of the folder."""
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    if threads:
        connection.execute(f"SET threads = {threads}")
    _add_lists(connection)
    script = _without_comments(SCRIPT.read_text(encoding="utf-8")).format(
        **{kind.lower(): _source(folder, kind) for kind in COLUMNS},
        day_of_date_time=_day("e.effectiveDateTime"),
        day_of_start=_day("e.started"),
        day_of_instant=_day("e.effectiveInstant"),
        day_of_issued=_day("e.issued"),
        day_of_condition=_day("c.written"),
        day_of_agent=_day("g.written"),
        day_of_birth=_day("birthDate"),
    )
    for statement in script.split(";"):
        if statement.strip():
            connection.execute(statement, {"day": day} if "$day" in statement else None)
    return connection.sql("FROM cells").to_arrow_table()


def _without_comments(text: str) -> str:
    return "\n".join(line for line in text.splitlines() if not line.startswith("--"))


def _source(folder: Path, kind: str) -> str:
    columns = ", ".join(f"\"{name}\": '{declared}'" for name, declared in COLUMNS[kind].items())
    files = files_of(folder, kind)
    if not files:
        empty = ", ".join(f'NULL::{declared} AS "{name}"' for name, declared in COLUMNS[kind].items())
        return f"(SELECT {empty} WHERE false)"
    return f"read_ndjson({files!r}, columns = {{{columns}}})"


def _day(text: str) -> str:
    """A FHIR date as a day; a month or a year alone means its first day. Null for what is no date, and for a day before 1900."""
    whole = f"{text}[:10] || CASE length({text}) WHEN 7 THEN '-01' WHEN 4 THEN '-01-01' ELSE '' END"
    # DuckDB would take 2024-1-5 for a date, too.
    written = f"{text} >= '19' AND {text}[5] IN ('-', '') AND {text}[8] IN ('-', '') AND length({text}) NOT IN (8, 9)"
    return f"CASE WHEN {written} THEN TRY_CAST({whole} AS DATE) END"


def _add_lists(connection: duckdb.DuckDBPyConnection) -> None:
    what = {concept: name for name, concept in RESULTS.items()}
    _fill(connection, "result_codes(what VARCHAR, code VARCHAR)",
          [("panel", PANEL), *((what[concept], code) for concept, system, code in code_rows(*what) if system == LOINC)])
    for name, concepts in (("bone", BONE_METASTASIS), ("agent", AGENTS)):
        _fill(connection, f"{name}_codes(system VARCHAR, code VARCHAR)", [row[1:] for row in code_rows(*concepts)])
        _fill(connection, f"{name}_words(word VARCHAR)", [(word,) for word in words_of(*concepts)])
    _fill(connection, "units(what VARCHAR, unit VARCHAR, multiplier DOUBLE, divisor DOUBLE)",
          [(kind, unit, *factors) for kind, units in UNITS.items() for unit, factors in units.items()])  # fmt: skip


def _fill(connection: duckdb.DuckDBPyConnection, table: str, rows: list[Any]) -> None:
    connection.execute(f"CREATE TEMP TABLE {table}")
    connection.executemany(f"INSERT INTO {table.partition('(')[0]} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def write_cells(folder: str, day: str, out: str) -> int:
    """The cells of a folder as CSV; how many patients it has."""
    from pyarrow import csv

    table = three_measures(Path(folder), date.fromisoformat(day))
    csv.write_csv(table, out)
    return table.num_rows
