"""Makes a decision out of what somebody filled in, or says beside each field what is not right with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from sqlalchemy import Connection

from osteon.language import _
from osteon.review.wording import clean
from osteon.serve.decisions.choices import choice_of
from osteon.serve.decisions.decision import Decision, Json, rests_on, structure_of
from osteon.serve.storage.decisions import add_decision

__all__ = ["LONGEST_SNOOZE", "LONGEST_WORDS", "Wish", "decide", "read_wish"]

LONGEST_WORDS: Final = 2000
LONGEST_SNOOZE: Final = timedelta(days=366)
"""A year that was mistyped must not put a finding away for good."""

Form = Mapping[str, Sequence[str]]


class Wish(NamedTuple):
    """What somebody wants to decide, as it may be kept."""

    what: str
    reason: str
    words: str
    until: date | None
    until_change: bool
    token: str


def read_wish(form: Form, finding: Json, day: date) -> tuple[Wish | None, dict[str, str]]:
    """The wish of a form about a finding of the review of `day`, or what is not right with it, by field.

    The reason is asked for in a field of its own for each choice, `reason-accepted` and so on: without scripts all of them are there.
    """
    faults: dict[str, str] = {}
    what, words = _one(form, "what"), clean(_one(form, "words").replace("\r\n", "\n"))
    choice = choice_of(what)
    emergency = finding.get("urgency") == "emergency" and finding.get("verdict") == "met"
    if choice is None:
        return None, {"what": _("Choose what is decided.")}
    reason = _one(form, f"reason-{what}")
    if reason not in dict(choice.reasons):
        faults[f"reason-{what}"] = _("Choose a reason.")
    if len(words) > LONGEST_WORDS:
        faults["words"] = _("Write at most {count} letters.", count=LONGEST_WORDS)
    elif emergency and what == "not-for-patient" and not words:
        faults["words"] = _("This is an emergency: write why it is not for this patient.")
    until, change = None, True
    if what == "snoozed":
        change = bool(_one(form, "until-change")) or emergency
        until, fault = _until(_one(form, "until"), day, emergency=emergency)
        if fault is None and until is None and not change:
            fault = _("Name the day on which the finding comes back, or let it come back when something changes.")
        if fault is not None:
            faults["until"] = fault
    token = _one(form, "token")
    if not 16 <= len(token) <= 64 or not token.isalnum():
        faults["what"] = _("The form is not whole. Open the page again.")
    return (None, faults) if faults else (Wish(what, reason, words, until, change, token), {})


def _until(text: str, day: date, *, emergency: bool) -> tuple[date | None, str | None]:
    if not text and not emergency:
        return None, None
    if not text:
        return None, _("This is an emergency: it can be put off until tomorrow at most. Name the day.")
    try:
        until = date.fromisoformat(text)
    except ValueError:
        return None, _("This is no date. Write it as 2025-06-30.")
    if until <= day:
        return None, _("The day has to be after the day of this review.")
    if emergency and until > day + timedelta(days=1):
        return None, _("This is an emergency: it can be put off until tomorrow at most.")
    if until > day + LONGEST_SNOOZE:
        return None, _("The day has to be within a year.")
    return until, None


def _one(form: Form, name: str) -> str:
    given = form.get(name) or [""]
    return given[0].strip()


def decide(connection: Connection, patient: str, review: Json, finding: Json, wish: Wish, *, who: str, day: date) -> Decision:
    """Keep what somebody decided on a finding of this review. Sent twice it is kept once. The connection has to be a writer's."""
    lesion = finding.get("lesion")
    made = Decision(
        number=0,
        patient=patient,
        finding=finding["id"],
        lesion=lesion,
        structure=structure_of(review, lesion),
        what=wish.what,
        reason=wish.reason,
        words=wish.words,
        who=who,
        made="",
        as_of=day,
        until=wish.until,
        until_change=wish.until_change,
        rests_on=rests_on(finding),
    )
    return add_decision(connection, made, wish.token)
