"""One population on one date: the values of nodes as columns, each worked out once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from osteon.engine import nodes as n
from osteon.engine.columns import conditions, facts, numbers
from osteon.engine.columns.exact import exact_columns
from osteon.engine.columns.population import NO_MOMENT, Days, Population, Words
from osteon.engine.columns.select import Chosen, Places, whole_days
from osteon.engine.columns.values import CONSTANT, LESION, PATIENT, Category, Flags, Sets, Span, Truth, Value, nobody
from osteon.engine.evaluate import Evaluator, bits
from osteon.engine.events import Events
from osteon.engine.select import NOT_YET
from osteon.engine.silence import LESIONS, PERSON
from osteon.engine.situation import EPOCH, AsOf, Situation, as_of, hours

__all__ = ["Columns"]

MEANING: dict[type, Callable[..., Value]] = {**facts.MEANING, **conditions.MEANING, **numbers.MEANING}

MICROSECOND = timedelta(microseconds=1)
HOURS_A_DAY = 24
FIRST_DAY_OF_HOURS = 719_163
"""1 January 1970 as a day number: hours are counted from there."""

SILENT = f"{__name__}: silent"
"""Values of nodes for patients of whom nothing is known: the same in every population."""
NUMBERS = f"{__name__}: numbers"
"""By identity, the number of each selection of a pathway."""


class Columns:
    """The values of nodes for one population on one date (or on a day for each patient).

    `today` are day numbers, `first_hour` and `last_hour` the ends of the moment of the review in hours since 1970; one row
    where the date is the same for all.
    """

    def __init__(self, evaluator: Evaluator, population: Population, at: AsOf | Days) -> None:
        self.evaluator, self.population = evaluator, population
        self._at = at if isinstance(at, AsOf) else None
        if isinstance(at, AsOf):
            self.today = np.array([at.ordinal], np.int32)
            self.first_hour, self.last_hour = (np.array([float(hours(moment))]) for moment in (at.first, at.last))
        else:
            self.today = np.asarray(at, np.int32)
            self.first_hour = (self.today - FIRST_DAY_OF_HOURS) * float(HOURS_A_DAY)
            self.last_hour = self.first_hour + HOURS_A_DAY
        self.one_day = self._at is not None
        self._values: dict[int, Value] = {}
        self._kept: list[n.Node] = []
        """The nodes asked so far: while they are kept, no other node can take over their identity."""
        self._rows_of: dict[tuple[tuple[str, ...], bool], Places] = {}
        self._promised: dict[tuple[tuple[str, ...], int], tuple[Places, NDArray[np.int64]]] = {}
        self._wanted: dict[tuple[str, tuple[str, ...]], Flags] = {}
        self._inexact: dict[str, Flags] = {}
        self._whole_days: dict[tuple[int, int, str], NDArray[np.float64]] = {}
        self.unbounded: dict[tuple, Chosen] = {}
        """By what they ask of an event, selections before their bounds of time and dose."""
        self._selected: dict[int, Chosen] = {}
        self._numbers: dict[int, int] = evaluator.beside.setdefault(NUMBERS, {})
        self.alike: dict[int, list[tuple[tuple[tuple, ...] | None, NDArray]]] = {}
        """By the identity of a selection, the rows whose events say the same about doses (see `engine.columns.reduce_dose`)."""
        self._situations: dict[int, Situation] = {}
        self.entries: dict[int, tuple[int, Places, Places]] = {}
        """By fact: the space, the events that it chose, and their rows (see `engine.columns.entries`)."""
        self._see()
        self.spoken = self._spoken()

    # -- what can be seen --

    def _see(self) -> None:
        """Events and lesions that can be seen on the date of the review."""
        events, lesions = self.population.events, self.population.lesions
        today = self.today if self.one_day else self.today[events.patient]
        self.seen = (events.start == 0) | (events.start <= today) | _are(events.status, ("planned",))
        if self._at is not None and self._at.first == self._at.last:
            last = (self._at.last - EPOCH) // MICROSECOND
            early = (events.instant == NO_MOMENT) | (events.start < today) | (events.instant <= last)
            self.seen &= early | _are(events.status, ("planned",)) | (events.start == 0)
        self.settled = self.seen & ~_are(events.status, tuple(NOT_YET))
        first = lesions.first_seen
        shown = (first == 0) | (first <= (self.today if self.one_day else self.today[lesions.patient]))
        self.lesion_rows = np.flatnonzero(shown)
        """The lesions that are looked at, as rows of `Population.lesions`."""
        self.lesions = len(self.lesion_rows)
        self.patient_of = lesions.patient[self.lesion_rows]
        place = np.full(len(first) + 1, -1, np.int32)
        place[self.lesion_rows] = np.arange(self.lesions, dtype=np.int32)
        self.lesion_of_event = place[events.lesion]
        """The lesion that an event is about, among those that are looked at; -1 for none."""

    def _spoken(self) -> int:
        """What the records speak of, as a set (see `engine.silence`)."""
        needs = self.evaluator.needs
        found = needs.of_concepts(self.population.places) | needs.of_concepts(self.population.gaps) | PERSON
        return found | LESIONS if self.lesions else found

    def of_concepts(self, concepts: tuple[str, ...], settled: bool) -> Places:
        """Where the events of some concepts are that can be seen, in ascending order. `settled`: without those that are no fact yet."""
        found = self._rows_of.get((concepts, settled))
        if found is None:
            found = self._rows_of[concepts, settled] = self._of_concepts(concepts, settled)
        return found

    def _of_concepts(self, concepts: tuple[str, ...], settled: bool) -> Places:
        if len(concepts) > 1:
            parts = [part for one in concepts if len(part := self.of_concepts((one,), settled))]
            return parts[0] if len(parts) == 1 else np.sort(np.concatenate([*parts, np.zeros(0, np.intp)]))
        places = self.population.places.get(concepts[0]) if concepts else None
        if places is None:
            return np.zeros(0, np.intp)
        return places.compress((self.settled if settled else self.seen).take(places))

    def promised(self, concepts: tuple[str, ...], space: int) -> tuple[Places, NDArray[np.int64]]:
        """The rows of a space for which a value of some concepts was promised that cannot be used, in ascending order, and the newest
        day of such a promise; 0 without a day."""
        found = self._promised.get((concepts, space))
        if found is None:
            gaps = [self.population.gaps[name] for name in concepts if name in self.population.gaps]
            newest = np.full(self.population.patients if gaps else 1, -1, np.int64)
            for patients, start in gaps:
                seen = (start == 0) | (start <= (self.today if self.one_day else self.today[patients]))
                np.maximum.at(newest, patients[seen], start[seen])
            # Of one patient alone, too, for each of her lesions.
            newest = np.broadcast_to(self.in_space(newest, space), self.rows(space))
            rows = np.flatnonzero(newest >= 0)
            found = self._promised[concepts, space] = rows, newest[rows]
        return found

    def words(self, field: str, wanted: tuple[str, ...]) -> Flags:
        """For each word of a column of the events whether it is one of some words; the last place is that of no word."""
        found = self._wanted.get((field, wanted))
        if found is None:
            known: Words = getattr(self.population.events, field)
            found = self._wanted[field, wanted] = np.array([*(word in wanted for word in known.words), False])
        return found

    def inexact(self, figure: str) -> Flags:
        """For each word of `EventColumns.exact` whether it tells digits of a figure that its float does not; the last place is that of
        no word."""
        found = self._inexact.get(figure)
        if found is None:
            found = self._inexact[figure] = np.array([*(f'"{figure}"' in word for word in self.population.events.exact.words), False])
        return found

    # -- values --

    def value(self, node: n.Node) -> Value:
        """The column of a node."""
        found = self._values.get(id(node))
        if found is None:
            said = self.evaluator.needs.of(node) & self.spoken
            found = MEANING[type(node)](self, node) if said else self._of_silence(node)
            self._values[id(node)] = found
            self._kept.append(node)
        return found

    def forget(self) -> None:
        """Let all values go, at the end. Most values and what they would tell of themselves hold each other; without this they stay
        until somebody looks for such circles, which takes as long as a tenth of the work."""
        for value in self._values.values():
            # What holds for all belongs to the pathway, and serves other populations.
            if value.space != CONSTANT:
                value.missing = value.because = nobody
                value.lifted = None
        self._values.clear()

    def _of_silence(self, node: n.Node) -> Value:
        """The value for a patient of whom nothing is known, asked from the one-patient evaluator once."""
        silent: dict[int, Value] = self.evaluator.beside.setdefault(SILENT, {})
        found = silent.get(id(node))
        if found is None:
            nobody = self.evaluator.nobody()
            answer = self.evaluator.value(nobody, node, "" if node.per_lesion else None)
            found = silent[id(node)] = _constant(node, answer)
        return found

    def exactly(self, node: n.Node, space: int, rows: Flags) -> Iterator[tuple[int, tuple]]:
        """What the one-patient evaluator says in some rows, as (row, value): for the few answers that floats leave open."""
        # Flags of constants are one row long in any space, also in one where there is nobody to ask about.
        if not self.population.patients or not self.rows(space):
            return
        # What is asked of lesions and the same for all lesions of a patient, or for all patients, holds for a lesion that nothing is
        # known of, and for the first patient.
        lesion = "" if node.per_lesion else None
        for row in np.flatnonzero(rows).tolist():
            patient = 0 if space == CONSTANT else row
            if space == LESION:
                patient, lesion = int(self.patient_of[row]), self.population.lesions.id[int(self.lesion_rows[row])]
            yield row, self.evaluator.value(self.situation(patient), node, lesion)

    def situation(self, patient: int) -> Situation:
        """The working memory of one patient."""
        found = self._situations.get(patient)
        if found is None:
            at = self._at if self._at is not None else as_of(date.fromordinal(int(self.today[patient])))
            found = self._situations[patient] = self.evaluator.situation(self.population.one(patient), at)
        return found

    # -- spaces --

    def rows(self, space: int) -> int:
        """How many rows a space has."""
        return (1, self.population.patients, self.lesions)[space]

    def together(self, values: Iterable[Value]) -> tuple[int, list]:
        """Values in the widest of their spaces."""
        found = list(values)
        space = max(value.space for value in found)
        if space == LESION:
            found = [self.over_lesions(value) if value.space == PATIENT else value for value in found]
        return space, found

    def together_in(self, value: Value, space: int) -> Value:
        """A value in the rows of a space that is not narrower than its own."""
        return self.over_lesions(value) if space == LESION else value

    def over_lesions(self, value: Value) -> Value:
        """A value of patients spread over their lesions."""
        if value.space != PATIENT:
            return value
        if value.lifted is None:
            value.lifted = self._spread(value)
        return value.lifted

    def _spread(self, value: Value) -> Value:
        def missing() -> Sets:
            return {fact: self.lift(flags) for fact, flags in value.missing().items()}

        def because() -> Sets:
            return {fact: self.lift(flags) for fact, flags in value.because().items()}

        if isinstance(value, Truth):
            return Truth(LESION, self.lift(value.true), self.lift(value.false), missing=missing, because=because)
        if isinstance(value, Span):
            low = self.lift(value.low)
            high = low if value.high is value.low else self.lift(value.high)
            return Span(LESION, low, high, self.lift(value.places), missing=missing, because=because)
        assert isinstance(value, Category)
        return Category(LESION, self.lift(value.codes), value.sets, missing=missing, because=because)

    def lift(self, column: NDArray) -> NDArray:
        """A column of patients as one of lesions; one row stays one row."""
        return column if len(column) == 1 else column[self.patient_of]

    def in_space(self, column: NDArray, space: int) -> NDArray:
        """What is known of each patient (or of all), in the rows of a space."""
        return self.lift(column) if space == LESION else column

    def any_lesion(self, flags: Flags) -> Flags:
        """Patients with a lesion that is marked."""
        found = np.zeros(self.population.patients, bool)
        found[self.patient_of[np.broadcast_to(flags, self.lesions)]] = True
        return found

    def count_lesions(self, flags: Flags) -> NDArray[np.float64]:
        """How many of the lesions of each patient are marked."""
        marked = self.patient_of[np.broadcast_to(flags, self.lesions)]
        return np.bincount(marked, minlength=self.population.patients).astype(float)

    def whole_days(self, node: n.Node, space: int, name: str) -> NDArray[np.float64]:
        """A bound of days (`within`, `since` or `before`) as the whole number of days that bounds the same days."""
        found = self._whole_days.get((id(node), space, name))
        if found is None:
            found = self._whole_days[id(node), space, name] = whole_days(self, node, space, name)
        return found

    # -- selections --

    def selected(self, events: Events, make: Any) -> Chosen:
        """The events that a selection means, worked out once for all facts that mean the same."""
        number = self._numbers.get(id(events))
        if number is None:
            # Equal selections share a number; finding that out takes longer than all that is done with it.
            alike = self.evaluator.selections
            number = self._numbers[id(events)] = alike.setdefault(events, len(alike))
        found = self._selected.get(number)
        if found is None:
            found = self._selected[number] = make(self, events)
        return found


def _are(words: Words, wanted: tuple[str, ...]) -> Flags:
    """Where a column of words has one of some words."""
    return np.array([*(word in wanted for word in words.words), False])[words.codes]


def _constant(node: n.Node, answer: tuple) -> Value:
    """A value of the one-patient evaluator as a column of one row."""
    lacking, support = ({fact: np.ones(1, bool) for fact in bits(mask)} for mask in answer[-2:])
    if node.kind == "number":
        low, high, places = exact_columns([answer])
        high = low if answer[0] == answer[1] else high
        return Span(CONSTANT, low, high, places, missing=lambda: lacking, because=lambda: support)
    if node.kind == "category":
        code = np.array([-1 if answer[0] is None else 0], np.int32)
        sets = () if answer[0] is None else (answer[0],)
        return Category(CONSTANT, code, sets, missing=lambda: lacking, because=lambda: support)
    true, false = np.array([answer[0] is True]), np.array([answer[0] is False])
    return Truth(CONSTANT, true, false, missing=lambda: lacking, because=lambda: support)

