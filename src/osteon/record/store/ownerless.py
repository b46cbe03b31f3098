"""What belongs to no patient: medications and organisations of a bulk export, entries that do not say whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from osteon.record.fhir.dispatch import HANDLERS
from osteon.record.fhir.documents import NOBODY
from osteon.record.fhir.rules import RULE_BY_TYPE
from osteon.record.store.fields import KINDS, SUPPORTING
from osteon.record.store.parts import BROKEN
from osteon.record.store.rows import ShardRows, load_rows
from osteon.record.store.schema import PROBLEMS

__all__ = ["build_common"]

NOT_SAID = "the entry does not say whose it is; it was not used"
NO_NAME = "the patient has no id, by which entries could mean her; not used"
UNKNOWN = "this is no resource type of FHIR R4; left out"
ERROR = "the server reports an error with this record: it may not be complete"


def build_common(
    parts: Sequence[Path], shard: int, live: np.ndarray, names: dict[int, str]
) -> tuple[pa.Table, dict[str, int]]:
    """(problems, accounts) of the rows without a patient, part by part: there may be any number of them."""
    accounts: dict[str, int] = {"read": 0}
    tables = [_problems(load_rows([part], shard, live), accounts, names) for part in parts]
    return pa.concat_tables([PROBLEMS.empty_table(), *tables]).unify_dictionaries().combine_chunks(), accounts


def _problems(rows: ShardRows, accounts: dict[str, int], names: dict[int, str]) -> pa.Table:
    accounts["read"] += len(rows.kind)
    problems: list[dict[str, Any]] = []
    plain = np.array([KINDS[kind] in RULE_BY_TYPE and KINDS[kind] not in SUPPORTING for kind in range(len(KINDS))])
    easy = plain[rows.kind] & (rows.mark == 0)
    kinds, counts = np.unique(rows.kind[easy], return_counts=True)
    for kind, count in zip(kinds.tolist(), counts.tolist(), strict=True):
        rule = RULE_BY_TYPE[KINDS[kind]]
        accounts[rule] = accounts.get(rule, 0) + count
    odd = np.flatnonzero(~easy)
    rows.fetch(odd)
    for position in odd.tolist():
        account, source, path, message = _judge(rows, position)
        accounts[account] = accounts.get(account, 0) + 1
        if message:
            told = {"patient": None, "source": source, "path": path, "message": message}
            told |= {"input": names.get(rows.value(position, "input")), "line": rows.value(position, "line") + 1}
            problems.append(told)
    return pa.Table.from_pylist(problems, schema=PROBLEMS)


def _judge(rows: ShardRows, position: int) -> tuple[str, str, str, str]:
    """(account, source, path, message) of one row; without a message it is no problem."""
    kind = KINDS[rows.kind[position]]
    if rows.mark[position] == BROKEN:
        return "refused", f"line {rows.value(position, 'line') + 1}", "", bytes(rows.value(position, "raw")).decode()
    source = rows.source(position)
    if rows.patient[position] >= 0 and rows.owners[rows.patient[position]] == NOBODY:
        return "subject-not-person", source, "", ""
    if kind in HANDLERS:
        return "refused", source, "subject", NOT_SAID
    if kind == "Patient":
        return "refused", source, "id", NO_NAME
    if kind == "OperationOutcome":
        issues = rows.resource(position).get("issue")
        severe = [one for one in issues or () if isinstance(one, dict) and one.get("severity") in ("fatal", "error")]
        return ("refused", source, "issue", ERROR) if severe else ("server-message", source, "", "")
    if kind in RULE_BY_TYPE:
        return RULE_BY_TYPE[kind], source, "", ""
    return _odd(rows, position, source)


def _odd(rows: ShardRows, position: int, source: str) -> tuple[str, str, str, str]:
    value = orjson.loads(rows.sample(position))
    if isinstance(value, dict) and isinstance(value.get("resourceType"), str):
        return "refused", source, "resourceType", UNKNOWN
    if isinstance(value, dict) and not value.keys() - {"fullUrl", "request", "response", "search", "link"}:
        return "empty-entry", source, "", ""
    return "refused", source, "resourceType", "missing or not text: this is not a FHIR resource; left out"
