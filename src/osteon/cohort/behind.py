"""What stands behind facts in a population: the entries that they rest on, and the day of the newest of them.

A computed fact rests on the facts that decided it, and these on others, down to those that were read from the record. Of each of
these the entry that was chosen is told; where several were chosen (a count), the newest of them.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns import Columns
from osteon.engine.columns.entries import newest_entry
from osteon.engine.columns.values import PATIENT, Flags, Sets, Truth, Value

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
        self._days: dict[tuple[int, bool, bool], NDArray] = {}

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

    def entries(self, fact: int, rows: NDArray) -> tuple[NDArray, NDArray]:
        """The entries that a fact rests on in some of its rows: places in `rows`, and entries; one entry perhaps more than once."""
        numbers: list[NDArray] = [NO_PLACES]
        entries: list[NDArray] = [NO_PLACES]
        for number, entry in self._entries(fact, rows, np.arange(len(rows)), self.all[fact].per_lesion, False):
            numbers.append(number)
            entries.append(entry)
        return np.concatenate(numbers), np.concatenate(entries)

    def newest(self, fact: int) -> NDArray:
        """The day of the newest entry that a fact rests on, in each of its rows; 0 for none."""
        found = self._newest_day(fact, self.all[fact].per_lesion, False)
        return found if len(found) else np.zeros(self.rows(fact), np.int32)

    def _entries(
        self, fact: int, rows: NDArray, numbers: NDArray, lesions: bool, quoted: bool
    ) -> Iterator[tuple[NDArray, NDArray]]:
        """The entries behind a fact in some rows of patients, or of lesions, and whose they are among `numbers`.

        `quoted`: a fact about the patient stands in between, which decided by the lesions that it quotes.
        """
        node = self.all[fact]
        if node.computes is None:
            chosen = self._chosen(fact, rows, lesions)
            there = chosen >= 0
            yield numbers[there], chosen[there]
            return
        quoted = quoted or not node.per_lesion
        for part, flags in self._because(fact).items():
            if len(flags) > 1:
                here = self._of_rows(fact, flags, lesions, quoted)[rows]
                if here.any():
                    yield from self._entries(part, rows[here], numbers[here], lesions, quoted)
            elif flags[0]:
                yield from self._entries(part, rows, numbers, lesions, quoted)

    def _newest_day(self, fact: int, lesions: bool, quoted: bool) -> NDArray:
        """As `newest`, but without rows where nothing stands behind a fact in any."""
        key = (fact, lesions, quoted)
        found = self._days.get(key)
        if found is None:
            found = self._days[key] = self._worked_out_day(*key)
        return found

    def _worked_out_day(self, fact: int, lesions: bool, quoted: bool) -> NDArray:
        node, size = self.all[fact], self._size(lesions)
        if node.computes is None:
            return self._day_read(fact, lesions)
        quoted = quoted or not node.per_lesion
        day = np.zeros(size, np.int32)
        for part, flags in self._because(fact).items():
            if flags.any() and len(newest := self._newest_day(part, lesions, quoted)):
                here = self._of_rows(fact, flags, lesions, quoted)
                np.maximum(day, newest * here, out=day)
        return day if day.any() else NO_PLACES

    def _day_read(self, root: int, lesions: bool) -> NDArray:
        """The day of the entry chosen for a fact that is read, in the rows of patients or of lesions; 0 for none."""
        node, columns = self.all[root], self.columns
        columns.value(node)
        if node.reads is not None and node.reads.how == "lesion":
            own = self.start[self._lesion_entries]
        elif root in columns.entries:
            space, places, rows = columns.entries[root]
            own = np.zeros(columns.rows(space), np.int32)
            # Of several entries of a row the last one written stays: they are in the order of time.
            own[rows] = columns.population.events.start[places]
        else:
            return NO_PLACES
        if not own.any():
            return NO_PLACES
        if node.per_lesion == lesions:
            return own
        return own[columns.patient_of] if lesions else np.append(own, 0)[self._lesion(root)]

    def _because(self, fact: int) -> Sets:
        """The facts that decided a computed fact, in the rows of what computes it."""
        computes = self.all[fact].computes
        assert computes is not None
        return self.columns.value(computes).because()

    def _of_rows(self, fact: int, flags: Flags, lesions: bool, quoted: bool) -> Flags:
        """What decided a computed fact, in the rows of patients or of lesions (or one row that stands for all)."""
        node, columns = self.all[fact], self.columns
        if len(flags) == 1:
            return flags
        if not node.per_lesion:
            return columns.lift(flags) if lesions else flags
        # In rows of lesions, unless what it computes says the same for all lesions of a patient.
        own = columns.lift(flags) if columns.value(node.computes).space == PATIENT else flags  # type: ignore[arg-type]
        if lesions and not quoted:
            return own
        of_patient = np.append(own, False)[self._lesion(fact)]
        return columns.lift(of_patient) if lesions else of_patient

    def _chosen(self, root: int, rows: NDArray, lesions: bool) -> NDArray:
        """The entry chosen for a fact that is read, in some rows of patients or of lesions; -1 for none."""
        self.columns.value(self.all[root])
        chosen = self._read(root)
        if len(chosen) == 1 and chosen[0] < 0:
            return np.full(len(rows), -1, np.int32)
        if self.all[root].per_lesion == lesions:
            return chosen[rows]
        if lesions:
            return chosen[self.columns.patient_of[rows]]
        return np.append(chosen, -1)[self._lesion(root)[rows]]

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


def filled(column: NDArray, rows: int) -> NDArray:
    """A column with as many rows as asked for: one row stands for all."""
    return column if len(column) == rows else np.broadcast_to(column, rows)
