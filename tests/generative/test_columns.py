"""Random trees over random records: both evaluators say the same, to the last missing fact.

A tree here has every kind of node, and a record every kind of entry; most of it makes no sense, all of it can be written.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from agreement import compare
from generative.records import NOTHING, records
from generative.trees import Trees
from osteon.engine.columns.exact import near_in, places_of, places_of_quotient
from osteon.engine.columns.values import ROUGH
from osteon.engine.evaluate import compile_pathway
from osteon.engine.events import Events, latest
from osteon.engine.nodes import Fact, Hull, constant, unknown
from osteon.engine.settings import Settings
from osteon.engine.situation import as_of
from spec.small import DAY, event, pathway, somebody

patients = st.lists(records(), min_size=1, max_size=4)
offsets = st.sampled_from((0, 0, 0, -1, -30, -500, 45))
bare_days = offsets.map(lambda days: as_of(DAY + timedelta(days=days)))
moments = st.sampled_from((0, 12, 12, 23)).map(
    lambda hour: as_of(datetime(DAY.year, DAY.month, DAY.day, hour, 0, 0, 123_457))
)


@st.composite
def machines(draw):
    """A pathway made ready to run, and nodes to ask beside its recommendations."""
    trees = Trees(draw)
    nodes = [trees.any(draw(st.booleans())) for _ in range(draw(st.integers(1, 3)))]
    rules = [
        trees.advice("patient", False),
        trees.advice("excepts", False, ("patient",)),
        trees.advice("lesion", True),
    ]
    settings = Settings(
        {name: trees.draw(CHANGED) for name in list(trees.parameters)[:2]} if draw(st.booleans()) else {},
        dict.fromkeys(list(trees.policies)[:1], "absent") if draw(st.booleans()) else {},
    )
    return compile_pathway(pathway(*rules, asks=nodes), settings, draw(st.booleans())), nodes


CHANGED = st.decimals(-5, 40, places=1)


@given(machines(), patients, bare_days | moments)
def test_one_date_for_all(machine, people, when):
    """The same date for all patients: a bare day, or a moment."""
    evaluator, nodes = machine
    assert compare(evaluator, people, when, nodes) == []


@given(machines(), patients, st.data())
def test_a_day_for_each(machine, people, data):
    """Each patient on a day of her own, among patients of whom nothing is known."""
    evaluator, nodes = machine
    people = [NOTHING, *people]
    days = [DAY.toordinal() + data.draw(offsets) for _ in people]
    assert compare(evaluator, people, days, nodes) == []


def test_where_nobody_is_nothing_is_near():
    """A question that is asked of some patients only may be asked of none."""
    nobody, one = np.zeros(0), np.zeros(1)
    assert near_in(np.ones(1, bool), nobody, one).shape == (0,)
    assert near_in(np.zeros(0, bool), one, one).shape == (0,)
    assert near_in(np.array([True, False]), one, np.array([0.0, 0.0])).tolist() == [True, False]


figures = st.decimals(-200_000, 200_000, places=5).map(Decimal.normalize) | st.integers(-50, 50).map(Decimal)


@given(figures, figures)
def test_a_quotient_has_few_places_where_it_proves_to(one, other):
    """A quotient is told to have few decimal places only where its decimal has, and wherever the numbers are small."""
    with np.errstate(all="ignore"):
        quotient = np.array([float(one)]) / np.array([float(other)])
    pairs = [column for number in (one, other) for column in (np.array([places_of(number)], np.int16), np.array([float(number)]))]
    told = places_of_quotient(*pairs, quotient)
    few = other != 0 and one == (one / other).quantize(Decimal("0.000001")) * other
    assert told[0] == ROUGH or few
    if few and abs(one) < 1000 and abs(other) < 1000:
        assert told[0] != ROUGH


def test_a_quotient_of_many_places_says_nothing():
    """Numbers whose places leave no room to multiply back."""
    many, whole, one = np.array([19], np.int16), np.zeros(1, np.int16), np.ones(1)
    assert places_of_quotient(whole, one, many, one, one)[0] == ROUGH
    assert places_of_quotient(many, one, whole, one, one)[0] == ROUGH


def test_two_figures_of_one_moment_of_which_one_has_no_end():
    """A third of three is not one: what is exact beside it may be another figure, whichever of the two is looked at first."""
    read = latest(Events(concepts=("b",)), "high", unit="1", factor=Decimal(1) / 3)
    asked = [Fact(id=f"limit-{how}", label="limit", reads=replace(read, how=how), absence=unknown("?")) for how in ("latest", "earliest")]
    machine = compile_pathway(pathway(asks=asked), Settings(), False)
    three = event("b", value=3, unit="x", high=Decimal(3))
    for value in ("1", "0.5", "2"):
        other = event("b", value=value, unit="1", high=Decimal(value))
        people = [somebody(three, other), somebody(other, three), somebody(three), somebody(other), somebody()]
        assert compare(machine, people, as_of(DAY), asked) == []
        values = [machine.value(machine.situation(one, as_of(DAY)), asked[0])[0] for one in people]
        assert values == [None, None, Decimal(1) / 3 * 3, Decimal(value), None]


def test_ends_that_are_one_float_are_kept_apart():
    """Between nothing and less than any float holds, or one and hardly more, lies something all the same."""
    nobody_asked = Fact(id="b", label="b", reads=latest(Events(concepts=("b",)), unit="1"), absence=unknown("?"))
    for low, high in (("0", "1E-400"), ("1", "1.000000000000000000001"), ("-1E-400", "0")):
        node = Hull(low=constant(low, "1"), high=constant(high, "1"), missing_of=nobody_asked)
        machine = compile_pathway(pathway(asks=[node, node < constant(high, "1"), node <= constant(high, "1")]), Settings(), False)
        assert compare(machine, [somebody(), NOTHING], as_of(DAY), machine.pathway.topics[0].shown) == []
