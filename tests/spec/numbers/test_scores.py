"""Scores: items turned into points and added up.

An item that is not known may be worth anything from its fewest to its most points. So a total with open items is an
interval, and its category is known when both ends fall into the same one.
"""

from osteon.engine.events import Events, latest
from osteon.engine.nodes import Band, Fact, Points, unknown
from spec.small import Answer, ask, event, limit, somebody


def item(name: str) -> Fact:
    return Fact(
        id=name,
        label=name,
        absence=unknown("may not have been looked at"),
        reads=latest(Events(concepts=(name,)), "answer", categories=("mild", "moderate", "severe")),
    )


def points(name: str) -> Points:
    return Points(of=item(name), table=(("mild", 1), ("moderate", 2), ("severe", 3)))


TOTAL = points("x") + points("y") + points("z")
CATEGORY = Band(of=TOTAL, edges=(limit(5, "{score}"),), labels=("low", "high"), upper_inclusive=True)


def scored(**items: str):
    return somebody(*(event(name, answer=word) for name, word in items.items()))


def test_a_full_score():
    """With every item known the total is exact."""
    who = scored(x="mild", y="moderate", z="severe")
    assert ask(TOTAL, who) == Answer(6, set())
    assert ask(CATEGORY, who) == Answer("high", set())


def test_open_items_widen_the_total():
    """Each open item adds its whole range."""
    assert ask(TOTAL, scored(x="mild", y="moderate")) == Answer((4, 6), {"z"})
    assert ask(TOTAL) == Answer((3, 9), {"x", "y", "z"})


def test_category_decided_without_an_item():
    """When the ends of the total agree on the category nothing is missing: the open item would not change it."""
    assert ask(CATEGORY, scored(x="severe", y="severe")) == Answer("high", set())
    assert ask(CATEGORY, scored(x="mild", y="mild")) == Answer("low", set())


def test_category_not_decided():
    """When they do not, the open items are asked for."""
    assert ask(CATEGORY, scored(x="mild", y="moderate")) == Answer(("low", "high"), {"z"})
    assert ask(CATEGORY.one_of("high"), scored(x="mild", y="moderate")) == Answer(None, {"z"})


def test_a_word_outside_the_table():
    """An answer that the item does not know is no answer."""
    assert ask(points("x"), scored(x="purple")) == Answer((1, 3), {"x"})


def test_words_that_are_worth_the_same():
    """An item of which two words remain is exact when both are worth the same."""
    band = Band(of=points("x"), edges=(limit(2, "{score}"),), labels=("some", "much"), upper_inclusive=True)
    assert ask(Points(of=band, table=(("some", 4), ("much", 4))), scored()) == Answer(4, set())
