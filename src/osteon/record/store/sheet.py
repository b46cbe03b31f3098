"""The events of some patients in columns: which pattern, which row, and the table that comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import orjson
import pyarrow as pa

from osteon.record.fhir.elements import as_number
from osteon.record.store.moments import ZONED
from osteon.record.store.patterns import EPOCH, NO_COUNT, NO_DAY, NO_INSTANT, PatternColumns, stored
from osteon.record.store.schema import DECIMALS, EVENTS, WORDS
from osteon.record.store.template_store import TemplateStore
from osteon.record.store.templates import Conversion, Pattern, converted
from osteon.record.timeline import Event

__all__ = ["Sheet", "Slots"]

PRECISIONS: Final = ("day", "month", "year", "time")
PRECISION_OF: Final = np.array([0, 0, 1, 2, 3, 3, 0], np.int32)
"""Place in PRECISIONS of each class of date."""


AT_SOURCE, AT_START, AT_FRACTIONS = (Event._fields.index(name) for name in ("source", "start", "fractions"))


@lru_cache(maxsize=16384)
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

    def __init__(self, slots: Slots, figures: pa.Array, sources: pa.Array, patterns: PatternColumns) -> None:
        self._slots, self._figures, self._sources, self._patterns = slots, figures, sources, patterns
        self._pieces: list[tuple[np.ndarray, ...]] = []

    def add_rows(
        self, templates: TemplateStore, which: np.ndarray, rows: np.ndarray, patients: np.ndarray, orders: np.ndarray
    ) -> None:
        """The events of `rows`: those of the template that `which` names for each."""
        times = templates.column("events")[which]
        repeated = np.repeat(np.arange(len(which)), times)
        sequence = np.arange(len(repeated)) - np.repeat(np.cumsum(times) - times, times)
        pattern = templates.column("first")[which][repeated] + sequence
        self._pieces.append((pattern, rows[repeated], patients[repeated], orders[repeated], sequence))

    def add_events(self, patient: int, order: int, events: Sequence[Event]) -> None:
        """Events that are complete, as the ordinary reader gave them."""
        if not events:
            return
        first = self._patterns.add((Pattern(event) for event in events), with_source=True)
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
        places = self.of_pattern("start_slot")
        self.start = self._filled("start", places, self._slots.days)
        zoned = self._slots.instants.copy()
        zoned[self._slots.kinds != ZONED] = NO_INSTANT
        self.instant = self._filled("instant", places, zoned)
        self.precision = self._filled("precision", places, self._slots.kinds)
        self.end = self._filled("end", self.of_pattern("end_slot"), self._slots.days)
        self.end = np.where(self.end == NO_DAY, NO_DAY, self.end + self.of_pattern("end_after"))
        self.recorded = self._filled("recorded", self.of_pattern("recorded_slot"), self._slots.instants)

    def of_pattern(self, name: str) -> np.ndarray:
        """For each event, what a column says of its pattern."""
        return self._patterns.column(name)[self.pattern]

    def _filled(self, name: str, places: np.ndarray, slots: np.ndarray) -> np.ndarray:
        """For each event what its slot says, or what is part of its pattern."""
        values = self.of_pattern(name).astype(np.int64)
        open_ones = np.flatnonzero(places >= 0)
        values[open_ones] = slots[places[open_ones], self.row[open_ones]]
        return values

    def newest(self, patients: int) -> np.ndarray:
        """The last day of anything that happened, for each patient; NO_DAY without any."""
        newest = np.full(patients, NO_DAY, np.int64)
        counts = self.of_pattern("happened")
        ends = self.of_pattern("to_end") & (self.end != NO_DAY)
        np.maximum.at(newest, self.patient[counts], np.where(ends, self.end, self.start)[counts])
        return newest

    def sources(self, positions: np.ndarray) -> list[str]:
        """Sources of these events."""
        found: list[str] = self._source_column(self.pattern[positions], self.row[positions]).to_pylist()
        return found

    def events(self, positions: np.ndarray) -> list[Event]:
        """As much of some events, which have a site, as the grouping of lesions looks at.

        In place of their `fractions` stands their position, by which they are known again.
        """
        found = []
        columns = (
            self.pattern[positions].tolist(), self.start[positions].tolist(), self.sources(positions), positions.tolist()
        )  # fmt: skip
        for pattern, start, source, position in zip(*columns, strict=True):
            day = None if start == NO_DAY else date.fromordinal(start + EPOCH)
            event = self._patterns.events[pattern]
            fields: list[Any] = list(event)
            fields[AT_SOURCE], fields[AT_START], fields[AT_FRACTIONS] = source, day, position
            found.append(Event._make(fields))
        return found

    def structures(self) -> np.ndarray:
        """For each event the body structure that its pattern points to."""
        words = [*self._patterns.vocabularies["lesion"].words, None]
        return np.array(words, object)[self.of_pattern("lesion")]

    def repeat(self, positions: np.ndarray, names: list[str | None]) -> None:
        """Put the events at `positions` (ascending, with repetitions) in place of all, with these lesions."""
        for name in ("pattern", "row", "patient", "start", "end", "instant", "precision", "recorded"):
            setattr(self, name, getattr(self, name)[positions])
        self.lesion = np.array(names, object)

    def table(self) -> pa.Table:
        """The events, sorted by patient and time."""
        order = np.lexsort((self.recorded, self.instant, self.start, self.patient))
        pattern, row = self.pattern[order], self.row[order]
        value, reported, exact = self._figures_of(pattern, row)
        lesion = self.lesion[order] if self.lesion is not None else [None] * len(order)
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
            "lesion": pa.array(lesion, pa.string()).dictionary_encode(),
        }
        for name in EVENTS.names:
            if name not in columns:
                columns[name] = self._constant(name, pattern)
        return pa.table([columns[name] for name in EVENTS.names], schema=EVENTS)

    def _constant(self, name: str, pattern: np.ndarray) -> pa.Array:
        """A column that is the same for all events of a pattern."""
        values = self._patterns.column(name)[pattern]
        if name in WORDS:
            return _words(values, self._patterns.vocabularies[name].words)
        if name in DECIMALS:
            return pa.array(values, mask=np.isnan(values))
        return pa.array(values, mask=values == NO_COUNT) if name == "fractions" else pa.array(values)

    def _source_column(self, pattern: np.ndarray, row: np.ndarray) -> pa.Array:
        own = self._patterns.column("source")[pattern]
        words = pa.array(self._patterns.vocabularies["source"].words, pa.string())
        # Rows first, own sources behind them: one look-up for both.
        place = np.where(own >= 0, own + len(self._sources), row)
        return pa.chunked_array([self._sources, words]).combine_chunks().take(pa.array(place))

    def _figures_of(self, pattern: np.ndarray, row: np.ndarray) -> tuple[pa.Array, pa.Array, pa.Array]:
        value, reported = (self._patterns.column(name)[pattern] for name in ("value", "reported"))
        texts = [*self._patterns.vocabularies["exact"].words, None]
        exact = np.array(texts, object)[self._patterns.column("exact")[pattern]]
        conversions: list[Conversion] = self._patterns.vocabularies["conversion"].words
        conversion = self._patterns.column("conversion")[pattern]
        where = np.flatnonzero(conversion >= 0)
        if len(where):
            encoded = self._figures.take(pa.array(row[where])).dictionary_encode()
            words = encoded.dictionary.to_pylist()
            keys = conversion[where].astype(np.int64) * len(words) + encoded.indices.to_numpy()
            distinct, inverse = np.unique(keys, return_inverse=True)
            found = [_figure(words[key % len(words)], conversions[key // len(words)]) for key in distinct.tolist()]
            value[where] = np.array([one[0] for one in found])[inverse]
            reported[where] = np.array([one[2] for one in found])[inverse]
            odd = np.array([one[1] is not None or one[3] is not None for one in found])
            for place in np.flatnonzero(odd[inverse]).tolist():
                at, one = where[place], found[inverse[place]]
                told = {name: text for name, text in (("value", one[1]), ("reported", one[3])) if text}
                exact[at] = orjson.dumps({**orjson.loads(exact[at] or "{}"), **told}).decode()
        return (
            pa.array(value, mask=np.isnan(value)),
            pa.array(reported, mask=np.isnan(reported)),
            pa.array(exact, pa.string()) if len(pattern) else pa.array([], pa.string()),
        )


def _words(codes: np.ndarray, words: list[str]) -> pa.Array:
    """Codes of a vocabulary as a column that holds only the words that occur."""
    missing = codes < 0
    used = np.flatnonzero(np.bincount(codes[~missing], minlength=len(words)))
    places = np.zeros(len(words) + 1, np.int32)
    places[used] = np.arange(len(used))
    said = pa.array([words[code] for code in used.tolist()], pa.string())
    return pa.DictionaryArray.from_arrays(pa.array(places[codes], mask=missing), said)


def _days(values: np.ndarray) -> pa.Array:
    return pa.array(values.astype(np.int32), mask=values == NO_DAY).cast(pa.date32())


def _instants(values: np.ndarray) -> pa.Array:
    return pa.array(values, mask=values == NO_INSTANT).cast(pa.timestamp("us"))
