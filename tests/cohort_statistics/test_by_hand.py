"""Small groups, worked out by hand: what each figure must be, and what happens at the edges."""

from decimal import Decimal
from math import sqrt

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
    median,
    morbidity_rate,
    numbers_at_risk,
    period_rate,
    periods_with_event,
    prevalence,
    prevalence_in_groups,
    prevalence_over_time,
    read_off,
    restricted_mean,
)
from osteon.pathway.skeletal_events.published import DENOSUMAB_TRIAL
from osteon.pathway.skeletal_events.rates import morbidity_rates

TIME, EVENT = [1, 2, 2, 3, 4], [1, 1, 0, 1, 0]
"""An event and a censoring share day 2: the censored one is at risk for the event."""


def close(ours, theirs):
    np.testing.assert_allclose(ours, theirs, rtol=1e-12, atol=1e-14)


# --- first events -------------------------------------------------------------------------------------------------------


def test_kaplan_meier():
    curve = kaplan_meier(TIME, EVENT, limits="plain")
    assert curve.time.tolist() == [1, 2, 3, 4]
    assert curve.at_risk.tolist() == [5, 4, 2, 1]
    assert curve.events.tolist() == [1, 1, 1, 0]
    close(curve.estimate, [0.8, 0.6, 0.3, 0.3])
    close(curve.se[:2], [0.8 * sqrt(1 / 20), 0.6 * sqrt(1 / 20 + 1 / 12)])
    close(curve.upper[0], 1.0)


def test_log_log_limits():
    """S ^ exp(-+ z se / (S log S)), after Kalbfleisch and Prentice."""
    curve = kaplan_meier(TIME, EVENT)
    width = 1.959963984540054 * curve.se[1] / (0.6 * np.log(0.6))
    close((curve.lower[1], curve.upper[1]), (0.6 ** np.exp(-width), 0.6 ** np.exp(width)))


def test_nobody_had_an_event():
    curve = kaplan_meier([3, 5], [0, 0])
    assert curve.estimate.tolist() == [1, 1] and curve.se.tolist() == [0, 0]
    assert np.isnan(curve.lower).all() and np.isnan(curve.upper).all()
    curve = cumulative_incidence([3, 5], [0, 0])
    assert curve.estimate.tolist() == [0, 0] and np.isnan(curve.upper).all()
    assert median(kaplan_meier([3, 5], [0, 0])) == (None, None, None)


def test_one_patient():
    curve = kaplan_meier([3], [1])
    assert curve.estimate.tolist() == [0] and np.isnan(curve.se).all() and np.isnan(curve.lower).all()
    assert kaplan_meier([3], [0]).estimate.tolist() == [1]
    assert ghosh_lin([3], [1], [0, 0], [1, 2]).estimate.tolist() == [1, 2, 2]
    assert ghosh_lin([3], [1], [0, 0], [1, 2]).se.tolist() == [0, 0, 0]


def test_nobody_at_all():
    for curve in (kaplan_meier([], []), cumulative_incidence([], []), mean_cumulative_function([], [], [])):
        assert len(curve.time) == len(curve.estimate) == len(curve.lower) == 0
        assert np.isnan(read_off(curve, [1]).estimate).all()
    assert len(ghosh_lin([], [], [], []).time) == len(intervals([], [], []).patient) == 0
    assert restricted_mean([], [], 1) is None
    assert cox([], [], np.empty((0, 1))) is None
    assert numbers_at_risk([], [0, 1]).tolist() == [0, 0]
    assert morbidity_rate([], []).pooled is None and morbidity_rate([0], [0]).mean is None
    assert np.isnan(prevalence([0], [0])[2:]).all()


def test_events_on_the_first_day_count():
    curve = kaplan_meier([0, 0, 2], [1, 0, 1])
    assert curve.at_risk.tolist() == [3, 1]
    close(curve.estimate, [2 / 3, 0])


def test_two_causes_on_one_day_share_the_patients_at_risk():
    event, death = (cumulative_incidence([1, 1, 2, 3], [1, 2, 1, 0], of=cause) for cause in (1, 2))
    close(event.estimate, [0.25, 0.5, 0.5])
    close(death.estimate, [0.25, 0.25, 0.25])
    assert event.competing.tolist() == [1, 0, 0] and event.events.tolist() == [1, 1, 0]
    close(event.se[0], sqrt(0.25 * 0.75 / 4))


