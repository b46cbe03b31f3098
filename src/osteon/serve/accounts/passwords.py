"""Passwords: what one has to be, and what is kept of it. Length counts, and that it is not one of those that are tried first."""

from __future__ import annotations

import threading
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from osteon.language import N_
from osteon.serve.failures import Issue, RequestError

__all__ = ["LONGEST", "SHORTEST", "hashed", "is_right", "needs_new_hash", "objection"]

SHORTEST: Final = 12
LONGEST: Final = 128
LEFT: Final = 8
"""Least number of characters beside the words that everybody would try."""
FEWEST_DIFFERENT: Final = 5
HASHER: Final = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
"""More than for tokens: people choose passwords, and a lost database must not hand them out."""
TURNS: Final = threading.BoundedSemaphore(2)
"""Each check takes 64 MiB: strangers must not fill the machine with them."""
PATIENCE_SECONDS: Final = 10
WORDS: Final = Path(__file__).parent / "data" / "common-words.txt"
SIMILAR: Final = str.maketrans("@4301!5$7", "aaeolisst")
"""Signs that people write for letters."""


def objection(password: str, own_words: tuple[str, ...]) -> str | None:
    """Why this cannot be a password; None when it can. `own_words`: names of the account and of the site."""
    chosen = unicodedata.normalize("NFC", password)
    if len(chosen) < SHORTEST:
        return N_("A password has at least 12 characters. Several words in a row are good.")
    if len(chosen) > LONGEST:
        return N_("A password has at most 128 characters.")
    if len(set(chosen)) < FEWEST_DIFFERENT or _is_row(chosen.casefold()):
        return N_("This password is a row of the same or of neighbouring signs. Choose another one.")
    if _left(chosen.casefold(), own_words) < LEFT:
        return N_("This password is mostly common words or names of this place: such are tried first. Choose another one.")
    return None


def _is_row(text: str) -> bool:
    """Whether it goes up or down by one from sign to sign, or repeats a short piece."""
    steps = {ord(after) - ord(before) for before, after in zip(text, text[1:], strict=False)}
    if len(steps) == 1:
        return True
    return any(text == (text[:size] * len(text))[: len(text)] for size in range(1, 5))


def _left(text: str, own_words: tuple[str, ...]) -> int:
    """How many different signs are left without the words that everybody would try."""
    left = text.translate(SIMILAR)
    own = [word.casefold().translate(SIMILAR) for word in own_words if len(word) >= 3]
    for word in sorted((*_common(), *own), key=len, reverse=True):
        left = left.replace(word, "")
    return len(set(left))


@cache
def _common() -> tuple[str, ...]:
    lines = WORDS.read_text(encoding="utf-8").split()
    return tuple(line.translate(SIMILAR) for line in lines)


def hashed(password: str) -> str:
    """What is kept of a password: argon2id. Raises RequestError when too many are worked on."""
    with _turn():
        return HASHER.hash(unicodedata.normalize("NFC", password))


def is_right(kept: str | None, password: str) -> bool:
    """Whether this is the password. Where none is kept it takes as long, and is not. Raises RequestError as above."""
    usable = kept if len(password) <= LONGEST else None
    with _turn():
        nobodys = _nobodys()
        try:
            HASHER.verify(usable or nobodys, unicodedata.normalize("NFC", password))
        except (Argon2Error, InvalidHashError):
            return False
    return usable is not None


def needs_new_hash(kept: str) -> bool:
    """Whether it was made with less work than is asked today."""
    return HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return HASHER.hash("the password of nobody")


class _turn:
    def __enter__(self) -> None:
        if not TURNS.acquire(timeout=PATIENCE_SECONDS):
            told = "Too many people sign in at this moment. Try again."
            raise RequestError(503, Issue("", told, "throttled"), headers={"Retry-After": "5"})

    def __exit__(self, *_: object) -> None:
        TURNS.release()
