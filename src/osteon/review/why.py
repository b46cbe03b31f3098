"""The one line that says why a finding is met."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from osteon.engine.words import number, unit_words

if TYPE_CHECKING:
    from osteon.review.fixed_facts import FixedFact
    from osteon.review.reasons import Reason, Reasons

__all__ = ["fact_words", "why"]


def why(reasons: Reasons, decisive: Sequence[int], lesion: str | None) -> str:
    """One line out of the decisive facts: figures first, then what holds; what does not hold only if nothing else speaks."""
    known = [(index, reasons.reason(index, lesion)) for index in decisive]
    told = sorted((item for item in known if item[1].value is not False), key=lambda item: item[1].value is True)
    said = []
    for index, part in told or known:
        fixed, behind = reasons.fixed.of(index), _behind(reasons, index, lesion)
        own = fixed.label if part.value is True else _words(fixed, part)
        # What is not settled has no words of its own: then its name stands before what it comes from.
        said.append(f"{own or fixed.label}: {', '.join(behind)}" if behind else _words(fixed, part))
    return _line([text for text in said if text])


LONGEST_LINE: Final = 280


def _line(said: list[str]) -> str:
    """As many of the reasons as one line holds, and how many more there are; the first one always."""
    line, rest = "", len(said)
    for text in said:
        if line and len(line) + len(text) > LONGEST_LINE:
            break
        line, rest = f"{line}; {text}" if line else text, rest - 1
    return f"{line}; and {rest} more" if rest else line


def _behind(reasons: Reasons, index: int, lesion: str | None) -> list[str]:
    """What stands behind a condition, at most three things."""
    whose = reasons.whose(index, lesion)
    texts = (_words(reasons.fixed.of(inner), reasons.reason(inner, whose)) for inner in reasons.told(index, lesion))
    return [text for text in dict.fromkeys(texts) if text][:3]


def _words(fixed: FixedFact, reason: Reason) -> str:
    return fact_words(fixed.label, reason.value, reason.span, fixed.unit, reason.entries.at)


def fact_words(label: str, value: Any, span: tuple[Any, Any] | None, unit: str | None, at: str | None) -> str:
    """A fact with its value in words; empty where nothing is known."""
    day = f" ({at})" if at else ""
    if value is True:
        return f"{label}{day}"
    if value is False:
        return f"{label}: no"
    if value is None:
        if span is None:
            return ""
        low, high = span
        return f"{label} between {low} and {high}{unit_words(unit)}{day}"
    if isinstance(value, (int, float)):
        return f"{label} {number(Decimal(str(value)))}{unit_words(unit)}{day}"
    return f"{label}: {value}{day if value != at else ''}"
