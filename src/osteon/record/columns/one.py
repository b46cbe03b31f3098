"""One patient out of the tables of a shard, made piece by piece: only the entries that somebody looks at become events."""

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

from osteon.engine.situation import EPOCH
from osteon.record.timeline import Event, Gap, Lesion, Patient

__all__ = ["OnePatient", "one_of_tables"]


@dataclass(frozen=True, slots=True)
class OnePatient:
    """What the engine needs of a timeline (`engine.situation.PatientData`)."""

    patient: Patient
    events: Mapping[str, Sequence[Event]]
    gaps: Mapping[str, Sequence[Gap]]
    lesions: Sequence[Lesion]


def one_of_tables(tables: Mapping[str, pa.Table]) -> Callable[[int], OnePatient]:
    """For the tables of a shard (docs/store.md): the patient in a row. Nothing is done before it is called."""
    return _Shard(tables).one


class _Shard:
    """The tables of a shard with an index by patient."""

    def __init__(self, tables: Mapping[str, pa.Table]) -> None:
        self._tables = tables

    def one(self, row: int) -> OnePatient:
        waiting: dict[str, list[Gap]] = {}
        for gap in self._some("gaps", row):
            waiting.setdefault(gap.concept, []).append(gap)
        first, last = self._owners["events"][row : row + 2]
        return OnePatient(
            Patient._make(column[row] for column in self._people),
            _Events(self._columns, self._concepts, first, last),
            waiting,
            self._some("lesions", row),
        )

    def _some(self, name: str, row: int) -> list[Any]:
        """The lesions or gaps of a patient."""
        first, last = self._owners[name][row : row + 2]
        return self._others[name][first:last]

    @cached_property
    def _people(self) -> list[list[Any]]:
        """The fields of `Patient`, each for all rows. A store holds no names."""
        people = self._tables["patients"]
        return [people[name].to_pylist() if name != "name" else [""] * people.num_rows for name in Patient._fields]

    @cached_property
    def _others(self) -> dict[str, list[Any]]:
        """Lesions and gaps of all patients: they are few."""
        gaps = [self._tables["gaps"][name].to_pylist() for name in Gap._fields]
        lesions = [self._tables["lesions"][name].to_pylist() for name in Lesion._fields]
        for place, name in enumerate(Lesion._fields):
            if name in ("sources", "joined"):
                lesions[place] = [tuple(one or ()) for one in lesions[place]]
        return {
            "gaps": [Gap._make(one) for one in zip(*gaps, strict=True)],
            "lesions": [Lesion._make(one) for one in zip(*lesions, strict=True)],
        }

    @cached_property
    def _owners(self) -> dict[str, list[int]]:
        """For each table where the rows of each patient begin, and where those of the last one end."""
        count = np.arange(self._tables["patients"].num_rows + 1)
        names = ("events", "lesions", "gaps")
        return {name: np.searchsorted(self._tables[name]["patient"].to_numpy(), count).tolist() for name in names}

    @cached_property
    def _concepts(self) -> tuple[np.ndarray, list[str]]:
        """The concept of each event as a place in a list of concepts."""
        whole = _whole(self._tables["events"]["concept"].cast(WORD))
        return whole.indices.to_numpy(), whole.dictionary.to_pylist()

    @cached_property
    def _columns(self) -> dict[str, Callable[[int], Any]]:
        """For each field of an event a function from its row to its value."""
        events = self._tables["events"]
        exact = _texts(events["exact"]) if "exact" in events.column_names else _nothing
        return {name: _reader(name, events[name], exact) for name in Event._fields}


class _Events(Mapping[str, Sequence[Event]]):
    """Events by concept, made when they are asked for. The rows are in the order of time."""

    def __init__(
        self, columns: dict[str, Callable[[int], Any]], concepts: tuple[np.ndarray, list[str]], first: int, last: int
    ) -> None:
        self._columns = columns
        codes, words = concepts
        rows: dict[int, list[int]] = {}
        for row, code in enumerate(codes[first:last].tolist(), first):
            rows.setdefault(code, []).append(row)
        self._rows = {words[code]: some for code, some in rows.items()}
        self._made: dict[str, tuple[Event, ...]] = {}

    def __getitem__(self, concept: str) -> tuple[Event, ...]:
        found = self._made.get(concept)
        if found is None:
            readers = self._columns.values()
            rows = self._rows[concept]
            found = self._made[concept] = tuple([Event._make([read(row) for read in readers]) for row in rows])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, concept: object) -> bool:
        return concept in self._rows


# --- values -------------------------------------------------------------------------------------------------------------


def _nothing(_: int) -> None:
    return None


def _reader(name: str, column: pa.ChunkedArray, exact: Callable[[int], str | None]) -> Callable[[int], Any]:
    """From a row to the value of a field there. A field that is nowhere filled costs nothing."""
    kind = column.type
    if column.null_count == len(column):
        return _nothing
    if pa.types.is_floating(kind):
        return partial(_decimal, name, _whole(column.cast(pa.float64())).to_numpy(zero_copy_only=False), exact)
    if pa.types.is_date(kind):
        return partial(_day, _whole(column.cast(pa.date32()).cast(pa.int32()).fill_null(NONE)).to_numpy())
    if pa.types.is_timestamp(kind):
        return partial(_moment, _whole(column.cast(pa.timestamp("us")).cast(pa.int64()).fill_null(NO_MOMENT)).to_numpy())
    if pa.types.is_integer(kind):
        return partial(_count, _whole(column.cast(pa.int32()).fill_null(NONE)).to_numpy())
    if pa.types.is_boolean(kind):
        return _whole(column.fill_null(False)).to_numpy(zero_copy_only=False).tolist().__getitem__
    return _texts(column)


WORD = pa.dictionary(pa.int32(), pa.string())
NONE = np.iinfo(np.int32).min
NO_MOMENT = np.iinfo(np.int64).min
EPOCH_DAY = EPOCH.toordinal()


def _texts(column: pa.ChunkedArray) -> Callable[[int], str | None]:
    if column.null_count == len(column):
        return _nothing
    whole = _whole(column)
    if not pa.types.is_dictionary(whole.type):
        return lambda row: whole[row].as_py()
    codes = whole.indices.fill_null(-1).to_numpy()
    # The last place of the list is that of -1.
    words = [*whole.dictionary.to_pylist(), None]
    return lambda row: words[codes[row]]


def _decimal(name: str, column: np.ndarray, exact: Callable[[int], str | None], row: int) -> Decimal | None:
    number = float(column[row])
    told = exact(row)
    if told is not None and name in (said := orjson.loads(told)):
        return Decimal(said[name])
    return Decimal(repr(number)) if number == number else None


def _day(column: np.ndarray, row: int) -> date | None:
    day = int(column[row])
    return None if day == NONE else date.fromordinal(day + EPOCH_DAY)


def _moment(column: np.ndarray, row: int) -> datetime | None:
    moment = int(column[row])
    return None if moment == NO_MOMENT else EPOCH + timedelta(microseconds=moment)


def _count(column: np.ndarray, row: int) -> int | None:
    count = int(column[row])
    return None if count == NONE else count


def _whole(column: Any) -> Any:
    """One array out of its chunks."""
    if column.num_chunks == 1:
        return column.chunk(0)
    if pa.types.is_dictionary(column.type):
        column = column.unify_dictionaries()
    whole = column.combine_chunks()
    return pa.concat_arrays(whole.chunks) if isinstance(whole, pa.ChunkedArray) else whole
