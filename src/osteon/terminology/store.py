"""The data files, read once, when they are first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import orjson

__all__ = ["codes", "concepts", "forget", "names", "remember", "sites", "units"]

F = TypeVar("F", bound=Callable[..., Any])


DATA: Final = Path(__file__).parent / "data"


def _read(name: str) -> Any:
    return orjson.loads((DATA / name).read_bytes())


@lru_cache(maxsize=1)
def concepts() -> dict[str, dict[str, Any]]:
    """Concept id -> label, unit, drug class, what it narrows."""
    return _read("concepts.json")


@lru_cache(maxsize=1)
def codes() -> dict[str, Any]:
    """`match`: system -> code -> rows (concept, source number, site, laterality, answer); `sites`, `answers`; `sources`."""
    return _read("codes.json")


@lru_cache(maxsize=1)
def names() -> dict[str, Any]:
    """Kind -> spelling in words -> concept ids; an empty list shields a spelling that only looks like one of them."""
    return _read("names.json")


@lru_cache(maxsize=1)
def sites() -> dict[str, Any]:
    """The tree of sites, from the head down, and their names in words."""
    return _read("sites.json")


@lru_cache(maxsize=1)
def units() -> dict[str, Any]:
    """Units by dimension with their factors and spellings, and what joins mass and amount of substance."""
    return _read("units.json")


_REMEMBERED: Final[list[Any]] = []


def remember(size: int) -> Callable[[F], F]:
    """`lru_cache` for what follows from codes: forgotten whenever a site loads codes of its own."""

    def wrap(function: F) -> F:
        cached = lru_cache(maxsize=size)(function)
        _REMEMBERED.append(cached)
        return cast(F, cached)

    return wrap


def forget() -> None:
    """Empty every memory that was made with `remember`."""
    for cached in _REMEMBERED:
        cached.cache_clear()
