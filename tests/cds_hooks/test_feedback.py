"""What an EHR may tell of cards, and that nothing which a user typed is kept."""

import pytest

from osteon.serve.cds_hooks.feedback import read_feedback
from osteon.serve.cds_hooks.request import CallError

AT = "2026-11-22T10:05:31.5Z"


def item(card, outcome="overridden", **more):
    return {"card": card, "outcome": outcome, "outcomeTimestamp": AT, **more}


def test_comments_are_not_kept():
    (told,) = read_feedback({"feedback": [item("x", overrideReason={"userComment": "Mrs Canary says no"})]})
    assert told.reason == "other" and "Canary" not in repr(told)


def test_reasons_that_are_not_ours_are_other_ones():
    one, two = read_feedback(
        {"feedback": [item("x", overrideReason={"reason": {"code": code}}) for code in ("disagree", "their own")]}
    )
    assert (one.reason, two.reason) == ("disagree", "other")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ([], "`feedback`"),
        ({}, "`feedback`"),
        ({"feedback": {}}, "`feedback`"),
        ({"feedback": [1]}, r"feedback\[0\]"),
        ({"feedback": [item("")]}, r"feedback\[0\].card"),
        ({"feedback": [item("x", "ignored")]}, "outcome"),
        ({"feedback": [item("x", "accepted")]}, "acceptedSuggestions"),
        ({"feedback": [item("x", "accepted", acceptedSuggestions=[{}])]}, "id"),
        ({"feedback": [item("x", overrideReason="no")]}, "overrideReason"),
        ({"feedback": [item("x", overrideReason={"reason": {"display": "no code"}})]}, "code"),
        ({"feedback": [{**item("x"), "outcomeTimestamp": "yesterday"}]}, "outcomeTimestamp"),
        ({"feedback": [{**item("x"), "outcomeTimestamp": "2026-11-22T10:05:31"}]}, "zone"),
        ({"feedback": [item("x")] * 1001}, "more than 1000"),
    ],
)
def test_what_does_not_hold_to_the_standard_is_refused_in_words(body, words):
    with pytest.raises(CallError, match=words):
        read_feedback(body)
