"""Which entries count: what they are.

Filters narrow a selection by the parts of an entry. Words in one filter are alternatives; all filters must hold.
"""

from decimal import Decimal

import pytest

from osteon.engine.events import Events, latest
from osteon.engine.nodes import Fact, unknown
from spec.small import ago, ask, event, happening, limit, measurement, somebody


@pytest.mark.parametrize(
    ("filters", "part", "matching", "other"),
    [
        ({"kinds": ("dose", "order")}, "kind", "dose", "statement"),
        ({"statuses": ("active", "given")}, "status", "given", "stopped"),
        ({"answers": ("yes", "maybe")}, "answer", "maybe", "no"),
        ({"not_answers": ("no",)}, "answer", "yes", "no"),
        ({"routes": ("oral",)}, "route", "oral", "intravenous"),
        ({"sites": ("here", "there")}, "site", "there", "elsewhere"),
        ({"indications": ("reason",)}, "indication", "reason", "another"),
    ],
    ids=lambda part: next(iter(part)) if isinstance(part, dict) else "",
)
def test_by_word(filters, part, matching, other):
    """An entry counts when its word is among those named (or, for `not_answers`, is not)."""
    fact = happening("h", **filters)
    assert ask(fact, somebody(event("h", **{part: matching}))).value is True
    assert ask(fact, somebody(event("h", **{part: other}))).value is False


def test_an_entry_that_does_not_say():
    """An entry that does not say what a filter asks for does not pass it. Not saying the unwanted answer passes."""
    assert ask(happening("h", routes=("oral",)), somebody(event("h"))).value is False
    assert ask(happening("h", not_answers=("no",)), somebody(event("h"))).value is True


def test_all_filters_hold():
    """Two filters narrow twice."""
    fact = happening("h", kinds=("dose",), routes=("oral",))
    assert ask(fact, somebody(event("h", kind="dose", route="oral"))).value is True
    assert ask(fact, somebody(event("h", kind="dose"), event("h", route="oral"))).value is False


@pytest.mark.parametrize(
    ("dose", "above", "below"),
    [
        ("3.9", False, True),
        ("4", False, False),
        ("4.1", True, False),
        (None, False, False),
    ],
)
def test_dose(dose, above, below):
    """`dose_above` and `dose_below` leave the limit itself out. An entry without a dose passes neither."""
    who = somebody(event("h", dose=Decimal(dose) if dose else None))
    assert ask(happening("h", dose_above=limit(4, "mg")), who).value is above
    assert ask(happening("h", dose_below=limit(4, "mg")), who).value is below


def test_with_value():
    """`with_value` asks for entries that carry a value."""
    fact = happening("w", with_value=True)
    assert ask(fact, somebody(w=1)).value is True
    assert ask(fact, somebody(event("w", value=None))).value is False


def test_filters_come_before_the_choice():
    """The newest of the entries that pass is taken, not the newest entry if it passes."""
    fact = Fact(
        id="x",
        label="x",
        absence=unknown("may be elsewhere"),
        reads=latest(Events(concepts=("x",), routes=("oral",)), unit="kg"),
    )
    assert (
        ask(fact, somebody(event("x", ago(9), route="oral", value=1), event("x", ago(1), route="other", value=2))).value
        == 1
    )


def test_concepts_that_are_not_named():
    """Entries about anything else never matter."""
    assert ask(measurement("w"), somebody(w=70, v=80)) == ask(measurement("w"), somebody(w=70))
