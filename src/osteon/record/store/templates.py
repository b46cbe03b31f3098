"""What a resource of one shape comes to, whatever stands in its slots: found once with the ordinary reader.

The reader is given the resource of the shape with dates and a figure that no record has. What it puts into an event out of
these comes from a slot; all else is part of the shape. A shape that holds such dates or figures itself has no template: its
resources are read one by one.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from types import SimpleNamespace
from typing import Any, Final, NamedTuple

import orjson

from osteon.record.fhir.bundle import Entry
from osteon.record.fhir.codes import find_concepts
from osteon.record.fhir.dispatch import DATE_KEYS, NOTHING_SAID, read_entries
from osteon.record.fhir.patients import Belonging
from osteon.record.fhir.reading import Reading
from osteon.record.fhir.references import Index
from osteon.record.fhir.values import traits_of
from osteon.record.store.fields import DATE_SLOTS, slot_paths
from osteon.record.timeline import Event, Gap, Problem
from osteon.terminology import UnitError, convert

__all__ = [
    "NOT_OF_THE_SHAPE",
    "REFUSED",
    "USED",
    "Conversion",
    "Pattern",
    "Pointed",
    "Signature",
    "Template",
    "at_slot",
    "converted",
    "notes_of",
    "read_one",
    "tells_the_day",
    "template_of",
]

Resource = dict[str, Any]

USED, REFUSED = "used", "refused"
DAYS: Final = {
    "told": date(1851, 6, 1),
    "changed": date(1852, 6, 1),
    "main": date(1853, 6, 1),
    "first": date(1864, 6, 1),
    "last": date(1875, 6, 1),
    "other": date(1886, 6, 1),
}
"""A day for each slot, of a time of which no record tells. Orders and dispenses end up to ten years after their day."""
STRANGE_FROM, STRANGE_TO = date(1850, 1, 1), date(1900, 1, 1)
LONGEST_AFTER: Final = 3700
LONGEST_PERIOD: Final = 9 * 365 * 86_400_000_000
NOON: Final = timedelta(hours=12, minutes=34, seconds=56)
FIGURE: Final = "918273.645"
SOURCE: Final = "?"
NOT_OF_THE_SHAPE: Final = ("id", "subject", "patient", "meta", "identifier")
NO_TIME: Final = timedelta(0)
LAST: Final = DATE_SLOTS.index("last")


class Signature(NamedTuple):
    """What of the slots decides about the template: which dates there are, the length of a period, the figure."""

    present: tuple[bool, ...]
    """In the order of DATE_SLOTS."""
    timed: bool
    """Whether the ends of the period are times with their zone."""
    length: int | None
    """Microseconds of a period with both its ends."""
    figure: str | None
    """The figure itself where it decides; empty where any figure will do; None without one."""


class Pointed(NamedTuple):
    """What the references of a resource lead to."""

    key: bytes
    """The same for the same content."""
    values: dict[str, Any]
    """The fields with references, under names that stand for what is behind them."""
    contents: dict[str, Resource | None]
    """By those names; None for what is not in the record."""


class Conversion(NamedTuple):
    """How the value of an event follows from its figure."""

    unit: str | None
    to: str | None
    concept: str


class Pattern(NamedTuple):
    """An event with its source and slots open. A slot is a place in DATE_SLOTS, -1 for what stays as it is.

    Precision and instant follow from the date that stands in the slot of the start.
    """

    event: Event
    start: int = -1
    end: int = -1
    end_after: int = 0
    """Days from the slot to the end."""
    recorded: int = -1
    conversion: Conversion | None = None


class Template(NamedTuple):
    """`asks`: the reader asked for another resource, so that the resource has to be read in its record."""

    account: str
    """`used`, `refused`, or the rule that ignores it."""
    patterns: tuple[Pattern, ...]
    gaps: tuple[tuple[Gap, int], ...]
    """With the slot of the day, or -1."""
    problems: tuple[Problem, ...]
    asks: bool
    plain: bool
    """No date was looked at: neither the slots nor the life of the person matter."""
    earliest: date | None
    latest: date | None
    """First and last day among the dates that are part of the shape."""


class _Watch(Reading):
    """Notes which dates the reader looks at."""

    __slots__ = ("fixed", "looked", "slots")

    def __init__(self, index: Index, depth: int, slots: frozenset[str]) -> None:
        super().__init__(index, depth)
        self.slots = slots
        self.fixed: list[date] = []
        self.looked = False

    def moment(self, value: Any, path: str) -> Any:
        found = super().moment(value, path)
        self.looked = self.looked or value is not None
        if found is not None and value not in self.slots:
            self.fixed.append(found.day)
        return found

    def recorded(self, resource: Resource, *keys: str) -> datetime | None:
        self.looked = True
        return super().recorded(resource, *keys)


class _Asked(Index):
    __slots__ = ("asked", "contents")

    def __init__(self, contents: dict[str, Resource | None]) -> None:
        super().__init__()
        self.asked = False
        self.contents = contents

    def resolve(self, reference: Any, container: Resource) -> Resource | None:
        if isinstance(reference, str) and reference[:1] == "#":
            return super().resolve(reference, container)
        if isinstance(reference, str) and reference in self.contents:
            return self.contents[reference]
        self.asked = self.asked or bool(reference)
        return None


def read_one(entry: Entry, belonging: Belonging, reading: Reading) -> tuple[str, date | None]:
    """(account, newest day) of one resource; events, gaps and problems are in `reading`."""
    found: Any = SimpleNamespace(entries=[entry], refused=0, ignored={})
    tally = read_entries(found, None, belonging, reading)
    account = USED if tally.used else REFUSED if tally.refused else next(iter(tally.ignored))
    return account, tally.newest


def at_slot(resource: Resource, path: tuple[str, ...], value: Any) -> None:
    """Set, or with None take away, what stands at `path`."""
    if len(path) == 1:
        if value is None:
            resource.pop(path[0], None)
        else:
            resource[path[0]] = value
        return
    parent = resource.get(path[0])
    if value is None:
        if isinstance(parent, dict):
            parent.pop(path[1], None)
        return
    if not isinstance(parent, dict):
        parent = resource[path[0]] = {}
    parent[path[1]] = value


def template_of(kind: str, sample: bytes, signature: Signature, pointed: Pointed | None = None) -> Template | None:
    """None when resources of this shape and signature have to be read one by one."""
    resource = orjson.loads(sample)
    if signature.figure == "" and (FIGURE.encode() in sample or _figure_decides(resource)):
        return None
    if signature.length is not None and abs(signature.length) > LONGEST_PERIOD:
        return None
    texts, days, instants = _sentinels(signature.present, signature.timed, signature.length)
    for name in NOT_OF_THE_SHAPE:
        resource.pop(name, None)
    for slot, path in slot_paths(kind).items():
        at_slot(resource, path, texts.get(slot))
    if signature.figure is not None:
        at_slot(resource, ("valueQuantity", "value"), orjson.loads(signature.figure or FIGURE))
    elif isinstance(resource.get("valueQuantity"), dict):
        resource["valueQuantity"].pop("value", None)
    for name, value in pointed.values.items() if pointed else ():
        resource[name] = value
    index = _Asked(pointed.contents if pointed else {})
    reading = _Watch(index, 32, frozenset(texts.values()))
    account, _ = read_one(Entry(SOURCE, kind, resource), Belonging(SOURCE, None, frozenset()), reading)
    fixed = reading.fixed
    if any(STRANGE_FROM <= day < STRANGE_TO for day in fixed):
        return None
    patterns = [_pattern(event, days, instants, signature) for event in reading.events]
    gaps = [(gap, _place_of(gap.start, days)[0]) for gap in reading.gaps]
    kept = [pattern for pattern in patterns if pattern is not None]
    if len(kept) < len(patterns):
        return None
    plain = not reading.events and not reading.gaps and not reading.looked and not index.asked
    earliest, latest = min(fixed, default=None), max(fixed, default=None)
    return Template(account, tuple(kept), tuple(gaps), tuple(reading.problems), index.asked, plain, earliest, latest)


def _figure_decides(resource: Resource) -> bool:
    """Scores have steps and bounds: there the figure itself is part of what decides."""
    found = find_concepts(resource.get("code"), "code", Reading(Index(), 1))
    return any(traits_of(match.concept).scale is not None for match in found.matches)


@lru_cache(maxsize=4096)
def _sentinels(
    present: tuple[bool, ...], timed: bool, length: int | None
) -> tuple[dict[str, str], dict[date, int], dict[datetime, int]]:
    """(texts by slot, slots by day, slots by moment) of the dates that stand for the slots."""
    texts: dict[str, str] = {}
    days: dict[date, int] = {}
    instants: dict[datetime, int] = {}
    for place, slot in enumerate(DATE_SLOTS):
        if not present[place]:
            continue
        in_period = slot in ("first", "last")
        time = NOON if timed or not in_period else NO_TIME
        day = DAYS[slot]
        moment = datetime(day.year, day.month, day.day) + time
        if slot == "last" and length is not None:
            day = DAYS["first"]
            moment = datetime(day.year, day.month, day.day) + time + timedelta(microseconds=length)
        texts[slot] = f"{moment.isoformat()}Z" if timed or not in_period else moment.date().isoformat()
        days.setdefault(moment.date(), place)
        instants.setdefault(moment, place)
    return texts, days, instants


def _place_of(day: date | None, days: dict[date, int]) -> tuple[int, int]:
    """(slot, days after it) of a day; slot -1 for a day that is part of the shape."""
    if day is None or day >= STRANGE_TO:
        return -1, 0
    place = days.get(day)
    if place is not None:
        return place, 0
    after, place = min(((day - base).days, place) for base, place in days.items() if base <= day)
    return place, after


def _last_day(length: int, timed: bool) -> date:
    """The day that stands for the end of a period of this length."""
    day = DAYS["first"]
    return (
        datetime(day.year, day.month, day.day) + (NOON if timed else NO_TIME) + timedelta(microseconds=length)
    ).date()


def _pattern(
    event: Event, days: dict[date, int], instants: dict[datetime, int], signature: Signature
) -> Pattern | None:
    start, before = _place_of(event.start, days)
    end, after = _place_of(event.end, days)
    if signature.length is not None and event.end == _last_day(signature.length, signature.timed):
        end, after = LAST, 0  # it may be the day of the start here, and the next day in another zone
    recorded = -1
    if event.recorded is not None and event.recorded.year < STRANGE_TO.year:
        recorded = instants.get(event.recorded, -2)
    if before or after > LONGEST_AFTER or recorded == -2:
        return None
    conversion = None
    if signature.figure == "" and event.reported is not None and event.reported == Decimal(FIGURE):
        conversion = Conversion(event.reported_unit, event.unit, event.concept)
        if converted(event.reported, conversion) != event.value:
            return None
    return Pattern(event, start, end, after, recorded, conversion)


def converted(figure: Decimal | None, conversion: Conversion) -> Decimal | None:
    """The value in the unit of the concept, as the reader of quantities finds it."""
    if figure is None or conversion.to is None or conversion.unit is None or conversion.unit == conversion.to:
        return figure
    try:
        return convert(figure, conversion.unit, conversion.to, conversion.concept)
    except UnitError:
        return None


@lru_cache(maxsize=256)
def notes_of(kind: str) -> tuple[int, ...]:
    """Places of the date slots that say how far the record reaches when a resource of `kind` gives no event, in their order."""
    by_path = {
        path[0]: DATE_SLOTS.index(slot) for slot, path in slot_paths(kind).items() if slot not in ("changed", "last")
    }
    return tuple(by_path[key] for key in DATE_KEYS.get(kind, ()) if key in by_path)


def tells_the_day(account: str) -> bool:
    """Whether a resource with this account still says how far the record reaches."""
    return account in NOTHING_SAID
