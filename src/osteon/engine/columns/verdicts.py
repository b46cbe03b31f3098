"""Every recommendation for every patient: verdicts as columns, and on demand what is missing and what decided."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.columns import Columns
from osteon.engine.columns.population import Days, Population
from osteon.engine.columns.values import LESION, Sets, Truth, restricted, union
from osteon.engine.evaluate import MET, NOT_APPLICABLE, NOT_MET, UNKNOWN, Evaluator
from osteon.engine.nodes import Node
from osteon.engine.rules import Recommendation
from osteon.engine.situation import AsOf

__all__ = ["VERDICTS", "Verdict", "verdicts"]

VERDICTS = (NOT_APPLICABLE, NOT_MET, UNKNOWN, MET)
"""Verdicts by their codes, the most telling last."""
NOT_ASKED, NO, OPEN, YES = range(4)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One recommendation. `codes` (int8, places in `VERDICTS`) has one row for each patient, or for each lesion that is looked
    at where `per_lesion`; `missing()` and `decisive()` give, for each fact by its position in the pathway, the rows whose
    set holds it (one row stands for all)."""

    recommendation: Recommendation
    per_lesion: bool
    codes: NDArray[np.int8]
    missing: Callable[[], Sets]
    decisive: Callable[[], Sets]


def verdicts(
    evaluator: Evaluator, population: Population, at: AsOf | Days, wanted: Collection[str] | None = None
) -> tuple[Columns, list[Verdict]]:
    """Every active recommendation over a population, in the order of the pathway, with the columns behind it.

    `at` is the date of the review, or the day number of each patient's. A recommendation about lesions has a row for each
    lesion (`Columns.lesion_rows`); `NOT_APPLICABLE` there is no finding at all. `wanted`: ids, where not all are asked for.
    """
    columns = Columns(evaluator, population, at)
    return columns, [
        _verdict(columns, item, whose, when)
        for item, whose, when in _conditions(evaluator)
        if wanted is None or item.id in wanted
    ]


def _conditions(evaluator: Evaluator) -> list[tuple[Recommendation, Node, Node]]:
    """Each active recommendation with the node that says whose question it is, and its condition."""
    found: list[tuple[Recommendation, Node, Node]] | None = evaluator.beside.get(__name__)
    if found is None:
        whole, drafts = evaluator.pathway, evaluator.drafts
        asked = [item for item in whole.recommendations if drafts or not item.draft]
        found = evaluator.beside[__name__] = [(item, whole.applicability(item, drafts), item.when) for item in asked]
    return found


def _verdict(columns: Columns, item: Recommendation, whose_node: Node, when_node: Node) -> Verdict:
    whose = columns.value(whose_node)
    assert isinstance(whose, Truth)
    rows = columns.lesions if item.per_lesion else columns.population.patients
    if whose.false.all():
        return Verdict(item, item.per_lesion, np.zeros(rows, np.int8), dict, dict)
    when = columns.value(when_node)
    space, (whose, when) = columns.together((whose, when))
    if item.per_lesion and space != LESION:
        whose, when = columns.over_lesions(whose), columns.over_lesions(when)
    assert isinstance(whose, Truth) and isinstance(when, Truth)
    # The codes are neighbours: open, one more where it is met, one less where the advice does not hold; nothing where nobody asks.
    asked, met = ~whose.false, whose.true & when.true
    codes = (OPEN + met.view(np.int8) - when.false.view(np.int8)) * asked.view(np.int8)
    codes = np.array(np.broadcast_to(codes, rows))

    def missing() -> Sets:
        return restricted(union((whose.missing(), when.missing())), codes == OPEN)

    def decisive() -> Sets:
        return restricted(when.because(), codes != NOT_ASKED)

    return Verdict(item, item.per_lesion, codes, missing, decisive)
