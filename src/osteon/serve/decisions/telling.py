"""Decisions and standings in the words of a reader."""

from __future__ import annotations

from osteon.language import _
from osteon.review.translation import sentence
from osteon.review.wording import URGENCIES, capital, day
from osteon.serve.decisions.choices import choice_of, reason_words
from osteon.serve.decisions.decision import Decision
from osteon.serve.decisions.standing import Change, Standing

__all__ = ["decision_line", "decision_title", "moment_words", "return_lines"]


def decision_line(decision: Decision) -> str:
    """What was decided, why, by whom and when, in one line. Without the free text, which stands beside it where there is room."""
    told = {
        "what": decision_title(decision),
        "reason": _(reason_words(decision.what, decision.reason)),
        "who": decision.who,
        "when": moment_words(decision.made),
    }
    if decision.until is not None:
        until = day(decision.until.isoformat())
        return _("{what} until {until}: {reason} ({who}, {when})", until=until, **told)
    return _("{what}: {reason} ({who}, {when})", **told)


def decision_title(decision: Decision) -> str:
    """What was decided, in a word or two."""
    choice = choice_of(decision.what)
    return _(choice.title if choice is not None else decision.what)


def moment_words(moment: str) -> str:
    """A moment as the database keeps it, to the minute: `1 June 2025, 10:00 UTC`."""
    return f"{day(moment[:16])} UTC"


def return_lines(standing: Standing) -> list[str]:
    """Why a finding that was set aside is open again, one sentence for each cause; empty for any other."""
    if not standing.came_back or standing.decision is None:
        return []
    found = []
    if standing.due and standing.decision.until is not None:
        until = day(standing.decision.until.isoformat())
        found.append(_("It was put off until {until}.", until=until))
    return found + [_changed(one) for one in standing.changes]


def _changed(change: Change) -> str:
    label, before, after = capital(sentence(change.label)), change.before, change.after
    if change.kind == "gone":
        return _("{label} is no longer among the reasons; it was {before}.", label=label, before=before)
    if change.kind == "new":
        return _("{label} is among the reasons now: {after}.", label=label, after=after)
    if change.kind == "date":
        return _("{label} was recorded anew: {after}, before {before}.", label=label, before=before, after=after)
    if change.kind == "verdict":
        return _("It was “{before}” then and is “{after}” now.", before=_(before), after=_(after))
    if change.kind == "urgency":
        return _("It is more urgent now: {after}, before {before}.", before=_(URGENCIES[before]), after=_(URGENCIES[after]))
    return _("{label} changed from {before} to {after}.", label=label, before=before, after=after)
