"""Scorers of licensed questionnaires: item numbers and arithmetic only. A site brings its own licensed form.

EORTC QLQ-C30 (version 3) and FACT-BP are scored. EORTC QLQ-BM22 is not: which of its items are worded the other way round, and
in which order they stand, was not read in its manual, and a scorer that turns the wrong item round gives a figure that looks
right. PHQ-9 and GAD-7 are scored by the topic `distress`.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple, TypeVar

__all__ = [
    "C30_SCALES",
    "C30_SUMMARY",
    "FACT_BP_ITEMS",
    "Scale",
    "Scored",
    "fact_bp",
    "qlq_c30",
    "qlq_c30_scale",
    "qlq_c30_summary",
]

Item = TypeVar("Item", int, str)


class Scored(NamedTuple):
    """A score, or why there is none."""

    value: Decimal | None
    missing: str = ""


class Scale(NamedTuple):
    """One scale of the QLQ-C30."""

    id: str
    title: str
    items: tuple[int, ...]
    kind: str
    """`function` (higher is better), `symptom` (higher is worse) or `global` (higher is better)."""
    highest: int
    """Answers run from 1 to this."""


def _scale(id: str, title: str, kind: str, *items: int, highest: int = 4) -> Scale:
    return Scale(id, title, items, kind, highest)


C30_SCALES = (
    _scale("QL", "global health and quality of life", "global", 29, 30, highest=7),
    _scale("PF", "physical function", "function", 1, 2, 3, 4, 5),
    _scale("RF", "role function", "function", 6, 7),
    _scale("EF", "emotional function", "function", 21, 22, 23, 24),
    _scale("CF", "cognitive function", "function", 20, 25),
    _scale("SF", "social function", "function", 26, 27),
    _scale("FA", "fatigue", "symptom", 10, 12, 18),
    _scale("NV", "nausea and vomiting", "symptom", 14, 15),
    _scale("PA", "pain", "symptom", 9, 19),
    _scale("DY", "shortness of breath", "symptom", 8),
    _scale("SL", "trouble sleeping", "symptom", 11),
    _scale("AP", "loss of appetite", "symptom", 13),
    _scale("CO", "constipation", "symptom", 16),
    _scale("DI", "diarrhoea", "symptom", 17),
    _scale("FI", "money worries", "symptom", 28),
)
C30_SUMMARY = tuple(scale.id for scale in C30_SCALES if scale.id not in ("QL", "FI"))
"""The 13 scales whose mean is the summary score."""

_BY_ID = {scale.id: scale for scale in C30_SCALES}

FACT_BP_ITEMS = ("GF7", "P2", *(f"BP{number}" for number in range(1, 14)))
_ANSWERED_AS_IT_STANDS = "GF7"
"""The one item of the FACT-BP of which more is better; the others are turned round."""


def _given(answers: Mapping[Item, int | None], items: tuple[Item, ...], low: int, high: int) -> dict[Item, int] | str:
    """The answers to these items, or what is wrong with one of them."""
    found = {item: answer for item in items if (answer := answers.get(item)) is not None}
    for item, answer in found.items():
        if isinstance(answer, bool) or answer != int(answer) or not low <= answer <= high:
            return f"item {item}: {answer} is no answer from {low} to {high}"
    return found


def _decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def qlq_c30_scale(scale: str, answers: Mapping[int, int | None]) -> Scored:
    """One scale of the QLQ-C30, 0 to 100, from answers by item number.

    The mean of the answered items counts when at least half of them were answered.
    """
    return _c30(_BY_ID[scale], answers)


def _c30(scale: Scale, answers: Mapping[int, int | None]) -> Scored:
    found = _exact(scale, answers)
    return Scored(None, found) if isinstance(found, str) else Scored(_decimal(found))


def _exact(scale: Scale, answers: Mapping[int, int | None]) -> Fraction | str:
    given = _given(answers, scale.items, 1, scale.highest)
    if isinstance(given, str):
        return given
    if 2 * len(given) < len(scale.items):
        return f"{len(given)} of {len(scale.items)} items answered; at least half are needed"
    share = (Fraction(sum(given.values()), len(given)) - 1) / (scale.highest - 1)
    return (1 - share) * 100 if scale.kind == "function" else share * 100


def qlq_c30(answers: Mapping[int, int | None]) -> dict[str, Scored]:
    """Every scale of the QLQ-C30 by its id, and `summary`."""
    return {scale.id: _c30(scale, answers) for scale in C30_SCALES} | {"summary": qlq_c30_summary(answers)}


def qlq_c30_summary(answers: Mapping[int, int | None]) -> Scored:
    """Mean of 13 scales (all but global health and money), symptoms turned round; only when all 13 are there."""
    total, lacking = Fraction(0), []
    for name in C30_SUMMARY:
        scale = _BY_ID[name]
        found = _exact(scale, answers)
        if isinstance(found, str):
            lacking.append(name)
        else:
            total += 100 - found if scale.kind == "symptom" else found
    if lacking:
        return Scored(None, f"no score of {', '.join(lacking)}; all {len(C30_SUMMARY)} scales are needed")
    return Scored(_decimal(total / len(C30_SUMMARY)))


def fact_bp(answers: Mapping[str, int | None]) -> Scored:
    """FACT-BP, 0 to 60, higher is better: sum of the answered items times 15 over their number, more than half answered."""
    given = _given(answers, FACT_BP_ITEMS, 0, 4)
    if isinstance(given, str):
        return Scored(None, given)
    if 2 * len(given) <= len(FACT_BP_ITEMS):
        return Scored(None, f"{len(given)} of {len(FACT_BP_ITEMS)} items answered; more than half are needed")
    points = sum(answer if item == _ANSWERED_AS_IT_STANDS else 4 - answer for item, answer in given.items())
    return Scored(_decimal(Fraction(points * len(FACT_BP_ITEMS), len(given))))
