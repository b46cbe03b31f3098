"""Decisions on findings: what is kept, where a finding stands after it, and what brings it back."""

from __future__ import annotations

import copy
from datetime import date, timedelta
from typing import Any

import pytest

from osteon.review import review_record
from osteon.serve.decisions.choices import CHOICES
from osteon.serve.decisions.deciding import decide, read_wish
from osteon.serve.decisions.decision import Decision, finding_of, lesion_now
from osteon.serve.decisions.standing import standing
from osteon.serve.storage.database import Database, reading, writing
from osteon.serve.storage.decisions import count_decisions, decisions_of, withdraw_decision
from serve.conftest import ROOT
from serve.small import bundle, patient
from serve.test_storage import send

DAY = date(2025, 6, 1)
RULE, FEMUR = "fx-mirels-incomplete", "femur.shaft:right"
TOKEN = "a" * 32


@pytest.fixture(scope="module")
def review() -> dict[str, Any]:
    """The review of an example with a lesion of the femur whose size is not known."""
    return review_record(ROOT / "examples" / "femur-borderline.json", as_of=DAY).to_dict()


def found(review: dict[str, Any], rule: str = RULE, lesion: str | None = FEMUR) -> dict[str, Any]:
    """A finding of the review, which is there."""
    finding = finding_of(review, rule, lesion)
    assert finding is not None
    return dict(finding)


def form(what: str = "accepted", reason: str = "ordered", **more: str) -> dict[str, list[str]]:
    """What a browser sends."""
    return {"what": [what], f"reason-{what}": [reason], "token": [TOKEN]} | {name: [value] for name, value in more.items()}


def made(review: dict[str, Any], sent: dict[str, list[str]], finding: dict[str, Any] | None = None, number: int = 1) -> Decision:
    """A decision, as it would be kept."""
    from osteon.serve.decisions.decision import rests_on, structure_of

    finding = finding or found(review)
    wish, faults = read_wish(sent, finding, DAY)
    assert wish is not None, faults
    return Decision(
        number, "ana", finding["id"], finding["lesion"], structure_of(review, finding["lesion"]), wish.what, wish.reason, wish.words,
        "somebody", "2025-06-01T10:00:00.000000Z", DAY, wish.until, wish.until_change, rests_on(finding),
    )  # fmt: skip


def state(decisions: list[Decision], review: dict[str, Any], at: date = DAY, rule: str = RULE, lesion: str | None = FEMUR) -> Any:
    """Where the finding stands."""
    return standing(decisions, review, at)[rule, lesion]


def changed(review: dict[str, Any], fact: str, rule: str = RULE, **values: Any) -> dict[str, Any]:
    """The review with another answer for one fact that a finding rests on."""
    other = copy.deepcopy(review)
    one = next(one for one in found(other, rule)["because"] if one["fact"] == fact)
    one.update(values)
    return other


def test_what_nobody_decided_on_is_open(review: dict[str, Any]):
    places = standing([], review, DAY)
    assert {one.state for one in places.values()} == {"open"}
    expected = {(one["id"], one["lesion"]) for one in review["findings"] if one["verdict"] in ("met", "unknown")}
    assert set(places) == expected


@pytest.mark.parametrize("choice", CHOICES, ids=lambda one: one.what)
def test_each_choice_stands_while_nothing_changes(review: dict[str, Any], choice: Any):
    assert 4 <= len(choice.reasons) <= 6
    for code, _ in choice.reasons:
        one = made(review, form(choice.what, code, until="2025-06-30"))
        assert state([one], review).state == choice.what


@pytest.mark.parametrize(("at", "expected"), [("2025-06-29", "snoozed"), ("2025-06-30", "open"), ("2025-07-01", "open")])
def test_a_snooze_ends_on_its_day(review: dict[str, Any], at: str, expected: str):
    one = made(review, form("snoozed", "later", until="2025-06-30"))
    stands = state([one], review, date.fromisoformat(at))
    assert stands.state == expected
    assert stands.due is (expected == "open")
    assert stands.came_back is (expected == "open")


def test_a_decision_does_not_count_before_its_day(review: dict[str, Any]):
    one = made(review, form())
    assert state([one], review, DAY - timedelta(days=1)).state == "open"
    assert state([one], review, DAY).state == "accepted"


