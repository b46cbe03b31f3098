"""From lesions to the patient.

`AnyLesion` asks whether a condition holds for at least one lesion; `CountLesions` for how many. Both are about the patient
again.
"""

import pytest

from osteon.engine.nodes import AnyLesion, CountLesions
from spec.small import NOBODY, Answer, ago, ask, event, lesion, limit, question, somebody

PAIN = question("pain", per_lesion=True)
ANY, HOW_MANY = AnyLesion(of=PAIN), CountLesions(of=PAIN)


def lesions(*answers: bool | None):
    names = [f"L{number}" for number in range(len(answers))]
    entries = [
        event("pain", lesion=name, answer="present" if said else "absent")
        for name, said in zip(names, answers, strict=True)
        if said is not None
    ]
    return somebody(*entries, lesions=[lesion(name) for name in names])


@pytest.mark.parametrize(
    ("answers", "any_", "how_many"),
    [
        ((True, False), Answer(True, set()), Answer(1, set())),
        ((True, True), Answer(True, set()), Answer(2, set())),
        ((False, False), Answer(False, set()), Answer(0, set())),
        ((True, None), Answer(True, set()), Answer((1, 2), {"pain"})),
        ((False, None), Answer(None, {"pain"}), Answer((0, 1), {"pain"})),
        ((None, None), Answer(None, {"pain"}), Answer((0, 2), {"pain"})),
    ],
)
def test_any_and_count(answers, any_, how_many):
    """`AnyLesion` is an `or` over the lesions: one yes decides it. The count runs from the lesions that certainly fulfil the
    condition to those that may."""
    assert ask(ANY, lesions(*answers)) == any_
    assert ask(HOW_MANY, lesions(*answers)) == how_many


def test_no_lesion():
    """Without a lesion the answer is no, and none; nothing is missing."""
    assert ask(ANY, NOBODY) == Answer(False, set())
    assert ask(HOW_MANY, NOBODY) == Answer(0, set())


def test_a_count_against_a_threshold():
    """A count is a number like any other."""
    assert ask(HOW_MANY > limit(2, "{count}"), lesions(True, True, None)) == Answer(None, {"pain"})
    assert ask(HOW_MANY > limit(1, "{count}"), lesions(True, True, None)) == Answer(True, set())
    assert ask(HOW_MANY > limit(3, "{count}"), lesions(True, True, None)) == Answer(False, set())


def test_they_are_about_the_patient():
    """They can stand beside facts about the patient in advice for the patient."""
    assert not ANY.per_lesion
    assert not HOW_MANY.per_lesion


def test_lesions_that_appear_later():
    """A review of an earlier day does not know of a lesion that was first seen after it."""
    who = somebody(lesions=[lesion("L", first_seen=ago(10))])
    assert ask(ANY, who, at=ago(10)) == Answer(None, {"pain"})
    assert ask(ANY, who, at=ago(11)) == Answer(False, set())
    assert ask(HOW_MANY, who, at=ago(11)) == Answer(0, set())
