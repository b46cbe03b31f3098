"""What may be decided on a finding, and the reasons that may be given."""

from __future__ import annotations

from typing import Final, NamedTuple

from osteon.language import N_
from osteon.review.fhir.names import SYSTEM

__all__ = ["CHOICES", "REASON_SYSTEM", "Choice", "choice_of", "reason_words"]

REASON_SYSTEM: Final = f"{SYSTEM}/CodeSystem/decision-reason"
"""Code system of the reasons. Where a card of CDS Hooks offers the same reason, it has the same code."""


class Choice(NamedTuple):
    """One thing that may be decided. `reasons`: (code, words)."""

    what: str
    title: str
    means: str
    reasons: tuple[tuple[str, str], ...]


CHOICES: Final = (
    Choice(
        "accepted",
        N_("Accepted"),
        N_("It is being seen to. The finding comes back when something that it rests on changes."),
        (
            ("ordered", N_("Ordered or prescribed")),
            ("referred", N_("Referred to a colleague")),
            ("on-the-agenda", N_("On the agenda of a team meeting")),
            ("at-next-visit", N_("Will be done at the next visit")),
            ("treatment-changed", N_("Treatment changed accordingly")),
        ),
    ),
    Choice(
        "done",
        N_("Already done"),
        N_("It was done, and the record does not show it yet. The finding comes back when something that it rests on changes."),
        (
            ("done-not-recorded", N_("Done here, not in the record yet")),
            ("done-elsewhere", N_("Done at another place")),
            ("already-arranged", N_("Arranged, date fixed")),
            ("result-awaited", N_("Done, result awaited")),
        ),
    ),
    Choice(
        "not-for-patient",
        N_("Not for this patient"),
        N_("It does not fit her. The finding comes back when a value that it rests on changes."),
        (
            ("patient-declines", N_("Patient declines")),
            ("contraindicated", N_("Something else speaks against it")),
            ("goals-of-care", N_("Does not fit the goals of her care")),
            ("other-plan", N_("The team decided on another plan")),
            ("record-wrong", N_("The record is wrong or incomplete")),
            ("disagree", N_("I do not agree with the advice")),
        ),
    ),
    Choice(
        "snoozed",
        N_("Later"),
        N_("Right, but not now. The finding comes back on the day that you name, or when something that it rests on changes."),
        (
            ("later", N_("Right, but not now")),
            ("awaits-result", N_("A result is awaited")),
            ("awaits-visit", N_("To be talked over at the next visit")),
            ("awaits-colleague", N_("A colleague is asked")),
            ("patient-undecided", N_("Patient has not decided yet")),
        ),
    ),
)


def choice_of(what: str) -> Choice | None:
    """The choice of this name; None when there is none."""
    return next((one for one in CHOICES if one.what == what), None)


def reason_words(what: str, code: str) -> str:
    """A reason in words; the code itself where an older version of the program knew it."""
    choice = choice_of(what)
    return dict(choice.reasons).get(code, code) if choice is not None else code
