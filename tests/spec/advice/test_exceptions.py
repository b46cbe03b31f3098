"""Exceptions.

There are no priority numbers. Advice that takes the place of other advice names it in `excepts`; while the one holds, the other
is not applicable.
"""

import pytest

from spec.small import Said, advice, question, somebody, verdicts

A, B, C = question("a"), question("b"), question("c")
RULE = advice("rule", A)
EXCEPTION = advice("exception", B, excepts=("rule",))


@pytest.mark.parametrize(
    ("answers", "rule", "exception"),
    [
        ({"a": True, "b": False}, Said("met", set()), Said("not-met", set())),
        ({"a": True, "b": True}, Said("not-applicable", set()), Said("met", set())),
        ({"a": False, "b": True}, Said("not-applicable", set()), Said("met", set())),
        ({"a": True}, Said("unknown", {"b"}), Said("unknown", {"b"})),
        ({"a": False}, Said("not-met", set()), Said("unknown", {"b"})),
    ],
)
def test_the_rule_steps_aside(answers, rule, exception):
    """While it is open whether the exception holds, so is the rule: it might have to step aside."""
    assert verdicts([RULE, EXCEPTION], somebody(**answers)) == {"rule": rule, "exception": exception}


def test_an_exception_that_does_not_apply():
    """An exception holds where it applies and its condition is met; elsewhere the rule stands."""
    narrow = advice("exception", B, applies=C, excepts=("rule",))
    found = verdicts([RULE, narrow], somebody(a=True, b=True, c=False))
    assert (found["rule"].verdict, found["exception"].verdict) == ("met", "not-applicable")


def test_an_exception_that_is_taken_off():
    """An exception that its own `unless` takes off does not hold either, and the rule stands."""
    narrow = advice("exception", B, unless=C, excepts=("rule",))
    found = verdicts([RULE, narrow], somebody(a=True, b=True, c=True))
    assert (found["rule"].verdict, found["exception"].verdict) == ("met", "not-applicable")


def test_two_exceptions():
    """A rule may have several; one is enough."""
    second = advice("second", C, excepts=("rule",))
    assert verdicts([RULE, EXCEPTION, second], somebody(a=True, b=False, c=True))["rule"].verdict == "not-applicable"
    assert verdicts([RULE, EXCEPTION, second], somebody(a=True, b=False, c=False))["rule"].verdict == "met"


def test_one_exception_for_two_rules():
    """An exception may name several rules."""
    both = advice("exception", B, excepts=("rule", "other"))
    found = verdicts([RULE, advice("other", C), both], somebody(a=True, b=True, c=True))
    assert (found["rule"].verdict, found["other"].verdict) == ("not-applicable", "not-applicable")


def test_order_of_writing_does_not_matter():
    """An exception may be written before or after the rule that it excepts."""
    who = somebody(a=True, b=True)
    assert verdicts([EXCEPTION, RULE], who) == verdicts([RULE, EXCEPTION], who)
