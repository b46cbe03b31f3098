"""Doses added up.

`daily_dose` adds up what several orders of several drugs come to in a day, each drug times its factor for the route by which it
is given. `single_dose` asks what one dose comes to. The difficulty is not the sum but what to count: the same drug is often on
record twice, and one order that cannot be read must not make the sum look smaller than it is.
"""

from decimal import Decimal

import pytest

from osteon.engine.events import Events, Factor, daily_dose, single_dose
from osteon.engine.nodes import Fact, absent, unknown
from spec.small import DAY, NOBODY, Answer, ago, ask, cause, event, happening, limit, somebody

STRONG = Factor(concepts=("strong",), routes=("oral",), value=limit("1.5", "1", id="STRONG-ORAL"))
INTO_VEIN = Factor(concepts=("strong",), routes=("intravenous",), value=limit(3, "1", id="STRONG-VEIN"))
PATCH = Factor(concepts=("patch",), routes=("transdermal",), value=limit("2.4", "mg/d/(ug/h)", id="PATCH"), of="rate")
WEAK = Factor(concepts=("weak",), routes=(), value=limit("0.2", "1", id="WEAK"))
FACTORS = (STRONG, INTO_VEIN, PATCH, WEAK)
REGULAR = Events(concepts=("strong", "patch", "weak", "strange"), statuses=("active",), as_needed=False)
RESCUE = Events(concepts=("strong", "patch", "weak", "strange"), statuses=("active",), as_needed=True)


def fact(name, reads, absence=None):
    return Fact(id=name, label=name, reads=reads, absence=absence or absent("it would be on the list of drugs"))


SUM = fact("sum", daily_dose(REGULAR, *FACTORS, unit="mg/d"))
LEAST = fact("least", daily_dose(REGULAR, *FACTORS, unit="mg/d", least=True))
ONE = fact("one", single_dose(RESCUE, *FACTORS, unit="mg"), unknown("there may be none"))


def order(concept="strong", dose: str | int | None = 20, every: str | int | None = 1, at=None, **rest):
    """An active order of a drug by mouth, once a day unless it says otherwise."""
    given = {
        "kind": "order",
        "status": "active",
        "route": "oral",
        "source": f"Order/{concept}/{dose}/{every}/{at}",
        **rest,
    }
    return event(
        concept,
        at or ago(10),
        dose=None if dose is None else Decimal(dose),
        interval_days=None if every is None else Decimal(every),
        **given,
    )


def statement(*args, **rest):
    """The same, as the patient says that she takes it."""
    return order(*args, **{"kind": "statement", **rest})


@pytest.mark.parametrize(
    ("dose", "every", "total"),
    [(20, 1, 30), (20, "0.5", 60), (20, 2, 15), (5, Decimal(1) / 6, 45), (10, Decimal(1) / 3, 45)],
)
def test_dose_times_how_often_times_factor(dose, every, total):
    """The dose of a day is the single dose times how often a day. A dose every 4 hours is given six times, exactly."""
    assert ask(SUM, somebody(order(dose=dose, every=every))).value == total


def test_each_drug_and_each_route_has_its_factor():
    """Drugs add up, each times its own factor; the factor of a drug may differ by route, or hold for any."""
    who = somebody(
        order(dose=20),
        order(dose=10, route="intravenous", at=ago(5)),
        order("weak", dose=100, route=None),
    )
    assert ask(SUM, who).value == 20 * Decimal("1.5") + 10 * 3 + 100 * Decimal("0.2")


def test_a_patch_counts_by_its_rate():
    """A factor of a `rate` is multiplied with micrograms an hour. How often a patch is changed does not matter, and a dose in mg
    says nothing about it."""
    assert ask(SUM, somebody(order("patch", None, 3, route="transdermal", rate=Decimal(25)))).value == 60
    assert cause(SUM, somebody(order("patch", 25, 3, route="transdermal"))) == "dose-not-readable"


def test_a_steady_infusion():
    """A rate of a drug that counts by its dose holds for 24 hours."""
    assert ask(SUM, somebody(order(dose=None, every=None, route="intravenous", rate=Decimal(1000)))).value == 72


def test_doses_of_a_day_that_differ():
    """An order whose single doses differ tells the dose of the day itself."""
    assert ask(SUM, somebody(order(dose=10, every=1, per_day=Decimal(30)))).value == 45


