"""What columns know of the person and of the place of a lesion."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from osteon.engine.columns.values import LESION, PATIENT, Category, Flags, Sets, Span, Value
from osteon.engine.events import Reduction

if TYPE_CHECKING:
    from osteon.engine.columns.columns import Columns

__all__ = ["read", "read_lesion"]

NOT_KNOWN = 0
EPOCH_DAY = 719_163
"""1 January 1970 as a day number."""
DAYS_OF_NUMPY = "datetime64[D]"


def read(columns: Columns, field: str, index: int) -> Value:
    """`sex`, `age`, `birth` or `death` of each patient."""
    population = columns.population
    if field == "sex":
        codes = population.sex.astype(np.int32) - 1
        return Category(
            PATIENT,
            codes,
            (("female",), ("male",)),
            missing=lambda: {index: codes < 0},
            because=lambda: {index: codes >= 0},
        )
    first, last = population.death if field == "death" else population.birth
    known = (first != NOT_KNOWN) & (first <= columns.today)
    if field == "age":
        low, high = _years(last, columns.today), _years(first, columns.today)
    else:
        low, high = first.astype(float), last.astype(float)
    low, high = np.where(known, low, np.nan), np.where(known, high, np.nan)
    exact = bool(np.all((low == high) | ~known))
    return Span(
        PATIENT,
        low,
        low if exact else high,
        missing=lambda: _own(index, ~(low == high)),
        because=lambda: _own(index, known),
    )


def _own(index: int, rows: Flags) -> Sets:
    return {index: rows}


def _years(birth: NDArray[np.int32], day: NDArray[np.int32]) -> NDArray[np.float64]:
    """Completed years."""
    (year, month, of_month), (born, in_month, on_day) = _calendar(day), _calendar(birth)
    early = (month < in_month) | ((month == in_month) & (of_month < on_day))
    return (year - born - early).astype(float)


def _calendar(day: NDArray[np.int32]) -> tuple[NDArray, NDArray, NDArray]:
    """Year, month and day of the month."""
    date = (day.astype(np.int64) - EPOCH_DAY).astype(DAYS_OF_NUMPY)
    months = date.astype("datetime64[M]").astype(np.int64)
    of_month = (date - date.astype("datetime64[M]")).astype(np.int64)
    return months // 12, months % 12, of_month


def read_lesion(columns: Columns, reads: Reduction, index: int) -> Category:
    """The place or side of each lesion: the places inside it that a wide name may mean."""
    words = getattr(columns.population.lesions, reads.field)
    parts = dict(reads.parts)
    possible = [parts.get(word) for word in words.words] + [parts.get(None)]  # type: ignore[call-overload]
    sets = tuple(dict.fromkeys(one for one in possible if one is not None))
    number = {one: position for position, one in enumerate(sets)}
    table = np.array([-1 if one is None else number[one] for one in possible], np.int32)
    codes = table[words.codes[columns.lesion_rows]]
    exact = np.array([*(len(one) == 1 for one in sets), False])
    return Category(
        LESION,
        codes,
        sets,
        missing=lambda: {index: ~exact[codes]},
        because=lambda: {index: codes >= 0},
    )
