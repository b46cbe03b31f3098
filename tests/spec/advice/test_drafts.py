"""Drafts.

Everything carries a mark of how far it was checked against its source: `primary`, `secondary`, `derived` or `memory`. Advice
has the weakest mark among its evidence and the parameters that its conditions read. Advice that rests on memory is a draft:
it takes part only where drafts are asked for.
"""

import pytest

from osteon.engine.nodes import BuildError
from osteon.engine.rules import Evidence
from spec.small import advice, computed, limit, measurement, question, somebody, verdicts

A, W = question("a"), measurement("w")


def evidence(*marks: str) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(source="TEXTBOOK", locator=f"p. {page}", strength="strong", checked=mark)
        for page, mark in enumerate(marks)
    )


@pytest.mark.parametrize(
    ("marks", "weakest"),
    [
        (("primary",), "primary"),
        (("primary", "secondary"), "secondary"),
        (("derived", "secondary"), "derived"),
        (("primary", "memory"), "memory"),
        ((), "memory"),
    ],
)
def test_the_weakest_mark_counts(marks, weakest):
    """One part from memory makes the whole a draft. Without evidence there is nothing but memory."""
    rule = advice("it", A, evidence=evidence(*marks))
    assert rule.checked == weakest
    assert rule.draft is (weakest == "memory")


def test_parameters_count_too():
    """A threshold from memory makes a draft, also inside a fact that the condition asks."""
    heavy = computed("heavy", W > limit(100, checked="memory"))
    assert advice("it", heavy).draft
    assert advice("it", A, applies=heavy).draft
    assert not advice("it", W > limit(100, checked="derived")).draft


def test_drafts_are_left_out():
    """A review does not see drafts unless it asks for them."""
    draft = advice("draft", A, evidence=evidence("memory"))
    rule = advice("rule", A)
    assert set(verdicts([rule, draft], somebody(a=True))) == {"rule"}
    assert set(verdicts([rule, draft], somebody(a=True), drafts=True)) == {"rule", "draft"}


def test_a_draft_makes_no_exception():
    """A draft that excepts a rule does so only where drafts are asked for."""
    draft = advice("draft", A, evidence=evidence("memory"), excepts=("rule",))
    rule = advice("rule", A)
    assert verdicts([rule, draft], somebody(a=True))["rule"].verdict == "met"
    assert verdicts([rule, draft], somebody(a=True), drafts=True)["rule"].verdict == "not-applicable"


def test_other_marks_do_not_exist():
    """A mark is one of the four words."""
    with pytest.raises(BuildError, match="checked is one of primary, secondary, derived, memory"):
        Evidence(source="TEXTBOOK", locator="p. 1", strength="strong", checked="certainly")
    with pytest.raises(BuildError, match="parameter LIMIT: checked is one of"):
        limit(3, checked="surely")
