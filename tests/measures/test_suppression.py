"""Small cells: none is shown, and none can be computed back from what is shown."""

from __future__ import annotations

import itertools

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from osteon.cohort.measures.rows import ALL, COUNTS, summed
from osteon.cohort.measures.scores import scores
from osteon.cohort.measures.suppression import hidden
from osteon.engine.measures import OUTCOMES
from osteon.pathway import pathway

MEASURE = pathway().measures[0]
PARTS = ("excluded", "open", "undecided")


def table(strata: list[list[int]], smallest: int) -> list[dict]:
    """The rows for one measure with these counts (in the order of OUTCOMES) in its quarters."""
    words = [f"2024-Q{place + 1}" for place in range(len(strata))]
    whole = np.array(strata, np.int64).reshape(-1, len(OUTCOMES)).sum(axis=0).tolist()
    rows = [(MEASURE.id, ALL, ALL, *whole), *((MEASURE.id, "quarter", word, *row) for word, row in zip(words, strata, strict=True))]
    columns = [pa.array(column, field.type) for column, field in zip(zip(*rows, strict=True), COUNTS, strict=True)]
    return scores([MEASURE], pa.Table.from_arrays(columns, schema=COUNTS), smallest_cell=smallest).to_pylist()


def test_off_by_default():
    (whole, *strata) = table([[1, 2, 0, 0, 3], [9, 9, 9, 9, 9]], 1)
    assert not whole["suppressed"] and not any(row["suppressed"] for row in strata)
    assert (whole["numerator"], whole["denominator"], whole["population"]) == (10, 21, 51)


def test_a_small_stratum_takes_another_one_with_it():
    """Its counts would be what is missing to the whole."""
    rows = table([[2, 20, 0, 0, 0], [30, 30, 0, 0, 0], [40, 40, 0, 0, 0]], 5)
    assert [row["suppressed"] for row in rows] == [False, True, True, False]
    assert rows[1]["population"] is rows[1]["numerator"] is rows[1]["score"] is rows[1]["low"] is None


def test_what_is_small_in_the_whole_is_small_everywhere():
    rows = table([[20, 20, 1, 0, 0], [30, 30, 2, 0, 0]], 5)
    assert all(row["excluded"] is None and row["population"] is None for row in rows)
    assert [row["numerator"] for row in rows] == [50, 20, 30]
    assert rows[0]["score"] == 0.5


def test_a_small_numerator_takes_score_and_denominator_with_it():
    (whole, *_) = table([[3, 40, 5, 5, 5]], 5)
    assert whole["score"] is whole["denominator"] is whole["numerator"] is whole["lower"] is whole["high"] is None
    assert (whole["excluded"], whole["open"]) == (5, 5)


def test_zero_is_not_small():
    rows = table([[0, 40, 0, 0, 0], [0, 30, 0, 0, 0]], 5)
    assert not any(row["suppressed"] for row in rows)


counts = st.lists(st.lists(st.integers(0, 12), min_size=5, max_size=5), min_size=1, max_size=6)


@given(counts, st.integers(2, 6))
def test_nothing_small_is_shown_or_left_over(strata: list[list[int]], smallest: int):
    whole, *rows = table(strata, smallest)
    names = ("numerator", "excluded", "open", "undecided")
    for row in (whole, *rows):
        assert all(row[name] is None or row[name] == 0 or row[name] >= smallest for name in names)
        failed = None if row["denominator"] is None or row["numerator"] is None else row["denominator"] - row["numerator"]
        assert failed is None or failed == 0 or failed >= smallest
        # A sum is shown only with all of its parts.
        if row["population"] is not None:
            assert all(row[name] is not None for name in (*names, "denominator"))
    for name in (*names, "denominator"):
        shown = [row[name] for row in rows if row[name] is not None]
        if whole[name] is not None and len(shown) < len(rows):
            left = whole[name] - sum(shown)
            assert left == 0 or left >= smallest
            assert len(rows) - len(shown) > 1 or left == 0 or not shown


@given(counts, st.integers(2, 6))
def test_more_than_one_stratum_is_kept_back(strata: list[list[int]], smallest: int):
    keys = [(MEASURE.id, ALL), *((MEASURE.id, "quarter") for _ in strata)]
    array = np.array([np.sum(strata, axis=0).tolist(), *strata], np.int64)
    gone = hidden(keys, array, smallest)
    assert not ((array > 0) & (array < smallest) & ~gone).any()
    visible = ~gone[0]
    back = gone[1:][:, visible].any(axis=1)
    assert back.sum() != 1 or len(strata) == 1


def test_counts_of_groups_add_up():
    """In any order of the groups."""
    one = pa.Table.from_pylist([{"measure": "m", "stratifier": "all", "stratum": "all", **dict.fromkeys(OUTCOMES, 2)}], schema=COUNTS)
    other = pa.Table.from_pylist([{"measure": "m", "stratifier": "sex", "stratum": None, **dict.fromkeys(OUTCOMES, 1)}], schema=COUNTS)
    for some in itertools.permutations((one, other, one)):
        found = {row["stratum"]: row["open"] for row in summed(some).to_pylist()}
        assert found == {"all": 4, None: 1}
