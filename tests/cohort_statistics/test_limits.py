"""Limits of funnel plots and control charts, against the binomial distribution in fractions."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from osteon.cohort.statistics import binomial_limits


def by_hand(size: int, share: Fraction, probability: Fraction) -> float:
    """The same in fractions, count by count."""
    below = Fraction(0)
    for count in range(size + 1):
        weight = comb(size, count) * share**count * (1 - share) ** (size - count)
        if below + weight >= probability:
            return (
                count / size if count in (0, size) else float((count - (below + weight - probability) / weight) / size)
            )
        below += weight
    raise AssertionError


@pytest.mark.parametrize("size", [1, 2, 3, 10, 57, 200])
@pytest.mark.parametrize("share", [Fraction(1, 100), Fraction(3, 10), Fraction(1, 2), Fraction(97, 100)])
@pytest.mark.parametrize("level", [Fraction(95, 100), Fraction(998, 1000)])
def test_limits_are_those_of_the_distribution(size: int, share: Fraction, level: Fraction):
    (lower,), (upper,) = binomial_limits([size], float(share), level=float(level))
    assert lower == pytest.approx(by_hand(size, share, (1 - level) / 2), abs=1e-9)
    assert upper == pytest.approx(by_hand(size, share, (1 + level) / 2), abs=1e-9)


def test_they_narrow_to_the_share_and_agree_with_the_normal_distribution_where_people_are_many():
    sizes = np.array([10, 100, 10_000, 1_000_000])
    lower, upper = binomial_limits(sizes, 0.4)
    assert (np.diff(upper - lower) < 0).all()
    half = 1.959964 * np.sqrt(0.24 / sizes[-1])
    assert (lower[-1], upper[-1]) == pytest.approx((0.4 - half, 0.4 + half), abs=1e-6)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_what_is_certain_has_no_play(share: float):
    assert [one.tolist() for one in binomial_limits([5, 50], share)] == [[share, share]] * 2


def test_nobody_is_beyond_a_limit_who_could_not_have_fewer_or_more():
    """Of 20 all had it, where 99 % do: as likely as not, and no reason to look."""
    (lower,), (upper,) = binomial_limits([20], 0.99, level=0.998)
    assert upper == 1 and 0 < lower < 1
    (lower,), (upper,) = binomial_limits([20], 0.01, level=0.998)
    assert lower == 0 and 0 < upper < 1


def test_nobody_has_no_limits():
    lower, upper = binomial_limits([0, 10], 0.5)
    assert np.isnan([lower[0], upper[0]]).all() and not np.isnan([lower[1], upper[1]]).any()


@pytest.mark.parametrize(("share", "level"), [(-0.1, 0.95), (1.1, 0.95), (0.5, 0.0), (0.5, 1.0), (0.5, 95.0)])
def test_what_is_no_share_is_refused(share: float, level: float):
    with pytest.raises(ValueError, match="between 0 and 1"):
        binomial_limits([10], share, level=level)
