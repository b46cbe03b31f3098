"""The four verdicts.

Advice has two conditions. `applies` says whose question it is; `when` says whether the advice holds. Keeping them apart keeps
"no" apart from "not her question".
"""

import pytest

from osteon.engine.nodes import ALWAYS
from spec.small import Said, advice, question, somebody, verdict

WHOSE, HOLDS, UNLESS = question("whose"), question("holds"), question("unless")
ADVICE = advice("it", HOLDS, applies=WHOSE)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"whose": True, "holds": True}, Said("met", set())),
        ({"whose": True, "holds": False}, Said("not-met", set())),
        ({"whose": True}, Said("unknown", {"holds"})),
        ({"whose": False, "holds": True}, Said("not-applicable", set())),
        ({"whose": False, "holds": False}, Said("not-applicable", set())),
        ({"whose": False}, Said("not-applicable", set())),
        ({"holds": True}, Said("unknown", {"whose"})),
        ({}, Said("unknown", {"whose", "holds"})),
    ],
)
def test_verdicts(answers, expected):
    """Not applicable wins over everything: nothing is asked of people whom the advice does not concern. Met needs both
    conditions. An open verdict misses what both conditions miss."""
    assert verdict(ADVICE, somebody(**answers)) == expected


def test_not_met_before_it_is_clear_whose_question_it_is():
    """When the advice does not hold, it stays silent whether it applies or not. It says `not-met` and asks for nothing; should
    it turn out not to apply, the word changes to `not-applicable` and the silence stays."""
    assert verdict(ADVICE, somebody(holds=False)) == Said("not-met", set())


def test_always():
    """Advice for everybody whom it concerns holds `ALWAYS`."""
    assert verdict(advice("it", ALWAYS, applies=WHOSE), somebody(whose=True)) == Said("met", set())


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"unless": True}, Said("not-applicable", set())),
        ({"unless": False}, Said("met", set())),
        ({}, Said("unknown", {"unless"})),
    ],
)
def test_unless(answers, expected):
    """`unless` takes people out: to them the advice does not apply. While it is open, so is the verdict."""
    who = somebody(whose=True, holds=True, **answers)
    assert verdict(advice("it", HOLDS, applies=WHOSE, unless=UNLESS), who) == expected


def test_unless_is_not_asked_where_it_does_not_matter():
    """When the advice does not hold anyway, nobody asks for the reason against it."""
    assert verdict(advice("it", HOLDS, applies=WHOSE, unless=UNLESS), somebody(whose=True, holds=False)) == Said(
        "not-met", set()
    )
