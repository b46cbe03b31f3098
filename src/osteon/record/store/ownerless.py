"""What belongs to no patient: medications and organisations of a bulk export, entries that do not say whose they are."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from osteon.record.fhir.dispatch import HANDLERS
from osteon.record.fhir.documents import NOBODY
from osteon.record.fhir.rules import RULE_BY_TYPE
from osteon.record.sources import fault_of
from osteon.record.store.parts import Row, read_rows
from osteon.record.store.schema import PROBLEMS
from osteon.record.store.tables import table_of

__all__ = ["build_common"]

NOT_SAID = "the entry does not say whose it is; it was not used"
NO_NAME = "the patient has no id, by which entries could mean her; not used"
UNKNOWN = "this is no resource type of FHIR R4; left out"
NO_RESOURCE = "missing or not text: this is not a FHIR resource; left out"
ERROR = "the server reports an error with this record: it may not be complete"
AROUND = frozenset(("fullUrl", "request", "response", "search", "link"))
"""What stands around the resource in an entry of a bundle."""


def build_common(
    parts: Sequence[tuple[Path, int]], shard: int, live: Collection[int], names: dict[int, str]
) -> tuple[pa.Table, dict[str, int]]:
    """(problems, accounts) of the rows without a patient, part by part: there may be any number of them. Each part is given with
    its first line."""
    accounts: dict[str, int] = {"read": 0}
    tables = []
    for part, first_line in parts:
        problems: list[tuple[Any, ...]] = []
        for row in read_rows(part, shard, shard, first_line):
            if row.input not in live:
                continue
            account, source, path, message = _judge(row)
            accounts["read"] += 1
            accounts[account] = accounts.get(account, 0) + 1
            if message:
                problems.append((None, source, path, message, names.get(row.input), row.line + 1))
        tables.append(table_of(PROBLEMS, problems))
    return pa.concat_tables([PROBLEMS.empty_table(), *tables]).unify_dictionaries().combine_chunks(), accounts


def _judge(row: Row) -> tuple[str, str, str, str]:
    """(account, source, path, message) of one row; without a message it is no problem."""
    if row.broken:
        return "refused", f"line {row.line + 1}", "", row.raw.decode()
    try:
        value = orjson.loads(row.raw)
    except orjson.JSONDecodeError as error:
        return "refused", row.place, "", f"{fault_of(row.raw, error)}; the line was left out"
    source = row.source(value)
    kind = value.get("resourceType") if isinstance(value, dict) else None
    if not isinstance(kind, str):
        if isinstance(value, dict) and not value.keys() - AROUND:
            return "empty-entry", source, "", ""
        return "refused", source, "resourceType", NO_RESOURCE
    if row.owner == NOBODY:
        return "subject-not-person", source, "", ""
    if kind in HANDLERS:
        return "refused", source, "subject", NOT_SAID
    if kind == "Patient":
        return "refused", source, "id", NO_NAME
    if kind == "OperationOutcome":
        issues = value.get("issue")
        severe = [
            one
            for one in (issues if isinstance(issues, list) else ())
            if isinstance(one, dict) and one.get("severity") in ("fatal", "error")
        ]
        return ("refused", source, "issue", ERROR) if severe else ("server-message", source, "", "")
    if kind in RULE_BY_TYPE:
        return RULE_BY_TYPE[kind], source, "", ""
    return "refused", source, "resourceType", UNKNOWN
