"""Writes entries of the audit trail for many requests at once: those that wait at the same moment share one commit.

Each request still waits until its own entry is on the disk. But a disk needs milliseconds to say so, for one entry as for fifty.
"""

from __future__ import annotations

import copy
import threading
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection

from osteon.serve.audit import chain
from osteon.serve.failures import StorageError
from osteon.serve.storage.database import Database, changing

__all__ = ["note"]

Work = Callable[[Connection], Any]
MOST: Final = 200
"""Requests in one commit."""
HERS: Final = "hers"
EVERYBODYS: Final = "everybody's"
NOT_YET: Final = StorageError("The entry of the audit trail was not written. Nothing was kept. Send it again.")


class _Wish:
    """What one request wants to have written, and what came of it."""

    __slots__ = ("called", "deeds", "done", "fault", "result", "work")

    def __init__(self, deeds: tuple[chain.Deed, ...], work: Work | None) -> None:
        self.deeds, self.work = deeds, work
        self.called = threading.Event()
        """Set when it is done, or when its own thread is to do the work of all who wait now."""
        self.done = False
        self.result: Any = None
        self.fault: Exception | None = NOT_YET


def note(database: Database, *deeds: chain.Deed, work: Work | None = None) -> Any:
    """Write deeds into the trail, and in the same transaction do `work`, whose result is given back. All of it is on the disk then.

    `work` is small, and writes only: it may be done twice, because others share the transaction. What it raises, this raises;
    nothing of its request is kept then. Raises StorageError.
    """
    wish = _Wish(deeds, work)
    if not database.waiting.join(wish):
        wish.called.wait()
    if not wish.done:
        _lead(database)
    if wish.fault is not None:
        # A copy: the others who share this fault raise it too, each with the places of her own request.
        raise copy.copy(wish.fault)
    return wish.result


def _lead(database: Database) -> None:
    """Do the work of all who wait, one's own among it: no thread of its own for that, nothing to start or to stop."""
    wishes: list[_Wish] = []
    try:
        with database.turn:
            wishes = database.waiting.take(MOST)
            _write(database, wishes)
    finally:
        following = database.waiting.leave()
        if following is not None:
            following.called.set()
        for wish in wishes:
            wish.called.set()


def _write(database: Database, wishes: list[_Wish]) -> None:
    """All wishes in one transaction. If one of them cannot be done, each is done by itself: a fault stays with her who has it."""
    try:
        if _together(database, wishes) != HERS or len(wishes) == 1:
            return
        for position, wish in enumerate(wishes):
            if _together(database, [wish]) == EVERYBODYS:
                for other in wishes[position + 1 :]:
                    other.fault = wish.fault
                return
    finally:
        for wish in wishes:
            wish.done = True


def _together(database: Database, wishes: list[_Wish]) -> str | None:
    """One transaction; whose fault it is if it fails: of what one of them wants, or of the database, which would not take the others'."""
    whose = EVERYBODYS
    try:
        with changing(database) as connection:
            whose = HERS
            results = [None if wish.work is None else wish.work(connection) for wish in wishes]
            chain.add(connection, [deed for wish in wishes for deed in wish.deeds])
            whose = EVERYBODYS
    except Exception as fault:  # noqa: BLE001 - each request raises its own, where it is known what to do
        for wish in wishes:
            wish.fault = fault
        return whose
    for wish, result in zip(wishes, results, strict=True):
        wish.fault, wish.result = None, result
    return None