@pytest.mark.parametrize(
    ("part", "why"),
    [
        ({"dose": None}, "dose-not-readable"),
        ({"every": None}, "dose-not-readable"),
        ({"route": None}, "dose-not-readable"),
        ({"dose_open": True}, "dose-not-readable"),
        ({"route": "rectal"}, "no-conversion-factor"),
        ({"concept": "strange"}, "no-conversion-factor"),
    ],
    ids=lambda part: str(part),
)
def test_one_order_that_cannot_be_counted_leaves_the_sum_open(part, why):
    """Dose, timing and route must all be told. What is left of the sum is not the sum; `least` gives it as a lower bound."""
    who = somebody(order("weak", dose=400), order(**part))
    assert ask(SUM, who) == Answer(None, {"sum"})
    assert cause(SUM, who) == why
    assert ask(LEAST, who) == Answer(80, set())


def test_no_order():
    """Silence is a dose of nothing where the record would tell, and unknown elsewhere."""
    assert ask(SUM) == Answer(0, set())
    elsewhere = fact("sum", daily_dose(REGULAR, *FACTORS, unit="mg/d"), unknown("others may prescribe"))
    assert ask(elsewhere) == Answer(None, {"sum"})


# --- what counts once -------------------------------------------------------------------------------------------------


def test_an_order_written_again_counts_once():
    """Two entries of one kind that say the same dose of a drug are one order; two that say different doses are two orders."""
    assert ask(SUM, somebody(order(dose=20), order(dose=20, at=ago(40)))).value == 30
    assert ask(SUM, somebody(order(dose=20), order(dose=10, at=ago(40)))).value == 45


def test_an_order_and_what_the_patient_says_count_once():
    """An order and a statement of use that come to the same are one thing on record twice."""
    assert ask(SUM, somebody(order(dose=10, every="0.5"), statement(dose=20))).value == 30


def test_an_order_and_what_the_patient_says_disagree():
    """Where they come to different doses, neither is right by itself."""
    who = somebody(order(dose=20), statement(dose=40))
    assert ask(SUM, who) == Answer(None, {"sum"})
    assert cause(SUM, who) == "conflicting"
    assert ask(LEAST, who).value == 30


def test_what_can_be_read_speaks_for_what_cannot():
    """A statement without a dose, or without a route, gives way to an order that tells them; and the other way round."""
    assert ask(SUM, somebody(order(dose=20), statement(dose=None))).value == 30
    assert ask(SUM, somebody(order(dose=20), statement(dose=20, route=None))).value == 30
    assert ask(SUM, somebody(order(dose=None), statement(dose=20))).value == 30


def test_another_route_is_another_use():
    """The same drug by another route is not the same order, whoever tells it."""
    assert ask(SUM, somebody(order(dose=20), statement(dose=10, route="intravenous"))).value == 60


def test_what_has_ended_or_was_replaced():
    """An order counts on its last day and not after it. One that another order says it replaces does not count."""
    assert ask(SUM, somebody(order(dose=20, end=DAY))).value == 30
    assert ask(SUM, somebody(order(dose=20, end=ago(1)))).value == 0
    old = order(dose=20, at=ago(40))
    assert ask(SUM, somebody(old, order(dose=40, replaces=old.source))).value == 60


def test_what_is_no_order_of_today():
    """Stopped, held and planned orders, and orders that begin later, do not count."""
    for status in ("stopped", "completed", "on-hold", "planned"):
        assert ask(SUM, somebody(order(status=status))).value == 0


# --- when needed ------------------------------------------------------------------------------------------------------


def test_as_needed():
    """Events can be narrowed to drugs by the clock or to drugs when needed; without a word they are both."""
    who = somebody(order(dose=20), order(dose=5, as_needed=True, at=ago(5)))
    assert ask(SUM, who).value == 30
    for wanted, seen in ((True, False), (False, True), (None, True)):
        assert ask(happening("strong", as_needed=wanted), somebody(order())).value is seen


def test_an_order_when_needed_does_not_open_the_sum():
    """What is taken when needed is not in the sum, whether it can be read or not."""
    assert ask(SUM, somebody(order(dose=20), order(dose=None, as_needed=True, at=ago(5)))).value == 30


def test_a_single_dose():
    """What one dose comes to: a span where there are several orders, unknown where one cannot be read."""
    small = order(dose=5, as_needed=True)
    assert ask(ONE, somebody(small)).value == Decimal("7.5")
    assert ask(ONE, somebody(small, order(dose=10, as_needed=True, at=ago(5)))) == Answer((Decimal("7.5"), 15), {"one"})
    assert ask(ONE, somebody(small, order(dose=None, as_needed=True, at=ago(5)))) == Answer(None, {"one"})
    assert ask(ONE, NOBODY) == Answer(None, {"one"})


def test_a_site_can_set_a_factor():
    """A factor is a parameter like any other."""
    settings = {"parameters": {"STRONG-ORAL": 2}}
    assert ask(SUM, somebody(order(dose=20)), settings=settings).value == 40
