"""The entries of the record that a page names."""

from __future__ import annotations

from typing import Any

from osteon.review import wording
from osteon.review.wording import Json, object_of, text_of

__all__ = ["References"]


class References:
    """The record's entries in the order in which the page first names them, so that each can be linked to its row."""

    def __init__(self, known: Json) -> None:
        self.known = known
        self.order: dict[str, int] = {}

    def links(self, references: list[str]) -> list[dict[str, Any]]:
        """Links to these entries, each with the number of its row."""
        found = []
        for reference in dict.fromkeys(wording.clean(one) for one in references if one):
            number = self.order.setdefault(reference, len(self.order) + 1)
            found.append({"number": number, "short": wording.short_reference(reference), "full": reference})
        return found

    def rows(self) -> list[dict[str, Any]]:
        """The rows of all entries that were linked to."""
        found = []
        for reference, number in self.order.items():
            entry = object_of(self.known, reference)
            label, date = text_of(entry, "label", "type"), wording.day(entry.get("date"))
            found.append({"number": number, "full": reference, "label": label, "date": date})
        return found
