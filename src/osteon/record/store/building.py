"""Second half of an ingest: the tables of one shard from its rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from osteon.record.store.assigning import Among, assign, find_plain
from osteon.record.store.fields import DATE_SLOTS, KINDS, SUPPORTING
from osteon.record.store.marking import mark_lesions
from osteon.record.store.moments import ABSENT, BAD, read_moments
from osteon.record.store.ordinary import Person, RecordIndex, conditions_of, person_of, read_row, supports, whole_record
from osteon.record.store.parts import ODD
from osteon.record.store.patterns import EPOCH, NO_DAY, day_number
from osteon.record.store.repeats import find_whole, texts_of
from osteon.record.store.rows import ShardRows
from osteon.record.store.schema import GAPS, LESIONS, PROBLEMS
from osteon.record.store.sheet import Sheet, Slots
from osteon.record.store.tables import ACCOUNT_NUMBER, ACCOUNTS, patients_table, table_of
from osteon.record.store.template_store import TemplateStore
from osteon.record.store.templates import REFUSED, USED, notes_of
from osteon.record.timeline import Gap, Lesion, Problem

__all__ = ["Built", "build", "joined"]

SUPPORTING_NUMBERS: Final = [KINDS.index(kind) for kind in SUPPORTING]
AT_A_TIME: Final = 1_000
"""Patients of whom more than columns is in memory."""


class Built(NamedTuple):
    """The tables of a shard, and its accounts."""

    tables: dict[str, pa.Table]
    accounts: dict[str, int]
    slow_rows: int
    slow_patients: int


def build(
    rows: ShardRows, shared: Mapping[str, Any], templates: TemplateStore, names: dict[int, str]
) -> list[Built]:
    """A shard in pieces. `shared` are resources that belong to no patient, `names` the names of inputs by number."""
    count = len(rows.owners)
    edges = [*range(0, count, AT_A_TIME), count] if count else [0, 0]
    return [
        _Shard(rows.of_patients(first, past), shared, templates, names).built(first)
        for first, past in zip(edges, edges[1:], strict=False)
    ]


def joined(pieces: list[Built]) -> Iterator[tuple[str, pa.Table]]:
    """The tables of a shard, one after the other; what has been taken is given back."""
    for name in list(pieces[0].tables):
        found = pa.concat_tables([piece.tables.pop(name) for piece in pieces])
        yield name, found.unify_dictionaries().combine_chunks()


class _Shard:
    def __init__(
        self, rows: ShardRows, shared: Mapping[str, Any], templates: TemplateStore, names: dict[int, str]
    ) -> None:
        self.rows, self.shared, self.templates, self.names = rows, shared, templates, names
        self.patients = len(rows.owners)
        self.accounts = np.zeros((self.patients, len(ACCOUNTS)), np.int64)
        self.newest = np.full(self.patients, NO_DAY, np.int64)
        self.people: dict[int, Person] = {}
        self.indexes: dict[int, RecordIndex] = {}
        self.problems: list[tuple[int, Problem, int]] = []
        self.gaps: list[tuple[int, int, Gap]] = []
        self.lesions: list[tuple[int, Lesion]] = []
        self.slow_rows = 0

    def built(self, first: int) -> Built:
        """The tables; `first` is the number of the first of these patients in the shard."""
        rows = self.rows
        self.templates.make_room()
        whole, dropped = find_whole(rows)
        self.slow_patients = len(whole)
        alive = np.ones(len(rows.kind), bool)
        for position in dropped:
            alive[position] = False
            self.accounts[rows.patient[position], ACCOUNT_NUMBER["duplicate"]] += 1
        for number in whole:
            alive[rows.edges[number] : rows.edges[number + 1]] = False
        self._read_people(alive, whole)
        self._read_columns(alive)
        if whole:
            rows.fetch_samples(np.flatnonzero(np.isin(rows.patient, sorted(whole))))
        for number in sorted(whole):
            self._take_whole(number)
        self.sheet.close()
        self.lesions += mark_lesions(self.sheet, whole)
        newest = np.maximum(self.newest, self.sheet.newest(self.patients))
        tables = {name: _moved(table, first) for name, table in self._tables(newest).items()}
        self.templates.cut(self.mark)
        return Built(tables, self._totals(), self.slow_rows, self.slow_patients)

    def _read_people(self, alive: np.ndarray, whole: set[int]) -> None:
        rows = self.rows
        self.earliest = np.full(self.patients, date(1850, 1, 1).toordinal() - EPOCH, np.int64)
        self.latest = np.full(self.patients, date(2150, 1, 1).toordinal() - EPOCH, np.int64)
        places = np.flatnonzero((rows.kind == KINDS.index("Patient")) & ((rows.mark & ODD) == 0) & alive)
        rows.fetch(places)
        place_of = dict(zip(rows.patient[places[::-1]].tolist(), places[::-1].tolist(), strict=True))
        for number in range(self.patients):
            if number in whole:
                continue
            person = self.people[number] = person_of(rows, number, place_of.get(number, -1))
            self.earliest[number], self.latest[number] = day_number(person.earliest), day_number(person.latest)
            self.problems += [(number, problem, person.position) for problem in person.problems]
            if person.position >= 0:
                alive[person.position] = False
                self.accounts[number, ACCOUNT_NUMBER[USED]] += 1

    def _read_columns(self, alive: np.ndarray) -> None:
        """Rows by their templates; what has none goes to the ordinary reader."""
        rows = self.rows
        slow = alive & ((rows.mark != 0) | (rows.shape == 0))
        fast = np.flatnonzero(alive & ~slow)
        plain = find_plain(rows, fast, self.templates)
        self._account(fast[plain >= 0], plain[plain >= 0])
        slow[self._read_templates(fast[plain < 0])] = True
        self._read_slowly(np.flatnonzero(slow))

    def _account(self, positions: np.ndarray, which: np.ndarray) -> None:
        """Count rows under the account of their template, with the day that they tell and their problems."""
        templates = self.templates
        many = len(ACCOUNTS)
        account = self.rows.patient[positions] * many + templates.column("account")[which]
        self.accounts += np.bincount(account, minlength=self.patients * many).reshape(self.patients, many)
        self._note_days(positions[templates.column("tells")[which]])
        for place in np.flatnonzero(templates.column("troubled")[which]).tolist():
            position = int(positions[place])
            source, number = self.rows.source(position), int(self.rows.patient[position])
            told = templates.problems[int(which[place])]
            self.problems += [(number, problem._replace(source=source), position) for problem in told]

    def _note_days(self, positions: np.ndarray) -> None:
        rows = self.rows
        for kind in np.unique(rows.kind[positions]).tolist():
            left = positions[rows.kind[positions] == kind]
            for slot in notes_of(KINDS[kind]):
                if not len(left):
                    break
                moments = read_moments(texts_of(rows, left, DATE_SLOTS[slot]))
                patient = rows.patient[left]
                good = (moments.kind != ABSENT) & (moments.kind != BAD)
                good &= (moments.day >= self.earliest[patient]) & (moments.day <= self.latest[patient])
                np.maximum.at(self.newest, patient[good], moments.day[good])
                left = left[~good]

    def _read_templates(self, positions: np.ndarray) -> np.ndarray:
        """Fill the sheet; gives the positions that have no template."""
        rows = self.rows
        patient = rows.patient[positions]
        read = [read_moments(texts_of(rows, positions, slot)) for slot in DATE_SLOTS]
        slots = Slots(
            np.stack([slot.kind for slot in read]),
            np.stack([slot.day for slot in read]).astype(np.int64),
            np.stack([slot.instant for slot in read]),
        )
        present = slots.kinds != ABSENT
        odd = (slots.kinds == BAD).any(axis=0)
        outside = (slots.days < self.earliest[patient]) | (slots.days > self.latest[patient])
        odd |= (outside & present)[:-1].any(axis=0)  # when it was last changed is not looked at
        odd |= self._structured(positions)
        texts = texts_of(rows, positions, "figure")
        figures, strange = _figure_classes(texts)
        odd |= strange
        templates = self.templates
        self.sheet = Sheet(slots, texts, self._sources(positions), templates.patterns)
        among = Among(rows, templates, self.indexes, self.shared)
        which = assign(among, positions, slots, figures, texts, odd)
        self.mark = templates.mark()  # what the ordinary reader finds from here on is for these rows only
        which = self._in_life(which, patient)
        taken = np.flatnonzero(which >= 0)
        which = which[taken]
        self._account(positions[taken], which)
        self.sheet.add_rows(templates, which, taken, patient[taken], positions[taken])
        self._note_gaps(which, taken, positions, slots)
        left = np.ones(len(positions), bool)
        left[taken] = False
        return positions[left]

    def _note_gaps(
        self, which: np.ndarray, taken: np.ndarray, positions: np.ndarray, slots: Slots
    ) -> None:
        has_gaps = self.templates.column("gaps")[which]
        for number, place in zip(which[has_gaps].tolist(), taken[has_gaps].tolist(), strict=True):
            position = int(positions[place])
            for gap, slot in self.templates.gaps[number]:
                day = gap.start if slot < 0 else date.fromordinal(int(slots.days[slot, place]) + EPOCH)
                told = gap._replace(source=self.rows.source(position), start=day)
                self.gaps.append((int(self.rows.patient[position]), position, told))

    def _structured(self, positions: np.ndarray) -> np.ndarray:
        """Conditions to which a body structure says it belongs."""
        rows = self.rows
        places = np.flatnonzero(rows.kind == KINDS.index("BodyStructure"))
        rows.fetch(places)
        targets: dict[int, set[str]] = {}
        for position in places.tolist():
            for name in conditions_of(rows.resource(position)):
                targets.setdefault(int(rows.patient[position]), set()).add(name)
        found = np.zeros(len(positions), bool)
        if targets:
            concerned = np.isin(rows.patient[positions], np.array(sorted(targets)))
            for place in np.flatnonzero(concerned & (rows.kind[positions] == KINDS.index("Condition"))).tolist():
                position = int(positions[place])
                found[place] = rows.source(position) in targets[int(rows.patient[position])]
        return found

    def _sources(self, positions: np.ndarray) -> pa.Array:
        kinds = pa.array(KINDS).take(pa.array(self.rows.kind[positions]))
        return pc.binary_join_element_wise(kinds, texts_of(self.rows, positions, "id"), "/")

    def _in_life(self, which: np.ndarray, patient: np.ndarray) -> np.ndarray:
        """Rows whose shape holds a date that is not possible for the patient go without a template."""
        earliest, latest = self.templates.column("earliest"), self.templates.column("latest")
        if not len(earliest):
            return which
        fits = (self.earliest[patient] <= earliest[which]) & (self.latest[patient] >= latest[which])
        return np.where((which >= 0) & fits, which, -1)

    def _read_slowly(self, positions: np.ndarray) -> None:
        """Resources one by one, by the ordinary reader."""
        rows = self.rows
        positions = self._leave_supporting(positions)
        self.slow_rows += len(positions)
        asked = np.isin(rows.patient, np.unique(rows.patient[positions])) & (rows.kind == KINDS.index("Condition"))
        needed = np.union1d(positions, np.flatnonzero(asked))
        rows.fetch_samples(needed)
        rows.fetch(needed)
        for position in positions.tolist():
            number = int(rows.patient[position])
            index = self.indexes.get(number)
            if index is None:
                index = self.indexes[number] = RecordIndex(rows, number, self.shared)
            account, newest, reading = read_row(rows, position, self.people[number], index)
            self.accounts[number, ACCOUNT_NUMBER[account]] += 1
            self.newest[number] = max(self.newest[number], day_number(newest))
            self.problems += [(number, problem, position) for problem in reading.problems]
            self.gaps += [(number, position, gap) for gap in reading.gaps]
            self.sheet.add_events(number, position, reading.events)
        rows.fetched.clear()

    def _leave_supporting(self, positions: np.ndarray) -> np.ndarray:
        """Count what only supports other entries, and give the rest."""
        rows = self.rows
        which = np.isin(rows.kind[positions], SUPPORTING_NUMBERS) & (rows.mark[positions] == 0)
        for place in np.flatnonzero(which).tolist():
            position = int(positions[place])
            rule = supports(KINDS[rows.kind[position]], rows.sample(position))
            which[place] = bool(rule)
            if rule:
                self.accounts[rows.patient[position], ACCOUNT_NUMBER[rule]] += 1
        return positions[~which]

    def _take_whole(self, number: int) -> None:
        timeline = whole_record(self.rows, number, self.shared)
        start = int(self.rows.edges[number])
        self.people[number] = Person(timeline.patient, None, date.min, date.max, [], -1)  # type: ignore[arg-type]
        for name, count in ((USED, timeline.used), (REFUSED, timeline.refused), *timeline.ignored.items()):
            self.accounts[number, ACCOUNT_NUMBER[name]] += count
        self.newest[number] = day_number(timeline.newest)
        self.problems += [(number, problem, start) for problem in timeline.problems]
        self.gaps += [(number, start, gap) for gaps in timeline.gaps.values() for gap in gaps]
        self.lesions += [(number, lesion) for lesion in timeline.lesions]
        events = [event for found in timeline.events.values() for event in found]
        self.sheet.add_events(number, start, events)

    def _totals(self) -> dict[str, int]:
        sums = self.accounts.sum(axis=0).tolist()
        return {name: count for name, count in zip(ACCOUNTS, sums, strict=True) if count} | {"read": sum(sums)}

    def _tables(self, newest: np.ndarray) -> dict[str, pa.Table]:
        self.gaps.sort(key=lambda one: (one[0], one[2].start or date.min, one[1]))
        self.problems.sort(key=lambda one: (one[0], one[2]))
        self.lesions.sort(key=lambda one: (one[0], one[1].id))
        return {
            "patients": patients_table(
                [self.people[number].patient for number in range(self.patients)], self.accounts, newest
            ),
            "events": self.sheet.table(),
            "lesions": table_of(LESIONS, [(number, *lesion) for number, lesion in self.lesions]),
            "gaps": table_of(
                GAPS, [(number, gap.concept, gap.start, gap.cause, gap.source) for number, _, gap in self.gaps]
            ),
            "problems": table_of(
                PROBLEMS,
                [(number, *problem, *self._place(position)) for number, problem, position in self.problems],
            ),
        }

    def _place(self, position: int) -> tuple[str | None, int | None]:
        if position < 0:
            return None, None
        return self.names.get(self.rows.value(position, "input")), self.rows.value(position, "line") + 1


def _moved(table: pa.Table, first: int) -> pa.Table:
    """The table with its patients numbered from `first`."""
    place = table.schema.get_field_index("patient")
    numbers = pc.add(table["patient"], pa.scalar(first, pa.int32()))
    return table.set_column(place, table.schema.field(place), numbers)


def _figure_classes(texts: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """(whether there is a figure, whether it is one that only the ordinary reader can tell)."""
    present = pc.is_valid(texts).to_numpy(zero_copy_only=False)
    if not present.any():
        return present, np.zeros(len(texts), bool)
    plain = pc.fill_null(pc.match_substring_regex(texts, r"^[0-9]{1,9}(\.[0-9]{1,6})?$"), True)
    return present, ~plain.to_numpy(zero_copy_only=False)
