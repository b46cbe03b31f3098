"""Patterns in columns: what is the same for all events of a pattern, put into columns once for each worker."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

import numpy as np
import orjson

from osteon.record.assemble import PLANS, REACHES_ITS_END
from osteon.record.lesions import LESION_CONCEPTS
from osteon.record.store.moments import CLASS_OF
from osteon.record.store.schema import DECIMALS, WORDS
from osteon.record.store.templates import Pattern
from osteon.record.timeline import Event

__all__ = ["EPOCH", "NO_COUNT", "NO_DAY", "NO_INSTANT", "PatternColumns", "Vocabulary", "day_number", "instant_number", "stored"]

NO_DAY: Final = np.iinfo(np.int32).min
NO_INSTANT: Final = np.iinfo(np.int64).min
EPOCH: Final = date(1970, 1, 1).toordinal()
BEGINNING: Final = datetime(1970, 1, 1)
LARGEST_COUNT: Final = np.iinfo(np.int32).max
NO_COUNT: Final = np.iinfo(np.int32).min
NOT_A_NUMBER: Final = float("nan")
DECIMAL_PLACES: Final = tuple(Event._fields.index(name) for name in DECIMALS)
OWN_WORDS: Final = ("precision",)
"""Words that follow from the date and not from the pattern."""
PATTERN_WORDS: Final = tuple(name for name in WORDS if name not in OWN_WORDS)
WORD_PLACES: Final = tuple(Event._fields.index(name) for name in PATTERN_WORDS)
_KINDS: Final = {
    **dict.fromkeys(("start_slot", "end_slot", "recorded_slot", "precision"), np.int8),
    "end_after": np.int32,
    **dict.fromkeys(("start", "end", "instant", "recorded"), np.int64),
    **dict.fromkeys(("happened", "to_end", "stated", "located", "from_text", "as_needed", "dose_open"), np.bool_),
    **dict.fromkeys(("fractions", "conversion", "exact", "source"), np.int32),
    **dict.fromkeys(DECIMALS, np.float64),
    **dict.fromkeys(PATTERN_WORDS, np.int32),
}
"""Columns in the order of `PatternColumns._row`, with their types. Words, sources and exact texts are codes, -1 for none."""


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


class Vocabulary:
    """Words by number."""

    __slots__ = ("_codes", "words")

    def __init__(self) -> None:
        self._codes: dict[Any, int] = {}
        self.words: list[Any] = []

    def code(self, word: Any) -> int:
        """Number of a word, a new one if need be; -1 for None."""
        if word is None:
            return -1
        found = self._codes.get(word)
        if found is None:
            found = self._codes[word] = len(self.words)
            self.words.append(word)
        return found

    def cut(self, count: int) -> None:
        """Forget all but the first `count` words."""
        while len(self.words) > count:
            del self._codes[self.words.pop()]


class PatternColumns:
    """Patterns by number. Those that were added last can be taken away again."""

    def __init__(self) -> None:
        self._columns: dict[str, np.ndarray] = {name: np.empty(0, kind) for name, kind in _KINDS.items()}
        self._waiting: list[tuple[Any, ...]] = []
        self._count = 0
        self.vocabularies = {name: Vocabulary() for name in (*PATTERN_WORDS, "conversion", "exact", "source")}
        self.events: dict[int, Event] = {}
        """Events at a site, whole: the grouping of lesions looks at them."""

    def __len__(self) -> int:
        return self._count

    def add(self, patterns: Iterable[Pattern], *, with_source: bool = False) -> int:
        """Number of the first of `patterns`; the others follow it. `with_source` keeps the source of their events."""
        first = self._count
        for pattern in patterns:
            self._waiting.append(self._row(pattern, with_source))
            if pattern.event.site is not None:
                self.events[self._count] = pattern.event
            self._count += 1
        return first

    def column(self, name: str) -> np.ndarray:
        """One column, over all patterns."""
        if self._waiting:
            for (known, kind), values in zip(_KINDS.items(), zip(*self._waiting, strict=True), strict=True):
                self._columns[known] = np.concatenate([self._columns[known], np.array(values, kind)])
            self._waiting.clear()
        return self._columns[name]

    def sizes(self) -> tuple[int, dict[str, int]]:
        """How much there is now, for `cut`."""
        return self._count, {name: len(one.words) for name, one in self.vocabularies.items()}

    def cut(self, sizes: tuple[int, dict[str, int]]) -> None:
        """Forget what was added since then."""
        self.column("start")
        for number in range(sizes[0], self._count):
            self.events.pop(number, None)
        self._count = sizes[0]
        for name in self._columns:
            self._columns[name] = self._columns[name][: self._count]
        for name, count in sizes[1].items():
            self.vocabularies[name].cut(count)

    def _row(self, pattern: Pattern, with_source: bool) -> tuple[Any, ...]:
        event = pattern.event
        known = self.vocabularies
        fixed = event if pattern.conversion is None else event._replace(value=None, reported=None)
        numbers = [None if (value := fixed[place]) is None else stored(value) for place in DECIMAL_PLACES]
        count = event.fractions
        return (
            pattern.start,
            pattern.end,
            pattern.recorded,
            CLASS_OF[event.precision],
            pattern.end_after,
            day_number(event.start),
            day_number(event.end),
            instant_number(event.instant),
            instant_number(event.recorded),
            event.status not in PLANS and event.kind != "request",
            event.kind in REACHES_ITS_END,
            event.site is not None and event.concept in LESION_CONCEPTS,
            event.site is not None,
            event.from_text,
            event.as_needed,
            event.dose_open,
            NO_COUNT if count is None or count > LARGEST_COUNT else count,
            known["conversion"].code(pattern.conversion),
            known["exact"].code(_exact(numbers, count)),
            known["source"].code(event.source) if with_source else -1,
            *[NOT_A_NUMBER if number is None else number[0] for number in numbers],
            *[known[name].code(event[place]) for name, place in zip(PATTERN_WORDS, WORD_PLACES, strict=True)],
        )


def _exact(numbers: list[tuple[float, str | None] | None], fractions: int | None) -> str | None:
    """JSON of the numbers that their columns do not tell exactly."""
    found = {}
    for name, number in zip(DECIMALS, numbers, strict=True):
        if number is not None and number[1] is not None:
            found[name] = number[1]
    if fractions is not None and fractions > LARGEST_COUNT:
        found["fractions"] = str(fractions)
    return orjson.dumps(found).decode() if found else None


