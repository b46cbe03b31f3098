"""The unit that a fact is read in.

Values are kept in one unit per concept, beside the figure and the unit of the report. A fact says which unit it wants.
"""

from decimal import Decimal

from osteon.engine.events import Events, latest
from osteon.engine.nodes import Fact, unknown
from osteon.record.timeline import Event
from spec.small import DAY, Answer, ask, cause, somebody

FACTOR = Decimal("88.4")


def reported(figure: str, unit: str, **rest) -> Event:
    """A value that is kept in mg and was reported in mg or in umol (88.4 umol are one mg)."""
    number = Decimal(figure)
    return Event(
        concept="x",
        source="Entry/1",
        kind="observation",
        status="final",
        start=DAY,
        unit="mg",
        value=number if unit == "mg" else number / FACTOR,
        reported=number,
        reported_unit=unit,
        **rest,
    )


def fact(unit: str, field: str = "value", factor: Decimal | None = None) -> Fact:
    return Fact(
        id=f"{field}-{unit}",
        label="x",
        absence=unknown("may not be measured"),
        reads=latest(Events(concepts=("x",)), field, unit=unit, factor=factor),
    )


def test_the_unit_that_is_kept():
    """Wanted in the unit in which it is kept, the value is taken as it is kept."""
    assert ask(fact("mg"), somebody(reported("2", "mg"))).value == 2


def test_the_figure_of_the_report():
    """Wanted in the unit of the report, the figure is taken as printed: 9 stays 9, though 9 / 88.4 × 88.4 need not."""
    for figure in range(1, 200):
        assert ask(fact("umol", factor=FACTOR), somebody(reported(str(figure), "umol"))).value == figure


def test_converted():
    """Wanted in another unit, the kept value is multiplied by the factor."""
    assert ask(fact("umol", factor=FACTOR), somebody(reported("2", "mg"))).value == Decimal("176.8")


def test_without_a_factor():
    """Without a factor there is nothing to convert with: the fact is missing, and says why."""
    assert ask(fact("umol"), somebody(reported("2", "mg"))) == Answer(None, {"value-umol"})
    assert cause(fact("umol"), somebody(reported("2", "mg"))) == "unit-not-convertible"


def test_limits_of_the_reference_range():
    """`low` and `high` are the limits printed on the report, converted like the value beside them."""
    report = reported("100", "umol", low=Decimal(50), high=Decimal(200))
    assert ask(fact("umol", "high", FACTOR), somebody(report)).value == 200
    assert round(ask(fact("mg", "low"), somebody(report)).value, 6) == round(50 / FACTOR, 6)


def test_a_value_on_its_limit():
    """A value that equals the printed limit equals it in every unit. Conversion must not put it a hair above."""
    for figure in range(1, 200):
        report = reported(str(figure), "umol", high=Decimal(figure))
        assert ask(fact("mg") > fact("mg", "high"), somebody(report)) == Answer(False, set())
