"""Random measures over random records: what one row after the other comes to, and all rows at once, to the last missing fact."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from generative.records import NOTHING, records
from generative.trees import Trees
from measuring import rows
from osteon.engine.evaluate import Evaluator, compile_pathway
from osteon.engine.events import Events, patient
from osteon.engine.measures import Exclusion, Measure, Stratifier, each, first, on_last_day
from osteon.engine.nodes import Arithmetic, Compare, Fact, Hull, Node, constant, unknown
from osteon.engine.rules import Pathway, Topic
from osteon.engine.settings import Settings
from spec.small import DAY, TEXTBOOK, happening, somebody

people = st.lists(records(), min_size=1, max_size=4)
ends = st.sampled_from((None, -400, -30, -1, 0, 0, 0, 1, 400)).map(
    lambda days: None if days is None else DAY + timedelta(days=days)
)
spans = st.sampled_from([Decimal(days) for days in (0, 1, 2, 29, 30, 31, 365)])
periods = st.none() | st.sampled_from((-400, -30, 0, 30)).map(lambda days: DAY + timedelta(days=days))


@st.composite
def machines(draw: Any) -> tuple[Evaluator, Measure]:
    """A measure of random trees, made ready to run."""
    trees = Trees(draw)
    lesion = draw(st.booleans())
    selection = Events(concepts=draw(st.sampled_from((("a",), ("a", "b"), ("b", "a", "c")))), per_lesion=lesion)
    row = draw(st.sampled_from((each(selection), each(selection, by="end"), first(selection), on_last_day())))
    lesion = row.per_lesion
    later = row.events is not None and draw(st.booleans())
    one = Measure(
        id="measure", title="Measure", why="To look back.", row="a day", rows=row,
        population=trees.condition(lesion), numerator=trees.condition(lesion), numerator_says="done", evidence=(), misuse="None.",
        exclusions=tuple(Exclusion(str(place), trees.condition(lesion)) for place in range(draw(st.integers(0, 2)))),
        after=trees.parameter("d", spans) if later else None,
        episode=trees.parameter("d", spans) if draw(st.booleans()) else None,
        stratifiers=tuple(Stratifier(str(place), "", trees.category(lesion)) for place in range(draw(st.integers(0, 1)))),
    )  # fmt: skip
    topic = Topic(id="topic", title="Topic", purpose="To try things out", recommendations=(), measures=(one,))
    return compile_pathway(Pathway(edition="1", topics=(topic,), sources=(TEXTBOOK,)), Settings()), one


@given(machines(), people, st.data())
def test_a_row_after_the_other_and_all_at_once(machine: tuple[Evaluator, Measure], some: list, data: Any):
    """`rows` compares the two."""
    some = [NOTHING, *some]
    rows(*machine, some, [data.draw(ends) for _ in some], data.draw(periods), data.draw(periods))


def test_where_no_row_is_left_a_close_question_is_not_asked():
    """A condition that floats cannot decide is asked of the first patient; of nobody, where there is none."""
    sex = Fact(id="sex", label="sex", reads=patient("sex"), absence=unknown("nobody may have asked"))
    third = Arithmetic(operator="/", left=constant(1), right=constant(3), result="1")
    close = Hull(low=constant(1), high=third, missing_of=sex)
    one = Measure(
        id="measure", title="Measure", why="To look back.", row="a day", rows=each(Events(concepts=("a",))),
        population=happening("a"), numerator=Compare(operator="<", left=close, right=close_to(third)), numerator_says="done",
        evidence=(), misuse="None.",
    )  # fmt: skip
    topic = Topic(id="topic", title="Topic", purpose="To try things out", recommendations=(), measures=(one,))
    evaluator = compile_pathway(Pathway(edition="1", topics=(topic,), sources=(TEXTBOOK,)), Settings())
    assert rows(evaluator, one, [somebody(a=True)], [DAY], DAY + timedelta(days=1)) == ([], 0)
    assert len(rows(evaluator, one, [somebody(a=True)], [DAY])[0]) == 1


def close_to(node: Node) -> Node:
    """The same number, reached in another way."""
    return Arithmetic(operator="*", left=node, right=constant(1), result="1")
