"""The result of a shard out of the columns of the engine: which rows are told, what is missing in them, what decided them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.cohort.job import DETAILS
from osteon.cohort.result import NOT_APPLICABLE, UNKNOWN, VERDICTS, Findings, ShardResult
from osteon.cohort.told import Told
from osteon.engine.columns import Columns, Population, Verdict, verdicts
from osteon.engine.columns.values import LESION, PATIENT, Flags, Sets
from osteon.engine.evaluate import Evaluator
from osteon.engine.situation import AsOf

__all__ = ["cells_of", "evaluate_by_columns"]

Rows = NDArray[np.int32]


def evaluate_by_columns(
    evaluator: Evaluator,
    population: Population,
    at: AsOf | Rows,
    died: Flags,
    sources: pa.ChunkedArray,
    detail: str,
) -> ShardResult:
    """Review every patient of a population.

    `at`: date of the review, or the day of each patient's. `died`: patients who have died by then; nothing is advised for them.
    `sources`: the reference of each event, and then of the first entry of each lesion (null for none).
    """
    columns, found = verdicts(evaluator, population, at)
    cells = np.zeros((len(found), population.patients), np.int8)
    for number, verdict in enumerate(found):
        cells[number] = cells_of(columns, verdict)
    cells[:, died] = NOT_APPLICABLE
    spoken = [_spoken(columns, verdict, cells[number], died, detail) for number, verdict in enumerate(found)]
    sizes = [len(one.patient) for one in spoken]
    starts = np.cumsum([0, *sizes])[:-1]
    patient = _joined([one.patient for one in spoken], np.int32)
    finding = np.repeat(np.arange(len(found), dtype=np.int16), sizes)
    lesion = _joined([_lesions(columns, one) for one in spoken], np.int32)
    # By patient, recommendation and lesion, as one number.
    order = np.argsort((patient * np.int64(len(found)) + finding) * (len(population.lesions.patient) + 1) + lesion + 1)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))

    told = Told(columns)
    missing, because = _Lists(len(order)), _Lists(len(order))
    quoted: list[tuple[NDArray, int, NDArray]] = []
    for one, start in zip(spoken, starts, strict=True):
        for fact, where in _holding(one, one.codes == UNKNOWN, one.verdict.missing):
            missing.add(place[start + where], np.full(len(where), fact))
        for fact, where in _holding(one, one.reasoned, one.verdict.decisive):
            rows = told.quoted(fact, one.rows[where], one.space == LESION)
            told.need(fact, rows)
            quoted.append((place[start + where], fact, rows))
    for topic in evaluator.pathway.topics:
        for shown in topic.shown:
            told.show(evaluator.index[id(shown)])
    facts, answers, references = told.facts(sources)
    for where, fact, rows in quoted:
        because.add(where, told.row_of[fact][rows])

    findings = Findings(
        patient[order],
        finding[order],
        lesion[order],
        _joined([one.codes for one in spoken], np.int8)[order],
        *missing.arrays(np.int16),
        *because.arrays(np.int32),
    )
    today = np.broadcast_to(columns.today, population.patients).astype(np.int32)
    columns.forget()
    return ShardResult(today, cells, findings, facts, answers, pa.array(population.lesions.id, pa.string()), references)


class _Spoken(NamedTuple):
    """The rows that one recommendation has among the findings."""

    verdict: Verdict
    space: int
    patient: Rows
    rows: Rows
    """Rows of the space: patients, or lesions looked at (-1: none of the patient's lesions is asked about)."""
    codes: NDArray[np.int8]
    reasoned: Flags
    """Whether it has reasons: nothing is advised for the dead."""


def cells_of(columns: Columns, verdict: Verdict) -> NDArray[np.int8]:
    """The verdict of each patient: for a recommendation about lesions the highest code among them."""
    if not verdict.per_lesion:
        return verdict.codes
    cells = np.zeros(columns.population.patients, np.int8)
    for code in range(1, len(VERDICTS)):
        cells[columns.patient_of[verdict.codes == code]] = code
    return cells


def _spoken(columns: Columns, verdict: Verdict, cells: NDArray[np.int8], died: Flags, detail: str) -> _Spoken:
    wanted = np.array([word in DETAILS[detail] for word in VERDICTS])
    if not verdict.per_lesion:
        whose = np.flatnonzero(wanted[cells]).astype(np.int32)
        return _Spoken(verdict, PATIENT, whose, whose, cells[whose], ~died[whose])
    asked = verdict.codes != NOT_APPLICABLE
    codes = np.where(died[columns.patient_of], NOT_APPLICABLE, verdict.codes)
    rows: NDArray = np.flatnonzero(asked & wanted[codes])
    patient: NDArray = columns.patient_of[rows]
    codes = codes[rows]
    if wanted[NOT_APPLICABLE]:
        none = np.ones(columns.population.patients, bool)
        none[columns.patient_of[asked]] = False
        others = np.flatnonzero(none)
        patient = np.concatenate((patient, others))
        rows = np.concatenate((rows, np.full(len(others), -1)))
        codes = np.concatenate((codes, np.full(len(others), NOT_APPLICABLE)))
    reasoned = ~died[patient] & (rows >= 0)
    return _Spoken(verdict, LESION, patient.astype(np.int32), rows.astype(np.int32), codes.astype(np.int8), reasoned)


def _lesions(columns: Columns, spoken: _Spoken) -> Rows:
    """The lesion of each row, among all lesions of the population; -1 for none."""
    if spoken.space == PATIENT:
        return np.full(len(spoken.rows), -1, np.int32)
    return np.append(columns.lesion_rows, -1)[spoken.rows]


def _holding(spoken: _Spoken, asked: Flags, sets: Any) -> Iterator[tuple[int, NDArray]]:
    """For each fact, which of the rows asked about hold it in their set. The sets are worked out only if there are such rows."""
    where = np.flatnonzero(asked)
    if not len(where):
        return
    rows = spoken.rows[where]
    found: Sets = sets()
    for fact, flags in found.items():
        holding = where[flags[rows]] if len(flags) > 1 else where[np.repeat(flags, len(where))]
        if len(holding):
            yield fact, holding


class _Lists:
    """Lists for rows, filled in any order; each comes out in ascending order of what it holds."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.parts: list[NDArray] = []

    def add(self, rows: NDArray, values: NDArray) -> None:
        """Put one value into each of some rows."""
        self.parts.append(rows.astype(np.int64) << 32 | values.astype(np.int64))

    def arrays(self, kind: Any) -> tuple[Rows, NDArray]:
        """Offsets, and values."""
        both = np.sort(_joined(self.parts, np.int64))
        counts = np.bincount(both >> 32, minlength=self.rows)
        return np.concatenate(([0], np.cumsum(counts))).astype(np.int32), (both & 0xFFFFFFFF).astype(kind)


def _joined(parts: list[NDArray], kind: Any) -> NDArray:
    return np.concatenate(parts).astype(kind, copy=False) if parts else np.zeros(0, kind)
