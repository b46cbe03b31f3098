"""One decision on one finding, and what the finding rested on when it was made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from osteon.review.wording import items, text_of
from osteon.terminology import is_within

__all__ = ["Decision", "Json", "facts_by_id", "finding_of", "lesion_now", "rests_on", "structure_of"]

Json = Mapping[str, Any]


class Decision(NamedTuple):
    """What somebody decided on a finding of one patient.

    `lesion` is the name that the lesion had in the review of that day; names of lesions may change when entries come in, so
    `structure` holds its body structure, if it has one. `rests_on` is what `rests_on` gave. `as_of`: day of the review it is about.
    """

    number: int
    patient: str
    finding: str
    lesion: str | None
    structure: str | None
    what: str
    reason: str
    words: str
    who: str
    made: str
    as_of: date
    until: date | None
    until_change: bool
    rests_on: Json
    withdrawn: str | None = None
    withdrawn_by: str | None = None


def rests_on(finding: Json) -> dict[str, Any]:
    """What a finding of a review rests on: its verdict, its urgency, and its facts with values and dates."""
    return {
        "verdict": finding["verdict"],
        "urgency": finding["urgency"],
        "facts": [
            {name: one[name] for name in ("fact", "label", "value", "low", "high", "possible", "unit", "at") if name in one}
            for one in items(finding, "because")
        ],
    }


def finding_of(review: Json, id: str, lesion: str | None) -> Json | None:
    """The finding of this recommendation about this lesion (or the patient); None when the review has none."""
    found = (one for one in items(review, "findings") if one.get("id") == id and one.get("lesion") == lesion)
    return next(found, None)


def structure_of(review: Json, lesion: str | None) -> str | None:
    """The body structure of a lesion of the review."""
    found = (one.get("structure") for one in items(review, "lesions") if one.get("id") == lesion)
    return next(found, None) if lesion is not None else None


def lesion_now(lesion: str, structure: str | None, lesions: Iterable[Json]) -> str | None:
    """What a lesion is called now; None when it is not there, or when it is not clear which one it is.

    By its body structure; else the only one at its place; else the only one inside or around it.
    """
    every = list(lesions)
    if structure is not None:
        found = [one for one in every if one.get("structure") == structure]
        if found:
            return text_of(found[0], "id")
        every = [one for one in every if one.get("structure") is None]
    name, _, side = lesion.partition("#")[0].partition(":")
    here = [one for one in every if (one.get("site"), one.get("laterality") or "") == (name, side)]
    if len(here) > 1:
        here = [one for one in here if one.get("structure") is None]
    near = here or [
        one
        for one in every
        if (is_within(text_of(one, "site"), name) or is_within(name, text_of(one, "site")))
        and side in ("", one.get("laterality") or side)
    ]
    return text_of(near[0], "id") if len(near) == 1 else None


def facts_by_id(kept: Json) -> dict[str, Json]:
    """The facts of `rests_on` by id."""
    return {text_of(one, "fact"): one for one in items(kept, "facts")}
