"""Which entries stand behind a fact in each row, and what reading events for any fact needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.select import Chosen
from osteon.engine.columns.values import Flags
from osteon.engine.nodes import Fact

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["closed", "found_in", "note"]


def note(columns: Columns, index: int, chosen: Chosen) -> None:
    """Remember for a fact the newest of the events that it chose in each row."""
    newest = np.full(columns.rows(chosen.space), -1, np.int32)
    # Of several events of a row the last one written stays: they are in the order of time.
    newest[chosen.rows] = chosen.places
    columns.entries[index] = (chosen.space, newest)


def closed(fact: Fact) -> bool:
    """Whether silence is an answer."""
    assert fact.reads is not None and fact.absence is not None
    return fact.absence.means == "absent" and fact.reads.can_be_absent


def found_in(columns: Columns, chosen: Chosen, rows: NDArray) -> Flags:
    found = np.zeros(columns.rows(chosen.space), bool)
    found[rows] = True
    return found
