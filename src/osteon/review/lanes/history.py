"""The history of one patient as data: lanes of bars and marks, series of values, and the days that time can be counted from.

Everything is a plain dictionary, with days as `2025-05-30`, so that it can be drawn, put into a table or sent elsewhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from osteon.review import wording
from osteon.review.lanes.drugs import BONE_AGENTS, RADIONUCLIDES, SYSTEMIC, drug_bars
from osteon.review.lanes.happened import courses, milestones, operations, pictures, skeletal_marks
from osteon.review.lanes.measured import measured
from osteon.review.wording import Json, items, text_of, words

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["LANES", "history"]

LANES: Final = ("milestones", "systemic", "bone-agents", "radiotherapy", "surgery", "skeletal-events", "imaging")
"""From top to bottom."""
MOST_SHARED: Final = 4
"""A reason that names more entries is about the disease as a whole, not about one of them."""


def history(review: Review, said: Json | None = None) -> dict[str, Any]:
    """What the record tells up to the date of the review.

    `said`: the review as JSON where the caller has it in another language; its findings are what marks point to. Gives `as_of`,
    `died`, `zeros` (days to count from, by name), `lanes` (by the names of `LANES`, each a list of bars and marks) and `series`.
    """
    content = review.to_dict() if said is None else said
    timeline, today = review.timeline, review.at.day
    turning = milestones(timeline, today)
    lanes: dict[str, list[dict[str, Any]]] = {
        "milestones": turning,
        "systemic": drug_bars(timeline, SYSTEMIC, today),
        "bone-agents": drug_bars(timeline, BONE_AGENTS, today),
        "radiotherapy": [*courses(timeline, today), *drug_bars(timeline, RADIONUCLIDES, today)],
        "surgery": operations(timeline, today),
        "skeletal-events": skeletal_marks(content, today),
        "imaging": pictures(timeline, today),
    }
    pointing = _findings_by_source(content)
    for lane, things in lanes.items():
        for thing in things:
            # Nearly every finding asks whether there is cancer: the first record of it explains none of them.
            thing["finding"] = None if lane == "milestones" else _finding_about(thing["sources"], pointing)
    return {
        "as_of": today.isoformat(),
        "zeros": _zeros(turning, timeline.patient.birth_date),
        "lanes": lanes,
        "series": measured(review),
    }


def _zeros(turning: Sequence[Mapping[str, Any]], born: date | None) -> dict[str, str]:
    """Days that time can be counted from. A day of which only the month or year is known counts from its first day."""
    found = {one["id"]: one["at"] for one in turning if one["id"] != "death" and one["at"]}
    return found | ({"birth": born.isoformat()} if born is not None else {})


class _Pointed(NamedTuple):
    """A finding that rests on an entry. `shared`: how many entries its reason names; `rank`: its urgency."""

    shared: int
    rank: int
    finding: dict[str, str]


def _findings_by_source(content: Json) -> dict[str, _Pointed]:
    """For each entry of the record the finding that is most about it: whose reason names fewest other entries, then the most urgent."""
    found: dict[str, _Pointed] = {}
    for rank, finding in enumerate(wording.said_apart(content)):
        told = {name: text_of(finding, name) for name in ("id", "lesion", "title", "urgency")}
        for reason in items(finding, "because"):
            sources = words(reason, "sources")
            for source in sources if len(sources) <= MOST_SHARED else ():
                one = _Pointed(len(sources), rank, told)
                known = found.get(source)
                if known is None or one[:2] < known[:2]:
                    found[source] = one
    return found


def _finding_about(sources: Sequence[str], pointing: Mapping[str, _Pointed]) -> dict[str, str] | None:
    told = [pointing[source] for source in sources if source in pointing]
    return min(told, key=lambda one: one[:2]).finding if told else None
