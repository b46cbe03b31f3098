"""The skeletal-related events of one patient, counted, with what became of each that was not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osteon.pathway.skeletal_events.definitions import SRE
from osteon.pathway.skeletal_events.reading import skeletal_events as count
from osteon.terminology import site

if TYPE_CHECKING:
    from osteon.review.review import Review

__all__ = ["skeletal_events"]

COUNTED, ANCHORED = "counted", "last_counted"


def skeletal_events(review: Review) -> list[dict[str, Any]]:
    """Every event that may be one, oldest first: `became` says whether it counts, was merged, or is undecided, and `note` why.

    Counted under the definition of the denosumab trials, which is the usual one; the statistics of a registry choose theirs.
    """
    tally = count(review.timeline, review.at.day, SRE, ANCHORED)
    found = [
        _row(event.day, event.precision, event.components, event.site, event.laterality, COUNTED, "", event.sources)
        for event in tally.events
    ]
    found += [
        _row(
            one.occurrence.day, one.occurrence.precision, (one.occurrence.component,), one.occurrence.site,
            one.occurrence.laterality, one.became, one.why, one.occurrence.sources,
        )
        for one in tally.aside
    ]  # fmt: skip
    return sorted(found, key=lambda row: (row["at"] or "", row["became"] != COUNTED))


def _row(
    day: Any,
    precision: str,
    components: tuple[str, ...],
    place: str | None,
    laterality: str | None,
    became: str,
    note: str,
    sources: tuple[str, ...],
) -> dict[str, Any]:
    where = f", {f'{laterality} ' if laterality else ''}{site(place).label}" if place else ""
    at = day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)] if day is not None else None
    return {
        "at": at,
        "what": " and ".join(part.replace("-", " ") for part in components) + where,
        "components": list(components),
        "definition": SRE.id,
        "became": became,
        "counted": became == COUNTED,
        "note": note,
        "sources": list(sources),
    }
