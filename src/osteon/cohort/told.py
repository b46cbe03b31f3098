"""The facts that a shard tells: each once for each patient (or lesion), with its answer and the entries that it rests on."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from osteon.cohort.behind import Behind, filled
from osteon.cohort.result import Facts
from osteon.engine.columns import Columns
from osteon.engine.columns.values import Category, Flags, Span, Truth

__all__ = ["Told", "plain"]

Rows = NDArray[np.int32]


class Told:
    """The facts of one population that are asked for. Rows of a fact are patients, or the lesions that are looked at."""

    def __init__(self, columns: Columns) -> None:
        self.columns, self.behind = columns, Behind(columns)
        self.quoted = self.behind.quoted
        self.needed: dict[int, NDArray[np.int8]] = {}
        """By fact, for each row: 0 for not asked for, SHOWN, or REASON, which is told with its entries."""
        self.row_of: dict[int, Rows] = {}
        """By fact, the place of each of its rows among the facts told; known after `facts`."""

    def need(self, fact: int, rows: NDArray) -> None:
        """Ask for a fact as a reason, in some of its rows."""
        self._marks(fact)[rows] = REASON

    def show(self, fact: int) -> None:
        """Ask for a fact wherever it says something: a number, a word, a condition that holds."""
        value = self.behind.value(fact)
        says = value.true if isinstance(value, Truth) else value.known
        if says.any():
            marks = self._marks(fact)
            np.maximum(marks, filled(says, len(marks)) * SHOWN, out=marks)

    def _marks(self, fact: int) -> NDArray[np.int8]:
        found = self.needed.get(fact)
        if found is None:
            found = self.needed[fact] = np.zeros(self.behind.rows(fact), np.int8)
        return found

    def facts(self, sources: pa.ChunkedArray) -> tuple[Facts, list[str], pa.Array]:
        """All that was asked for, fact after fact; the words that the answers use; and the references that the reasons use.

        `sources`: the reference of each event, and then of the first entry of each lesion (null for none).
        """
        columns, words = self.columns, _Words()
        parts: list[list[NDArray]] = [[np.zeros(0, kind)] for kind in KINDS]
        owners, entries = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
        total = 0
        for fact in sorted(self.needed):
            marks = self.needed[fact]
            rows = np.flatnonzero(marks)
            place = self.row_of[fact] = np.full(len(marks), -1, np.int32)
            place[rows] = np.arange(total, total + len(rows))
            whose: tuple[NDArray, NDArray] = (rows, np.full(len(rows), -1))
            if columns.evaluator.facts[fact].per_lesion:
                whose = (columns.patient_of[rows], columns.lesion_rows[rows])
            answer = _answer(self.behind.value(fact), rows, words)
            at, owner, entry = self._entries(fact, rows, marks[rows] == REASON)
            for part, values in zip(parts, (whose[0], np.full(len(rows), fact), whose[1], *answer, at), strict=True):
                part.append(values)
            owners.append(owner + total)
            entries.append(entry)
            total += len(rows)
        patient, number, lesion, low, high, said, days = (
            np.concatenate(part).astype(kind, copy=False) for part, kind in zip(parts, KINDS, strict=True)
        )
        offsets, places, names = _listed(np.concatenate(owners), np.concatenate(entries), total, sources)
        spelt = sorted(words)
        in_order = np.array([*(spelt.index(word) for word in words), -1], np.int32)
        return Facts(patient, number, lesion, low, high, in_order[said], days, offsets, places), spelt, names


    def _entries(self, fact: int, rows: NDArray, reason: Flags) -> tuple[NDArray, NDArray, NDArray]:
        """Of a fact in some rows: the day of the newest entry (0 for none); and of those that are a reason all entries, as places in
        `rows` and entries."""
        reasons = np.flatnonzero(reason)
        if not len(reasons):
            return self.behind.newest(fact)[rows], reasons, reasons
        numbers, entries = self.behind.entries(fact, rows[reasons])
        owners = reasons[numbers]
        if len(reasons) < len(rows):
            return self.behind.newest(fact)[rows], owners, entries
        at = np.zeros(len(rows), np.int32)
        np.maximum.at(at, owners, self.behind.start[entries])
        return at, owners, entries


SHOWN, REASON = 1, 2

KINDS = (np.int32, np.int16, np.int32, np.float64, np.float64, np.int32, np.int32)
"""Of the arrays of `Facts`, but for the entries."""


def _listed(owner: NDArray, entry: NDArray, rows: int, sources: pa.ChunkedArray) -> tuple[NDArray, NDArray, pa.Array]:
    """The references of entries as lists of rows, in the order of time, each once in a row: offsets, places, and the references.

    One resource may have given several entries, so it is the references that are compared; only of entries that are used here.
    """
    used = np.zeros(len(sources), bool)
    used[entry] = True
    # As one array, because the words of many are not put together quickly.
    names = plain(_taken(sources, np.flatnonzero(used))).dictionary_encode()
    place_of = np.full(len(sources), -1, np.int32)
    place_of[used] = names.indices.fill_null(-1).to_numpy()
    in_time = np.sort(owner << 32 | entry)
    owner, place = in_time >> 32, place_of[in_time & 0xFFFFFFFF]
    owner, place = owner[place >= 0], place[place >= 0]
    _, first = np.unique(owner << 32 | place, return_index=True)
    first.sort()
    counts = np.bincount(owner[first], minlength=rows)
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int32), place[first], names.dictionary


def _taken(column: pa.ChunkedArray, rows: NDArray) -> pa.ChunkedArray:
    """Some rows, in ascending order, out of the chunks that they are in: the others need not be put together for it."""
    ends = np.cumsum([0, *(len(chunk) for chunk in column.chunks)])
    places = np.searchsorted(rows, ends)
    parts = [
        chunk.take(pa.array(rows[first:last] - start))
        for chunk, start, first, last in zip(column.chunks, ends[:-1], places[:-1], places[1:], strict=True)
    ]
    return pa.chunked_array(parts, column.type)


def plain(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    whole = column.unify_dictionaries().combine_chunks() if pa.types.is_dictionary(column.type) else column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole


class _Words(dict[str, int]):
    """Words by their number, in the order in which they are first met."""

    def __missing__(self, word: str) -> int:
        found = self[word] = len(self)
        return found


def _answer(value: Any, rows: NDArray, words: _Words) -> tuple[NDArray, NDArray, NDArray]:
    """Low, high and word of a fact in some rows."""
    none = np.full(len(rows), np.nan)
    if isinstance(value, Span):
        return _in(value.low, rows), _in(value.high, rows), np.full(len(rows), -1)
    if isinstance(value, Truth):
        said = np.where(_in(value.true, rows), words["yes"], np.where(_in(value.false, rows), words["no"], -1))
        return none, none, said
    assert isinstance(value, Category)
    table = np.array([*(words["|".join(one)] if one else -1 for one in value.sets), -1])
    return none, none, table[_in(value.codes, rows)]


def _in(column: NDArray, rows: NDArray) -> NDArray:
    return np.full(len(rows), column[0]) if len(column) == 1 else column[rows]
