"""How fast the bare JSON of the same files can be read: what any reader of them has to stay under.

Every function takes a folder of NDJSON and gives back how many lines it read. Nothing here reads medicine.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.peers.fields import FIELDS

__all__ = [
    "count_with_columns", "duckdb_objects", "into_parquet", "into_table", "json_files", "orjson_lines", "plain_bytes", "simdjson_lines",
]  # fmt: skip

LINES_AT_ONCE = 1 << 22


def json_files(folder: str | Path) -> list[Path]:
    return sorted(Path(folder).glob("*.ndjson"))


def plain_bytes(folder: str) -> int:
    """Reading the bytes and counting the line ends."""
    lines = 0
    for path in json_files(folder):
        with path.open("rb", buffering=0) as file:
            while part := file.read(LINES_AT_ONCE):
                lines += part.count(b"\n")
    return lines


def _lines(folder: str) -> Iterator[bytes]:
    for path in json_files(folder):
        with path.open("rb", buffering=LINES_AT_ONCE) as file:
            yield from file


def orjson_lines(folder: str) -> int:
    """Every line to Python objects, one thread."""
    import orjson

    return sum(1 for line in _lines(folder) if orjson.loads(line) is not None)


def simdjson_lines(folder: str) -> int:
    """Every line to simdjson's own form, one thread: checked in full, no Python object made of its fields."""
    import simdjson

    parser = simdjson.Parser()
    count = 0
    for line in _lines(folder):
        parser.parse(line)
        count += 1
    return count


# --- DuckDB -----------------------------------------------------------------------------------------------------------

CODING = "STRUCT(system VARCHAR, code VARCHAR, display VARCHAR)"
CONCEPT = f"STRUCT(coding {CODING}[], text VARCHAR)"
REFERENCE = "STRUCT(reference VARCHAR)"
QUANTITY = 'STRUCT("value" DOUBLE, comparator VARCHAR, unit VARCHAR, code VARCHAR)'
PERIOD = 'STRUCT("start" VARCHAR, "end" VARCHAR)'
TYPED = {
    **dict.fromkeys(("subject", "patient", "medicationReference", "priorPrescription"), REFERENCE),
    **dict.fromkeys(("reasonReference", "focus", "hasMember"), f"{REFERENCE}[]"),
    **dict.fromkeys(
        ("code", "verificationStatus", "clinicalStatus", "medicationCodeableConcept", "valueCodeableConcept", "dataAbsentReason"),
        CONCEPT,
    ),
    **dict.fromkeys(("reasonCode", "conclusionCode", "interpretation", "procedureCode"), f"{CONCEPT}[]"),
    **dict.fromkeys(("effectivePeriod", "onsetPeriod", "performedPeriod", "period", "abatementPeriod", "occurrencePeriod"), PERIOD),
    **dict.fromkeys(("doNotPerform", "valueBoolean"), "BOOLEAN"),
    "valueQuantity": QUANTITY,
    "referenceRange": f"STRUCT(low {QUANTITY}, high {QUANTITY})[]",
    "component": f"STRUCT(code {CONCEPT}, valueQuantity {QUANTITY}, valueCodeableConcept {CONCEPT})[]",
    "meta": "STRUCT(lastUpdated VARCHAR, versionId VARCHAR)",
}
AS_TEXT = ("resourceType", "id", "status", "intent", "conclusion", "gender", "birthDate", "valueString", "valueInteger")
TEXT_ENDS = ("DateTime", "Date", "On", "issued", "authored", "started", "HandedOver", "Prepared", "Instant", "Asserted")


def columns_of(kind: str) -> dict[str, str]:
    """The columns that our reader needs of a kind of resource, declared as FHIR has them; rare or deep ones as JSON.

    Of a kind that no reader looks at, it needs id, status and whose it is.
    """
    names = ["resourceType", "id", "meta", "status", "subject", "patient", *FIELDS.get(kind, "").split()]
    return {name: _declared(name) for name in dict.fromkeys(names)}


def _declared(name: str) -> str:
    if name in TYPED:
        return TYPED[name]
    return "VARCHAR" if name in AS_TEXT or name.endswith(TEXT_ENDS) else "JSON"


def _sources(folder: str, declared: bool) -> Iterator[tuple[str, str]]:
    """(kind, what DuckDB reads of its files)."""
    kinds: dict[str, list[str]] = {}
    for path in json_files(folder):
        kinds.setdefault(path.name.partition(".")[0].partition("-")[0], []).append(str(path))
    for kind, files in kinds.items():
        if not declared:
            yield kind, f"read_ndjson_objects({files!r})"
            continue
        columns = ", ".join(f"\"{name}\": '{form}'" for name, form in columns_of(kind).items())
        # A line of another form than the declared one becomes a row of nulls; without this DuckDB ends at the first such line.
        yield kind, f"read_ndjson({files!r}, columns = {{{columns}}}, maximum_object_size = 33554432, ignore_errors = true)"


def _each(folder: str, statement: str, *, declared: bool = True) -> int:
    import duckdb

    connection = duckdb.connect()
    rows = 0
    for kind, source in _sources(folder, declared):
        rows += connection.execute(statement.format(kind=kind, source=source)).fetchall()[0][0]
    return rows


def duckdb_objects(folder: str) -> int:
    """DuckDB's read_ndjson_objects: each line split off and checked, kept as text."""
    return _each(folder, "SELECT count(json) FROM {source}", declared=False)


def count_with_columns(folder: str) -> int:
    """DuckDB's read_ndjson with declared columns, and count(*) only: no column is made."""
    return _each(folder, "SELECT count(*) FROM {source}")


def into_table(folder: str) -> int:
    """DuckDB's read_ndjson with declared columns into tables in memory."""
    return _each(folder, 'CREATE TEMP TABLE "{kind}" AS FROM {source}')


def into_parquet(folder: str) -> int:
    """DuckDB's read_ndjson with declared columns into Parquet files (zstd, level 1)."""
    with TemporaryDirectory() as out:
        return _each(
            folder, f"COPY (FROM {{source}}) TO '{out}/{{kind}}.parquet' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
        )
