"""What if: two cohort reviews of the same people, and what differs between them.

The two may differ in a policy, in a parameter, or in the whole pathway. What is compared are verdicts, cell by cell, and the
values of facts that stand in both.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from osteon.cohort.cohort_review import CohortReview
from osteon.cohort.job import BrokenOffError, JobError
from osteon.cohort.result import VERDICTS

__all__ = ["Comparison", "compare", "write"]

WORD = pa.dictionary(pa.int32(), pa.string())
KEYS = ("patient", "as_of")
CHANGES = pa.schema([("recommendation", pa.string()), ("before", pa.string()), ("after", pa.string()), ("patients", pa.int64())])
WHO = pa.schema([("patient", pa.string()), ("as_of", pa.date32()), ("recommendation", WORD), ("before", WORD), ("after", WORD)])
SAID = ("value", "low", "high", "answer")
"""Columns of a fact that say what it is."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The difference between two cohort reviews.

    `changes`: for each recommendation, how many cells went from which verdict to which; `who`: the cells, one a row; `facts`: facts
    that say something else; `summary`: what was compared with what.
    """

    changes: pa.Table
    who: pa.Table
    facts: pa.Table
    summary: Mapping[str, Any]


def compare(before: CohortReview, after: CohortReview) -> Comparison:
    """What differs in `after`. Patients and dates that only one of them has are counted and left out, and so are recommendations.

    Raises JobError when they have no patient and date in common.
    """
    first, second = (review.table("verdicts") for review in (before, after))
    here, there = _common(first.select(KEYS), second.select(KEYS))
    if not len(here):
        raise JobError("the two reviews have no patient and date in common: compare reviews of the same store, as of the same date.")
    rules = [name for name in first.column_names[len(KEYS) :] if name in second.column_names]
    counts: list[dict[str, Any]] = []
    who: list[pa.Table] = [WHO.empty_table()]
    changed = np.zeros(len(here), bool)
    keys = first.select(KEYS).take(pa.array(here))
    for rule in rules:
        old, new = _codes(first[rule])[here], _codes(second[rule])[there]
        where = np.flatnonzero(old != new)
        changed[where] = True
        counts += _counted(rule, old[where], new[where])
        if len(where):
            who.append(_cells(keys, rule, where, old, new))
    facts = _facts(before.table("facts"), after.table("facts"))
    dates = len(pc.unique(keys["as_of"])) > 1
    summary = {
        "what": "osteon cohort compare",
        "before": _named(before.summary),
        "after": _named(after.summary),
        "compared": len(here),
        "only_before": first.num_rows - len(here),
        "only_after": second.num_rows - len(here),
        "recommendations": len(rules),
        "recommendations_only_before": sorted(set(first.column_names) - set(second.column_names)),
        "recommendations_only_after": sorted(set(second.column_names) - set(first.column_names)),
        "changed": {
            "patients_and_dates" if dates else "patients": int(changed.sum()),
            "cells": sum(row["patients"] for row in counts),
            "facts": facts.num_rows,
        },
        "differs": _differs(before.summary, after.summary),
    }
    told = sorted(counts, key=lambda row: (rules.index(row["recommendation"]), -row["patients"], row["before"], row["after"]))
    return Comparison(pa.Table.from_pylist(told, CHANGES), pa.concat_tables(who).unify_dictionaries(), facts, summary)


def write(found: Comparison, out: Path) -> None:
    """Write the tables as Parquet and the summary as JSON into a folder, which is made."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in ("changes", "who", "facts"):
            pq.write_table(getattr(found, name), out / f"{name}.parquet", compression="zstd")
        (out / "comparison.json").write_text(json.dumps(found.summary, indent=1) + "\n", encoding="utf-8")
    except FileExistsError as fault:
        raise JobError(f"{out} is a file, not a folder.") from fault
    except OSError as fault:
        raise BrokenOffError(f"{out} cannot be written: {fault.strerror}.") from fault


# --- rows ---------------------------------------------------------------------------------------------------------------


def _common(first: pa.Table, second: pa.Table) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows of two tables with the same patient and date."""
    if first.equals(second):
        rows = np.arange(first.num_rows)
        return rows, rows
    one, other = (_key(table) for table in (first, second))
    there = pc.index_in(one, value_set=other).combine_chunks().fill_null(-1).to_numpy()
    here = np.flatnonzero(there >= 0)
    return here, there[here]


def _key(table: pa.Table) -> pa.ChunkedArray:
    return pc.binary_join_element_wise(table["patient"].cast(pa.string()), table["as_of"].cast(pa.string()), "\n")


def _codes(column: pa.ChunkedArray) -> NDArray[np.int8]:
    """Verdicts as places in `VERDICTS`, whatever the order of words in the file is."""
    return pc.index_in(column.cast(pa.string()), value_set=pa.array(VERDICTS)).to_numpy().astype(np.int8)


def _counted(rule: str, old: NDArray[np.int8], new: NDArray[np.int8]) -> Iterator[dict[str, Any]]:
    pairs, counts = np.unique(old.astype(int) * len(VERDICTS) + new, return_counts=True)
    for pair, count in zip(pairs.tolist(), counts.tolist(), strict=True):
        was, is_now = divmod(pair, len(VERDICTS))
        yield {"recommendation": rule, "before": VERDICTS[was], "after": VERDICTS[is_now], "patients": count}


def _cells(keys: pa.Table, rule: str, where: NDArray, old: NDArray[np.int8], new: NDArray[np.int8]) -> pa.Table:
    words = pa.array(VERDICTS)
    columns = [
        *keys.take(pa.array(where)).columns,
        pa.DictionaryArray.from_arrays(np.zeros(len(where), np.int32), pa.array([rule])),
        *(pa.DictionaryArray.from_arrays(codes[where].astype(np.int32), words) for codes in (old, new)),
    ]
    return pa.table(columns, schema=WHO)


# --- facts --------------------------------------------------------------------------------------------------------------


def _facts(before: pa.Table, after: pa.Table) -> pa.Table:
    """Facts that stand in both reviews and do not say the same."""
    import duckdb

    told = ", ".join(f"b.{name} as {name}_before, a.{name} as {name}_after" for name in SAID)
    differ = " or ".join(f"b.{name} is distinct from a.{name}" for name in SAID)
    with duckdb.connect() as sql:
        sql.register("before", before)
        sql.register("after", after)
        table: pa.Table = sql.sql(
            f"""select b.patient, b.as_of, b.fact, b.lesion, {told}, b.unit
            from before b join after a on b.patient = a.patient and b.as_of = a.as_of and b.fact = a.fact
              and b.lesion is not distinct from a.lesion
            where {differ} order by b.fact, b.patient, b.as_of, b.lesion"""
        ).to_arrow_table()
    return table


# --- what was compared --------------------------------------------------------------------------------------------------


def _named(summary: Mapping[str, Any]) -> dict[str, Any]:
    return {name: summary[name] for name in ("osteon", "pathway", "as_of", "drafts", "store", "patients")}


def _differs(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """Policies and parameters that are not the same, as [before, after]; null for one that was not set (or does not exist)."""
    found: dict[str, Any] = {}
    for section in ("policies", "parameters"):
        old, new = before[section], after[section]
        names = sorted({*old, *new})
        found |= {name: [old.get(name), new.get(name)] for name in names if old.get(name) != new.get(name)}
    for name in ("pathway", "drafts", "as_of", "store"):
        if before[name] != after[name]:
            found[name] = [before[name], after[name]]
    return found
