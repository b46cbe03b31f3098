"""The rows of measures as Arrow tables, and how many there are of each outcome in each stratum."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from osteon.cohort.evaluation import ShardData
from osteon.cohort.told import plain
from osteon.engine.columns.judging import Anchors, JudgedRows
from osteon.engine.evaluate import Evaluator
from osteon.engine.measures import OUTCOMES, Measure
from osteon.engine.situation import EPOCH

__all__ = ["ALL", "COUNTS", "QUARTER", "ROWS", "counted", "rows_of", "strata_of", "summed"]

EPOCH_DAY = EPOCH.toordinal()
WORD = pa.dictionary(pa.int32(), pa.string())
ALL, QUARTER = "all", "quarter"
STRATA = (QUARTER, "sex", "age", "subtype")
"""Columns of `ROWS` that results are told apart by; null where not known."""

ROWS = pa.schema(
    [
        ("measure", WORD),
        ("patient", pa.string()),
        ("anchor", pa.date32()),
        ("exact", pa.bool_()),
        ("lesion", pa.string()),
        ("outcome", WORD),
        ("why", pa.list_(pa.string())),
        ("sources", pa.list_(pa.string())),
        *((name, WORD) for name in STRATA),
    ]
)
"""One row of a measure. `exact`: whether the record gives the day exactly. `why`: facts that decided it, or that are missing where it is
undecided. `sources`: the entries that the row stands on."""

COUNTS = pa.schema(
    [("measure", pa.string()), ("stratifier", pa.string()), ("stratum", pa.string()), *((name, pa.int64()) for name in OUTCOMES)]
)


def strata_of(one: Measure) -> tuple[str, ...]:
    """The stratifiers of a measure; the calendar quarter comes with the day itself."""
    return (QUARTER, *(stratifier.id for stratifier in one.stratifiers))


def rows_of(evaluator: Evaluator, one: Measure, data: ShardData, found: Anchors, judged: JudgedRows) -> pa.Table:
    """The rows of one measure in one group of patients."""
    rows = judged.rows
    lesions = data.population.lesions.id
    columns: dict[str, Any] = {
        "measure": _said(np.zeros(len(rows), np.int32), (one.id,)),
        "patient": data.patients.take(pa.array(found.patient[rows])),
        "anchor": pa.array(found.day[rows] - EPOCH_DAY, pa.int32()).cast(pa.date32()),
        "exact": pa.array(found.latest[rows] == found.day[rows]),
        "lesion": pa.array([lesions[place] if place >= 0 else None for place in found.lesion[rows].tolist()], pa.string()),
        "outcome": _said(judged.outcome.astype(np.int32), OUTCOMES),
        "why": _why(evaluator, judged),
        "sources": _sources(data, found, rows),
        QUARTER: _quarters(found.day[rows]),
    }
    columns |= {stratifier.id: _said(codes, words) for stratifier, codes, words in judged.strata}
    nothing = pa.nulls(len(rows), WORD)
    return pa.Table.from_arrays([columns.get(field.name, nothing) for field in ROWS], schema=ROWS)


def _said(codes: NDArray[np.int32], words: Sequence[str]) -> pa.DictionaryArray:
    return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), pa.array(words, pa.string()))


def _quarters(days: NDArray[np.int32]) -> pa.DictionaryArray:
    months = (days.astype(np.int64) - EPOCH_DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    quarters, codes = np.unique(months // 3, return_inverse=True)
    words = [f"{1970 + number // 4}-Q{number % 4 + 1}" for number in quarters.tolist()]
    return _said(codes.astype(np.int32), words)


def _why(evaluator: Evaluator, judged: JudgedRows) -> pa.ListArray:
    """The ids of facts of each row, in the order of the pathway."""
    sets = judged.why()
    facts = sorted(sets)
    keys = [np.flatnonzero(sets[fact]).astype(np.int64) << 32 | place for place, fact in enumerate(facts)]
    both = np.sort(np.concatenate(keys)) if keys else np.zeros(0, np.int64)
    return _lists(both, len(judged.rows), pa.array([evaluator.facts[fact].id for fact in facts], pa.string()))


def _sources(data: ShardData, found: Anchors, rows: NDArray[np.int32]) -> pa.ListArray:
    """The references of the entries of each row, each once, in the order of their names."""
    place = np.full(len(found.day), -1, np.int64)
    place[rows] = np.arange(len(rows))
    mine = place[found.row_of_entry] if len(found.entries) else np.zeros(0, np.int64)
    entries, mine = found.entries[mine >= 0], mine[mine >= 0]
    names = plain(data.sources.take(pa.array(entries)).dictionary_encode())
    order = pc.sort_indices(names.dictionary).to_numpy()
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    keys = np.unique(mine << 32 | rank[names.indices.to_numpy(zero_copy_only=False)])
    return _lists(keys, len(rows), names.dictionary.take(pa.array(order)).cast(pa.string()))


def _lists(keys: NDArray[np.int64], rows: int, words: pa.Array) -> pa.ListArray:
    """Lists of words; `keys` hold the row above and the place of the word below, in the order of rows."""
    offsets = np.concatenate(([0], np.cumsum(np.bincount(keys >> 32, minlength=rows)))).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), words.take(pa.array(keys & 0xFFFFFFFF)))


def counted(tables: Sequence[pa.Table]) -> pa.Table:
    """How many rows of each outcome, for each measure as a whole (stratifier `all`), and in each stratum of each stratifier."""
    found = [COUNTS.empty_table()]
    for table in tables:
        if not table.num_rows:
            continue
        name = table["measure"][0].as_py()
        outcome = _codes(table["outcome"], OUTCOMES)
        found.append(_table(name, ALL, [ALL], np.bincount(outcome, minlength=len(OUTCOMES)).reshape(1, -1)))
        for stratifier in STRATA:
            column = plain(table[stratifier])
            if column.null_count == len(column):
                continue
            words = [*column.dictionary.to_pylist(), None]
            codes = column.indices.fill_null(len(words) - 1).to_numpy()
            counts = np.bincount(codes * len(OUTCOMES) + outcome, minlength=len(words) * len(OUTCOMES)).reshape(len(words), -1)
            there = counts.any(axis=1)
            found.append(_table(name, stratifier, [words[place] for place in np.flatnonzero(there).tolist()], counts[there]))
    return pa.concat_tables(found)


def _codes(column: pa.ChunkedArray, words: Sequence[str]) -> NDArray[np.int64]:
    whole = plain(column)
    table = np.array([words.index(word) for word in whole.dictionary.to_pylist()], np.int64)
    return table[whole.indices.to_numpy()]


def _table(measure: str, stratifier: str, strata: list[str | None], counts: NDArray) -> pa.Table:
    rows = len(strata)
    arrays = [pa.array([measure] * rows), pa.array([stratifier] * rows), pa.array(strata, pa.string())]
    return pa.Table.from_arrays([*arrays, *(pa.array(column, pa.int64()) for column in counts.T)], schema=COUNTS)


def summed(tables: Sequence[pa.Table]) -> pa.Table:
    """Counts of several groups as those of one."""
    whole = pa.concat_tables([COUNTS.empty_table(), *tables])
    keys = ["measure", "stratifier", "stratum"]
    sums = whole.group_by(keys).aggregate([(name, "sum") for name in OUTCOMES])
    return sums.rename_columns([*keys, *OUTCOMES] if sums.column_names[0] == "measure" else [*OUTCOMES, *keys]).select(COUNTS.names)
