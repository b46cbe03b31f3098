"""How often somebody may come."""

from __future__ import annotations

import threading

__all__ = ["Pace"]


class Pace:
    """So many times in a minute for each, a tenth of them at once. Of the many who came once only the last are remembered."""

    MOST = 10_000

    def __init__(self, per_minute: int) -> None:
        self._per_second = per_minute / 60
        self._at_once = max(per_minute / 10, 5.0)
        self._left: dict[str, tuple[float, float]] = {}
        self._turn = threading.Lock()

    def wait(self, who: str, at: float) -> float:
        """Count one time, at this second of a clock: 0 if that is fine, otherwise the seconds to wait."""
        with self._turn:
            left, since = self._left.pop(who, (self._at_once, at))
            left = min(self._at_once, left + (at - since) * self._per_second)
            going = left >= 1
            self._left[who] = (left - 1 if going else left, at)
            while len(self._left) > self.MOST:
                self._left.pop(next(iter(self._left)))
        return 0 if going else (1 - left) / self._per_second