@pytest.mark.parametrize("what", ["accepted", "done", "not-for-patient", "snoozed"])
def test_a_changed_value_brings_it_back_and_says_from_what_to_what(review: dict[str, Any], what: str):
    reason = next(choice.reasons[0][0] for choice in CHOICES if choice.what == what)
    one = made(review, form(what, reason, **{"until-change": "1"}))
    assert state([one], review).state == what
    stands = state([one], changed(review, "mirels-total", low=8, high=9))
    assert stands.came_back
    assert [(part.kind, part.before, part.after) for part in stands.changes] == [
        ("value", "between 7 and 9 (22 May 2025)", "between 8 and 9 (22 May 2025)")
    ]


def test_a_snooze_until_a_day_waits_for_the_day_when_no_change_was_asked_for(review: dict[str, Any]):
    one = made(review, form("snoozed", "later", until="2025-06-30"))
    assert state([one], changed(review, "mirels-total", low=8, high=9)).state == "snoozed"


def test_a_condition_that_holds_anew_is_another_occasion(review: dict[str, Any]):
    later = changed(review, "lesion-in-unfixed-long-bone", at="2025-05-31")
    assert [part.kind for part in state([made(review, form())], later).changes] == ["date"]
    assert state([made(review, form("not-for-patient", "disagree"))], later).state == "not-for-patient"
    # A figure that was measured again and is the same is none.
    assert state([made(review, form())], changed(review, "mirels-total", at="2025-05-31")).state == "accepted"


def test_a_fact_that_vanished_or_is_new_brings_it_back(review: dict[str, Any]):
    one = made(review, form())
    fewer = copy.deepcopy(review)
    because = found(fewer)["because"]
    gone = because.pop()
    stands = state([one], fewer)
    assert [(part.kind, part.label, part.after) for part in stands.changes] == [("gone", gone["label"], "")]
    because.append(gone)
    because.append({**gone, "fact": "another", "label": "another"})
    assert [(part.kind, part.label, part.before) for part in state([one], fewer).changes] == [("new", "another", "")]
    because[-1]["value"] = None
    assert state([one], fewer).state == "accepted"


def test_another_verdict_or_more_urgency_brings_back_even_a_snooze_until_a_day(review: dict[str, Any]):
    undecided = found(review, "fx-mirels-high")
    assert undecided["verdict"] == "unknown"
    one = made(review, form("snoozed", "awaits-result", until="2025-06-30"), undecided)
    assert state([one], review, rule="fx-mirels-high").state == "snoozed"
    other = copy.deepcopy(review)
    found_in = next(item for item in other["findings"] if item["id"] == "fx-mirels-high" and item["lesion"] == FEMUR)
    found_in["verdict"] = "met"
    stands = state([one], other, rule="fx-mirels-high")
    assert stands.came_back
    assert [(part.kind, part.before, part.after) for part in stands.changes] == [("verdict", "not decided", "holds")]
    found_in["verdict"], found_in["urgency"] = "unknown", "emergency"
    assert [part.kind for part in state([one], other, rule="fx-mirels-high").changes] == ["urgency"]
    found_in["urgency"] = "info"
    assert state([one], other, rule="fx-mirels-high").state == "snoozed"


def test_the_newest_counts_and_a_withdrawn_one_does_not(review: dict[str, Any]):
    first = made(review, form("done", "done-elsewhere"))
    second = made(review, form("accepted", "referred"), number=2)
    assert state([second, first], review).state == "accepted"
    assert state([first, second._replace(withdrawn="2025-06-01T11:00:00.000000Z")], review).state == "done"


LESIONS = [
    {"id": "femur.neck:left", "site": "femur.neck", "laterality": "left", "structure": None},
    {"id": "vertebra.T8", "site": "vertebra.T8", "laterality": None, "structure": "BodyStructure/a"},
    {"id": "vertebra.T8#2", "site": "vertebra.T8", "laterality": None, "structure": "BodyStructure/b"},
]


