"""An empty selection that says why it is empty. Apart from its users, which are compiled: a compiled class cannot be a list."""

from __future__ import annotations

__all__ = ["Undecided"]


class Undecided(list):
    """No event can be said to be meant, because the date that bounds the selection is not known.

    `missing`: the facts that would give the date, as a set.
    """

    def __init__(self, missing: int) -> None:
        super().__init__()
        self.missing = missing
