"""Facts about a lesion.

Some questions are asked once per place in the skeleton. A fact with `per_lesion` reads only the entries of the lesion that is
being looked at.
"""

import pytest

from osteon.engine.events import Events, latest
from osteon.engine.nodes import (
    Arithmetic,
    BuildError,
    CountLesions,
    DaysSince,
    Fact,
    Greatest,
    constant,
    known,
    unknown,
)
from osteon.engine.situation import as_of
from osteon.record.timeline import Gap
from spec.small import (
    DAY,
    Answer,
    ago,
    ask,
    computed,
    evaluator,
    event,
    happening,
    lesion,
    limit,
    measurement,
    pathway,
    question,
    somebody,
)

PAIN = question("pain", per_lesion=True)
SIZE = measurement("size", "mm", per_lesion=True)
W = measurement("w")

TWO = somebody(
    event("pain", lesion="left", answer="present"),
    event("pain", lesion="right", answer="absent"),
    event("size", lesion="left", value=30, unit="mm"),
    event("w", value=70),
    lesions=[lesion("left"), lesion("right")],
)


def test_each_lesion_has_its_own_answer():
    """The same fact has as many values as there are lesions."""
    assert ask(PAIN, TWO, lesion="left") == Answer(True, set())
    assert ask(PAIN, TWO, lesion="right") == Answer(False, set())
    assert ask(SIZE, TWO, lesion="right") == Answer(None, {"size"})


def test_entries_that_name_no_lesion():
    """An entry that belongs to no lesion says nothing about any."""
    who = somebody(event("pain", answer="present"), lesions=[lesion("left")])
    assert ask(PAIN, who, lesion="left") == Answer(None, {"pain"})


def test_facts_about_the_patient_beside_facts_about_a_lesion():
    """In a condition about a lesion, a fact about the patient has the same value for every lesion."""
    heavy_and_painful = (W > limit(60)) & PAIN
    assert heavy_and_painful.per_lesion
    assert ask(heavy_and_painful, TWO, lesion="left").value is True
    assert ask(heavy_and_painful, TWO, lesion="right").value is False


def test_computed_facts_about_a_lesion():
    """What is computed from a fact about a lesion is about the lesion too."""
    twice = computed("twice", SIZE + SIZE)
    assert twice.per_lesion
    assert ask(twice, TWO, lesion="left").value == 60


def test_a_bound_about_a_lesion():
    """A selection that is bounded by a fact about a lesion differs between lesions, though its entries do not name one."""
    onset = Fact(
        id="onset",
        label="onset",
        absence=unknown("may not be asked"),
        reads=latest(Events(concepts=("pain",), per_lesion=True), "start"),
    )
    looked_at_since = happening("look", since=onset)
    who = somebody(
        event("pain", ago(9), lesion="left"),
        event("pain", ago(2), lesion="right"),
        event("look", ago(5)),
        lesions=[lesion("left"), lesion("right")],
    )
    assert looked_at_since.per_lesion
    assert ask(looked_at_since, who, lesion="left").value is True
    assert ask(looked_at_since, who, lesion="right").value is False
    assert ask(CountLesions(of=looked_at_since), who) == Answer(1, set())


def test_asked_about_the_whole_patient():
    """ "Is it painful?" has no answer for somebody with two lesions: say in which of them, or in how many."""
    with pytest.raises(BuildError, match="use AnyLesion or CountLesions"):
        ask(PAIN, TWO)


def test_a_value_that_is_promised_to_the_patient():
    """A result that is announced, or that cannot be read, may be about any of her lesions: none of them is sure of an older one."""
    width = measurement("width", per_lesion=True)
    wide = width > limit(5)
    for names in ((), ("left",), ("left", "right", "middle")):
        entries = [event("width", ago(10), lesion=name, value=7) for name in names]
        who = somebody(*entries, gaps=[Gap("width", ago(1), "pending", "Entry/1")], lesions=[lesion(name) for name in names])
        for name in names:
            assert ask(wide, who, lesion=name) == Answer(None, {"width"})
        assert ask(CountLesions(of=wide), who).value == ((0, len(names)) if names else 0)


def test_a_question_about_lesions_of_which_no_record_speaks():
    """Where no entry says anything of a lesion, what is known of the patient counts for each, to the last digit."""
    mass = measurement("mass", per_lesion=True)
    thirds = Arithmetic(operator="*", left=Arithmetic(operator="/", left=W, right=constant(3), result="kg"), right=constant(3), result="kg")
    heavy = Greatest(of=(mass, thirds)) >= W
    for lesions in ((), ("left",), ("left", "right")):
        who = somebody(event("w", value=70), lesions=[lesion(name) for name in lesions])
        assert ask(CountLesions(of=heavy), who).value == 0, "three thirds of 70 in decimals are a little less"
        for name in lesions:
            assert ask(heavy, who, lesion=name) == Answer(False, set())


def test_reasons_stay_where_they_belong():
    """Why a fact about the patient is missing is noted once for the patient, also when the question first came up while
    looking at a lesion."""
    age = DaysSince(
        of=Fact(
            id="day", label="day", reads=latest(Events(concepts=("day",)), "start"), absence=unknown("may be elsewhere")
        )
    )
    late_and_painful = computed("late-and-painful", PAIN & known(W) & (age > limit(3, "d")))
    machine = evaluator(pathway(asks=[late_and_painful]))
    situation = machine.situation(TWO, as_of(DAY))
    machine.value(situation, late_and_painful, "left")
    index = {fact.id: position for position, fact in enumerate(machine.facts)}
    assert situation.causes == {index["day"]: "not-recorded"}
    assert [entry.value for entry in situation.chosen[index["w"]]] == [70]