def test_censoring_at_death_overstates():
    """With death as a competing cause the share is lower than one minus Kaplan-Meier."""
    time, cause = [1, 2, 3, 4], [2, 1, 2, 1]
    close(cumulative_incidence(time, cause).estimate[-1], 0.5)
    close(1 - kaplan_meier(time, np.equal(cause, 1)).estimate[-1], 1.0)


def test_late_entry():
    """Who enters at 2 is no patient at risk on day 2, but on day 3."""
    curve = kaplan_meier([2, 3, 4], [1, 1, 0], entry=[0, 1, 2])
    assert curve.at_risk.tolist() == [2, 2, 1]
    close(curve.estimate, [0.5, 0.25, 0.25])


def test_a_weight_of_two_is_two_patients_in_value_but_not_in_certainty():
    twice = kaplan_meier(np.repeat(TIME, 2), np.repeat(EVENT, 2))
    weighted = kaplan_meier(TIME, EVENT, weights=np.full(5, 2.0))
    close(weighted.estimate, twice.estimate)
    assert weighted.at_risk.tolist() == twice.at_risk.tolist()
    close(weighted.se, kaplan_meier(TIME, EVENT).se)


def test_restricted_mean():
    found = restricted_mean(TIME, EVENT, 4)
    close(found.mean, 1 + 0.8 + 0.6 + 0.3)
    close(found.se, sqrt(1.7**2 / 20 + 0.9**2 / 12 + 0.3**2 / 2))
    close(restricted_mean(TIME, EVENT, 0.5).mean, 0.5)
    close(restricted_mean([1, 2], [1, 1], 9).mean, 1.5)


def test_median():
    assert median(kaplan_meier(TIME, EVENT)).time == 3
    assert median(kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1])).time == 2.5


def test_reading_a_curve_and_numbers_at_risk():
    found = read_off(kaplan_meier(TIME, EVENT), [4, 0, 2.5, 4.1])
    close(found.estimate[:3], [0.3, 1, 0.6])
    assert np.isnan(found.estimate[3])
    assert numbers_at_risk(TIME, [0, 2, 2.5, 4, 5]).tolist() == [5, 4, 2, 1, 0]
    assert numbers_at_risk([2, 3, 4], [0, 1, 2, 3], entry=[0, 1, 2]).tolist() == [1, 1, 2, 2]


# --- events that come back ----------------------------------------------------------------------------------------------


def test_mean_cumulative_function():
    """Both have an event on day 2; the last event of the first patient is the end of her follow-up."""
    curve = mean_cumulative_function([6, 5], [0, 1, 0], [2, 2, 6])
    assert curve.time.tolist() == [2, 5, 6] and curve.at_risk.tolist() == [2, 2, 1]
    close(curve.estimate, [1, 1, 2])
    close(curve.se, [0, 0, 0])
    # With the first event alone the patients differ from their mean of 1/2 by +-1/2, each with half the weight.
    close(mean_cumulative_function([6, 5], [0], [2]).se, np.full(3, sqrt(2 / 16)))


def test_death_ends_the_events():
    """The event on the day of death counts; afterwards half are alive."""
    curve = ghosh_lin([7, 3], [0, 1], [0, 1, 0], [2, 3, 6])
    assert curve.time.tolist() == [2, 3, 6, 7] and curve.competing.tolist() == [0, 1, 0, 0]
    close(curve.estimate, [0.5, 1.0, 1.5, 1.5])
    # Influences of the two: +-1/4 on day 2, taken back on day 3. The death moves the logarithm of S by -+1/4 for either, and
    # day 6 adds 1/2 to the mean: -+1/8.
    close(curve.se[:2], [sqrt(2 / 16), 0])
    close(curve.se[2:], sqrt(2 / 64))


def test_stretches_between_events():
    rows = intervals([7, 3, 5], [0, 1, 0], [2, 3, 6], entry=[1, 0, 0])
    assert rows.patient.tolist() == [0, 0, 0, 1, 2]
    assert rows.start.tolist() == [1, 2, 6, 0, 0] and rows.stop.tolist() == [2, 6, 7, 3, 5]
    assert rows.event.tolist() == [True, True, False, True, False]


