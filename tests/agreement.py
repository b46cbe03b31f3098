"""Whether both evaluators say the same: the one-patient evaluator, which is the reference, and the columns.

`compare()` is the only door. It says in words where they differ, and gives an empty list where they do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from math import isclose, isnan, ulp
from typing import Any

import numpy as np

from osteon.engine.columns import VERDICTS, Columns, Verdict, verdicts
from osteon.engine.columns.values import LESION, Category, Sets, Span, Truth
from osteon.engine.evaluate import Evaluator
from osteon.engine.nodes import Node
from osteon.engine.situation import AsOf, as_of
from osteon.record.columns import population
from osteon.record.timeline import Timeline

__all__ = ["compare", "said_by_columns"]

When = AsOf | date | datetime | Sequence[int]
"""The date of the review: one for all, or a day number for each patient."""
Facts = frozenset[str]
Said = dict[tuple[str, str | None], tuple[str, Facts, Facts]]
"""For each recommendation (and lesion): the verdict, the facts that are missing, the facts that decided."""

NOTHING: Facts = frozenset()
DECIMALS_OF_FLOATS = 1e-9
"""How near a float must be to the decimal that it stands for."""


def compare(evaluator: Evaluator, timelines: Sequence[Timeline], at: When, nodes: Sequence[Node] = ()) -> list[str]:
    """Where the two evaluators differ over some patients: verdicts with their facts, then the values of some nodes."""
    one_for_all = as_of(at) if isinstance(at, date) else at if isinstance(at, AsOf) else None
    dates = [as_of(date.fromordinal(int(day))) for day in at] if one_for_all is None else [one_for_all] * len(timelines)
    columns, found = verdicts(
        evaluator, population(timelines), np.array(at, np.int32) if one_for_all is None else one_for_all
    )
    told = said_by_columns(columns, found)
    differences: list[str] = []
    for row, (timeline, when) in enumerate(zip(timelines, dates, strict=True)):
        situation = evaluator.situation(timeline, when)
        reference: Said = {
            (one.recommendation.id, one.lesion): (
                one.verdict,
                _names(evaluator, one.missing),
                _names(evaluator, one.decisive),
            )
            for one in evaluator.outcomes(situation)
        }
        differences += [
            f"patient {row}, {name}{f' of {lesion}' if lesion else ''}: {_verdict(reference.get((name, lesion)))}, "
            f"in columns {_verdict(told[row].get((name, lesion)))}"
            for name, lesion in reference | told[row]
            if reference.get((name, lesion)) != told[row].get((name, lesion))
        ]
        lesions = [lesion.id for lesion in situation.lesions]
        for position, node in enumerate(nodes):
            for lesion in lesions if node.per_lesion else [None]:
                answer = evaluator.value(situation, node, lesion)
                value = _in_columns(columns, node, row, None if lesion is None else lesions.index(lesion))
                expected = (*answer[:-2], _names(evaluator, answer[-2]), _names(evaluator, answer[-1]))
                if not _alike(expected, value):
                    where = f" of {lesion}" if lesion else ""
                    differences.append(
                        f"patient {row}, node {position} {node!r}{where}: {_value(expected)}, in columns {_value(value)}"
                    )
    return differences


def said_by_columns(columns: Columns, found: Sequence[Verdict]) -> list[Said]:
    """What the columns say of each patient, in the form of the reference."""
    told: list[Said] = [{} for _ in range(columns.population.patients)]
    for one in found:
        name, count = one.recommendation.id, len(one.codes)
        assert count == (columns.lesions if one.per_lesion else columns.population.patients), name
        missing, decisive = (_by_row(columns, sets, count) for sets in (one.missing(), one.decisive()))
        patients = columns.patient_of.tolist() if one.per_lesion else range(count)
        asked = set()
        for row, (patient, code) in enumerate(zip(patients, one.codes.tolist(), strict=True)):
            if not one.per_lesion or code:
                lesion = columns.population.lesions.id[int(columns.lesion_rows[row])] if one.per_lesion else None
                said = VERDICTS[code], missing.get(row, NOTHING), decisive.get(row, NOTHING)
                told[patient][name, lesion] = said
                asked.add(patient)
        for patient in set(range(len(told))) - asked:
            told[patient][name, None] = ("not-applicable", NOTHING, NOTHING)
    return told


def _by_row(columns: Columns, sets: Sets, count: int) -> dict[int, Facts]:
    """The facts of each row that has any; one row of flags stands for all."""
    found: dict[int, list[str]] = {}
    for fact, flags in sets.items():
        name = columns.evaluator.facts[fact].id
        for row in range(count) if len(flags) == 1 and flags[0] else np.flatnonzero(flags).tolist():
            found.setdefault(row, []).append(name)
    return {row: frozenset(names) for row, names in found.items()}


def _in_columns(columns: Columns, node: Node, patient: int, lesion: int | None) -> tuple:
    """The value of a node in the form of the reference; `lesion` counts the lesions of the patient that are looked at."""
    value = columns.value(node)
    row = int(np.flatnonzero(columns.patient_of == patient)[lesion]) if lesion is not None else patient
    if lesion is not None and value.space != LESION:
        value = columns.over_lesions(value)
    sets = _at(columns, value.missing(), row), _at(columns, value.because(), row)
    if isinstance(value, Truth):
        true, false = bool(_one(value.true, row)), bool(_one(value.false, row))
        assert not (true and false), "true and false at once"
        return (True if true else False if false else None, *sets)
    if isinstance(value, Span):
        low, high = float(_one(value.low, row)), float(_one(value.high, row))
        return (None if isnan(low) else low, None if isnan(high) else high, *sets)
    assert isinstance(value, Category)
    code = int(_one(value.codes, row))
    return (None if code < 0 else value.sets[code], *sets)


def _one(column: Any, row: int) -> Any:
    return column[0] if len(column) == 1 else column[row]


def _at(columns: Columns, sets: Sets, row: int) -> Facts:
    facts = columns.evaluator.facts
    return frozenset(facts[fact].id for fact, flags in sets.items() if _one(flags, row))


def _names(evaluator: Evaluator, mask: int) -> Facts:
    return frozenset(fact.id for fact in evaluator.facts_in(mask))


def _alike(expected: tuple, value: tuple) -> bool:
    if expected[-2:] != value[-2:]:
        return False
    if len(expected) == 3:
        one, other = expected[0], value[0]
        return set(one) == set(other) if isinstance(one, tuple) and isinstance(other, tuple) else one is other
    if expected[0] is None or value[0] is None:
        return expected[0] is value[0] and expected[1] is value[1]
    # Ends that are one float are kept apart by its last digit, those that are nothing to a float by the least there is.
    same = all(
        isclose(float(one), other, rel_tol=DECIMALS_OF_FLOATS, abs_tol=ulp(0.0))
        for one, other in zip(expected[:2], value[:2], strict=True)
    )
    return same and (expected[0] == expected[1]) == (value[0] == value[1])


def _verdict(said: tuple[str, Facts, Facts] | None) -> str:
    if said is None:
        return "not there"
    verdict, missing, decisive = said
    return f"{verdict} (missing {_list(missing)}; decided by {_list(decisive)})"


def _value(said: tuple) -> str:
    *value, missing, support = said
    return f"{' to '.join(str(end) for end in value)} (missing {_list(missing)}; because of {_list(support)})"


def _list(names: Facts) -> str:
    return ", ".join(sorted(names)) or "nothing"

