"""What stands behind facts in a population: the entries that they rest on, and the day of the newest of them.

A computed fact rests on the facts that decided it, and these on others, down to those that were read from the record. Of each of
these the entry that was chosen is told; where several were chosen (a count), the newest of them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns import Columns
from osteon.engine.columns.entries import newest_entry
from osteon.engine.columns.values import PATIENT, Sets, Truth, Value

__all__ = ["Behind", "filled"]

Places = NDArray[np.int32]
NO_PLACES = np.zeros(0, np.int32)


class Behind:
    """The facts of one population, and what they rest on.

    Rows of a fact are patients, or for a fact about lesions the lesions that are looked at. An entry is a place among the events of
    the population, or after them among its lesions: where a lesion is, is told by its first entry.
    """

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
        population = columns.population
        self.start = np.concatenate((population.events.start, population.lesions.first_seen))
        self._lesion_entries = (columns.lesion_rows + len(population.events.start)).astype(np.int32)
        self.all = columns.evaluator.facts
        self._quoted: dict[int, Places] = {}
        self._newest: dict[int, Places] = {}
        self._rests: dict[tuple[int, bool], Sets] = {}

    def rows(self, fact: int) -> int:
        """How many rows a fact has."""
        return self._size(self.all[fact].per_lesion)

    def value(self, fact: int) -> Value:
        """The value of a fact in its own rows (or one row that stands for all)."""
        node = self.all[fact]
        value = self.columns.value(node)
        return self.columns.over_lesions(value) if node.per_lesion else value

    def _size(self, lesions: bool) -> int:
        return self.columns.lesions if lesions else self.columns.population.patients

    def quoted(self, fact: int, rows: NDArray, of_lesions: bool) -> NDArray:
        """The rows of a fact that are quoted in some rows of patients, or of lesions."""
        if self.all[fact].per_lesion:
            return rows if of_lesions else self._lesion(fact)[rows]
        return self.columns.patient_of[rows] if of_lesions else rows

    def _lesion(self, fact: int) -> Places:
        """The lesion that a statement about a patient quotes: the first one where the fact holds, else where it is known, else any;
        -1 for a patient without lesions."""
        found = self._quoted.get(fact)
        if found is None:
            value, patient_of = self.value(fact), self.columns.patient_of
            found = np.full(self._size(False), -1, np.int32)
            holds = value.true if isinstance(value, Truth) else np.zeros(1, bool)
            # The best last, and backwards within each, so that the first of the best stays.
            for flags in (np.ones(1, bool), value.known, holds):
                places = np.flatnonzero(filled(flags, len(patient_of)))[::-1]
                found[patient_of[places]] = places
            self._quoted[fact] = found
        return found

    # -- entries --

    def entries(self, fact: int, rows: NDArray, told: NDArray) -> tuple[NDArray, NDArray, NDArray]:
        """Of a fact in some rows: the day of the newest entry (0 for none); and for those of the rows that are marked in `told` all
        entries, as places in `rows` and entries, one entry perhaps more than once."""
        lesions = self.all[fact].per_lesion
        at = np.zeros(len(rows), np.int32)
        numbers: list[NDArray] = [NO_PLACES]
        entries: list[NDArray] = [NO_PLACES]
        for root, flags in self._rests_on(fact, lesions).items():
            chosen = self._chosen(root, lesions)[rows]
            there = chosen >= 0
            if len(flags) > 1:
                there &= flags[rows]
            at = np.maximum(at, np.where(there, self.start[chosen], 0))
            where = np.flatnonzero(there & told)
            numbers.append(where)
            entries.append(chosen[where])
        return at, np.concatenate(numbers), np.concatenate(entries)

    def _chosen(self, root: int, lesions: bool) -> NDArray:
        """The entry chosen for a fact that is read, in the rows of patients or of lesions; -1 for none."""
        chosen = self._read(root)
        if self.all[root].per_lesion == lesions:
            return filled(chosen, self._size(lesions))
        if lesions:
            return self.columns.lift(chosen)
        return np.append(chosen, -1)[self._lesion(root)]

    def _read(self, root: int) -> NDArray:
        """The entry chosen for a fact that is read, in its own rows; where a lesion is, is told by its first entry."""
        reads = self.all[root].reads
        if reads is not None and reads.how == "lesion":
            return self._lesion_entries
        found = self._newest.get(root)
        if found is None:
            newest = newest_entry(self.columns, root)
            found = self._newest[root] = np.full(1, -1, np.int32) if newest is None else newest
        return found

    def _rests_on(self, fact: int, lesions: bool) -> Sets:
        """The facts read from the record that a fact comes from, and the rows (of patients or of lesions) in which it does."""
        found = self._rests.get((fact, lesions))
        if found is None:
            found = self._rests[fact, lesions] = self._roots(fact, lesions)
        return found

    def _roots(self, fact: int, lesions: bool) -> Sets:
        node, columns = self.all[fact], self.columns
        if node.computes is None:
            columns.value(node)
            return {fact: np.ones(1, bool)} if (self._read(fact) >= 0).any() else {}
        if lesions and not node.per_lesion:
            return {root: columns.lift(flags) for root, flags in self._rests_on(fact, False).items()}
        value = columns.value(node.computes)
        found: Sets = {}
        for part, flags in value.because().items():
            if not flags.any():
                continue
            if node.per_lesion and len(flags) > 1:
                # In rows of lesions, unless what it computes says the same for all lesions of a patient.
                own = columns.lift(flags) if value.space == PATIENT else flags
                flags = own if lesions else np.append(own, False)[self._lesion(fact)]
            for root, more in self._rests_on(part, lesions).items():
                both = more if len(flags) == 1 else flags if len(more) == 1 else flags & more
                before = found.get(root)
                found[root] = both if before is None else before | both
        return found


def filled(column: NDArray, rows: int) -> NDArray:
    """A column with as many rows as asked for: one row stands for all."""
    return column if len(column) == rows else np.broadcast_to(column, rows)
