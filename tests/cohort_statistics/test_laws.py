"""What must hold for any group of patients, tried on invented ones: many ties, late entry, weights."""

import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from osteon.cohort.statistics import (
    andersen_gill,
    cox,
    cumulative_incidence,
    ghosh_lin,
    intervals,
    kaplan_meier,
    mean_cumulative_function,
    numbers_at_risk,
    read_off,
)

steady = settings(max_examples=150)


@some.composite
def first_events(draw, size=12):
    """Time, cause (0 censored, 1, 2), entry and weight of some patients."""
    rows = draw(
        some.lists(
            some.tuples(some.integers(0, 3), some.integers(1, 6), some.integers(0, 2), some.sampled_from([0.5, 1.0, 2.0])),
            min_size=1, max_size=size,
        )
    )  # fmt: skip
    entry, stay, cause, weight = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    return entry + stay, cause, entry, weight


@some.composite
def histories(draw):
    """End, death, entry and weight of some patients, and their events: patient and time."""
    end, cause, entry, weight = draw(first_events(size=8))
    events = [
        (row, time)
        for row in range(len(end))
        for time in draw(some.lists(some.integers(int(entry[row]) + 1, int(end[row])), max_size=3))
    ]
    patient = np.array([row for row, _ in events], dtype=int)
    return end, cause > 0, entry, weight, patient, np.array([time for _, time in events], dtype=float)


def close(ours, theirs, within=1e-9):
    np.testing.assert_allclose(ours, theirs, rtol=within, atol=within)


@steady
@given(first_events())
def test_incidences_of_all_causes_and_the_event_free_share_add_up_to_one(group):
    time, cause, entry, weight = group
    for how in ({}, {"entry": entry}, {"weights": weight}, {"entry": entry, "weights": weight}):
        event, death = (cumulative_incidence(time, cause, of=of, **how) for of in (1, 2))
        free = kaplan_meier(time, cause > 0, **how)
        close(event.estimate + death.estimate + free.estimate, 1)
        assert (np.diff(event.estimate) >= 0).all() and (event.estimate <= 1 + 1e-12).all()


@steady
@given(first_events())
def test_one_cause_alone_is_one_minus_kaplan_meier_with_the_error_of_greenwood(group):
    time, cause, _, _ = group
    curve, free = cumulative_incidence(time, cause > 0), kaplan_meier(time, cause > 0)
    close(curve.estimate, 1 - free.estimate)
    some_left = free.estimate > 0
    close(curve.se[some_left] ** 2, free.se[some_left] ** 2)


@steady
@given(first_events())
def test_variance_is_that_of_jumps_to_one_of_several_causes(group):
    """Greenwood's formula for several causes: given those at risk, the events of one day are multinomial."""
    time, cause, _, _ = group
    curve, free = cumulative_incidence(time, cause), kaplan_meier(time, cause > 0)
    before = np.concatenate(([1.0], free.estimate[:-1]))
    y, mine, other = curve.at_risk, curve.events / curve.at_risk, curve.competing / curve.at_risk
    stay = 1 - mine - other
    for j in range(len(y)):
        ahead = np.divide(curve.estimate[j] - curve.estimate, stay, out=np.zeros(len(y)), where=stay > 0)
        one, two = before - ahead, -ahead
        parts = (mine * one**2 + other * two**2 - (mine * one + other * two) ** 2) / y
        close(curve.se[j] ** 2, parts[: j + 1].sum())


def by_derivative(estimate, weight):
    """Sum of squares of what each patient's weight does to the estimate: the robust variance by its definition."""
    step, total = 1e-5, 0.0
    for row in range(len(weight)):
        change = np.zeros(len(weight))
        change[row] = step * weight[row]
        total = total + ((estimate(weight + change) - estimate(weight - change)) / (2 * step)) ** 2
    return total


@steady
@given(first_events(size=8))
def test_robust_variance_of_shares_is_the_derivative_by_the_weights(group):
    time, cause, entry, weight = group
    found = cumulative_incidence(time, cause, entry=entry, weights=weight)
    expected = by_derivative(lambda w: cumulative_incidence(time, cause, entry=entry, weights=w).estimate, weight)
    close(found.se**2, expected, 1e-6)


@steady
@given(histories())
def test_robust_variance_of_the_mean_number_is_the_derivative_by_the_weights(group):
    end, _, entry, weight, patient, time = group
    found = mean_cumulative_function(end, patient, time, entry=entry, weights=weight)
    expected = by_derivative(
        lambda w: mean_cumulative_function(end, patient, time, entry=entry, weights=w).estimate, weight
    )  # fmt: skip
    close(found.se**2, expected, 1e-6)


