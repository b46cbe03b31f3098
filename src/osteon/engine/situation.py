"""One patient on one date: what the evaluator works on and what it remembers while it works."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

__all__ = ["AsOf", "Looking", "PatientData", "Situation", "as_of", "each_lesion"]


class PatientData(Protocol):
    """What the engine needs of a timeline (`record.timeline.Timeline` has it)."""

    @property
    def events(self) -> Mapping[str, Sequence[Any]]:
        """Events by concept, in time order."""
        ...

    @property
    def gaps(self) -> Mapping[str, Sequence[Any]]:
        """Values that were promised but cannot be used, by concept."""
        ...

    @property
    def lesions(self) -> Sequence[Any]:
        """Places in the skeleton, each with `id` and `first_seen`."""
        ...

    @property
    def patient(self) -> Any:
        """The person: sex, birth and death."""
        ...


class AsOf:
    """The date of a review. A bare day covers the whole day; a moment (UTC where it had a zone) is exact."""

    __slots__ = ("day", "first", "last", "ordinal")

    def __init__(self, day: date, first: datetime, last: datetime) -> None:
        self.day, self.first, self.last, self.ordinal = day, first, last, day.toordinal()

    def __str__(self) -> str:
        return self.day.isoformat() if self.first != self.last else self.first.isoformat(timespec="minutes")


def as_of(when: date | datetime) -> AsOf:
    """The date of a review from a day or a moment."""
    if isinstance(when, datetime):
        moment = (when if when.tzinfo is None else when.astimezone(UTC)).replace(tzinfo=None)
        return AsOf(when.date(), moment, moment)
    start = datetime(when.year, when.month, when.day)
    end = start + timedelta(days=1) if when < date.max else datetime.max
    return AsOf(when, start, end)


class Situation:
    """Working memory of one evaluation. `memo` holds one value per fact; a lesion has a memory of its own."""

    __slots__ = (
        "at",
        "causes",
        "chosen",
        "concepts",
        "found",
        "inner",
        "lesion",
        "lesion_memory",
        "lesions",
        "looked",
        "memo",
        "of_lesion",
        "of_patient",
        "said",
        "seen",
        "settled",
        "timeline",
    )

    def __init__(self, timeline: PatientData, at: AsOf, memo: list[tuple | None]) -> None:
        self.timeline = timeline
        self.at = at
        self.memo = memo
        """One place for each fact, one that stays empty (of whatever is not remembered), and the numbers that never change."""
        self.said = 0
        """What the record speaks of, as a set (see `engine.silence`)."""
        self.looked = 0
        """Facts of which the record says nothing and that were looked at, as a set."""
        self.seen: dict[str, list] = {}
        """Events that can be seen on the date of the review, by concept, as far as they were looked for."""
        self.settled: dict[str, list] = {}
        """Those of them that are a fact about the patient: no plan, no suspicion."""
        self.concepts = frozenset(timeline.events)
        self.found: dict[int, list] = {}
        """What each selection gave."""
        self.causes: dict[int, str] = {}
        self.chosen: dict[int, tuple] = {}
        self.inner: dict[int, int] = {}
        self.of_patient = (self.causes, self.chosen, self.inner)
        self.lesions = tuple(item for item in timeline.lesions if item.first_seen is None or item.first_seen <= at.day)
        self.lesion: str | None = None
        self.lesion_memory: dict[str | None, tuple] = {}
        self.of_lesion: dict[int, tuple] = {}
        """Values of facts about the lesion that is looked at."""


def each_lesion(situation: Situation) -> Iterator[str]:
    """The lesions one after the other, each looked at (as in `Looking`) until the next one is asked for."""
    before = (situation.lesion, situation.of_lesion, situation.causes, situation.chosen, situation.inner)
    memories = situation.lesion_memory
    try:
        for item in situation.lesions:
            lesion = situation.lesion = item.id
            memory = memories.get(lesion)
            if memory is None:
                memory = memories[lesion] = ({}, {}, {}, {})
            situation.of_lesion, situation.causes, situation.chosen, situation.inner = memory
            yield lesion
    finally:
        situation.lesion, situation.of_lesion, situation.causes, situation.chosen, situation.inner = before


class Looking:
    """Within it, facts about lesions are facts about one lesion, and what is noted is noted for that lesion."""

    __slots__ = ("before", "lesion", "situation")

    def __init__(self, situation: Situation, lesion: str) -> None:
        self.situation, self.lesion = situation, lesion
        self.before = (situation.lesion, situation.of_lesion, situation.causes, situation.chosen, situation.inner)

    def __enter__(self) -> None:
        situation, lesion = self.situation, self.lesion
        memory = situation.lesion_memory.get(lesion)
        if memory is None:
            memory = situation.lesion_memory[lesion] = ({}, {}, {}, {})
        situation.lesion = lesion
        situation.of_lesion, situation.causes, situation.chosen, situation.inner = memory

    def __exit__(self, *_: object) -> None:
        situation = self.situation
        situation.lesion, situation.of_lesion, situation.causes, situation.chosen, situation.inner = self.before


def last_day(start: date, precision: str) -> date:
    """The last day that a partial date may mean."""
    if precision == "year":
        return date(start.year, 12, 31)
    if precision == "month":
        return (
            (date(start.year + start.month // 12, start.month % 12 + 1, 1) - timedelta(days=1))
            if start.year < 9999
            else start
        )
    return start


EPOCH: Final = datetime(1970, 1, 1)
HOUR: Final = Decimal(3600)


def hours(moment: datetime) -> Decimal:
    """A moment as hours since 1970."""
    return Decimal(int((moment - EPOCH).total_seconds())) / HOUR
