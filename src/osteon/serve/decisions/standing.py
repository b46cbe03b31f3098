"""Where each finding of a review stands, after what was decided on it. No verdict is changed here, and nothing is left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final, NamedTuple

from osteon.engine.rules import URGENCIES
from osteon.language import N_
from osteon.review.wording import items, moment, reading, text_of
from osteon.serve.decisions.decision import Decision, Json, facts_by_id, lesion_now

__all__ = ["OPEN", "Change", "Standing", "standing"]

OPEN: Final = "open"
VERDICTS: Final = {
    "met": N_("holds"),
    "not-met": N_("does not hold"),
    "unknown": N_("not decided"),
    "not-applicable": N_("does not apply"),
}


class Change(NamedTuple):
    """What is not as it was when somebody decided: `label` from `before` to `after`, in words.

    `kind`: `value`, `date` (recorded anew, same value), `gone`, `new`, `verdict`, `urgency`.
    """

    kind: str
    label: str
    before: str
    after: str


class Standing(NamedTuple):
    """Where a finding stands.

    `state` is `open`, or what was decided: it may then be folded on a page, under a line that says how many there are and why.
    `decision`: the newest that counts; None if nobody decided. An open finding with a decision came back: because its day has come
    (`due`), or because of `changes`.
    """

    finding: str
    lesion: str | None
    state: str
    decision: Decision | None = None
    due: bool = False
    changes: tuple[Change, ...] = ()

    @property
    def came_back(self) -> bool:
        """Whether it was set aside once, and is open again."""
        return self.state == OPEN and self.decision is not None


def standing(decisions: Iterable[Decision], review: Json, at: date) -> dict[tuple[str, str | None], Standing]:
    """Where each finding stands that is met or not decided, by (id, lesion).

    `review`: as its JSON. `at`: the day of the review; decisions about a later day, and those that were withdrawn, do not count.
    """
    lesions = items(review, "lesions")
    newest: dict[tuple[str, str | None], Decision] = {}
    for one in sorted(decisions, key=lambda one: one.number):
        if one.withdrawn is not None or one.as_of > at:
            continue
        lesion = one.lesion if one.lesion is None else lesion_now(one.lesion, one.structure, lesions)
        if one.lesion is None or lesion is not None:
            newest[one.finding, lesion] = one
    found = {}
    for finding in items(review, "findings"):
        if finding.get("verdict") in ("met", "unknown"):
            key = (finding["id"], finding.get("lesion"))
            found[key] = _stands(finding, newest.get(key), at)
    return found


def _stands(finding: Json, decision: Decision | None, at: date) -> Standing:
    id, lesion = finding["id"], finding.get("lesion")
    if decision is None:
        return Standing(id, lesion, OPEN)
    due = decision.until is not None and at >= decision.until
    changes = _changes(decision, finding) if decision.until_change else _graver(decision, finding)
    state = OPEN if due or changes else decision.what
    return Standing(id, lesion, state, decision, due, tuple(changes))


def _changes(decision: Decision, finding: Json) -> list[Change]:
    """What the finding rests on now and did not then, and the other way round.

    A date alone counts for conditions, because what holds anew (the next dose is due) is another occasion; a figure that was measured
    again and is the same counts for nothing. What does not fit the patient stays so until a value changes.
    """
    found = _graver(decision, finding)
    before, after = facts_by_id(decision.rests_on), facts_by_id({"facts": finding.get("because")})
    dates = decision.what != "not-for-patient"
    for id, old in before.items():
        new = after.get(id)
        label = text_of(new or old, "label", "fact")
        if new is None and _value(old) == NOT_KNOWN:
            continue
        if new is None:
            found.append(Change("gone", label, _said(old), ""))
        elif _value(old) != _value(new):
            found.append(Change("value", label, _said(old), _said(new)))
        elif dates and isinstance(old.get("value"), bool) and old.get("at") != new.get("at"):
            found.append(Change("date", label, _said(old), _said(new)))
    found += [
        Change("new", text_of(new, "label", "fact"), "", _said(new))
        for id, new in after.items()
        if id not in before and _value(new) != NOT_KNOWN
    ]
    return found


def _graver(decision: Decision, finding: Json) -> list[Change]:
    """Another verdict, or more urgent than it was: that brings a finding back whatever was decided."""
    found = []
    then, now = text_of(decision.rests_on, "verdict"), text_of(finding, "verdict")
    if then != now:
        found.append(Change("verdict", text_of(finding, "title", "id"), VERDICTS.get(then, then), VERDICTS.get(now, now)))
    then, now = text_of(decision.rests_on, "urgency"), text_of(finding, "urgency")
    if then in URGENCIES and now in URGENCIES and URGENCIES.index(now) < URGENCIES.index(then):
        found.append(Change("urgency", text_of(finding, "title", "id"), then, now))
    return found


NOT_KNOWN: Final = (None, None, None, ())


def _value(fact: Json) -> tuple[object, ...]:
    return (fact.get("value"), fact.get("low"), fact.get("high"), tuple(fact.get("possible") or ()))


def _said(fact: Json) -> str:
    at = moment(fact)
    said = reading(fact)
    return f"{said} ({at})" if at else said
