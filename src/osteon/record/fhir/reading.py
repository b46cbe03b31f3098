"""The state of reading one record: what was found so far, and whose record it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from osteon.record.fhir.dates import Moment, as_instant, last_day, read_instant, read_moment
from osteon.record.fhir.references import Index
from osteon.record.timeline import Event, Gap, Problem

__all__ = ["Handler", "Reading"]

FIRST_DAY: Final = date(1850, 1, 1)
LAST_DAY: Final = date(2150, 1, 1)
"""Days outside cannot belong to a living person's record. The reader knows no today: a plan may lie ahead, year 9999 may not."""
LONGEST_LIFE: Final = 130
ONE_DAY: Final = 1


class Reading:
    """One record while it is read. Handlers add events, gaps and problems to it, under the entry in `source`."""

    __slots__ = ("depth", "earliest", "events", "gaps", "index", "latest", "problems", "source")

    def __init__(self, index: Index, depth: int) -> None:
        self.index = index
        self.depth = depth
        self.source = ""
        self.events: list[Event] = []
        self.gaps: list[Gap] = []
        self.problems: list[Problem] = []
        self.earliest = FIRST_DAY
        self.latest = LAST_DAY

    def born(self, birth: Moment) -> None:
        """Narrow the days that an entry may have to the life of this person."""
        if birth.day.toordinal() > FIRST_DAY.toordinal():
            self.earliest = date.fromordinal(birth.day.toordinal() - ONE_DAY)
        self.latest = min(LAST_DAY, date(min(birth.day.year + LONGEST_LIFE, 9999), 12, 31))

    def problem(self, path: str, message: str) -> None:
        self.problems.append(Problem(self.source, path, message))

    def moment(self, value: Any, path: str) -> Moment | None:
        """The date at `path`. What is no date, or no possible date, is a problem and None."""
        if value is None:
            return None
        if not isinstance(value, str):
            self.problem(path, "a date is expected here; not used")
            return None
        moment = read_moment(value)
        if moment is None:
            self.problem(path, "this is not a valid date; not used")
            return None
        day = moment.day
        if day > self.latest:
            self.problem(path, "the date is impossibly far in the future; not used")
            return None
        if day < self.earliest and last_day(moment) < self.earliest:
            self.problem(path, "the date is before the birth of the person; not used")
            return None
        return moment

    def recorded(self, resource: dict[str, Any], *keys: str) -> datetime | None:
        """When the entry was issued or last changed."""
        for key in keys:
            value = resource.get(key)
            if value is not None:
                moment = self.moment(value, key)
                if moment is not None:
                    return as_instant(moment)
        meta = resource.get("meta")
        value = meta.get("lastUpdated") if isinstance(meta, dict) else None
        return read_instant(value) if isinstance(value, str) else None


Handler = Callable[[dict[str, Any], Reading], str]
"""Reads one resource into `reading` and returns the rule under which it is counted if nothing came of it."""
