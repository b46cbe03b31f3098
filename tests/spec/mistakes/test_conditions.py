"""Mistakes in conditions.

A wrong tree cannot be built. The message says what is wrong and what to write instead, so that the mistake is found by its
author and not by a patient.
"""

import pytest

from osteon.engine.nodes import AnyLesion, BuildError, CountLesions, Not, OneOf, choose
from spec.small import advice, ask, evaluator, limit, measurement, pathway, question, somebody

A, B, W = question("a"), question("b"), measurement("w")
SITUATED = question("p", per_lesion=True)


@pytest.mark.parametrize(
    "written",
    [
        lambda: A and B,
        lambda: A or B,
        lambda: not A,
        lambda: bool(W > limit(3)),
        lambda: limit(3) < W < limit(9),
    ],
    ids=["and", "or", "not", "if", "a < b < c"],
)
def test_python_words(written):
    """Python's `and`, `or`, `not` and `if` want an answer at once, when there is no patient yet. Write `&`, `|`, `~`. A chain
    `a < b < c` is an `and` in disguise: write two comparisons."""
    with pytest.raises(BuildError, match="not true or false until there is a patient: write `a & b`, `a | b`, `~a`"):
        written()


@pytest.mark.parametrize(
    ("written", "message"),
    [
        (lambda: A & W, "`&` joins conditions, not a number (w)"),
        (lambda: A | W, "`|` joins conditions, not a number (w)"),
        (lambda: ~W, "`~` turns a condition round, not a number"),
        (lambda: Not(of=W), "`~` turns a condition round, not a number"),
    ],
)
def test_a_number_is_no_condition(written, message):
    """A number holds or does not hold only against a threshold."""
    with pytest.raises(BuildError) as refused:
        written()
    assert str(refused.value) == message


def test_conditions_of_advice():
    """`applies` and `when` are conditions."""
    with pytest.raises(BuildError, match="it: `when` must be a condition"):
        advice("it", W)
    with pytest.raises(BuildError, match="it: `applies` must be a condition"):
        advice("it", A, applies=W)


def test_urgency():
    """An urgency is one of five words."""
    with pytest.raises(BuildError, match="urgency is one of emergency, urgent, soon, routine, info"):
        advice("it", A, urgency="quick")


@pytest.mark.parametrize("kind", [AnyLesion, CountLesions])
def test_no_lesion_to_ask(kind):
    """A condition about the patient cannot be asked lesion by lesion."""
    with pytest.raises(BuildError, match=f"{kind.__name__} asks a condition about lesions"):
        kind(of=A)
    assert kind(of=SITUATED).of is SITUATED


def test_choosing_on_a_number():
    """`choose()` decides on conditions."""
    with pytest.raises(BuildError, match="decides on conditions"):
        choose((W, "heavy"), otherwise="light")


def test_one_of_asks_a_category():
    """`one_of()` is for words."""
    with pytest.raises(BuildError, match="asks a category, not a number"):
        OneOf(of=W, words=("heavy",))


def test_a_fact_from_outside():
    """A machine knows the facts of its pathway and no others."""
    machine = evaluator(pathway(asks=[A]))
    with pytest.raises(BuildError, match="fact b is not part of the pathway"):
        machine.compile(B)
    assert ask(B, somebody(b=True)).value is True
