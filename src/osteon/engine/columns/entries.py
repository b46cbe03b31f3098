"""Which entries stand behind a fact in each row, and what reading events for any fact needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.select import Chosen, Places
from osteon.engine.columns.values import Flags
from osteon.engine.nodes import Fact

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["closed", "found_in", "newest_entry", "note"]


def note(columns: Columns, index: int, space: int, places: Places, rows: Places) -> None:
    """Remember for a fact the events that it chose: places among all events, rows of the space, in the order of time."""
    columns.entries[index] = (space, places, rows)


def newest_entry(columns: Columns, index: int) -> NDArray[np.int32] | None:
    """For each row of a fact where the newest of the events is that it chose, -1 for none; None for a fact that chose nothing."""
    found = columns.entries.get(index)
    if found is None:
        return None
    space, places, rows = found
    newest = np.full(columns.rows(space), -1, np.int32)
    # Of several events of a row the last one written stays: they are in the order of time.
    newest[rows] = places
    return newest


def closed(fact: Fact) -> bool:
    """Whether silence is an answer."""
    assert fact.reads is not None and fact.absence is not None
    return fact.absence.means == "absent" and fact.reads.can_be_absent


def found_in(columns: Columns, chosen: Chosen, rows: NDArray) -> Flags:
    found = np.zeros(columns.rows(chosen.space), bool)
    found[rows] = True
    return found