@steady
@given(histories())
def test_variance_of_ghosh_and_lin_is_that_of_their_paper(group):
    """Written out patient by patient: integral of S(u-) dM_i / Y - (mu(t) - mu(u)) dM_i^D / Y."""
    end, died, entry, weight, patient, time = group
    curve = ghosh_lin(end, died, patient, time, entry=entry, weights=weight)
    free = read_off(kaplan_meier(end, died, entry=entry, weights=weight), curve.time).estimate
    before = np.concatenate(([1.0], free[:-1]))
    expected = np.zeros(len(curve.time))
    for row in range(len(end)):
        at_risk = (entry[row] < curve.time) & (curve.time <= end[row])
        own = np.array([np.sum((patient == row) & (time == u)) for u in curve.time])
        event = own - at_risk * curve.events / curve.at_risk
        death = died[row] * (curve.time == end[row]) - at_risk * curve.competing / curve.at_risk
        for j in range(len(curve.time)):
            parts = (before * event - (curve.estimate[j] - curve.estimate) * death) / curve.at_risk
            expected[j] += (weight[row] * parts[: j + 1].sum()) ** 2
    close(curve.se**2, expected)


@steady
@given(histories())
def test_where_nobody_dies_the_two_means_are_one_and_deaths_only_lower_it(group):
    end, died, entry, _, patient, time = group
    nelson = mean_cumulative_function(end, patient, time, entry=entry)
    alive = ghosh_lin(end, np.zeros(len(end)), patient, time, entry=entry)
    close(alive.estimate, nelson.estimate)
    close(alive.se, nelson.se)
    assert (ghosh_lin(end, died, patient, time, entry=entry).estimate <= nelson.estimate + 1e-12).all()


@steady
@given(first_events())
def test_first_events_that_end_the_watch_are_aalen_johansen_and_nelson_aalen(group):
    time, cause, entry, _ = group
    whose = np.flatnonzero(cause == 1)
    close(ghosh_lin(time, cause > 0, whose, time[whose], entry=entry).estimate,
          cumulative_incidence(time, cause, entry=entry).estimate)  # fmt: skip
    curve = mean_cumulative_function(time, whose, time[whose], entry=entry)
    close(curve.estimate, np.cumsum(curve.events / curve.at_risk))


@steady
@given(histories(), some.randoms(use_true_random=False))
def test_the_order_of_patients_and_events_does_not_matter(group, random):
    end, died, entry, weight, patient, time = group
    order = random.sample(range(len(end)), len(end))
    shuffled = random.sample(range(len(time)), len(time))
    number = np.argsort(order)
    one = ghosh_lin(end, died, patient, time, entry=entry, weights=weight)
    other = ghosh_lin(
        end[order], died[order], number[patient][shuffled], time[shuffled], entry=entry[order], weights=weight[order]
    )
    for ours, theirs in zip(one[:8], other[:8], strict=True):
        close(ours, theirs)
    at = np.arange(8)
    assert numbers_at_risk(end, at, entry=entry).tolist() == numbers_at_risk(end[order], at, entry=entry[order]).tolist()


@steady
@given(first_events())
def test_the_unit_of_time_does_not_matter(group):
    time, cause, entry, _ = group
    days, years = cumulative_incidence(time, cause, entry=entry), cumulative_incidence(time / 8, cause, entry=entry / 8)
    close(days.estimate, years.estimate)
    close(days.se, years.se)


def fitted(*arguments, **given):
    """A model, or nothing where the invented patients allow none."""
    try:
        return andersen_gill(*arguments, **given)
    except ValueError:
        return None


@steady
@given(histories(), some.data())
def test_cutting_a_stretch_without_an_event_changes_no_model(group, data):
    end, _, entry, _, patient, time = group
    once = np.unique(np.column_stack((patient, time)), axis=0)
    rows = intervals(end, once[:, 0], once[:, 1], entry=entry)
    x = np.array(data.draw(some.lists(some.integers(0, 2), min_size=len(end), max_size=len(end))), dtype=float)
    whole = fitted(rows.patient, rows.start, rows.stop, rows.event, x[rows.patient])
    assume(whole is not None)
    middle = (rows.start + rows.stop) / 2
    cut = fitted(
        np.tile(rows.patient, 2), np.concatenate((rows.start, middle)), np.concatenate((middle, rows.stop)),
        np.concatenate((np.zeros(len(middle)), rows.event)), np.tile(x[rows.patient], 2),
    )  # fmt: skip
    assert cut is not None
    for part in ("coefficient", "se", "model_se", "log_likelihood"):
        close(getattr(whole, part), getattr(cut, part), 1e-7)


@steady
@given(first_events(), some.data())
def test_labels_of_strata_and_the_scale_of_a_covariate_do_not_matter(group, data):
    time, cause, entry, weight = group
    size = len(time)
    x = np.array(data.draw(some.lists(some.integers(0, 2), min_size=size, max_size=size)), dtype=float)
    stratum = np.array(data.draw(some.lists(some.sampled_from("ab"), min_size=size, max_size=size)))
    try:
        one = cox(time, cause == 1, x, entry=entry, weights=weight, strata=stratum)
    except ValueError:
        one = None
    assume(one is not None)
    renamed = np.where(stratum == "a", "z", "y")
    other = cox(time, cause == 1, 10 * x + 5, entry=entry, weights=weight, strata=renamed)
    close(one.coefficient, 10 * other.coefficient, 1e-7)
    close(one.z, other.z, 1e-7)
