"""What is different between two reviews of one patient: scores, and verdicts. For whoever has just recorded something."""

from __future__ import annotations

from typing import Any, NamedTuple

from osteon.review.wording import Json, items, text_of

__all__ = ["ScoreChange", "VerdictChange", "changed_scores", "changed_verdicts"]


class ScoreChange(NamedTuple):
    """A score before and after; None where it was, or is, not there."""

    title: str
    lesion: str | None
    before: Json | None
    after: Json | None


class VerdictChange(NamedTuple):
    """A finding whose verdict changed. `before`, `after`: verdicts; `finding` as in the later review (the earlier, if it is gone)."""

    finding: Json
    before: str
    after: str


def changed_scores(before: Json, after: Json) -> list[ScoreChange]:
    """Scores whose points or band changed, or whose open items did, in the order of the later review."""
    earlier, later = _scores(before), _scores(after)
    found = []
    for key in dict.fromkeys((*later, *earlier)):
        old, new = earlier.get(key), later.get(key)
        if old is None or new is None or _points(old) != _points(new):
            found.append(ScoreChange(text_of(new or old or {}, "title", "id"), key[1], old, new))
    return found


def _scores(review: Json) -> dict[tuple[str, str | None], Json]:
    return {(text_of(one, "id"), one.get("lesion")): one for one in items(review, "scores")}


def _points(score: Json) -> tuple[Any, ...]:
    return (score.get("low"), score.get("high"), score.get("category"), score.get("items"))


def changed_verdicts(before: Json, after: Json) -> list[VerdictChange]:
    """Findings whose verdict changed and that hold or are not decided before or after: first what holds now, by urgency.

    What does not apply before and after, or only changes between "does not hold" and "does not apply", says nothing to anybody.
    """
    earlier = _verdicts(before)
    later = _verdicts(after)
    found = []
    for key in dict.fromkeys((*later, *earlier)):
        old, new = earlier.get(key), later.get(key)
        was, now = _verdict(old), _verdict(new)
        if was != now and {was, now} & {"met", "unknown"}:
            found.append(VerdictChange(new or old or {}, was, now))
    ranks = ("met", "unknown", "not-met", "not-applicable")
    return sorted(found, key=lambda one: ranks.index(one.after))


def _verdicts(review: Json) -> dict[tuple[str, str | None], Json]:
    return {(text_of(one, "id"), one.get("lesion")): one for one in items(review, "findings")}


def _verdict(finding: Json | None) -> str:
    return text_of(finding, "verdict") if finding is not None else "not-applicable"
