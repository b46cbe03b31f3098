"""A population whose rows are days of patients: the same patient once for each day on which something is asked about her."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import fields
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.population import EventColumns, GapColumns, LesionColumns, Population, Words
from osteon.record.columns.timelines import by_word

__all__ = ["repeated", "repeated_lesions"]

Rows = NDArray[np.int32]


def repeated(population: Population, patients: Rows, concepts: Collection[str], until: Rows) -> Population:
    """A population in which row `i` is the patient `patients[i]` of another one (ascending; one patient may come many times).

    Of her events only those of some concepts are there, and none that lies behind the day `until[i]`, unless it is a plan: with these
    the columns of the engine say on that day, and on any day before, what they say with all of them.
    """
    whose, take = _events_of(population, patients, concepts, until)
    lesion_owner, lesion_take = _expanded(population.lesions.patient, population.patients, patients)
    events = _taken_events(population.events, whose, take, population, patients)
    return Population(
        patients=len(patients),
        sex=population.sex[patients],
        birth=(population.birth[0][patients], population.birth[1][patients]),
        death=(population.death[0][patients], population.death[1][patients]),
        events=events,
        places=by_word(events.concept),
        lesions=_taken_lesions(population.lesions, lesion_owner, lesion_take),
        gaps={
            concept: _taken_gaps(population.gaps[concept], population.patients, patients)
            for concept in concepts
            if concept in population.gaps
        },
        one=lambda row: population.one(int(patients[row])),
    )


def repeated_lesions(population: Population, patients: Rows, lesion: Rows) -> Rows:
    """Where the lesion of each row (a row of `Population.lesions`, -1 for none) is among the lesions of the repeated population."""
    return _moved(lesion, np.arange(len(patients)), population, patients)


def _moved(lesion: Rows, whose: NDArray, population: Population, patients: Rows) -> Rows:
    counts = np.bincount(population.lesions.patient, minlength=population.patients)
    firsts = np.cumsum(counts) - counts
    many = counts[patients]
    further = np.cumsum(many) - many - firsts[patients]
    return np.where(lesion >= 0, lesion + further[whose], -1).astype(np.int32)


def _expanded(owners: Rows, people: int, patients: Rows) -> tuple[Rows, NDArray[np.intp]]:
    """Rows that belong to patients (in their order), once for each time that the patient comes: the new owner, and the old row."""
    counts = np.bincount(owners, minlength=people)
    ends = np.cumsum(counts)
    many = counts[patients]
    whose = np.repeat(np.arange(len(patients), dtype=np.int32), many)
    within = np.arange(len(whose)) - np.repeat(np.cumsum(many) - many, many)
    return whose, np.repeat((ends - counts)[patients], many) + within


# --- events -----------------------------------------------------------------------------------------------------------


def _events_of(
    population: Population, patients: Rows, concepts: Collection[str], until: Rows
) -> tuple[Rows, NDArray[np.intp]]:
    table = population.events
    wanted = np.zeros(len(table.patient), bool)
    for concept in concepts:
        wanted[population.places.get(concept, [])] = True
    kept = np.flatnonzero(wanted)
    whose, place = _expanded(table.patient[kept], population.patients, patients)
    take = kept[place]
    plan = np.array([*(word == "planned" for word in table.status.words), False])[table.status.codes[take]]
    seen = (table.start[take] <= until[whose]) | plan
    return whose[seen], take[seen]


def _taken_events(
    table: EventColumns, whose: Rows, take: NDArray[np.intp], population: Population, patients: Rows
) -> EventColumns:
    columns: dict[str, Any] = {}
    for field in fields(EventColumns):
        column = getattr(table, field.name)
        if isinstance(column, Words):
            columns[field.name] = Words(column.codes[take], column.words)
        elif isinstance(column, np.ndarray):
            columns[field.name] = column[take]
    replaced = np.flatnonzero(np.isin(take, list(table.replaces))) if table.replaces else ()
    rank = columns["rank"]
    new = np.ones(len(take), bool)
    new[1:] = (rank[1:] != rank[:-1]) | (whose[1:] != whose[:-1])
    return EventColumns(
        **{
            **columns,
            "patient": whose,
            "rank": np.cumsum(new, dtype=np.int32),
            "lesion": _moved(columns["lesion"], whose, population, patients),
            "source": _Taken(table.source, take),
            "replaces": {int(place): table.replaces[int(take[place])] for place in replaced},
        }
    )


class _Taken(Sequence[str]):
    """Some rows of a column, looked up when they are asked for."""

    def __init__(self, column: Sequence[str], take: NDArray[np.intp]) -> None:
        self._column, self._take = column, take

    @overload
    def __getitem__(self, row: int) -> str: ...

    @overload
    def __getitem__(self, row: slice) -> _Taken: ...

    def __getitem__(self, row: int | slice) -> str | _Taken:
        if isinstance(row, slice):
            return _Taken(self._column, self._take[row])
        return self._column[int(self._take[row])]

    def __len__(self) -> int:
        return len(self._take)


# --- lesions and gaps -------------------------------------------------------------------------------------------------


def _taken_lesions(table: LesionColumns, owner: Rows, take: NDArray[np.intp]) -> LesionColumns:
    return LesionColumns(
        patient=owner,
        first_seen=table.first_seen[take],
        id=_Taken(table.id, take),
        site=Words(table.site.codes[take], table.site.words),
        laterality=Words(table.laterality.codes[take], table.laterality.words),
    )


def _taken_gaps(gaps: GapColumns, people: int, patients: Rows) -> GapColumns:
    order = np.argsort(gaps.patient, kind="stable")
    owner, take = _expanded(gaps.patient[order], people, patients)
    return GapColumns(owner, gaps.start[order][take])
