"""Numbers that a column cannot tell stand beside it, as text."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from osteon.record.store.opening import _event
from osteon.record.store.tables import events_table
from osteon.record.timeline import Event

PLAIN = Event("lab.calcium", "Observation/1", "observation", "final", start=date(2025, 1, 2))


@pytest.mark.parametrize(
    "number",
    "0 -0 1.10 0.1 2.675 1E-7 1E+3 1E+22 1E+400 1E-400 123456789012345 1234567890123456 12345678901234567890 "
    "0.30000000000000004 0.3333333333333333333333333333 9.338677354709418837675350701 -75.976721975 75.9767219750000000000001".split(),
)
def test_decimals_come_back_as_they_were(number: str):
    event = PLAIN._replace(value=Decimal(number), low=Decimal("1.5"))
    (row,) = events_table([(7, [event])]).to_pylist()
    assert row.pop("patient") == 7
    assert _event(row) == event


def test_more_fractions_than_a_column_holds():
    for count in (None, 0, 2**31 - 1, 2**31, 10**30):
        (row,) = events_table([(0, [PLAIN._replace(fractions=count)])]).to_pylist()
        row.pop("patient")
        assert _event(row).fractions == count


def test_events_stand_in_the_order_of_time_and_then_as_they_were_read():
    day, hour = date(2025, 1, 2), datetime(2025, 1, 2, 8)
    timed = PLAIN._replace(source="timed", instant=hour, precision="time")
    later = PLAIN._replace(source="later", start=date(2025, 2, 1))
    first = PLAIN._replace(source="first")
    second = PLAIN._replace(source="second", concept="lab.albumin")
    undated = PLAIN._replace(source="undated", start=None)
    told = PLAIN._replace(source="told", start=day, recorded=hour)
    found = events_table([(0, [later, timed, told, first, second, undated]), (1, [later])]).to_pylist()
    assert [row["source"] for row in found] == ["undated", "first", "second", "told", "timed", "later", "later"]
    assert [row["patient"] for row in found] == [0] * 6 + [1]
