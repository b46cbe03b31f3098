"""The person: sex, age, birth and death."""

from datetime import date

import pytest

from osteon.engine.events import patient
from osteon.engine.nodes import Fact, unknown
from osteon.record.timeline import Patient
from spec.small import Answer, ask, cause, limit, somebody


def fact(field: str) -> Fact:
    return Fact(id=field, label=field, reads=patient(field), absence=unknown("may be withheld"))


def person(**said):
    return somebody(person=Patient(id="somebody", **said))


def test_sex():
    """`female` or `male`; anything else is not known to a formula that needs one of them."""
    assert ask(fact("sex"), person(sex="female")).value == "female"
    assert ask(fact("sex"), person(sex=None)) == Answer(None, {"sex"})


@pytest.mark.parametrize(("day", "age"), [(date(2025, 3, 9), 64), (date(2025, 3, 10), 65), (date(2025, 3, 11), 65)])
def test_age(day, age):
    """Age is in full years and changes on the birthday."""
    assert ask(fact("age"), person(birth_date=date(1960, 3, 10)), at=day) == Answer(age, set())


def test_born_on_the_last_of_february():
    """Born on 29 February, one is a year older on 1 March of a year without that day."""
    born = person(birth_date=date(1960, 2, 29))
    assert ask(fact("age"), born, at=date(2025, 2, 28)).value == 64
    assert ask(fact("age"), born, at=date(2025, 3, 1)).value == 65


def test_year_of_birth_only():
    """With the year of birth alone the age is one of two. A limit outside both is decided; between them the age is asked for."""
    born = person(birth_date=date(1960, 1, 1), birth_precision="year")
    age = fact("age")
    assert ask(age, born) == Answer((64, 65), {"age"})
    assert cause(age, born) == "date-not-exact"
    assert ask(age >= limit(18, "a"), born) == Answer(True, set())
    assert ask(age >= limit(65, "a"), born) == Answer(None, {"age"})


def test_year_of_birth_only_on_the_last_day_of_the_year():
    """On 31 December everybody of one year has the same age."""
    born = person(birth_date=date(1960, 1, 1), birth_precision="year")
    assert ask(fact("age"), born, at=date(2025, 12, 31)) == Answer(65, set())


def test_date_of_death():
    """A review of an earlier day does not know it yet."""
    died = person(death_date=date(2025, 5, 1))
    assert ask(fact("death"), died).value == date(2025, 5, 1).toordinal()
    assert ask(fact("death"), died, at=date(2025, 4, 30)) == Answer(None, {"death"})


def test_nothing_recorded():
    """Without a date of birth there is no age."""
    assert ask(fact("age"), person()) == Answer(None, {"age"})
    assert cause(fact("birth"), person()) == "not-recorded"
