"""The line that says why a finding is met, in another language.

The line is put together of the finding's own reasons. It is taken apart again by their English words, each of which is
known, and put together of the translated ones. A line that cannot be taken apart to its last letter stays in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from osteon.language import _, ngettext, speaking
from osteon.review.why import fact_words
from osteon.review.wording import figure, prose, unit_said

if TYPE_CHECKING:
    from osteon.review.translation.in_language import Translator

__all__ = ["reason_line"]

Json = Mapping[str, Any]
_REST = re.compile(r"; and (\d+) more$")
_SIGNS = ("; ", ": ", ", ")
"""What stands between two pieces of the line."""


def reason_line(line: Any, because: Sequence[Json], say: Translator) -> Any:
    """The line in the language of `say`; `because` holds the reasons as they are in English."""
    if not line or not isinstance(line, str):
        return line
    rest = _REST.search(line)
    with speaking(say.language):
        parts = _parts(line[: rest.start()] if rest else line, _pieces(because, say), 0, {})
        more = ngettext("and {count} more", "and {count} more", int(rest[1])) if rest else ""
    if parts is None or None in parts:
        # With its dates as a reader says them, so that the page finds the line again among those left in English.
        english = prose(line)
        say.english[english] = None
        return english
    return "".join(part for part in parts if part) + (f"; {more}" if more else "")


def _pieces(because: Sequence[Json], say: Translator) -> list[tuple[str, str | None]]:
    """Every piece that the line may hold, in English and in the other language; the longest first."""
    found: dict[str, str | None] = {}
    for one in because:
        label, value, at = str(one.get("label")), one.get("value"), one.get("at")
        span = (one["low"], one["high"]) if "low" in one else None
        told = say.known(label)
        found.setdefault(fact_words(label, value, span, one.get("unit"), at), told and _told(told, one, say))
        found.setdefault(label, told)
    return sorted(((text, told) for text, told in found.items() if text), key=lambda piece: -len(piece[0]))


def _told(label: str, reason: Json, say: Translator) -> str:
    """A fact with its value, as `fact_words` says it in English."""
    value, at, unit = reason.get("value"), reason.get("at"), unit_said(reason.get("unit"))
    day = f" ({at})" if at else ""
    if value is True:
        return f"{label}{day}"
    if value is False:
        return _("{label}: no", label=label)
    if value is None:
        low, high = figure(reason.get("low")), figure(reason.get("high"))
        return _("{label} between {low} and {high}{unit}", label=label, low=low, high=high, unit=unit) + day
    if isinstance(value, (int, float)):
        return f"{label} {figure(value)}{unit}{day}"
    return f"{label}: {say.answer(value)}{day if value != at else ''}"


def _parts(
    text: str, pieces: list[tuple[str, str | None]], at: int, tried: dict[int, list[str | None] | None]
) -> list[str | None] | None:
    """The line from a place on as pieces and the signs between them; None where no way leads to its end."""
    if at in tried:
        return tried[at]
    found: list[str | None] | None = None
    for english, told in pieces:
        if found is not None or not text.startswith(english, at):
            continue
        end = at + len(english)
        if end == len(text):
            found = [told]
        for sign in _SIGNS:
            if found is None and text.startswith(sign, end):
                after = _parts(text, pieces, end + len(sign), tried)
                found = None if after is None else [told, sign, *after]
    tried[at] = found
    return found
