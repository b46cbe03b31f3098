"""What cannot be is refused in words: what is wrong, in how many rows and where first, and never a value of a patient."""

import numpy as np
import pytest

from osteon.cohort.statistics import (
    andersen_gill,
    cox,
    cumulative_incidence,
    ghosh_lin,
    intervals,
    kaplan_meier,
    mean_cumulative_function,
    morbidity_rate,
    numbers_at_risk,
    periods_with_event,
    prevalence,
    prevalence_in_groups,
    prevalence_over_time,
    restricted_mean,
)

NAN = float("nan")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (lambda: kaplan_meier([777, -888, -3], [1, 0, 0]), r"time: .*negative.* in 2 of 3 rows, first in row 1; count time"),
        (lambda: kaplan_meier([1, NAN], [1, 0]), "time: not a number, or infinite in 1 of 2 rows, first in row 1"),
        (lambda: kaplan_meier([1, 2], [1]), "event has 1 rows where 2 are needed"),
        (lambda: kaplan_meier([1, 2], [1, 2]), "event: neither 0 nor 1 in 1 of 2 rows"),
        (lambda: kaplan_meier(["a"], [1]), "time must be numbers"),
        (lambda: kaplan_meier([[1]], [1]), "time must be one column"),
        (lambda: kaplan_meier([1, 2], [1, 0], entry=[0, 2]), "time: not after entry in 1 of 2 rows, first in row 1"),
        (lambda: kaplan_meier([1, 2], [1, 0], weights=[1, 0]), "weights: 0 or less in 1 of 2 rows"),
        (lambda: kaplan_meier([1], [1], level=95), "level is a share between 0 and 1"),
        (lambda: kaplan_meier([1], [1], limits="normal"), "limits is one of log-log, log, plain, not normal"),
        (lambda: cumulative_incidence([1, 2], [1, 0.5]), "cause: not a whole number"),
        (lambda: cumulative_incidence([1, 2], [1, 0], of=0), "of is the number of a cause"),
        (lambda: restricted_mean([1, 2], [1, 0], 3), "until is later than anybody was watched"),
        (lambda: restricted_mean([1, 2], [1, 0], 0), "until must be after the start"),
        (lambda: mean_cumulative_function([5], [0], [6]), "time: after the end of the patient's follow-up in 1 of 1 rows"),
        (lambda: mean_cumulative_function([5], [1], [3]), "patient: beyond the 1 rows of follow-up"),
        (lambda: mean_cumulative_function([5], [0], [2], entry=[2]), "time: not after the patient's entry"),
        (lambda: mean_cumulative_function([5], [0, 0], [2]), "patient has 2 rows where 1 are needed"),
        (lambda: mean_cumulative_function([5], [0], [2], limits="log-log"), "limits is one of log, plain, not log-log"),
        (lambda: ghosh_lin([5, 6], [1], [0], [2]), "died has 1 rows where 2 are needed"),
        (lambda: intervals([5], [0, 0], [2, 2]), "time: no time since the start or the event before in 1 of 3 rows"),
        (lambda: intervals([5], [0], [0]), "time: no time since the start"),
        (lambda: intervals([0], [], []), "end: at the very start"),
        (lambda: cox([1, 2], [1, 0], [1]), "covariates must have 2 rows"),
        (lambda: cox([1, 2], [1, 0], [["a"], ["b"]]), "code a category as columns of 0 and 1"),
        (lambda: cox([1, 2], [1, 0], [1, NAN]), "covariates, column 0: not a number"),
        (lambda: cox([1, 2, 3], [1, 1, 0], [[1, 5], [0, 5], [1, 5]]), "covariates, column 1: is the same in all rows"),
        (lambda: cox([1, 2, 3, 4], [1, 1, 1, 0], [[1, 2], [0, 0], [1, 2], [0, 0]]), "column .: follows from the others"),
        (lambda: cox([1, 2, 3, 4], [1, 1, 0, 0], [1, 1, 0, 0]), "column 0: it separates rows"),
        (lambda: cox([1, 1, 1], [1, 0, 0], [1, 2, 0], strata=["a", "a", "b"]), "column 0: it separates rows"),
        (lambda: cox([1, 4, 1, 5], [1, 0, 0, 1], [1, 2, 0, 0], entry=[0, 0, 0, 3], strata=list("abaa")), "column 0: it sep"),
        (lambda: cox([1, 2], [1, 0], [0, 1], ties="exact"), "ties is efron or breslow, not exact"),
        (lambda: cox([1, 2], [1, 0], [0, 1], patient=[1]), "patient must have one label for each of the 2 rows"),
        (lambda: andersen_gill([0, 0], [0, 1], [1, 1], [1, 0], [0, 1]), "time: not after entry in 1 of 2 rows, first in row 1"),
        (lambda: morbidity_rate([1], [0]), "events: without any time at risk"),
        (lambda: periods_with_event([5], [0], [1], period=0), "period is a number of days above 0"),
        (lambda: prevalence([2], [1]), "cases: more than people"),
        (lambda: prevalence([[1]], [1]), "cases has the shape"),
        (lambda: prevalence_in_groups([1], [1], 1), "group: beyond the 1 groups"),
        (lambda: prevalence_over_time([5], [6], [1]), "onset: after the end of follow-up"),
        (lambda: numbers_at_risk([5], [-1]), "at: before the start of follow-up"),
    ],
)
def test_what_cannot_be(wrong, words):
    with pytest.raises(ValueError, match=words) as caught:
        wrong()
    assert "777" not in str(caught.value) and "888" not in str(caught.value)


def test_large_covariates_far_from_zero_are_no_hindrance():
    """A covariate such as a year of birth neither overflows nor loses digits."""
    x = np.array([1.0, 0.0, 2.0, 1.0, 3.0, 0.5])
    plain = cox([1, 2, 3, 4, 5, 6], [1, 1, 0, 1, 1, 1], x)
    moved = cox([1, 2, 3, 4, 5, 6], [1, 1, 0, 1, 1, 1], 1e4 + x)
    np.testing.assert_allclose(moved.coefficient, plain.coefficient, rtol=1e-9)
