"""Time, as fetching sees it: so that tests need not wait."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

__all__ = ["Clock", "pause", "retry_after"]

LONGEST_PAUSE: Final = 300.0
LONGEST_ASKED: Final = 3600.0
"""Of a wait that the server asks for; what it asks beyond that is asked of it again."""


class Clock(NamedTuple):
    """`now`: seconds since 1970; `sleep`: wait so many seconds; `chance`: a number from 0 to 1."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


def pause(attempt: int, clock: Clock, first: float = 1.0) -> float:
    """Seconds before the next attempt: twice as long each time up to five minutes, and somewhere between half of that and all of it."""
    longest = min(LONGEST_PAUSE, first * 2.0 ** min(attempt, 30))
    return longest * (0.5 + 0.5 * clock.chance())


def retry_after(text: str | None, now: float) -> float | None:
    """Seconds that a Retry-After asks for, a number or a date; None when it says nothing that makes sense."""
    if not text:
        return None
    text = text.strip()
    try:
        seconds = float(text) if text.replace(".", "", 1).isdecimal() and text.isascii() else parsedate_to_datetime(text).timestamp() - now
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), LONGEST_ASKED)
