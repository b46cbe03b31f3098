"""Slows down who guesses, without letting strangers keep a person out of a browser that she has used before."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading

__all__ = ["Tries", "browser_of", "mark_for"]


class Tries:
    """Some tries are free; then each has to wait twice as long as the one before, up to `longest` seconds.

    A try counts before its outcome is known, so that many at once do not slip through; one that was right clears the count.
    """

    MOST = 20_000
    FORGOTTEN_SECONDS = 3600.0

    def __init__(self, free: int, longest: float) -> None:
        self._free, self._longest = free, longest
        self._made: dict[str, tuple[int, float, float]] = {}
        self._turn = threading.Lock()

    def wait(self, who: str, at: float) -> float:
        """Make a try at this second of a clock: 0 if it may be made, otherwise the seconds to wait; such a one does not count."""
        with self._turn:
            count, last, next_at = self._made.pop(who, (0, at, at))
            if at - last > self.FORGOTTEN_SECONDS:
                count, next_at = 0, at
            going = at >= next_at
            if going:
                count, last = count + 1, at
                next_at = at + (0 if count < self._free else min(self._longest, 2.0 ** min(count - self._free, 30)))
            self._made[who] = (count, last, next_at)
            while len(self._made) > self.MOST:
                self._made.pop(next(iter(self._made)))
        return 0 if going else next_at - at

    def clear(self, who: str) -> None:
        """The last try was right."""
        with self._turn:
            self._made.pop(who, None)


def mark_for(account: str, key: str) -> str:
    """What a browser keeps after a sign-in, by which it is known again for this account. It signs nobody in."""
    own = secrets.token_hex(8)
    return f"{account}.{own}.{_seal(account, own, key)}"


def browser_of(mark: str | None, account: str, key: str) -> str | None:
    """Which browser brings this mark; None when it is not of this account."""
    parts = (mark or "").split(".")
    if len(parts) != 3 or parts[0] != account:
        return None
    return parts[1] if hmac.compare_digest(_seal(account, parts[1], key).encode(), parts[2].encode()) else None


def _seal(account: str, own: str, key: str) -> str:
    return hmac.digest(bytes.fromhex(key), f"{account}.{own}".encode(), hashlib.sha256).hex()
