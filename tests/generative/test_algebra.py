"""Random conditions against a definition written a second time, as plainly as possible.

A condition here is a nested tuple: `("fact", 3)`, `("not", x)`, `("and", x, y, ...)`, `("or", x, y, ...)`. `naive()` says what it
means: true, false or not known, with the set of facts that keep it open. The engine must say the same in every case.
"""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osteon.engine.nodes import Node, all_of, any_of
from spec.small import DAY, advice, as_of, evaluator, pathway, question, somebody

NAMES = "abcdefgh"
FACTS = [question(name) for name in NAMES]

conditions = st.recursive(
    st.tuples(st.just("fact"), st.integers(0, len(FACTS) - 1)),
    lambda inner: st.one_of(
        st.tuples(st.just("not"), inner),
        st.builds(
            lambda word, parts: (word, *parts), st.sampled_from(("and", "or")), st.lists(inner, min_size=2, max_size=3)
        ),
    ),
    max_leaves=16,
)
answers = st.lists(st.sampled_from((True, False, None)), min_size=len(FACTS), max_size=len(FACTS)).map(tuple)


def naive(condition: tuple, said: tuple) -> tuple[bool | None, frozenset[str]]:
    word, *parts = condition
    if word == "fact":
        answer = said[parts[0]]
        return answer, frozenset() if answer is not None else frozenset(NAMES[parts[0]])
    sides = [naive(part, said) for part in parts]
    if word == "not":
        truth, missing = sides[0]
        return (None if truth is None else not truth), missing
    decisive = word == "or"
    if any(truth is decisive for truth, _ in sides):
        return decisive, frozenset()
    if any(truth is None for truth, _ in sides):
        return None, frozenset().union(*(missing for truth, missing in sides if truth is None))
    return not decisive, frozenset()


def tree(condition: tuple) -> Node:
    word, *parts = condition
    if word == "fact":
        return FACTS[parts[0]]
    sides = [tree(part) for part in parts]
    return ~sides[0] if word == "not" else all_of(*sides) if word == "and" else any_of(*sides)


@cache
def patient(said: tuple):
    return somebody(**{name: answer for name, answer in zip(NAMES, said, strict=True) if answer is not None})


def engine(condition: tuple, said: tuple) -> tuple[bool | None, frozenset[str]]:
    node = tree(condition)
    machine = evaluator(pathway(asks=[node]))
    truth, missing, _ = machine.value(machine.situation(patient(said), as_of(DAY)), node)
    return truth, frozenset(fact.id for fact in machine.facts_in(missing))


def filled(said: tuple, *facts: tuple[int, bool]) -> tuple:
    changes = dict(facts)
    return tuple(changes.get(position, answer) for position, answer in enumerate(said))


@given(conditions, answers)
def test_the_engine_agrees_with_the_definition(condition, said):
    assert engine(condition, said) == naive(condition, said)


@given(conditions, conditions, answers)
def test_de_morgan(one, two, said):
    assert engine(("not", ("and", one, two)), said) == engine(("or", ("not", one), ("not", two)), said)
    assert engine(("not", ("or", one, two)), said) == engine(("and", ("not", one), ("not", two)), said)


@given(conditions, answers)
def test_double_negation(condition, said):
    assert engine(("not", ("not", condition)), said) == engine(condition, said)


@given(st.sampled_from(("and", "or")), conditions, conditions, conditions, answers)
def test_order_and_brackets_do_not_matter(word, one, two, three, said):
    whole = engine((word, one, two, three), said)
    assert whole == engine((word, three, one, two), said)
    assert whole == engine((word, one, (word, two, three)), said)
    assert whole == engine((word, (word, one, two), three), said)


@given(conditions, answers, st.integers(0, len(FACTS) - 1), st.booleans())
def test_filling_in_a_missing_fact_never_turns_a_decided_condition(condition, said, position, answer):
    before, _ = engine(condition, said)
    if said[position] is None and before is not None:
        assert engine(condition, filled(said, (position, answer)))[0] is before


@given(conditions, answers, st.lists(st.booleans(), min_size=len(FACTS), max_size=len(FACTS)))
def test_answering_what_is_missing_decides(condition, said, given_answers):
    """The missing facts are enough: whatever the answers, once all are given nothing is open."""
    _, missing = engine(condition, said)
    told = filled(said, *((NAMES.index(name), given_answers[NAMES.index(name)]) for name in missing))
    assert engine(condition, told)[0] is not None


@given(conditions, answers)
def test_only_what_is_not_known_is_missing(condition, said):
    truth, missing = engine(condition, said)
    assert missing <= {NAMES[position] for position, answer in enumerate(said) if answer is None}
    assert bool(missing) == (truth is None)


@given(conditions, conditions, conditions, conditions, answers)
def test_verdicts(applies, when, unless, exception, said):
    """The verdict of advice follows from its parts; advice that another one excepts behaves as if it said so itself."""
    rule = advice("rule", tree(when), applies=tree(applies), unless=tree(unless))
    other = advice("other", tree(exception), excepts=("rule",))
    machine = evaluator(pathway(rule, other))
    first, _ = machine.outcomes(machine.situation(patient(said), as_of(DAY)))
    whose, lacking = naive(("and", applies, ("not", unless), ("not", exception)), said)
    holds, more = naive(when, said)
    expected = (
        ("not-applicable", frozenset())
        if whose is False
        else ("not-met", frozenset())
        if holds is False
        else ("met", frozenset())
        if whose and holds
        else ("unknown", lacking | more)
    )
    assert (first.verdict, frozenset(fact.id for fact in machine.facts_in(first.missing))) == expected


SILENT = ("not-met", "not-applicable")


@given(conditions, conditions, conditions, answers, st.integers(0, len(FACTS) - 1), st.booleans())
def test_filling_in_a_missing_fact_never_turns_a_verdict(applies, when, unless, said, position, answer):
    """What speaks goes on speaking, what is silent stays silent (though `not-met` may become `not-applicable`)."""
    rule = advice("rule", tree(when), applies=tree(applies), unless=tree(unless))
    machine = evaluator(pathway(rule))
    more = said if said[position] is not None else filled(said, (position, answer))
    before, after = (machine.outcomes(machine.situation(patient(told), as_of(DAY)))[0].verdict for told in (said, more))
    if before != "unknown":
        assert after == before or (before in SILENT and after in SILENT)


@pytest.mark.parametrize("size", [1, 2])
def test_every_small_condition(size):
    """All conditions of one or two joints over two facts, in all nine states: nothing is left to luck."""
    grown = small = [("fact", 0), ("fact", 1)]
    for _ in range(size):
        grown = [
            *small,
            *(("not", one) for one in grown),
            *((word, one, two) for word in ("and", "or") for one in grown for two in small),
        ]
    for said in ((a, b) + (None,) * 6 for a in (True, False, None) for b in (True, False, None)):
        for condition in grown:
            assert engine(condition, said) == naive(condition, said), condition
