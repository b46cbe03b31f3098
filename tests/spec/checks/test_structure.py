"""Faults that show without a patient.

The pathway is checked as a whole before it meets anybody. Each check says what it found in the words of an author. A pathway
with a finding is not released.
"""

import pytest

from osteon.engine.checks import check_structure
from osteon.engine.events import Events, exists
from osteon.engine.nodes import Fact, absent, constant
from osteon.engine.rules import Due, Evidence, Pathway, Topic
from spec.small import TEXTBOOK, advice, computed, happening, limit, measurement, pathway, question

A, B, W = question("a"), question("b"), measurement("w")
CONCEPTS = frozenset({"a", "b", "w"})


def faults(*recommendations, declared=(), whole=None) -> list[str]:
    return check_structure(whole or pathway(*recommendations), declared, CONCEPTS)


def test_nothing_wrong():
    """A sound pathway has no findings."""
    assert faults(advice("one", A), advice("two", W > limit(3)), declared=[A, W]) == []


def test_unused_fact():
    """A fact that no advice, score or list asks for is a leftover, or was forgotten in a condition."""
    assert faults(advice("one", A), declared=[A, B]) == ["fact b is defined but nothing asks it"]


def test_used_inside_another_fact():
    """A fact that only another fact asks for is used."""
    assert faults(advice("one", computed("c", A & B)), declared=[A, B]) == []


def test_selection_that_can_never_match():
    """A concept that does not exist matches nothing, without a sound; and so does no concept at all."""
    assert faults(advice("one", happening("misspelt"))) == ["fact misspelt: concept misspelt does not exist"]
    nothing = Fact(id="n", label="n", reads=exists(Events(concepts=())), absence=absent("it would be on record"))
    assert faults(advice("one", nothing)) == ["fact n selects no concept"]


def test_missing_evidence():
    """Advice without a source is an opinion."""
    assert faults(advice("one", A, evidence=())) == ["one: no evidence"]


@pytest.mark.parametrize(
    ("part", "message"),
    [
        ({"source": "HEARSAY"}, "one: source HEARSAY is not in the list of sources"),
        ({"locator": ""}, "one: evidence TEXTBOOK has no locator"),
        ({"strength": ""}, "one: evidence TEXTBOOK has no strength"),
    ],
)
def test_incomplete_evidence(part, message):
    """A reader has to find the place in the source, and its own word for how strong it is."""
    whole = {"source": "TEXTBOOK", "locator": "p. 1", "strength": "strong", "checked": "primary"}
    assert faults(advice("one", A, evidence=(Evidence(**{**whole, **part}),))) == [message]


def test_a_parameter_from_an_unknown_source():
    """A number needs a source that exists."""
    from_nowhere = limit(3)
    object.__setattr__(from_nowhere, "source", "HEARSAY")
    assert faults(advice("one", W > from_nowhere)) == ["parameter LIMIT: source HEARSAY is not in the list of sources"]


@pytest.mark.parametrize("word", ["title", "advise", "purpose", "misuse"])
def test_words_for_the_reader(word):
    """Every advice says what it is called, what to do, what it is for, and what it is not for."""
    assert faults(advice("one", A, **{word: ""})) == [f"one: `{word}` is empty"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ({"excepts": ("nobody",)}, "one: excepts nobody, which does not exist"),
        ({"says_more_than": ("nobody",)}, "one: says_more_than nobody, which does not exist"),
        ({"excepts": ("one",)}, "one: excepts itself"),
    ],
)
def test_names_of_other_advice(names, message):
    """Advice that names other advice names one that exists, and not itself."""
    assert faults(advice("one", A, **names)) == [message]


def test_an_exception_that_cannot_be_asked():
    """Advice about lesions cannot make an exception to advice about the patient: it may hold for one lesion and not for another."""
    lesions = advice("lesions", question("a", per_lesion=True), excepts=("whole",))
    assert faults(lesions, advice("whole", B)) == ["lesions is about lesions and excepts whole, which is not"]


def test_something_due_for_no_reason():
    """What comes round names the advice that gives it its reason."""
    due = Due(id="weigh", what="Weigh", last=W, every=limit(30, "d"), applies=A, finding="nobody")
    topic = Topic(id="t", title="T", purpose="To try", recommendations=(advice("one", A),), due=(due,))
    whole = Pathway(edition="1", topics=(topic,), sources=(TEXTBOOK,))
    assert faults(whole=whole) == ["due weigh: finding nobody does not exist"]


def test_one_name_for_two_things():
    """Names are unique: two facts, parameters or advices of one name would be mistaken for each other."""
    assert faults(advice("one", A), advice("one", B)) == ["recommendation one is defined 2 times"]
    assert faults(advice("one", A & question("a"))) == ["fact a is defined 2 times"]
    assert faults(advice("one", (W > limit(3)) & (W < limit(9)))) == ["parameter LIMIT is defined 2 times"]


def test_the_same_condition_twice():
    """Two advices with one condition always speak together: they are one, or one of them is wrong. It does not matter whether the
    condition was written once or twice."""
    both = A & B
    assert faults(advice("one", both), advice("two", both)) == ["two has the same condition as one"]
    assert faults(advice("one", A & B), advice("two", A & B)) == ["two has the same condition as one"]


def test_conditions_that_only_look_alike():
    """Another fact, operator, word, number or order is another condition."""
    bound = limit(3)
    conditions = [
        A & B,
        A | B,
        B & A,
        ~A,
        W > bound,
        W >= bound,
        W.times(constant(2), "kg") > bound,
        W.times(constant(3), "kg") > bound,
    ]
    assert faults(*(advice(str(number), tree) for number, tree in enumerate(conditions))) == []
    assert faults(advice("one", A, applies=B), advice("two", B, applies=A)) == []
