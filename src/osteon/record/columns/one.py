"""One patient out of the columns of a shard, made piece by piece: only the entries that somebody looks at become events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

import numpy as np
import orjson
import pyarrow as pa

from osteon.engine.columns.population import NO_MOMENT, EventColumns, Words
from osteon.engine.situation import EPOCH
from osteon.record.timeline import Event, Gap, Lesion, Patient

__all__ = ["OnePatient", "one_of_tables"]

UNREAD = frozenset(("from_text", "tier", "label"))
"""Fields of an event that tell a reader something, and no rule."""
OF_LESION = ("id", "site", "laterality", "first_seen")
NOTHING: Sequence[Any] = ()


@dataclass(frozen=True)
class OnePatient:
    """What the engine needs of a timeline (`engine.situation.PatientData`)."""

    people: pa.Table
    row: int
    events: Mapping[str, Sequence[Event]]
    gaps: Mapping[str, Sequence[Gap]]
    lesions: Sequence[Lesion]

    @cached_property
    def patient(self) -> Patient:
        """The person: few of the questions are about her."""
        return Patient._make(self.people[name][self.row].as_py() if name != "name" else "" for name in Patient._fields)


def one_of_tables(tables: Mapping[str, pa.Table], events: EventColumns) -> Callable[[int], OnePatient]:
    """For the tables of a shard (docs/store.md) and the columns of its events: the patient in a row. Nothing is done before it
    is called."""
    return _Shard(tables, events).one


class _Shard:
    """The tables of a shard with an index by patient."""

    def __init__(self, tables: Mapping[str, pa.Table], events: EventColumns) -> None:
        # What the columns of the engine hold need not be kept twice.
        kept = [name for name in tables["events"].column_names if name == "lesion" or not _held(events, name)]
        self._tables, self._events = {**tables, "events": tables["events"].select(kept)}, events

    def one(self, row: int) -> OnePatient:
        first, last = self._starts["events"][row : row + 2].tolist()
        waiting: dict[str, list[Gap]] = {}
        for one in self._some("gaps", row, Gap._fields):
            waiting.setdefault(one["concept"], []).append(Gap(**one))
        return OnePatient(
            self._tables["patients"],
            row,
            _Events(self._readers, self._events.concept, first, last),
            waiting,
            [Lesion(**one) for one in self._some("lesions", row, OF_LESION)],
        )

    def _some(self, name: str, row: int, fields: Sequence[str]) -> Sequence[Any]:
        """The lesions or gaps of a patient."""
        first, last = self._starts[name][row : row + 2].tolist()
        return self._tables[name].slice(first, last - first).select(fields).to_pylist() if first < last else NOTHING

    @cached_property
    def _starts(self) -> dict[str, np.ndarray]:
        """By table and patient, where her events, lesions and gaps begin; one patient more at the end."""
        rows = np.arange(self._tables["patients"].num_rows + 1, dtype=np.int32)
        owners = {"events": self._events.patient, **{name: self._tables[name]["patient"].to_numpy() for name in ("lesions", "gaps")}}
        return {name: np.searchsorted(whose, rows) for name, whose in owners.items()}

    @cached_property
    def _readers(self) -> list[Callable[[int], Any]]:
        """For each field of an event a function from its row to its value."""
        return [_reader(name, self._events, self._tables["events"]) for name in Event._fields]


class _Events(Mapping[str, Sequence[Event]]):
    """Events by concept, made when they are asked for. The rows are in the order of time."""

    def __init__(self, readers: list[Callable[[int], Any]], concept: Words, first: int, last: int) -> None:
        self._readers = readers
        rows: dict[int, list[int]] = {}
        for row, code in enumerate(concept.codes[first:last].tolist(), first):
            rows.setdefault(code, []).append(row)
        self._rows = {concept.words[code]: some for code, some in rows.items()}
        self._made: dict[str, tuple[Event, ...]] = {}

    def __getitem__(self, concept: str) -> tuple[Event, ...]:
        found = self._made.get(concept)
        if found is None:
            rows = self._rows[concept]
            found = self._made[concept] = tuple([Event._make([read(row) for read in self._readers]) for row in rows])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, concept: object) -> bool:
        return concept in self._rows


# --- values -------------------------------------------------------------------------------------------------------------


def _held(events: EventColumns, name: str) -> bool:
    """Whether the columns of the engine hold a field of the events."""
    return isinstance(getattr(events, name, None), Words | np.ndarray)


def _reader(name: str, events: EventColumns, table: pa.Table) -> Callable[[int], Any]:
    """From a row to the value of a field there: out of the columns of the engine, or out of the table for what they do not hold."""
    column: Any = getattr(events, name, None)
    entries: Any = table[name] if name in table.column_names else None
    if name in UNREAD:
        value = Event._field_defaults[name]
        return lambda row: value
    if name == "replaces":
        return events.replaces.get
    if isinstance(column, Words):
        return partial(_word, column.codes, column.words)
    if name in ("start", "end"):
        return partial(_day, column)
    if name == "instant":
        return partial(_moment, column)
    if name == "fractions":
        return partial(_count, column)
    if name == "lesion":
        return lambda row: None if events.lesion[row] < 0 else entries[row].as_py()
    if name in ("as_needed", "dose_open"):
        return lambda row: bool(column[row])
    if isinstance(column, np.ndarray) and column.dtype == np.float64:
        return partial(_decimal, name, column, events.exact)
    return lambda row: entries[row].as_py()


def _word(codes: np.ndarray, words: Sequence[str], row: int) -> str | None:
    code = codes[row]
    return words[code] if code >= 0 else None


def _decimal(name: str, column: np.ndarray, exact: Words, row: int) -> Decimal | None:
    code = exact.codes[row]
    if code >= 0 and name in (said := orjson.loads(exact.words[code])):
        return Decimal(said[name])
    number = float(column[row])
    return Decimal(repr(number)) if number == number else None


def _day(column: np.ndarray, row: int) -> date | None:
    day = int(column[row])
    return date.fromordinal(day) if day else None


def _moment(column: np.ndarray, row: int) -> datetime | None:
    moment = int(column[row])
    return None if moment == NO_MOMENT else EPOCH + timedelta(microseconds=moment)


def _count(column: np.ndarray, row: int) -> int | None:
    count = float(column[row])
    return int(count) if count == count else None
