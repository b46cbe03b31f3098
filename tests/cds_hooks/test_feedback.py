"""What became of cards is counted by rule, each card once, and nothing that a user typed is kept."""

import pytest

from cds_hooks.calls import DAY, call
from cds_hooks.records import bone_metastases, order
from osteon.serve.cds_hooks.answer import answer
from osteon.serve.cds_hooks.feedback import RememberedFeedback, read_feedback
from osteon.serve.cds_hooks.request import CallError

AT = "2026-11-22T10:05:31.5Z"


@pytest.fixture
def given():
    return answer("osteon-order-sign", call(bone_metastases(creatinine=2.4), [order("zoledronic acid", 4)]), today=DAY)


def item(card, outcome="overridden", **more):
    return {"card": card, "outcome": outcome, "outcomeTimestamp": AT, **more}


def count(store, rule):
    return next(one for one in store.counts() if one.rule == rule)


def card_of(given, rule):
    return next(card for card in given.response["cards"] if card["source"].get("topic", {}).get("code") == rule)


def test_feedback_is_counted_by_rule(given):
    store = RememberedFeedback()
    store.show(given.shown)
    card = card_of(given, "za-avoid-crcl-lt30")
    accepted = item(card["uuid"], "accepted", acceptedSuggestions=[{"id": card["suggestions"][0]["uuid"]}])
    store.take(read_feedback({"feedback": [accepted]}))
    one = count(store, "za-avoid-crcl-lt30")
    assert (one.shown, one.accepted, one.overridden, one.reasons) == (1, 1, 0, {})


def test_the_same_told_many_times_counts_once(given):
    store = RememberedFeedback()
    card = card_of(given, "za-avoid-crcl-lt30")["uuid"]
    told = read_feedback({"feedback": [item(card, overrideReason={"reason": {"code": "disagree", "system": "x"}})] * 3})
    for _ in range(3):
        store.show(given.shown)
        store.take(told)
    one = count(store, "za-avoid-crcl-lt30")
    assert (one.shown, one.overridden, one.reasons) == (1, 1, {"disagree": 1})


def test_a_card_that_nobody_knows_is_passed_over(given):
    store = RememberedFeedback()
    store.show(given.shown)
    before = store.counts()
    store.take(read_feedback({"feedback": [item("f6b95768-b1c8-40dc-8385-bf3504b82ffb"), item("no uuid at all")]}))
    assert store.counts() == before


def test_a_folded_card_counts_for_each_of_its_rules():
    given = answer("osteon-patient-view", call(bone_metastases()), today=DAY)
    (folded,) = [shown for shown in given.shown if len(shown.rules) > 1]
    store = RememberedFeedback()
    store.show(given.shown)
    store.take(read_feedback({"feedback": [item(folded.card)]}))
    assert {one.rule for one in store.counts() if one.overridden} == set(folded.rules)


def test_comments_are_not_kept(given):
    (told,) = read_feedback({"feedback": [item("x", overrideReason={"userComment": "Mrs Canary says no"})]})
    assert told.reason == "other" and "Canary" not in repr(told)


def test_only_so_many_cards_are_remembered(given):
    store = RememberedFeedback(most=1)
    store.show(given.shown)
    store.take(read_feedback({"feedback": [item(given.shown[0].card)]}))
    assert len(given.shown) > 1 and not any(one.overridden for one in store.counts())


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
