"""What can be wrong with measures of quality, found before a patient is: messages in an author's words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from osteon.engine.measures import EXCLUDED, NOT_NUMERATOR, NUMERATOR, OPEN, Measure

if TYPE_CHECKING:
    from osteon.engine.rules import Pathway

__all__ = ["check_measure_cases", "check_measures", "possible_outcomes"]

NEEDED = ("title", "why", "row", "numerator_says", "misuse", "evidence")


def check_measures(pathway: Pathway, concepts: frozenset[str]) -> list[str]:
    """Faults of measures that show without a patient."""
    ids = Counter([item.id for item in pathway.measures])
    found = [f"measure {name} is defined {times} times" for name, times in ids.items() if times > 1]
    found += [f"measure {name} has the id of a recommendation" for name in ids if name in pathway.by_id]
    for item in pathway.measures:
        found += [f"measure {item.id}: `{name}` is empty" for name in NEEDED if not getattr(item, name)]
        found += list(_of(pathway, item, concepts))
    return found


def _of(pathway: Pathway, item: Measure, concepts: frozenset[str]) -> Iterable[str]:
    sources, rules = pathway.source_by_id, pathway.by_id
    for part in item.evidence:
        if part.source not in sources:
            yield f"measure {item.id}: source {part.source} is not in the list of sources"
        for name in ("locator", "strength"):
            if not getattr(part, name):
                yield f"measure {item.id}: evidence {part.source} has no {name}"
    for name in item.recommendations:
        if name not in rules:
            yield f"measure {item.id}: it looks back on {name}, which does not exist"
    events = item.rows.events
    if events is not None:
        if not events.concepts:
            yield f"measure {item.id}: its rows select no concept"
        for name in events.concepts:
            if name not in concepts:
                yield f"measure {item.id}: concept {name} of its rows does not exist"
    labels = [one.label for one in item.exclusions]
    if len(set(labels)) < len(labels):
        yield f"measure {item.id}: two exclusions have the same words"


def check_measure_cases(pathway: Pathway, outcomes: Iterable[tuple[str, str]]) -> list[str]:
    """What cases leave out: every measure needs a row of each outcome that it can have. `outcomes`: pairs of measure and outcome."""
    seen = set(outcomes)
    found = [
        f"measure {item.id}: no case is {outcome}"
        for item in pathway.measures
        for outcome in possible_outcomes(item)
        if (item.id, outcome) not in seen
    ]
    strangers = sorted({name for name, _ in seen} - {item.id for item in pathway.measures})
    return found + [f"a case names the measure {name}, which does not exist" for name in strangers]


def possible_outcomes(item: Measure) -> tuple[str, ...]:
    """The outcomes that rows of a measure can have, but for `undecided`: some read nothing that can be missing."""
    later = (OPEN,) if item.after is not None else ()
    excluded = (EXCLUDED,) if item.exclusions else ()
    return (NUMERATOR, NOT_NUMERATOR, *excluded, *later)
