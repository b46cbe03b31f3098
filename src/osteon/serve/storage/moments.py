"""Points in time as the database keeps them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

__all__ = ["later", "now"]


def now() -> str:
    """This moment in UTC, ISO 8601 with microseconds: sorts as text."""
    return later()


def later(**difference: float) -> str:
    """The moment after so many `minutes`, `hours`, ... in the same form; before, where they are negative."""
    at = datetime.now(UTC) + timedelta(**difference)
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")