# --- regression ---------------------------------------------------------------------------------------------------------


def test_cox():
    """Events of x = 1 at 1 and x = 0 at 2, x = 1 watched to 3: e^b / (2 e^b + 1) * 1 / (e^b + 1) is greatest at e^2b = 1/2."""
    fit = cox([1, 2, 3], [1, 1, 0], [1, 0, 1])
    close(fit.ratio, [sqrt(1 / 2)])
    close(fit.null_log_likelihood, -np.log(6))


@pytest.mark.parametrize(("ties", "ratio"), [("efron", sqrt(1 / 6)), ("breslow", 1 / 2)])
def test_tied_events(ties, ratio):
    """x = 1 and x = 0 on one day, x = 1 watched longer. Efron: 1 / (2r+1) = 3r / (3r+1). Breslow: 2r + 1 = 4r."""
    close(cox([1, 1, 2], [1, 1, 0], [1, 0, 1], ties=ties).ratio, [ratio])


def test_no_event_gives_no_model():
    assert cox([1, 2], [0, 0], [0, 1]) is None
    assert andersen_gill([0, 1], [0, 0], [1, 2], [0, 0], [0, 1]) is None


# --- rates and shares ---------------------------------------------------------------------------------------------------


def test_morbidity_rate_is_that_of_the_pathway():
    patients = [(3, Decimal("1.5")), (0, Decimal("2")), (1, Decimal("0.5")), (0, Decimal(0))]
    days = [float(years * Decimal("365.25")) for _, years in patients]
    ours, theirs = morbidity_rate([events for events, _ in patients], days), morbidity_rates(patients)
    close((ours.pooled, ours.mean), (float(theirs.pooled), float(theirs.mean)))
    assert (ours.patients, ours.events, ours.years) == (3, 4, 4.0)
    close(ours.pooled_se, sqrt(1.5**2 + 2**2 + 0.5**2) / 4)
    close(ours.mean_se, sqrt((2 / 3) ** 2 * 2 + (4 / 3) ** 2) / sqrt(2) / sqrt(3))


def test_morbidity_rate_of_the_reference():
    """skeletal-events.md 5.2: 3 counted events in 1.5 years are 2.0 a year; none are 0."""
    close(morbidity_rate([3], [1.5 * 365.25]).mean, 2.0)
    rate = morbidity_rate([0], [365.25])
    assert rate.pooled == rate.mean == 0 and rate.pooled_se is rate.pooled_upper is rate.mean_se is None


def test_periods():
    """Days 0, 1 and 84 are of the first twelve weeks, 85 of the second; a period counts once."""
    end, patient, time = [252, 100, 84], [0, 0, 0, 0, 0, 1, 1], [0, 1, 84, 85, 252, 90, 100]
    assert periods_with_event(end, patient, time).tolist() == [3, 1, 0]
    close(period_rate(end, patient, time).pooled, 4 / (436 / 365.25))
    assert periods_with_event(end, [], []).tolist() == [0, 0, 0]


def test_shares_of_a_published_trial():
    arms = DENOSUMAB_TRIAL.arms
    found = prevalence([arm.with_event for arm in arms], [arm.people for arm in arms])
    assert [f"{100 * share:.1f}" for share in found.share] == [str(arm.share_with_event) for arm in arms]


def test_prevalence_in_groups():
    """Two sites, of which a patient may have both, in three groups of which one is empty."""
    has = np.array([[1, 1], [0, 1], [0, 0], [1, 0]])
    found = prevalence_in_groups(has, [0, 0, 0, 2], 3)
    assert found.cases.tolist() == [[1, 2], [0, 0], [1, 0]]
    assert found.people.tolist() == [[3, 3], [0, 0], [1, 1]]
    assert np.isnan(found.share[1]).all() and found.share[2].tolist() == [1, 0]
    assert prevalence_in_groups(has[:, 0], [0, 0, 0, 2], 3).cases.tolist() == [1, 0, 1]


def test_prevalence_over_time():
    found = prevalence_over_time([10, 5, 8], [2, np.nan, 6], [0, 2, 6, 8, 10], entry=[0, 0, 1])
    assert found.people.tolist() == [2, 3, 2, 1, 0]
    assert found.cases.tolist() == [0, 1, 2, 1, 0]
