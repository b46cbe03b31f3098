"""One patient's sheet while it is being written: her dice, her ids, her lines of JSON by resource type."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date
from statistics import NormalDist

__all__ = ["DAYS", "NORMAL", "Sheet", "Visit", "day_of", "pick"]

FIRST_DAY = date(1920, 1, 1).toordinal()
DAYS: list[str] = [date.fromordinal(FIRST_DAY + number).isoformat() for number in range(366 * 115)]
"""ISO days from 1920 on: looking one up is faster than writing it."""
NORMAL: list[float] = [NormalDist().inv_cdf((number + 0.5) / 4096) for number in range(4096)]
"""A normal deviate for each of 4,096 even steps of a uniform one."""
HEX: list[str] = [f"{number:04x}" for number in range(8192)]
"""More entries than any record holds."""
CLOCKS: list[str] = [f"T{8 + minute // 60:02d}:{minute % 60:02d}:" for minute in range(600)]
"""Minutes of a working day."""
MIX = 0x9E3779B97F4A7C15
BASE = "https://ehr.example.org/fhir/r4/"


def day_of(ordinal: int) -> str:
    return DAYS[ordinal - FIRST_DAY]


def pick(pairs: list[tuple[float, object]], roll: float):
    """The first thing whose cumulative share exceeds `roll`; the last one otherwise."""
    for share, thing in pairs:
        if roll < share:
            return thing
    return pairs[-1][1]


class Visit:
    """A day in hospital: the shapes in which this hospital writes its dates, and the reference of the encounter."""

    __slots__ = ("day", "encounter", "issued", "moment", "number", "plain", "updated")

    def __init__(self, sheet: Sheet, day: int, number: int) -> None:
        self.day = day
        self.number = number
        self.plain = plain = DAYS[day - FIRST_DAY]
        stem = plain + CLOCKS[int(sheet.roll() * 600)]
        self.moment = stem + sheet.tail if sheet.tail else plain
        self.issued = f"{stem}31.184{sheet.zone}"
        self.updated = stem + "58.907Z"
        self.encounter = ""


class Sheet:
    """`lines` holds JSON texts by resource type. Every draw comes from `roll`, so a sheet depends on seed and number alone."""

    __slots__ = (
        "_count", "_prefix", "_suffix", "base", "drugs", "id", "lines", "medications", "number", "roll", "slip", "style",
        "subject", "tail", "visits", "zone",
    )  # fmt: skip

    def __init__(self, seed: int, number: int) -> None:
        self.number = number
        # `random()` of the Mersenne Twister is the same in every version of Python; its other methods are not promised to be.
        self.roll = random.Random((seed << 40) + number).random
        mixed = ((seed + 1) * MIX + number * 0x2545F4914F6CDD1D) & 0xFFFFFFFFFFFFFFFF
        self._prefix = f"{number:08x}-"
        self._suffix = f"-4{mixed & 0xFFF:03x}-9{(mixed >> 12) & 0xFFF:03x}-{(mixed >> 16) & 0xFFFFFFFFFFFF:012x}"
        self._count = 0
        self.lines: dict[str, list[str]] = defaultdict(list)
        self.visits: list[Visit] = []
        self.id = self.new_id()
        self.subject = f"Patient/{self.id}"
        self.style = "us"
        self.zone = "+01:00"
        self.tail = "00+01:00"
        self.base = ""
        self.drugs = "code"
        self.medications: dict[str, str] = {}
        self.slip = 0.0

    def new_id(self) -> str:
        self._count += 1
        return self._prefix + HEX[self._count] + self._suffix

    def add(self, kind: str, line: str) -> None:
        self.lines[kind].append(line)

    def at(self, day: int) -> Visit:
        """A day of its own between the visits, with its own hour; the newest visit for days after it."""
        newest = self.visits[-1]
        if day >= newest.day:
            return newest
        visit = Visit(self, day, -1)
        visit.encounter = newest.encounter
        return visit

    def normal(self) -> float:
        return NORMAL[int(self.roll() * 4096)]

    def chance(self, share: float) -> bool:
        return self.roll() < share

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + int(self.roll() * (most - least + 1))

    def one_of(self, things):
        return things[int(self.roll() * len(things))]