@pytest.mark.parametrize(
    ("lesion", "structure", "now"),
    [
        ("femur.neck:left", None, "femur.neck:left"),
        ("femur:left", None, "femur.neck:left"),  # the place was told more exactly since
        ("femur", None, "femur.neck:left"),
        ("femur:right", None, None),
        ("vertebra.T8", "BodyStructure/b", "vertebra.T8#2"),  # a further lesion came, and the numbers moved
        ("vertebra.T8", None, None),  # which of the two is meant nobody can tell
        ("vertebra.T9", "BodyStructure/c", None),
    ],
)
def test_a_lesion_is_known_again_under_another_name(lesion: str, structure: str | None, now: str | None):
    assert lesion_now(lesion, structure, LESIONS) == now


def test_a_decision_about_one_lesion_says_nothing_about_another(review: dict[str, Any]):
    one = made(review, form())
    elsewhere = one._replace(lesion="humerus.proximal:left", structure=None)
    assert state([elsewhere], review).state == "open"


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({}, "what"),
        (form("whatever"), "what"),
        (form("accepted", ""), "reason-accepted"),
        (form("accepted", "patient-declines"), "reason-accepted"),
        (form(words="x" * 2001), "words"),
        (form("snoozed", "later"), "until"),
        (form("snoozed", "later", until="tomorrow"), "until"),
        (form("snoozed", "later", until="2025-06-01"), "until"),
        (form("snoozed", "later", until="2025-05-31"), "until"),
        (form("snoozed", "later", until="2026-06-03"), "until"),
        (form() | {"token": ["short"]}, "what"),
    ],
)
def test_what_is_not_right_with_a_form_is_said_by_field(review: dict[str, Any], sent: dict[str, list[str]], field: str):
    wish, faults = read_wish(sent, found(review), DAY)
    assert wish is None
    assert list(faults) == [field]


def test_an_emergency_is_put_off_until_tomorrow_at_most_and_set_aside_with_words_only(review: dict[str, Any]):
    emergency = found(review) | {"urgency": "emergency"}
    for until, field in (("2025-06-01", "until"), ("2025-06-02", None), ("2025-06-03", "until"), ("", "until")):
        wish, faults = read_wish(form("snoozed", "later", until=until), emergency, DAY)
        assert list(faults) == ([field] if field else [])
        assert wish is None or wish.until_change
    assert list(read_wish(form("not-for-patient", "disagree", words=" "), emergency, DAY)[1]) == ["words"]
    assert read_wish(form("not-for-patient", "disagree", words="Hospice since May"), emergency, DAY)[0]


def test_decisions_are_kept_once_and_counted(database: Database, review: dict[str, Any]):
    send(database, bundle(patient("ana")))
    finding = found(review)
    wish, _ = read_wish(form("snoozed", "later", until="2025-06-30", words="Ünïcode \x00 <script>"), finding, DAY)
    other, _ = read_wish(form("done", "done-elsewhere") | {"token": ["b" * 32]}, finding, DAY)
    assert wish is not None
    assert other is not None
    with writing(database) as connection:
        first = decide(connection, "ana", review, finding, wish, who="nan", day=DAY)
        again = decide(connection, "ana", review, finding, wish, who="nan", day=DAY)
        decide(connection, "ana", review, finding, other, who="nan", day=DAY)
    assert first == again
    with reading(database) as connection:
        kept = decisions_of(connection, "ana")
        assert decisions_of(connection, "bea") == []
    assert [one.number for one in kept] == [1, 2]
    assert kept[0] == first
    assert kept[0].words == "Ünïcode  <script>"
    assert (kept[0].until, kept[0].until_change) == (date(2025, 6, 30), False)
    assert standing(kept, review, DAY)[RULE, FEMUR].state == "done"
    with writing(database) as connection:
        assert not withdraw_decision(connection, "bea", 2, "nan")
        assert withdraw_decision(connection, "ana", 2, "nan")
        assert not withdraw_decision(connection, "ana", 2, "nan")
    with reading(database) as connection:
        kept = decisions_of(connection, "ana")
        assert [(use.rule, use.decided) for use in count_decisions(connection)] == [(RULE, (("snoozed", "later", 1),))]
        assert count_decisions(connection, "another") == []
    assert (kept[1].withdrawn is not None, kept[1].withdrawn_by) == (True, "nan")
    assert standing(kept, review, DAY)[RULE, FEMUR].state == "snoozed"
