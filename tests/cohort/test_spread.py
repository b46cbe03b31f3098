"""Work spread over processes: the answers in order, the first fault raised, none of the processes left."""

from __future__ import annotations

import operator
import os
from functools import partial

import pytest

from osteon.cohort import JobError
from osteon.cohort.spread import spread


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_the_answers_are_in_the_order_of_the_items(workers):
    told: list[int] = []
    assert spread(partial(operator.mul, 3), range(7), workers, told.append) == [0, 3, 6, 9, 12, 15, 18]
    assert sorted(told) == [0, 3, 6, 9, 12, 15, 18]


@pytest.mark.parametrize("workers", [1, 2])
def test_no_items_no_answers(workers):
    assert spread(str, [], workers) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_what_goes_wrong_with_an_item_is_raised(workers):
    with pytest.raises(ZeroDivisionError):
        spread(partial(operator.floordiv, 1), [1, 0, 1], workers)


def test_an_exception_may_be_an_answer():
    assert [type(one) for one in spread(ValueError, ["a", "b"], 2)] == [ValueError, ValueError]


def test_a_process_that_dies_is_told():
    with pytest.raises(JobError, match="worker process ended"):
        spread(os._exit, [3, 3], 2)
