"""The line that says why a finding is met, in another language.

The line is put together of the facts of the review. It is taken apart again by their English words, each of which is known,
and put together of the translated ones. A line that cannot be taken apart to its last letter stays in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from osteon.language import _, ngettext, speaking
from osteon.review.why import fact_words
from osteon.review.wording import figure, prose, unit_said

if TYPE_CHECKING:
    from osteon.review.translation.in_language import Translator

__all__ = ["Pieces", "pieces_of", "reason_line"]

Json = Mapping[str, Any]
Pieces = dict[str, str | None]
"""What a line may hold, in English, and the same in the other language (None where it has no translation)."""
_REST = re.compile(r"; and (\d+) more$")
_SIGN = re.compile(r"(?P<day> \(\d{4}[\dT:-]*\))?(?P<sign>; |: |, |$)")
"""What stands behind a piece of the line: perhaps a day, then a sign or the end."""


def reason_line(line: Any, own: Pieces, facts: Pieces, say: Translator) -> Any:
    """The line in the language of `say`, out of the finding's `own` pieces, else out of those of all `facts`."""
    if not line or not isinstance(line, str):
        return line
    rest = _REST.search(line)
    body = line[: rest.start()] if rest else line
    parts = _parts(body, _longest_first(facts | own), 0, {})
    if parts is None:
        # It may name a fact of a lesion that the list of facts does not have; those have no value but that they hold.
        every: Pieces = {english: found.text for english, found in say.sentences.known.items() if english in body}
        parts = _parts(body, _longest_first(every | facts | own), 0, {})
    if parts is None or None in parts:
        # With its dates as a reader says them, so that the page finds the line again among those left in English.
        english = prose(line)
        say.english[english] = None
        return english
    told = "".join(part for part in parts if part)
    with speaking(say.language):
        return told + (f"; {ngettext('and {count} more', 'and {count} more', int(rest[1]))}" if rest else "")


def _longest_first(pieces: Pieces) -> list[tuple[str, str | None]]:
    return sorted(pieces.items(), key=lambda piece: -len(piece[0]))


def pieces_of(facts: Iterable[Json], say: Translator) -> Pieces:
    """The words of these facts, each with its value and by its name alone. A fact that is not decided may have no words."""
    found: Pieces = {"": ""}
    with speaking(say.language):
        for one in facts:
            label, value, at = str(one.get("label")), one.get("value"), one.get("at")
            span = (one["low"], one["high"]) if "low" in one else None
            told = say.known(label)
            found.setdefault(fact_words(label, value, span, one.get("unit"), at), told and _told(told, one, say))
            found.setdefault(label, told)
    return found


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
        behind = _SIGN.match(text, at + len(english))
        if behind is None:
            continue
        after: list[str | None] | None = [] if behind.end() == len(text) else _parts(text, pieces, behind.end(), tried)
        if after is not None:
            found = [told, behind["day"] or "", behind["sign"], *after]
    tried[at] = found
    return found
