"""The events of one shard in columns: which pattern, which row, and the table that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from osteon.record.assemble import PLANS, REACHES_ITS_END
from osteon.record.fhir.elements import as_number
from osteon.record.store.moments import CLASS_OF, ZONED
from osteon.record.store.schema import DECIMALS, EVENTS, WORDS
from osteon.record.store.templates import Conversion, Pattern, converted
from osteon.record.timeline import Event

__all__ = ["EPOCH", "NO_DAY", "Sheet", "Slots", "day_number", "exact_of", "instant_number", "stored"]

NO_DAY: Final = np.iinfo(np.int32).min
NO_INSTANT: Final = np.iinfo(np.int64).min
PRECISIONS: Final = ("day", "month", "year", "time")
PRECISION_OF: Final = np.array([0, 0, 1, 2, 3, 3, 0], np.int32)
"""Place in PRECISIONS of each class of date."""
EPOCH: Final = date(1970, 1, 1).toordinal()
DECIMAL_PLACES: Final = tuple(Event._fields.index(name) for name in DECIMALS)
LARGEST_COUNT: Final = np.iinfo(np.int32).max
BEGINNING: Final = datetime(1970, 1, 1)


def day_number(day: date | None) -> int:
    """Days since 1970-01-01."""
    return NO_DAY if day is None else day.toordinal() - EPOCH


def instant_number(moment: datetime | None) -> int:
    """Microseconds since 1970-01-01."""
    if moment is None:
        return NO_INSTANT
    since = moment - BEGINNING
    return (since.days * 86400 + since.seconds) * 1_000_000 + since.microseconds


@lru_cache(maxsize=32768)
def stored(value: Decimal) -> tuple[float, str | None]:
    """(the double, the exact text where the double's own text says something else)."""
    number = float(value)
    return number, None if Decimal(repr(number)) == value else str(value)


def exact_of(event: Event) -> str | None:
    """JSON of the numbers that their columns do not tell exactly."""
    found = {}
    for place in DECIMAL_PLACES:
        value = event[place]
        if value is not None:
            text = stored(value)[1]
            if text is not None:
                found[Event._fields[place]] = text
    if event.fractions is not None and event.fractions > LARGEST_COUNT:
        found["fractions"] = str(event.fractions)
    return orjson.dumps(found).decode() if found else None


@lru_cache(maxsize=65536)
def _figure(text: str, conversion: Conversion) -> tuple[float, str | None, float, str | None]:
    reported = as_number(orjson.loads(text))
    value = converted(reported, conversion)
    if reported is None or value is None:
        raise ValueError("a figure that cannot be converted came through")
    return *stored(value), *stored(reported)


class Slots(NamedTuple):
    """Date slots of rows: one line for each slot. See `moments.Moments`."""

    kinds: np.ndarray
    days: np.ndarray
    instants: np.ndarray


class Sheet:
    """Collects events; `table` makes the columns.

    `slots`, `figures` and `sources` are those of the rows that have a template.
    """

    def __init__(self, slots: Slots, figures: pa.Array, sources: pa.Array) -> None:
        self._slots, self._figures, self._sources = slots, figures, sources
        self._patterns: list[Pattern] = []
        self._own_source: list[str | None] = []
        self._pieces: list[tuple[np.ndarray, ...]] = []

    def add_rows(
        self,
        templates: list[tuple[Pattern, ...]],
        which: np.ndarray,
        rows: np.ndarray,
        patients: np.ndarray,
        orders: np.ndarray,
    ) -> None:
        """The events of `rows`: those of the template that `which` names for each."""
        base = len(self._patterns)
        sizes = np.array([len(patterns) for patterns in templates], np.int64)
        starts = base + np.cumsum(sizes) - sizes
        for patterns in templates:
            self._patterns += patterns
        self._own_source += [None] * (len(self._patterns) - base)
        times = sizes[which]
        repeated = np.repeat(np.arange(len(which)), times)
        sequence = np.arange(len(repeated)) - np.repeat(np.cumsum(times) - times, times)
        pattern = starts[which][repeated] + sequence
        self._pieces.append((pattern, rows[repeated], patients[repeated], orders[repeated], sequence))

    def add_events(self, patient: int, order: int, events: Sequence[Event]) -> None:
        """Events that are complete, as the ordinary reader gave them."""
        if not events:
            return
        first = len(self._patterns)
        self._patterns += [Pattern(event) for event in events]
        self._own_source += [event.source for event in events]
        count = len(events)
        self._pieces.append(
            (
                np.arange(first, first + count),
                np.full(count, -1),
                np.full(count, patient),
                np.full(count, order),
                np.arange(count),
            )
        )

    def close(self) -> None:
        """All events are there: put them in reading order, patient by patient."""
        nothing = (np.empty(0, np.int64),) * 5
        columns = [np.concatenate(column) for column in zip(nothing, *self._pieces, strict=True)]
        order = np.lexsort((columns[4], columns[3], columns[2]))
        self.pattern, self.row, self.patient = (column[order].astype(np.int64) for column in columns[:3])
        self.lesion: np.ndarray | None = None
        events = self._events()
        places = self._open("start")
        self.start = self._filled([day_number(event.start) for event in events], places, self._slots.days)
        zoned = self._slots.instants.copy()
        zoned[self._slots.kinds != ZONED] = NO_INSTANT
        self.instant = self._filled([instant_number(event.instant) for event in events], places, zoned)
        precisions = [CLASS_OF[event.precision] for event in events]
        self.precision = self._filled(precisions, places, self._slots.kinds)
        self.end = self._filled([day_number(event.end) for event in events], self._open("end"), self._slots.days)
        after = np.array([pattern.end_after for pattern in self._patterns] or [0])[self.pattern]
        self.end = np.where(self.end == NO_DAY, NO_DAY, self.end + after)
        recorded = [instant_number(event.recorded) for event in events]
        self.recorded = self._filled(recorded, self._open("recorded"), self._slots.instants)

    def _open(self, name: str) -> np.ndarray:
        return np.array([getattr(pattern, name) for pattern in self._patterns] or [0])[self.pattern]

    def _filled(self, consts: list[int], places: np.ndarray, slots: np.ndarray) -> np.ndarray:
        """For each event what its slot says, or what is part of its pattern."""
        values = np.array(consts or [0], np.int64)[self.pattern]
        open_ones = places >= 0
        values[open_ones] = slots[places[open_ones], self.row[open_ones]]
        return values

    def newest(self, patients: int) -> np.ndarray:
        """The last day of anything that happened, for each patient; NO_DAY without any."""
        newest = np.full(patients, NO_DAY, np.int64)
        happened = [event.status not in PLANS and event.kind != "request" for event in self._events()]
        to_end = [event.kind in REACHES_ITS_END for event in self._events()]
        counts = np.array(happened or [False])[self.pattern]
        ends = np.array(to_end or [False])[self.pattern] & (self.end != NO_DAY)
        np.maximum.at(newest, self.patient[counts], np.where(ends, self.end, self.start)[counts])
        return newest

    def _events(self) -> list[Event]:
        return [pattern.event for pattern in self._patterns]

    def source(self, position: int) -> str:
        """Source of one event."""
        own = self._own_source[self.pattern[position]]
        return own if own is not None else str(self._sources[int(self.row[position])])

    def event(self, position: int) -> Event:
        """As much of an event as the grouping of lesions looks at."""
        event = self._patterns[self.pattern[position]].event
        start = int(self.start[position])
        return event._replace(
            source=self.source(position), start=None if start == NO_DAY else date.fromordinal(start + EPOCH)
        )

    def flags(self, test: Any) -> np.ndarray:
        """For each event, what `test` says of its pattern."""
        return np.array([test(event) for event in self._events()] or [False])[self.pattern]

    def repeat(self, positions: np.ndarray, names: list[str | None]) -> None:
        """Put the events at `positions` (ascending, with repetitions) in place of all, with these lesions."""
        for name in ("pattern", "row", "patient", "start", "end", "instant", "precision", "recorded"):
            setattr(self, name, getattr(self, name)[positions])
        self.lesion = np.array(names, object)

    def table(self) -> pa.Table:
        """The events, sorted by patient and time."""
        order = np.lexsort((self.recorded, self.instant, self.start, self.patient))
        pattern, row = self.pattern[order], self.row[order]
        events = self._events()
        value, reported, exact = self._figures_of(pattern, row, events)
        by_field = dict(
            zip(Event._fields, zip(*events, strict=True) if events else [()] * len(Event._fields), strict=True)
        )
        columns: dict[str, Any] = {
            "patient": pa.array(self.patient[order], pa.int32()),
            "source": self._source_column(pattern, row),
            "start": _days(self.start[order]),
            "end": _days(self.end[order]),
            "instant": _instants(self.instant[order]),
            "recorded": _instants(self.recorded[order]),
            "value": value,
            "reported": reported,
            "exact": exact,
            "precision": pa.DictionaryArray.from_arrays(
                pa.array(PRECISION_OF[self.precision[order]]), pa.array(PRECISIONS)
            ),
        }
        lesion = self.lesion[order] if self.lesion is not None else None
        for name in EVENTS.names:
            if name in columns:
                continue
            if name == "lesion":
                columns[name] = pa.array(
                    lesion if lesion is not None else [None] * len(order), pa.string()
                ).dictionary_encode()
                continue
            columns[name] = _constant(name, by_field[name], pattern)
        return pa.table([columns[name] for name in EVENTS.names], schema=EVENTS)

    def _source_column(self, pattern: np.ndarray, row: np.ndarray) -> pa.Array:
        own = pa.array(self._own_source, pa.string()).take(pa.array(pattern))
        if len(self._sources):
            of_row = self._sources.take(pa.array(np.maximum(row, 0)))
            return pc.coalesce(own, of_row)
        return own

    def _figures_of(
        self, pattern: np.ndarray, row: np.ndarray, events: list[Event]
    ) -> tuple[pa.Array, pa.Array, pa.Array]:
        count = len(pattern)
        fixed = [
            event if pattern.conversion is None else event._replace(value=None, reported=None)
            for event, pattern in zip(events, self._patterns, strict=True)
        ]
        given = [(_double(event.value), _double(event.reported), exact_of(event)) for event in fixed] or [
            (None, None, None)
        ]
        value, reported = (np.array([one[place] for one in given], float)[pattern] for place in (0, 1))
        exact = np.array([one[2] for one in given], object)[pattern]
        converts = np.array([one.conversion is not None for one in self._patterns] or [False])[pattern]
        where = np.flatnonzero(converts)
        if len(where):
            texts = self._figures.take(pa.array(row[where])).dictionary_encode()
            words = texts.dictionary.to_pylist()
            keys = pattern[where] * len(words) + texts.indices.to_numpy()
            distinct, inverse = np.unique(keys, return_inverse=True)
            found = [
                _figure(words[key % len(words)], self._patterns[key // len(words)].conversion)
                for key in distinct.tolist()
            ]
            value[where] = np.array([one[0] for one in found])[inverse]
            reported[where] = np.array([one[2] for one in found])[inverse]
            odd = [place for place, one in enumerate(found) if one[1] is not None or one[3] is not None]
            for place in odd:
                told = {
                    name: text for name, text in (("value", found[place][1]), ("reported", found[place][3])) if text
                }
                for at in where[inverse == place]:
                    exact[at] = orjson.dumps({**orjson.loads(exact[at] or "{}"), **told}).decode()
        return (
            pa.array(value, mask=np.isnan(value)),
            pa.array(reported, mask=np.isnan(reported)),
            pa.array(exact, pa.string()) if count else pa.array([], pa.string()),
        )


def _double(value: Decimal | None) -> float | None:
    return None if value is None else stored(value)[0]


def _constant(name: str, values: Sequence[Any], pattern: np.ndarray) -> pa.Array:
    """A column that is the same for all events of a pattern."""
    if name in WORDS:
        words = pa.array(values, pa.string()).dictionary_encode()
        codes = words.indices.take(pa.array(pattern)) if len(values) else pa.array([], pa.int32())
        return pa.DictionaryArray.from_arrays(codes, words.dictionary)
    if name in DECIMALS:
        values = [_double(value) for value in values]
    elif name == "fractions":
        values = [None if value is None or value > LARGEST_COUNT else value for value in values]
    return pa.array(values, EVENTS.field(name).type).take(pa.array(pattern))


def _days(values: np.ndarray) -> pa.Array:
    return pa.array(values.astype(np.int32), mask=values == NO_DAY).cast(pa.date32())


def _instants(values: np.ndarray) -> pa.Array:
    return pa.array(values, mask=values == NO_INSTANT).cast(pa.timestamp("us"))
