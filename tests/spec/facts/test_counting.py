"""Whether, which way, and how often.

`exists` asks whether there is any such entry, `present` what the newest one says, `count` how many there are.
"""

from decimal import Decimal

import pytest

from osteon.engine.events import Events, count
from osteon.engine.nodes import Fact, absent
from spec.small import Answer, ago, ask, event, happening, question, reasons, somebody

A, H = question("a"), happening("h")
N = Fact(id="n", label="n", reads=count(Events(concepts=("n", "m"))), absence=absent("it would be on record"))


def test_exists():
    """One entry is enough, however old, dated or not."""
    assert ask(H, somebody(event("h", ago(9000)))).value is True
    assert ask(H, somebody(event("h", None))).value is True


def test_exists_takes_no_answer():
    """`exists` does not read the entry. Whoever wants only some answers filters for them."""
    assert ask(H, somebody(event("h", answer="absent"))).value is True
    assert ask(happening("h", not_answers=("absent",)), somebody(event("h", answer="absent"))).value is False


def test_present():
    """The newest entry decides: present, unless it says `absent` or `negative`."""
    assert ask(A, somebody(event("a", ago(9), answer="present"), event("a", ago(3), answer="absent"))).value is False
    assert ask(A, somebody(event("a", ago(9), answer="absent"), event("a", ago(3), answer="present"))).value is True
    assert ask(A, somebody(event("a", answer="negative"))).value is False


def test_an_entry_without_an_answer_is_present():
    """A diagnosis in a list of diagnoses says by being there that it is present."""
    assert ask(A, somebody(event("a", answer=None))).value is True


@pytest.mark.parametrize("status", ["resolved", "stopped"])
def test_what_is_over_is_not_present(status):
    """A problem that is marked as resolved, or a thing as stopped, is not present, though it exists."""
    who = somebody(event("a", status=status))
    assert ask(A, who).value is False
    assert ask(happening("a"), who).value is True


def test_count():
    """Entries are counted over all concepts named."""
    assert ask(N, somebody(event("n", ago(1)), event("n", ago(2)), event("m", ago(3)))) == Answer(3, set())


def test_one_thing_told_twice_counts_once():
    """Two entries of one day, one concept and one dose are one happening that two people wrote down."""
    twice = [event("n", ago(1), dose=Decimal(4), source=source) for source in ("Entry/1", "Entry/2")]
    assert ask(N, somebody(*twice)) == Answer(1, set())
    assert ask(N, somebody(*twice, event("n", ago(1), dose=Decimal(3)))) == Answer(2, set())


def test_silence_that_decided_is_a_reason():
    """A fact that is false because nothing is recorded still stands among the reasons."""
    assert reasons(~H) == {"h"}
